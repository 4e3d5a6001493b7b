//! The tutorial's way of training: a step after every sample.

use super::{NotFinite, Sgd, error_terms, fill_inputs};
use crate::matrix::Matrix;
use crate::mnist::Dataset;
use crate::network::{Loss, Network, Pass};

/// One epoch of plain SGD on the cross-entropy: a step after every image, in the given order.
/// `targets` are the rows of [`targets`](super::targets); `each` sees an image's number and what
/// its forward and backward pass left behind.
pub fn train_epoch(
    network: &mut Network,
    set: &Dataset,
    targets: &Matrix,
    order: impl IntoIterator<Item = usize>,
    learning_rate: f64,
    mut each: impl FnMut(usize, &Pass),
) -> Result<(), NotFinite> {
    let mut pass = Pass::new(network, 1);
    let mut sgd = Sgd::new(network, learning_rate, 0.0, 0.0);
    for i in order {
        fill_inputs(&mut pass, &set.images, [i]);
        let label = &set.labels[i..=i];
        error_terms(network, Loss::SoftmaxCrossEntropy, targets, label, &mut pass)?;
        sgd.step(network, std::slice::from_ref(&pass));
        each(i, &pass);
    }
    Ok(())
}
