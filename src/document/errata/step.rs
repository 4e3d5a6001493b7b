//! Is the tutorial's step the negative gradient of its error?
//!
//! - The worked example: `½ (y - l2)²` falls along `+η (y - l2) σ'(z2) l1`. The tutorial takes
//!   `|y - l2|` and subtracts, so its sign is right only where `y - l2` is negative.
//! - The hidden layer: `relu2deriv` tests ReLU's output, which is never negative, for `>= 0`. So
//!   the error passes through units that are off, as if the layer were linear. A gradient check
//!   sees it.
//! - The scores: the log reports a sum of squares, but the step is `label - softmax`. Central
//!   differences, `∂L/∂z_k ≈ (L(z + ε e_k) - L(z - ε e_k)) / 2ε`, show which loss it descends.

use super::choices::{accuracies, mean};
use super::experiment::{CORRECTED, FASTER, PRINTED, PRINTED_FASTER, SEEDS};
use super::experiment::{Experiment, Runs, last};
use super::{Erratum, Fact, measure};
use crate::document::gradient_table::along_directions;
use crate::document::notebook::Notebook;
use crate::document::worked_example::{TRUE_Y, WorkedExample};
use crate::elementary::cos;
use crate::mnist::Dataset;
use crate::network::gradient_check::{Check, EPSILON, worst};
use crate::network::loss::{softmax, squared_distance};
use crate::network::{Loss, Network, Pass};
use crate::random::{NumpyRandom, Xorshift};
use crate::training::evaluate::map_outputs;

/// A target below the prediction: the printed sign happens to be right for it.
const BELOW: f64 = 0.0;

/// Images that the gradient is checked on, and random directions that it is checked along.
const CHECKED: (usize, usize) = (50, 10);

/// Images whose steps are compared with the gradients of two losses.
const COMPARED: usize = 100;

/// The worked example's sign.
pub const WORKED_EXAMPLE: Erratum = Erratum {
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
    facts: worked_example,
};

fn worked_example(_: &Experiment, _: &Runs) -> Vec<Fact> {
    let examples = |target| [false, true].map(|c| WorkedExample::towards(target, c));
    let change = |target: f64| {
        let distance = |prediction: f64| (target - prediction).abs();
        let moved = |e: WorkedExample| distance(e.pred_y_after) - distance(e.pred_y);
        let [printed, corrected] = examples(target).map(moved);
        measure(format!("change of the distance to the target {target}"))
            .fixed::<6>(printed, corrected)
    };
    let [printed, corrected] = examples(TRUE_Y);
    let before = printed.pred_y;
    vec![
        measure(format!("prediction after the step (before it {before:.6}, target {TRUE_Y})"))
            .fixed::<6>(printed.pred_y_after, corrected.pred_y_after),
        change(TRUE_Y),
        change(BELOW),
    ]
}

/// The MNIST program's `relu2deriv`, in training and in the trained networks.
pub const DERIVATIVE: Erratum = Erratum {
    title: "ReLU's derivative is always 1",
    printed: &["return output >= 0"],
    why: "ReLU's output is never negative, so this is true of every unit. Units that are off \
          get an error as well, and their weights move as if they had contributed to it: the \
          step no longer follows the gradient. The small learning rate hides most of the cost.",
    instead: "return output > 0",
    programs: &[PRINTED, CORRECTED, PRINTED_FASTER, FASTER],
    facts: derivative,
};

fn derivative(experiment: &Experiment, runs: &Runs) -> Vec<Fact> {
    let [printed, corrected] = [PRINTED, CORRECTED]
        .map(|program| share_of_units_off(&runs.of(program)[0].network, &experiment.data.test));
    let mut facts = accuracies(runs, PRINTED, CORRECTED);
    facts.extend([
        measure("test accuracy with ten times the learning rate, mean")
            .percent(mean(runs.accuracies(PRINTED_FASTER)), mean(runs.accuracies(FASTER))),
        measure("largest relative error of the gradient, along random directions")
            .scientific(gradient_error(experiment, PRINTED), gradient_error(experiment, CORRECTED)),
        measure("hidden units that are off, test images").percent(printed.0, corrected.0),
        measure("squared error terms in units that are off").percent(printed.1, corrected.1),
    ]);
    facts
}

