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

use crate::matrix::rows::{chunk, chunk_mut};
use crate::matrix::width::{ColumnLoop, Width, run_at};
use crate::matrix::{Matrix, SparseRows};
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
    /// Leaves out some of the inputs of the last sample of `inputs` and scales up the rest.
    pub fn drop_inputs(self, inputs: &mut SparseRows, random: &mut impl Random) {
        if self.input > 0.0 {
            inputs.retain_in_last(|entry| {
                entry.value /= 1.0 - self.input;
                random.uniform() >= self.input
            });
        }
    }

    /// The factor of one hidden unit for one sample: 0 if it is left out, else `1 / (1 - rate)`.
    pub fn mask(self, random: &mut impl Random) -> f64 {
        // Not `if`: half of the branches would be mispredicted.
        f64::from(random.uniform() >= self.hidden) * (1.0 / (1.0 - self.hidden))
    }
}

/// Scales down every column of `weights` that is longer than `limit` to that length: the weights
/// that lead into one unit are a column. One with a number that is not finite is left alone.
pub fn limit_norms(weights: &mut Matrix, limit: f64) {
    run_at(Width::in_use(), LimitNorms { weights, limit });
}

/// Below this, a sum of squares has lost digits to underflow, which begins at 2^-1022.
const LOSSY: f64 = f64::MIN_POSITIVE / f64::EPSILON;

/// The same for a column whose squares or whose factor overflow or underflow: they are taken of the
/// column over a power of two near its largest element, which loses no bit.
#[cold]
fn limit_column(values: &mut [f64], stride: usize, column: usize, limit: f64) {
    let column = || (column..values.len()).step_by(stride);
    let largest = column().map(|at| values[at].abs()).fold(0.0, f64::max);
    if largest == 0.0 || !column().all(|at| values[at].is_finite()) {
        return;
    }
    let power = f64::from_bits(largest.to_bits() >> 52 << 52).max(f64::MIN_POSITIVE);
    let length = column().map(|at| values[at] / power).map(|x| x * x).sum::<f64>().sqrt();
    if limit / power < length {
        column().for_each(|at| values[at] = values[at] / power * (limit / length));
    }
}

/// By blocks of columns, each of which is still in the cache when it is scaled.
struct LimitNorms<'a> {
    weights: &'a mut Matrix,
    limit: f64,
}

impl ColumnLoop for LimitNorms<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.weights.stride()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let (rows, stride) = (self.weights.rows(), self.weights.stride());
        let values = self.weights.padded_mut();
        let mut squares = [0.0; N];
        for p in 0..rows {
            let row: &[f64; N] = chunk(values, p * stride + column);
            for j in 0..N {
                squares[j] += row[j] * row[j];
            }
        }
        let mut factors = squares.map(|sum| (self.limit / sum.sqrt()).min(1.0));
        for j in 0..N {
            let sum_lies =
                !squares[j].is_finite() || squares[j] < LOSSY && self.limit < LOSSY.sqrt();
            if sum_lies || factors[j] < f64::MIN_POSITIVE {
                factors[j] = 1.0;
                limit_column(values, stride, column + j, self.limit);
            }
        }
        if factors == [1.0; N] {
            return;
        }
        for p in 0..rows {
            let row: &mut [f64; N] = chunk_mut(values, p * stride + column);
            for j in 0..N {
                row[j] *= factors[j];
            }
        }
    }
}
