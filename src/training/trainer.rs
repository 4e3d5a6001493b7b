//! Mini-batch training of any network: shuffle, distort, drop out, step, epoch after epoch.
//!
//! The threads live for an epoch, and work on a batch in three rounds:
//!
//! ```text
//! by units     forward through the first layer, which has most of the weights
//! by samples   the other layers, the loss, the backward pass; then the next batch is shown
//! by units     the update
//! ```
//!
//! A thread takes the same units of the first layer in both rounds, so that their weights stay in
//! its core's cache. What a round works on is moved to the threads and back, or shared and given
//! back: no lock, and no sum that is split. What is random about a sample (its distortion, the
//! units left out) comes from a stream of its own, named by epoch and sample. So the result has the
//! same bits for any number of threads.

use super::share::{Share, Show};
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

/// Smaller batches, in products of samples and parameters, run on one thread: to hand jobs to
/// another and to hear back costs from 10 to 50 µs, three times a batch. One thread needs some 60 µs
/// for a million of these products.
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
            self.accuracy += f64::from(u8::from(is_right));
        }
    }
}

/// Training in progress.
pub struct Trainer<'a, R> {
    pub(super) recipe: &'a Recipe,
    set: &'a dyn Samples,
    /// Lent to all threads for a batch's forward and backward pass.
    pub(super) network: Arc<Network>,
    pub(super) sgd: Sgd,
    pub(super) random: R,
    /// The seed of the samples' own streams.
    pub(super) stream: u64,
    pub(super) order: Vec<usize>,
    /// One for each thread.
    shares: Vec<Share>,
    /// Epochs done.
    pub(super) epoch: usize,
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
        let whole = recipe.network(set.inputs(), set.outputs(), &mut random);
        let network = if recipe.steps_plainly() { whole } else { whole.cut() };
        let mut sgd = Sgd::new(recipe.rule());
        sgd.keep_velocities(&network);
        Self {
            recipe,
            set,
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
        let sums = match self.recipe.steps_plainly() {
            true => self.train_samples(&order, seen),
            false => with_team(self.shares.len(), |team| self.train_batches(team, &order, seen)),
        }?;
        self.order = order;
        self.epoch += 1;
        let samples = self.order.len() as f64;
        Ok(RunningMeans { loss: sums.loss / samples, accuracy: sums.accuracy / samples })
    }

    /// A step after each sample. There is nothing for a second thread to do.
    fn train_samples(
        &mut self,
        order: &[usize],
        seen: &AtomicUsize,
    ) -> Result<RunningMeans, Diverged> {
        let (show, loss) = (self.show(), self.recipe.loss);
        let mut sums = RunningMeans::default();
        for (number, sample) in order.iter().enumerate() {
            let learning_rate = self.learning_rate(number, order.len());
            let network = Arc::get_mut(&mut self.network).expect("no job is left");
            let share = &mut self.shares[0];
            share.show_next(show, slice::from_ref(sample));
            share.turn();
            if let Err(cause) = network.backprop(loss, &mut share.pass) {
                return Err(self.diverged(cause));
            }
            sums.add(&share.pass);
            network.descend(learning_rate, &share.pass);
            seen.fetch_add(1, Relaxed);
        }
        Ok(sums)
    }

    /// A step after each batch, shared out among the threads in three rounds: forward through the
    /// first layer by units, all else of the two passes by samples, and the update by units.
    fn train_batches<'b>(
        &mut self,
        team: &Team<'b>,
        order: &'b [usize],
        seen: &AtomicUsize,
    ) -> Result<RunningMeans, Diverged>
    where
        'a: 'b,
    {
        let batches: Vec<_> = order.chunks(self.recipe.batch).collect();
        if let Some(first) = batches.first() {
            self.show_first(team, first);
        }
        let mut sums = RunningMeans::default();
        for (number, samples) in batches.iter().enumerate() {
            self.sgd.rule.learning_rate = self.learning_rate(number, batches.len());
            let next = batches.get(number + 1).copied().unwrap_or_default();
            let idle = self.shares.split_off(self.threads_for(samples));
            let outputs = self.forward_first(team);
            self.backprop(team, outputs, next).map_err(|cause| self.diverged(cause))?;
            self.shares.iter().for_each(|share| sums.add(&share.pass));
            self.update(team);
            self.shares.extend(idle);
            self.shares.iter_mut().for_each(Share::turn);
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

    fn diverged(&self, cause: NotFinite) -> Diverged {
        Diverged { epoch: self.epoch, cause, learning_rate: self.recipe.learning_rate }
    }

    /// How many threads share a batch of these samples.
    fn threads_for(&self, samples: &[usize]) -> usize {
        let work = samples.len() * self.network.parameters_len();
        if work < WORTH_THREADS { 1 } else { self.shares.len().min(samples.len()) }
    }

    fn show(&self) -> Show<'a> {
        let (recipe, set, stream, epoch) = (self.recipe, self.set, self.stream, self.epoch as u64);
        Show { recipe, set, stream, epoch }
    }

    /// Shows the first batch of an epoch.
    fn show_first<'b>(&mut self, team: &Team<'b>, samples: &'b [usize])
    where
        'a: 'b,
    {
        let (threads, show) = (self.threads_for(samples), self.show());
        let jobs = self.shares.drain(..).enumerate().map(|(t, mut share)| {
            move || {
                share.show_next(show, of_thread(samples, t, threads));
                share.turn();
                share
            }
        });
        self.shares = team.run(threads, jobs);
    }

    /// Forward through the first layer: the outputs of each of its parts for each share of the
    /// batch.
    fn forward_first(&mut self, team: &Team) -> Vec<Vec<Matrix>> {
        let (threads, shares) = (self.shares.len(), Arc::new(take(&mut self.shares)));
        let jobs = (0..self.network.layers()[0].parts().len()).map(|part| {
            let (network, shares) = (Arc::clone(&self.network), Arc::clone(&shares));
            move || shares.iter().map(|share| network.forward_part(part, &share.pass)).collect()
        });
        let outputs = team.run(threads, jobs);
        self.shares = Arc::into_inner(shares).expect("no job is left");
        outputs
    }

    /// Forward through the other layers, loss and backward. Then each thread shows itself its
    /// share of the next batch, for which it need not wait for the others.
    fn backprop<'b>(
        &mut self,
        team: &Team<'b>,
        first_outputs: Vec<Vec<Matrix>>,
        next: &'b [usize],
    ) -> Result<(), NotFinite>
    where
        'a: 'b,
    {
        let (threads, next_threads) = (self.shares.len(), self.threads_for(next));
        let (loss, show, first) = (self.recipe.loss, self.show(), Arc::new(first_outputs));
        let jobs = self.shares.drain(..).enumerate().map(|(t, mut share)| {
            let (network, first) = (Arc::clone(&self.network), Arc::clone(&first));
            move || {
                network.forward_from_parts(first.iter().map(|y| &y[t]), &mut share.pass);
                let outcome = share.pass.loss(loss);
                if outcome.is_ok() {
                    network.backward(&mut share.pass);
                    share.pass.transpose_inputs(&mut share.transposed);
                }
                share.show_next(show, of_thread(next, t, next_threads));
                (outcome, share)
            }
        });
        let (outcomes, shares): (Vec<_>, _) = team.run(threads, jobs).into_iter().unzip();
        self.shares = shares;
        outcomes.into_iter().collect()
    }

    /// Update: a thread changes the parts of the first layer that it took forward.
    fn update(&mut self, team: &Team) {
        let (hidden, max_norm) = (self.recipe.hidden.len(), self.recipe.max_norm);
        let network = Arc::get_mut(&mut self.network).expect("no job is left");
        let (threads, shares) = (self.shares.len(), Arc::new(take(&mut self.shares)));
        let passes: Vec<_> = shares.iter().map(|share| &share.pass).collect();
        let jobs = self.sgd.begin(network, &passes).into_iter().map(|mut step| {
            let shares = Arc::clone(&shares);
            move || {
                let factors = shares.iter().map(|share| share.factors(step.layer));
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
fn of_thread(samples: &[usize], t: usize, threads: usize) -> &[usize] {
    if t < threads { &samples[parallel::share(samples.len(), t, threads)] } else { &[] }
}
