//! The tutorial as printed: its two programs, with their own mistakes kept, and the mended forms.
//!
//! [`worked_example`] is the first program, two weights and one sample; [`notebook`] the second, a
//! network that learns MNIST. Both are built from [`crate::network`]: here stands only what is
//! the tutorial's own. [`printed`] has the text that both are held to; [`errata`] shows each
//! mistake by measurement.

pub mod errata;
pub mod notebook;
pub mod printed;
pub mod worked_example;
