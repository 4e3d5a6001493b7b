//! Numbers that are no longer finite: training stops at once, and says where.
//!
//! With too large a learning rate a step goes past the valley's floor and higher up the other side
//! than it came from; so does the next, and the weights grow without bounds until a product is
//! infinite, a difference of two infinities not a number, and soon every weight with them.

use crate::network::NotFinite;
use std::fmt;

/// The numbers grew past what `f64` holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diverged {
    /// In this epoch, counted from 0 as in the log.
    pub epoch: usize,
    /// Where it was seen first.
    pub cause: NotFinite,
    /// The recipe's learning rate; a schedule may have made the one in use smaller.
    pub learning_rate: f64,
}

impl fmt::Display for Diverged {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Self { epoch, cause, learning_rate } = self;
        write!(f, "training diverged in epoch {epoch}: {cause}; ")?;
        if cause.layer == 0 {
            return f.write_str("look at the data");
        }
        let (rate, smaller) = (plain(*learning_rate), plain(smaller(*learning_rate)));
        write!(
            f,
            "the learning rate {rate} is too large here; try a smaller one, such as {smaller}"
        )
    }
}

impl std::error::Error for Diverged {}

/// A rate as one writes it: in digits, or with an exponent where that takes many.
pub fn plain(rate: f64) -> String {
    if (1e-5..1e16).contains(&rate) { rate.to_string() } else { format!("{rate:e}") }
}

/// A tenth, to three digits: of 0.7, `0.07` and not the division's `0.06999999999999999`. A rate
/// above 0.1 is seldom of use, so a tenth of a very large one would only diverge again.
pub fn smaller(rate: f64) -> f64 {
    format!("{:.2e}", (rate / 10.0).min(0.1)).parse().expect("a printed number is a number")
}
