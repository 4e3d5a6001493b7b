//! How far the network's output is from what it should be, and which way to move it.
//!
//! **Squared error**, `L = ½ Σ_k (y_k - t_k)²`, has the gradient `∂L/∂y_k = y_k - t_k`. The half is
//! there so that no factor 2 is left over.
//!
//! **Softmax with cross-entropy.** Scores `z` become probabilities `p_k = exp(z_k) / Σ_j exp(z_j)`,
//! and the loss is the surprise at the right answer, `L = -Σ_k t_k log p_k`, where the targets `t`
//! sum to 1. Because `log p_k = z_k - log Σ_j exp(z_j)`,
//!
//! ```text
//! L        = log Σ_j exp(z_j) - Σ_k t_k z_k
//! ∂L/∂z_k  = exp(z_k) / Σ_j exp(z_j) - t_k  =  p_k - t_k
//! ```
//!
//! Taken together the two are simpler than either: the step down is `label - softmax`, which is the
//! tutorial's `layer_2_delta`. (It is the gradient of cross-entropy, not of the sum of squares
//! that the tutorial reports.)
//!
//! `exp` overflows above 709. Softmax does not change when the same number is taken off all
//! scores, so the largest is taken off first; then the largest term is `exp(0) = 1`.

use crate::elementary::{exp, ln};
use crate::named::named;

/// What training makes small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// `½ Σ (output - target)²`.
    SquaredError,
    /// `-log` of the probability that softmax over the outputs gives to the target.
    SoftmaxCrossEntropy,
}

named!(Loss: "cross-entropy" SoftmaxCrossEntropy, "squared-error" SquaredError);

impl Loss {
    /// The loss of one sample.
    pub fn value(self, output: &[f64], target: &[f64]) -> f64 {
        match self {
            Self::SquaredError => 0.5 * squared_distance(output, target),
            Self::SoftmaxCrossEntropy => {
                let largest = largest(output);
                let sum: f64 = output.iter().map(|z| exp(z - largest)).sum();
                let wanted: f64 = output.iter().zip(target).map(|(z, t)| (z - largest) * t).sum();
                ln(sum) - wanted
            }
        }
    }

    /// The derivative of [`Loss::value`] by each output, written to `gradient`; returns the value,
    /// which costs next to nothing once the exponentials are there.
    pub fn gradient(self, output: &[f64], target: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.copy_from_slice(output);
        match self {
            Self::SquaredError => {
                gradient.iter_mut().zip(target).for_each(|(g, t)| *g -= t);
                0.5 * squared_distance(output, target)
            }
            Self::SoftmaxCrossEntropy => {
                let (largest, sum) = exponentials(gradient);
                let wanted: f64 = output.iter().zip(target).map(|(z, t)| (z - largest) * t).sum();
                gradient.iter_mut().zip(target).for_each(|(g, t)| *g = *g / sum - t);
                ln(sum) - wanted
            }
        }
    }
}

/// Turns scores into probabilities, in place.
pub fn softmax(scores: &mut [f64]) {
    let (_, sum) = exponentials(scores);
    scores.iter_mut().for_each(|p| *p /= sum);
}

/// Turns each score `z` into `exp(z - largest)`, in place; returns the largest score, and the sum
/// of what the scores have become.
fn exponentials(scores: &mut [f64]) -> (f64, f64) {
    let largest = largest(scores);
    scores.iter_mut().for_each(|z| *z = exp(*z - largest));
    (largest, scores.iter().sum())
}

/// `Σ (a - b)²`, in index order.
pub fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// Index of the largest value, the first of equals, as NumPy's `argmax`.
pub fn argmax(values: &[f64]) -> usize {
    (1..values.len()).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}

fn largest(values: &[f64]) -> f64 {
    values[argmax(values)]
}
