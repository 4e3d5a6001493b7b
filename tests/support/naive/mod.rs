//! A network as its definition has it: nested loops over plain rows, one sample at a time, every
//! sum in index order. The tests hold the library to its numbers, bit for bit.

#![allow(clippy::needless_range_loop, reason = "written with indices, as in textbooks")]

use backprop::elementary::{exp, ln, tanh};
use backprop::matrix::Matrix;
use backprop::network::{Activation, Loss, Network};
use backprop::random::{Random, Xorshift};
use backprop::training::{Recipe, Rule};

pub type Row = Vec<f64>;

/// A fully connected layer.
struct Layer {
    units: usize,
    /// `weights[p][j]` leads from input `p` to unit `j`.
    weights: Vec<Row>,
    /// Empty if there is none.
    bias: Row,
    activation: Activation,
}

/// Layers, the first nearest the input, and the velocity of every parameter.
pub struct Naive {
    layers: Vec<Layer>,
    velocity: Row,
}

/// What one sample leaves behind; `inputs`, `outputs` and `deltas` have a row for each layer.
pub struct Sample {
    pub inputs: Vec<Row>,
    pub outputs: Vec<Row>,
    pub deltas: Vec<Row>,
    pub loss: f64,
}

impl Naive {
    /// A copy of `network`.
    pub fn of(network: &Network) -> Self {
        let layers = network.layers().iter().map(|layer| Layer {
            units: layer.outputs(),
            weights: rows(&layer.weights()),
            bias: layer.bias().unwrap_or_default().to_vec(),
            activation: layer.activation(),
        });
        Self { layers: layers.collect(), velocity: vec![0.0; network.parameters_len()] }
    }

    /// The weights row by row, then the bias, layer by layer.
    pub fn parameters(&self) -> Row {
        let layers = self.layers.iter();
        layers.flat_map(|layer| [layer.weights.concat(), layer.bias.clone()].concat()).collect()
    }

    /// `y = f(x W + b)` of every layer: their inputs and outputs. `masks[l]` multiplies the outputs
    /// of hidden layer `l` on their way to the next layer; without dropout they are empty.
    pub fn forward(&self, x: &[f64], masks: &[Row]) -> (Vec<Row>, Vec<Row>) {
        let (mut inputs, mut outputs) = (vec![x.to_vec()], Vec::new());
        for (l, layer) in self.layers.iter().enumerate() {
            let mut y = Row::new();
            for j in 0..layer.units {
                let mut z = layer.bias.get(j).copied().unwrap_or(0.0);
                for p in 0..layer.weights.len() {
                    z += inputs[l][p] * layer.weights[p][j];
                }
                y.push(activate(layer.activation, z));
            }
            inputs.push(times(&y, masks.get(l)));
            outputs.push(y);
        }
        inputs.pop();
        (inputs, outputs)
    }

    /// Forward, loss and backward of the samples in the rows of `x`. `masks[i]` are the masks of
    /// sample `i`.
    pub fn backprop(
        &self,
        loss: Loss,
        x: &Matrix,
        targets: &Matrix,
        masks: &[Vec<Row>],
    ) -> Vec<Sample> {
        let masks = |i: usize| masks.get(i).map_or(&[][..], |masks| masks);
        (0..x.rows()).map(|i| self.sample(loss, x.row(i), targets.row(i), masks(i))).collect()
    }

    fn sample(&self, loss: Loss, x: &[f64], target: &[f64], masks: &[Row]) -> Sample {
        let (inputs, outputs) = self.forward(x, masks);
        let last = self.layers.len() - 1;
        let (loss, mut errors) = value_and_errors(loss, &outputs[last], target);
        let mut deltas = vec![Row::new(); self.layers.len()];
        for (l, layer) in self.layers.iter().enumerate().rev() {
            for j in 0..layer.units {
                deltas[l].push(errors[j] * slope(layer.activation, outputs[l][j]));
            }
            if l > 0 {
                errors = vec![0.0; layer.weights.len()];
                for p in 0..errors.len() {
                    for j in 0..layer.units {
                        errors[p] += deltas[l][j] * layer.weights[p][j];
                    }
                }
                errors = times(&errors, masks.get(l - 1));
            }
        }
        Sample { inputs, outputs, deltas, loss }
    }

    /// `∂L/∂W[p][j] = Σ x[p] d[j]` and `∂L/∂b[j] = Σ d[j]` over the samples, in the order of
    /// [`Naive::parameters`].
    pub fn gradient(&self, samples: &[Sample]) -> Row {
        let mut gradient = Row::new();
        for (l, layer) in self.layers.iter().enumerate() {
            for p in 0..layer.weights.len() {
                for j in 0..layer.units {
                    let products = samples.iter().map(|s| s.inputs[l][p] * s.deltas[l][j]);
                    gradient.push(products.fold(0.0, |sum, product| sum + product));
                }
            }
            for j in 0..layer.bias.len() {
                gradient.push(samples.iter().fold(0.0, |sum, s| sum + s.deltas[l][j]));
            }
        }
        gradient
    }

