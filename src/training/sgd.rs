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
//! The gradient of all weights is never stored. For one row of weights and one block of columns it
//! is summed over the batch, in the samples' order, and used up at once.

use crate::matrix::parallel;
use crate::matrix::rows::{chunk_mut, weighted_sum};
use crate::matrix::width::{ColumnLoop, Width, run_at};
use crate::matrix::{Matrix, RowsMut, SparseRows};
use crate::network::{Dense, Network, Pass, Stage};

/// The numbers of the update rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// The learning rate `η`.
    pub learning_rate: f64,
    /// The momentum `μ`: 0 for none.
    pub momentum: f64,
    /// The weight decay `λ`: 0 for none.
    pub weight_decay: f64,
}

/// Plain SGD with the learning rate 0.1.
impl Default for Rule {
    fn default() -> Self {
        Self { learning_rate: 0.1, momentum: 0.0, weight_decay: 0.0 }
    }
}

impl Rule {
    /// Whether this is plain SGD.
    pub fn is_plain(self) -> bool {
        self.momentum == 0.0 && self.weight_decay == 0.0
    }

    /// The new value of a weight with the gradient `g`. Without momentum the velocity goes in as 0
    /// and is not kept.
    #[inline(always)]
    fn apply(self, weight: f64, velocity: &mut f64, g: f64) -> f64 {
        let g = g + self.weight_decay * weight;
        *velocity = self.momentum * *velocity + g;
        weight - self.learning_rate * (g + self.momentum * *velocity)
    }
}

/// Stochastic gradient descent by mini-batches.
#[derive(Clone, Debug)]
pub struct Sgd {
    /// May change from step to step.
    pub rule: Rule,
    /// The velocity of each layer's weights and bias; none before the first step with momentum.
    velocities: Vec<(Matrix, Vec<f64>)>,
    /// Scratch, one a thread: for each pass, the layer's inputs with rows and columns exchanged.
    transposed: Vec<Vec<SparseRows>>,
}

impl Sgd {
    /// Descent by this rule, of any network: the first step with momentum ties it to one.
    pub fn new(rule: Rule) -> Self {
        Self { rule, velocities: Vec::new(), transposed: Vec::new() }
    }

    /// One step, after a backward pass. The batch may have gone through the network in several
    /// passes, one a thread; its samples are those of the first pass, then of the second, and so
    /// on. The rows of each weight matrix are shared out among as many threads; no sum is split,
    /// so the result does not depend on how many there are.
    ///
    /// # Panics
    /// Before the backward pass, if there is no sample, or if the passes or earlier steps with
    /// momentum were of a network of another shape.
    pub fn step(&mut self, network: &mut Network, passes: &[&Pass]) {
        for pass in passes {
            pass.expect(Stage::Backward);
            pass.expect_network(network);
        }
        let samples: usize = passes.iter().map(|pass| pass.batch()).sum();
        assert!(samples > 0, "a step takes the mean over at least 1 sample, found 0");
        self.keep_velocities(network);
        self.transposed.resize(passes.len(), Vec::new());
        for (l, layer) in network.layers_mut().iter_mut().enumerate() {
            let step = LayerStep { rule: self.rule, mean: 1.0 / samples as f64, layer: l, passes };
            let velocities = self.velocities.get_mut(l);
            let (of_weights, of_bias) =
                velocities.map_or((None, None), |(w, b)| (Some(w), Some(b)));
            layer.change(|weights, bias| {
                step.change_weights(weights, of_weights, &mut self.transposed);
                if let Some(bias) = bias {
                    step.change_bias(bias, of_bias.map_or(&mut [], |v| &mut v[..]));
                }
            });
        }
    }

    /// Makes velocities, all zero, when the first step with momentum comes.
    pub(super) fn keep_velocities(&mut self, network: &Network) {
        if self.velocities.is_empty() && self.rule.momentum != 0.0 {
            let still = |layer: &Dense| {
                (Matrix::zeros(layer.inputs(), layer.outputs()), vec![0.0; layer.outputs()])
            };
            self.velocities = network.layers().iter().map(still).collect();
        }
        let sizes = self.velocities.iter().map(|(v, _)| (v.rows(), v.columns()));
        let fits = sizes.eq(network.layers().iter().map(|l| (l.inputs(), l.outputs())));
        assert!(
            fits || self.velocities.is_empty(),
            "the velocities of earlier steps are of another network than {}",
            network.shape()
        );
    }

