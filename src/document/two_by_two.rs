//! A second published example: two inputs, two hidden units, two outputs.
//!
//! In the tutorial's example each unit has one successor. Here each hidden unit has two, and its
//! error is the *sum* of what both outputs hand back:
//!
//! ```text
//! z_h1 = b1 + i1·w1 + i2·w2    h1 = σ(z_h1)        z_o1 = b2 + h1·w5 + h2·w6    o1 = σ(z_o1)
//! z_h2 = b1 + i1·w3 + i2·w4    h2 = σ(z_h2)        z_o2 = b2 + h1·w7 + h2·w8    o2 = σ(z_o2)
//! L = ½ ((o1 - t1)² + (o2 - t2)²)
//!
//! δ_o1 = ∂L/∂z_o1 = (o1 - t1) · σ'(z_o1)
//! δ_h1 = ∂L/∂z_h1 = (δ_o1·w5 + δ_o2·w7) · σ'(z_h1)
//! ∂L/∂w5 = δ_o1·h1             ∂L/∂w1 = δ_h1·i1             a delta times the weight's input
//! ```
//!
//! Names and numbers are those of Matt Mazur, "A Step by Step Backpropagation Example" (2015),
//! <https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/>. The biases stay.
//!
//! After one step gradient descent reaches the error 0.291027774; the page prints 0.291027924. Its
//! number results if `w5` to `w8` are changed first and the hidden deltas are computed with the
//! changed values; but errors flow back through the weights that the forward pass used.

use super::worked_example::{sigmoid, sigmoid_prime};

/// The inputs `i1` and `i2`.
pub const INPUTS: [f64; 2] = [0.05, 0.10];
/// The targets `t1` and `t2`.
pub const TARGETS: [f64; 2] = [0.01, 0.99];
/// `b1`, the bias of both hidden units, and `b2`, that of both outputs.
pub const BIASES: [f64; 2] = [0.35, 0.60];
/// `w1` to `w8` before the first step.
pub const WEIGHTS: [f64; 8] = [0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55];
/// The length of a step, in units of the gradient.
pub const LEARNING_RATE: f64 = 0.5;

/// A forward and a backward pass, number by number; a pair belongs to `h1` and `h2`, or `o1`, `o2`.
#[expect(missing_docs, reason = "the module's formulas define the names")]
#[derive(Clone, Copy, Debug)]
pub struct TwoByTwo {
    pub weights: [f64; 8],
    pub z_h: [f64; 2],
    pub h: [f64; 2],
    pub z_o: [f64; 2],
    pub o: [f64; 2],
    pub loss: f64,
    pub delta_o: [f64; 2],
    pub delta_h: [f64; 2],
    pub gradient: [f64; 8],
}

impl TwoByTwo {
    /// Forward and backward with these weights.
    #[must_use]
    pub fn with_weights(weights: [f64; 8]) -> Self {
        let ([i1, i2], [t1, t2], [b1, b2]) = (INPUTS, TARGETS, BIASES);
        let [w1, w2, w3, w4, w5, w6, w7, w8] = weights;

        // Forward pass.
        let z_h = [b1 + i1 * w1 + i2 * w2, b1 + i1 * w3 + i2 * w4];
        let h @ [h1, h2] = z_h.map(sigmoid);
        let z_o = [b2 + h1 * w5 + h2 * w6, b2 + h1 * w7 + h2 * w8];
        let o @ [o1, o2] = z_o.map(sigmoid);
        let loss = 0.5 * ((o1 - t1) * (o1 - t1) + (o2 - t2) * (o2 - t2));

        // Backward pass.
        let delta_o = [(o1 - t1) * sigmoid_prime(z_o[0]), (o2 - t2) * sigmoid_prime(z_o[1])];
        let delta_h = hidden_deltas(delta_o, weights, z_h);
        let gradient = gradient(delta_h, delta_o, h);
        Self { weights, z_h, h, z_o, o, loss, delta_o, delta_h, gradient }
    }

    /// The weights after a step of gradient descent.
    pub fn step(&self) -> [f64; 8] {
        std::array::from_fn(|i| self.weights[i] - LEARNING_RATE * self.gradient[i])
    }

    /// The weights after the page's step: `w5` to `w8` are changed first, and the hidden deltas
    /// computed with the changed values.
    pub fn step_in_the_pages_order(&self) -> [f64; 8] {
        let delta_h = hidden_deltas(self.delta_o, self.step(), self.z_h);
        let gradient = gradient(delta_h, self.delta_o, self.h);
        Self { gradient, ..*self }.step()
    }

    /// The example after some steps of one kind.
    pub fn after(steps: usize, step: fn(&Self) -> [f64; 8]) -> Self {
        let weights = (0..steps).fold(WEIGHTS, |weights, _| step(&Self::with_weights(weights)));
        Self::with_weights(weights)
    }
}

/// The deltas of the hidden units: each is the sum of what both outputs hand back.
fn hidden_deltas([d_o1, d_o2]: [f64; 2], weights: [f64; 8], [z_h1, z_h2]: [f64; 2]) -> [f64; 2] {
    let [.., w5, w6, w7, w8] = weights;
    [(d_o1 * w5 + d_o2 * w7) * sigmoid_prime(z_h1), (d_o1 * w6 + d_o2 * w8) * sigmoid_prime(z_h2)]
}

/// `∂L/∂w1` to `∂L/∂w8`: the delta of each weight's unit times the weight's input.
fn gradient([d_h1, d_h2]: [f64; 2], [d_o1, d_o2]: [f64; 2], [h1, h2]: [f64; 2]) -> [f64; 8] {
    let [i1, i2] = INPUTS;
    [d_h1 * i1, d_h1 * i2, d_h2 * i1, d_h2 * i2, d_o1 * h1, d_o1 * h2, d_o2 * h1, d_o2 * h2]
}
