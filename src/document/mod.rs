//! The tutorial: its two programs, as printed with their mistakes and corrected.
//!
//! Plain arithmetic first, without any other type of this crate: [`worked_example`] is the first
//! program, three weights and one sample, and [`two_by_two`] an example with two outputs; [`trace`]
//! writes out every number of both, and [`graph`] differentiates them, or any formula, without a
//! derivative written by hand. [`epoch`] is the loop of the second program, which learns MNIST.
//! [`notebook`] is that second program built from [`crate::network`], fast and bit-identical.
//! [`printed`] has the printed numbers that both are compared with; [`errata`] measures each
//! mistake, [`gradient_table`] checks the gradients.

#![warn(missing_debug_implementations)]

pub mod epoch;
pub mod errata;
pub mod gradient_table;
pub mod graph;
pub mod graph_drawing;
pub mod notebook;
pub mod printed;
pub mod trace;
pub mod two_by_two;
pub mod worked_example;
