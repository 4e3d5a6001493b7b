//! Mini-batch training of any network: shuffle, load, backprop, step, batch after batch.
//!
//! [`Trainer::train_epoch`] is an epoch; its loop is `train_batches`. Where batches are large
//! enough for several threads to share, `team.rs` computes the same: read it last.

use super::batch::Batch;
use super::team;
use super::{Diverged, Optimizer, Recipe, Sgd};
use crate::network::loss::argmax;
use crate::network::{Network, NotFinite, Pass, Samples};
use crate::random::{Random, Xorshift};
use std::fmt;
use std::mem::take;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The means over one epoch, each sample taken as it was loaded (distorted, with units left out)
/// and with the weights of that moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunningMeans {
    /// The mean loss.
    pub loss: f64,
    /// The share of samples whose largest output was at their largest target.
    pub accuracy: f64,
}

impl RunningMeans {
    /// Adds the values of a batch: until the epoch's end these are sums.
    pub(super) fn add(&mut self, pass: &Pass) {
        for i in 0..pass.batch() {
            self.loss += pass.losses()[i];
            let is_right = argmax(pass.output(i)) == argmax(pass.target(i));
            self.accuracy += f64::from(is_right);
        }
    }
}

/// Training in progress.
///
/// ```
/// use backprop::{Matrix, Recipe, Table, Trainer, Xorshift};
///
/// let samples = Table::with_labels(Matrix::from_rows(&[[0.0], [1.0]]), &[0, 1], 2);
/// let recipe = Recipe { hidden: vec![8], ..Recipe::default() };
/// let network = recipe.train(&samples, Xorshift::new(1))?;
/// // Fine-tuning: the trained network learns the opposite.
/// let samples = Table::with_labels(Matrix::from_rows(&[[0.0], [1.0]]), &[1, 0], 2);
/// let recipe = Recipe { epochs: 200, ..recipe };
/// let mut trainer = Trainer::from(network, &recipe, &samples, 1, Xorshift::new(1));
/// let mut accuracy = 0.0;
/// while trainer.epoch() < recipe.epochs {
///     accuracy = trainer.train_epoch()?.accuracy;
/// }
/// assert_eq!(accuracy, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Trainer<'a> {
    pub(super) recipe: &'a Recipe,
    pub(super) set: &'a dyn Samples,
    threads: usize,
    pub(super) network: Network,
    pub(super) sgd: Sgd,
    pub(super) random: Xorshift,
    /// The seed of the samples' own streams.
    pub(super) stream: u64,
    pub(super) order: Vec<usize>,
    batch: Batch<'a>,
    /// Epochs done.
    pub(super) epoch: usize,
}

impl fmt::Debug for Trainer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Trainer of {} after {} epochs", self.network.shape(), self.epoch)
    }
}

impl<'a> Trainer<'a> {
    /// Draws the initial weights of a network for `set`.
    ///
    /// # Panics
    /// If there are no threads, or [`Recipe::check_for`] refuses the recipe.
    pub fn new(
        recipe: &'a Recipe,
        set: &'a dyn Samples,
        threads: usize,
        mut random: Xorshift,
    ) -> Self {
        recipe.check().unwrap_or_else(|fault| panic!("{fault}"));
        let network = recipe.network(set.inputs(), set.outputs(), &mut random);
        Self::from(network, recipe, set, threads, random)
    }

    /// Goes on from a trained network, whose layers stand instead of the recipe's (fine-tuning).
    ///
    /// # Panics
    /// As [`Trainer::new`] does, or if the network is not of the samples' size.
    pub fn from(
        network: Network,
        recipe: &'a Recipe,
        set: &'a dyn Samples,
        threads: usize,
        mut random: Xorshift,
    ) -> Self {
        assert!(threads > 0, "expected at least 1 thread, found 0");
        let output = network.layers()[network.layers().len() - 1].activation();
        let checked = Recipe { output, ..recipe.clone() };
        checked.check_for(set).unwrap_or_else(|fault| panic!("{fault}"));
        let (inputs, outputs, shape) = (set.inputs(), set.outputs(), network.shape());
        assert!(
            (network.inputs(), network.outputs()) == (inputs, outputs),
            "samples of {inputs} inputs and {outputs} outputs for a network of {shape}"
        );
        let network = if recipe.batch == 1 { network } else { network.cut() };
        let is_adam = recipe.optimizer == Optimizer::Adam;
        let mut sgd = if is_adam { Sgd::adam(recipe.rule()) } else { Sgd::new(recipe.rule()) };
        sgd.max_norm = recipe.max_norm;
        sgd.keep_memory(&network);
        Self {
            recipe,
            set,
            threads,
            sgd,
            stream: random.next_u64(),
            random,
            order: (0..set.count()).collect(),
            batch: Batch::new(recipe, set, &network),
            epoch: 0,
            network,
        }
    }

    /// How many epochs are done.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// The network as it is now.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The network, when training is done.
    #[must_use]
    pub fn into_network(self) -> Network {
        Network::new(self.network.layers().to_vec())
    }

    /// Trains one epoch.
    pub fn train_epoch(&mut self) -> Result<RunningMeans, Diverged> {
        self.train_epoch_counted(&AtomicUsize::new(0))
    }

    /// Trains one epoch; `seen` counts the samples, for another thread to show.
    pub fn train_epoch_counted(&mut self, seen: &AtomicUsize) -> Result<RunningMeans, Diverged> {
        self.random.shuffle(&mut self.order);
        let order = take(&mut self.order);
        let first_batch = order.len().min(self.recipe.batch);
        let outcome = match team::threads_for(first_batch, self.threads, &self.network) {
            1 => self.train_batches(&order, seen),
            threads => team::train_batches(self, threads, &order, seen),
        };
        self.order = order;
        let (epoch, learning_rate) = (self.epoch, self.recipe.learning_rate);
        let sums = outcome.map_err(|cause| Diverged { epoch, cause, learning_rate })?;
        self.epoch += 1;
        let samples = self.order.len() as f64;
        Ok(RunningMeans { loss: sums.loss / samples, accuracy: sums.accuracy / samples })
    }

    /// A step after each batch, on one thread.
    fn train_batches(
        &mut self,
        order: &[usize],
        seen: &AtomicUsize,
    ) -> Result<RunningMeans, NotFinite> {
        let (plain, mut sums) = (self.recipe.steps_plainly(), RunningMeans::default());
        let batches = order.chunks(self.recipe.batch);
        for (number, samples) in batches.clone().enumerate() {
            let learning_rate = self.learning_rate(number, batches.len());
            self.batch.load(self.stream, self.epoch, samples);
            let (network, pass) = (&mut self.network, &mut self.batch.pass);
            network.backprop(self.recipe.loss, pass)?;
            sums.add(pass);
            if plain {
                network.descend(learning_rate, pass);
            } else {
                self.sgd.rule.learning_rate = learning_rate;
                self.sgd.step(network, pass);
            }
            seen.fetch_add(samples.len(), Relaxed);
        }
        Ok(sums)
    }

    /// The learning rate of the epoch's step `number` of `steps`.
    pub(super) fn learning_rate(&self, number: usize, steps: usize) -> f64 {
        let Recipe { learning_rate, schedule, epochs, .. } = *self.recipe;
        let done = (self.epoch * steps + number) as f64 / (epochs * steps) as f64;
        learning_rate * schedule.factor(done)
    }
}
