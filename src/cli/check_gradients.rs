//! `backprop check-gradients`: every derivative of the backward pass beside a central difference.

use super::memory::Training;
use super::shared_flags::{DATA, DataFolder, SEED};
use super::{Command, Failure, Flags, output};
use crate::document::gradient_table::{CheckedNetwork, HIDDEN, heading, on_images, small};
use crate::format::shown::shown;
use crate::network::Activation;
use crate::network::gradient_check::{BOUND, EPSILON};
use crate::random::NumpyRandom;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "check-gradients",
    summary: "Compare the backward pass with differences of the loss; the tutorial's must fail",
    flags: &[
        DATA,
        "--images N [50] how many training images to use, from the first",
        "--directions N [10] random directions over all weights of the tutorial's network",
        "--derivative NAME [true] of ReLU: true, or printed, as in the tutorial, with which the \
         check fails",
        SEED,
    ],
    run,
};

/// As many directions times weights take seconds; by default they are 0.8 million.
const SLOW: usize = 5_000_000;

fn run(flags: &Flags) -> Result<(), Failure> {
    match check(flags) {
        Err(Failure::ClosedPipe) => {
            Err(Failure::failed("standard output was closed before every row was printed"))
        }
        result => result,
    }
}

fn check(flags: &Flags) -> Result<(), Failure> {
    // Among many more, every move would switch some ReLU for some image, and compare nothing.
    let images = flags.count("images", 1..=1000)?;
    let directions = flags.count("directions", 1..=1_000_000)?;
    let derivatives = [("true", Activation::Relu), ("printed", Activation::ReluAsPrinted)];
    let relu = flags.choice("derivative", &derivatives)?;
    let mut random = NumpyRandom::from_decimal(flags.seed("seed")?)?;
    let folder = DataFolder::new(flags)?;
    let data = folder.load(Some(images), Some(1))?;
    // Network, gradient, direction and lists of parameters; four checks take less than two epochs.
    let plain = Training::of(&data, &[HIDDEN], 2 * directions, images);
    Training { weight: 128, ..plain }.check_memory()?;
    if (0..images).all(|i| data.train.images.nonzero(i).0.is_empty()) {
        return Err(Failure::failed(format!(
            "{}: the first {images} images are all black: no weight of the first layer has a \
             gradient to compare; take more --images, or another data set",
            shown(&folder.path)
        )));
    }
    let weights = HIDDEN * (data.train.images.pixels() + data.train.classes());
    if directions * weights > SLOW {
        output::note(&format!(
            "note: each of the first rows takes {directions} directions over {weights} weights, \
             seconds or minutes; fewer --directions take less time"
        ));
    }

    output::print(&format!(
        "Each derivative of the loss by the backward pass, and by the central difference\n\
         (L(w + {EPSILON:e} d) - L(w - {EPSILON:e} d)) / {:e}. A row shows the relative\n\
         error of its worst check and holds if that is at most {BOUND:e}; where it is\n\
         larger, the two derivatives stand below. A move that switches a ReLU on or off\n\
         is no check of a derivative: it is counted, at the end, and not compared.\n\n",
        2.0 * EPSILON
    ))?;
    output::print(&format!("{}\n", heading()))?;
    let mut rows = on_images(&data.train, relu, directions, &mut random)?;
    rows.extend(small(relu, &mut random)?);
    for row in &rows {
        output::print(&format!("{row}\n"))?;
    }

    let switched: usize = rows.iter().map(CheckedNetwork::switched).sum();
    let checks: usize = rows.iter().map(|row| row.checks.len()).sum();
    let wrong = rows.iter().filter(|row| !row.is_right()).count();
    output::print(&format!(
        "\n{} of {} rows are as they must be; {switched} of {checks} moves switched a ReLU\n",
        rows.len() - wrong,
        rows.len(),
    ))?;
    if wrong > 0 {
        return Err(Failure::failed(format!(
            "{wrong} of {} rows are not as they must be: see the words in capitals (where nothing \
             is compared, take fewer --images, or another --seed)",
            rows.len()
        )));
    }
    Ok(())
}
