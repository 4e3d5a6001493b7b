//! Dropout: for every sample, leave out units at random, so that no unit can rely on another.
//!
//! Hinton, Srivastava, Krizhevsky, Sutskever & Salakhutdinov, "Improving neural networks by
//! preventing co-adaptation of feature detectors" (arXiv 1207.0580, 2012). There, the weights are
//! scaled down when the network is used. Here, what is kept is scaled up while it is trained, by
//! one over the share that is kept: the expected sum that reaches the next layer is the same, and
//! using the network needs no change.
//!
//! With it goes a limit on the length of the weights that lead into one unit
//! ([`limit_norms`]): a step may then be large without the weights growing out of bounds.

use crate::matrix::{Matrix, Term};
use crate::random::Random;

/// The shares of units left out, each in 0 ≤ share < 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dropout {
    /// Of the inputs.
    pub input: f64,
    /// Of the units of each hidden layer.
    pub hidden: f64,
}

impl Dropout {
    /// Leaves out some of a sample's inputs and scales up the rest.
    pub fn drop_inputs(self, terms: &mut Vec<Term>, random: &mut impl Random) {
        if self.input > 0.0 {
            terms.retain_mut(|term| {
                term.value /= 1.0 - self.input;
                random.uniform() >= self.input
            });
        }
    }

    /// Fills a sample's mask of one hidden layer: 0 for a unit that is left out, and for one that
    /// is kept the factor `1 / (1 - share)`.
    pub fn fill_mask(self, mask: &mut [f64], random: &mut impl Random) {
        let factor = 1.0 / (1.0 - self.hidden);
        mask.fill_with(|| if random.uniform() < self.hidden { 0.0 } else { factor });
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