    /// `v = μ v + g; w -= η (g + μ v)`, where `g` is the mean gradient and, for weights, `λ w`.
    pub fn step(&mut self, rule: Rule, samples: &[Sample]) {
        let mean = 1.0 / samples.len() as f64;
        let mut gradient = self.gradient(samples).into_iter().zip(&mut self.velocity);
        for layer in &mut self.layers {
            let weights = layer.weights.iter_mut().flatten().map(|w| (w, rule.weight_decay));
            let biases = layer.bias.iter_mut().map(|b| (b, 0.0));
            for ((w, decay), (sum, v)) in weights.chain(biases).zip(&mut gradient) {
                let g = sum * mean + decay * *w;
                *v = rule.momentum * *v + g;
                *w -= rule.learning_rate * (g + rule.momentum * *v);
            }
        }
    }

    /// `m = 0.9 m + 0.1 g; v = 0.999 v + 0.001 g²; w -= η (m / (1 - 0.9ᵗ) / (√(v / (1 - 0.999ᵗ)) +
    /// 1e-8) + λ w)`, with the powers of step `t` and `λ` for weights alone.
    pub fn adam_step(&mut self, rule: Rule, powers: [f64; 2], v: &mut Row, samples: &[Sample]) {
        let mean = 1.0 / samples.len() as f64;
        let gradient = self.gradient(samples).into_iter();
        let mut gradient = gradient.zip(self.velocity.iter_mut().zip(v));
        for layer in &mut self.layers {
            let weights = layer.weights.iter_mut().flatten().map(|w| (w, rule.weight_decay));
            let biases = layer.bias.iter_mut().map(|b| (b, 0.0));
            for ((w, decay), (sum, (m, v))) in weights.chain(biases).zip(&mut gradient) {
                let g = sum * mean;
                *m = 0.9 * *m + (1.0 - 0.9) * g;
                *v = 0.999 * *v + (1.0 - 0.999) * (g * g);
                let (m, v) = (*m / (1.0 - powers[0]), *v / (1.0 - powers[1]));
                *w -= rule.learning_rate * (m / (v.sqrt() + 1e-8) + decay * *w);
            }
        }
    }
}

fn times(values: &[f64], mask: Option<&Row>) -> Row {
    match mask {
        Some(mask) if !mask.is_empty() => (0..values.len()).map(|j| values[j] * mask[j]).collect(),
        _ => values.to_vec(),
    }
}

fn activate(activation: Activation, z: f64) -> f64 {
    match activation {
        Activation::Identity => z,
        Activation::Sigmoid => 1.0 / (1.0 + exp(-z)),
        Activation::Tanh => tanh(z),
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

/// The loss, and its derivative by each output.
fn value_and_errors(loss: Loss, y: &[f64], target: &[f64]) -> (f64, Row) {
    let mut errors = Row::new();
    let (mut sum, mut wanted) = (0.0, 0.0);
    match loss {
        Loss::SquaredError => {
            for k in 0..y.len() {
                errors.push(y[k] - target[k]);
                sum += errors[k] * errors[k];
            }
            (0.5 * sum, errors)
        }
        Loss::SoftmaxCrossEntropy => {
            let largest = y.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for k in 0..y.len() {
                sum += exp(y[k] - largest);
                wanted += (y[k] - largest) * target[k];
            }
            for k in 0..y.len() {
                errors.push(exp(y[k] - largest) / sum - target[k]);
            }
            (ln(sum) - wanted, errors)
        }
    }
}

/// The rows of a matrix.
pub fn rows(matrix: &Matrix) -> Vec<Row> {
    (0..matrix.rows()).map(|i| matrix.row(i).to_vec()).collect()
}

/// A matrix of numbers of mixed sizes, so that any other order of a sum would round differently; a
/// third of them zero.
pub fn random_matrix(rows: usize, columns: usize, random: &mut Xorshift) -> Matrix {
    Matrix::from_fn(rows, columns, |_, _| match random.below(3) {
        0 => 0.0,
        _ => (random.uniform() - 0.5) * 10f64.powi(random.below(4) as i32 - 2),
    })
}

/// A network of the recipe's shape with such numbers for parameters.
pub fn random_network(recipe: &Recipe, sizes: [usize; 2], random: &mut Xorshift) -> Network {
    let mut network = recipe.network(sizes[0], sizes[1], random);
    let parameters = random_matrix(1, network.parameters_len(), random);
    network.set_parameters(parameters.row(0));
    network
}

/// Panics at the first number that is not the same, to the last bit. Only the sign of a zero may
/// differ: the library leaves zeros out of its sums.
pub fn assert_same(
    found: impl IntoIterator<Item = f64>,
    expected: impl IntoIterator<Item = f64>,
    what: &str,
) {
    let [found, expected] = [found.into_iter().collect(), expected.into_iter().collect::<Row>()];
    assert_eq!(found.len(), expected.len(), "how many {what}");
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(*found == expected, "{what}, number {i}: {found}, by definition {expected}");
    }
}
