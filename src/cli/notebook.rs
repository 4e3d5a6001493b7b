//! `backprop notebook`: the tutorial's MNIST program, its log line by line, and its two charts.

use super::memory::Training;
use super::result_files::write_history;
use super::run_record::Run;
use super::shared_flags::{DATA, DataFolder, NO_MATTER, SEED, threads};
use super::{Command, Failure, Flags, output, progress};
use crate::document::notebook::{Epoch, Notebook, corrected_log_line, log_line};
use crate::format::shown::shown;
use crate::mnist::{Mnist, Prepare};
use crate::network::{Loss, Model};
use crate::random::NumpyRandom;
use crate::training::History;
use crate::training::evaluate::BATCH;
use std::ops::Bound;
use std::path::Path;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "notebook",
    summary: "Train on MNIST as the tutorial does: print its log and draw its two charts",
    flags: &[
        DATA,
        "--train N [10000] how many training images to use, from the first",
        "--test N [1000] how many test images to use, from the first",
        "--hidden N [100] units of the hidden layer",
        "--learning-rate X [0.0005] the factor on the gradient in a step",
        "--epochs N [20] passes over the training images",
        SEED,
        OUT,
        "--corrected correct the tutorial's mistakes: ReLU's derivative; cross-entropy after \
         softmax as the error; means, not sums, in files and charts",
        THREADS,
    ],
    run,
};

/// Where the history and the charts go.
pub(super) const OUT: &str =
    "--out DIR [out/notebook] the folder for history.csv, loss.svg, accuracy.svg and model.npz";

/// The tutorial's program has work for two threads, however many are allowed.
pub(super) const THREADS: &str = "\
    --threads N [all] with 1, train and measure in turn; with 2 or more, measure each epoch on a \
    second thread while the next is trained; the results are the same";

/// The values of the flags.
pub(super) struct Options {
    data: DataFolder,
    train: usize,
    test: usize,
    seed: String,
    notebook: Notebook,
    /// The flags that decide the result.
    spelled: String,
}

impl Options {
    pub(super) fn from(flags: &Flags) -> Result<Options, Failure> {
        Ok(Options {
            train: flags.count("train", 1..)?,
            test: flags.count("test", 1..)?,
            notebook: Notebook {
                hidden_size: flags.count("hidden", 1..=10_000)?,
                // The largest rates only diverge; a larger number is a typing error.
                learning_rate: flags
                    .float("learning-rate", (Bound::Excluded(0.0), Bound::Included(1000.0)))?,
                epochs: flags.count("epochs", 1..=1_000_000)?,
                corrected: flags.is_given("corrected"),
                threads: threads(flags)?,
                ..Notebook::TUTORIAL
            },
            seed: flags.seed("seed")?.to_string(),
            data: DataFolder::new(flags)?,
            spelled: format!("{} {}", COMMAND.name, flags.spelled(&NO_MATTER).join(" ")),
        })
    }

    /// The tutorial's own numbers; data, output folder and threads as `flags` say.
    pub(super) fn tutorial(flags: &Flags) -> Result<Options, Failure> {
        let tutorial = Options::from(&Flags::defaults(COMMAND.flags))?;
        let notebook = Notebook { threads: threads(flags)?, ..tutorial.notebook };
        Ok(Options { data: DataFolder::new(flags)?, notebook, ..tutorial })
    }

    /// Prints `heading`, trains, and writes history, charts and network. Then does `more` with the
    /// log and the output folder.
    pub(super) fn run(
        &self,
        flags: &Flags,
        heading: &str,
        more: impl FnOnce(&str, &Path) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let data = self.data.load(Some(self.train), Some(self.test))?;
        let hidden = [self.notebook.hidden_size];
        let plain = Training::of(&data, &hidden, self.notebook.epochs, BATCH);
        Training { threads: self.notebook.threads.min(2), ..plain }.check_memory()?;
        let files = ["history.csv", "loss.svg", "accuracy.svg", "model.npz"];
        let threads = self.notebook.threads;
        let run = Run::new(flags, &files, &self.data.path, &self.seed, threads)?;
        run.record(|run| {
            output::print(heading)?;
            more(&self.train(&data, run)?, run.path())
        })
    }

    /// Trains, prints each line of the log, and writes the history and the charts after every
    /// epoch and the network at the end. Returns the log.
    fn train(&self, data: &Mnist, run: &Run) -> Result<String, Failure> {
        let mut random = NumpyRandom::from_decimal(&self.seed)?;
        let names = ["train_loss", "test_loss", "train_acc", "test_acc"];
        let (mut history, mut log) = (History::new(&names), String::new());
        let line = if self.notebook.corrected { corrected_log_line } else { log_line };
        let loss = if self.notebook.corrected { "cross-entropy" } else { "" };
        let network = progress::watch(0, self.train * self.notebook.epochs, |progress| {
            self.notebook.run(data, &mut random, progress.done(), |j, epoch| {
                history.push(&self.record(&epoch));
                write_history(run, &history, names, loss, None)?;
                let line = line(j, &epoch) + "\n";
                progress.print(&line)?;
                log += &line;
                Ok::<(), Failure>(())
            })
        })?;
        let images = &data.train.images;
        let model = Model {
            image_size: Some((images.height(), images.width())),
            prepare: Some(Prepare::of(images)),
            flags: self.spelled.clone(),
            seed: self.seed.clone(),
            ..Model::new(network, Loss::SoftmaxCrossEntropy)
        };
        run.write("model.npz", model.to_npz()?)?;
        Ok(log)
    }

    /// An epoch's row in the history. The tutorial keeps sums over each set, which cannot be
    /// compared with one another; corrected, they are means.
    fn record(&self, Epoch { train, test }: &Epoch) -> [f64; 4] {
        if self.notebook.corrected {
            [train.mean_error(), test.mean_error(), train.accuracy(), test.accuracy()]
        } else {
            [train.error, test.error, train.correct as f64, test.correct as f64]
        }
    }
}

fn run(flags: &Flags) -> Result<(), Failure> {
    let options = Options::from(flags)?;
    options.run(flags, "", |_, out| {
        let out = shown(out);
        output::note(&format!("history.csv, loss.svg, accuracy.svg and model.npz are in {out}"));
        Ok(())
    })
}
