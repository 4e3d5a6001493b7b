//! What a model file may leave open, as the user says it.

use super::ModelError;
use super::fields::Fields;
use crate::format::npy::{Array, Values};
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
    let mean = numbers(fields.get("mean"), "mean", hints.mean, weights.rows())?;
    let std = numbers(fields.get("std"), "std", hints.std, weights.rows())?;
    if let Some(wrong) = std.iter().flatten().find(|&&std| std <= 0.0) {
        let advice = "save 1 for an input that never changes";
        return Err(ModelError::array("std", "numbers above 0", wrong, advice));
    }
    if mean.is_none() && std.is_none() {
        return Ok(());
    }
    let bias = bias.get_or_insert_with(|| vec![0.0; weights.columns()]);
    for p in 0..weights.rows() {
        let of = |list: &Option<Vec<f64>>, else_: f64| list.as_ref().map_or(else_, |list| list[p]);
        let (mean, std) = (of(&mean, 0.0), of(&std, 1.0));
        for (weight, bias) in weights.row_mut(p).iter_mut().zip(&mut *bias) {
            *weight /= std;
            *bias -= mean * *weight;
        }
    }
    if !bias.iter().copied().chain(weights.elements()).all(f64::is_finite) {
        let advice = "choose the numbers that the training subtracted and divided by";
        return Err(ModelError(format!("with this mean and std a weight is no number; {advice}")));
    }
    Ok(())
}

/// A number for each input: what the user says, or the file.
fn numbers(
    array: Option<&Array>,
    name: &str,
    hint: Option<f64>,
    inputs: usize,
) -> Result<Option<Vec<f64>>, ModelError> {
    let Some(array) = array else { return Ok(hint.map(|hint| vec![hint; inputs])) };
    if hint.is_some() {
        return Err(ModelError(format!("the file says {name} itself; leave out --{name}")));
    }
    let found = match &array.values {
        Values::F64(values) if values.iter().all(|value| value.is_finite()) => values,
        other => {
            return Err(ModelError::array(
                name,
                "finite floats",
                other.kind(),
                "save it as floats",
            ));
        }
    };
    match found.len() {
        1 => Ok(Some(vec![found[0]; inputs])),
        len if len == inputs => Ok(Some(found.clone())),
        len => {
            let expected = format!("one number, or one for each of {inputs} inputs");
            Err(ModelError::array(name, expected, len, "save as many"))
        }
    }
}
