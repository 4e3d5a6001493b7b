//! Everything that makes one training run different from another.

use super::augmentation::Augmentation;
use super::dropout::Dropout;
use super::sgd::Rule;
use super::{Diverged, Schedule, Trainer};
use crate::network::{Activation, Dense, Init, Loss, Network, Samples};
use crate::random::Random;
use std::sync::atomic::AtomicUsize;

/// A network's shape, and how it is trained. The default is that of `backprop train`.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Units of each hidden layer, from the input on; none for a linear network.
    pub hidden: Vec<usize>,
    /// What hidden units do to their sums.
    pub activation: Activation,
    /// What output units do to theirs: nothing, where the loss is a softmax's or the outputs may
    /// be any number; sigmoid, where targets are 0 or 1 and the loss is the squared error.
    pub output: Activation,
    /// What is made small.
    pub loss: Loss,
    /// How initial weights are drawn; biases start at zero.
    pub init: Init,
    /// Whether units have biases.
    pub bias: bool,
    /// Samples per step.
    pub batch: usize,
    /// The learning rate, for the mean gradient of a batch.
    pub learning_rate: f64,
    /// How it changes.
    pub schedule: Schedule,
    /// Nesterov momentum.
    pub momentum: f64,
    /// Weight decay.
    pub weight_decay: f64,
    /// The rates at which units are left out.
    pub dropout: Dropout,
    /// The longest that the weights into one hidden unit may be, if limited.
    pub max_norm: Option<f64>,
    /// How each image is distorted each time it is shown.
    pub augmentation: Augmentation,
    /// Passes over the training samples.
    pub epochs: usize,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            hidden: vec![100],
            activation: Activation::Relu,
            output: Activation::Identity,
            loss: Loss::SoftmaxCrossEntropy,
            init: Init::He,
            bias: true,
            batch: 32,
            // Safe for several hidden layers; 0.1 is not (see data/mnist/README.md).
            learning_rate: 0.03,
            schedule: Schedule::Cosine,
            momentum: 0.9,
            weight_decay: 0.0,
            dropout: Dropout::default(),
            max_norm: None,
            augmentation: Augmentation::none(),
            epochs: 10,
        }
    }
}

impl Recipe {
    /// The network to start from.
    pub fn network(&self, inputs: usize, outputs: usize, random: &mut impl Random) -> Network {
        let sizes = [&[inputs], &self.hidden[..], &[outputs]].concat();
        let layers = sizes.windows(2).enumerate().map(|(l, size)| {
            let activation = if l < self.hidden.len() { self.activation } else { self.output };
            let bias = self.bias.then(|| vec![0.0; size[1]]);
            Dense::new(self.init.weights(size[0], size[1], random), bias, activation)
        });
        Network::new(layers.collect())
    }

    /// Trains a new network on `set` for all epochs, on one thread. (A [`Trainer`] trains epoch by
    /// epoch, on several.)
    ///
    /// # Panics
    /// If a batch has no samples, or inputs that are not images are to be distorted.
    pub fn train(&self, set: &dyn Samples, random: impl Random) -> Result<Network, Diverged> {
        let mut trainer = Trainer::new(self, set, 1, random);
        for _ in 0..self.epochs {
            trainer.train_epoch(&AtomicUsize::new(0))?;
        }
        Ok(trainer.into_network())
    }

    /// Whether a step is [`Network::descend`]: after each sample, and nothing else to do.
    pub(super) fn steps_plainly(&self) -> bool {
        self.batch == 1 && self.rule().is_plain() && self.max_norm.is_none()
    }

    /// The numbers of the update rule.
    pub(super) fn rule(&self) -> Rule {
        Rule {
            learning_rate: self.learning_rate,
            momentum: self.momentum,
            weight_decay: self.weight_decay,
        }
    }
}
