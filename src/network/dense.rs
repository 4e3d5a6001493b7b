//! One fully connected layer: forward, backward and the step of one sample, side by side.
//!
//! Shapes: a batch of `m` samples, `n` inputs, `k` outputs.
//!
//! ```text
//! forward     Z = X W + b              (m × k) = (m × n)(n × k)
//!             Y = f(Z)                  element by element
//! backward    D = ∂L/∂Z = ∂L/∂Y ⊙ f'(Z) (m × k), the layer's deltas
//!             ∂L/∂X = D Wᵀ              (m × n) = (m × k)(k × n)
//! gradient    ∂L/∂W = Xᵀ D              (n × k) = (n × m)(m × k)
//!             ∂L/∂b = column sums of D
//! ```
//!
//! The chain rule, written out for one weight: `W[p][j]` touches the loss only through `Z[i][j]`,
//! where it stands with the factor `X[i][p]`, so `∂L/∂W[p][j] = Σ_i X[i][p] · D[i][j]`. An input
//! `X[i][p]` touches it through every `Z[i][j]`, with the factor `W[p][j]`: `∂L/∂X[i][p] =
//! Σ_j D[i][j] · W[p][j]`. All three products are sums of whole rows (see [`crate::matrix`]).

use super::Activation;
use super::weights::{Scratch, Weights};
use crate::matrix::{Matrix, Vectors};

/// A fully connected layer.
#[derive(Clone, Debug)]
pub struct Dense {
    pub(crate) weights: Weights,
    pub(crate) bias: Option<Vec<f64>>,
    activation: Activation,
}

impl Dense {
    /// A layer with the weights `inputs × outputs` and, if any, a bias for each output.
    ///
    /// # Panics
    /// If there are not as many biases as outputs.
    pub fn new(weights: Matrix, bias: Option<Vec<f64>>, activation: Activation) -> Self {
        if let Some(bias) = &bias {
            let (found, outputs) = (bias.len(), weights.columns());
            assert_eq!(found, outputs, "{found} biases for a layer of {outputs} outputs");
        }
        Self { weights: Weights::whole(weights, false), bias, activation }
    }

    /// Forward: `Y = f(X W + b)`.
    pub(super) fn forward(&self, x: &Vectors, y: &mut Matrix) {
        match &self.bias {
            None => y.fill_with_zeros(),
            Some(bias) => (0..y.rows()).for_each(|i| y.row_mut(i).copy_from_slice(bias)),
        }
        self.weights.add_product(x, y);
        (0..y.rows()).for_each(|i| self.activation.forward(y.row_mut(i)));
    }

    /// Backward, its first half: turns the errors `∂L/∂Y` into the deltas `∂L/∂Y ⊙ f'(Z)`.
    pub(super) fn deltas(&self, y: &Matrix, d: &mut Matrix) {
        for i in 0..y.rows() {
            for (d, y) in d.row_mut(i).iter_mut().zip(y.row(i)) {
                *d *= self.activation.backward(*y);
            }
        }
    }

    /// Backward, its second half: the errors of the layer before, `∂L/∂X = D Wᵀ`.
    pub(super) fn backward(&self, d: &mut Vectors, scratch: &mut Scratch, errors: &mut Matrix) {
        self.weights.product_transposed(d, scratch, errors);
    }

    /// Update after one sample: `W -= η xᵀ d`, `b -= η d`.
    pub(super) fn descend(&mut self, learning_rate: f64, x: &Vectors, d: &Vectors) {
        self.weights.subtract_outer(learning_rate, x, d);
        for (b, d) in self.bias.iter_mut().flatten().zip(d.rows.row(0)) {
            *b -= learning_rate * d;
        }
    }

    /// A copy of the weights. Row `p` holds those from input `p` to each output: `inputs ×
    /// outputs`, as the tutorial's `weights_1` (784 × 100).
    pub fn weights(&self) -> Matrix {
        self.weights.to_matrix()
    }

    /// What is added to each weighted sum. The tutorial's layers have none.
    pub fn bias(&self) -> Option<&[f64]> {
        self.bias.as_deref()
    }

    /// The activation function.
    pub fn activation(&self) -> Activation {
        self.activation
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.weights.inputs()
    }

    /// Number of outputs, which is the number of units.
    pub fn outputs(&self) -> usize {
        self.weights.outputs()
    }

    /// Lets `change` work on the weights and the bias.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Matrix, Option<&mut [f64]>) -> T) -> T {
        let mut weights = self.weights();
        let result = change(&mut weights, self.bias.as_deref_mut());
        self.weights.set(weights);
        result
    }
}
