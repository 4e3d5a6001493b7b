//! The weights to start from.
//!
//! Weights must differ, or all units of a layer would learn the same, and they must have the right
//! size. A sum of `n` products `w x` has the variance `n · Var(w) · E(x²)`: too large, and the
//! signal grows from layer to layer; too small, and it dies out. To keep it,
//!
//! ```text
//! Xavier   Var(w) = 2 / (inputs + outputs)   forward and backward alike (sigmoid, tanh, identity)
//! He       Var(w) = 2 / inputs               ReLU lets half of it through, hence twice 1 / n
//! ```
//!
//! Xavier: Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural
//! networks" (AISTATS 2010), eq. 16, the uniform distribution between ±√(6 / (inputs + outputs)),
//! whose variance is a third of the square of its bound. He: He, Zhang, Ren & Sun, "Delving deep
//! into rectifiers" (ICCV 2015), eq. 10, normal deviates.

use crate::matrix::Matrix;
use crate::named::named;
use crate::random::Random;

/// How initial weights are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// Evenly from [-0.1, 0.1): the tutorial's `0.2 * random() - 0.1`.
    Tutorial,
    /// Evenly between ±√(6 / (inputs + outputs)).
    Xavier,
    /// Normal with the standard deviation √(2 / inputs).
    He,
}

named!(Init: "he" He, "xavier" Xavier, "tutorial" Tutorial);

impl Init {
    /// Weights of a layer, `inputs × outputs`, drawn row by row.
    pub fn weights(self, inputs: usize, outputs: usize, random: &mut impl Random) -> Matrix {
        let bound = (6.0 / (inputs + outputs) as f64).sqrt();
        let deviation = (2.0 / inputs as f64).sqrt();
        Matrix::from_fn(inputs, outputs, |_, _| match self {
            Self::Tutorial => 0.2 * random.uniform() - 0.1,
            Self::Xavier => bound * (2.0 * random.uniform() - 1.0),
            Self::He => deviation * random.normal(),
        })
    }
}
