//! Measurements of a network that show two of the mistakes: how far a step is from the gradient.

use super::experiment::{Experiment, SEEDS};
use crate::document::gradient_table::along_directions;
use crate::document::notebook::Notebook;
use crate::elementary::cos;
use crate::mnist::Dataset;
use crate::network::gradient_check::{Check, EPSILON, worst};
use crate::network::loss::squared_distance;
use crate::network::{Loss, Network, Pass};
use crate::random::{NumpyRandom, Xorshift};
use crate::training::evaluate::map_outputs;

/// Images that the gradient is checked on, and random directions that it is checked along.
const CHECKED: (usize, usize) = (50, 10);

/// Images whose steps are compared with a loss's gradient.
const COMPARED: usize = 100;

/// The share of all hidden outputs on `set` that are 0, and the share of the squared deltas that
/// these have.
pub(super) fn share_of_units_off(network: &Network, set: &Dataset) -> (f64, f64) {
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
pub(super) fn gradient_error(experiment: &Experiment, program: Notebook) -> f64 {
    let data = &experiment.data;
    let mut network = program.network(data, &mut NumpyRandom::new(SEEDS[0]));
    let set = data.train.slice(0..CHECKED.0.min(data.train.len()));
    let checks = along_directions(&mut network, &set, CHECKED.1, &mut Xorshift::new(1))
        .expect("initial weights are finite");
    // Not a number, if every direction switched a ReLU: then nothing was compared.
    worst(&checks).map_or(f64::NAN, Check::relative_error)
}

/// From the step on the scores, softmax - label, to the gradient of `loss` by central differences,
/// `∂L/∂z_k ≈ (L(z + ε e_k) - L(z - ε e_k)) / 2ε`: the largest angle in degrees, and the largest
/// relative difference.
pub(super) fn distances_to_step(
    network: &Network,
    set: &Dataset,
    loss: impl Fn(&[f64], &[f64]) -> f64 + Sync,
) -> (f64, f64) {
    let set = set.slice(0..COMPARED.min(set.len()));
    let distances = map_outputs(network, &set, 1, |i, scores| {
        let target = set.target(i);
        let mut step = vec![0.0; scores.len()];
        Loss::SoftmaxCrossEntropy.gradient(scores, target, &mut step);
        let loss_at = |k: usize, step: f64| {
            let mut moved = scores.to_vec();
            moved[k] += step;
            loss(&moved, target)
        };
        let slope = |k| (loss_at(k, EPSILON) - loss_at(k, -EPSILON)) / (2.0 * EPSILON);
        distance(&step, &(0..scores.len()).map(slope).collect::<Vec<_>>())
    });
    distances.into_iter().fold((0.0, 0.0), |most, one| (one.0.max(most.0), one.1.max(most.1)))
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
