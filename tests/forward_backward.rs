//! Forward pass, error terms and gradient have the same bits as their definitions written out as
//! plain nested loops, at every awkward size, with and without biases and dropout's masks.

#![allow(clippy::needless_range_loop, reason = "the twin is written with indices, as in textbooks")]

use backprop::matrix::Matrix;
use backprop::mnist::one_hot;
use backprop::network::{Activation, Dense, Loss, Network, Pass, Table};
use backprop::random::{Random, Xorshift};

type Rows = Vec<Vec<f64>>;

/// A layer as its definition has it: `weights[p][j]` leads from input `p` to output `j`.
struct Plain {
    weights: Rows,
    bias: Option<Vec<f64>>,
    activation: Activation,
}

/// Numbers of mixed sizes, so that any other order of a sum would round differently; a third zero.
fn numbers(rows: usize, columns: usize, random: &mut Xorshift) -> Rows {
    let mut number = || match random.below(3) {
        0 => 0.0,
        _ => (random.uniform() - 0.5) * 10f64.powi(random.below(4) as i32 - 2),
    };
    (0..rows).map(|_| (0..columns).map(|_| number()).collect()).collect()
}

fn matrix(rows: &Rows) -> Matrix {
    Matrix::from_fn(rows.len(), rows[0].len(), |i, j| rows[i][j])
}

fn bits(values: impl IntoIterator<Item = f64>) -> Vec<u64> {
    values.into_iter().map(f64::to_bits).collect()
}

fn activate(activation: Activation, z: f64) -> f64 {
    match activation {
        Activation::Identity => z,
        Activation::Sigmoid => 1.0 / (1.0 + (-z).exp()),
        Activation::Tanh => z.tanh(),
        Activation::Relu | Activation::ReluAsPrinted => f64::max(0.0, z),
    }
}

fn slope(activation: Activation, y: f64) -> f64 {
    match activation {
        Activation::Sigmoid => y * (1.0 - y),
        Activation::Tanh => 1.0 - y * y,
        Activation::Relu if y == 0.0 => 0.0,
        _ => 1.0,
    }
}

/// Outputs, error terms and gradient of every layer, for samples that go through one by one.
struct Twin {
    outputs: Vec<Rows>,
    error_terms: Vec<Rows>,
    gradient: Vec<f64>,
    losses: Vec<f64>,
}

fn twin(layers: &[Plain], inputs: &Rows, labels: &[u8], loss: Loss, masks: &[Rows]) -> Twin {
    let (samples, last) = (inputs.len(), layers.len() - 1);
    let mut entering = vec![inputs.clone()];
    let mut outputs: Vec<Rows> = Vec::new();
    for (l, layer) in layers.iter().enumerate() {
        let units = layer.weights[0].len();
        let mut out = vec![vec![0.0; units]; samples];
        for i in 0..samples {
            for j in 0..units {
                let mut z = layer.bias.as_ref().map_or(0.0, |bias| bias[j]);
                for p in 0..layer.weights.len() {
                    z += entering[l][i][p] * layer.weights[p][j];
                }
                out[i][j] = activate(layer.activation, z);
            }
        }
        let mut next = out.clone();
        if l < last && !masks.is_empty() {
            for i in 0..samples {
                for j in 0..units {
                    next[i][j] = out[i][j] * masks[l][i][j];
                }
            }
        }
        outputs.push(out);
        entering.push(next);
    }

    let mut error_terms: Vec<Rows> = outputs.clone();
    let mut losses = Vec::new();
    for i in 0..samples {
        let (y, target) = (&outputs[last][i], usize::from(labels[i]));
        let wanted = |k: usize| if k == target { 1.0 } else { 0.0 };
        let (errors, value): (Vec<f64>, f64) = match loss {
            Loss::SquaredError => {
                let errors: Vec<f64> = (0..y.len()).map(|k| y[k] - wanted(k)).collect();
                let value = 0.5 * errors.iter().map(|e| e * e).sum::<f64>();
                (errors, value)
            }
            Loss::SoftmaxCrossEntropy => {
                let largest = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let powers: Vec<f64> = y.iter().map(|z| (z - largest).exp()).collect();
                let sum: f64 = powers.iter().sum();
                let errors = (0..y.len()).map(|k| powers[k] / sum - wanted(k)).collect();
                (errors, sum.ln() - (y[target] - largest))
            }
        };
        error_terms[last][i] = errors;
        losses.push(value);
    }
    for l in (0..=last).rev() {
        for i in 0..samples {
            for j in 0..outputs[l][i].len() {
                if l < last {
                    let mut error = 0.0;
                    for k in 0..outputs[l + 1][i].len() {
                        error += error_terms[l + 1][i][k] * layers[l + 1].weights[j][k];
                    }
                    if !masks.is_empty() {
                        error *= masks[l][i][j];
                    }
                    error_terms[l][i][j] = error;
                }
                error_terms[l][i][j] *= slope(layers[l].activation, outputs[l][i][j]);
            }
        }
    }

    let mut gradient = Vec::new();
    for (l, layer) in layers.iter().enumerate() {
        for p in 0..layer.weights.len() {
            for j in 0..layer.weights[p].len() {
                let products = (0..samples).map(|i| entering[l][i][p] * error_terms[l][i][j]);
                gradient.push(products.fold(0.0, |sum, product| sum + product));
            }
        }
        if let Some(bias) = &layer.bias {
            gradient.extend(
                (0..bias.len())
                    .map(|j| (0..samples).fold(0.0, |sum, i| sum + error_terms[l][i][j])),
            );
        }
    }
    Twin { outputs, error_terms, gradient, losses }
}

