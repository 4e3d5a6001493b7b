//! `backprop train`: a fully connected network of any shape, trained by mini-batches.

use super::checkpoint::{self, Checkpoint};
use super::history_files::write_history;
use super::memory::Training;
use super::recipe::{recipe, spelled};
use super::run_record::Run;
use super::shared_flags::{
    CLASSES, DATA, DataFolder, PREPARE, TEST_SHARE, THREADS, TRANSPOSE, threads,
};
use super::start::start;
use super::train_sets::Sets;
use super::{Command, Failure, Flags, help, output, progress};
use crate::chart::heat_map::confusion_chart;
use crate::format::shown::shown;
use crate::mnist::Prepare;
use crate::network::{Model, Network, Samples};
use crate::random::Xorshift;
use crate::training::augmentation::Augmentation;
use crate::training::evaluate::BATCH;
use crate::training::{Diverged, History, Optimizer, Recipe, Stalled, Trainer, evaluate};
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
        "--optimizer NAME [sgd] sgd or adam, whose default learning rate is 0.001",
        "--learning-rate X [0.03] the factor on a batch's mean gradient in a step",
        "--schedule NAME [cosine] of the learning rate: cosine (down to zero) or constant",
        "--momentum X [0.9] Nesterov momentum of sgd, 0 for none",
        "--weight-decay X [0] how strongly weights are pulled towards zero",
        "--dropout X,X [0,0] the dropout rates of the inputs and of the hidden units",
        "--max-norm X [none] the largest norm of the weights into a hidden unit",
        "--augment HOW [none] distortion of the images: none, affine, elastic, or amounts such as \
         shift=1,rotate=10,scale=0.15,shear=0.15,alpha=36,sigma=6; stroke=0.5: other pens",
        "--epochs N [10] passes over the training images",
        "--train N [all] how many training images to use, from the first",
        "--test N [all] how many test images to use, from the first",
        "--validation N [0] hold out the last N training images and measure on them after each \
         epoch; the test images are then used only once, at the end",
        "--patience N [none] stop when the loss on the held-out images has not become smaller for \
         N epochs, and keep the network of the epoch with the smallest",
        "--from MODEL [none] go on from this network; its layers stand instead of the flags'",
        "--weights f4|f8 [f8] the floats of model.npz, of 4 or 8 bytes; rounded before the test",
        "--seed N [884736743] the seed of all that is random: any non-negative whole number below \
         2^64",
        THREADS,
        DATA,
        TEST_SHARE,
        TRANSPOSE,
        CLASSES,
        PREPARE,
        "--out DIR [out/train] the folder for history.csv, loss.svg, accuracy.svg, confusion.txt, \
         confusion.svg, model.npz and checkpoint.npz, which is a model too",
        "--resume go on from checkpoint.npz, which holds the last complete epoch of an interrupted \
         run; the flags must be the same (except --threads), and so will be every file",
    ],
    run,
};

/// The files of a run; the first is the one from which another goes on.
const FILES: [&str; 7] = [
    checkpoint::NAME,
    "history.csv",
    "loss.svg",
    "accuracy.svg",
    "confusion.txt",
    "confusion.svg",
    "model.npz",
];

