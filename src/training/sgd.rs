//! The update rules: what is done to each weight, given the gradient of a batch.
//!
//! With `g` the mean gradient of the loss over the batch, `η` the learning rate, `λ` the weight
//! decay and `μ` the momentum,
//!
//! ```text
//! plain SGD            w -= η g
//! weight decay         g += λ w           the gradient of ½ λ w²; biases are not decayed
//! Nesterov momentum    v  = μ v + g;   w -= η (g + μ v)
//! ```
//!
//! Momentum in the form of Sutskever, Martens, Dahl & Hinton, "On the importance of initialization
//! and momentum in deep learning" (ICML 2013), with the weights stored at the point looked ahead
//! to, as Bengio, Boulanger-Lewandowski & Pascanu rearranged it (ICASSP 2013, eq. 7).
//!
//! The gradient is never stored. For one row of weights and one block of columns it is summed in
//! registers over the batch, in the samples' order, and used up at once.

use super::parallel;
use crate::matrix::rows::{chunk_mut, subtract_outer, weighted_sum};
use crate::matrix::width::{ColumnLoop, Width, run_at};
use crate::matrix::{Matrix, RowsMut, SparseRows, Term};
use crate::network::{Network, Pass};

/// Stochastic gradient descent.
#[derive(Clone, Debug)]
pub struct Sgd {
    /// The learning rate `η`.
    pub rate: f64,
    /// The momentum `μ`: 0 for none.
    pub momentum: f64,
    /// The weight decay `λ`: 0 for none.
    pub weight_decay: f64,
    /// The velocities `v` of each layer's weights and bias; empty without momentum.
    velocities: Vec<(Matrix, Matrix)>,
    /// Scratch, one a thread: for each pass, the layer's inputs with rows and columns exchanged.
    transposed: Vec<Vec<SparseRows>>,
}

impl Sgd {
    /// The rule for `network`.
    pub fn new(network: &Network, rate: f64, momentum: f64, weight_decay: f64) -> Self {
        let velocities = if momentum == 0.0 {
            Vec::new()
        } else {
            let still = |layer: &crate::network::Dense| {
                let (inputs, outputs) = (layer.weights.rows(), layer.weights.columns());
                (Matrix::zeros(inputs, outputs), Matrix::zeros(1, outputs))
            };
            network.layers().iter().map(still).collect()
        };
        Self { rate, momentum, weight_decay, velocities, transposed: Vec::new() }
    }

    /// One step, after a backward pass. The batch may have gone through the network in several
    /// passes, one a thread; its samples are those of the first pass, then of the second, and so
    /// on. The rows of each weight matrix are shared out among as many threads; no sum is split,
    /// so the result does not depend on how many there are.
    pub fn step(&mut self, network: &mut Network, passes: &[Pass]) {
        let plain = self.momentum == 0.0 && self.weight_decay == 0.0;
        match passes {
            [pass] if plain && pass.batch() == 1 => {
                self.step_one_sample(network, pass);
            }
            _ => self.step_batch(network, passes),
        }
    }

    /// Plain SGD after one sample: the gradient of a layer is one outer product, zero in every row
    /// whose input was zero.
    fn step_one_sample(&self, network: &mut Network, pass: &Pass) {
        for (l, layer) in network.layers_mut().iter_mut().enumerate() {
            let (inputs, error_terms) = (pass.inputs[l].row(0), &pass.error_terms[l]);
            subtract_outer(self.rate, inputs, error_terms, &mut layer.weights);
            if let Some(transposed) = &mut layer.transposed {
                // The same products, so the same bits, at their mirrored places.
                // With dropout, inputs are not simply the outputs of the layer before.
                let masked = !pass.masks.is_empty();
                let masked = masked.then(|| whole_row(inputs, transposed.columns()));
                let inputs = masked.as_ref().unwrap_or(&pass.outputs[l - 1]);
                subtract_outer(self.rate, pass.error_list(l), inputs, transposed);
            }
            if let Some(bias) = &mut layer.bias {
                for (b, d) in bias.row_mut(0).iter_mut().zip(error_terms.row(0)) {
                    *b -= self.rate * d;
                }
            }
        }
    }

