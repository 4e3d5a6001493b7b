//! `backprop notebook`: the tutorial's MNIST program, its log line by line, and its two charts.

use super::args::{Command, Flag, Flags};
use super::common::{self, chart, write};
use super::failure::Failure;
use super::{output, progress};
use crate::document::notebook::{Epoch, Notebook, corrected_log_line, log_line};
use crate::format::write_file::make_folder;
use crate::mnist;
use crate::random::NumpyRandom;
use crate::training::History;
use std::ops::Bound;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "notebook",
    summary: "Train on MNIST as the tutorial does: print its log and draw its two charts",
    flags: &[
        common::DATA,
        Flag::with_value("train", "N", "10000", "how many training images to use, from the first"),
        Flag::with_value("test", "N", "1000", "how many test images to use, from the first"),
        Flag::with_value("hidden", "N", "100", "units of the hidden layer"),
        Flag::with_value(
            "learning-rate",
            "X",
            "0.0005",
            "the step's length, in units of the gradient",
        ),
        Flag::with_value("epochs", "N", "20", "passes over the training images"),
        common::SEED,
        Flag::with_value(
            "out",
            "DIR",
            "out/notebook",
            "where history.csv, loss.svg and accuracy.svg go",
        ),
        Flag {
            name: "corrected",
            value: None,
            default: None,
            help: "mend the tutorial's mistakes: ReLU's derivative; cross-entropy after softmax \
                   for the error; in files and charts means, not sums",
        },
        common::THREADS,
    ],
    run,
};

/// The flags, understood.
pub(super) struct Options {
    data: PathBuf,
    train: usize,
    test: usize,
    seed: String,
    out: PathBuf,
    notebook: Notebook,
}

impl Options {
    pub(super) fn from(flags: &Flags) -> Result<Options, Failure> {
        Ok(Options {
            train: flags.count("train", 1..)?,
            test: flags.count("test", 1..)?,
            notebook: Notebook {
                // 784 x 10,000 weights of 8 bytes are 63 MB, which any machine has.
                hidden_size: flags.count("hidden", 1..=10_000)?,
                // The largest rates only diverge; past them it is a slip of the finger.
                learning_rate: flags
                    .float("learning-rate", (Bound::Excluded(0.0), Bound::Included(1000.0)))?,
                epochs: flags.count("epochs", 1..=1_000_000)?,
                corrected: flags.is_given("corrected"),
                threads: common::threads(flags)?,
            },
            seed: flags.seed("seed")?.to_string(),
            out: flags.path("out")?,
            data: common::data_folder(flags)?,
        })
    }

    /// The tutorial's own numbers; data, output folder and threads as `flags` say.
    pub(super) fn tutorial(flags: &Flags) -> Result<Options, Failure> {
        let defaults = Flags::defaults(COMMAND.flags);
        let mut options = Options::from(&defaults)?;
        options.data = common::data_folder(flags)?;
        options.out = flags.path("out")?;
        options.notebook.threads = common::threads(flags)?;
        Ok(options)
    }

    /// Trains, hands each line of the log to `print`, and writes the history and the charts.
    pub(super) fn run(
        &self,
        mut print: impl FnMut(&str) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        // A folder that cannot be written to should be known before the training, not after.
        make_folder(&self.out)?;
        let data = mnist::load(&self.data, Some(self.train), Some(self.test))?;
        let mut random = NumpyRandom::from_decimal(&self.seed)?;
        let mut history = History::new(&["train_loss", "test_loss", "train_acc", "test_acc"]);
        let seen = AtomicUsize::new(0);
        let steps = self.train * self.notebook.epochs;
        let line = if self.notebook.corrected { corrected_log_line } else { log_line };
        progress::watch(steps, "training", &seen, |bar| {
            self.notebook.run(&data, &mut random, &seen, |j, epoch| {
                progress::erase(bar);
                print(&(line(j, &epoch) + "\n"))?;
                history.push(&self.record(&epoch));
                Ok::<(), Failure>(())
            })
        })?;
        write(&self.out, "history.csv", &history.to_csv())?;
        write(&self.out, "loss.svg", &chart(&history, &["train_loss", "test_loss"]))?;
        write(&self.out, "accuracy.svg", &chart(&history, &["train_acc", "test_acc"]))
    }

    /// An epoch's row in the history. The tutorial keeps sums over each set, which cannot be
    /// compared with one another; corrected, they are means.
    fn record(&self, epoch: &Epoch) -> [f64; 4] {
        let Epoch { train, test } = epoch;
        if self.notebook.corrected {
            [train.mean_error(), test.mean_error(), train.accuracy(), test.accuracy()]
        } else {
            [train.error, test.error, train.correct as f64, test.correct as f64]
        }
    }
}

fn run(flags: &Flags) -> Result<(), Failure> {
    let options = Options::from(flags)?;
    options.run(output::print)?;
    output::note(&format!(
        "history.csv, loss.svg and accuracy.svg are in {}",
        options.out.display()
    ));
    Ok(())
}
