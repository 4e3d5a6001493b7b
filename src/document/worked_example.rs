//! The tutorial's worked example: backpropagation in a dozen lines of arithmetic.
//!
//! Two inputs `x`, one hidden unit with weights `w`, one output with weight `v`, sigmoids, no bias:
//!
//! ```text
//! z1 = x · w     l1 = σ(z1)      x = (0.1, 0.3), w = (0.4, -0.2)
//! z2 = l1 · v    l2 = σ(z2)      v = 0.1; l2 is the prediction, y = 1 its target
//! L = ½ (y - l2)²
//! ```
//!
//! The chain rule multiplies the derivatives along the way from the loss back to each weight:
//!
//! ```text
//! ∂L/∂v  = ∂L/∂l2 · ∂l2/∂z2 · ∂z2/∂v
//!        = -(y - l2) · σ'(z2) · l1
//! ∂L/∂wᵢ = ∂L/∂l2 · ∂l2/∂z2 · ∂z2/∂l1 · ∂l1/∂z1 · ∂z1/∂wᵢ
//!        = -(y - l2) · σ'(z2) · v · σ'(z1) · xᵢ
//! ```
//!
//! Both products begin with the same factors, so they are computed once. The tutorial calls
//! `(y - l2) · σ'(z2)` the output error term and `(y - l2) · σ'(z2) · v · σ'(z1)` the hidden error
//! term; textbooks call them deltas, with the sign of `∂L/∂z`.
//!
//! To make `L` smaller, each weight moves against its derivative, so its step has to be *added*.
//! The tutorial takes `|y - l2|` for the error and subtracts: right only if the prediction is too
//! high. Here it is too low, and the step leads away from the target.
//! [`WorkedExample::as_printed`] does as the tutorial does, [`WorkedExample::corrected`] keeps the
//! sign and adds.

use crate::elementary::exp;
use std::fmt;

/// The target of the one sample.
pub const TRUE_Y: f64 = 1.0;

/// The hidden unit's weights and the output's weight, before the first step.
const WEIGHTS: ([f64; 2], f64) = ([0.4, -0.2], 0.1);

/// All numbers of the example, under the tutorial's names.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkedExample {
    /// The inputs `x`.
    pub input1: [f64; 2],
    /// The hidden unit's weights `w` before the step.
    pub weights: [f64; 2],
    /// The output's weight `v` before the step.
    pub hidden_weight: f64,
    /// The target `y`.
    pub true_y: f64,
    /// The length of a step, in units of the gradient: `η`.
    pub learning_rate: f64,
    /// The hidden unit's weighted sum; the tutorial writes out `np.dot(input1, weights)`.
    pub z1: f64,
    /// The hidden unit's output.
    pub l1: f64,
    /// The output's weighted sum; the tutorial writes out `np.dot(l1, hidden_weight)`.
    pub z2: f64,
    /// The prediction `l2` before the step.
    pub pred_y: f64,
    /// `|y - l2|` as printed, `y - l2` corrected.
    pub error: f64,
    /// `error · σ'(z2)`.
    pub output_error_term: f64,
    /// `output_error_term · v · σ'(z1)`.
    pub hidden_error_term: f64,
    /// The step of the output's weight, `η · output_error_term · l1`.
    pub del_w_output: f64,
    /// The steps of the hidden unit's weights, `η · hidden_error_term · x`.
    pub del_w_hidden: [f64; 2],
    /// The output's weight after the step.
    pub l2_weights: f64,
    /// The hidden unit's weights after the step.
    pub l1_weights: [f64; 2],
    /// The prediction with the changed weights; the tutorial does not compute it.
    pub pred_y_after: f64,
}

impl WorkedExample {
    /// The example with the tutorial's error and sign.
    pub fn as_printed() -> Self {
        Self::towards(TRUE_Y, false)
    }

    /// The example with the error's sign kept and the step added.
    pub fn corrected() -> Self {
        Self::towards(TRUE_Y, true)
    }

