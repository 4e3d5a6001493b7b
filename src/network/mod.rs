//! Layers in a row: the forward pass through all of them, and the backward pass the other way.
//!
//! ```text
//! forward    X₀ = input;   Yₗ = fₗ(Xₗ Wₗ + bₗ);   Xₗ₊₁ = Yₗ
//! loss       E = ∂L/∂Y of the last layer, from the loss
//! backward   Dₗ = E ⊙ fₗ'(Zₗ);   E = Dₗ Wₗᵀ for the layer before;   and so on to the first
//! ```
//!
//! All error terms `D` are worked out before any weight is changed: a layer must hand back its
//! error through the weights that made it.
//!
//! Read [`activation`], [`loss`] and [`dense`] first; then [`initial`] for the weights to start
//! from, and [`gradient_check`] for the proof that the backward pass is the forward pass's
//! derivative.

pub mod activation;
pub mod dense;
pub mod gradient_check;
pub mod initial;
pub mod loss;
mod parameters;

pub use activation::Activation;
pub use dense::Dense;
pub use initial::Initial;
pub use loss::Loss;

use crate::matrix::{Matrix, SparseRows, Term};

/// Fully connected layers, the first nearest the input.
#[derive(Clone, Debug)]
pub struct Network {
    layers: Vec<Dense>,
}

impl Network {
    /// A network of these layers.
    ///
    /// # Panics
    /// If there is none, or one has not as many inputs as the one before it has outputs.
    pub fn new(mut layers: Vec<Dense>) -> Self {
        assert!(!layers.is_empty(), "a network has at least one layer");
        for pair in layers.windows(2) {
            let (outputs, inputs) = (pair[0].weights.columns(), pair[1].weights.rows());
            assert_eq!(outputs, inputs, "a layer has as many inputs as the one before has outputs");
        }
        for layer in &mut layers[1..] {
            layer.transposed = Some(layer.weights.transposed());
        }
        Self { layers }
    }

    /// The layers, the first nearest the input.
    pub fn layers(&self) -> &[Dense] {
        &self.layers
    }

    /// The layers, for an update rule to change. Call [`Network::refresh`] when it has.
    pub(crate) fn layers_mut(&mut self) -> &mut [Dense] {
        &mut self.layers
    }

    /// Makes everything that is derived from the weights follow them.
    pub(crate) fn refresh(&mut self) {
        self.layers.iter_mut().for_each(Dense::refresh_transposed);
    }

    /// Forward: fills `pass.outputs` from `pass.inputs[0]`.
    pub fn forward(&self, pass: &mut Pass) {
        for (l, layer) in self.layers.iter().enumerate() {
            layer.forward(&pass.inputs[l], &mut pass.outputs[l]);
            if l + 1 < self.layers.len() {
                pass.hand_on(l);
            }
        }
    }

    /// Backward: fills `pass.error_terms` of all layers. The last one's must hold `∂L/∂Y`, the
    /// derivative of the loss by the network's outputs, one row a sample.
    pub fn backward(&self, pass: &mut Pass) {
        for (l, layer) in self.layers.iter().enumerate().rev() {
            layer.error_terms(&pass.outputs[l], &mut pass.error_terms[l]);
            if l > 0 {
                pass.hand_back(l, layer);
            }
        }
    }
}

/// Everything that a forward and a backward pass of one batch leave behind, layer by layer. One is
/// made for a batch size and used again and again, so that training allocates nothing.
#[derive(Clone, Debug)]
pub struct Pass {
    /// What goes into layer `l`, as lists of non-zero values. The caller fills the first.
    pub inputs: Vec<SparseRows>,
    /// What comes out of layer `l`: `batch × outputs`.
    pub outputs: Vec<Matrix>,
    /// `D = ∂L/∂Z` of layer `l`: `batch × outputs`. The caller puts `∂L/∂Y` into the last.
    pub error_terms: Vec<Matrix>,
    /// The loss of each sample, for whoever works it out.
    pub losses: Vec<f64>,
    /// Dropout: what the outputs of layer `l` are multiplied by on their way to the next, zero or
    /// one over the share that is kept. Empty without dropout.
    pub masks: Vec<Matrix>,
    /// The error terms of layer `l`, as lists; of all layers but the first.
    error_lists: Vec<SparseRows>,
}

impl Pass {
    /// Room for `batch` samples on their way through `network`.
    pub fn new(network: &Network, batch: usize) -> Self {
        let room =
            || network.layers.iter().map(|layer| Matrix::zeros(batch, layer.weights.columns()));
        Self {
            inputs: vec![SparseRows::default(); network.layers.len()],
            outputs: room().collect(),
            error_terms: room().collect(),
            losses: vec![0.0; batch],
            masks: Vec::new(),
            error_lists: vec![SparseRows::default(); network.layers.len()],
        }
    }

    /// Number of samples.
    pub fn batch(&self) -> usize {
        self.outputs[0].rows()
    }

    /// What comes out of the last layer for sample `i`.
    pub fn output(&self, i: usize) -> &[f64] {
        self.outputs[self.outputs.len() - 1].row(i)
    }

    /// The first layer, counted from 1, with an output that is not finite; the last if all are.
    pub(crate) fn first_not_finite(&self) -> usize {
        let finite = |outputs: &Matrix| outputs.elements().all(f64::is_finite);
        let layers = self.outputs.len();
        self.outputs.iter().position(|outputs| !finite(outputs)).map_or(layers, |l| l + 1)
    }

    /// The error terms of sample 0 in layer `l` (not the first) as a list.
    pub(crate) fn error_list(&self, l: usize) -> &[Term] {
        self.error_lists[l].row(0)
    }

    /// Forward: what comes out of layer `l` goes into layer `l + 1`.
    fn hand_on(&mut self, l: usize) {
        let (outputs, next) = (&self.outputs[l], &mut self.inputs[l + 1]);
        next.clear();
        for i in 0..outputs.rows() {
            match self.masks.get(l) {
                None => next.push_nonzeros(outputs.row(i)),
                Some(mask) => next.push_products(outputs.row(i), mask.row(i)),
            }
        }
    }

    /// Backward: the error at the outputs of layer `l - 1`, from the error terms of layer `l`.
    fn hand_back(&mut self, l: usize, layer: &Dense) {
        let lists = &mut self.error_lists[l];
        lists.clear();
        for i in 0..self.error_terms[l].rows() {
            lists.push_nonzeros(self.error_terms[l].row(i));
        }
        let errors = &mut self.error_terms[l - 1];
        layer.backward(lists, errors);
        if let Some(mask) = self.masks.get(l - 1) {
            for i in 0..errors.rows() {
                for (error, kept) in errors.row_mut(i).iter_mut().zip(mask.row(i)) {
                    *error *= kept;
                }
            }
        }
    }
}
