//! Layers in a row: forward through all of them, backward the other way, then the update.
//!
//! ```text
//! forward    X₀ = input;   Yₗ = fₗ(Xₗ Wₗ + bₗ);   Xₗ₊₁ = Yₗ
//! loss       E = ∂L/∂Y of the last layer
//! backward   Dₗ = Eₗ ⊙ fₗ'(Zₗ);   Eₗ₋₁ = Dₗ Wₗᵀ;   and so on to the first layer
//! update     Wₗ -= η Xₗᵀ Dₗ;   bₗ -= η Dₗ
//! ```
//!
//! Compute every delta `D` before changing any weight: errors flow back through the weights that
//! the forward pass used.
//!
//! [`Network`] has these four, each a few lines; [`Pass`] keeps what they leave behind. Read
//! [`activation`], [`loss`] and [`dense`] next; then [`init`] for the weights to start from, and
//! [`gradient_check`], which compares the backward pass with differences of the loss.
//! [`model_file`] keeps a trained network.

pub mod activation;
pub mod dense;
pub mod gradient_check;
pub mod init;
pub mod loss;
pub mod model_file;
mod parameters;
mod part;
mod pass;
mod samples;

pub use activation::Activation;
pub use dense::Dense;
pub use init::Init;
pub use loss::Loss;
pub use model_file::Model;
pub use pass::{NotFinite, Pass};
pub(crate) use samples::push_inputs;
pub use samples::{Samples, Table};

use crate::format::shown::listed;
use crate::matrix::Matrix;
pub(crate) use part::Part;
use part::part_units;
pub(crate) use pass::Stage;
use pass::multiply;
use std::iter;

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
        for l in 1..layers.len() {
            let (outputs, inputs) = (layers[l - 1].outputs(), layers[l].inputs());
            assert!(
                inputs == outputs,
                "layer {} takes {inputs} inputs, but layer {l} has {outputs} outputs",
                l + 1
            );
            layers[l].keep_transposed();
        }
        Self { layers }
    }

    /// Cuts the layers into parts, for mini-batches.
    pub(crate) fn cut(mut self) -> Self {
        self.layers.iter_mut().for_each(|layer| layer.cut(part_units(layer.outputs())));
        self
    }

    /// Makes each layer one part again.
    pub(crate) fn joined(mut self) -> Self {
        self.layers.iter_mut().for_each(|layer| layer.cut(layer.outputs()));
        self
    }

    /// The layers, the first nearest the input.
    pub fn layers(&self) -> &[Dense] {
        &self.layers
    }

    /// The layers, for an update rule to change.
    pub(crate) fn layers_mut(&mut self) -> &mut [Dense] {
        &mut self.layers
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.layers[0].inputs()
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs()
    }

    /// The sizes of the layers, as in `784-100-10`; of very many the first and the last.
    pub fn shape(&self) -> String {
        let outputs = self.layers.iter().map(Dense::outputs);
        listed(&iter::once(self.inputs()).chain(outputs).collect::<Vec<_>>(), "-")
    }

    /// What the network answers to one sample: the outputs of its last layer, which are finite.
    /// (Trained with softmax, they are scores, of which [`loss::softmax`] makes probabilities.)
    ///
    /// # Panics
    /// If there are not as many inputs as the network has.
    pub fn predict(&self, inputs: &[f64]) -> Result<Vec<f64>, NotFinite> {
        let (found, expected) = (inputs.len(), self.inputs());
        assert!(found == expected, "{found} inputs for a network of {}", self.shape());
        let mut pass = Pass::new(self);
        pass.show_inputs(inputs);
        self.forward(&mut pass);
        let outputs = pass.output(0);
        let all_finite = outputs.iter().all(|output| output.is_finite());
        if all_finite { Ok(outputs.to_vec()) } else { Err(pass.first_not_finite()) }
    }

    /// Forward: from the inputs of the first layer to the outputs of all.
    ///
    /// # Panics
    /// If the pass was made for a network of another shape.
    pub fn forward(&self, pass: &mut Pass) {
        pass.make_room(self);
        self.layers[0].forward(&pass.inputs[0].entries[0], &mut pass.outputs[0]);
        self.forward_on(pass);
    }

    /// Forward for one part of the first layer: the outputs of its units, `batch × units`.
    pub(crate) fn forward_part(&self, part: usize, pass: &Pass) -> Matrix {
        let part = &self.layers[0].parts()[part];
        let mut y = Matrix::zeros(pass.batch(), part.weights.columns());
        self.layers[0].forward_part(part, pass.inputs(0), 0, &mut y);
        y
    }

    /// Forward from the outputs of all parts of the first layer.
    pub(crate) fn forward_from_parts<'a>(
        &self,
        parts: impl IntoIterator<Item = &'a Matrix>,
        pass: &mut Pass,
    ) {
        pass.make_room(self);
        pass.set_first_outputs(parts);
        self.forward_on(pass);
    }

    /// Forward from the outputs of the first layer.
    fn forward_on(&self, pass: &mut Pass) {
        for l in 1..self.layers.len() {
            pass.hand_on(l - 1);
            self.layers[l].forward(&pass.inputs[l].entries[0], &mut pass.outputs[l]);
        }
        pass.reach(Stage::Forward);
    }

    /// Backward: from the errors of the last layer ([`Pass::loss`]) to the deltas of all.
    ///
    /// # Panics
    /// Before the loss, or if the pass was made for a network of another shape.
    pub fn backward(&self, pass: &mut Pass) {
        pass.expect(Stage::Loss);
        pass.expect_network(self);
        for (l, layer) in self.layers.iter().enumerate().rev() {
            let deltas = &mut pass.deltas[l];
            layer.deltas(&pass.outputs[l], &pass.errors[l], &mut deltas.rows);
            if l > 0 {
                deltas.list_entries(layer.part_units());
                layer.backward(&deltas.entries, &mut pass.errors[l - 1]);
                multiply(&mut pass.errors[l - 1], &pass.masks[l - 1]);
            }
        }
        pass.reach(Stage::Backward);
    }

    /// Backpropagation: forward, loss and backward, to the deltas of all layers.
    pub fn backprop(&self, loss: Loss, pass: &mut Pass) -> Result<(), NotFinite> {
        self.forward(pass);
        pass.loss(loss)?;
        self.backward(pass);
        Ok(())
    }

    /// Update after one sample: every weight goes down its gradient. (For batches and other rules
    /// see [`Sgd`](crate::training::Sgd).)
    ///
    /// # Panics
    /// Before the backward pass, if the pass was made for a network of another shape, or if the
    /// batch is not one sample.
    pub fn descend(&mut self, learning_rate: f64, pass: &Pass) {
        pass.expect(Stage::Backward);
        pass.expect_network(self);
        let batch = pass.batch();
        assert!(batch == 1, "expected a batch of 1 sample, found {batch}: Sgd::step takes any");
        for (l, layer) in self.layers.iter_mut().enumerate() {
            layer.descend(learning_rate, &pass.inputs[l], &pass.deltas[l]);
        }
    }
}
