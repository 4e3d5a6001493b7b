//! What a forward and a backward pass of one batch leave behind, layer by layer.

use super::{Loss, Network, Samples, push_inputs};
use crate::matrix::{Entry, Matrix, SparseRows, Vectors};
use std::fmt;
use std::mem::swap;

/// A batch on its way through a network and back.
///
/// Made once, it is used for one batch after the other, so that a step allocates little.
#[derive(Clone, Debug)]
pub struct Pass {
    /// `X` of layer `l`: the samples, then the outputs of the layer before (times its mask).
    pub(super) inputs: Vec<Vectors>,
    /// `Y = f(X W + b)` of layer `l`: `batch × outputs`.
    pub(super) outputs: Vec<Matrix>,
    /// `E = ∂L/∂Y` of layer `l`.
    pub(super) errors: Vec<Matrix>,
    /// `D = ∂L/∂Z` of layer `l`, with `Z = X W + b`.
    pub(super) deltas: Vec<Vectors>,
    /// Dropout: what each output of hidden layer `l` is multiplied by before the next layer takes
    /// it in, `batch × outputs` values. Empty without dropout.
    pub(super) masks: Vec<Vec<f64>>,
    /// What the last layer should say, sample after sample.
    targets: Vec<f64>,
    losses: Vec<f64>,
    stage: Stage,
}

/// How far the batch has come.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) enum Stage {
    Show,
    Forward,
    Loss,
    Backward,
}

impl Pass {
    /// Room for batches of any size on their way through `network`.
    pub fn new(network: &Network) -> Self {
        let layers = network.layers();
        let rows = || layers.iter().map(|layer| Matrix::zeros(0, layer.outputs()));
        Self {
            inputs: layers.iter().map(|layer| Vectors::new(layer.inputs())).collect(),
            outputs: rows().collect(),
            errors: rows().collect(),
            deltas: layers.iter().map(|layer| Vectors::new(layer.outputs())).collect(),
            masks: vec![Vec::new(); layers.len() - 1],
            targets: Vec::new(),
            losses: Vec::new(),
            stage: Stage::Show,
        }
    }

    /// Takes in these samples of `set` as the next batch.
    ///
    /// # Panics
    /// If they are not there, or not of the network's size.
    pub fn show(&mut self, set: &dyn Samples, samples: impl IntoIterator<Item = usize>) {
        let (inputs, outputs) = (set.inputs(), set.outputs());
        assert!(
            inputs == self.inputs[0].rows.columns()
                && outputs == self.outputs[self.last()].columns(),
            "samples of {inputs} inputs and {outputs} outputs for a network of {}",
            self.shape()
        );
        self.clear();
        for i in samples {
            assert!(i < set.count(), "there is no sample {i} in a set of {}", set.count());
            push_inputs(set, i, &mut self.inputs[0].entries[0]);
            self.targets.extend(set.target(i));
        }
    }

    /// Takes in the inputs of one sample that needs no target.
    pub(super) fn show_inputs(&mut self, inputs: &[f64]) {
        self.clear();
        self.inputs[0].entries[0].push_nonzeros(inputs);
    }

    /// Forgets the batch.
    pub(crate) fn clear(&mut self) {
        self.inputs[0].entries[0].clear();
        self.targets.clear();
        self.masks.iter_mut().for_each(Vec::clear);
        self.stage = Stage::Show;
    }

    /// Adds a sample to the batch: its non-zero inputs, and what the network should answer.
    pub(crate) fn push(&mut self, inputs: impl IntoIterator<Item = Entry>, target: &[f64]) {
        self.inputs[0].entries[0].push(inputs);
        self.targets.extend(target);
    }

    /// Exchanges the batch that is shown for that of another pass.
    pub(crate) fn swap_shown(&mut self, other: &mut Self) {
        swap(&mut self.inputs[0].entries, &mut other.inputs[0].entries);
        swap(&mut self.targets, &mut other.targets);
        swap(&mut self.masks, &mut other.masks);
        self.stage = Stage::Show;
    }

    /// Dropout's masks, one for each hidden layer: a factor for each unit of each sample shown, or
    /// none at all. They last until the next batch.
    pub fn masks_mut(&mut self) -> &mut [Vec<f64>] {
        &mut self.masks
    }

    /// Number of samples.
    pub fn batch(&self) -> usize {
        self.inputs[0].entries[0].rows()
    }

    /// What the last layer says to sample `i`.
    pub fn output(&self, i: usize) -> &[f64] {
        self.outputs[self.last()].row(i)
    }

    /// What the last layer should say to sample `i`.
    pub fn target(&self, i: usize) -> &[f64] {
        let outputs = self.outputs[self.last()].columns();
        &self.targets[i * outputs..][..outputs]
    }

    /// The non-zero inputs of layer `l`, counted from 0.
    pub fn inputs(&self, l: usize) -> &SparseRows {
        &self.inputs[l].entries[0]
    }

    /// Makes `transposed` the inputs of every layer with rows and columns exchanged: for each
    /// input, the samples in which it is not zero.
    pub(crate) fn transpose_inputs(&self, transposed: &mut Vec<SparseRows>) {
        transposed.resize(self.inputs.len(), SparseRows::default());
        for (lists, x) in transposed.iter_mut().zip(&self.inputs) {
            lists.set_to_transpose_of(&x.entries[0], x.rows.columns());
        }
    }

