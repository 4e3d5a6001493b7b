//! The training runs that the errata are measured on.
//!
//! The tutorial's program runs as printed, then corrected, then corrected with one other choice. A
//! single run shows little: with other initial weights, a network of this size ends up to one
//! percentage point higher or lower on 1000 images. So each program runs with several seeds.

use super::Form::Percent;
use super::{Fact, fact};
use crate::document::notebook::{Epoch, Notebook};
use crate::mnist::{Dataset, Mnist};
use crate::network::Network;
use crate::random::NumpyRandom;
use crate::threads;
use crate::training::Diverged;
use std::sync::atomic::AtomicUsize;

/// The tutorial's seed, and two others.
pub const SEEDS: [u64; 3] = [884_736_743, 1, 2];

/// The tutorial's program as printed.
pub const PRINTED: Notebook = Notebook::TUTORIAL;
/// With ReLU's derivative corrected. (The other corrections change what is reported.)
pub const CORRECTED: Notebook = Notebook { corrected: true, ..PRINTED };
/// Corrected, with ten times the learning rate.
pub const FASTER: Notebook = Notebook { learning_rate: 0.005, ..CORRECTED };
/// As printed, with ten times the learning rate.
pub const PRINTED_FASTER: Notebook = Notebook { learning_rate: 0.005, ..PRINTED };
/// Corrected, with biases.
pub const WITH_BIAS: Notebook = Notebook { bias: true, ..CORRECTED };
/// Corrected, with the images in a new order in each epoch.
pub const SHUFFLED: Notebook = Notebook { shuffled: true, ..CORRECTED };

/// What the programs train on, and for how long.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// The training images, and the test images that are measured after each epoch.
    pub data: Mnist,
    /// All test images of the data set.
    pub all_test: Dataset,
    /// Passes over the training images, at least one.
    pub epochs: usize,
    /// How many runs train at the same time; the results do not depend on it.
    pub threads: usize,
}

/// A program's run with one seed.
#[derive(Clone, Debug)]
pub struct Run {
    /// Each epoch, with the error that the printed program reports: squares of the raw scores.
    pub squared_error: Vec<Epoch>,
    /// Each epoch, with the error that the corrected program reports.
    pub cross_entropy: Vec<Epoch>,
    /// The sum that the tutorial gathers during each epoch: see [`Notebook::train`].
    pub gathered: Vec<f64>,
    /// The network after the last epoch.
    pub network: Network,
}

/// The runs of some programs, each with all [`SEEDS`].
#[derive(Clone, Debug)]
pub struct Runs(Vec<(Notebook, Vec<Run>)>);

impl Experiment {
    /// The number of images that the runs of so many programs train on.
    pub fn steps(&self, programs: usize) -> usize {
        programs * SEEDS.len() * self.epochs * self.data.train.len()
    }

    /// Trains the programs; `seen` counts the images.
    pub fn run(&self, programs: &[Notebook], seen: &AtomicUsize) -> Result<Runs, Diverged> {
        let sized = programs.iter().map(|program| Notebook { epochs: self.epochs, ..*program });
        let jobs: Vec<_> = sized.flat_map(|sized| SEEDS.map(|seed| (sized, seed))).collect();
        let mut runs = train_all(&jobs, &self.data, self.threads, seen)?.into_iter();
        let mut of = |program: &Notebook| (*program, runs.by_ref().take(SEEDS.len()).collect());
        Ok(Runs(programs.iter().map(&mut of).collect()))
    }
}

/// A run for each program and seed on `data`, as many at the same time as there are `threads`.
pub fn train_all(
    jobs: &[(Notebook, u64)],
    data: &Mnist,
    threads: usize,
    seen: &AtomicUsize,
) -> Result<Vec<Run>, Diverged> {
    let mut runs: Vec<_> = jobs.iter().map(|job| (job, None)).collect();
    let per_thread = runs.len().div_ceil(threads).max(1);
    threads::for_each(runs.chunks_mut(per_thread), |runs| {
        for (job, run) in runs {
            *run = Some(train(job.0, job.1, data, seen));
        }
    });
    runs.into_iter().map(|(_, run)| run.expect("every job is done")).collect()
}

fn train(program: Notebook, seed: u64, data: &Mnist, seen: &AtomicUsize) -> Result<Run, Diverged> {
    let (mut squared_error, mut cross_entropy) = (Vec::new(), Vec::new());
    let mut gathered = Vec::new();
    let report = |epoch, (network, sum): (Network, f64)| {
        let measure = |corrected| {
            let measured = Notebook { corrected, ..program }.measure(&network, data);
            measured.map_err(program.diverged(epoch))
        };
        squared_error.push(measure(false)?);
        cross_entropy.push(measure(true)?);
        gathered.push(sum);
        Ok::<(), Diverged>(())
    };
    let network = program.train(data, &mut NumpyRandom::new(seed), seen, report)?;
    Ok(Run { squared_error, cross_entropy, gathered, network })
}

impl Runs {
    /// The runs of `program`, one for each of [`SEEDS`].
    ///
    /// # Panics
    /// If the program was not trained.
    pub fn of(&self, program: Notebook) -> &[Run] {
        let found = self.0.iter().find(|(trained, _)| *trained == program);
        &found.expect("an erratum names the programs that it is measured on").1
    }

    /// The accuracies of its runs on the test images, after the last epoch.
    pub(super) fn accuracies(&self, program: Notebook) -> Vec<f64> {
        self.of(program).iter().map(|run| last(&run.squared_error).test.accuracy()).collect()
    }

    /// The accuracies of two programs over all seeds.
    pub(super) fn compare(&self, programs: [Notebook; 2]) -> Vec<Fact> {
        let both = programs.map(|program| self.accuracies(program));
        let over_seeds = |what, take: fn(&[f64]) -> f64| {
            fact(what, Percent, both.each_ref().map(|accuracies| take(accuracies)))
        };
        vec![
            over_seeds("test accuracy, mean over three seeds", mean),
            over_seeds("the lowest of them", |shares| shares.iter().copied().fold(1.0, f64::min)),
            over_seeds("the highest", |shares| shares.iter().copied().fold(0.0, f64::max)),
        ]
    }
}

impl Run {
    /// The accuracy on the test images after each epoch.
    pub fn test_accuracies(&self) -> Vec<f64> {
        self.squared_error.iter().map(|epoch| epoch.test.accuracy()).collect()
    }
}

/// The last of the epochs.
pub(super) fn last<T>(epochs: &[T]) -> &T {
    epochs.last().expect("at least one epoch")
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
