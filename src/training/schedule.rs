//! How the learning rate changes over the epochs.
//!
//! Large steps find the valley, small ones its floor: near the end, the noise of the batches keeps
//! weights jumping about. One jump is proportional to the rate; how far they stray from the floor,
//! to its square root.

use crate::elementary::cos;
use crate::named::named;
use std::f64::consts::PI;

/// The course of the learning rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// The same rate throughout.
    Constant,
    /// Half a cosine wave, from the full rate down to nothing: Loshchilov & Hutter, "SGDR:
    /// Stochastic gradient descent with warm restarts" (ICLR 2017), eq. 5, without the restarts.
    Cosine,
}

named!(Schedule: "cosine" Cosine, "constant" Constant);

impl Schedule {
    /// The factor of the learning rate when `done` (0 to 1) of the training is done.
    pub fn factor(self, done: f64) -> f64 {
        match self {
            Self::Constant => 1.0,
            Self::Cosine => 0.5 * (1.0 + cos(PI * done)),
        }
    }
}
