//! Training every row with every seed, several runs at once.
//!
//! A run needs one thread, and there are more runs than cores: it is quicker to train two networks
//! beside each other than one with two threads, which would wait for each other at every step.

use super::published::Published;
use crate::cli::progress::{self, Part};
use crate::cli::recipe::recipe;
use crate::cli::{Failure, Flags, train};
use crate::mnist::Mnist;
use crate::network::loss::argmax;
use crate::random::Xorshift;
use crate::threads;
use crate::training::evaluate::map_outputs;
use crate::training::{Diverged, Recipe, Trainer};
use std::ffi::OsString;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

/// How many training images MNIST has.
pub(super) const TRAINING_IMAGES: usize = 60_000;

/// How many test images it has; half of them are of other writers than the first half.
pub(super) const TEST_IMAGES: usize = 10_000;

/// A row and its recipe, ready to be trained.
pub(super) struct Job {
    pub row: &'static Published,
    /// The recipe as flags of `backprop train`, and what they say.
    pub flags: String,
    pub recipe: Recipe,
    /// How many training images it learns from, from the first.
    pub images: usize,
}

impl Job {
    /// Reads the recipe of a row as `backprop train` reads its command line.
    pub fn new(row: &'static Published) -> Result<Job, Failure> {
        let text = row.recipe.join(" ");
        let flags = Flags::parse(train::COMMAND.flags, text.split(' ').map(OsString::from))?;
        let images = flags.limit("train", 1..)?.unwrap_or(TRAINING_IMAGES);
        Ok(Job { row, flags: text, recipe: recipe(&flags)?, images })
    }
}

/// The result of one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// How many of the first and of the last half of the test images were wrong.
    pub wrong: [usize; 2],
    /// How long it took.
    pub seconds: f64,
}

/// Trains and tests each job with its seed, and hands the outcome on. At the first failure no
/// further run begins.
pub(super) fn run(
    runs: &[(&Job, u64)],
    data: &Mnist,
    threads: usize,
    finished: impl FnMut(&Job, u64, Outcome) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let part =
        |(job, _): &(&Job, u64)| Part::new(job.images * job.recipe.epochs, job.row.seconds.into());
    let next = AtomicUsize::new(0);
    let (finished, failure) = (Mutex::new(finished), Mutex::new(None));
    progress::watch_parts(runs.iter().map(part).collect(), |progress| {
        let one = |number: usize, (job, seed): (&Job, u64)| {
            let (Published { name, net, .. }, of) = (job.row, runs.len());
            progress.note(&format!("run {} of {of}: {name} ({net}), seed {seed}", number + 1));
            let outcome = train_and_test(job, seed, data, &progress.parts[number].done)
                .map_err(|error| Failure::failed(format!("{name}, seed {seed}: {error}")))?;
            finished.lock().expect("no run panics")(job, seed, outcome)?;
            let Outcome { wrong: [first, last], seconds } = outcome;
            progress.note(&format!(
                "{name}, seed {seed}: {} of {} wrong, {seconds:.1} s",
                first + last,
                data.test.len(),
            ));
            Ok::<(), Failure>(())
        };
        threads::for_each(0..threads.min(runs.len()), |_| {
            loop {
                let number = next.fetch_add(1, Relaxed);
                let Some(&run) = runs.get(number) else { break };
                if let Err(error) = one(number, run) {
                    failure.lock().expect("no run panics").get_or_insert(error);
                    next.store(runs.len(), Relaxed);
                }
            }
        });
    });
    failure.into_inner().expect("no run panics").map_or(Ok(()), Err)
}

fn train_and_test(
    job: &Job,
    seed: u64,
    data: &Mnist,
    seen: &AtomicUsize,
) -> Result<Outcome, Diverged> {
    let started = Instant::now();
    let Job { recipe, images, .. } = job;
    let set = data.train.slice(0..*images);
    let mut trainer = Trainer::new(recipe, &set, 1, Xorshift::new(seed));
    for _ in 0..recipe.epochs {
        trainer.train_epoch_counted(seen)?;
    }
    let mut wrong = [0, 0];
    let is_wrong = |i: usize, output: &[f64]| argmax(output) != usize::from(data.test.labels[i]);
    for (i, is_wrong) in
        map_outputs(trainer.network(), &data.test, 1, is_wrong).into_iter().enumerate()
    {
        wrong[2 * i / data.test.len()] += usize::from(is_wrong);
    }
    Ok(Outcome { wrong, seconds: started.elapsed().as_secs_f64() })
}
