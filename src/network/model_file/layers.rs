//! The layers of a model file, by the names and shapes of its arrays.
//!
//! A layer need not have a bias. Some names do not settle how weights lie (`names`), and some
//! programs transpose arrays before they save them. So under these names the weights are read in
//! the one of the two ways that fits: each layer takes as many inputs as the one before it has
//! outputs, and a bias has a number for each output. If both fit, the user must say it.

use std::collections::HashMap;

use super::hints::Layout;
use super::names::{Id, Role, check_kind, is_unnamed, role, unnamed};
use super::{MAX_FILE, ModelError, OUTPUTS};
use crate::format::npy::{Array, Values};
use crate::format::room::is_room;
use crate::format::shown::{shown, shown_shape};
use crate::matrix::{LINE, Matrix};

/// An array with its name.
type Named<'a> = (&'a str, &'a Array);

/// The arrays of one layer.
struct Layer<'a> {
    weights: Named<'a>,
    bias: Option<Named<'a>>,
}

/// The weights (inputs × outputs) and the bias of a layer.
type Parameters = (Matrix, Option<Vec<f64>>);

/// The parameters of each layer, the first nearest the input; `others` are the names of arrays that
/// are of no use.
pub(super) fn read(
    arrays: &[(String, Array)],
    others: &[String],
    layout: Option<Layout>,
) -> Result<Vec<Parameters>, ModelError> {
    let (layers, is_settled) = gather(arrays, others)?;
    let is_transposed = match (layout, is_settled) {
        (None, false) => match (check_shapes(&layers, true), check_shapes(&layers, false)) {
            (Ok(()), Ok(())) => {
                return Err(ModelError(format!(
                    "the array {}: its shape and the others' fit as outputs x inputs, as PyTorch \
                     saves weights, and as inputs x outputs; say which with --layout out-in or \
                     --layout in-out",
                    shown(layers[0].weights.0)
                )));
            }
            (Err(fault), Err(_)) => return Err(fault),
            (as_in_pytorch, _) => as_in_pytorch.is_ok(),
        },
        (layout, _) => {
            let is_transposed = layout == Some(Layout::OutIn);
            check_shapes(&layers, is_transposed)?;
            is_transposed
        }
    };
    let read = |layer: &Layer| {
        let values = numbers(layer.weights)?;
        let (inputs, outputs) = size(layer.weights.1, is_transposed).expect("it was checked");
        let weights = Matrix::from_fn(inputs, outputs, |p, j| {
            values[if is_transposed { j * inputs + p } else { p * outputs + j }]
        });
        Ok((weights, layer.bias.map(numbers).transpose()?.map(<[f64]>::to_vec)))
    };
    // A matrix and its transpose; rows are padded.
    let values = |layer: &Layer| {
        let (inputs, outputs) = size(layer.weights.1, is_transposed).expect("it was checked");
        let padded = |n: usize| n.next_multiple_of(LINE) as u128;
        inputs as u128 * padded(outputs) + outputs as u128 * padded(inputs)
    };
    if !is_room(8 * layers.iter().map(values).sum::<u128>()) {
        return Err(ModelError("there is no memory for its weights; end other programs".into()));
    }
    layers.iter().map(read).collect()
}

/// Whether layers that are to be written could be read.
pub(super) fn check(arrays: &[(String, Array)]) -> Result<(), ModelError> {
    let (layers, _) = gather(arrays, &[])?;
    check_shapes(&layers, false)?;
    let arrays = layers.iter().flat_map(|layer| [Some(layer.weights), layer.bias]).flatten();
    // What is rounded to 32 bits is finite.
    let mut arrays = arrays.filter(|(_, array)| !matches!(array.values, Values::F32(_)));
    arrays.try_for_each(|array| numbers(array).map(drop))
}

/// Whether an array of this name may be of a layer.
pub(super) fn is_of_layer(name: &str) -> bool {
    role(name).is_some() || is_unnamed(name)
}

