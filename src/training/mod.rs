//! Learning from examples: batches, update rules, evaluation, and the record of how it went.
//!
//! One step of training is
//!
//! ```text
//! forward pass  ->  gradient of the loss at the output  ->  backward pass  ->  update
//! ```
//!
//! [`error_terms`] is the first three, [`Sgd::step`] the last. A batch of one sample is the
//! tutorial's way: the weights change after every image ([`per_sample`]).

pub mod confusion;
pub mod distortion;
pub mod dropout;
pub mod evaluate;
pub mod exploded;
pub mod gradient_table;
pub mod history;
pub mod parallel;
pub mod per_sample;
pub mod schedule;
pub mod sgd;
pub mod trainer;

pub use confusion::Confusion;
pub use evaluate::{Evaluation, evaluate};
pub use exploded::{Exploded, NotFinite};
pub use history::History;
pub use schedule::Schedule;
pub use sgd::Sgd;
pub use trainer::{Recipe, Trainer};

use crate::matrix::Matrix;
use crate::mnist::{Images, one_hot};
use crate::network::{Loss, Network, Pass};

/// The targets of all classes, one-hot: row `c` is what the network should say to class `c`.
pub fn targets(classes: usize) -> Matrix {
    let rows: Vec<_> = (0..classes).map(|class| one_hot(class as u8, classes)).collect();
    Matrix::from_fn(classes, classes, |i, j| rows[i][j])
}

/// Puts images into the network's first layer: one row a sample, in the given order.
pub fn fill_inputs(pass: &mut Pass, images: &Images, samples: impl IntoIterator<Item = usize>) {
    pass.inputs[0].clear();
    for i in samples {
        pass.inputs[0].push(images.terms(i));
    }
}

/// Forward, loss, backward: from the batch in `pass.inputs[0]` to the error terms of all layers,
/// and the loss of each sample.
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
        let (output, target) = (pass.outputs[last].row(i), targets.row(label.into()));
        pass.losses[i] = loss.gradient(output, target, gradient);
        // What is not finite spreads to every later sum that it enters, and so to one of the two:
        // a score of -∞ is a probability of 0, as if nothing were wrong, but the loss shows it.
        if !(pass.losses[i].is_finite() && gradient.iter().all(|value| value.is_finite())) {
            return Err(NotFinite { layer: pass.first_not_finite() });
        }
    }
    network.backward(pass);
    Ok(())
}
