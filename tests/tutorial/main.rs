//! What the tutorial prints, what it gets wrong, and what the crate shows of it.
//! Each file is one promise.

#[path = "../support/mod.rs"]
mod support;

mod computational_graph;
mod corrected;
mod errata;
mod exercises;
mod initial_weights;
mod matplotlib;
mod numpy_generator;
mod plain_epoch;
mod svg;
mod trace;
mod training_log;
mod worked_example;
