//! One fully connected layer: its forward pass and, beside it, its backward pass.
//!
//! Shapes: a batch of `m` samples, `n` inputs, `k` outputs.
//!
//! ```text
//! forward     Z = X W + b              (m × k) = (m × n)(n × k)
//!             Y = f(Z)                  element by element
//! backward    D = ∂L/∂Z = ∂L/∂Y ⊙ f'(Z) (m × k), the layer's error terms
//!             ∂L/∂X = D Wᵀ              (m × n) = (m × k)(k × n)
//! gradient    ∂L/∂W = Xᵀ D              (n × k) = (n × m)(m × k)
//!             ∂L/∂b = column sums of D
//! ```
//!
//! The chain rule, written out for one weight: `W[p][j]` touches the loss only through `Z[i][j]`,
//! where it stands with the factor `X[i][p]`, so `∂L/∂W[p][j] = Σ_i X[i][p] · D[i][j]`. An input
//! `X[i][p]` touches it through every `Z[i][j]`, with the factor `W[p][j]`: `∂L/∂X[i][p] =
//! Σ_j D[i][j] · W[p][j]`. All three products are sums of whole rows, of `W`, of `Wᵀ` and of `D`
//! (see [`crate::matrix`]).

use super::Activation;
use crate::matrix::{Matrix, SparseRows, rows};

/// A fully connected layer.
#[derive(Clone, Debug)]
pub struct Dense {
    /// Row `p` holds the weights that input `p` has in each output: `inputs × outputs`, as the
    /// tutorial's `weights_1` (784 × 100).
    pub weights: Matrix,
    /// `Wᵀ`, kept beside `W` so that the backward pass adds rows as well; `None` in the first
    /// layer, where no error is handed further back. Whoever changes `weights` changes this too.
    pub(crate) transposed: Option<Matrix>,
    /// What is added to each output: `1 × outputs`. The tutorial has none.
    pub bias: Option<Matrix>,
    /// What is done to each weighted sum.
    pub activation: Activation,
}

impl Dense {
    /// A layer with these weights, `inputs × outputs`.
    pub fn new(weights: Matrix, bias: Option<Matrix>, activation: Activation) -> Self {
        Self { weights, transposed: None, bias, activation }
    }

    /// Forward: the outputs `f(X W + b)`, one row a sample, from the inputs `X`.
    pub fn forward(&self, inputs: &SparseRows, outputs: &mut Matrix) {
        match &self.bias {
            None => outputs.clear(),
            Some(bias) => {
                for i in 0..outputs.rows() {
                    outputs.row_mut(i).copy_from_slice(bias.row(0));
                }
            }
        }
        rows::add_weighted_rows(inputs, &self.weights, outputs);
        for i in 0..outputs.rows() {
            for z in outputs.row_mut(i) {
                *z = self.activation.forward(*z);
            }
        }
    }

    /// Backward, its first half: turns `∂L/∂Y` into the error terms `D = ∂L/∂Y ⊙ f'(Z)`, in place.
    pub fn error_terms(&self, outputs: &Matrix, errors: &mut Matrix) {
        for i in 0..errors.rows() {
            for (error, y) in errors.row_mut(i).iter_mut().zip(outputs.row(i)) {
                *error *= self.activation.backward(*y);
            }
        }
    }

    /// Backward, its second half: the errors `∂L/∂X = D Wᵀ` that the layer hands to the one
    /// before it.
    ///
    /// # Panics
    /// In a network's first layer, which hands nothing back.
    pub fn backward(&self, error_terms: &SparseRows, previous_errors: &mut Matrix) {
        let transposed = self.transposed.as_ref().expect("the first layer hands nothing back");
        previous_errors.clear();
        rows::add_weighted_rows(error_terms, transposed, previous_errors);
    }

    /// Makes `Wᵀ` follow `W`, after the weights were changed.
    pub(crate) fn refresh_transposed(&mut self) {
        if let Some(transposed) = &mut self.transposed {
            transposed.set_to_transpose_of(&self.weights);
        }
    }
}
