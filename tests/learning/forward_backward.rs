//! Forward pass, losses, deltas and gradient have the same bits as their definitions written out as
//! nested loops, at every awkward size, with and without biases and dropout's masks.

use crate::support::naive;
use backprop::matrix::Matrix;
use backprop::network::{Activation, Loss, Pass, Table};
use backprop::random::{Random, Xorshift};
use backprop::training::Recipe;
use naive::{Naive, Row, assert_same, random_matrix, random_network};

/// Inputs, units of the hidden layers, outputs.
const SIZES: [(usize, &[usize], usize); 9] = [
    (1, &[], 1),
    (7, &[], 9),
    (0, &[9], 8),
    (1, &[8], 2),
    (8, &[0], 7),
    (8, &[1], 17),
    (9, &[17], 8),
    (17, &[7, 9], 8),
    (33, &[16, 1], 17),
];

/// How many samples go through the same pass, and whether with masks: what one batch leaves behind
/// must not show in the next.
const BATCHES: [(usize, bool); 7] =
    [(9, true), (1, false), (17, false), (0, true), (0, false), (7, true), (8, false)];

#[test]
fn every_activation_and_loss_with_and_without_biases() {
    use Activation::*;
    let losses = [(Loss::SquaredError, Sigmoid), (Loss::SoftmaxCrossEntropy, Identity)];
    for activation in [Identity, Sigmoid, Tanh, Relu, ReluAsPrinted] {
        for (loss, output) in losses {
            for bias in [false, true] {
                compare(&Recipe { activation, output, loss, bias, ..Recipe::default() });
            }
        }
    }
}

/// Sends batches through networks of every size and compares all that they leave behind.
fn compare(recipe: &Recipe) {
    let mut random = Xorshift::new(7);
    for (inputs, hidden, outputs) in SIZES {
        let recipe = Recipe { hidden: hidden.to_vec(), ..recipe.clone() };
        let network = random_network(&recipe, [inputs, outputs], &mut random);
        let naive = Naive::of(&network);
        let mut pass = Pass::new(&network);
        for (batch, masked) in BATCHES {
            let x = random_matrix(batch, inputs, &mut random);
            let targets = random_matrix(batch, outputs, &mut random);
            let masks = masks(if masked { batch } else { 0 }, hidden, &mut random);
            // A table has at least one sample, but a batch may have none.
            let some = |all: &Matrix| match batch {
                0 => Matrix::zeros(1, all.columns()),
                _ => all.clone(),
            };
            pass.load(&Table::new(some(&x), some(&targets)), 0..batch);
            for masks in &masks {
                pass.masks_mut().iter_mut().zip(masks).for_each(|(all, mask)| all.extend(mask));
            }
            network.backprop(recipe.loss, &mut pass).unwrap();
            let samples = naive.backprop(recipe.loss, &x, &targets, &masks);

            let what = |what| {
                let Recipe { activation, loss, bias, .. } = recipe;
                let shape = network.shape();
                format!("{what} of {batch}, {shape} {activation:?} {loss:?} {bias} {masked}")
            };
            for l in 0..network.layers().len() {
                let outputs = samples.iter().flat_map(|sample| sample.outputs[l].clone());
                assert_same(pass.outputs(l).elements(), outputs, &what("outputs"));
                let deltas = samples.iter().flat_map(|sample| sample.deltas[l].clone());
                assert_same(pass.deltas(l).elements(), deltas, &what("deltas"));
            }
            let losses = samples.iter().map(|sample| sample.loss);
            assert_same(pass.losses().iter().copied(), losses, &what("losses"));
            assert_same(pass.gradient(&network), naive.gradient(&samples), &what("gradient"));
            for i in (0..batch).filter(|_| !masked) {
                let predicted = network.predict(x.row(i)).expect("finite outputs");
                assert_eq!(predicted, pass.output(i), "{}", what("predictions"));
            }
        }
    }
}

/// For each sample and each hidden layer, a factor for each unit.
fn masks(batch: usize, hidden: &[usize], random: &mut Xorshift) -> Vec<Vec<Row>> {
    let mut factor = |_| if random.below(2) == 0 { 0.0 } else { 1.0 / 0.3 };
    let mut of_sample =
        |_| hidden.iter().map(|&units| (0..units).map(&mut factor).collect()).collect();
    (0..batch).map(&mut of_sample).collect()
}

#[test]
fn every_parameter_has_its_name() {
    let recipe = Recipe { hidden: vec![3], ..Recipe::default() };
    let mut network = recipe.network(2, 1, &mut Xorshift::new(8));
    let values: Vec<_> = (0..13).map(f64::from).collect();
    network.set_parameters(&values);
    let [first, second] = network.layers() else { panic!("two layers") };
    assert_eq!(first.weights(), Matrix::from_rows(&[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]));
    assert_eq!(first.bias(), Some(&values[6..9]));
    assert_eq!(second.weights(), Matrix::from_rows(&[[9.0], [10.0], [11.0]]));
    for (index, name) in [
        (0, "layer 1, weight [0][0]"),
        (5, "layer 1, weight [1][2]"),
        (7, "layer 1, bias [1]"),
        (11, "layer 2, weight [2][0]"),
        (12, "layer 2, bias [0]"),
    ] {
        assert_eq!(network.parameter_name(index), name);
    }
}