    /// The outputs of layer `l`, counted from 0: `batch × outputs`.
    pub fn outputs(&self, l: usize) -> &Matrix {
        &self.outputs[l]
    }

    /// The deltas of layer `l`, counted from 0: `batch × outputs`.
    pub fn deltas(&self, l: usize) -> &Matrix {
        &self.deltas[l].rows
    }

    /// The loss of each sample.
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// Loss: from the outputs to `E = ∂L/∂Y` of the last layer, and the loss of each sample.
    ///
    /// # Panics
    /// Before the forward pass.
    pub fn loss(&mut self, loss: Loss) -> Result<(), NotFinite> {
        self.expect(Stage::Forward);
        let last = self.last();
        self.losses.resize(self.batch(), 0.0);
        let outputs = self.outputs[last].columns();
        for i in 0..self.batch() {
            let (output, target) = (self.outputs[last].row(i), &self.targets[i * outputs..]);
            let error = self.errors[last].row_mut(i);
            self.losses[i] = loss.gradient(output, &target[..outputs], error);
            // What is not finite spreads to every later sum that it enters, and so to the loss; an
            // error may hide it: a score of -∞ is a probability of 0.
            if !self.losses[i].is_finite() {
                return Err(self.first_not_finite());
            }
        }
        self.stage = Stage::Loss;
        Ok(())
    }

    /// The first layer with an output that is not finite; the last if all are.
    pub(crate) fn first_not_finite(&self) -> NotFinite {
        let inputs = self.inputs(0);
        if (0..inputs.rows()).any(|i| inputs.row(i).iter().any(|x| !x.value.is_finite())) {
            return NotFinite { layer: 0 };
        }
        let finite = |outputs: &Matrix| outputs.elements().all(f64::is_finite);
        let at = self.outputs.iter().position(|outputs| !finite(outputs));
        NotFinite { layer: at.unwrap_or(self.last()) + 1 }
    }

    fn last(&self) -> usize {
        self.outputs.len() - 1
    }

    /// Makes room for the batch in every layer of `network`.
    pub(super) fn make_room(&mut self, network: &Network) {
        self.expect_network(network);
        let batch = self.batch();
        for (l, (mask, y)) in self.masks.iter().zip(&self.outputs).enumerate() {
            let (found, all) = (mask.len(), batch * y.columns());
            assert!(
                found == 0 || found == all,
                "the mask of layer {} has {found} factors for {batch} samples of {} units",
                l + 1,
                y.columns()
            );
        }
        for l in 0..self.outputs.len() {
            self.outputs[l].resize_rows(batch);
            self.errors[l].resize_rows(batch);
            self.deltas[l].rows.resize_rows(batch);
            if l > 0 {
                self.inputs[l].rows.resize_rows(batch);
            }
        }
    }

    /// Forward: takes in the outputs of the first layer's parts, side by side.
    pub(super) fn set_first_outputs<'a>(&mut self, parts: impl IntoIterator<Item = &'a Matrix>) {
        let mut first = 0;
        for part in parts {
            let units = first..first + part.columns();
            for i in 0..part.rows() {
                self.outputs[0].row_mut(i)[units.clone()].copy_from_slice(part.row(i));
            }
            first = units.end;
        }
    }

    /// Forward: the outputs of layer `l` become the inputs of the next, times the mask.
    pub(super) fn hand_on(&mut self, l: usize) {
        let (y, next) = (&self.outputs[l], &mut self.inputs[l + 1]);
        for i in 0..y.rows() {
            next.rows.row_mut(i).copy_from_slice(y.row(i));
        }
        multiply(&mut next.rows, &self.masks[l]);
        next.list_entries(next.rows.columns());
    }

    /// Notes that the batch has come to `stage`.
    pub(super) fn reach(&mut self, stage: Stage) {
        self.stage = stage;
    }

    /// Panics if the batch has not come to `stage`.
    pub(crate) fn expect(&self, stage: Stage) {
        assert!(
            self.stage >= stage,
            "expected a batch after {stage:?}, found one after {:?}: the order is Show, Forward, \
             Loss, Backward, update",
            self.stage
        );
    }

    /// Panics if the pass was made for a network of another shape than this one.
    pub(crate) fn expect_network(&self, network: &Network) {
        let sizes =
            self.inputs.iter().zip(&self.outputs).map(|(x, y)| (x.rows.columns(), y.columns()));
        assert!(
            sizes.eq(network.layers().iter().map(|layer| (layer.inputs(), layer.outputs()))),
            "a pass of a network of {} for one of {}",
            self.shape(),
            network.shape()
        );
    }

    /// The sizes of the network's layers, as in `784-100-10`.
    fn shape(&self) -> String {
        let sizes = self.outputs.iter().map(|y| format!("-{}", y.columns()));
        self.inputs[0].rows.columns().to_string() + &sizes.collect::<String>()
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

/// A number in a pass is infinite or not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFinite {
    /// The first layer whose outputs or errors are not finite, counted from 1; 0 for the inputs.
    pub layer: usize,
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.layer {
            0 => f.write_str("the inputs are not finite numbers"),
            layer => {
                write!(
                    f,
                    "the outputs of layer {layer} or their errors are no longer finite numbers"
                )
            }
        }
    }
}

impl std::error::Error for NotFinite {}