const SIZES: [&[usize]; 7] =
    [&[1, 1], &[7, 9], &[1, 8, 2], &[8, 1, 7], &[9, 17, 8], &[17, 7, 9, 8], &[33, 16, 1, 17]];

/// Compares all of a pass with its twin, for one kind of network at every size.
fn compare(activation: Activation, loss: Loss, bias: bool, masked: bool) {
    let mut random = Xorshift::new(7);
    for sizes in SIZES {
        for samples in [1, 2, 7, 8, 9, 17] {
            let case = format!(
                "{sizes:?} {activation:?} {loss:?}, bias {bias}, masks {masked}, {samples} samples"
            );
            let output = match loss {
                Loss::SquaredError => Activation::Sigmoid,
                Loss::SoftmaxCrossEntropy => Activation::Identity,
            };
            let layers: Vec<Plain> = (1..sizes.len())
                .map(|l| Plain {
                    weights: numbers(sizes[l - 1], sizes[l], &mut random),
                    bias: bias.then(|| numbers(1, sizes[l], &mut random).remove(0)),
                    activation: if l == sizes.len() - 1 { output } else { activation },
                })
                .collect();
            let classes = sizes[sizes.len() - 1];
            let inputs = numbers(samples, sizes[0], &mut random);
            let labels: Vec<u8> =
                (0..samples).map(|_| random.below(classes as u64) as u8).collect();
            let mut mask = |units| -> Rows {
                let mut factor = || if random.below(2) == 0 { 0.0 } else { 1.0 / 0.3 };
                (0..samples).map(|_| (0..units).map(|_| factor()).collect()).collect()
            };
            let hidden = sizes[1..sizes.len() - 1].iter();
            let masks: Vec<Rows> = hidden.filter(|_| masked).map(|&n| mask(n)).collect();

            let network = Network::new(
                layers
                    .iter()
                    .map(|layer| {
                        Dense::new(matrix(&layer.weights), layer.bias.clone(), layer.activation)
                    })
                    .collect(),
            );
            let targets: Rows = labels.iter().map(|&label| one_hot(label, classes)).collect();
            let table = Table::new(matrix(&inputs), matrix(&targets));
            let mut pass = Pass::new(&network);
            pass.show(&table, 0..samples);
            pass.masks_mut().iter_mut().zip(&masks).for_each(|(mask, m)| *mask = m.concat());
            // Twice: what the first pass left behind must not show in the second.
            for _ in 0..2 {
                network.backprop(loss, &mut pass).unwrap();
            }

            let twin = twin(&layers, &inputs, &labels, loss, &masks);
            for l in 0..layers.len() {
                let expected = bits(twin.outputs[l].iter().flatten().copied());
                assert_eq!(bits(pass.outputs(l).elements()), expected, "outputs {l} of {case}");
                // A zero may have either sign: what is left out of a sum is left out here, too.
                let unsigned = |x: f64| if x == 0.0 { 0.0 } else { x };
                let expected = bits(twin.error_terms[l].iter().flatten().map(|&d| unsigned(d)));
                let found = bits(pass.deltas(l).elements().map(unsigned));
                assert_eq!(found, expected, "error terms {l} of {case}");
            }
            assert_eq!(bits(pass.losses().to_vec()), bits(twin.losses), "losses of {case}");
            let found = pass.gradient(&network);
            assert_eq!(found.len(), network.parameters_len(), "{case}");
            for (i, (found, expected)) in found.iter().zip(&twin.gradient).enumerate() {
                let name = network.parameter_name(i);
                assert!(found == expected, "{name} of {case}: {found}, by definition {expected}");
            }
        }
    }
}

