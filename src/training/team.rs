//! An epoch of mini-batches on several threads. Read it last: it computes what the one loop of
//! `trainer.rs` computes, with the same bits.
//!
//! The threads live for an epoch, and work on a batch in two rounds:
//!
//! ```text
//! by samples   load, forward, loss, backward
//! by units     the update of all layers
//! ```
//!
//! A job owns what it changes and shares the rest: there is no lock, and no sum is split.

use super::Sgd;
use super::batch::Batch;
use super::trainer::{RunningMeans, Trainer};
use crate::network::{Network, NotFinite};
use crate::random::Random;
use crate::threads::{self, Team, with_team};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A batch with fewer products (samples × parameters) runs on one thread. To hand jobs to another
/// and to hear back costs from 10 to 50 µs, twice a batch; one thread needs some 60 µs for a
/// million products.
const WORTH_THREADS: usize = 4_000_000;

/// How many of so many threads share a batch of so many samples.
pub(super) fn threads_for(samples: usize, threads: usize, network: &Network) -> usize {
    let work = samples * network.parameters_len();
    if work < WORTH_THREADS { 1 } else { threads.min(samples) }
}

/// A step after each batch, on at most so many threads.
pub(super) fn train_batches<'a, R: Random>(
    trainer: &mut Trainer<'a, R>,
    threads: usize,
    order: &[usize],
    seen: &AtomicUsize,
) -> Result<RunningMeans, NotFinite> {
    let Trainer { recipe, set, .. } = *trainer;
    // Lent to all threads for a batch's forward and backward pass.
    let mut network = Arc::new(trainer.network.take());
    let mut shares: Vec<_> = (0..threads).map(|_| Batch::new(recipe, set, &network)).collect();
    let outcome = with_team(threads, |team| {
        let (batches, mut sums) = (order.chunks(recipe.batch), RunningMeans::default());
        for (number, samples) in batches.clone().enumerate() {
            // Only an epoch's last batch is smaller, so no share is missed later.
            shares.truncate(threads_for(samples.len(), threads, &network));
            shares = backprop(team, trainer, &network, shares, samples)?;
            shares.iter().for_each(|share| sums.add(&share.pass));
            trainer.sgd.rule.learning_rate = trainer.learning_rate(number, batches.len());
            let network = Arc::get_mut(&mut network).expect("no job is left");
            shares = update(team, &mut trainer.sgd, network, shares);
            seen.fetch_add(samples.len(), Relaxed);
        }
        Ok(sums)
    });
    trainer.network = Arc::into_inner(network).expect("no job is left");
    outcome
}

/// By samples: each thread loads its share of them, and takes it forward and backward.
fn backprop<'a, R>(
    team: &Team<'a>,
    trainer: &Trainer<'a, R>,
    network: &Arc<Network>,
    shares: Vec<Batch<'a>>,
    samples: &[usize],
) -> Result<Vec<Batch<'a>>, NotFinite> {
    let Trainer { recipe, stream, epoch, .. } = *trainer;
    let threads = shares.len();
    let jobs = shares.into_iter().enumerate().map(|(t, mut share)| {
        let network = Arc::clone(network);
        let samples = samples[threads::share(samples.len(), t, threads)].to_vec();
        move || {
            share.load(stream, epoch, &samples);
            let outcome = network.backprop(recipe.loss, &mut share.pass);
            share.pass.transpose_inputs();
            (outcome, share)
        }
    });
    let (outcomes, shares): (Vec<_>, Vec<_>) = team.run(threads, jobs).into_iter().unzip();
    // The first layer at fault in the whole batch, which is what one thread would find.
    let faults = outcomes.into_iter().filter_map(Result::err);
    faults.min_by_key(|fault| fault.layer).map_or(Ok(shares), Err)
}

/// By units: each thread changes some parts of all layers.
fn update<'a>(
    team: &Team<'a>,
    sgd: &mut Sgd,
    network: &mut Network,
    shares: Vec<Batch<'a>>,
) -> Vec<Batch<'a>> {
    let shares = Arc::new(shares);
    let passes: Vec<_> = shares.iter().map(|share| &share.pass).collect();
    let jobs = sgd.begin(network, &passes).into_iter().map(|mut step| {
        let shares = Arc::clone(&shares);
        move || {
            step.run(shares.iter().map(|share| &share.pass));
            step
        }
    });
    let steps = team.run(shares.len(), jobs);
    sgd.end(network, steps);
    Arc::into_inner(shares).expect("no job is left")
}
