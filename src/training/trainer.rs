//! Mini-batch training of any network: shuffle, distort, drop out, step, epoch after epoch.
//!
//! The threads live for an epoch, and work on a batch in three rounds:
//!
//! ```text
//! by units     forward through the first layer, the largest of most networks
//! by samples   the other layers, the loss, the backward pass; then the next batch is shown
//! by units     the update of all layers
//! ```
//!
//! A thread takes the same units of the first layer in both rounds, so that their weights stay in
//! its core's cache. A job owns what it changes and shares the rest: there is no lock, and no sum is
//! split. What is random about a sample (its distortion, the units left out) comes from a stream of
//! its own, seeded by epoch and sample. So the result has the same bits for any number of threads.

use super::share::Share;
use super::{Diverged, Recipe, Sgd};
use crate::matrix::Matrix;
use crate::matrix::parallel::{self, Team, with_team};
use crate::network::loss::argmax;
use crate::network::{Network, NotFinite, Pass, Samples};
use crate::random::Random;
use std::mem::take;
use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A batch with fewer products (samples × parameters) runs on one thread. To hand jobs to another
/// and to hear back costs from 10 to 50 µs, three times a batch; one thread needs some 60 µs for a
/// million products.
const WORTH_THREADS: usize = 4_000_000;

/// The means over one epoch, each sample taken as it was shown (distorted, with units left out) and
/// with the weights of that moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunningMeans {
    /// The mean loss.
    pub loss: f64,
    /// The share of samples whose largest output was at their largest target.
    pub accuracy: f64,
}

impl RunningMeans {
    /// Adds up, on the way to the means.
    fn add(&mut self, pass: &Pass) {
        for i in 0..pass.batch() {
            self.loss += pass.losses()[i];
            let is_right = argmax(pass.output(i)) == argmax(pass.target(i));
            self.accuracy += f64::from(is_right);
        }
    }
}

/// Training in progress.
pub struct Trainer<'a, R> {
    pub(super) recipe: &'a Recipe,
    /// Lent to all threads for a batch's forward and backward pass.
    pub(super) network: Arc<Network>,
    pub(super) sgd: Sgd,
    pub(super) random: R,
    /// The seed of the samples' own streams.
    pub(super) stream: u64,
    pub(super) order: Vec<usize>,
    /// One for each thread.
    shares: Vec<Share<'a>>,
    /// Epochs done.
    pub(super) epoch: usize,
}

