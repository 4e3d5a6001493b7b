//! Mini-batch training of any network: shuffle, distort, drop out, step, epoch after epoch.
//!
//! The samples of a batch are shared out among threads for the forward and the backward pass; for
//! the update, the rows of the weights are. Whatever is random about a sample (its distortion, the
//! units left out) comes from a stream of its own, named by epoch and image. So the result is the
//! same, bit for bit, for any number of threads.

use super::distortion::{Distorter, Distortion};
use super::dropout::{Dropout, limit_norms};
use super::{NotFinite, Schedule, Sgd, error_terms, parallel, targets};
use crate::matrix::{Matrix, Term};
use crate::mnist::{Dataset, Images};
use crate::network::loss::argmax;
use crate::network::{Activation, Dense, Initial, Loss, Network, Pass};
use crate::random::{Random, Xorshift};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// From so many products of samples and parameters in a batch on, it is shared out among threads:
/// starting one takes some 25 µs, twice a batch, in which one thread does a quarter of this.
const WORTH_THREADS: usize = 10_000_000;

/// Everything that makes one training run different from another.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Units of each hidden layer, from the input on; none for a linear network.
    pub hidden: Vec<usize>,
    /// What hidden units do to their sums.
    pub activation: Activation,
    /// What is made small. With squared error the outputs are sigmoids.
    pub loss: Loss,
    /// How first weights are drawn; biases start at zero.
    pub initial: Initial,
    /// Whether units have biases.
    pub bias: bool,
    /// Samples a step.
    pub batch: usize,
    /// The learning rate, for the mean gradient of a batch.
    pub learning_rate: f64,
    /// How it changes.
    pub schedule: Schedule,
    /// Nesterov momentum.
    pub momentum: f64,
    /// Weight decay.
    pub weight_decay: f64,
    /// The shares of units left out.
    pub dropout: Dropout,
    /// The longest that the weights into one hidden unit may be, if limited.
    pub max_norm: Option<f64>,
    /// What is done to each image each time it is shown.
    pub distortion: Distortion,
    /// Passes over the training images.
    pub epochs: usize,
}

impl Recipe {
    /// The network to start from, with `inputs` inputs and an output for each class.
    pub fn network(&self, inputs: usize, classes: usize, random: &mut impl Random) -> Network {
        let sizes: Vec<_> =
            [inputs].into_iter().chain(self.hidden.iter().copied()).chain([classes]).collect();
        let output = match self.loss {
            Loss::SquaredError => Activation::Sigmoid,
            Loss::SoftmaxCrossEntropy => Activation::Identity,
        };
        let layers = sizes.windows(2).enumerate().map(|(l, size)| {
            let activation = if l == self.hidden.len() { output } else { self.activation };
            let bias = self.bias.then(|| Matrix::zeros(1, size[1]));
            Dense::new(self.initial.weights(size[0], size[1], random), bias, activation)
        });
        Network::new(layers.collect())
    }

    /// Whether a sample is shown in another way each time.
    fn is_random(&self) -> bool {
        self.dropout != Dropout::default() || self.distortion != Distortion::none()
    }
}

/// How training went in one epoch, on the samples as they were shown (distorted, with units left
/// out, and with the weights as they were just then).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// The mean loss.
    pub loss: f64,
    /// The share that was right.
    pub accuracy: f64,
}

/// Training in progress.
pub struct Trainer<'a, R> {
    recipe: &'a Recipe,
    set: &'a Dataset,
    targets: Matrix,
    network: Network,
    sgd: Sgd,
    random: R,
    /// The seed of the samples' own streams.
    stream: u64,
    order: Vec<usize>,
    workers: Vec<Worker>,
    epoch: usize,
}

/// What one thread needs for its share of a batch.
struct Worker {
    distorter: Option<Distorter>,
    image: Vec<f64>,
    distorted: Vec<f64>,
    terms: Vec<Term>,
    /// Whether all went well with the last share.
    outcome: Result<(), NotFinite>,
}

impl<'a, R: Random> Trainer<'a, R> {
    /// Draws the first weights.
    pub fn new(
        recipe: &'a Recipe,
        set: &'a Dataset,
        classes: usize,
        threads: usize,
        mut random: R,
    ) -> Self {
        let (height, width) = (set.images.height(), set.images.width());
        let network = recipe.network(height * width, classes, &mut random);
        let sgd = Sgd::new(&network, recipe.learning_rate, recipe.momentum, recipe.weight_decay);
        let distorts = recipe.distortion != Distortion::none();
        let worker = || Worker {
            distorter: distorts.then(|| Distorter::new(&recipe.distortion, height, width)),
            image: vec![0.0; height * width],
            distorted: vec![0.0; height * width],
            terms: Vec::new(),
            outcome: Ok(()),
        };
        Self {
            recipe,
            set,
            targets: targets(classes),
            network,
            sgd,
            stream: random.next_u64(),
            random,
            order: (0..set.len()).collect(),
            workers: (0..threads).map(|_| worker()).collect(),
            epoch: 0,
        }
    }

