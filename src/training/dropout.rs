//! Dropout: for every sample, leave out units at random, so that no unit can rely on another.
//!
//! Hinton, Srivastava, Krizhevsky, Sutskever & Salakhutdinov, "Improving neural networks by
//! preventing co-adaptation of feature detectors" (arXiv 1207.0580, 2012). There, the weights are
//! scaled down when the network is used. Here a kept unit is scaled up in training, by
//! `1 / (1 - rate)`: the expected sum that reaches the next layer is the same, and using the
//! network needs no change.
//!
//! With it goes a limit on the length of the weights that lead into one unit
//! ([`limit_norms`]): a step may then be large without the weights growing out of bounds.

use crate::matrix::{Entry, Matrix};
use crate::random::Random;

/// The rates at which units are left out, each in 0 ≤ rate < 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dropout {
    /// Of the inputs.
    pub input: f64,
    /// Of the units of each hidden layer.
    pub hidden: f64,
}

impl Dropout {
    /// Leaves out some of a sample's inputs and scales up the rest.
    pub fn drop_inputs(self, inputs: &mut Vec<Entry>, random: &mut impl Random) {
        if self.input > 0.0 {
            inputs.retain_mut(|entry| {
                entry.value /= 1.0 - self.input;
                random.uniform() >= self.input
            });
        }
    }

    /// The factor of one hidden unit for one sample: 0 if it is left out, else `1 / (1 - rate)`.
    pub fn mask(self, random: &mut impl Random) -> f64 {
        if random.uniform() < self.hidden { 0.0 } else { 1.0 / (1.0 - self.hidden) }
    }
}

/// Scales down every column of `weights` that is longer than `limit` to that length: the weights
/// that lead into one unit are a column.
pub fn limit_norms(weights: &mut Matrix, limit: f64) {
    let mut squares = vec![0.0; weights.columns()];
    for p in 0..weights.rows() {
        squares.iter_mut().zip(weights.row(p)).for_each(|(sum, w)| *sum += w * w);
    }
    let factors: Vec<_> = squares.iter().map(|sum| (limit / sum.sqrt()).min(1.0)).collect();
    if factors.iter().all(|&factor| factor == 1.0) {
        return;
    }
    for p in 0..weights.rows() {
        weights.row_mut(p).iter_mut().zip(&factors).for_each(|(w, factor)| *w *= factor);
    }
}
