//! Mini-batch training of any network: shuffle, distort, drop out, step, epoch after epoch.
//!
//! Threads share the samples of a batch for the forward and the backward pass, and the rows of the
//! weights for the update. What is random about a sample (its distortion, the units left out) comes
//! from a stream of its own, named by epoch and sample. So the result has the same bits for any
//! number of threads.

use super::augmentation::{Augmentation, Distorter};
use super::dropout::{Dropout, limit_norms};
use super::{Diverged, Recipe, Sgd};
use crate::matrix::{Entry, SparseRows, parallel};
use crate::network::loss::argmax;
use crate::network::{Network, NotFinite, Pass, Samples};
use crate::random::{Random, Xorshift};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Smaller batches, in products of samples and parameters, run on one thread: starting a thread
/// costs some 25 µs, twice a batch, in which one thread does a quarter of this.
const WORTH_THREADS: usize = 10_000_000;

/// The means over one epoch, each sample taken as it was shown (distorted, with units left out) and
/// with the weights of that moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunningMeans {
    /// The mean loss.
    pub loss: f64,
    /// The share of samples whose largest output was at their largest target.
    pub accuracy: f64,
}

/// Training in progress.
pub struct Trainer<'a, R> {
    pub(super) recipe: &'a Recipe,
    set: &'a dyn Samples,
    pub(super) network: Network,
    pub(super) sgd: Sgd,
    pub(super) random: R,
    /// The seed of the samples' own streams.
    pub(super) stream: u64,
    pub(super) order: Vec<usize>,
    threads: Vec<ThreadState>,
    /// Epochs done.
    pub(super) epoch: usize,
}

/// What one thread keeps from batch to batch.
struct ThreadState {
    /// Its share of the batch.
    pass: Pass,
    distorter: Option<Distorter>,
    image: Vec<f64>,
    distorted: Vec<f64>,
    lists: SparseRows,
    entries: Vec<Entry>,
}

