//! What must hold of a [`Pass`]: its network, its order of steps, its numbers.

use super::{Network, Pass, Samples};
use crate::matrix::Matrix;
use std::fmt;

/// How far a batch has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stage {
    Load,
    Forward,
    Loss,
    Backward,
}

impl Pass {
    /// Panics unless the batch has just come to `stage`.
    pub(crate) fn expect(&self, stage: Stage) {
        assert!(
            self.stage == stage,
            "expected a batch after {stage:?}, found one after {:?}: the order is Load, Forward, \
             Loss, Backward, update; after an update it begins again with Forward",
            self.stage
        );
    }

    /// Panics if samples of `set` do not fit the network.
    pub(super) fn expect_samples_of(&self, set: &dyn Samples) {
        let (inputs, outputs) = (set.inputs(), set.outputs());
        assert!(
            inputs == self.inputs[0].rows.columns()
                && outputs == self.outputs[self.last()].columns(),
            "samples of {inputs} inputs and {outputs} outputs for a network of {}",
            self.shape()
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
        for (l, layer) in network.layers().iter().enumerate() {
            self.outputs[l].reshape(batch, layer.outputs());
            self.deltas[l].rows.reshape(batch, layer.outputs());
            if l > 0 {
                self.inputs[l].rows.reshape(batch, layer.inputs());
            }
        }
    }

    /// The index of the last layer.
    pub(super) fn last(&self) -> usize {
        self.outputs.len() - 1
    }

    /// The sizes of the network's layers, as in `784-100-10`.
    fn shape(&self) -> String {
        let sizes = self.outputs.iter().map(|y| format!("-{}", y.columns()));
        self.inputs[0].rows.columns().to_string() + &sizes.collect::<String>()
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
            layer => write!(
                f,
                "the outputs of layer {layer} or their errors are no longer finite numbers"
            ),
        }
    }
}

impl std::error::Error for NotFinite {}
