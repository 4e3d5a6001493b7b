//! What the tutorial reports, plots, and throws away: errors, sums, and the lines of its log.
//!
//! None of this changes the training; it changes what a reader believes about it. All errors are
//! measured on one run of the printed program, with the tutorial's seed: on the same weights, in
//! the printed and in the corrected way.

use super::experiment::{Experiment, PRINTED, Run, Runs, last};
use super::{Erratum, Fact, measure};
use crate::document::notebook::{Epoch, corrected_log_line};
use crate::document::printed::TRAINING_LOG;
use crate::training::Evaluation;

/// A name that is never assigned. This fact is a count in the document: among all names that its
/// three cells read, this alone is not assigned, imported or defined anywhere.
pub const NAME: Erratum = Erratum {
    title: "A name that does not exist",
    printed: &["training_loss += np.sum((training_lables[i] - layer_2) ** 2)"],
    why: "The labels are called training_labels; training_lables is assigned nowhere. The \
          program ends in a NameError at the first image, before any weight has changed, so \
          as printed it cannot have printed its log.",
    instead: "training_labels[i]",
    programs: &[],
    facts: name,
};

fn name(_: &Experiment, _: &Runs) -> Vec<Fact> {
    vec![measure("assignments to the name (counted in the document)").fixed::<0>(0.0, 1.0)]
}

/// The error is taken on scores before softmax.
pub const RAW_SCORES: Erratum = Erratum {
    title: "The error is taken before softmax",
    printed: &[
        "results = relu(training_images @ weights_1) @ weights_2",
        "training_loss = np.sum((training_labels - results) ** 2 ) # MSE",
    ],
    why: "These results are raw scores, which need not be near 0 and 1 at all: softmax looks \
          only at their differences, and training drives them apart. So the error climbs while \
          the network gets better.",
    instead: "the mean over the images of -log(softmax(score)[label]), the cross-entropy",
    programs: &[PRINTED],
    facts: raw_scores,
};

fn raw_scores(_: &Experiment, runs: &Runs) -> Vec<Fact> {
    let Run { squared_error, cross_entropy, .. } = runs.of(PRINTED)[0];
    let error = |epoch: &Epoch| epoch.train.mean_error();
    let rises = |epochs: &[Epoch]| {
        epochs.windows(2).filter(|pair| error(&pair[1]) > error(&pair[0])).count() as f64
    };
    let (before, after) = (squared_error[0].train.accuracy(), last(squared_error).train.accuracy());
    vec![
        measure(format!(
            "training error after the last epoch (accuracy {after:.3}, was {before:.3})"
        ))
        .fixed::<3>(error(last(squared_error)), error(last(cross_entropy))),
        measure("training error after the first epoch")
            .fixed::<3>(error(&squared_error[0]), error(&cross_entropy[0])),
        measure("epochs in which it rises").fixed::<0>(rises(squared_error), rises(cross_entropy)),
    ]
}

/// The two lines of a chart are sums over sets of different sizes.
pub const CHARTS: Erratum = Erratum {
    title: "The charts compare sums over sets of different sizes",
    printed: &[
        "loss_history = pd.DataFrame([store_training_loss, store_test_loss], ...)",
        "acc_history = pd.DataFrame([store_training_accurate_pred, ...], ...)",
    ],
    why: "What is stored are sums over each set, so the training line lies above the test line \
          by the ratio of the sets' sizes, however well either goes; the accuracies are not \
          shares but counts.",
    instead: "store the means: each sum divided by the number of its images",
    programs: &[PRINTED],
    facts: charts,
};

fn charts(_: &Experiment, runs: &Runs) -> Vec<Fact> {
    let Epoch { train, test } = *last(&runs.of(PRINTED)[0].squared_error);
    vec![
        measure("training line over test line, accuracy").fixed::<3>(
            train.correct as f64 / test.correct as f64,
            train.accuracy() / test.accuracy(),
        ),
        measure("training line over test line, error")
            .fixed::<3>(train.error / test.error, train.mean_error() / test.mean_error()),
    ]
}

/// The sums gathered in an epoch are overwritten unread.
pub const GATHERED: Erratum = Erratum {
    title: "Sums are gathered during the epoch and thrown away",
    printed: &[
        "training_loss += np.sum((training_lables[i] - layer_2) ** 2)",
        "training_loss = np.sum((training_labels - results) ** 2 ) # MSE",
    ],
    why: "The second line overwrites what the first has gathered, and the accuracy goes the \
          same way; nothing reads it in between. What is lost is the better number: it is \
          taken after softmax. What replaces it costs another forward pass over all images.",
    instead: "drop the gathering, or print it and drop the second pass",
    programs: &[PRINTED],
    facts: gathered,
};

fn gathered(_: &Experiment, runs: &Runs) -> Vec<Fact> {
    let run = runs.of(PRINTED)[0];
    let Evaluation { error, samples, .. } = last(&run.squared_error).train;
    let images = samples as f64;
    // One product per weight: in the forward pass, in the outer product, and in its product with
    // the learning rate; the way back through the second layer; and once more in the evaluation.
    let evaluation = run.network.parameters_len() as f64;
    let second = run.network.layers()[1].weights();
    let training = 3.0 * evaluation + (second.rows() * second.columns()) as f64;
    let millions = |products: f64| products * images / 1e6;
    vec![
        measure("training error of the last epoch: kept, and as gathered")
            .fixed::<3>(error / images, last(&run.gathered) / images),
        measure("sums gathered and never read, whole run")
            .fixed::<0>(2.0 * run.gathered.len() as f64, 0.0),
        measure("millions of products an epoch: with the second pass, without")
            .fixed::<0>(millions(training + evaluation), millions(training)),
    ]
}

/// The log: a misspelled word, a space at the end of each line, and the end cut off.
pub const LOG: Erratum = Erratum {
    title: "The log's lines",
    printed: &["Traing set accuracy: ... Test set accuracy: ... \\"],
    why: "\"Traing\" for \"Training\"; the space before the last backslash ends every line; \
          and of twenty epochs the document shows nine, the ninth cut off before its last \
          number.",
    instead: "\"Training\", and no space before the last quotes (see notebook --corrected)",
    programs: &[],
    facts: log,
};

fn log(experiment: &Experiment, _: &Runs) -> Vec<Fact> {
    // The words of a line are the same whatever its numbers.
    let line = |j| corrected_log_line(j, &Epoch::default()) + "\n";
    let corrected: String = (0..experiment.epochs).map(line).collect();
    let fact = |what, counted: fn(&str) -> usize| -> Fact {
        measure(what).fixed::<0>(counted(TRAINING_LOG) as f64, counted(&corrected) as f64)
    };
    vec![
        fact("lines with the word Traing", |log| log.matches("Traing ").count()),
        fact("lines that end in a space", |log| log.matches(" \n").count()),
        fact("epochs shown whole", |log| log.matches('\n').count()),
    ]
}
