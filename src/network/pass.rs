//! What a forward and a backward pass of one batch leave behind, layer by layer.

use super::checks::{NotFinite, Stage};
use super::weights::Scratch;
use super::{Loss, Network, Samples, push_inputs};
use crate::matrix::{Matrix, SparseRows, Vectors};
use std::mem::swap;

/// A batch on its way through a network and back.
///
/// Made once, it is used for one batch after the other, so that a step allocates little.
#[derive(Clone, Debug)]
pub struct Pass {
    /// `X` of layer `l`: the samples, then the outputs of the layer before (times its mask).
    pub(super) inputs: Vec<Vectors>,
    /// `Xᵀ` of layer `l`, for the gradient of a batch: for each input, the samples in which it is
    /// not zero.
    transposed: Vec<SparseRows>,
    /// `Y = f(X W + b)` of layer `l`: `batch × outputs`.
    pub(super) outputs: Vec<Matrix>,
    /// First `E = ∂L/∂Y` of layer `l`, then `D = ∂L/∂Z` in its place, with `Z = X W + b`.
    pub(super) deltas: Vec<Vectors>,
    /// Dropout: what each output of hidden layer `l` is multiplied by before the next layer takes
    /// it in, `batch × outputs` values. Empty without dropout.
    pub(super) masks: Vec<Vec<f64>>,
    targets: Vec<f64>,
    losses: Vec<f64>,
    pub(super) scratch: Scratch,
    pub(crate) stage: Stage,
}

impl Pass {
    /// Room for batches of any size on their way through `network`.
    pub fn new(network: &Network) -> Self {
        let layers = network.layers();
        Self {
            inputs: layers.iter().map(|layer| Vectors::new(layer.inputs())).collect(),
            transposed: vec![SparseRows::default(); layers.len()],
            outputs: layers.iter().map(|layer| Matrix::zeros(0, layer.outputs())).collect(),
            deltas: layers.iter().map(|layer| Vectors::new(layer.outputs())).collect(),
            masks: vec![Vec::new(); layers.len() - 1],
            targets: Vec::new(),
            losses: Vec::new(),
            scratch: Scratch::default(),
            stage: Stage::Load,
        }
    }

    /// Makes these samples of `set` the batch.
    ///
    /// # Panics
    /// If they are not there, or not of the network's size.
    pub fn load(&mut self, set: &dyn Samples, samples: impl IntoIterator<Item = usize>) {
        self.expect_samples_of(set);
        self.clear();
        samples.into_iter().for_each(|i| self.add(set, i, |_| ()));
    }

    /// Makes the inputs of one sample, which needs no target, the batch.
    pub(super) fn load_inputs(&mut self, inputs: &[f64]) {
        self.clear();
        self.inputs[0].entries.push_nonzeros(inputs);
    }

    /// Forgets the batch.
    pub(crate) fn clear(&mut self) {
        self.inputs[0].entries.clear();
        self.targets.clear();
        self.masks.iter_mut().for_each(Vec::clear);
        self.stage = Stage::Load;
    }

    /// Adds sample `i` of `set` to the batch, and lets `change` work on its inputs, which are the
    /// last row of the lists.
    pub(crate) fn add(
        &mut self,
        set: &dyn Samples,
        i: usize,
        change: impl FnOnce(&mut SparseRows),
    ) {
        assert!(i < set.count(), "there is no sample {i} in a set of {}", set.count());
        push_inputs(set, i, &mut self.inputs[0].entries);
        self.targets.extend(set.target(i));
        change(&mut self.inputs[0].entries);
    }

    /// Exchanges the batch that is loaded for that of another pass.
    pub(crate) fn swap_batch(&mut self, other: &mut Self) {
        swap(&mut self.inputs[0].entries, &mut other.inputs[0].entries);
        swap(&mut self.targets, &mut other.targets);
        swap(&mut self.masks, &mut other.masks);
        self.stage = Stage::Load;
    }

    /// Dropout's masks, one for each hidden layer: a factor for each unit of each sample, or none
    /// at all. They last until the next batch.
    pub fn masks_mut(&mut self) -> &mut [Vec<f64>] {
        &mut self.masks
    }

