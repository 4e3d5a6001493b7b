//! Adam: a step for each weight that does not depend on how large its gradients are.
//!
//! Kingma & Ba, "Adam: A method for stochastic optimization" (ICLR 2015, arXiv 1412.6980),
//! Algorithm 1. With `g` the mean gradient of the loss over the batch of step `t`, counted from 1,
//!
//! ```text
//! m  = β₁ m + (1 - β₁) g     m̂ = m / (1 - β₁ᵗ)     the mean of the gradients so far
//! v  = β₂ v + (1 - β₂) g²    v̂ = v / (1 - β₂ᵗ)     and of their squares, the recent ones first
//! w -= η (m̂ / (√v̂ + ε) + λ w)
//! ```
//!
//! Gradients that agree give `m̂ / √v̂ = ±1`, a step of `η`; those that swing to and fro cancel out
//! in `m̂` and not in `v̂`, and the step is small. `ε` only keeps a weight that never had a
//! gradient from 0 / 0.
//!
//! Bias correction: `m` and `v` begin at 0. After `t` steps gradient `i` stands in `m` with the
//! weight `(1 - β₁) β₁ᵗ⁻ⁱ`, and these weights add up to `1 - β₁ᵗ`, not to 1. Without the division,
//! the first step would be `0.1 / √0.001`, or 3.2, times as long.
//!
//! The decay `λ` acts on the weight itself (AdamW: Loshchilov & Hutter, "Decoupled weight decay
//! regularization", ICLR 2019). As a part of `g`, as in [`sgd`](super::sgd), it would be divided by
//! `√v̂`, so that weights with large gradients would hardly decay.

use super::Rule;
use crate::named::named;

/// Which update rule training uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimizer {
    /// [`sgd`](super::sgd), with momentum or without.
    Sgd,
    /// This one. A learning rate of 0.001 suits most networks.
    Adam,
}

named!(Optimizer: "sgd" Sgd, "adam" Adam);

/// Algorithm 1's "good default settings".
const BETAS: [f64; 2] = [0.9, 0.999];
const EPSILON: f64 = 1e-8;

/// `β₁ᵗ` and `β₂ᵗ` of step `t`: how far a run of steps has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Adam([f64; 2]);

impl Adam {
    /// After so many steps.
    pub fn after(steps: usize) -> Self {
        // By then a power has gone down to where rounding keeps it.
        let steps = steps.min(1_000_000);
        let power = |beta| (0..steps).fold(1.0, |power: f64, _| power * beta);
        Self(BETAS.map(power))
    }

    /// Begins a step.
    pub fn advance(&mut self) {
        self.0.iter_mut().zip(BETAS).for_each(|(power, beta)| *power *= beta);
    }

    /// The new value of a weight with the gradient `g`.
    #[inline(always)]
    pub fn apply(self, rule: Rule, weight: f64, m: &mut f64, v: &mut f64, g: f64) -> f64 {
        let ([b1, b2], [power1, power2]) = (BETAS, self.0);
        *m = b1 * *m + (1.0 - b1) * g;
        *v = b2 * *v + (1.0 - b2) * (g * g);
        let step = (*m / (1.0 - power1)) / ((*v / (1.0 - power2)).sqrt() + EPSILON);
        weight - rule.learning_rate * (step + rule.weight_decay * weight)
    }
}
