//! `backprop notebook`: the tutorial's MNIST program, its log line by line, and its two charts.

use super::args::{Command, Flag, Flags};
use super::common;
use super::failure::Failure;
use std::ops::Bound;
use std::path::PathBuf;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "notebook",
    summary: "Train on MNIST as the tutorial does: print its log and draw its two charts",
    flags: &[
        common::DATA,
        flag("train", "N", "10000", "how many training images to use, from the first"),
        flag("test", "N", "1000", "how many test images to use, from the first"),
        flag("hidden", "N", "100", "units of the hidden layer"),
        flag("learning-rate", "X", "0.0005", "the step's length, in units of the gradient"),
        flag("epochs", "N", "20", "passes over the training images"),
        common::SEED,
        flag("out", "DIR", "out/notebook", "where history.csv, loss.svg and accuracy.svg go"),
        Flag {
            name: "corrected",
            value: None,
            default: None,
            help: "mend the tutorial's mistakes: ReLU's derivative, and the error taken after \
                   softmax",
        },
        common::THREADS,
    ],
    run,
};

const fn flag(
    name: &'static str,
    value: &'static str,
    default: &'static str,
    help: &'static str,
) -> Flag {
    Flag { name, value: Some(value), default: Some(default), help }
}

/// The flags, understood.
struct Options {
    data: PathBuf,
    train: usize,
    test: usize,
    hidden: usize,
    learning_rate: f64,
    epochs: usize,
    seed: String,
    out: PathBuf,
    corrected: bool,
    threads: usize,
}

impl Options {
    fn from(flags: &Flags) -> Result<Options, Failure> {
        Ok(Options {
            train: flags.count("train", 1..)?,
            test: flags.count("test", 1..)?,
            // 784 x 10,000 weights of 8 bytes are 63 MB, which any machine has.
            hidden: flags.count("hidden", 1..=10_000)?,
            // The largest rates only diverge; past them it is a slip of the finger.
            learning_rate: flags
                .float("learning-rate", (Bound::Excluded(0.0), Bound::Included(1000.0)))?,
            epochs: flags.count("epochs", 1..=1_000_000)?,
            seed: flags.seed("seed")?.to_string(),
            out: flags.path("out")?,
            corrected: flags.is_given("corrected"),
            data: common::data_folder(flags)?,
            threads: common::threads(flags)?,
        })
    }
}

fn run(flags: &Flags) -> Result<(), Failure> {
    let Options {
        data: _data,
        train: _train,
        test: _test,
        hidden: _hidden,
        learning_rate: _learning_rate,
        epochs: _epochs,
        seed: _seed,
        out: _out,
        corrected: _corrected,
        threads: _threads,
    } = Options::from(flags)?;
    Err(Failure::failed("not written yet"))
}
