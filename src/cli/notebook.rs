//! `backprop notebook`: the tutorial's MNIST program, its log line by line, and its two charts.

use super::history_files::write_history;
use super::memory::Training;
use super::run_record::Run;
use super::shared_flags::{DATA, DataFolder, NO_MATTER, SEED, threads};
use super::{Command, Failure, Flags, output, progress};
use crate::document::notebook::{Epoch, Notebook, corrected_log_line, log_line};
use crate::format::shown::shown;
use crate::mnist::{Mnist, Prepare};
use crate::network::{Loss, Model, Network};
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

/// The files of a run.
const FILES: [&str; 4] = ["history.csv", "loss.svg", "accuracy.svg", "model.npz"];

fn run(flags: &Flags) -> Result<(), Failure> {
    run_program(flags, flags, "", |_, out| {
        let out = shown(out);
        output::note(&format!("history.csv, loss.svg, accuracy.svg and model.npz are in {out}"));
        Ok(())
    })
}

/// Prints `heading`, trains, and writes history, charts and network. Then does `more` with the log
/// and the output folder. Data, folder and threads are those of `flags`, all else is `program`'s.
pub(super) fn run_program(
    flags: &Flags,
    program: &Flags,
    heading: &str,
    more: impl FnOnce(&str, &Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (train, test) = (program.count("train", 1..)?, program.count("test", 1..)?);
    let notebook = Notebook {
        hidden_size: program.count("hidden", 1..=10_000)?,
        // The largest rates only diverge; a larger number is a typing error.
        learning_rate: program
            .float("learning-rate", (Bound::Excluded(0.0), Bound::Included(1000.0)))?,
        epochs: program.count("epochs", 1..=1_000_000)?,
        corrected: program.is_given("corrected"),
        threads: threads(flags)?,
        ..Notebook::TUTORIAL
    };
    let (seed, folder) = (program.seed("seed")?, DataFolder::new(flags)?);
    let data = folder.load(Some(train), Some(test))?;
    let hidden = [notebook.hidden_size];
    let plain = Training::of(&data, &hidden, notebook.epochs, BATCH);
    Training { threads: notebook.threads.min(2), ..plain }.check_memory()?;
    let run = Run::new(flags, &FILES, &folder.path, seed, notebook.threads)?;
    run.record(|run| {
        output::print(heading)?;
        let (network, log) = train_and_print(&notebook, &data, seed, run)?;
        let images = &data.train.images;
        let model = Model {
            image_size: Some((images.height(), images.width())),
            prepare: Some(Prepare::of(images)),
            flags: format!("{} {}", COMMAND.name, program.spelled(&NO_MATTER).join(" ")),
            seed: seed.into(),
            ..Model::new(network, Loss::SoftmaxCrossEntropy)
        };
        run.write("model.npz", model.to_npz()?)?;
        more(&log, run.path())
    })
}

/// Trains, and after every epoch prints its line and writes the history and the charts. Returns the
/// network and the log.
fn train_and_print(
    notebook: &Notebook,
    data: &Mnist,
    seed: &str,
    run: &Run,
) -> Result<(Network, String), Failure> {
    let mut random = NumpyRandom::from_decimal(seed)?;
    let names = ["train_loss", "test_loss", "train_acc", "test_acc"];
    let (mut history, mut log) = (History::new(&names), String::new());
    let line = if notebook.corrected { corrected_log_line } else { log_line };
    let loss = if notebook.corrected { "cross-entropy" } else { "" };
    let network = progress::watch(0, data.train.len() * notebook.epochs, |progress| {
        notebook.run(data, &mut random, progress.done(), |j, epoch| {
            // The tutorial keeps sums over each set, which cannot be compared with one another.
            let Epoch { train, test } = epoch;
            history.push(&if notebook.corrected {
                [train.mean_error(), test.mean_error(), train.accuracy(), test.accuracy()]
            } else {
                [train.error, test.error, train.correct as f64, test.correct as f64]
            });
            write_history(run, &history, names, loss, None)?;
            let line = line(j, &epoch) + "\n";
            progress.print(&line)?;
            log += &line;
            Ok::<(), Failure>(())
        })
    })?;
    Ok((network, log))
}
