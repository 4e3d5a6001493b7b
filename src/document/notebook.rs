//! The tutorial's second program: a 784-100-10 network that learns MNIST, one image at a time.
//!
//! Its steps are those of [`epoch`](super::epoch), taken by [`crate::training::per_sample`]. Our
//! deltas are the gradient itself, `layer_2 - label`, and are subtracted; the bits are the same,
//! since changing a sign rounds nothing.
//!
//! As printed, it keeps the tutorial's mistakes: `relu2deriv` is 1 everywhere, and after each epoch
//! the error is the sum of squares between the labels and the *raw scores*, before softmax.
//! Corrected, it uses ReLU's derivative and reports cross-entropy, the loss that the steps descend,
//! as a mean over the samples.

use crate::mnist::{Dataset, Mnist};
use crate::network::{Activation, Init, Loss, Network, NotFinite, Pass};
use crate::random::Random;
use crate::training::per_sample::train_epoch;
use crate::training::{Diverged, Evaluation, Recipe, evaluate};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::sync_channel;
use std::thread::{self, Builder};

/// The program's numbers and choices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Notebook {
    /// Units of the hidden layer.
    pub hidden_size: usize,
    /// The length of a step, in units of the gradient.
    pub learning_rate: f64,
    /// Passes over the training images.
    pub epochs: usize,
    /// Whether the tutorial's mistakes are corrected.
    pub corrected: bool,
    /// Whether units have biases, initially 0.
    pub bias: bool,
    /// Whether each epoch takes the images in a new random order.
    pub shuffled: bool,
    /// 1, or more to measure one epoch while the next is trained.
    pub threads: usize,
}

/// How the network did after an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Epoch {
    /// On the training images.
    pub train: Evaluation,
    /// On the test images.
    pub test: Evaluation,
}

impl Notebook {
    /// The program as the tutorial prints it.
    pub const TUTORIAL: Self = Self {
        hidden_size: 100,
        learning_rate: 0.0005,
        epochs: 20,
        corrected: false,
        bias: false,
        shuffled: false,
        threads: 1,
    };

    /// The network with initial weights: `weights_1`, then `weights_2`, filled row by row with
    /// `0.2 * random() - 0.1`.
    pub fn network(&self, data: &Mnist, random: &mut impl Random) -> Network {
        let recipe = Recipe {
            hidden: vec![self.hidden_size],
            activation: if self.corrected { Activation::Relu } else { Activation::ReluAsPrinted },
            init: Init::Tutorial,
            bias: self.bias,
            ..Recipe::default()
        };
        recipe.network(data.train.images.pixels(), data.train.classes(), random)
    }

    /// Trains, and passes the measurements of each epoch to `report` as soon as they are there;
    /// stops early when `report` fails. `seen` counts the images trained on, over all epochs.
    /// Returns the trained network.
    pub fn run<Stop: From<Diverged>>(
        &self,
        data: &Mnist,
        random: &mut (impl Random + Send),
        seen: &AtomicUsize,
        mut report: impl FnMut(usize, Epoch) -> Result<(), Stop>,
    ) -> Result<Network, Stop> {
        self.train(data, random, seen, |epoch, (network, _)| {
            report(epoch, self.measure(&network, data).map_err(self.diverged(epoch))?)
        })
    }

    /// Trains, and passes a copy of the network after each epoch to `report`, with the sum that
    /// the tutorial gathers during the epoch: `training_loss += np.sum((label - layer_2) ** 2)`.
    pub fn train<Stop: From<Diverged>>(
        &self,
        data: &Mnist,
        random: &mut (impl Random + Send),
        seen: &AtomicUsize,
        report: impl FnMut(usize, (Network, f64)) -> Result<(), Stop>,
    ) -> Result<Network, Stop> {
        let mut network = self.network(data, random);
        let mut order: Vec<_> = (0..data.train.len()).collect();
        let train = |epoch| {
            if self.shuffled {
                random.shuffle(&mut order);
            }
            let mut training_loss = 0.0;
            let gather = |_, pass: &Pass| {
                training_loss += pass.deltas(1).elements().map(|delta| delta * delta).sum::<f64>();
                seen.fetch_add(1, Relaxed);
            };
            let order = order.iter().copied();
            train_epoch(&mut network, &data.train, order, self.learning_rate, gather)
                .map_err(self.diverged(epoch))?;
            Ok((network.clone(), training_loss))
        };
        overlapped(self.epochs, self.threads, train, report)?;
        Ok(network)
    }

    /// Error and accuracy on both sets.
    pub fn measure(&self, network: &Network, data: &Mnist) -> Result<Epoch, NotFinite> {
        let loss = if self.corrected { Loss::SoftmaxCrossEntropy } else { Loss::SquaredError };
        let on = |set: &Dataset| {
            let mut found = evaluate(network, set, 1, loss)?;
            // The tutorial's sum of squares has no factor ½.
            found.error *= if self.corrected { 1.0 } else { 2.0 };
            Ok(found)
        };
        Ok(Epoch { train: on(&data.train)?, test: on(&data.test)? })
    }

    /// The line that the program prints after epoch `j`; as printed, it has the tutorial's spelling
    /// of "training" and its space at the end.
    #[must_use]
    pub fn log_line(&self, j: usize, Epoch { train, test }: &Epoch) -> String {
        let (error, training, end) = match self.corrected {
            false => ("error", "Traing", " "),
            true => ("cross-entropy", "Training", ""),
        };
        format!(
            "Epoch: {j} Training set {error}: {:.3} {training} set accuracy: {:.3} \
             Test set {error}: {:.3} Test set accuracy: {:.3}{end}",
            train.mean_error(),
            train.accuracy(),
            test.mean_error(),
            test.accuracy(),
        )
    }

    /// The error of an epoch whose numbers are not finite.
    pub(super) fn diverged(&self, epoch: usize) -> impl Fn(NotFinite) -> Diverged {
        let learning_rate = self.learning_rate;
        move |cause| Diverged { epoch, cause, learning_rate }
    }
}

/// Trains and reports epoch after epoch. With more than one thread, the next epoch is trained while
/// one is reported, unless the system refuses to start a second thread.
fn overlapped<T: Send, Stop: From<Diverged>>(
    epochs: usize,
    threads: usize,
    mut train: impl FnMut(usize) -> Result<T, Diverged> + Send,
    mut report: impl FnMut(usize, T) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if threads > 1 {
        let train = &mut train;
        let result = thread::scope(|scope| {
            let (sender, receiver) = sync_channel(1);
            let train_all = move || {
                for epoch in 0..epochs {
                    let trained = train(epoch);
                    let failed = trained.is_err();
                    // Without a receiver, the report has failed: then stop as well.
                    if sender.send(trained).is_err() || failed {
                        break;
                    }
                }
            };
            Builder::new().spawn_scoped(scope, train_all).ok()?;
            Some(receiver.iter().enumerate().try_for_each(|(j, trained)| report(j, trained?)))
        });
        if let Some(result) = result {
            return result;
        }
    }
    (0..epochs).try_for_each(|epoch| report(epoch, train(epoch)?))
}