/// The layers, by number or in the order of the file, and whether their names settle how they lie.
fn gather<'a>(
    arrays: &'a [(String, Array)],
    others: &[String],
) -> Result<(Vec<Layer<'a>>, bool), ModelError> {
    let mut parts: Vec<(Id, [Option<Named>; 2])> = Vec::new();
    let mut places = HashMap::new();
    let are_unnamed = arrays.iter().all(|(name, _)| is_unnamed(name));
    let unnamed = if are_unnamed { unnamed(arrays)? } else { Vec::new() };
    let mut is_settled = true;
    for (i, (name, array)) in arrays.iter().enumerate() {
        let found = unnamed.get(i).copied().or_else(|| role(name));
        let Some(Role { id, part, is_settled: settled }) = found else { continue };
        is_settled &= settled || part == 1 && !are_unnamed;
        let place = *places.entry(id).or_insert_with(|| {
            parts.push((id, [None; 2]));
            parts.len() - 1
        });
        if let Some((other, _)) = parts[place].1[part].replace((name, array)) {
            return Err(ModelError::two_networks(other, name));
        }
    }
    let name = |parts: &[Option<Named>; 2]| {
        let first = parts.iter().flatten().next();
        first.map_or(String::new(), |(name, _)| name.to_string())
    };
    let is_module = |id| matches!(id, Id::Module(_));
    let Some(&(first, ref first_parts)) = parts.first() else {
        let names: Vec<_> = others.iter().take(10).map(shown).collect();
        let (found, advice) = match others.is_empty() {
            true => ("none".into(), "of PyTorch: numpy.savez(file, **model.state_dict())"),
            false => {
                (names.join(", "), "save them under such names: numpy.savez(file, weights_1=...)")
            }
        };
        return Err(ModelError(format!(
            "expected arrays weights_1, bias_1, weights_2, ... (or W1, b1, ..., or fc1.weight, \
             fc1.bias, ..., or coefs_0, intercepts_0, ...), found {found}; {advice}"
        )));
    };
    if let Some((_, other)) = parts.iter().find(|(id, _)| is_module(*id) != is_module(first)) {
        return Err(ModelError::two_networks(&name(first_parts), &name(other)));
    }
    if is_module(first) {
        check_kind(others)?;
    }
    // Modules keep their order.
    parts.sort_by_key(|&(id, _)| if let Id::Number(number) = id { number } else { 0 });

    let mut layers = Vec::new();
    for (l, (id, parts)) in (1..).zip(&parts) {
        let is_next = *id == Id::Number(l) || is_module(*id);
        match *parts {
            [Some(weights), bias] if is_next => layers.push(Layer { weights, bias }),
            _ => {
                return Err(ModelError(format!(
                    "expected the weights of layer {l} beside {}, found none; save the weights of \
                     every layer",
                    shown(&name(parts))
                )));
            }
        }
    }
    Ok((layers, is_settled))
}

/// Inputs and outputs of a layer with these weights; `None` if they are no matrix.
fn size(weights: &Array, is_transposed: bool) -> Option<(usize, usize)> {
    match (&weights.shape[..], is_transposed) {
        (&[inputs, outputs], false) | (&[outputs, inputs], true) => Some((inputs, outputs)),
        _ => None,
    }
}

/// Whether the layers fit together.
fn check_shapes(layers: &[Layer], is_transposed: bool) -> Result<(), ModelError> {
    let mut before: Option<usize> = None;
    let mut values = 0;
    for &Layer { weights: (name, array), bias } in layers {
        let fits = |&(inputs, outputs): &(usize, usize)| {
            inputs > 0 && outputs > 0 && before.is_none_or(|before| before == inputs)
        };
        let Some((inputs, outputs)) = size(array, is_transposed).filter(fits) else {
            let kind = match array.shape.len() {
                3.. => Some("a convolution"),
                1 if name.ends_with(".weight") => Some("normalisation"),
                _ => None,
            };
            if let Some(kind) = kind {
                let found = format!("{}, as {kind} has it", shown_shape(&array.shape));
                let advice = "only fully connected layers are computed here";
                return Err(ModelError::array(name, "a matrix", found, advice));
            }
            let inputs = before.map_or("inputs".to_string(), |before| before.to_string());
            let (expected, other) = match is_transposed {
                true => (format!("the shape [outputs, {inputs}]"), "in-out"),
                false => (format!("the shape [{inputs}, outputs]"), "out-in"),
            };
            let advice = format!(
                "each layer takes as many inputs as the one before it has outputs; if all weights \
                 lie the other way, say --layout {other}"
            );
            return Err(ModelError::array(name, expected, shown_shape(&array.shape), &advice));
        };
        if let Some((name, bias)) = bias
            // NumPy programs often keep a bias as a row.
            && bias.shape != [outputs]
            && bias.shape != [1, outputs]
        {
            let (expected, found) = (format!("the shape [{outputs}]"), shown_shape(&bias.shape));
            let advice = "a bias has a number for each output of its layer";
            return Err(ModelError::array(name, expected, found, advice));
        }
        values += inputs * outputs.next_multiple_of(LINE);
        if values as u64 * 8 > MAX_FILE {
            let expected = format!("at most {MAX_FILE} bytes of weights, rows padded to {LINE}");
            let found = format!("{} and the layers before it", shown_shape(&array.shape));
            return Err(ModelError::array(name, expected, found, "use a smaller network"));
        }
        before = Some(outputs);
    }
    let (Some(outputs), Some(last)) = (before, layers.last()) else { return Ok(()) };
    if OUTPUTS.contains(&outputs) {
        return Ok(());
    }
    let (least, most) = (OUTPUTS.start(), OUTPUTS.end());
    let expected = format!("{least} to {most} outputs in the last layer, one for each class");
    Err(ModelError::array(last.weights.0, expected, outputs, "other networks do not classify"))
}

/// The elements of an array, which are finite floats.
fn numbers((name, array): Named<'_>) -> Result<&[f64], ModelError> {
    let Values::F64(values) = &array.values else {
        let advice = "save the array as floats: array.astype('<f8')";
        return Err(ModelError::array(name, "floats", array.values.kind(), advice));
    };
    let Some(index) = values.iter().position(|value| !value.is_finite()) else {
        return Ok(values);
    };
    let at = match array.shape[..] {
        [_, columns] => format!("[{}, {}]", index / columns, index % columns),
        _ => format!("[{index}]"),
    };
    let found = format!("{} at {at}", values[index]);
    let advice = "its training diverged: train again with a smaller learning rate";
    Err(ModelError::array(name, "finite numbers", found, advice))
}
