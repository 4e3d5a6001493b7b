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
//! [`model_file`] keeps a trained network. The forms in which weights are kept for speed are in
//! `weights.rs`, and need not be read.

pub mod activation;
mod checks;
pub mod dense;
pub mod gradient_check;
pub mod init;
pub mod loss;
pub mod model_file;
mod parameters;
mod pass;
mod samples;
mod weights;

pub use activation::Activation;
pub use checks::NotFinite;
pub use dense::Dense;
pub use init::Init;
pub use loss::Loss;
pub use model_file::{Hints, Layout, Model};
pub use pass::Pass;
pub(crate) use samples::push_inputs;
pub use samples::{Samples, Table};

use crate::format::shown::listed;
pub(crate) use checks::Stage;
use pass::multiply;
use std::iter;
pub(crate) use weights::Weights;

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
        }
        for (l, layer) in layers.iter_mut().enumerate() {
            layer.weights = Weights::whole(layer.weights(), l > 0);
        }
        Self { layers }
    }

    /// The same network with its weights as mini-batches want them.
    pub(crate) fn cut(mut self) -> Self {
        self.layers.iter_mut().for_each(|layer| layer.weights = layer.weights.cut());
        self
    }

    /// Takes the layers out of a network that is lent to threads.
    pub(crate) fn take(&mut self) -> Self {
        Self { layers: std::mem::take(&mut self.layers) }
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
        pass.load_inputs(inputs);
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
        self.forward_from(0, pass);
    }

    /// Forward through layer `first` and those after it.
    pub(crate) fn forward_from(&self, first: usize, pass: &mut Pass) {
        pass.make_room(self);
        for (l, layer) in self.layers.iter().enumerate().skip(first) {
            if l > 0 {
                pass.take_inputs(l);
            }
            layer.forward(&pass.inputs[l], &mut pass.outputs[l]);
        }
        pass.stage = Stage::Forward;
    }

    /// Backward: from the errors of the last layer ([`Pass::loss`]) to the deltas of all.
    ///
    /// # Panics
    /// Before the loss, or if the pass was made for a network of another shape.
    pub fn backward(&self, pass: &mut Pass) {
        pass.expect_network(self);
        pass.expect(Stage::Loss);
        for (l, layer) in self.layers.iter().enumerate().rev() {
            let (before, rest) = pass.deltas.split_at_mut(l);
            layer.deltas(&pass.outputs[l], &mut rest[0].rows);
            if let Some(before) = before.last_mut() {
                layer.backward(&mut rest[0], &mut pass.scratch, &mut before.rows);
                multiply(&mut before.rows, &pass.masks[l - 1]);
            }
        }
        pass.stage = Stage::Backward;
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
    /// Before the backward pass, a second time after it, if the pass was made for a network of
    /// another shape, or if the batch is not one sample.
    pub fn descend(&mut self, learning_rate: f64, pass: &mut Pass) {
        pass.expect(Stage::Backward);
        pass.expect_network(self);
        let batch = pass.batch();
        assert!(batch == 1, "expected a batch of 1 sample, found {batch}: Sgd::step takes any");
        for (l, layer) in self.layers.iter_mut().enumerate() {
            layer.descend(learning_rate, &pass.inputs[l], &pass.deltas[l]);
        }
        // The deltas are those of the weights before the update.
        pass.stage = Stage::Load;
    }
}
