//! Every update rule changes every weight by the bits that its formula gives for that weight alone,
//! however the batch is shared out.

use backprop::matrix::Matrix;
use backprop::mnist::one_hot;
use backprop::network::{Activation, Dense, Loss, Network, Pass, Samples, Table};
use backprop::random::{Random, Xorshift};
use backprop::training::dropout::limit_norms;
use backprop::training::{Rule, Schedule, Sgd};

/// A network of these sizes; a third of the units have no say.
fn network(sizes: &[usize], bias: bool, random: &mut Xorshift) -> Network {
    let mut any = |n, k| Matrix::from_fn(n, k, |_, _| 2.0 * random.uniform() - 1.0);
    let layers = sizes.windows(2).map(|size| {
        let bias = bias.then(|| any(1, size[1]).row(0).to_vec());
        Dense::new(any(size[0], size[1]), bias, Activation::Relu)
    });
    Network::new(layers.collect())
}

/// A batch: some inputs zero, labels at random.
fn batch(samples: usize, sizes: &[usize], random: &mut Xorshift) -> Table {
    let classes = sizes[sizes.len() - 1];
    let inputs = Matrix::from_fn(samples, sizes[0], |_, _| match random.below(3) {
        0 => 0.0,
        _ => random.normal(),
    });
    let label = |_| one_hot(random.below(classes as u64) as u8, classes);
    let targets: Vec<_> = (0..samples).map(label).collect();
    Table::new(inputs, Matrix::from_rows(&targets))
}

/// Forward and backward of a batch, cut into `shares` passes.
fn passes(network: &Network, batch: &Table, shares: usize) -> Vec<Pass> {
    let samples = batch.count();
    (0..shares)
        .map(|s| {
            let mut pass = Pass::new(network);
            pass.show(batch, samples * s / shares..samples * (s + 1) / shares);
            network.backprop(Loss::SoftmaxCrossEntropy, &mut pass).unwrap();
            pass
        })
        .collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// The rules by their formulas, one number at a time.
struct Twin {
    rate: f64,
    momentum: f64,
    decay: f64,
    velocity: Vec<f64>,
}

impl Twin {
    /// `v = μ v + g; w -= η (g + μ v)`, where `g` is the mean gradient and, for weights, `λ w`.
    fn step(&mut self, network: &Network, pass: &Pass) -> Vec<f64> {
        let mean = 1.0 / pass.batch() as f64;
        let mut parameters = network.parameters();
        for (i, sum) in pass.gradient(network).into_iter().enumerate() {
            let is_bias = network.parameter_name(i).contains("bias");
            let w = parameters[i];
            let g = sum * mean + if is_bias { 0.0 } else { self.decay * w };
            self.velocity[i] = self.momentum * self.velocity[i] + g;
            parameters[i] = w - self.rate * (g + self.momentum * self.velocity[i]);
        }
        parameters
    }
}

/// The same weights, and nothing that was derived from earlier ones.
fn without_a_past(network: &Network) -> Network {
    let layers = network.layers().iter();
    let fresh = layers.map(|layer| {
        let bias = layer.bias().map(<[f64]>::to_vec);
        Dense::new(layer.weights().clone(), bias, layer.activation())
    });
    Network::new(fresh.collect())
}

/// The gradient of three samples.
fn next_gradient(network: &Network) -> Vec<f64> {
    let sizes = [network.inputs(), network.outputs()];
    passes(network, &batch(3, &sizes, &mut Xorshift::new(9)), 1)[0].gradient(network)
}

#[test]
fn plain_momentum_and_decay_are_their_formulas_bit_for_bit() {
    let mut random = Xorshift::new(1);
    for sizes in [&[1, 1][..], &[7, 9, 8], &[17, 8, 1, 7], &[33, 40, 9]] {
        for bias in [false, true] {
            for (momentum, decay) in [(0.0, 0.0), (0.9, 0.0), (0.0, 0.01), (0.9, 0.01)] {
                for shares in [1, 2, 3] {
                    let case = format!(
                        "{sizes:?}, bias {bias}, momentum {momentum}, {decay}, {shares} shares"
                    );
                    let mut network = network(sizes, bias, &mut random);
                    let mut sgd =
                        Sgd::new(Rule { learning_rate: 0.1, momentum, weight_decay: decay });
                    let velocity = vec![0.0; network.parameters_len()];
                    let mut twin = Twin { rate: 0.1, momentum, decay, velocity };
                    // The last batch is smaller, as an epoch's last may be.
                    for samples in [9, 9, 9, 4] {
                        let batch = batch(samples, sizes, &mut random);
                        let whole = passes(&network, &batch, 1);
                        let expected = twin.step(&network, &whole[0]);
                        let shared = passes(&network, &batch, shares);
                        sgd.step(&mut network, &shared.iter().collect::<Vec<_>>());
                        assert_eq!(bits(&network.parameters()), bits(&expected), "{case}");
                    }
                }
            }
        }
    }
}

#[test]
fn one_sample_at_a_time_is_the_formula_too_with_and_without_dropout() {
    let mut random = Xorshift::new(2);
    let sizes = [17, 9, 8, 3];
    for (bias, dropout) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut network = network(&sizes, bias, &mut random);
        let velocity = vec![0.0; network.parameters_len()];
        let mut twin = Twin { rate: 0.1, momentum: 0.0, decay: 0.0, velocity };
        for step in 0..20 {
            let mut pass = Pass::new(&network);
            pass.show(&batch(1, &sizes, &mut random), [0]);
            if dropout {
                let mut mask = |units| (0..units).map(|_| 2.0 * random.below(2) as f64).collect();
                pass.masks_mut().clone_from_slice(&[mask(9), mask(8)]);
            }
            network.backprop(Loss::SoftmaxCrossEntropy, &mut pass).expect("finite numbers");
            let expected = twin.step(&network, &pass);
            network.descend(0.1, &pass);
            let what = format!("after step {step}, bias {bias}, dropout {dropout}");
            assert_eq!(bits(&network.parameters()), bits(&expected), "{what}");
        }
        assert_eq!(next_gradient(&network), next_gradient(&without_a_past(&network)));
    }
}