    /// All velocities, layer by layer: the weights' row by row, then the bias's (zeros if there is
    /// none). No values without momentum.
    pub(super) fn velocities(&self) -> Vec<f64> {
        let each = self.velocities.iter();
        each.flat_map(|(of_weights, of_bias)| of_weights.elements().chain(of_bias.clone()))
            .collect()
    }

    /// Changes all velocities, in the same order and number.
    pub(super) fn set_velocities(&mut self, values: &[f64]) {
        let mut rest = values;
        let mut take = |row: &mut [f64]| {
            let taken = rest.split_off(..row.len()).expect("as many values as velocities");
            row.copy_from_slice(taken);
        };
        for (of_weights, of_bias) in &mut self.velocities {
            (0..of_weights.rows()).for_each(|i| take(of_weights.row_mut(i)));
            take(of_bias);
        }
    }
}

/// A step of one layer.
#[derive(Clone, Copy)]
struct LayerStep<'a> {
    rule: Rule,
    /// One over the number of samples: turns the gradient's sum into its mean.
    mean: f64,
    layer: usize,
    passes: &'a [&'a Pass],
}

impl LayerStep<'_> {
    /// Shares out the rows of the weights, and of their velocities, among as many threads as there
    /// are passes.
    fn change_weights(
        self,
        weights: &mut Matrix,
        velocity: Option<&mut Matrix>,
        transposed: &mut [Vec<SparseRows>],
    ) {
        let threads = self.passes.len();
        let mut velocities = velocity.into_iter().flat_map(|v| v.share_rows(threads));
        let shares = weights.share_rows(threads).into_iter().zip(transposed);
        let work = shares.map(|(weights, transposed)| {
            let gradient = vec![0.0; weights.stride()];
            RowsStep { step: self, weights, velocities: velocities.next(), transposed, gradient }
        });
        parallel::for_each(work, RowsStep::run);
    }

    /// The gradient of the bias is the sum of the deltas; a bias is not decayed.
    fn change_bias(self, bias: &mut [f64], velocities: &mut [f64]) {
        let mut gradient = vec![0.0; bias.len()];
        for pass in self.passes {
            let deltas = pass.deltas(self.layer);
            for i in 0..deltas.rows() {
                gradient.iter_mut().zip(deltas.row(i)).for_each(|(g, d)| *g += d);
            }
        }
        let rule = Rule { weight_decay: 0.0, ..self.rule };
        for (j, b) in bias.iter_mut().enumerate() {
            let velocity = velocities.get_mut(j);
            *b = rule.apply(*b, velocity.unwrap_or(&mut 0.0), gradient[j] * self.mean);
        }
    }
}

/// One thread's part of a step: some rows of one layer's weights.
struct RowsStep<'a> {
    step: LayerStep<'a>,
    weights: RowsMut<'a>,
    velocities: Option<RowsMut<'a>>,
    transposed: &'a mut Vec<SparseRows>,
    /// Room for the gradient of one row of weights.
    gradient: Vec<f64>,
}

impl RowsStep<'_> {
    fn run(self) {
        let LayerStep { layer, passes, .. } = self.step;
        self.transposed.resize(passes.len(), SparseRows::default());
        for (lists, pass) in self.transposed.iter_mut().zip(passes) {
            lists.set_to_transpose_of(pass.inputs(layer), self.weights.range());
        }
        run_at(Width::in_use(), self);
    }
}

impl ColumnLoop for RowsStep<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.weights.stride()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let LayerStep { rule, mean, layer, passes } = self.step;
        for p in 0..self.weights.range().len() {
            // In memory, and not a local array: that the compiler cuts into unequal vectors, which
            // makes a step 1.1 times as long.
            let gradient: &mut [f64; N] = chunk_mut(&mut self.gradient, column);
            *gradient = [0.0; N];
            for (lists, pass) in self.transposed.iter().zip(passes) {
                *gradient = weighted_sum(*gradient, lists.row(p), pass.deltas(layer), column);
            }
            let place = chunk_mut(self.weights.padded_row_mut(p), column);
            let mut weights: [f64; N] = *place;
            match &mut self.velocities {
                None => {
                    for j in 0..N {
                        weights[j] = rule.apply(weights[j], &mut 0.0, gradient[j] * mean);
                    }
                }
                Some(velocities) => {
                    let place = chunk_mut(velocities.padded_row_mut(p), column);
                    let mut velocities: [f64; N] = *place;
                    for j in 0..N {
                        weights[j] = rule.apply(weights[j], &mut velocities[j], gradient[j] * mean);
                    }
                    *place = velocities;
                }
            }
            *place = weights;
        }
    }
}
