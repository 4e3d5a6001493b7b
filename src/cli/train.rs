//! `backprop train`: a fully connected network of any shape, trained by mini-batches.

use super::args::{Command, Flag, Flags};
use super::common::{chart, write};
use super::failure::Failure;
use super::recipe::recipe;
use super::{common, output, progress};
use crate::chart::heat_map::confusion_chart;
use crate::format::write_file::make_folder;
use crate::mnist::{self, Dataset, Mnist};
use crate::network::Network;
use crate::network::loss::argmax;
use crate::random::{NumpyRandom, Random, Xorshift};
use crate::training::evaluate::{first_not_finite, map_outputs};
use crate::training::{Confusion, Exploded, History, Recipe, Trainer, evaluate, targets};
use std::sync::atomic::AtomicUsize;
use std::time::Instant;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "train",
    summary: "Train a network of any shape by mini-batches, with all that the tutorial leaves out",
    flags: &[
        Flag::with_value(
            "hidden",
            "N,N,...",
            "100",
            "units of each hidden layer; none for a linear network",
        ),
        Flag::with_value(
            "activation",
            "NAME",
            "relu",
            "of the hidden units: relu, tanh, sigmoid, identity",
        ),
        Flag::with_value(
            "loss",
            "NAME",
            "cross-entropy",
            "cross-entropy (of a softmax) or squared-error",
        ),
        Flag::with_value(
            "init",
            "NAME",
            "auto",
            "first weights: he, xavier, tutorial; auto takes he for relu, \
             else xavier",
        ),
        Flag::with_value("bias", "yes|no", "yes", "whether units have biases"),
        Flag::with_value(
            "batch",
            "N",
            "32",
            "images a step; 1 changes the weights after every image",
        ),
        Flag::with_value(
            "learning-rate",
            "X",
            "0.1",
            "the step's length, for the mean gradient of a batch",
        ),
        Flag::with_value(
            "schedule",
            "NAME",
            "cosine",
            "of the learning rate: cosine (down to nothing) or \
             constant",
        ),
        Flag::with_value("momentum", "X", "0.9", "Nesterov momentum, 0 for none"),
        Flag::with_value("weight-decay", "X", "0", "how strongly weights are pulled towards zero"),
        Flag::with_value(
            "dropout",
            "X,X",
            "0,0",
            "the shares of inputs and of hidden units left out",
        ),
        Flag::with_value(
            "max-norm",
            "X",
            "none",
            "the longest that the weights into a hidden unit may be",
        ),
        Flag::with_value(
            "augment",
            "HOW",
            "none",
            "how images are distorted: none, affine, elastic, or amounts \
             such as shift=1,rotate=10,scale=0.15,shear=0.15,alpha=36,sigma=6",
        ),
        Flag::with_value("epochs", "N", "10", "passes over the training images"),
        Flag::with_value("train", "N", "all", "how many training images to use, from the first"),
        Flag::with_value("test", "N", "all", "how many test images to use, from the first"),
        Flag::with_value(
            "validation",
            "N",
            "0",
            "hold out the last N training images and measure on them after \
             each epoch; the test images are then looked at once, at the end",
        ),
        common::SEED,
        Flag::with_value("rng", "NAME", "xorshift", "the generator: xorshift or numpy"),
        common::THREADS,
        common::DATA,
        Flag::with_value(
            "out",
            "DIR",
            "out/train",
            "where history.csv, loss.svg, accuracy.svg, confusion.txt \
             and confusion.svg go",
        ),
    ],
    run,
};

/// Which generator draws weights and orders.
#[derive(Clone, Copy)]
enum Generator {
    Numpy,
    Xorshift,
}

fn run(flags: &Flags) -> Result<(), Failure> {
    let recipe = recipe(flags)?;
    let generators = [("xorshift", Generator::Xorshift), ("numpy", Generator::Numpy)];
    let (generator, seed) = (flags.choice("rng", &generators)?, flags.seed("seed")?);
    match generator {
        Generator::Numpy => train(flags, &recipe, NumpyRandom::from_decimal(seed)?),
        Generator::Xorshift => {
            let seed = seed.parse().map_err(|_| {
                Failure::usage("--seed is at most 18446744073709551615 for --rng xorshift")
            })?;
            train(flags, &recipe, Xorshift::new(seed))
        }
    }
}

