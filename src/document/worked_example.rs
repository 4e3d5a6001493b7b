//! The tutorial's worked example: two inputs, one hidden unit, one output, one step.
//!
//! ```text
//! z₁ = x · w        l1 = σ(z₁)        w = (0.4, -0.2), x = (0.1, 0.3)
//! z₂ = l1 · v       l2 = σ(z₂)        v = 0.1, the prediction; the target is y = 1
//! ```
//!
//! To make `L = ½ (y - l2)²` small, go down its gradient. By the chain rule, with `σ' = σ (1 - σ)`,
//!
//! ```text
//! -∂L/∂v  = (y - l2) σ'(z₂) · l1                 the output error term, times its input l1
//! -∂L/∂wᵢ = (y - l2) σ'(z₂) · v · σ'(z₁) · xᵢ    the hidden error term, times its input xᵢ
//! ```
//!
//! so both weights must have `η` times these *added*. The tutorial takes `|y - l2|` for the error
//! and subtracts: right only when the prediction is too high. Here it is too low, and the step
//! leads away from the target. [`WorkedExample::as_printed`] does as the tutorial does,
//! [`WorkedExample::corrected`] keeps the sign and adds.

use crate::format::array_text::{array_text, scalar_text};
use crate::matrix::{Matrix, SparseRows};
use crate::network::{Activation, Dense, Network, Pass};
use std::fmt;

/// The target of the one sample.
pub const TRUE_Y: f64 = 1.0;

const LEARNING_RATE: f64 = 0.5;

/// Everything that the tutorial prints, under its names, and the prediction after the step.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkedExample {
    /// The prediction `l2` before the step.
    pub pred_y: f64,
    /// `|y - l2|` as printed, `y - l2` corrected.
    pub error: f64,
    /// `error · σ'(z₂)`.
    pub output_error_term: f64,
    /// `output_error_term · v · σ'(z₁)`.
    pub hidden_error_term: f64,
    /// The output weight's step, `η · output_error_term · l1`.
    pub del_w_output: f64,
    /// The hidden weights' steps, `η · hidden_error_term · x`.
    pub del_w_hidden: Vec<f64>,
    /// The output weight `v` after the step.
    pub l2_weights: f64,
    /// The hidden weights `w` after the step.
    pub l1_weights: Vec<f64>,
    /// The prediction that the changed weights make; the tutorial does not look.
    pub pred_y_after: f64,
}

impl WorkedExample {
    /// The example with the tutorial's error and sign.
    pub fn as_printed() -> Self {
        Self::as_printed_towards(TRUE_Y)
    }

    /// The same with another target.
    pub fn as_printed_towards(true_y: f64) -> Self {
        Self::run(true_y, f64::abs, |weight, step| weight - step)
    }

    /// The example with the error's sign kept and the step added.
    pub fn corrected() -> Self {
        Self::corrected_towards(TRUE_Y)
    }

    /// The same with another target.
    pub fn corrected_towards(true_y: f64) -> Self {
        Self::run(true_y, |difference| difference, |weight, step| weight + step)
    }

    fn run(true_y: f64, error: fn(f64) -> f64, update: fn(f64, f64) -> f64) -> Self {
        let sigmoid = |weights| Dense::new(weights, None, Activation::Sigmoid);
        let mut network = Network::new(vec![
            sigmoid(Matrix::from_rows(&[[0.4], [-0.2]])), // weights: 2 inputs × 1 hidden unit
            sigmoid(Matrix::from_rows(&[[0.1]])),         // hidden_weight: 1 × 1 output
        ]);
        let input = Matrix::from_rows(&[[0.1, 0.3]]); // input1: 1 sample × 2 inputs

        // Forward.
        let mut pass = Pass::new(&network, 1);
        pass.inputs[0] = SparseRows::from_matrix(&input);
        network.forward(&mut pass);
        let pred_y = pass.output(0)[0];

        // Backward. The library is given the error with the tutorial's sign, y - l2 where a loss
        // would give its gradient l2 - y; every error term then has that sign too.
        let error = error(true_y - pred_y);
        pass.error_terms[1].row_mut(0)[0] = error;
        network.backward(&mut pass);
        let output_error_term = pass.error_terms[1].row(0)[0];
        let hidden_error_term = pass.error_terms[0].row(0)[0];

        // The steps: inputs of the layer, transposed, times η · error terms.
        let step = |inputs: &Matrix, error_terms: &Matrix| {
            let scaled = Matrix::from_fn(1, 1, |_, _| LEARNING_RATE * error_terms.row(0)[0]);
            inputs.transposed().product(&scaled)
        };
        let del_w_output = step(&pass.outputs[0], &pass.error_terms[1]);
        let del_w_hidden = step(&input, &pass.error_terms[0]);

        // The update, and what it makes of the prediction.
        for (l, steps) in [&del_w_hidden, &del_w_output].into_iter().enumerate() {
            let weights = &mut network.layers_mut()[l].weights;
            let updated = |i, j| update(weights.row(i)[j], steps.row(i)[j]);
            *weights = Matrix::from_fn(weights.rows(), weights.columns(), updated);
        }
        network.forward(&mut pass);

        Self {
            pred_y,
            error,
            output_error_term,
            hidden_error_term,
            del_w_output: del_w_output.row(0)[0],
            del_w_hidden: del_w_hidden.elements().collect(),
            l2_weights: network.layers()[1].weights.row(0)[0],
            l1_weights: network.layers()[0].weights.elements().collect(),
            pred_y_after: pass.output(0)[0],
        }
    }
}

/// The eight lines that the tutorial prints.
impl fmt::Display for WorkedExample {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "pred_y: {}", scalar_text(self.pred_y))?;
        writeln!(f, "error: {}", scalar_text(self.error))?;
        writeln!(f, "output_error_term: {}", scalar_text(self.output_error_term))?;
        writeln!(f, "hidden_error_term: {}", scalar_text(self.hidden_error_term))?;
        writeln!(f, "del_w_output: {}", scalar_text(self.del_w_output))?;
        writeln!(f, "del_w_hidden: {}", array_text(&self.del_w_hidden))?;
        writeln!(f, "l2_weights: {}", scalar_text(self.l2_weights))?;
        writeln!(f, "l1_weights: {}", array_text(&self.l1_weights))
    }
}
