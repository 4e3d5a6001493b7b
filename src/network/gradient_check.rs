//! The proof that backward is the derivative of forward.
//!
//! A derivative can be had without any backward pass, by moving a little to both sides:
//!
//! ```text
//! dL/dh along a direction d, at the weights w  ≈  (L(w + ε d) - L(w - ε d)) / 2 ε
//! ```
//!
//! The error of this central difference has two parts. Taylor's series leaves `ε² L''' / 6`, and
//! rounding `L` to 53 bits leaves about `2⁻⁵³ L / ε`; [`EPSILON`] makes neither large. Backward
//! claims that the same number is `gradient · d`. Checked one by one, `d` is a single weight; for
//! a network with 79,400 of them, a random direction checks all at once: a wrong component of the
//! gradient shows in every direction that is not at right angles to the error.
//!
//! ReLU's kink is the one honest reason for a difference: a unit whose sum crosses zero within the
//! little move has no derivative there. With steps of 10⁻⁵ that is rare.

use super::{Loss, Network, Pass};
use crate::matrix::Matrix;
use crate::random::Random;

/// How far to each side: 10⁻⁵ leaves about 10⁻¹⁰ of Taylor's part and 10⁻¹¹ of rounding.
pub const EPSILON: f64 = 1e-5;

/// The largest relative error that a right backward pass may show.
pub const BOUND: f64 = 1e-5;

/// A derivative, had in two ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What was moved: a parameter's name, or a random direction.
    pub what: String,
    /// The derivative by the backward pass.
    pub backward: f64,
    /// The derivative by central difference.
    pub difference: f64,
}

impl Check {
    /// `|a - b| / max(|a|, |b|, 10⁻⁴)`: relative, except where both are next to nothing, and
    /// rounding is all that could be compared.
    pub fn relative_error(&self) -> f64 {
        let scale = self.backward.abs().max(self.difference.abs()).max(1e-4);
        (self.backward - self.difference).abs() / scale
    }

    /// Whether the two agree within [`BOUND`]; never, if either is not a number.
    pub fn holds(&self) -> bool {
        self.relative_error() <= BOUND
    }
}

/// What a check needs: a network, and samples in `pass.inputs[0]` with their targets, one row each.
#[derive(Debug)]
pub struct GradientCheck<'a> {
    /// The network; its weights are moved and put back.
    pub network: &'a mut Network,
    /// What is differentiated, summed over the samples.
    pub loss: Loss,
    /// The samples.
    pub pass: &'a mut Pass,
    /// What the network should say to each.
    pub targets: &'a Matrix,
}

impl GradientCheck<'_> {
    /// Along `directions` random directions of length 1 over all parameters at once.
    pub fn directions(&mut self, directions: usize, random: &mut impl Random) -> Vec<Check> {
        let weights = self.network.parameters();
        let gradient = self.gradient();
        (1..=directions)
            .map(|number| {
                let mut direction: Vec<_> = weights.iter().map(|_| random.normal()).collect();
                let length = dot(&direction, &direction).sqrt();
                direction.iter_mut().for_each(|d| *d /= length);
                Check {
                    what: format!("random direction {number}"),
                    backward: dot(&gradient, &direction),
                    difference: self.central_difference(&weights, &direction),
                }
            })
            .collect()
    }

    /// By every parameter on its own.
    pub fn one_by_one(&mut self) -> Vec<Check> {
        let weights = self.network.parameters();
        let gradient = self.gradient();
        let mut direction = vec![0.0; weights.len()];
        (0..weights.len())
            .map(|i| {
                direction[i] = 1.0;
                let difference = self.central_difference(&weights, &direction);
                direction[i] = 0.0;
                let what = self.network.parameter_name(i);
                Check { what, backward: gradient[i], difference }
            })
            .collect()
    }

    /// The gradient by the backward pass.
    fn gradient(&mut self) -> Vec<f64> {
        self.network.forward(self.pass);
        let last = self.pass.outputs.len() - 1;
        for i in 0..self.pass.batch() {
            let gradient = self.pass.error_terms[last].row_mut(i);
            self.loss.gradient(self.pass.outputs[last].row(i), self.targets.row(i), gradient);
        }
        self.network.backward(self.pass);
        self.pass.gradient(self.network)
    }

    fn central_difference(&mut self, weights: &[f64], direction: &[f64]) -> f64 {
        let mut loss_at = |step: f64| {
            let moved = weights.iter().zip(direction).map(|(w, d)| w + step * d);
            self.network.set_parameters(&moved.collect::<Vec<_>>());
            self.network.forward(self.pass);
            let losses = (0..self.pass.batch())
                .map(|i| self.loss.value(self.pass.output(i), self.targets.row(i)));
            losses.sum::<f64>()
        };
        let difference = (loss_at(EPSILON) - loss_at(-EPSILON)) / (2.0 * EPSILON);
        self.network.set_parameters(weights);
        difference
    }
}

/// The check with the largest relative error; one that is not a number is the worst of all.
pub fn worst(checks: &[Check]) -> &Check {
    let key = |check: &Check| {
        let error = check.relative_error();
        if error.is_nan() { f64::INFINITY } else { error }
    };
    checks.iter().max_by(|a, b| key(a).total_cmp(&key(b))).expect("at least one check")
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