    /// Either with another target.
    pub fn towards(true_y: f64, corrected: bool) -> Self {
        Self::run(WEIGHTS, true_y, corrected)
    }

    /// The example `steps` times, and once more with the weights after the last step; each time
    /// begins with the weights that the time before ends with. (The tutorial takes one step.)
    pub fn repeated(steps: usize, corrected: bool) -> Vec<Self> {
        let run = |weights| Some(Self::run(weights, TRUE_Y, corrected));
        let next = |last: &Self| run((last.l1_weights, last.l2_weights));
        std::iter::successors(run(WEIGHTS), next).take(steps + 1).collect()
    }

    fn run((weights, hidden_weight): ([f64; 2], f64), true_y: f64, corrected: bool) -> Self {
        let input1 = [0.1, 0.3];
        let learning_rate = 0.5;

        // Forward pass.
        let z1 = input1[0] * weights[0] + input1[1] * weights[1];
        let l1 = sigmoid(z1);
        let z2 = l1 * hidden_weight;
        let l2 = sigmoid(z2);

        // Backward pass: the error, and the error terms from the output back to the hidden unit.
        let error = if corrected { true_y - l2 } else { (true_y - l2).abs() };
        let output_error_term = error * sigmoid_prime(z2);
        let hidden_error_term = output_error_term * hidden_weight * sigmoid_prime(z1);

        // The steps: a weight's step is proportional to its error term and to its input.
        let del_w_output = learning_rate * output_error_term * l1;
        let del_w_hidden = input1.map(|x| learning_rate * hidden_error_term * x);

        // Update: the tutorial subtracts.
        let sign = if corrected { 1.0 } else { -1.0 };
        let l2_weights = hidden_weight + sign * del_w_output;
        let l1_weights = [0, 1].map(|i| weights[i] + sign * del_w_hidden[i]);

        Self {
            input1,
            weights,
            hidden_weight,
            true_y,
            learning_rate,
            z1,
            l1,
            z2,
            pred_y: l2,
            error,
            output_error_term,
            hidden_error_term,
            del_w_output,
            del_w_hidden,
            l2_weights,
            l1_weights,
            pred_y_after: predict(input1, l1_weights, l2_weights),
        }
    }
}

/// The forward pass alone.
pub(super) fn predict(input1: [f64; 2], weights: [f64; 2], hidden_weight: f64) -> f64 {
    let l1 = sigmoid(input1[0] * weights[0] + input1[1] * weights[1]);
    sigmoid(l1 * hidden_weight)
}

/// `σ(z) = 1 / (1 + exp(-z))`.
pub(super) fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + exp(-z))
}

/// `σ'(z) = σ(z) · (1 - σ(z))`.
pub(super) fn sigmoid_prime(z: f64) -> f64 {
    sigmoid(z) * (1.0 - sigmoid(z))
}

/// The eight lines that the tutorial prints. Between 0.0001 and 1e16 Rust prints a float as Python
/// does: the fewest digits that read back as the same float.
impl fmt::Display for WorkedExample {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "pred_y: {}", self.pred_y)?;
        writeln!(f, "error: {}", self.error)?;
        writeln!(f, "output_error_term: {}", self.output_error_term)?;
        writeln!(f, "hidden_error_term: {}", self.hidden_error_term)?;
        writeln!(f, "del_w_output: {}", self.del_w_output)?;
        writeln!(f, "del_w_hidden: {}", array_text(self.del_w_hidden))?;
        writeln!(f, "l2_weights: {}", self.l2_weights)?;
        writeln!(f, "l1_weights: {}", array_text(self.l1_weights))
    }
}

/// An array as NumPy prints it: eight digits after the point (NumPy leaves out zeros at the end; no
/// element here has any), the points below each other.
fn array_text(values: [f64; 2]) -> String {
    let [a, b] = values.map(|x| format!("{x:.8}"));
    let width = a.len().max(b.len());
    format!("[{a:>width$} {b:>width$}]")
}
