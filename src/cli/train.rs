//! `backprop train`: a fully connected network of any shape, trained by mini-batches.

use super::recipe::recipe;
use super::result_files::{out_folder, write, write_history};
use super::shared_flags::{DATA, SEED, THREADS, data_folder, threads};
use super::{Command, Failure, Flags, output, progress};
use crate::chart::heat_map::confusion_chart;
use crate::mnist::{self, Dataset, Mnist};
use crate::network::Network;
use crate::network::loss::argmax;
use crate::random::{NumpyRandom, Random, Xorshift};
use crate::training::evaluate::map_outputs;
use crate::training::{Confusion, Diverged, History, Recipe, Trainer, evaluate};
use std::time::Instant;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "train",
    summary: "Train a network of any shape by mini-batches, with all that the tutorial leaves out",
    flags: &[
        "--hidden N,N,... [100] units of each hidden layer; none for a linear network",
        "--activation NAME [relu] of the hidden units: relu, tanh, sigmoid, identity",
        "--loss NAME [cross-entropy] cross-entropy (of a softmax) or squared-error",
        "--init NAME [auto] initial weights: he, xavier, tutorial; auto: he for relu, else xavier",
        "--bias yes|no [yes] whether units have biases",
        "--batch N [32] images per step; 1 changes the weights after every image",
        "--learning-rate X [0.1] the factor on a batch's mean gradient in a step",
        "--schedule NAME [cosine] of the learning rate: cosine (down to zero) or constant",
        "--momentum X [0.9] Nesterov momentum, 0 for none",
        "--weight-decay X [0] how strongly weights are pulled towards zero",
        "--dropout X,X [0,0] the dropout rates of the inputs and of the hidden units",
        "--max-norm X [none] the largest norm of the weights into a hidden unit",
        "--augment HOW [none] distortion of the images: none, affine, elastic, or amounts such as \
         shift=1,rotate=10,scale=0.15,shear=0.15,alpha=36,sigma=6",
        "--epochs N [10] passes over the training images",
        "--train N [all] how many training images to use, from the first",
        "--test N [all] how many test images to use, from the first",
        "--validation N [0] hold out the last N training images and measure on them after each \
         epoch; the test images are then used only once, at the end",
        SEED,
        "--rng NAME [xorshift] the random generator: xorshift or numpy",
        THREADS,
        DATA,
        "--out DIR [out/train] the folder for history.csv, loss.svg, accuracy.svg, confusion.txt \
         and confusion.svg",
    ],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let recipe = recipe(flags)?;
    let is_numpy = flags.choice("rng", &[("xorshift", false), ("numpy", true)])?;
    let seed = flags.seed("seed")?;
    if is_numpy {
        return train(flags, &recipe, NumpyRandom::from_decimal(seed)?);
    }
    let seed = seed
        .parse()
        .map_err(|_| Failure::usage("--seed is at most 18446744073709551615 for --rng xorshift"))?;
    train(flags, &recipe, Xorshift::new(seed))
}

fn train(flags: &Flags, recipe: &Recipe, random: impl Random) -> Result<(), Failure> {
    let threads = threads(flags)?;
    let held_out = flags.count("validation", 0..)?;
    let (train, test) = (flags.limit("train", 1..)?, flags.limit("test", 1..)?);
    let out = out_folder(flags)?;
    let sets = Sets::split(mnist::load(&data_folder(flags)?, train, test)?, held_out)?;
    check_size(recipe, &sets.train)?;

    let started = Instant::now();
    let mut trainer = Trainer::new(recipe, &sets.train, threads, random);
    let (history, columns) = train_epochs(&mut trainer, recipe, &sets, threads)?;
    let seconds = started.elapsed().as_secs_f64();
    let confusion = test_network(trainer.network(), &sets, threads)?;

    write_history(&out, &history, columns)?;
    write(&out, "confusion.txt", &confusion.to_string())?;
    write(&out, "confusion.svg", &confusion_chart(confusion.counts()))?;
    output::note(&format!(
        "{seconds:.1} s with {threads} threads; history, charts and confusion matrix are in {}",
        out.display()
    ));
    Ok(())
}