impl<'a, R: Random> Trainer<'a, R> {
    /// Draws the initial weights of a network for `set`.
    ///
    /// # Panics
    /// If there are no threads, a batch has no samples, or inputs that are not images are to be
    /// distorted.
    pub fn new(recipe: &'a Recipe, set: &'a dyn Samples, threads: usize, mut random: R) -> Self {
        assert!(threads > 0, "expected at least 1 thread, found 0");
        assert!(recipe.batch > 0, "expected batches of at least 1 sample, found 0");
        let network = recipe.network(set.inputs(), set.outputs(), &mut random);
        let distorts = recipe.augmentation != Augmentation::none();
        let distorter = || {
            let (height, width) = set.image_size().expect("only images can be distorted");
            Distorter::new(&recipe.augmentation, height, width)
        };
        let thread = || ThreadState {
            pass: Pass::new(&network),
            distorter: distorts.then(distorter),
            image: vec![0.0; set.inputs()],
            distorted: vec![0.0; set.inputs()],
            lists: SparseRows::default(),
            entries: Vec::new(),
        };
        let mut sgd = Sgd::new(recipe.rule());
        sgd.keep_velocities(&network);
        Self {
            recipe,
            set,
            sgd,
            stream: random.next_u64(),
            random,
            order: (0..set.count()).collect(),
            threads: (0..threads).map(|_| thread()).collect(),
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
    pub fn into_network(self) -> Network {
        self.network
    }

    /// Trains one epoch. `seen` counts the samples.
    pub fn train_epoch(&mut self, seen: &AtomicUsize) -> Result<RunningMeans, Diverged> {
        let Recipe { batch, learning_rate, schedule, epochs, .. } = *self.recipe;
        self.random.shuffle(&mut self.order);
        let order = std::mem::take(&mut self.order);
        let batches = order.len().div_ceil(batch);
        let (mut loss, mut correct) = (0.0, 0);
        let epoch = self.epoch;
        for (number, samples) in order.chunks(batch).enumerate() {
            let done = (epoch * batches + number) as f64 / (epochs * batches) as f64;
            self.sgd.rule.learning_rate = learning_rate * schedule.factor(done);
            let threads = self.backprop(samples);
            let threads = threads.map_err(|cause| Diverged { epoch, cause, learning_rate })?;
            for pass in self.threads[..threads].iter().map(|thread| &thread.pass) {
                for i in 0..pass.batch() {
                    loss += pass.losses()[i];
                    correct += usize::from(argmax(pass.output(i)) == argmax(pass.target(i)));
                }
            }
            self.update(threads);
            seen.fetch_add(samples.len(), Relaxed);
        }
        self.epoch += 1;
        let samples = order.len() as f64;
        self.order = order;
        Ok(RunningMeans { loss: loss / samples, accuracy: correct as f64 / samples })
    }

    /// Forward, loss and backward of a batch, shared out among threads; returns how many.
    fn backprop(&mut self, samples: &[usize]) -> Result<usize, NotFinite> {
        let work = samples.len() * self.network.parameters_len();
        let threads = if work < WORTH_THREADS { 1 } else { self.threads.len().min(samples.len()) };
        let (recipe, set, network) = (self.recipe, self.set, &self.network);
        let (stream, epoch) = (self.stream, self.epoch as u64);
        let mut outcomes = vec![Ok(()); threads];
        let work = self.threads.iter_mut().zip(&mut outcomes).enumerate();
        parallel::for_each(work, |(t, (thread, outcome))| {
            let samples = &samples[parallel::share(samples.len(), t, threads)];
            if recipe.dropout == Dropout::default() && thread.distorter.is_none() {
                thread.pass.show(set, samples.iter().copied());
            } else {
                thread.pass.clear();
                for &i in samples {
                    let mut random = Xorshift::stream(stream, &[epoch, i as u64]);
                    thread.show(set, i, recipe, &mut random);
                }
            }
            *outcome = network.backprop(recipe.loss, &mut thread.pass);
        });
        outcomes.into_iter().collect::<Result<(), _>>()?;
        Ok(threads)
    }

    /// Update, from the passes of the first `threads` threads.
    fn update(&mut self, threads: usize) {
        let passes: Vec<_> = self.threads[..threads].iter().map(|thread| &thread.pass).collect();
        match passes[..] {
            [pass] if pass.batch() == 1 && self.sgd.rule.is_plain() => {
                self.network.descend(self.sgd.rule.learning_rate, pass);
            }
            _ => self.sgd.step(&mut self.network, &passes),
        }
        if let Some(limit) = self.recipe.max_norm {
            for layer in &mut self.network.layers_mut()[..self.recipe.hidden.len()] {
                layer.change(|weights, _| limit_norms(weights, limit));
            }
        }
    }
}

impl ThreadState {
    /// Adds sample `i` to the batch, distorted and with units left out.
    fn show(&mut self, set: &dyn Samples, i: usize, recipe: &Recipe, random: &mut Xorshift) {
        let dropout = recipe.dropout;
        self.lists.clear();
        set.push_inputs(i, &mut self.lists);
        self.entries.clear();
        match &mut self.distorter {
            None => self.entries.extend_from_slice(self.lists.row(0)),
            Some(distorter) => {
                self.image.fill(0.0);
                for entry in self.lists.row(0) {
                    self.image[entry.column as usize] = entry.value;
                }
                distorter.apply(&self.image, random, &mut self.distorted);
                let inked = (0..).zip(&self.distorted).filter(|(_, value)| **value != 0.0);
                self.entries.extend(inked.map(|(column, &value)| Entry { column, value }));
            }
        }
        dropout.drop_inputs(&mut self.entries, random);
        self.pass.push(self.entries.iter().copied(), set.target(i));
        if dropout.hidden > 0.0 {
            for (mask, &units) in self.pass.masks_mut().iter_mut().zip(&recipe.hidden) {
                mask.extend((0..units).map(|_| dropout.mask(random)));
            }
        }
    }
}
