//! The tutorial's way of training: a step after every sample.
//!
//! [`train_epoch`] is the loop of [`document::epoch`](crate::document::epoch), the tutorial's, with
//! this crate's types, and has the same bits. Above each line stands the tutorial's Python.

use crate::network::{Loss, Network, NotFinite, Pass, Samples};

/// One epoch of plain SGD on the cross-entropy: a step after each sample, in the given order.
/// `each` sees every sample's number and what its forward and backward pass left behind.
pub fn train_epoch(
    network: &mut Network,
    set: &dyn Samples,
    order: impl IntoIterator<Item = usize>,
    learning_rate: f64,
    mut each: impl FnMut(usize, &Pass),
) -> Result<(), NotFinite> {
    let mut pass = Pass::new(network);
    for i in order {
        // layer_0 = training_images[i], with its label.
        pass.load(set, [i]);
        // layer_1 = relu(np.dot(layer_0, weights_1)); layer_2 = np.dot(layer_1, weights_2).
        network.forward(&mut pass);
        // layer_2_delta = training_labels[i] - softmax(layer_2), with the other sign: ∂L/∂layer_2.
        pass.loss(Loss::SoftmaxCrossEntropy)?;
        // layer_1_delta = np.dot(weights_2, layer_2_delta) * relu2deriv(layer_1).
        network.backward(&mut pass);
        // weights_1 += learning_rate * np.outer(layer_0, layer_1_delta), and weights_2 likewise.
        network.descend(learning_rate, &mut pass);
        each(i, &pass);
    }
    Ok(())
}