/// The share of all hidden outputs on `set` that are 0, and the share of the squared deltas that
/// these have.
fn share_of_units_off(network: &Network, set: &Dataset) -> (f64, f64) {
    let mut pass = Pass::new(network);
    pass.load(set, 0..set.len());
    network.backprop(Loss::SoftmaxCrossEntropy, &mut pass).expect("its evaluation was finite");
    let units: Vec<_> = pass.outputs(0).elements().zip(pass.deltas(0).elements()).collect();
    let off: Vec<_> = units.iter().copied().filter(|(output, _)| *output == 0.0).collect();
    let squares = |units: &[(f64, f64)]| units.iter().map(|(_, delta)| delta * delta).sum::<f64>();
    (off.len() as f64 / units.len() as f64, squares(&off) / squares(&units))
}

/// The largest relative difference between backward pass and central difference, with the
/// program's initial weights.
fn gradient_error(experiment: &Experiment, program: Notebook) -> f64 {
    let data = &experiment.data;
    let mut network = program.network(data, &mut NumpyRandom::new(SEEDS[0]));
    let set = data.train.slice(0..CHECKED.0.min(data.train.len()));
    let checks = along_directions(&mut network, &set, CHECKED.1, &mut Xorshift::new(1))
        .expect("initial weights are finite");
    // Not a number, if every direction switched a ReLU: then nothing was compared.
    worst(&checks).map_or(f64::NAN, Check::relative_error)
}

/// The MNIST program's error, on the scores of the trained network.
pub const LOSS: Erratum = Erratum {
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
    facts: loss,
};

fn loss(experiment: &Experiment, runs: &Runs) -> Vec<Fact> {
    let train = &experiment.data.train;
    let set = train.slice(0..COMPARED.min(train.len()));
    let run = runs.of(PRINTED)[0];
    let largest_distance = |loss: fn(&[f64], &[f64]) -> f64| {
        let distances = map_outputs(&run.network, &set, 1, |i, scores| {
            let target = set.target(i);
            let mut step = vec![0.0; scores.len()];
            Loss::SoftmaxCrossEntropy.gradient(scores, target, &mut step);
            distance(&step, &gradient(scores, |scores| loss(scores, target)))
        });
        distances
            .into_iter()
            .fold((0.0, 0.0), |most: (f64, f64), one| (most.0.max(one.0), most.1.max(one.1)))
    };
    let squares = largest_distance(|scores, target| {
        let mut probabilities = scores.to_vec();
        softmax(&mut probabilities);
        squared_distance(&probabilities, target)
    });
    let cross_entropy =
        largest_distance(|scores, target| Loss::SoftmaxCrossEntropy.value(scores, target));
    let error = last(&run.squared_error).train.mean_error();
    vec![
        measure("degrees from the step to the way down: of the squares, of the cross-entropy")
            .fixed::<3>(squares.0, cross_entropy.0),
        measure("relative difference between the two").scientific(squares.1, cross_entropy.1),
        measure("training error of the last epoch: printed, and as a mean of squares")
            .fixed::<3>(error, error / train.classes() as f64),
    ]
}

/// The gradient of `loss` at `scores`, by central differences.
fn gradient(scores: &[f64], loss: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let loss_at = |k: usize, step: f64| {
        let mut moved = scores.to_vec();
        moved[k] += step;
        loss(&moved)
    };
    let slope = |k| (loss_at(k, EPSILON) - loss_at(k, -EPSILON)) / (2.0 * EPSILON);
    (0..scores.len()).map(slope).collect()
}

/// The angle between two vectors in degrees, and `|a - b| / |b|`.
fn distance(a: &[f64], b: &[f64]) -> (f64, f64) {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (length_a, length_b) = (dot(a, a).sqrt(), dot(b, b).sqrt());
    let cosine = dot(a, b) / (length_a * length_b);
    (arc_cosine(cosine), squared_distance(a, b).sqrt() / length_b)
}

/// The angle from 0 to 180 degrees that has this cosine, by bisection.
fn arc_cosine(cosine: f64) -> f64 {
    let (mut least, mut most) = (0.0, 180.0);
    for _ in 0..50 {
        let middle: f64 = 0.5 * (least + most);
        if cos(middle.to_radians()) > cosine { least = middle } else { most = middle }
    }
    least
}