impl<'a, R: Random> Trainer<'a, R> {
    /// Draws the initial weights of a network for `set`.
    ///
    /// # Panics
    /// If there are no threads, or [`Recipe::check_for`] refuses the recipe.
    pub fn new(recipe: &'a Recipe, set: &'a dyn Samples, threads: usize, mut random: R) -> Self {
        assert!(threads > 0, "expected at least 1 thread, found 0");
        recipe.check_for(set).unwrap_or_else(|fault| panic!("{fault}"));
        let whole = recipe.network(set.inputs(), set.outputs(), &mut random);
        let network = if recipe.steps_plainly() { whole } else { whole.cut() };
        let mut sgd = Sgd::new(recipe.rule());
        sgd.keep_velocities(&network);
        Self {
            recipe,
            sgd,
            stream: random.next_u64(),
            random,
            order: (0..set.count()).collect(),
            shares: (0..threads).map(|_| Share::new(recipe, set, &network)).collect(),
            epoch: 0,
            network: Arc::new(network),
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
        Arc::into_inner(self.network).expect("no job is left").joined()
    }

    /// Trains one epoch. `seen` counts the samples.
    pub fn train_epoch(&mut self, seen: &AtomicUsize) -> Result<RunningMeans, Diverged> {
        self.random.shuffle(&mut self.order);
        let order = take(&mut self.order);
        let outcome = match self.recipe.steps_plainly() {
            true => self.train_samples(&order, seen),
            false => with_team(self.shares.len(), |team| self.train_batches(team, &order, seen)),
        };
        self.order = order;
        let (epoch, learning_rate) = (self.epoch, self.recipe.learning_rate);
        let sums = outcome.map_err(|cause| Diverged { epoch, cause, learning_rate })?;
        self.epoch += 1;
        let samples = self.order.len() as f64;
        Ok(RunningMeans { loss: sums.loss / samples, accuracy: sums.accuracy / samples })
    }

    /// A step after each sample. There is nothing for a second thread to do.
    fn train_samples(
        &mut self,
        order: &[usize],
        seen: &AtomicUsize,
    ) -> Result<RunningMeans, NotFinite> {
        let mut sums = RunningMeans::default();
        for (number, sample) in order.iter().enumerate() {
            let learning_rate = self.learning_rate(number, order.len());
            let network = Arc::get_mut(&mut self.network).expect("no job is left");
            let share = &mut self.shares[0];
            share.show_next(self.stream, self.epoch, slice::from_ref(sample));
            share.turn();
            network.backprop(self.recipe.loss, &mut share.pass)?;
            sums.add(&share.pass);
            network.descend(learning_rate, &share.pass);
            seen.fetch_add(1, Relaxed);
        }
        Ok(sums)
    }

    /// A step after each batch, shared out among the threads in three rounds: forward through the
    /// first layer by units, all else of the two passes by samples, and the update by units.
    fn train_batches(
        &mut self,
        team: &Team<'a>,
        order: &[usize],
        seen: &AtomicUsize,
    ) -> Result<RunningMeans, NotFinite> {
        let batches: Vec<_> = order.chunks(self.recipe.batch).collect();
        let batch = |number: usize| batches.get(number).copied().unwrap_or_default();
        self.show_first(team, batch(0));
        let mut sums = RunningMeans::default();
        for (number, samples) in batches.iter().enumerate() {
            self.shares.iter_mut().for_each(Share::turn);
            self.sgd.rule.learning_rate = self.learning_rate(number, batches.len());
            let threads = self.threads_for(samples);
            let outputs = self.forward_first(team, threads);
            self.backprop(team, threads, outputs, batch(number + 1))?;
            self.shares[..threads].iter().for_each(|share| sums.add(&share.pass));
            self.update(team, threads);
            seen.fetch_add(samples.len(), Relaxed);
        }
        Ok(sums)
    }

    /// The learning rate of the epoch's step `number` of `steps`.
    fn learning_rate(&self, number: usize, steps: usize) -> f64 {
        let Recipe { learning_rate, schedule, epochs, .. } = *self.recipe;
        let done = (self.epoch * steps + number) as f64 / (epochs * steps) as f64;
        learning_rate * schedule.factor(done)
    }

    /// How many threads share a batch of these samples.
    fn threads_for(&self, samples: &[usize]) -> usize {
        let work = samples.len() * self.network.parameters_len();
        if work < WORTH_THREADS { 1 } else { self.shares.len().min(samples.len()) }
    }

    /// Shows the first batch of an epoch.
    fn show_first(&mut self, team: &Team<'a>, samples: &[usize]) {
        let (threads, stream, epoch) = (self.threads_for(samples), self.stream, self.epoch);
        let jobs = self.shares.drain(..).enumerate().map(|(t, mut share)| {
            let samples = of_thread(samples, t, threads);
            move || {
                share.show_next(stream, epoch, &samples);
                share
            }
        });
        self.shares = team.run(threads, jobs);
    }

    /// Forward through the first layer: the outputs of each of its parts for each share of the
    /// batch.
    fn forward_first(&mut self, team: &Team<'a>, threads: usize) -> Vec<Vec<Matrix>> {
        let shares = Arc::new(take(&mut self.shares));
        let jobs = (0..self.network.layers()[0].parts().len()).map(|part| {
            let (network, shares) = (Arc::clone(&self.network), Arc::clone(&shares));
            let outputs = move |share: &Share| network.forward_part(part, &share.pass);
            move || shares[..threads].iter().map(outputs).collect()
        });
        let outputs = team.run(threads, jobs);
        self.shares = Arc::into_inner(shares).expect("no job is left");
        outputs
    }

    /// Forward through the other layers, loss and backward. Then each thread shows itself its
    /// share of the next batch, for which it need not wait for the others.
    fn backprop(
        &mut self,
        team: &Team<'a>,
        threads: usize,
        first_outputs: Vec<Vec<Matrix>>,
        next: &[usize],
    ) -> Result<(), NotFinite> {
        let (loss, stream, epoch) = (self.recipe.loss, self.stream, self.epoch);
        let (next_threads, first) = (self.threads_for(next), Arc::new(first_outputs));
        let jobs = self.shares.drain(..threads).enumerate().map(|(t, mut share)| {
            let (network, first) = (Arc::clone(&self.network), Arc::clone(&first));
            let next = of_thread(next, t, next_threads);
            move || {
                network.forward_from_parts(first.iter().map(|y| &y[t]), &mut share.pass);
                let outcome = share.pass.loss(loss);
                if outcome.is_ok() {
                    network.backward(&mut share.pass);
                    share.pass.transpose_inputs(&mut share.transposed);
                }
                share.show_next(stream, epoch, &next);
                (outcome, share)
            }
        });
        let (outcomes, mut shares): (Vec<_>, Vec<_>) = team.run(threads, jobs).into_iter().unzip();
        // Those that had no samples of this batch.
        shares.append(&mut self.shares);
        self.shares = shares;
        outcomes.into_iter().collect()
    }

    /// Update: each thread changes some parts of all layers; of the first layer those that it took
    /// forward.
    fn update(&mut self, team: &Team<'a>, threads: usize) {
        let (hidden, max_norm) = (self.recipe.hidden.len(), self.recipe.max_norm);
        let network = Arc::get_mut(&mut self.network).expect("no job is left");
        let shares = Arc::new(take(&mut self.shares));
        let passes: Vec<_> = shares[..threads].iter().map(|share| &share.pass).collect();
        let jobs = self.sgd.begin(network, &passes).into_iter().map(|mut step| {
            let shares = Arc::clone(&shares);
            move || {
                let factors = shares[..threads].iter().map(|share| share.factors(step.layer));
                step.run(&factors.collect::<Vec<_>>(), max_norm.filter(|_| step.layer < hidden));
                step
            }
        });
        let steps = team.run(threads, jobs);
        self.sgd.end(network, steps);
        self.shares = Arc::into_inner(shares).expect("no job is left");
    }
}

/// The samples of thread `t` of `threads`; none if it is not one of them.
fn of_thread(samples: &[usize], t: usize, threads: usize) -> Vec<usize> {
    if t < threads { samples[parallel::share(samples.len(), t, threads)].to_vec() } else { vec![] }
}