#[test]
fn after_a_step_errors_are_handed_back_through_the_new_weights() {
    let mut random = Xorshift::new(3);
    let sizes = [7, 9, 17, 8];
    for (samples, momentum) in [(1, 0.0), (5, 0.0), (5, 0.9)] {
        let mut trained = network(&sizes, true, &mut random);
        let mut sgd = Sgd::new(Rule { learning_rate: 0.1, momentum, weight_decay: 0.0 });
        for _ in 0..3 {
            let pass = passes(&trained, &batch(samples, &sizes, &mut random), 1);
            sgd.step(&mut trained, &[&pass[0]]);
        }
        let fresh = without_a_past(&trained);
        let (trained, fresh) = (next_gradient(&trained), next_gradient(&fresh));
        assert_eq!(trained, fresh, "{samples} samples, {momentum}");
    }
}

#[test]
fn momentum_is_nesterovs_as_sutskever_writes_it() {
    // One weight, the input 1, the loss ½ (w - 3)²: the gradient is w - 3.
    let weight = Matrix::from_rows(&[[0.0]]);
    let mut network = Network::new(vec![Dense::new(weight, None, Activation::Identity)]);
    let (rate, momentum) = (0.05, 0.9);
    let mut sgd = Sgd::new(Rule { learning_rate: rate, momentum, weight_decay: 0.0 });
    let mut pass = Pass::new(&network);
    pass.show(&Table::new(Matrix::from_rows(&[[1.0]]), Matrix::from_rows(&[[3.0]])), [0]);

    // v = μ v - η g(θ + μ v); θ += v: the gradient is taken where the momentum leads to.
    let (mut theta, mut v) = (0.0, 0.0);
    for step in 0..100 {
        network.backprop(Loss::SquaredError, &mut pass).unwrap();
        sgd.step(&mut network, &[&pass]);
        v = momentum * v - rate * (theta + momentum * v - 3.0);
        theta += v;
        let ahead = theta + momentum * v;
        let found = network.parameters()[0];
        assert!((found - ahead).abs() < 1e-13, "step {step}: {found}, by the formula {ahead}");
    }
    assert!((theta - 3.0).abs() < 1e-2, "it ends at the minimum: {theta}");
}

