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
//! Σ_j D[i][j] · W[p][j]`. All three products are sums of whole rows, of `W`, of `Wᵀ` and of `D`
//! (see [`crate::matrix`]). So a layer keeps `W` and `Wᵀ`, and lets nobody change one alone.

use super::Activation;
use crate::matrix::rows::{add_weighted_rows, subtract_outer};
use crate::matrix::{Matrix, SparseRows, Vectors};

/// A fully connected layer.
#[derive(Clone, Debug)]
pub struct Dense {
    weights: Matrix,
    /// `Wᵀ`; `None` in a network's first layer, which hands no error back.
    transposed: Option<Matrix>,
    bias: Option<Vec<f64>>,
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
        Self { weights, transposed: None, bias, activation }
    }

    /// Row `p` holds the weights from input `p` to each output: `inputs × outputs`, as the
    /// tutorial's `weights_1` (784 × 100).
    pub fn weights(&self) -> &Matrix {
        &self.weights
    }

    /// What is added to each weighted sum. The tutorial's layers have none.
    pub fn bias(&self) -> Option<&[f64]> {
        self.bias.as_deref()
    }

    /// What is done to each weighted sum.
    pub fn activation(&self) -> Activation {
        self.activation
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.weights.rows()
    }

    /// Number of outputs, which is the number of units.
    pub fn outputs(&self) -> usize {
        self.weights.columns()
    }

    /// Forward: `Y = f(X W + b)`.
    pub fn forward(&self, x: &SparseRows, y: &mut Matrix) {
        match &self.bias {
            None => y.fill_with_zeros(),
            Some(bias) => (0..y.rows()).for_each(|i| y.row_mut(i).copy_from_slice(bias)),
        }
        add_weighted_rows(x, &self.weights, y);
        for i in 0..y.rows() {
            self.activation.forward(y.row_mut(i));
        }
    }

    /// Backward, its first half: the deltas `D = E ⊙ f'(Z)`, from `E = ∂L/∂Y`.
    pub fn deltas(&self, y: &Matrix, errors: &Matrix, deltas: &mut Matrix) {
        for i in 0..y.rows() {
            let deltas = deltas.row_mut(i);
            deltas.copy_from_slice(errors.row(i));
            for (d, y) in deltas.iter_mut().zip(y.row(i)) {
                *d *= self.activation.backward(*y);
            }
        }
    }

    /// Backward, its second half: the errors `∂L/∂X = D Wᵀ` of the layer's inputs.
    ///
    /// # Panics
    /// In a network's first layer, which hands no error back.
    pub fn backward(&self, deltas: &SparseRows, input_errors: &mut Matrix) {
        let transposed = self.transposed.as_ref().expect("the first layer hands no error back");
        input_errors.fill_with_zeros();
        add_weighted_rows(deltas, transposed, input_errors);
    }

    /// Update after one sample: `W -= η xᵀ d`, `b -= η d`. Rows whose input is zero stay as they
    /// are.
    pub fn descend(&mut self, learning_rate: f64, x: &Vectors, d: &Vectors) {
        subtract_outer(learning_rate, x.entries.row(0), &d.rows, &mut self.weights);
        if let Some(transposed) = &mut self.transposed {
            // The same products, so the same bits, at their mirrored places.
            subtract_outer(learning_rate, d.entries.row(0), &x.rows, transposed);
        }
        for (b, d) in self.bias.iter_mut().flatten().zip(d.rows.row(0)) {
            *b -= learning_rate * d;
        }
    }

    /// Lets `change` work on the weights and the bias, then makes `Wᵀ` follow.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Matrix, Option<&mut [f64]>) -> T) -> T {
        let result = change(&mut self.weights, self.bias.as_deref_mut());
        if let Some(transposed) = &mut self.transposed {
            transposed.set_to_transpose_of(&self.weights);
        }
        result
    }

    /// Keeps `Wᵀ` from now on: the layer has another one before it.
    pub(super) fn keep_transposed(&mut self) {
        self.transposed = Some(self.weights.transposed());
    }
}
