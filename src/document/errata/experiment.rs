//! The training runs that the errata are measured on.
//!
//! The tutorial's program runs as printed, then corrected, then corrected with one other choice. A
//! single run shows little: with other initial weights, a network of this size ends up to one
//! percentage point higher or lower on 1000 images. So each program runs with several seeds.

use crate::document::notebook::{Epoch, Notebook};
use crate::matrix::parallel;
use crate::mnist::{Dataset, Mnist};
use crate::network::Network;
use crate::random::NumpyRandom;
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

const PROGRAMS: [Notebook; 6] = [PRINTED, CORRECTED, FASTER, PRINTED_FASTER, WITH_BIAS, SHUFFLED];

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
    program: Notebook,
    seed: u64,
    /// Each epoch, with the error that the printed program reports: squares of the raw scores.
    pub squared_error: Vec<Epoch>,
    /// Each epoch, with the error that the corrected program reports.
    pub cross_entropy: Vec<Epoch>,
    /// The sum that the tutorial gathers during each epoch: see [`Notebook::train`].
    pub gathered: Vec<f64>,
    /// The network after the last epoch.
    pub network: Network,
}

/// The runs of all programs with all [`SEEDS`].
#[derive(Clone, Debug)]
pub struct Runs(Vec<Run>);

impl Experiment {
    /// The number of images that all runs together train on.
    pub fn steps(&self) -> usize {
        PROGRAMS.len() * SEEDS.len() * self.epochs * self.data.train.len()
    }

    /// Trains all programs; `seen` counts the images.
    pub fn run(&self, seen: &AtomicUsize) -> Result<Runs, Diverged> {
        let jobs = PROGRAMS.iter().flat_map(|program| SEEDS.map(|seed| (*program, seed)));
        let mut runs: Vec<_> = jobs.map(|job| (job, None)).collect();
        let per_thread = runs.len().div_ceil(self.threads);
        parallel::for_each(runs.chunks_mut(per_thread), |runs| {
            for ((program, seed), run) in runs {
                *run = Some(self.train(*program, *seed, seen));
            }
        });
        let runs = runs.into_iter().map(|(_, run)| run.expect("every job is done"));
        runs.collect::<Result<_, _>>().map(Runs)
    }

    fn train(&self, program: Notebook, seed: u64, seen: &AtomicUsize) -> Result<Run, Diverged> {
        let notebook = Notebook { epochs: self.epochs, ..program };
        let (mut squared_error, mut cross_entropy) = (Vec::new(), Vec::new());
        let (mut gathered, mut last) = (Vec::new(), None);
        let random = &mut NumpyRandom::new(seed);
        notebook.train(&self.data, random, seen, |epoch, (network, sum)| {
            let measure = |corrected| {
                let measured = Notebook { corrected, ..notebook }.measure(&network, &self.data);
                measured.map_err(notebook.diverged(epoch))
            };
            squared_error.push(measure(false)?);
            cross_entropy.push(measure(true)?);
            gathered.push(sum);
            last = Some(network);
            Ok(())
        })?;
        let network = last.expect("at least one epoch");
        Ok(Run { program, seed, squared_error, cross_entropy, gathered, network })
    }
}

impl Runs {
    /// The runs of `program`, one for each of [`SEEDS`].
    ///
    /// # Panics
    /// If it is not one of this module's programs.
    pub fn of(&self, program: Notebook) -> [&Run; SEEDS.len()] {
        SEEDS.map(|seed| {
            let found = self.0.iter().find(|run| (run.program, run.seed) == (program, seed));
            found.expect("every program runs with every seed")
        })
    }

    /// The accuracies of its runs on the test images, after the last epoch.
    pub(super) fn accuracies(&self, program: Notebook) -> [f64; SEEDS.len()] {
        self.of(program).map(|run| last(&run.squared_error).test.accuracy())
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
