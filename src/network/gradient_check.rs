//! The gradient check: is the backward pass the derivative of the forward pass?
//!
//! A central difference approximates the derivative without a backward pass. Along a direction `d`
//! from the weights `w`,
//!
//! ```text
//! dL(w + h d)/dh at h = 0   ≈   (L(w + ε d) - L(w - ε d)) / 2 ε
//! ```
//!
//! The error of this central difference has two parts. Taylor's series leaves `ε² L''' / 6`, and
//! rounding `L` to 53 bits leaves about `2⁻⁵³ L / ε`; [`EPSILON`] makes neither large. Backward
//! claims that the same number is `gradient · d`. Checked one by one, `d` is a single weight; for
//! a network with 79,400 of them, a random direction checks all at once: a wrong component of the
//! gradient shows in every direction that is not at right angles to the error.
//!
//! ReLU's kink is the one honest reason for a difference. A move that switches a unit on or off for
//! some sample goes round the corner, where there is no derivative to compare with; such a check
//! is marked as [`Check::switched`], and it is up to the caller to count it and set it aside. With
//! steps of 10⁻⁵ that is rare.

use super::{Activation, Loss, Network, NotFinite, Pass};
use crate::random::Random;

/// How far to each side: 10⁻⁵ leaves about 10⁻¹⁰ of Taylor's part and 10⁻¹¹ of rounding.
pub const EPSILON: f64 = 1e-5;

/// The largest relative error that a right backward pass may show: the worst of the 800,000 checks
/// that `backprop check-gradients` made with seeds 1 to 200 was 1.5 · 10⁻⁶.
pub const BOUND: f64 = 1e-5;

/// Errors are relative to no less than this: where both derivatives are next to nothing, rounding
/// is all that could be compared.
pub const SMALLEST: f64 = 1e-4;

/// A derivative, computed two ways.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What was moved: a parameter's name, or a random direction.
    pub what: String,
    /// The derivative by the backward pass.
    pub backward: f64,
    /// The derivative by central difference.
    pub difference: f64,
    /// Whether the move switched a ReLU on or off, and so compared nothing.
    pub switched: bool,
}

impl Check {
    /// `|a - b| / max(|a|, |b|, SMALLEST)`.
    pub fn relative_error(&self) -> f64 {
        let scale = self.backward.abs().max(self.difference.abs()).max(SMALLEST);
        (self.backward - self.difference).abs() / scale
    }

    /// Whether the two agree within [`BOUND`]; never, if either is not a number.
    pub fn holds(&self) -> bool {
        self.relative_error() <= BOUND
    }
}

/// A check of one network on one batch.
#[derive(Debug)]
pub struct GradientCheck<'a> {
    network: &'a mut Network,
    loss: Loss,
    pass: &'a mut Pass,
}

impl<'a> GradientCheck<'a> {
    /// Checks the gradient of `loss`, summed over the samples that `pass` shows, with their masks
    /// as they are. The check moves the weights and puts them back.
    pub fn new(network: &'a mut Network, loss: Loss, pass: &'a mut Pass) -> Self {
        Self { network, loss, pass }
    }

    /// The gradient by the backward pass, in the order of [`Network::parameters`].
    pub fn gradient(&mut self) -> Result<Vec<f64>, NotFinite> {
        self.network.backprop(self.loss, self.pass)?;
        Ok(self.pass.gradient(self.network))
    }

    /// Holds `gradient` to the differences along `directions` random directions of length 1 over
    /// all parameters at once.
    pub fn directions(
        &mut self,
        gradient: &[f64],
        directions: usize,
        random: &mut impl Random,
    ) -> Vec<Check> {
        (1..=directions)
            .map(|number| {
                let mut direction: Vec<_> = gradient.iter().map(|_| random.normal()).collect();
                let length = dot(&direction, &direction).sqrt();
                direction.iter_mut().for_each(|d| *d /= length);
                self.check(format!("direction {number}"), dot(gradient, &direction), &direction)
            })
            .collect()
    }

    /// Holds `gradient` to the differences by every parameter on its own.
    pub fn one_by_one(&mut self, gradient: &[f64]) -> Vec<Check> {
        (0..gradient.len()).map(|i| self.parameter(gradient, i)).collect()
    }

    /// Holds `gradient` to the difference by parameter `i`.
    pub fn parameter(&mut self, gradient: &[f64], i: usize) -> Check {
        let mut direction = vec![0.0; gradient.len()];
        direction[i] = 1.0;
        self.check(self.network.parameter_name(i), gradient[i], &direction)
    }

    fn check(&mut self, what: String, backward: f64, direction: &[f64]) -> Check {
        let weights = self.network.parameters();
        self.losses();
        let units_on = self.units_on();
        let mut switched = false;
        let mut losses_at = |step: f64| {
            let moved = weights.iter().zip(direction).map(|(w, d)| w + step * d);
            self.network.set_parameters(&moved.collect::<Vec<_>>());
            let losses = self.losses();
            switched |= self.units_on() != units_on;
            losses
        };
        // Sample by sample: the difference of two large sums would lose the digits that count.
        let (above, below) = (losses_at(EPSILON), losses_at(-EPSILON));
        let rise: f64 = above.iter().zip(below).map(|(above, below)| above - below).sum();
        let difference = rise / (2.0 * EPSILON);
        self.network.set_parameters(&weights);
        Check { what, backward, difference, switched }
    }

    /// Forward: the loss of each sample.
    fn losses(&mut self) -> Vec<f64> {
        self.network.forward(self.pass);
        let samples = 0..self.pass.batch();
        samples.map(|i| self.loss.value(self.pass.output(i), self.pass.target(i))).collect()
    }

    /// Which units with a kink were on in the last forward pass: for each sample, each ReLU.
    fn units_on(&self) -> Vec<bool> {
        let layers = self.network.layers().iter().zip(&self.pass.outputs);
        let bent = layers.filter(|(layer, _)| {
            matches!(layer.activation(), Activation::Relu | Activation::ReluAsPrinted)
        });
        bent.flat_map(|(_, outputs)| outputs.elements().map(|y| y > 0.0)).collect()
    }
}

/// The check with the largest relative error (one that is not a number is the worst of all) among
/// those that compared anything.
pub fn worst(checks: &[Check]) -> Option<&Check> {
    let key = |check: &Check| {
        let error = check.relative_error();
        if error.is_nan() { f64::INFINITY } else { error }
    };
    let compared = checks.iter().filter(|check| !check.switched);
    compared.max_by(|a, b| key(a).total_cmp(&key(b)))
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
