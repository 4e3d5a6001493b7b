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
//! (see [`crate::matrix`]). So a layer keeps `W` and, except the first, `Wᵀ`, and lets nobody
//! change one alone. It keeps both in one part, or cut into parts of some units each (see `part.rs`).

use super::Activation;
use super::part::Part;
use crate::matrix::rows::{
    add_weighted_rows, add_weighted_rows_at, subtract_outer, subtract_outer_at,
};
use crate::matrix::width::Width;
use crate::matrix::{Matrix, SparseRows, Vectors};

/// A fully connected layer.
#[derive(Clone, Debug)]
pub struct Dense {
    /// The weights, for all units or cut.
    parts: Vec<Part>,
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
        Self { parts: vec![Part { first: 0, weights, transposed: None }], bias, activation }
    }

    /// A copy of the weights. Row `p` holds those from input `p` to each output: `inputs ×
    /// outputs`, as the tutorial's `weights_1` (784 × 100).
    pub fn weights(&self) -> Matrix {
        let mut weights = Matrix::zeros(self.inputs(), self.outputs());
        for part in &self.parts {
            for p in 0..weights.rows() {
                weights.row_mut(p)[part.units()].copy_from_slice(part.weights.row(p));
            }
        }
        weights
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
        self.parts[0].weights.rows()
    }

    /// Number of outputs, which is the number of units.
    pub fn outputs(&self) -> usize {
        self.parts[self.parts.len() - 1].units().end
    }

    /// Forward: `Y = f(X W + b)`.
    pub fn forward(&self, x: &SparseRows, y: &mut Matrix) {
        assert_eq!(y.columns(), self.outputs(), "the result is as wide as the layer");
        for part in &self.parts {
            self.forward_part(part, x, part.first, y);
        }
    }

    /// Forward for the units of one part: writes their outputs to the columns of `y` from `to` on.
    pub(crate) fn forward_part(&self, part: &Part, x: &SparseRows, to: usize, y: &mut Matrix) {
        let columns = to..to + part.weights.columns();
        for i in 0..y.rows() {
            let y = &mut y.row_mut(i)[columns.clone()];
            match &self.bias {
                None => y.fill(0.0),
                Some(bias) => y.copy_from_slice(&bias[part.units()]),
            }
        }
        add_weighted_rows_at(Width::in_use(), to, x, &part.weights, y);
        for i in 0..y.rows() {
            self.activation.forward(&mut y.row_mut(i)[columns.clone()]);
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

    /// Backward, its second half: the errors `∂L/∂X = D Wᵀ` of the layer's inputs, from the
    /// lists of each part's deltas.
    ///
    /// # Panics
    /// In a network's first layer, which hands no error back.
    pub fn backward(&self, deltas: &[SparseRows], input_errors: &mut Matrix) {
        assert_eq!(deltas.len(), self.parts.len(), "deltas are listed for each part");
        input_errors.fill_with_zeros();
        for (deltas, part) in deltas.iter().zip(&self.parts) {
            let transposed = part.transposed.as_ref();
            let transposed = transposed.expect("the first layer hands no error back");
            add_weighted_rows(deltas, transposed, input_errors);
        }
    }

    /// Update after one sample: `W -= η xᵀ d`, `b -= η d`. Rows whose input is zero stay as they
    /// are.
    pub fn descend(&mut self, learning_rate: f64, x: &Vectors, d: &Vectors) {
        assert_eq!(d.rows.columns(), self.outputs(), "a delta for each output");
        for (k, part) in self.parts.iter_mut().enumerate() {
            let entries = x.entries[0].row(0);
            let (width, weights) = (Width::in_use(), &mut part.weights);
            subtract_outer_at(width, part.first, learning_rate, entries, &d.rows, weights);
            if let Some(transposed) = &mut part.transposed {
                // The same products, so the same bits, at their mirrored places.
                subtract_outer(learning_rate, d.entries[k].row(0), &x.rows, transposed);
            }
        }
        for (b, d) in self.bias.iter_mut().flatten().zip(d.rows.row(0)) {
            *b -= learning_rate * d;
        }
    }

    /// Lets `change` work on the weights and the bias, then makes `Wᵀ` follow.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Matrix, Option<&mut [f64]>) -> T) -> T {
        let mut weights = self.weights();
        let result = change(&mut weights, self.bias.as_deref_mut());
        self.set_weights(&weights, self.part_units());
        result
    }

    /// Keeps these weights in parts of so many units, and `Wᵀ` if the layer keeps it.
    fn set_weights(&mut self, weights: &Matrix, part_units: usize) {
        let (units, keeps_transposed) = (weights.columns(), self.parts[0].transposed.is_some());
        let part = |first| Part::of(weights, first..units.min(first + part_units));
        self.parts = (0..units.max(1)).step_by(part_units.max(1)).map(part).collect();
        if keeps_transposed {
            self.keep_transposed();
        }
    }

    /// How many units each part has; the last may have fewer.
    pub(super) fn part_units(&self) -> usize {
        self.parts[0].weights.columns()
    }

    /// Keeps the weights in parts of so many units from now on.
    pub(super) fn cut(&mut self, part_units: usize) {
        self.set_weights(&self.weights(), part_units);
    }

    /// Keeps `Wᵀ` from now on: the layer has another one before it.
    pub(super) fn keep_transposed(&mut self) {
        for part in &mut self.parts {
            part.transposed = Some(part.weights.transposed());
        }
    }

    /// The parts of the weights.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The parts of the weights, for an update rule to change.
    pub(crate) fn parts_mut(&mut self) -> &mut Vec<Part> {
        &mut self.parts
    }

    /// The bias, for an update rule to change.
    pub(crate) fn bias_mut(&mut self) -> Option<&mut [f64]> {
        self.bias.as_deref_mut()
    }
}