fn train(flags: &Flags, recipe: &Recipe, random: impl Random) -> Result<(), Failure> {
    let threads = common::threads(flags)?;
    let held_out = flags.count("validation", 0..)?;
    let (train, test) = (limit(flags, "train")?, limit(flags, "test")?);
    let out = flags.path("out")?;
    make_folder(&out)?;
    let Mnist { train, test, classes } = mnist::load(&common::data_folder(flags)?, train, test)?;
    let learned_from = train.len().checked_sub(held_out).filter(|&n| n > 0).ok_or_else(|| {
        let images = train.len();
        Failure::usage(format!(
            "--validation must be below the {images} training images, not {held_out}"
        ))
    })?;
    let (train, validation) =
        (train.slice(0..learned_from), train.slice(learned_from..train.len()));
    let (name, measured, names) = if validation.is_empty() {
        ("test", &test, ["train_loss", "test_loss", "train_acc", "test_acc"])
    } else {
        let names = ["train_loss", "validation_loss", "train_acc", "validation_acc"];
        ("validation", &validation, names)
    };

    check_size(recipe, train.images.pixels(), classes)?;
    let started = Instant::now();
    let mut trainer = Trainer::new(recipe, &train, classes, threads, random);
    let mut history = History::new(&names);
    let targets = targets(classes);
    let measure = |network: &Network, set: &Dataset| {
        evaluate(network, set, &targets, threads, |output, target| {
            recipe.loss.value(output, target)
        })
    };
    let seen = AtomicUsize::new(0);
    progress::watch(train.len() * recipe.epochs, "training", &seen, |bar| {
        for epoch in 0..recipe.epochs {
            let learning_rate = recipe.learning_rate;
            let exploded = |cause| Exploded { epoch, cause, learning_rate };
            let shown = trainer.train_epoch(&seen).map_err(exploded)?;
            let found = measure(trainer.network(), measured);
            if !found.error.is_finite() {
                return Err(exploded(first_not_finite(trainer.network(), measured)).into());
            }
            let found = (found.mean_error(), found.accuracy());
            history.push(&[shown.loss, found.0, shown.accuracy, found.1]);
            progress::erase(bar);
            output::print(&format!(
                "epoch {epoch:3}  train loss {:.4}  accuracy {:.2} %  {name} loss {:.4}  accuracy \
                 {:.2} %\n",
                shown.loss,
                100.0 * shown.accuracy,
                found.0,
                100.0 * found.1,
            ))?;
        }
        Ok::<(), Failure>(())
    })?;
    let seconds = started.elapsed().as_secs_f64();

    let network = trainer.network();
    let said = map_outputs(network, &test, threads, |_, output| argmax(output));
    let labels = test.labels.iter().map(|&label| usize::from(label));
    let confusion = Confusion::count(classes, labels.clone().zip(said.iter().copied()));
    let right = labels.zip(&said).filter(|(label, said)| label == *said).count();
    output::print(&format!(
        "test accuracy {:.2} %: {} of {} wrong\n",
        100.0 * right as f64 / test.len() as f64,
        test.len() - right,
        test.len(),
    ))?;
    write(&out, "history.csv", &history.to_csv())?;
    write(&out, "loss.svg", &chart(&history, &names[..2]))?;
    write(&out, "accuracy.svg", &chart(&history, &names[2..]))?;
    write(&out, "confusion.txt", &confusion.to_string())?;
    write(&out, "confusion.svg", &confusion_chart(confusion.counts()))?;
    output::note(&format!(
        "{seconds:.1} s with {threads} threads; history, charts and confusion matrix are in {}",
        out.display()
    ));
    Ok(())
}

/// Refuses a network that would need more memory than a machine can be trusted to have: each
/// weight is kept with its velocity and, transposed, once more, so 24 bytes.
fn check_size(recipe: &Recipe, inputs: usize, classes: usize) -> Result<(), Failure> {
    let most = 100_000_000;
    let sizes = [&[inputs], &recipe.hidden[..], &[classes]].concat();
    let weights: u128 = sizes.windows(2).map(|pair| pair[0] as u128 * pair[1] as u128).sum();
    if weights > most {
        return Err(Failure::usage(format!(
            "--hidden makes a network of {weights} weights; at most {most} are allowed"
        )));
    }
    Ok(())
}

/// How many images to read: `all` is no limit.
pub(super) fn limit(flags: &Flags, name: &str) -> Result<Option<usize>, Failure> {
    match flags.text(name)? {
        "all" => Ok(None),
        _ => flags.count(name, 1..).map(Some),
    }
}