#[test]
fn every_activation_and_loss_with_and_without_biases() {
    use Activation::*;
    for activation in [Identity, Sigmoid, Tanh, Relu, ReluAsPrinted] {
        for loss in [Loss::SquaredError, Loss::SoftmaxCrossEntropy] {
            for bias in [false, true] {
                compare(activation, loss, bias, false);
            }
        }
    }
}

#[test]
fn with_units_left_out_by_a_mask() {
    for activation in [Activation::Sigmoid, Activation::Relu] {
        compare(activation, Loss::SoftmaxCrossEntropy, true, true);
        compare(activation, Loss::SquaredError, false, true);
    }
}

#[test]
fn parameters_stand_in_one_order_everywhere() {
    let mut random = Xorshift::new(8);
    let first = numbers(2, 3, &mut random);
    let second = numbers(3, 1, &mut random);
    let mut network = Network::new(vec![
        Dense::new(matrix(&first), Some(vec![5.0, 6.0, 7.0]), Activation::Relu),
        Dense::new(matrix(&second), None, Activation::Identity),
    ]);
    let list = [&first[0][..], &first[1], &[5.0, 6.0, 7.0], &second[0], &second[1], &second[2]];
    assert_eq!(network.parameters(), list.concat());
    let names: Vec<_> = (0..12).map(|i| network.parameter_name(i)).collect();
    assert_eq!(names[..2], ["layer 1, weight [0][0]", "layer 1, weight [0][1]"]);
    assert_eq!(names[5..8], ["layer 1, weight [1][2]", "layer 1, bias [0]", "layer 1, bias [1]"]);
    assert_eq!(names[9..], [0, 1, 2].map(|p| format!("layer 2, weight [{p}][0]")));

    // Changing them changes what is derived from them: a sweep back through Wᵀ, too.
    let values: Vec<_> = (0..12).map(f64::from).collect();
    network.set_parameters(&values);
    assert_eq!(network.parameters(), values);
    let mut pass = Pass::new(&network);
    // 8 · 9 + 10 · 10 + 12 · 11 is one more than the target.
    pass.show(
        &Table::new(Matrix::from_rows(&[[1.0, 1.0]]), Matrix::from_rows(&[[8.0 + 295.0]])),
        [0],
    );
    network.backprop(Loss::SquaredError, &mut pass).unwrap();
    let error = pass.output(0)[0] - pass.target(0)[0];
    assert_eq!(pass.deltas(0), &Matrix::from_rows(&[[9.0 * error, 10.0 * error, 11.0 * error]]));
}

#[test]
#[should_panic(expected = "layer 2 takes the outputs of layer 1")]
fn layers_that_do_not_fit_are_refused() {
    let layer = |n, k| Dense::new(Matrix::zeros(n, k), None, Activation::Relu);
    Network::new(vec![layer(2, 3), layer(4, 1)]);
}