fn run(flags: &Flags) -> Result<(), Failure> {
    let mut recipe = recipe(flags)?;
    let seed = flags.seed("seed")?.parse();
    let mut random = Xorshift::new(seed.map_err(|_| Failure::usage("--seed must be below 2^64"))?);
    let threads = threads(flags)?;
    let held_out = flags.count("validation", 0..)?;
    let patience = match flags.text("patience")? {
        "none" => None,
        _ => Some(flags.count("patience", 1..)?),
    };
    if patience.is_some() && held_out == 0 {
        return Err(Failure::usage("--patience needs images to measure on: --validation N"));
    }
    let (train, test) = (flags.limit("train", 1..)?, flags.limit("test", 1..)?);
    let is_f4 = flags.choice("weights", &[("f8", false), ("f4", true)])?;
    let (out, data_folder) = (flags.path("out")?, DataFolder::new(flags)?);
    let data = data_folder.load(train, test)?;
    let samples = recipe.batch.min(data.train.len()) + BATCH * threads;
    let base = start(flags, &mut recipe, &data.train, &mut random)?;
    let plain = Training::of(&data, &recipe.hidden, recipe.epochs, samples);
    // Adam's second list and the best network, each in the trainer, in lists and in a checkpoint.
    let more = usize::from(recipe.optimizer == Optimizer::Adam) + usize::from(patience.is_some());
    let distorts = recipe.augmentation != Augmentation::none();
    Training { threads, distorts, weight: plain.weight + 64 * more, ..plain }.check_memory()?;
    let checkpoint = Checkpoint::new(&out, flags, &data);
    let sets = Sets::split(data, held_out)?;
    recipe.check_for(&sets.train)?;
    let mut run = Run::new(flags, &FILES, &data_folder.path, flags.seed("seed")?, threads)?;
    run.advice = Some("--resume goes on from its last epoch");

    let started = Instant::now();
    let set = &sets.train;
    let new = || recipe.network(set.inputs(), set.outputs(), &mut random);
    let network = base.unwrap_or_else(new);
    let mut trainer = Trainer::from(network, &recipe, set, threads, random);
    let (.., columns) = sets.measured();
    let mut history = History::new(&columns);
    let resume = flags.is_given("resume");
    let found = if resume { checkpoint.resume(&mut trainer, &mut history)? } else { None };
    let resumed = found.is_some();
    // Without patience the last network is the one to keep, and the trainer has it.
    let mut kept = found.filter(|_| patience.is_some());
    if resume {
        output::note(&match trainer.epoch() {
            0 => format!("note: no checkpoint in {}: training starts at epoch 0", shown(&out)),
            done if done == recipe.epochs => "note: this run is done; here is its test".to_string(),
            done => format!("note: {done} of {} epochs are done", recipe.epochs),
        });
    }
    let how = format!("{} {}", COMMAND.name, spelled(flags).join(" "));
    let images = &sets.train.images;
    let prepare = Some(Prepare::of(images));
    let model_npz = |network: &Network, how: &str| {
        let model = Model {
            image_size: Some((images.height(), images.width())),
            prepare,
            flags: how.into(),
            classes: sets.train.class_names().to_vec(),
            seed: flags.seed("seed")?.into(),
            ..Model::new(network.clone(), recipe.loss)
        };
        Ok::<_, Failure>(model.to_npz()?)
    };
    run.continues = resumed.then(|| format!("{}, epoch {}", checkpoint::NAME, trainer.epoch()));
    let write_history = |run: &_, history: &History| {
        let best = patience.map(|_| history.least(columns[1]));
        write_history(run, history, columns, recipe.loss.name(), best)
    };
    run.record(|run| {
        if resumed {
            write_history(run, &history)?;
        }
        let save = |trainer: &Trainer, history: &History| {
            write_history(run, history)?;
            if patience.is_some() && history.least(columns[1]) + 1 == trainer.epoch() {
                kept = Some(trainer.network().clone());
            }
            let (done, epochs) = (trainer.epoch(), recipe.epochs);
            let how = format!("{done} of {epochs} epochs of {how}");
            let model = model_npz(kept.as_ref().unwrap_or(trainer.network()), &how)?;
            checkpoint.write(run, &model, trainer, history)?;
            // An earlier run's network is worth more than one that is not trained to its end.
            if run.is_earlier("model.npz") { Ok(()) } else { run.write("model.npz", model) }
        };
        train_epochs(&mut trainer, &mut history, &recipe, &sets, threads, patience, save)?;
        if patience.is_some() {
            let best = history.least(columns[1]);
            output::note(&format!(
                "note: the network of epoch {best} is kept, with the least loss"
            ));
        }
        let seconds = started.elapsed().as_secs_f64();
        let mut network = kept.unwrap_or_else(|| trainer.into_network());
        if is_f4 {
            network.round_to_f32();
        }
        run.write("model.npz", model_npz(&network, &how)?)?;
        let confusion = sets.test(&network, threads)?;
        run.write("confusion.txt", confusion.to_string())?;
        run.write("confusion.svg", confusion_chart(confusion.counts(), sets.test.class_names()))?;
        output::note(&format!(
            "{seconds:.1} s with {threads} threads; history, charts and model are in {}",
            shown(run.path())
        ));
        Ok(())
    })
}

/// Trains the epochs that are left, records, saves and prints each. What is printed is saved.
fn train_epochs(
    trainer: &mut Trainer,
    history: &mut History,
    recipe: &Recipe,
    sets: &Sets,
    threads: usize,
    patience: Option<usize>,
    mut save: impl FnMut(&Trainer, &History) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (measured, name, columns) = sets.measured();
    let images = sets.train.len();
    let mut noted = false;
    for (set, name) in [(&sets.train, "training"), (measured, name)] {
        if let Some(oddity) = set.oddity() {
            output::note(&format!("note: {name} images: {oddity}"));
            // Where the data are at fault, no learning rate is.
            noted = true;
        }
    }
    let mut earlier: Option<Stalled> = None;
    progress::watch(images * trainer.epoch(), images * recipe.epochs, |progress| {
        for epoch in trainer.epoch()..recipe.epochs {
            if patience.is_some_and(|n| epoch > history.least(columns[1]) + n) {
                break;
            }
            let shown = trainer.train_epoch_counted(progress.done())?;
            let (network, learning_rate) = (trainer.network(), recipe.learning_rate);
            let diverged = |cause| Diverged { epoch, cause, learning_rate };
            let found = evaluate(network, measured, threads, recipe.loss).map_err(diverged)?;
            let stalled = Stalled::find(network, measured, recipe.loss).map_err(diverged)?;
            let (loss, accuracy) = (found.mean_error(), found.accuracy());
            history.push(&[shown.loss, loss, shown.accuracy, accuracy]);
            save(trainer, history)?;
            progress.print(&format!(
                "epoch {epoch:3}  train {}  {name} {}\n",
                measures(shown.loss, shown.accuracy),
                measures(loss, accuracy),
            ))?;
            // One epoch may be too short to learn; and once is enough.
            if let (Some(stalled), Some(earlier)) = (stalled, earlier)
                && stalled.lasts_since(&earlier)
                && !noted
            {
                let cure = stalled.cure(learning_rate);
                let note = format!("note: the network learns nothing: {stalled}; try {cure}");
                progress.note(help::wrapped(&note, 0).trim_end());
                noted = true;
            }
            earlier = stalled;
        }
        Ok(())
    })
}

/// Loss and accuracy on the line of an epoch, which fits 80 columns.
fn measures(loss: f64, accuracy: f64) -> String {
    let loss = if loss < 100.0 { format!("{loss:.4}") } else { format!("{loss:.2e}") };
    format!("loss {loss}  acc {:.2} %", 100.0 * accuracy)
}
