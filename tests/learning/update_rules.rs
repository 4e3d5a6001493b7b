//! Every update rule changes every weight by the bits that its formula gives for that weight alone.

use crate::support::naive;
use backprop::matrix::Matrix;
use backprop::network::{Activation, Dense, Loss, Network, Pass, Table};
use backprop::random::{Random, Xorshift};
use backprop::training::{Recipe, Rule, Schedule, Sgd};
use naive::{Naive, assert_same, random_matrix, random_network};

const LOSS: Loss = Loss::SoftmaxCrossEntropy;
const PLAIN: Rule = Rule { learning_rate: 0.1, momentum: 0.0, weight_decay: 0.0 };
const MOMENTUM: Rule = Rule { momentum: 0.9, ..PLAIN };
const DECAY: Rule = Rule { weight_decay: 0.01, ..PLAIN };

/// A network with these inputs, hidden units and outputs.
fn network(sizes: &[usize], bias: bool, random: &mut Xorshift) -> Network {
    let [inputs, hidden @ .., outputs] = sizes else { panic!("inputs and outputs") };
    let recipe = Recipe { hidden: hidden.to_vec(), bias, ..Recipe::default() };
    random_network(&recipe, [*inputs, *outputs], random)
}

/// Inputs and one-hot targets for a network.
fn batch(samples: usize, network: &Network, random: &mut Xorshift) -> (Matrix, Matrix) {
    let classes = network.outputs();
    let targets = Matrix::from_fn(samples, classes, |i, j| f64::from(u8::from(i % classes == j)));
    (random_matrix(samples, network.inputs(), random), targets)
}

/// A step on a batch.
fn step(sgd: &mut Sgd, network: &mut Network, (x, targets): &(Matrix, Matrix)) {
    let mut pass = Pass::new(network);
    pass.load(&Table::new(x.clone(), targets.clone()), 0..x.rows());
    network.backprop(LOSS, &mut pass).unwrap();
    sgd.step(network, &mut pass);
}

#[test]
fn plain_momentum_and_decay_are_their_formulas_bit_for_bit() {
    let mut random = Xorshift::new(1);
    for sizes in [&[1, 1][..], &[0, 9, 17], &[7, 9, 8], &[17, 8, 1, 7], &[33, 40, 9]] {
        for bias in [false, true] {
            for rule in [PLAIN, MOMENTUM, DECAY, Rule { weight_decay: 0.01, ..MOMENTUM }] {
                let mut network = network(sizes, bias, &mut random);
                let mut naive = Naive::of(&network);
                let mut sgd = Sgd::new(rule);
                for samples in [9, 8, 17, 1, 7] {
                    let batch = batch(samples, &network, &mut random);
                    step(&mut sgd, &mut network, &batch);
                    naive.step(rule, &naive.backprop(LOSS, &batch.0, &batch.1, &[]));
                    let what = format!("parameters of {sizes:?}, bias {bias}, {rule:?}");
                    assert_same(network.parameters(), naive.parameters(), &what);
                }
            }
        }
    }
}

#[test]
fn adam_is_algorithm_1_bit_for_bit_and_its_first_step_is_the_learning_rate() {
    let mut random = Xorshift::new(3);
    let rule = Rule { learning_rate: 0.01, ..DECAY };
    for sizes in [&[1, 1][..], &[7, 9, 8], &[17, 8, 1, 7], &[33, 70, 9]] {
        for (bias, rule) in [(false, rule), (true, Rule { weight_decay: 0.0, ..rule })] {
            let mut network = network(sizes, bias, &mut random);
            let mut naive = Naive::of(&network);
            let (mut sgd, mut powers) = (Sgd::adam(rule), [1.0, 1.0]);
            let mut squares = vec![0.0; network.parameters_len()];
            for samples in [9, 8, 17, 1, 7] {
                let (batch, before) = (batch(samples, &network, &mut random), network.parameters());
                step(&mut sgd, &mut network, &batch);
                powers = [powers[0] * 0.9, powers[1] * 0.999];
                let gradients = naive.backprop(LOSS, &batch.0, &batch.1, &[]);
                naive.adam_step(rule, powers, &mut squares, &gradients);
                let what = format!("parameters of {sizes:?}, bias {bias}, {rule:?}");
                assert_same(network.parameters(), naive.parameters(), &what);
                if powers[0] == 0.9 && rule.weight_decay == 0.0 {
                    for (a, b) in network.parameters().iter().zip(before) {
                        let moved = (a - b).abs();
                        assert!(moved == 0.0 || moved < 0.010001, "{moved} of the rate 0.01");
                    }
                }
            }
        }
    }
}

