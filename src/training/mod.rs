//! Learning from samples: epochs, update rules, evaluation, and the record of how it went.
//!
//! ```text
//! for each epoch:  for each batch:  forward -> loss -> backward -> update;   then evaluate
//! ```
//!
//! [`per_sample`] is the tutorial's epoch, a step after every image; [`Trainer`] trains a
//! [`Recipe`] by mini-batches, with the update rules of [`sgd`], and with [`dropout`] and
//! [`augmentation`].
//! A [`checkpoint`] is what it continues from after an interruption; [`diverged`] and [`stalled`]
//! say when training has failed.

pub mod augmentation;
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
mod share;
pub mod stalled;
pub mod trainer;

pub use confusion::Confusion;
pub use diverged::Diverged;
pub use evaluate::{Evaluation, evaluate};
pub use history::History;
pub use recipe::{Recipe, RecipeError};
pub use schedule::Schedule;
pub use sgd::{Rule, Sgd};
pub use stalled::Stalled;
pub use trainer::Trainer;
