//! `relu2deriv` asks a question whose answer is always yes.
//!
//! It is given ReLU's output, which is never negative, and tests it for `>= 0`. So the error
//! passes through every hidden unit, those included whose output was 0 whatever their weights: the
//! hidden layer is trained as if it were linear. A gradient check sees it at once.

use super::choices::{accuracies, mean_end};
use super::runs::{Run, Runs, Setting};
use super::{Erratum, Fact, percent, scientific};
use crate::document::gradient_table::along_directions;
use crate::mnist::Dataset;
use crate::network::gradient_check::{Check, worst};
use crate::network::{Loss, Network, Pass};
use crate::random::Xorshift;

/// Images that the gradient is checked on, and random directions that it is checked along.
const CHECKED: (usize, usize) = (50, 10);

/// The mistake, in the trained networks and in their training.
pub fn erratum(setting: &Setting, runs: &Runs) -> Erratum {
    let [printed, corrected] = [&runs.printed[0], &runs.corrected[0]]
        .map(|run: &Run| through_units_that_are_off(&run.network, &setting.data.test));
    let error = |corrected| gradient_error(setting, setting.first_network(corrected));
    let mut facts = accuracies(&runs.printed, &runs.corrected);
    facts.extend([
        Fact::new(
            "test accuracy with ten times the learning rate, mean",
            mean_end(&runs.printed_faster),
            mean_end(&runs.faster),
            percent,
        ),
        Fact::new(
            "largest relative error of the gradient, along random directions",
            error(false),
            error(true),
            scientific,
        ),
        Fact::new("hidden units that are off, test images", printed.0, corrected.0, percent),
        Fact::new("squared error terms in units that are off", printed.1, corrected.1, percent),
    ]);
    Erratum {
        title: "ReLU's derivative is always 1",
        printed: &["return output >= 0"],
        why: "ReLU's output is never negative, so this is true of every unit. Units that are off \
              are handed an error too, and move as if they had had a part in it; what is gone down \
              is no longer the gradient. The small learning rate hides how much that costs.",
        mend: "return output > 0",
        facts,
    }
}

/// Of all hidden units on all images: the share that is off, and the share of the squared error
/// terms that these are handed.
fn through_units_that_are_off(network: &Network, set: &Dataset) -> (f64, f64) {
    let mut pass = Pass::new(network);
    pass.show(set, 0..set.len());
    network.backprop(Loss::SoftmaxCrossEntropy, &mut pass).expect("evaluation was finite");
    let (mut units, mut off, mut all_squares, mut off_squares) = (0.0, 0.0, 0.0, 0.0);
    for (output, delta) in pass.outputs(0).elements().zip(pass.deltas(0).elements()) {
        let (is_off, square) = (f64::from(u8::from(output == 0.0)), delta * delta);
        units += 1.0;
        off += is_off;
        all_squares += square;
        off_squares += is_off * square;
    }
    (off / units, off_squares / all_squares)
}

/// How far the backward pass is from the central difference, at worst.
fn gradient_error(setting: &Setting, mut network: Network) -> f64 {
    let (images, directions) = (CHECKED.0.min(setting.data.train.len()), CHECKED.1);
    let set = setting.data.train.slice(0..images);
    let random = &mut Xorshift::new(1);
    let checks = along_directions(&mut network, &set, directions, random)
        .expect("initial weights are finite");
    // No number, should every direction have switched a ReLU: then nothing was compared.
    worst(&checks).map_or(f64::NAN, Check::relative_error)
}
