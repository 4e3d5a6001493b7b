//! The mistakes: is each step the negative gradient of its error, and is what is reported true?
//!
//! The worked example steps against its error only where `y - l2` is negative; the hidden layer's
//! derivative is 1 even where ReLU is off. The other mistakes do not change the training, but what
//! a reader believes about it. They are measured on one run of the printed program, with the
//! tutorial's seed: on the same weights, in the printed and in the corrected way.

use super::Form::{Fixed, Percent, Scientific};
use super::experiment::{CORRECTED, FASTER, PRINTED, PRINTED_FASTER, last, mean};
use super::measures::{distances_to_step, gradient_error, share_of_units_off};
use super::{Erratum, fact};
use crate::document::notebook::Epoch;
use crate::document::printed::TRAINING_LOG;
use crate::document::worked_example::{TRUE_Y, WorkedExample};
use crate::network::Loss;
use crate::network::loss::{softmax, squared_distance};

/// The mistakes, those with the most consequences first.
pub const MISTAKES: [Erratum; 8] = [
    Erratum {
        title: "A name that does not exist",
        printed: &["training_loss += np.sum((training_lables[i] - layer_2) ** 2)"],
        why: "The labels are called training_labels; training_lables is assigned nowhere. The \
              program ends in a NameError at the first image, before any weight has changed, so \
              as printed it cannot have printed its log.",
        instead: "training_labels[i]",
        programs: &[],
        // Among all names that the document's three cells read, this alone is not assigned,
        // imported or defined anywhere.
        facts: |_, _| {
            vec![fact("assignments to the name (counted in the document)", Fixed(0), [0.0, 1.0])]
        },
    },
    Erratum {
        title: "The worked example steps away from its target",
        printed: &[
            "error = abs(true_y - l2)",
            "hidden_weight -= del_w_output",
            "weights -= del_w_hidden",
        ],
        why: "The way down the squared error is along (true_y - l2), so the step has to be added. \
              abs hides the sign: what is printed is right only for a target below the prediction, \
              and here the target is 1.",
        instead: "error = true_y - l2, and += in both updates",
        programs: &[],
        facts: |_, _| {
            let examples = |target| [false, true].map(|c| WorkedExample::towards(target, c));
            let change = |target: f64| {
                let distance = |prediction: f64| (target - prediction).abs();
                let moved = |e: WorkedExample| distance(e.pred_y_after) - distance(e.pred_y);
                let what = format!("change of the distance to the target {target}");
                fact(what, Fixed(6), examples(target).map(moved))
            };
            let before = WorkedExample::as_printed().pred_y;
            let what =
                format!("prediction after the step (before it {before:.6}, target {TRUE_Y})");
            let after = examples(TRUE_Y).map(|example| example.pred_y_after);
            // For a target below the prediction the printed sign happens to be right.
            vec![fact(what, Fixed(6), after), change(TRUE_Y), change(0.0)]
        },
    },
    Erratum {
        title: "ReLU's derivative is always 1",
        printed: &["return output >= 0"],
        why: "ReLU's output is never negative, so this is true of every unit. Units that are off \
              get an error as well, and their weights move as if they had contributed to it: the \
              step no longer follows the gradient. The small learning rate hides most of the cost.",
        instead: "return output > 0",
        programs: &[PRINTED, CORRECTED, PRINTED_FASTER, FASTER],
        facts: |experiment, runs| {
            let programs = [PRINTED, CORRECTED];
            let faster = [PRINTED_FASTER, FASTER].map(|program| mean(&runs.accuracies(program)));
            let errors = programs.map(|program| gradient_error(experiment, program));
            let of_units_off = programs.map(|program| {
                share_of_units_off(&runs.of(program)[0].network, &experiment.data.test)
            });
            let what = "largest relative error of the gradient, along random directions";
            let shares = of_units_off.map(|(units, _)| units);
            let squares = of_units_off.map(|(_, squares)| squares);
            let mut facts = runs.compare(programs);
            facts.extend([
                fact("test accuracy with ten times the learning rate, mean", Percent, faster),
                fact(what, Scientific, errors),
                fact("hidden units that are off, test images", Percent, shares),
                fact("squared error terms in units that are off", Percent, squares),
            ]);
            facts
        },
    },
    Erratum {
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
        facts: |_, runs| {
            let run = &runs.of(PRINTED)[0];
            let epochs: [&[Epoch]; 2] = [&run.squared_error, &run.cross_entropy];
            let error = |epoch: &Epoch| epoch.train.mean_error();
            let rises = |epochs: &[Epoch]| {
                epochs.windows(2).filter(|pair| error(&pair[1]) > error(&pair[0])).count() as f64
            };
            let [before, after] =
                [&epochs[0][0], last(epochs[0])].map(|epoch| epoch.train.accuracy());
            let what = format!(
                "training error after the last epoch (accuracy {after:.3}, was {before:.3})"
            );
            let first = epochs.map(|epochs| error(&epochs[0]));
            vec![
                fact(what, Fixed(3), epochs.map(|epochs| error(last(epochs)))),
                fact("training error after the first epoch", Fixed(3), first),
                fact("epochs in which it rises", Fixed(0), epochs.map(rises)),
            ]
        },
    },
    Erratum {
        title: "What is called MSE is neither a mean of squares nor what training makes small",
        printed: &[
            "test_loss = np.sum((test_labels - results) ** 2 ) # MSE",
            "layer_2_delta = training_labels[i] - layer_2",
        ],
        why: "The step on the scores, label - softmax, is minus the gradient of the cross-entropy. \
              The gradient of the squared error after softmax has another direction, and vanishes \
              where softmax is sure, right or wrong. And the number is a sum over the ten \
              scores, divided by the images alone (the loop above calls the same sum SSE).",
        instead: "report the cross-entropy, under its name",
        programs: &[PRINTED],
        facts: |experiment, runs| {
            let (train, run) = (&experiment.data.train, &runs.of(PRINTED)[0]);
            let squares = |scores: &[f64], target: &[f64]| {
                let mut probabilities = scores.to_vec();
                softmax(&mut probabilities);
                squared_distance(&probabilities, target)
            };
            let entropy =
                |scores: &[f64], target: &[f64]| Loss::SoftmaxCrossEntropy.value(scores, target);
            let distances = [
                distances_to_step(&run.network, train, squares),
                distances_to_step(&run.network, train, entropy),
            ];
            let angles = distances.map(|(angle, _)| angle);
            let differences = distances.map(|(_, difference)| difference);
            let angle =
                "degrees from the step to the way down: of the squares, of the cross-entropy";
            let what = "training error of the last epoch: printed, and as a mean of squares";
            let error = last(&run.squared_error).train.mean_error();
            vec![
                fact(angle, Fixed(3), angles),
                fact("relative difference between the two", Scientific, differences),
                fact(what, Fixed(3), [error, error / train.classes() as f64]),
            ]
        },
    },
    Erratum {
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
        facts: |_, runs| {
            let Epoch { train, test } = *last(&runs.of(PRINTED)[0].squared_error);
            let counts = train.correct as f64 / test.correct as f64;
            let shares = train.accuracy() / test.accuracy();
            let errors = [train.error / test.error, train.mean_error() / test.mean_error()];
            vec![
                fact("training line over test line, accuracy", Fixed(3), [counts, shares]),
                fact("training line over test line, error", Fixed(3), errors),
            ]
        },
    },
    Erratum {
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
        facts: |experiment, runs| {
            let (images, run) = (experiment.data.train.len() as f64, &runs.of(PRINTED)[0]);
            let errors = [last(&run.squared_error).train.error, *last(&run.gathered)];
            // One product per weight: in the forward pass, in the outer product, and in its product
            // with the learning rate; the way back through the second layer; and once more in the
            // evaluation.
            let evaluation = run.network.parameters_len() as f64;
            let second = run.network.layers()[1].weights();
            let training = 3.0 * evaluation + (second.rows() * second.columns()) as f64;
            let products = [training + evaluation, training];
            let millions = products.map(|products| products * images / 1e6);
            let sums = [2.0 * run.gathered.len() as f64, 0.0];
            let errors = errors.map(|error| error / images);
            let what = "millions of products an epoch: with the second pass, without";
            vec![
                fact("training error of the last epoch: kept, and as gathered", Fixed(3), errors),
                fact("sums gathered and never read, whole run", Fixed(0), sums),
                fact(what, Fixed(0), millions),
            ]
        },
    },
    Erratum {
        title: "The log's lines",
        printed: &["Traing set accuracy: ... Test set accuracy: ... \\"],
        why: "\"Traing\" for \"Training\"; the space before the last backslash ends every line; \
              and of twenty epochs the document shows nine, the ninth cut off before its last \
              number.",
        instead: "\"Training\", and no space before the last quotes (see notebook --corrected)",
        programs: &[],
        facts: |experiment, _| {
            // The words of a line are the same whatever its numbers.
            let line = |j| CORRECTED.log_line(j, &Epoch::default()) + "\n";
            let corrected: String = (0..experiment.epochs).map(line).collect();
            let count = |what, end: &str| {
                let logs = [TRAINING_LOG, &corrected];
                fact(what, Fixed(0), logs.map(|log| log.matches(end).count() as f64))
            };
            vec![
                count("lines with the word Traing", "Traing "),
                count("lines that end in a space", " \n"),
                count("epochs shown whole", "\n"),
            ]
        },
    },
];
