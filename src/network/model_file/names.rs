//! Which layer an array belongs to, by its name.
//!
//! ```text
//! weights_1, bias_1            weights inputs × outputs: the names that are written here
//! W1, b1                       the same: "Deep Learning from Scratch" and many others
//! coefs_0, intercepts_0        the same, from 0: scikit-learn
//! dense/kernel, dense/bias     the same, one name per layer, in order: Keras
//! fc1.weight, fc1.bias         weights outputs × inputs, one name per layer, in order: PyTorch
//! arr_0, arr_1, ...            `numpy.savez` without names: the k-th matrix is the weights and
//!                              the k-th vector the bias of layer k
//! ```

use super::ModelError;
use crate::format::npy::Array;
use crate::format::shown::shown;

/// Which layer an array belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Id<'a> {
    /// Counted from 1.
    Number(usize),
    Module(&'a str),
}

/// What a name says.
#[derive(Clone, Copy)]
pub(super) struct Role<'a> {
    pub id: Id<'a>,
    /// 0 for weights, 1 for a bias.
    pub part: usize,
    /// Whether weights under this name are inputs × outputs for sure.
    pub is_settled: bool,
}

/// Names of numbered layers: the beginning of weights, of biases, and the first number.
const NUMBERED: [(&str, &str, usize); 3] =
    [("weights_", "bias_", 1), ("W", "b", 1), ("coefs_", "intercepts_", 0)];

/// Names of layers with names: the end of weights, of biases, and whether these are settled.
const NAMED: [(&str, &str, bool); 3] =
    [(".weight", ".bias", false), ("/kernel", "/bias", true), ("/kernel:0", "/bias:0", true)];

/// The beginning of names that NumPy gives.
const UNNAMED: &str = "arr_";

/// What this name says; `None` for an array that is of no layer.
pub(super) fn role(name: &str) -> Option<Role<'_>> {
    let numbered = |(weights, bias, first): (&str, &str, usize)| {
        let of = |prefix| Some(number(name.strip_prefix(prefix)?)? + 1 - first);
        let (part, number) = of(weights).map(|n| (0, n)).or_else(|| Some((1, of(bias)?)))?;
        Some(Role { id: Id::Number(number), part, is_settled: true })
    };
    let named = |(weights, bias, is_settled): (&str, &str, bool)| {
        let of = |suffix| name.strip_suffix(suffix).map(Id::Module);
        let (part, id) = of(weights).map(|id| (0, id)).or_else(|| Some((1, of(bias)?)))?;
        Some(Role { id, part, is_settled })
    };
    let found = NUMBERED.into_iter().find_map(numbered);
    found.or_else(|| NAMED.into_iter().find_map(named))
}

/// Whether this is a name that NumPy gave.
pub(super) fn is_unnamed(name: &str) -> bool {
    name.strip_prefix(UNNAMED).and_then(number).is_some()
}

/// A number as programs write it.
fn number(digits: &str) -> Option<usize> {
    digits.parse().ok().filter(|number: &usize| number.to_string() == digits)
}

/// The roles of arrays without names: the first matrix and the first vector are of layer 1.
pub(super) fn unnamed<'a>(arrays: &[(String, Array)]) -> Result<Vec<Role<'a>>, ModelError> {
    let mut layers = [0, 0]; // of matrices, of vectors
    let role = |(_, array): &(String, Array)| {
        let part = usize::from(array.shape.len() == 1);
        layers[part] += 1;
        Role { id: Id::Number(layers[part]), part, is_settled: false }
    };
    let roles = arrays.iter().map(role).collect();
    match layers {
        [_, 0] => Ok(roles),
        [matrices, vectors] if matrices == vectors => Ok(roles),
        [matrices, vectors] => Err(ModelError(format!(
            "expected arrays arr_0, ... of as many vectors, the biases, as matrices, found \
             {vectors} and {matrices}; only fully connected layers are computed here, no \
             normalisation"
        ))),
    }
}

/// Refuses a network that has arrays of other modules: without them it would be another one.
pub(super) fn check_kind(others: &[String]) -> Result<(), ModelError> {
    const NORMALISATION: &str =
        "running_mean running_var num_batches_tracked moving_mean moving_variance gamma beta";
    let Some(name) = others.iter().find(|name| name.contains(['.', '/'])) else { return Ok(()) };
    let end = name.trim_end_matches(":0").rsplit(['.', '/']).next();
    let is_normalisation = NORMALISATION.split(' ').any(|known| Some(known) == end);
    let kind = if is_normalisation { "a normalisation layer" } else { "another kind of layer" };
    Err(ModelError(format!(
        "{} belongs to {kind}; only fully connected layers are computed here: train without it",
        shown(name)
    )))
}
