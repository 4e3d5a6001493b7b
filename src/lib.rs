//! Backpropagation from scratch (the map of the crate is written as the parts land).

pub mod chart;
pub mod cli;
pub mod document;
pub mod format;
pub mod matrix;
pub mod mnist;
pub mod network;
pub mod random;
pub mod training;
