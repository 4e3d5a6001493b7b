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
//! Momentum: where the gradient points the same way step after step, the velocity grows to up to
//! `1 / (1 - μ)` times a gradient, and where it swings to and fro across a valley, it cancels out.
//! Decay: of two networks that fit the samples as well, the one with smaller weights is the
//! smoother function, and a weight that the samples do not ask for fades away.
//!
//! Momentum in the form of Sutskever, Martens, Dahl & Hinton, "On the importance of initialization
//! and momentum in deep learning" (ICML 2013), with the weights stored at the point looked ahead
//! to, as Bengio, Boulanger-Lewandowski & Pascanu rearranged it (ICASSP 2013, eq. 7).

use super::adam::Adam;
use super::part_step::PartStep;
use crate::matrix::Matrix;
use crate::network::{Network, Pass, Stage, Weights};
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

/// What a rule keeps of earlier steps for each layer's weights and bias.
type Memory = Vec<(Weights, Vec<f64>)>;

/// Stochastic gradient descent by mini-batches.
#[derive(Clone, Debug)]
pub struct Sgd {
    /// May change from step to step.
    pub rule: Rule,
    /// The longest that the weights into one hidden unit may be, if limited.
    pub max_norm: Option<f64>,
    adam: Option<Adam>,
    /// The velocities of momentum, or Adam's `m` and `v`; nothing for plain SGD.
    memory: Vec<Memory>,
}

impl Sgd {
    /// Descent by this rule, of any network: the first step with momentum ties it to one.
    pub fn new(rule: Rule) -> Self {
        Self { rule, max_norm: None, adam: None, memory: Vec::new() }
    }

    /// Descent by [`Adam`](super::adam), with this rule's learning rate and weight decay.
    pub fn adam(rule: Rule) -> Self {
        Self { adam: Some(Adam::after(0)), ..Self::new(rule) }
    }

    /// One step, after a backward pass.
    ///
    /// # Panics
    /// Before the backward pass, a second time after it, if there is no sample, or if the pass or
    /// earlier steps with momentum were of a network of another shape.
    pub fn step(&mut self, network: &mut Network, pass: &mut Pass) {
        pass.transpose_inputs();
        let mut steps = self.begin(network, &[pass]);
        steps.iter_mut().for_each(|step| step.run([&*pass].into_iter()));
        self.end(network, steps);
        // The deltas are those of the weights before the step.
        pass.stage = Stage::Load;
    }

    /// Begins a step on a batch in one or more passes: changes the biases, and takes the weights
    /// out of the network, part by part. Each is then changed by [`PartStep::run`], on any thread,
    /// and put back by [`Sgd::end`]. No sum is split, so the result does not depend on the number
    /// of threads.
    pub(super) fn begin(&mut self, network: &mut Network, passes: &[&Pass]) -> Vec<PartStep> {
        for pass in passes {
            pass.expect(Stage::Backward);
            pass.expect_network(network);
        }
        let samples: usize = passes.iter().map(|pass| pass.batch()).sum();
        assert!(samples > 0, "a step takes the mean over at least 1 sample, found 0");
        self.keep_memory(network);
        self.adam.iter_mut().for_each(Adam::advance);
        let (rule, adam, mean, last) =
            (self.rule, self.adam, 1.0 / samples as f64, network.layers().len() - 1);
        let mut steps = Vec::new();
        for (l, layer) in network.layers_mut().iter_mut().enumerate() {
            let mut kept: Vec<_> = self.memory.iter_mut().map(|memory| &mut memory[l]).collect();
            if let Some(bias) = &mut layer.bias {
                let mut gradient = vec![0.0; bias.len()];
                for (pass, i) in
                    passes.iter().flat_map(|pass| (0..pass.batch()).map(move |i| (pass, i)))
                {
                    gradient.iter_mut().zip(pass.deltas(l).row(i)).for_each(|(g, d)| *g += d);
                }
                let rule = Rule { weight_decay: 0.0, ..rule };
                for (j, b) in bias.iter_mut().enumerate() {
                    let g = gradient[j] * mean;
                    *b = match (&mut kept[..], adam) {
                        ([(_, m), (_, v)], Some(adam)) => {
                            adam.apply(rule, *b, &mut m[j], &mut v[j], g)
                        }
                        ([(_, velocity)], _) => rule.apply(*b, &mut velocity[j], g),
                        _ => rule.apply(*b, &mut 0.0, g),
                    };
                }
            }
            let max_norm = self.max_norm.filter(|_| l < last);
            let kept = kept.into_iter().map(|(weights, _)| take(weights.parts_mut()).into_iter());
            let mut kept: Vec<_> = kept.collect();
            let firsts = layer.weights.firsts();
            steps.extend(firsts.zip(take(layer.weights.parts_mut())).map(|(first, weights)| {
                let memory = kept.iter_mut().filter_map(Iterator::next).collect();
                PartStep { rule, adam, max_norm, mean, layer: l, first, weights, memory }
            }));
        }
        steps
    }

    /// Ends a step: puts the weights back.
    pub(super) fn end(&mut self, network: &mut Network, steps: Vec<PartStep>) {
        for PartStep { layer, weights, memory, .. } in steps {
            network.layers_mut()[layer].weights.parts_mut().push(weights);
            for (kept, part) in self.memory.iter_mut().zip(memory) {
                kept[layer].0.parts_mut().push(part);
            }
        }
        network.layers_mut().iter_mut().for_each(|layer| layer.weights.transpose());
    }

    /// Makes what the rule keeps, all zero, if it is not there yet.
    ///
    /// # Panics
    /// If it is of another network.
    pub(super) fn keep_memory(&mut self, network: &Network) {
        let layers = network.layers();
        let lists = if self.adam.is_some() { 2 } else { usize::from(self.rule.momentum != 0.0) };
        if self.memory.is_empty() {
            let zeros = || layers.iter().map(|l| (l.weights.zeros(), vec![0.0; l.outputs()]));
            self.memory = (0..lists).map(|_| zeros().collect()).collect();
        }
        let sizes = |memory: &Memory| {
            let kept = memory.iter().map(|(weights, bias)| (weights.inputs(), bias.len()));
            kept.eq(layers.iter().map(|l| (l.inputs(), l.outputs())))
        };
        assert!(
            self.memory.iter().all(sizes),
            "the velocities of earlier steps are of another network than {}",
            network.shape()
        );
    }

    /// All that is kept, list by list, layer by layer: the weights' row by row, then the bias's
    /// (zeros if there is none).
    pub(super) fn memory(&self) -> Vec<f64> {
        let mut values = Vec::new();
        for (weights, bias) in self.memory.iter().flatten() {
            values.extend(weights.to_matrix().elements());
            values.extend(bias);
        }
        values
    }

    /// Changes all of it, in the same order and number, to that after so many steps.
    pub(super) fn set_memory(&mut self, values: &[f64], steps: usize) {
        self.adam = self.adam.map(|_| Adam::after(steps));
        let mut values = values.iter().copied();
        let mut next = || values.next().expect("as many values as velocities");
        for (weights, bias) in self.memory.iter_mut().flatten() {
            weights.set(Matrix::from_fn(weights.inputs(), weights.outputs(), |_, _| next()));
            bias.fill_with(&mut next);
        }
    }
}