    fn step_batch(&mut self, network: &mut Network, passes: &[Pass]) {
        let samples: usize = passes.iter().map(Pass::batch).sum();
        let rule = Rule {
            mean: 1.0 / samples as f64,
            rate: self.rate,
            momentum: self.momentum,
            weight_decay: self.weight_decay,
        };
        self.transposed.resize(passes.len(), Vec::new());
        let mut velocities = self.velocities.iter_mut();
        for (l, layer) in network.layers_mut().iter_mut().enumerate() {
            let (mut velocity, mut bias_velocity) =
                velocities.next().map_or((None, None), |v| (Some(&mut v.0), Some(v.1.row_mut(0))));
            let shares = layer.weights.share_rows(passes.len());
            let velocity_shares = velocity.as_mut().map(|v| v.share_rows(passes.len()));
            let mut velocity_shares = velocity_shares.into_iter().flatten();
            let work = shares.into_iter().zip(&mut self.transposed).map(|(weights, transposed)| {
                let gradient = vec![0.0; weights.stride()];
                GradientStep {
                    rule,
                    layer: l,
                    passes,
                    weights,
                    velocities: velocity_shares.next(),
                    transposed,
                    gradient,
                }
            });
            parallel::for_each(work, GradientStep::run);
            if let Some(bias) = &mut layer.bias {
                let mut gradient = vec![0.0; bias.columns()];
                for pass in passes {
                    for i in 0..pass.batch() {
                        let error_terms = pass.error_terms[l].row(i);
                        gradient.iter_mut().zip(error_terms).for_each(|(g, d)| *g += d);
                    }
                }
                let rule = Rule { weight_decay: 0.0, ..rule };
                for (j, b) in bias.row_mut(0).iter_mut().enumerate() {
                    let mut none = 0.0;
                    let velocity = bias_velocity.as_mut().map_or(&mut none, |v| &mut v[j]);
                    *b = rule.apply(*b, velocity, gradient[j]);
                }
            }
        }
        network.refresh();
    }
}

/// One row with its zeros, `1 × columns`.
fn whole_row(terms: &[Term], columns: usize) -> Matrix {
    let mut row = Matrix::zeros(1, columns);
    terms.iter().for_each(|term| row.row_mut(0)[term.at as usize] = term.value);
    row
}

/// The numbers of the update rule.
#[derive(Clone, Copy)]
struct Rule {
    /// One over the number of samples: turns the gradient's sum into its mean.
    mean: f64,
    rate: f64,
    momentum: f64,
    weight_decay: f64,
}

impl Rule {
    /// The new value of a weight, given the gradient summed over the batch. Without momentum the
    /// velocity goes in as 0 and is not kept.
    #[inline(always)]
    fn apply(self, weight: f64, velocity: &mut f64, gradient_sum: f64) -> f64 {
        let gradient = gradient_sum * self.mean + self.weight_decay * weight;
        *velocity = self.momentum * *velocity + gradient;
        weight - self.rate * (gradient + self.momentum * *velocity)
    }
}

/// One thread's part of a step: some rows of one layer's weights.
struct GradientStep<'a> {
    rule: Rule,
    layer: usize,
    passes: &'a [Pass],
    weights: RowsMut<'a>,
    velocities: Option<RowsMut<'a>>,
    transposed: &'a mut Vec<SparseRows>,
    /// Room for the gradient of one row of weights.
    gradient: Vec<f64>,
}

impl GradientStep<'_> {
    fn run(self) {
        self.transposed.resize(self.passes.len(), SparseRows::default());
        for (lists, pass) in self.transposed.iter_mut().zip(self.passes) {
            lists.set_to_transpose_of(&pass.inputs[self.layer], self.weights.range());
        }
        run_at(Width::in_use(), self);
    }
}

impl ColumnLoop for GradientStep<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.weights.stride()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let rule = self.rule;
        for p in 0..self.weights.range().len() {
            // In memory, and not a local array: that the compiler cuts into unequal vectors, which
            // makes a step 1.1 times as long.
            let gradient: &mut [f64; N] = chunk_mut(&mut self.gradient, column);
            *gradient = [0.0; N];
            for (lists, pass) in self.transposed.iter().zip(self.passes) {
                let error_terms = &pass.error_terms[self.layer];
                *gradient = weighted_sum(*gradient, lists.row(p), error_terms, column);
            }
            let place = chunk_mut(self.weights.padded_row_mut(p), column);
            let mut weights: [f64; N] = *place;
            match &mut self.velocities {
                None => {
                    for j in 0..N {
                        weights[j] = rule.apply(weights[j], &mut 0.0, gradient[j]);
                    }
                }
                Some(velocities) => {
                    let place = chunk_mut(velocities.padded_row_mut(p), column);
                    let mut velocities: [f64; N] = *place;
                    for j in 0..N {
                        weights[j] = rule.apply(weights[j], &mut velocities[j], gradient[j]);
                    }
                    *place = velocities;
                }
            }
            *place = weights;
        }
    }
}