    /// The network as it is now.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Trains one epoch. `seen` counts the samples.
    pub fn train_epoch(&mut self, seen: &AtomicUsize) -> Result<Shown, NotFinite> {
        self.random.shuffle(&mut self.order);
        let (mut loss, mut right) = (0.0, 0);
        let mut passes = Vec::new();
        let batches = self.order.len().div_ceil(self.recipe.batch);
        let order = std::mem::take(&mut self.order);
        for (number, batch) in order.chunks(self.recipe.batch).enumerate() {
            let done =
                (self.epoch * batches + number) as f64 / (self.recipe.epochs * batches) as f64;
            self.sgd.rate = self.recipe.learning_rate * self.recipe.schedule.share(done);
            self.make_passes(&mut passes, batch.len());
            self.find_error_terms(&mut passes, batch);
            let mut labels = batch.iter().map(|&i| usize::from(self.set.labels[i]));
            for (pass, worker) in passes.iter().zip(&self.workers) {
                worker.outcome?;
                for i in 0..pass.batch() {
                    loss += pass.losses[i];
                    right += usize::from(labels.next() == Some(argmax(pass.output(i))));
                }
            }
            self.sgd.step(&mut self.network, &passes);
            if let Some(limit) = self.recipe.max_norm {
                let hidden = self.recipe.hidden.len();
                for layer in &mut self.network.layers_mut()[..hidden] {
                    limit_norms(&mut layer.weights, limit);
                }
                self.network.refresh();
            }
            seen.fetch_add(batch.len(), Relaxed);
        }
        self.epoch += 1;
        let samples = order.len() as f64;
        self.order = order;
        Ok(Shown { loss: loss / samples, accuracy: right as f64 / samples })
    }

    /// One pass a thread, as even as they can be; those of the batch before if they still fit.
    fn make_passes(&self, passes: &mut Vec<Pass>, batch: usize) {
        if passes.iter().map(Pass::batch).sum::<usize>() == batch {
            return;
        }
        // A thread that is started for less work than it takes to start it only costs time.
        let work = batch * self.network.parameters_len();
        let threads = if work < WORTH_THREADS { 1 } else { self.workers.len().min(batch) };
        *passes = (0..threads)
            .map(|t| Pass::new(&self.network, share(batch, t, threads).len()))
            .collect();
        if self.recipe.dropout.hidden > 0.0 {
            for pass in passes {
                let hidden = pass.outputs.len() - 1;
                pass.masks = pass.outputs[..hidden].to_vec();
            }
        }
    }

    /// Forward and backward for the whole batch, shared out among the threads.
    fn find_error_terms(&mut self, passes: &mut [Pass], batch: &[usize]) {
        let threads = passes.len();
        let (recipe, set, targets) = (self.recipe, self.set, &self.targets);
        let (network, stream, epoch) = (&self.network, self.stream, self.epoch as u64);
        let work = passes.iter_mut().zip(&mut self.workers).enumerate();
        parallel::for_each(work, |(t, (pass, worker))| {
            let samples = &batch[share(batch.len(), t, threads)];
            pass.inputs[0].clear();
            for (row, &i) in samples.iter().enumerate() {
                if !recipe.is_random() {
                    pass.inputs[0].push(set.images.terms(i));
                    continue;
                }
                let mut random = Xorshift::stream(stream, &[epoch, i as u64]);
                worker.show(&set.images, i, recipe.dropout, &mut random);
                pass.inputs[0].push(worker.terms.iter().copied());
                for mask in &mut pass.masks {
                    recipe.dropout.fill_mask(mask.row_mut(row), &mut random);
                }
            }
            let labels: Vec<_> = samples.iter().map(|&i| set.labels[i]).collect();
            worker.outcome = error_terms(network, recipe.loss, targets, &labels, pass);
        });
    }
}

impl Worker {
    /// Makes `terms` of image `i`, as it is shown this time.
    fn show(&mut self, images: &Images, i: usize, dropout: Dropout, random: &mut Xorshift) {
        self.terms.clear();
        match &mut self.distorter {
            None => self.terms.extend(images.terms(i)),
            Some(distorter) => {
                self.image.fill(0.0);
                for Term { at, value } in images.terms(i) {
                    self.image[at as usize] = value;
                }
                distorter.apply(&self.image, random, &mut self.distorted);
                let inked = self.distorted.iter().enumerate().filter(|(_, value)| **value != 0.0);
                self.terms.extend(inked.map(|(at, &value)| Term { at: at as u32, value }));
            }
        }
        dropout.drop_inputs(&mut self.terms, random);
    }
}

/// The `t`-th of `threads` even shares of a batch.
fn share(batch: usize, t: usize, threads: usize) -> Range<usize> {
    batch * t / threads..batch * (t + 1) / threads
}
