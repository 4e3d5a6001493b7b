//! Learning from samples: epochs, update rules, evaluation, and the record of how it went.
//!
//! ```text
//! for each epoch:  for each batch:  forward -> loss -> backward -> update;   then evaluate
//! ```
//!
//! [`per_sample`] is the tutorial's epoch, a step after every image. [`Trainer`] trains a
//! [`Recipe`] by mini-batches: read [`trainer`], then `batch.rs` (how samples are loaded, with
//! [`dropout`] and [`augmentation`]), [`sgd`], [`adam`] and `part_step.rs` (the step), and last, if
//! at all, `team.rs` (the same on several threads).
//! A [`checkpoint`] is what it continues from after an interruption; [`diverged`] and [`stalled`]
//! say when training has failed.

#![warn(missing_debug_implementations)]

pub mod adam;
pub mod augmentation;
mod batch;
pub mod checkpoint;
pub mod confusion;
pub mod diverged;
pub mod dropout;
pub mod evaluate;
pub mod history;
mod part_step;
pub mod per_sample;
pub mod recipe;
pub mod schedule;
pub mod sgd;
pub mod stalled;
mod team;
pub mod trainer;

pub use adam::Optimizer;
pub use confusion::Confusion;
pub use diverged::Diverged;
pub use evaluate::{Evaluation, evaluate};
pub use history::History;
pub use recipe::{Recipe, RecipeError};
pub use schedule::Schedule;
pub use sgd::{Rule, Sgd};
pub use stalled::Stalled;
pub use trainer::Trainer;
