//! Learning from examples: batches, update rules, evaluation, and the record of how it went.
//!
//! One step of training is
//!
//! ```text
//! forward pass  ->  gradient of the loss at the output  ->  backward pass  ->  update
//! ```
//!
//! [`error_terms`] is the first three, [`Sgd::step`] the last. A batch of one sample is the
//! tutorial's way: the weights change after every image.

pub mod distortion;
pub mod evaluate;
pub mod history;
pub mod parallel;
pub mod sgd;

pub use evaluate::{Evaluation, evaluate};
pub use history::History;
pub use sgd::Sgd;

use crate::matrix::Matrix;
use crate::mnist::one_hot;
use crate::network::{Loss, Network, Pass};
use std::fmt;

/// The targets of all classes, one-hot: row `c` is what the network should say to class `c`.
pub fn targets(classes: usize) -> Matrix {
    let rows: Vec<_> = (0..classes).map(|class| one_hot(class as u8, classes)).collect();
    Matrix::from_fn(classes, classes, |i, j| rows[i][j])
}

/// A number that is not finite turned up in training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFinite {
    /// The first layer whose outputs are not finite, counted from 1.
    pub layer: usize,
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "the outputs of layer {} are no longer finite numbers", self.layer)
    }
}

impl std::error::Error for NotFinite {}

/// Forward, loss, backward: from the batch in `pass.inputs[0]` to the error terms of all layers.
/// `labels` are the samples' classes, `targets` the rows of [`targets`].
pub fn error_terms(
    network: &Network,
    loss: Loss,
    targets: &Matrix,
    labels: &[u8],
    pass: &mut Pass,
) -> Result<(), NotFinite> {
    network.forward(pass);
    let last = pass.outputs.len() - 1;
    for (i, &label) in labels.iter().enumerate() {
        let gradient = pass.error_terms[last].row_mut(i);
        loss.gradient(pass.outputs[last].row(i), targets.row(label.into()), gradient);
        // Nothing that is not finite stays hidden: it spreads to every later sum that it enters.
        if !gradient.iter().all(|value| value.is_finite()) {
            return Err(NotFinite { layer: pass.first_not_finite() });
        }
    }
    network.backward(pass);
    Ok(())
}
