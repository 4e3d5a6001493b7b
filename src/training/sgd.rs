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

use super::part_step::{Factors, PartStep};
use crate::matrix::Matrix;
use crate::network::{Dense, Network, Part, Pass, Stage};
use std::mem::take;

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
    pub(super) fn apply(self, weight: f64, velocity: &mut f64, g: f64) -> f64 {
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
    /// The velocities of each layer; none without momentum.
    velocities: Vec<Velocities>,
}

/// The velocities of one layer.
#[derive(Clone, Debug)]
struct Velocities {
    /// Of each part of its weights: `inputs × units`.
    parts: Vec<Matrix>,
    bias: Vec<f64>,
}

impl Sgd {
    /// Descent by this rule, of any network: the first step with momentum ties it to one.
    pub fn new(rule: Rule) -> Self {
        Self { rule, velocities: Vec::new() }
    }

    /// One step, after a backward pass. The batch may have gone through the network in several
    /// passes; its samples are those of the first pass, then of the second, and so on.
    ///
    /// # Panics
    /// Before the backward pass, if there is no sample, or if the passes or earlier steps with
    /// momentum were of a network of another shape.
    pub fn step(&mut self, network: &mut Network, passes: &[&Pass]) {
        let mut transposed = vec![Vec::new(); passes.len()];
        transposed.iter_mut().zip(passes).for_each(|(inputs, pass)| pass.transpose_inputs(inputs));
        let mut steps = self.begin(network, passes);
        for step in &mut steps {
            let l = step.layer;
            let mut factors = Vec::new();
            for (pass, inputs) in passes.iter().zip(&transposed) {
                factors.push(Factors { inputs: &inputs[l], deltas: pass.deltas(l) });
            }
            step.run(&factors, None);
        }
        self.end(network, steps);
    }

    /// Begins a step: changes the biases, and takes the weights out of the network, part by part.
    /// Each is then changed by [`PartStep::run`], on any thread, and put back by [`Sgd::end`]. No
    /// sum is split, so the result does not depend on the number of threads.
    pub(super) fn begin(&mut self, network: &mut Network, passes: &[&Pass]) -> Vec<PartStep> {
        for pass in passes {
            pass.expect(Stage::Backward);
            pass.expect_network(network);
        }
        let samples: usize = passes.iter().map(|pass| pass.batch()).sum();
        assert!(samples > 0, "a step takes the mean over at least 1 sample, found 0");
        self.keep_velocities(network);
        let (rule, mean) = (self.rule, 1.0 / samples as f64);
        let mut steps = Vec::new();
        for (l, layer) in network.layers_mut().iter_mut().enumerate() {
            let mut kept = self.velocities.get_mut(l);
            if let Some(bias) = layer.bias_mut() {
                let velocity = kept.as_mut().map_or(&mut [][..], |kept| &mut kept.bias);
                change_bias(rule, mean, l, passes, bias, velocity);
            }
            let velocities = kept.map_or(Vec::new(), |kept| take(&mut kept.parts));
            let mut velocities = velocities.into_iter();
            let parts = take(layer.parts_mut()).into_iter();
            steps.extend(parts.map(|part| PartStep {
                rule,
                mean,
                layer: l,
                part,
                velocity: velocities.next(),
            }));
        }
        steps
    }

    /// Ends a step: puts the weights back.
    pub(super) fn end(&mut self, network: &mut Network, steps: Vec<PartStep>) {
        for PartStep { layer, part, velocity, .. } in steps {
            network.layers_mut()[layer].parts_mut().push(part);
            if let Some(velocity) = velocity {
                self.velocities[layer].parts.push(velocity);
            }
        }
    }

    /// Makes velocities, all zero, if there is momentum and none are kept.
    ///
    /// # Panics
    /// If those kept are of another network.
    pub(super) fn keep_velocities(&mut self, network: &Network) {
        if self.velocities.is_empty() && self.rule.momentum != 0.0 {
            let still = |layer: &Dense| {
                let of_part = |part: &Part| Matrix::zeros(layer.inputs(), part.weights.columns());
                let parts = layer.parts().iter().map(of_part).collect();
                Velocities { parts, bias: vec![0.0; layer.outputs()] }
            };
            self.velocities = network.layers().iter().map(still).collect();
        }
        let sizes = self.velocities.iter().map(|kept| (kept.parts[0].rows(), kept.bias.len()));
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
        let mut values = Vec::new();
        for Velocities { parts, bias } in &self.velocities {
            for p in 0..parts[0].rows() {
                parts.iter().for_each(|part| values.extend(part.row(p)));
            }
            values.extend(bias);
        }
        values
    }

    /// Changes all velocities, in the same order and number.
    pub(super) fn set_velocities(&mut self, values: &[f64]) {
        let mut rest = values;
        let mut take = |row: &mut [f64]| {
            let taken = rest.split_off(..row.len()).expect("as many values as velocities");
            row.copy_from_slice(taken);
        };
        for Velocities { parts, bias } in &mut self.velocities {
            for p in 0..parts[0].rows() {
                parts.iter_mut().for_each(|part| take(part.row_mut(p)));
            }
            take(bias);
        }
    }
}

/// The gradient of layer `l`'s bias is the sum of the deltas; a bias is not decayed.
fn change_bias(
    rule: Rule,
    mean: f64,
    l: usize,
    passes: &[&Pass],
    bias: &mut [f64],
    velocities: &mut [f64],
) {
    let mut gradient = vec![0.0; bias.len()];
    for deltas in passes.iter().map(|pass| pass.deltas(l)) {
        for i in 0..deltas.rows() {
            gradient.iter_mut().zip(deltas.row(i)).for_each(|(g, d)| *g += d);
        }
    }
    let rule = Rule { weight_decay: 0.0, ..rule };
    for (j, b) in bias.iter_mut().enumerate() {
        let velocity = velocities.get_mut(j);
        *b = rule.apply(*b, velocity.unwrap_or(&mut 0.0), gradient[j] * mean);
    }
}
