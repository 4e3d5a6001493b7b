//! Numbers that are no longer finite: training stops at once, and says where.
//!
//! With too large a learning rate a step goes past the valley's floor and higher up the other side
//! than it came from; so does the next, and the weights grow without bounds until a product is
//! infinite, a difference of two infinities not a number, and soon every weight with them.

use std::fmt;

/// A number that is not finite turned up in training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFinite {
    /// The first layer whose outputs are not finite, counted from 1.
    pub layer: usize,
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the outputs of layer {} are no longer finite numbers", self.layer)
    }
}

impl std::error::Error for NotFinite {}

/// The numbers grew past what `f64` holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exploded {
    /// In this epoch, counted from 0 as in the log.
    pub epoch: usize,
    /// Where it was seen first.
    pub cause: NotFinite,
    /// The learning rate that led there.
    pub learning_rate: f64,
}

impl fmt::Display for Exploded {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { epoch, cause, learning_rate } = self;
        write!(
            f,
            "training exploded in epoch {epoch}: {cause}; the learning rate {learning_rate} is too \
             large here, try a smaller one, such as --learning-rate {}",
            tenth(*learning_rate)
        )
    }
}

impl std::error::Error for Exploded {}

/// A tenth, to three digits: of 0.7, `0.07` and not the division's `0.06999999999999999`.
fn tenth(rate: f64) -> f64 {
    format!("{:.2e}", rate / 10.0).parse().expect("a printed number is a number")
}