/// The images to train on, those to measure on after each epoch if any are held out for that, and
/// those to test on in the end.
struct Sets {
    train: Dataset,
    validation: Dataset,
    test: Dataset,
}

impl Sets {
    /// Holds out the last `held_out` training images.
    fn split(Mnist { train, test }: Mnist, held_out: usize) -> Result<Sets, Failure> {
        let images = train.len();
        if held_out >= images {
            return Err(Failure::usage(format!(
                "--validation must be below the {images} training images, not {held_out}"
            )));
        }
        let validation = train.slice(images - held_out..images);
        Ok(Sets { train: train.slice(0..images - held_out), validation, test })
    }

    /// The set to measure on after each epoch, its name, and the columns of the history.
    fn measured(&self) -> (&Dataset, &'static str, [&'static str; 4]) {
        if self.validation.is_empty() {
            return (&self.test, "test", ["train_loss", "test_loss", "train_acc", "test_acc"]);
        }
        let columns = ["train_loss", "validation_loss", "train_acc", "validation_acc"];
        (&self.validation, "validation", columns)
    }
}

/// Refuses a network that needs more memory than most machines have: each weight is kept with its
/// velocity and, transposed, once more, so 24 bytes.
fn check_size(recipe: &Recipe, train: &Dataset) -> Result<(), Failure> {
    let most = 100_000_000;
    let sizes = [&[train.images.pixels()], &recipe.hidden[..], &[train.classes()]].concat();
    let weights: u128 = sizes.windows(2).map(|pair| pair[0] as u128 * pair[1] as u128).sum();
    if weights > most {
        return Err(Failure::usage(format!(
            "--hidden makes a network of {weights} weights; at most {most} are allowed"
        )));
    }
    Ok(())
}

/// Trains, and prints and records each epoch. Returns the history and the names of its columns.
fn train_epochs(
    trainer: &mut Trainer<impl Random>,
    recipe: &Recipe,
    sets: &Sets,
    threads: usize,
) -> Result<(History, [&'static str; 4]), Failure> {
    let (measured, name, columns) = sets.measured();
    let mut history = History::new(&columns);
    progress::watch(sets.train.len() * recipe.epochs, |progress| {
        for epoch in 0..recipe.epochs {
            let shown = trainer.train_epoch(&progress.done)?;
            let (network, learning_rate) = (trainer.network(), recipe.learning_rate);
            let error = |output: &[f64], target: &[f64]| recipe.loss.value(output, target);
            let found = evaluate(network, measured, threads, error).map_err(|cause| Diverged {
                epoch,
                cause,
                learning_rate,
            })?;
            let (loss, accuracy) = (found.mean_error(), found.accuracy());
            history.push(&[shown.loss, loss, shown.accuracy, accuracy]);
            progress.erase();
            output::print(&format!(
                "epoch {epoch:3}  train loss {:.4}  accuracy {:.2} %  \
                 {name} loss {loss:.4}  accuracy {:.2} %\n",
                shown.loss,
                100.0 * shown.accuracy,
                100.0 * accuracy,
            ))?;
        }
        Ok::<(), Failure>(())
    })?;
    Ok((history, columns))
}

/// Tests the trained network, and prints how many test images it gets wrong.
fn test_network(network: &Network, sets: &Sets, threads: usize) -> Result<Confusion, Failure> {
    let said = map_outputs(network, &sets.test, threads, |_, output| argmax(output));
    let labels = sets.test.labels.iter().map(|&label| usize::from(label));
    let right = labels.clone().zip(&said).filter(|(label, said)| label == *said).count();
    let tested = said.len();
    output::print(&format!(
        "test accuracy {:.2} %: {} of {tested} wrong\n",
        100.0 * right as f64 / tested as f64,
        tested - right,
    ))?;
    Ok(Confusion::count(sets.test.classes(), labels.zip(said)))
}
