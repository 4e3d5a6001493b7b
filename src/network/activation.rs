//! What a layer does to each of its weighted sums, and how that bends under a small change.
//!
//! ```text
//! identity   y = z                    dy/dz = 1
//! sigmoid    y = 1 / (1 + exp(-z))    dy/dz = y (1 - y)
//! tanh       y = tanh z               dy/dz = 1 - y²
//! ReLU       y = max(0, z)            dy/dz = 1 where y > 0, else 0
//! ```
//!
//! For the sigmoid: `y = (1 + e)⁻¹` with `e = exp(-z)`, so `dy/dz = e / (1 + e)² = y · e / (1 + e)
//! = y (1 - y)`. All four derivatives can be had from the output `y` alone, so the backward pass
//! needs nothing but what the forward pass left behind.
//!
//! ReLU has a kink at zero and no derivative there; 0 is taken, as is usual. (The tutorial's
//! `relu2deriv` asks `output >= 0` instead, which is true of every output; see
//! [`Activation::ReluAsPrinted`].)

use crate::elementary::{exp, tanh};
use crate::named::named;

/// The function applied to each weighted sum `z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// `y = z`: for scores that a loss turns into something else.
    Identity,
    /// `y = 1 / (1 + exp(-z))`, in (0, 1).
    Sigmoid,
    /// `y = tanh z`, in (-1, 1).
    Tanh,
    /// `y = max(0, z)`.
    Relu,
    /// ReLU with the derivative that the tutorial prints, `output >= 0`: always 1. It trains the
    /// hidden layer as if it were linear. Kept for [`crate::document`], where it is the point.
    ReluAsPrinted,
}

// Both kinds of ReLU have one name: they differ only in training.
named!(Activation:
    "relu" Relu | ReluAsPrinted, "tanh" Tanh, "sigmoid" Sigmoid, "identity" Identity);

impl Activation {
    /// Turns each weighted sum `z` of a row into `y`. (One `match` for the row: with one for each
    /// element, ReLU's loop would not vectorise.)
    pub fn forward(self, row: &mut [f64]) {
        match self {
            Self::Identity => {}
            Self::Sigmoid => row.iter_mut().for_each(|z| *z = 1.0 / (1.0 + exp(-*z))),
            Self::Tanh => row.iter_mut().for_each(|z| *z = tanh(*z)),
            // Not `z.max(0.0)`, which would turn NaN into 0 and hide it; NumPy's maximum keeps it.
            Self::Relu | Self::ReluAsPrinted => {
                row.iter_mut().for_each(|z| *z = if *z <= 0.0 { 0.0 } else { *z });
            }
        }
    }

    /// `dy/dz`, from the output `y`.
    #[inline(always)]
    pub fn backward(self, y: f64) -> f64 {
        match self {
            Self::Identity | Self::ReluAsPrinted => 1.0,
            Self::Sigmoid => y * (1.0 - y),
            Self::Tanh => 1.0 - y * y,
            Self::Relu => f64::from(u8::from(y > 0.0)),
        }
    }
}
