//! A step of one part of a layer's weights.
//!
//! The gradient `Xᵀ D` of all weights is never stored. For one row of weights and one block of
//! columns it is summed over the batch, in the samples' order, and used up at once.

use super::Rule;
use super::adam::Adam;
use super::dropout::limit_norms;
use crate::matrix::rows::{chunk_mut, weighted_sum};
use crate::matrix::width::{ColumnLoop, Width, run_at};
use crate::matrix::{Matrix, SparseRows};
use crate::network::Pass;

/// A step of one part. It owns what it changes, so that a thread can be handed it.
pub(super) struct PartStep {
    pub rule: Rule,
    pub adam: Option<Adam>,
    /// The longest that the weights into one unit may be, if limited.
    pub max_norm: Option<f64>,
    /// One over the number of samples: turns the gradient's sum into its mean.
    pub mean: f64,
    /// Which layer's part it is.
    pub layer: usize,
    /// The first of its units.
    pub first: usize,
    pub weights: Matrix,
    /// What the rule keeps for the weights.
    pub memory: Vec<Matrix>,
}

impl PartStep {
    /// Changes the weights. The gradient's samples are those of the first pass, then of the second,
    /// and so on.
    pub fn run<'a>(&mut self, passes: impl Iterator<Item = &'a Pass>) {
        let factors: Vec<_> = passes.map(|pass| pass.gradient_factors(self.layer)).collect();
        let gradient = vec![0.0; self.weights.stride()];
        let (width, is_adam, factors) = (Width::in_use(), self.adam.is_some(), &factors[..]);
        match is_adam {
            true => run_at(width, Change::<true> { step: self, factors, gradient }),
            false => run_at(width, Change::<false> { step: self, factors, gradient }),
        }
        if let Some(limit) = self.max_norm {
            limit_norms(&mut self.weights, limit);
        }
    }
}

/// Each rule has a loop of its own, which the other does not slow down.
struct Change<'a, const ADAM: bool> {
    step: &'a mut PartStep,
    /// `Xᵀ` and `D` of each pass.
    factors: &'a [(&'a SparseRows, &'a Matrix)],
    /// Room for the gradient of one row of weights.
    gradient: Vec<f64>,
}

impl<const ADAM: bool> ColumnLoop for Change<'_, ADAM> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.step.weights.stride()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let PartStep { rule, adam, mean, first, weights: part, memory, .. } = &mut *self.step;
        let (rule, adam, mean, in_layer) = (*rule, *adam, *mean, *first + column);
        for p in 0..part.rows() {
            // In a slice: the compiler cuts a local array into unequal vectors, and a step takes
            // 1.1 times as long.
            let gradient: &mut [f64; N] = chunk_mut(&mut self.gradient, column);
            *gradient = [0.0; N];
            for (inputs, deltas) in self.factors {
                *gradient = weighted_sum(*gradient, inputs.row(p), deltas, in_layer);
            }
            let place = chunk_mut(part.padded_row_mut(p), column);
            let mut weights: [f64; N] = *place;
            match (&mut memory[..], adam) {
                ([m, v], Some(adam)) if ADAM => {
                    let m: &mut [f64; N] = chunk_mut(m.padded_row_mut(p), column);
                    let v: &mut [f64; N] = chunk_mut(v.padded_row_mut(p), column);
                    for j in 0..N {
                        let g = gradient[j] * mean;
                        weights[j] = adam.apply(rule, weights[j], &mut m[j], &mut v[j], g);
                    }
                }
                ([velocity], _) if !ADAM => {
                    let place = chunk_mut(velocity.padded_row_mut(p), column);
                    let mut velocity: [f64; N] = *place;
                    for j in 0..N {
                        weights[j] = rule.apply(weights[j], &mut velocity[j], gradient[j] * mean);
                    }
                    *place = velocity;
                }
                _ => {
                    for j in 0..N {
                        weights[j] = rule.apply(weights[j], &mut 0.0, gradient[j] * mean);
                    }
                }
            }
            *place = weights;
        }
    }
}
