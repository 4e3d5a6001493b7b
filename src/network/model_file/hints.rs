//! What a model file may leave open, as the user says it.

use super::ModelError;
use super::fields::Fields;
use crate::format::npy::{Array, Values};
use crate::format::shown::shown_shape;
use crate::matrix::Matrix;
use crate::network::Activation;

/// How weights lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A row for each input: the tutorial's, Keras', scikit-learn's.
    InOut,
    /// A row for each output: PyTorch's.
    OutIn,
}

impl Layout {
    /// What a command line may name.
    pub fn named() -> [(&'static str, Self); 2] {
        [("in-out", Self::InOut), ("out-in", Self::OutIn)]
    }
}

/// What the user says of a file; what is `None`, the file says, or its shapes.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// The activation of the hidden units.
    pub activation: Option<Activation>,
    /// How weights lie.
    pub layout: Option<Layout>,
    /// The mean that was subtracted from the inputs before training.
    pub mean: Option<f64>,
    /// The standard deviation by which they were divided then.
    pub std: Option<f64>,
}

/// Folds the normalisation of the inputs, if there is one, into the first layer:
///
/// ```text
/// ((x - μ) / σ) W + b  =  x (W / σ) + (b - Σ_p μ_p W_p / σ_p)
/// ```
///
/// So the network takes pixels / 255 as all others do, and a file that is written says no more of μ
/// and σ. A file has them as arrays `mean` and `std`, of one number or one for each input.
pub(super) fn fold(
    fields: &Fields,
    hints: &Hints,
    (weights, bias): &mut (Matrix, Option<Vec<f64>>),
) -> Result<(), ModelError> {
    let mean = numbers(fields.get("mean"), "mean", hints.mean.unwrap_or(0.0), weights.rows())?;
    let std = numbers(fields.get("std"), "std", hints.std.unwrap_or(1.0), weights.rows())?;
    for (name, hint) in [("mean", hints.mean), ("std", hints.std)] {
        if hint.is_some() && fields.get(name).is_some() {
            return Err(ModelError(format!("the file says {name} itself; leave out --{name}")));
        }
    }
    for (p, (&mean, &std)) in mean.iter().zip(&std).enumerate() {
        let row = weights.row_mut(p);
        row.iter_mut().for_each(|weight| *weight /= std);
        if mean != 0.0 {
            let bias = bias.get_or_insert_with(|| vec![0.0; row.len()]);
            bias.iter_mut().zip(row).for_each(|(bias, weight)| *bias -= mean * *weight);
        }
    }
    if bias.iter().flatten().copied().chain(weights.elements()).all(f64::is_finite) {
        return Ok(());
    }
    let advice = "choose the numbers that the training subtracted and divided by";
    Err(ModelError(format!("with this mean and std a weight is no number; {advice}")))
}

/// A number for each input: what the file says, or else this one.
fn numbers(
    array: Option<&Array>,
    name: &str,
    otherwise: f64,
    inputs: usize,
) -> Result<Vec<f64>, ModelError> {
    let Some(array) = array else { return Ok(vec![otherwise; inputs]) };
    let is_sound = |x: &f64| x.is_finite() && (name == "mean" || *x > 0.0);
    match &array.values {
        Values::F64(one) if one.len() == 1 && is_sound(&one[0]) => Ok(vec![one[0]; inputs]),
        Values::F64(each) if each.len() == inputs && each.iter().all(is_sound) => Ok(each.clone()),
        _ => {
            let above = if name == "std" { " above 0" } else { "" };
            let expected = format!("a finite float{above}, or one for each of {inputs} inputs");
            let found = format!("others, of the shape {}", shown_shape(&array.shape));
            let advice = "save what the training subtracted (mean) and divided by (std)";
            Err(ModelError::array(name, expected, found, advice))
        }
    }
}