#[test]
fn a_step_after_every_sample_is_the_plain_rule_with_and_without_dropout() {
    let mut random = Xorshift::new(2);
    for (bias, dropout) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut network = network(&[17, 9, 8, 3], bias, &mut random);
        let mut naive = Naive::of(&network);
        let mut pass = Pass::new(&network);
        for number in 0..20 {
            let (x, targets) = batch(1, &network, &mut random);
            let mut mask = |units| (0..units).map(|_| 2.0 * random.below(2) as f64).collect();
            let masks = if dropout { vec![mask(9), mask(8)] } else { vec![vec![], vec![]] };
            pass.load(&Table::new(x.clone(), targets.clone()), [0]);
            pass.masks_mut().clone_from_slice(&masks);
            network.backprop(LOSS, &mut pass).unwrap();
            network.descend(PLAIN.learning_rate, &mut pass);
            naive.step(PLAIN, &naive.backprop(LOSS, &x, &targets, &[masks]));
            let what = format!("parameters, step {number}, bias {bias}, dropout {dropout}");
            assert_same(network.parameters(), naive.parameters(), &what);
        }
    }
}

#[test]
fn momentum_may_be_switched_on_later() {
    let mut random = Xorshift::new(3);
    let mut network = network(&[7, 9, 8], true, &mut random);
    let batches = [(); 6].map(|()| batch(8, &network, &mut random));
    let mut sgd = Sgd::new(PLAIN);
    batches[..3].iter().for_each(|batch| step(&mut sgd, &mut network, batch));
    sgd.rule = MOMENTUM;
    let (mut fresh_network, mut fresh) = (network.clone(), Sgd::new(MOMENTUM));
    for batch in &batches[3..] {
        step(&mut sgd, &mut network, batch);
        step(&mut fresh, &mut fresh_network, batch);
    }
    assert_same(network.parameters(), fresh_network.parameters(), "parameters");
}

#[test]
fn momentum_is_nesterovs_as_sutskever_writes_it() {
    // One weight, the input 1, the loss ½ (w - 3)²: the gradient is w - 3.
    let weight = Matrix::from_rows(&[[0.0]]);
    let mut network = Network::new(vec![Dense::new(weight, None, Activation::Identity)]);
    let Rule { learning_rate, momentum, .. } = MOMENTUM;
    let mut sgd = Sgd::new(MOMENTUM);
    let mut pass = Pass::new(&network);
    pass.load(&Table::new(Matrix::from_rows(&[[1.0]]), Matrix::from_rows(&[[3.0]])), [0]);

    // v = μ v - η g(θ + μ v); θ += v: the gradient is taken where the momentum leads to.
    let (mut theta, mut v) = (0.0, 0.0);
    for step in 0..200 {
        network.backprop(Loss::SquaredError, &mut pass).unwrap();
        sgd.step(&mut network, &mut pass);
        v = momentum * v - learning_rate * (theta + momentum * v - 3.0);
        theta += v;
        let ahead = theta + momentum * v;
        let found = network.parameters()[0];
        assert!((found - ahead).abs() < 1e-13, "step {step}: {found}, by the formula {ahead}");
    }
    assert!((theta - 3.0).abs() < 1e-2, "it ends at the minimum: {theta}");
}

#[test]
fn schedules_have_the_values_of_their_formulas() {
    let root = 0.5f64.sqrt();
    for (done, exact) in [
        (0.0, 1.0),
        (0.25, 0.5 + 0.5 * root),
        (1.0 / 3.0, 0.75),
        (0.5, 0.5),
        (2.0 / 3.0, 0.25),
        (0.75, 0.5 - 0.5 * root),
        (1.0, 0.0),
    ] {
        let factor = Schedule::Cosine.factor(done);
        assert!((factor - exact).abs() < 1e-15, "{factor} at {done}, exactly {exact}");
        assert_eq!(Schedule::Constant.factor(done), 1.0);
    }
}
