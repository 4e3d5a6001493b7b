//! The tutorial's second program: a 784-100-10 network that learns MNIST, one image at a time.
//!
//! ```text
//! layer_1 = relu(layer_0 · weights_1)         layer_0: 784 pixels / 255;  weights_1: 784 × 100
//! layer_2 = softmax(layer_1 · weights_2)      weights_2: 100 × 10
//! layer_2_delta = label - layer_2             minus the gradient of cross-entropy (see `loss`)
//! layer_1_delta = weights_2 · layer_2_delta ⊙ relu'(layer_1)
//! weights_1 += 0.0005 · layer_0 ⊗ layer_1_delta
//! weights_2 += 0.0005 · layer_1 ⊗ layer_2_delta
//! ```
//!
//! Our deltas are the gradient itself, `layer_2 - label`, and are subtracted; the bits are the
//! same, since changing a sign rounds nothing.
//!
//! As printed, it keeps the tutorial's mistakes: `relu2deriv` is 1 everywhere, and after each epoch
//! the error is the sum of squares between the labels and the *raw scores*, before softmax.
//! Corrected, it uses ReLU's derivative and reports cross-entropy, the loss that is really
//! descended, as a mean over the samples.
//!
//! While a copy of the network is measured after one epoch, the next epoch is already trained.

use crate::mnist::{Dataset, Mnist};
use crate::network::loss::squared_distance;
use crate::network::{Activation, Dense, Init, Loss, Network, NotFinite};
use crate::random::Random;
use crate::training::per_sample::train_epoch;
use crate::training::{Diverged, Evaluation, evaluate};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::sync_channel;

/// What the tutorial fixes in its program, and the flags may change.
#[derive(Clone, Copy, Debug)]
pub struct Notebook {
    /// Units of the hidden layer.
    pub hidden_size: usize,
    /// The length of a step, in units of the gradient.
    pub learning_rate: f64,
    /// Passes over the training images.
    pub epochs: usize,
    /// Whether the tutorial's mistakes are corrected.
    pub corrected: bool,
    /// 1, or more to measure one epoch while the next is trained.
    pub threads: usize,
}

/// How the network did after an epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// On the training images.
    pub train: Evaluation,
    /// On the test images.
    pub test: Evaluation,
}

impl Notebook {
    /// The network to start from: `weights_1`, then `weights_2`, filled row by row with
    /// `0.2 * random() - 0.1`.
    pub fn network(&self, data: &Mnist, random: &mut impl Random) -> Network {
        let relu = if self.corrected { Activation::Relu } else { Activation::ReluAsPrinted };
        let mut layer = |inputs, outputs, activation| {
            Dense::new(Init::Tutorial.weights(inputs, outputs, random), None, activation)
        };
        Network::new(vec![
            layer(data.train.images.pixels(), self.hidden_size, relu),
            layer(self.hidden_size, data.train.classes(), Activation::Identity),
        ])
    }

    /// Trains, and hands each epoch's measurements to `report` as soon as they are there; stops
    /// early when `report` says so. `seen` counts the images trained on, over all epochs.
    pub fn run<Stop: From<Diverged>>(
        &self,
        data: &Mnist,
        random: &mut impl Random,
        seen: &AtomicUsize,
        mut report: impl FnMut(usize, Epoch) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let mut network = self.network(data, random);
        let (set, learning_rate) = (&data.train, self.learning_rate);
        let diverged = |epoch| move |cause| Diverged { epoch, cause, learning_rate };
        let mut train = |epoch| {
            let count = |_, _: &_| _ = seen.fetch_add(1, Relaxed);
            train_epoch(&mut network, set, 0..set.len(), learning_rate, count)
                .map_err(diverged(epoch))?;
            Ok(network.clone())
        };
        let mut measure = |epoch, trained: Result<Network, Diverged>| {
            report(epoch, self.measure(&trained?, data).map_err(diverged(epoch))?)
        };
        if self.threads == 1 {
            return (0..self.epochs).try_for_each(|epoch| measure(epoch, train(epoch)));
        }
        std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel(1);
            let epochs = self.epochs;
            scope.spawn(move || {
                for epoch in 0..epochs {
                    let trained = train(epoch);
                    let failed = trained.is_err();
                    // Nobody listens any more when the report was refused: then stop, too.
                    if sender.send(trained).is_err() || failed {
                        break;
                    }
                }
            });
            receiver.iter().enumerate().try_for_each(|(epoch, trained)| measure(epoch, trained))
        })
    }

    /// Error and accuracy on both sets.
    pub fn measure(&self, network: &Network, data: &Mnist) -> Result<Epoch, NotFinite> {
        let error = |scores: &[f64], target: &[f64]| {
            if self.corrected {
                Loss::SoftmaxCrossEntropy.value(scores, target)
            } else {
                squared_distance(scores, target)
            }
        };
        let on = |set: &Dataset| evaluate(network, set, 1, error);
        Ok(Epoch { train: on(&data.train)?, test: on(&data.test)? })
    }
}

/// The line that the tutorial prints after epoch `j`; the first spelling of "training" and the
/// space at the end are the tutorial's.
pub fn log_line(j: usize, epoch: &Epoch) -> String {
    format!(
        "Epoch: {j} Training set error: {:.3} Traing set accuracy: {:.3} Test set error: {:.3} \
         Test set accuracy: {:.3} ",
        epoch.train.mean_error(),
        epoch.train.accuracy(),
        epoch.test.mean_error(),
        epoch.test.accuracy(),
    )
}

/// The corrected line: it names the error that it gives.
pub fn corrected_log_line(j: usize, epoch: &Epoch) -> String {
    format!(
        "Epoch: {j} Training set cross-entropy: {:.3} Training set accuracy: {:.3} \
         Test set cross-entropy: {:.3} Test set accuracy: {:.3}",
        epoch.train.mean_error(),
        epoch.train.accuracy(),
        epoch.test.mean_error(),
        epoch.test.accuracy(),
    )
}