#[test]
fn decay_alone_shrinks_weights_and_spares_biases() {
    let mut network = Network::new(vec![Dense::new(
        Matrix::from_rows(&[[1.0, -2.0]]),
        Some(vec![0.5, 0.5]),
        Activation::Identity,
    )]);
    // No input, and the output is its own target: the loss has no gradient.
    let mut pass = Pass::new(&network);
    pass.show(&Table::new(Matrix::from_rows(&[[0.0]]), Matrix::from_rows(&[[0.5, 0.5]])), [0]);
    network.backprop(Loss::SquaredError, &mut pass).unwrap();
    let mut sgd = Sgd::new(Rule { learning_rate: 0.5, momentum: 0.0, weight_decay: 0.25 });
    sgd.step(&mut network, &[&pass]);
    assert_eq!(network.parameters(), [0.875, -1.75, 0.5, 0.5], "weights by 1 - 0.5 · 0.25");
}

#[test]
fn max_norm_shortens_the_columns_that_are_too_long_and_no_others() {
    let start = Matrix::from_rows(&[[3.0, 0.3, 0.0, -30.0], [4.0, 0.4, 0.0, 40.0]]);
    let mut weights = start.clone();
    limit_norms(&mut weights, 0.5);
    // Columns of the lengths 5, 0.5, 0 and 50; a tenth and a hundredth are not exact.
    let expected = Matrix::from_rows(&[[0.3, 0.3, 0.0, -0.3], [0.4, 0.4, 0.0, 0.4]]);
    for (found, expected) in weights.elements().zip(expected.elements()) {
        assert!((found - expected).abs() < 1e-15, "{found} where {expected} is due");
    }
    let mut long_enough = start.clone();
    limit_norms(&mut long_enough, 50.0);
    assert_eq!(long_enough, start, "nothing is longer than 50");

    let mut random = Xorshift::new(4);
    for (rows, columns) in [(1, 1), (7, 9), (17, 8), (100, 33)] {
        let start = Matrix::from_fn(rows, columns, |_, j| random.normal() * (j + 1) as f64 / 8.0);
        let length = |weights: &Matrix, j| {
            (0..rows).map(|p| weights.row(p)[j] * weights.row(p)[j]).sum::<f64>().sqrt()
        };
        let mut weights = start.clone();
        limit_norms(&mut weights, 2.0);
        for j in 0..columns {
            let (before, after) = (length(&start, j), length(&weights, j));
            let near = if before > 2.0 { (after - 2.0).abs() < 1e-14 } else { after == before };
            assert!(near, "{rows} x {columns}, column {j}: {before} became {after}");
        }
    }
}

#[test]
fn schedules_have_the_values_of_their_formulas() {
    for done in [0.0, 0.25, 0.5, 1.0] {
        assert_eq!(Schedule::Constant.factor(done), 1.0);
    }
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
        let share = Schedule::Cosine.factor(done);
        assert!((share - exact).abs() < 1e-15, "{share} at {done}, exactly {exact}");
    }
    let shares: Vec<_> = (0..=100).map(|i| Schedule::Cosine.factor(f64::from(i) / 100.0)).collect();
    assert!(shares.is_sorted_by(|a, b| a > b), "the rate only falls");
}