    /// Number of samples.
    pub fn batch(&self) -> usize {
        self.inputs[0].entries.rows()
    }

    /// The network's output for sample `i`.
    pub fn output(&self, i: usize) -> &[f64] {
        self.outputs[self.last()].row(i)
    }

    /// The target of sample `i`.
    pub fn target(&self, i: usize) -> &[f64] {
        let outputs = self.outputs[self.last()].columns();
        &self.targets[i * outputs..][..outputs]
    }

    /// The non-zero inputs of layer `l`, counted from 0.
    pub fn inputs(&self, l: usize) -> &SparseRows {
        &self.inputs[l].entries
    }

    /// The outputs of layer `l`, counted from 0: `batch × outputs`.
    pub fn outputs(&self, l: usize) -> &Matrix {
        &self.outputs[l]
    }

    /// Sets the outputs of the first layer, side by side from those of its parts.
    pub(crate) fn set_first_outputs<'a>(&mut self, parts: impl Iterator<Item = &'a Matrix>) {
        let (batch, outputs) = (self.batch(), &mut self.outputs[0]);
        outputs.reshape(batch, outputs.columns());
        let mut first = 0;
        for part in parts {
            for i in 0..batch {
                outputs.row_mut(i)[first..][..part.columns()].copy_from_slice(part.row(i));
            }
            first += part.columns();
        }
    }

    /// The deltas of layer `l`, counted from 0: `batch × outputs`.
    pub fn deltas(&self, l: usize) -> &Matrix {
        &self.deltas[l].rows
    }

    /// The loss of each sample.
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// Forward: the outputs of the layer before layer `l`, times its mask, become the inputs of
    /// layer `l`.
    pub(super) fn take_inputs(&mut self, l: usize) {
        let (y, x) = (&self.outputs[l - 1], &mut self.inputs[l]);
        for i in 0..y.rows() {
            x.rows.row_mut(i).copy_from_slice(y.row(i));
        }
        multiply(&mut x.rows, &self.masks[l - 1]);
        x.list_entries();
    }

    /// Loss: from the outputs to `E = ∂L/∂Y` of the last layer, and the loss of each sample.
    ///
    /// # Panics
    /// Before the forward pass.
    pub fn loss(&mut self, loss: Loss) -> Result<(), NotFinite> {
        self.expect(Stage::Forward);
        self.losses.clear();
        let last = self.last();
        for i in 0..self.batch() {
            let outputs = self.outputs[last].columns();
            let (output, target) = (self.outputs[last].row(i), &self.targets[i * outputs..]);
            let error = self.deltas[last].rows.row_mut(i);
            self.losses.push(loss.gradient(output, &target[..outputs], error));
            // What is not finite spreads to every later sum that it enters, and so to the loss; an
            // error may hide it: a score of -∞ is a probability of 0.
            if !self.losses[i].is_finite() {
                return Err(self.first_not_finite());
            }
        }
        self.stage = Stage::Loss;
        Ok(())
    }

    /// Makes `Xᵀ` of every layer, for the update.
    pub(crate) fn transpose_inputs(&mut self) {
        for (lists, x) in self.transposed.iter_mut().zip(&self.inputs) {
            lists.set_to_transpose_of(&x.entries, x.rows.columns());
        }
    }

    /// The factors of the gradient `Xᵀ D` of layer `l`'s weights.
    pub(crate) fn gradient_factors(&self, l: usize) -> (&SparseRows, &Matrix) {
        (&self.transposed[l], self.deltas(l))
    }
}

/// `rows ⊙ mask`, in place; without a mask, `rows` as they are.
pub(super) fn multiply(rows: &mut Matrix, mask: &[f64]) {
    if mask.is_empty() {
        return;
    }
    let columns = rows.columns();
    for i in 0..rows.rows() {
        let factors = &mask[i * columns..][..columns];
        rows.row_mut(i).iter_mut().zip(factors).for_each(|(value, factor)| *value *= factor);
    }
}
