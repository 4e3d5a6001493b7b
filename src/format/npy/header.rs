//! The header's text: a Python dict with three keys, in any order.
//!
//! ```text
//! dict   {'descr': string, 'fortran_order': False or True, 'shape': tuple}
//! tuple  () or (3,) or (3, 4)
//! ```
//!
//! Each value is what follows its key. Nothing else is looked at, and nothing is ever evaluated.

use super::{MAGIC, MAX_DIMENSIONS, NpzError};
use crate::format::shown::shown;

const QUOTES: [char; 2] = ['\'', '"'];

/// The type, whether the order is Fortran's, and the shape that a header says.
pub(super) fn parse(text: &[u8]) -> Result<(String, bool, Vec<usize>), NpzError> {
    let text = String::from_utf8_lossy(text);
    let (descr, order, shape) =
        (value(&text, "descr")?, value(&text, "fortran_order")?, value(&text, "shape")?);
    if descr.starts_with('[') {
        return Err(NpzError::expected(
            "an array of numbers or strings",
            "a structured array; save each of its fields as an array",
        ));
    }
    let Some((descr, _)) = descr.strip_prefix(QUOTES).and_then(|text| text.split_once(QUOTES))
    else {
        return Err(fault("a type in quotes", descr));
    };
    let fortran_order = order.starts_with("True");
    if !fortran_order && !order.starts_with("False") {
        return Err(fault("True or False", order));
    }
    let Some((sizes, _)) = shape.strip_prefix('(').and_then(|text| text.split_once(')')) else {
        return Err(fault("a tuple of sizes", shape));
    };
    let sizes = sizes.split(',').map(str::trim).collect::<Vec<_>>();
    // The only size has a comma behind it, the last one may have one, and () has none.
    let sizes = sizes.strip_suffix(&[""]).unwrap_or(&sizes);
    let size =
        |text: &&str| text.parse().map_err(|_| fault("a size that this machine can address", text));
    let shape: Vec<_> = sizes.iter().map(size).collect::<Result<_, _>>()?;
    if shape.len() > MAX_DIMENSIONS {
        return Err(NpzError::expected(
            format!("at most {MAX_DIMENSIONS} dimensions"),
            shape.len(),
        ));
    }
    Ok((descr.into(), fortran_order, shape))
}

/// What follows a key and its colon.
fn value<'a>(text: &'a str, key: &str) -> Result<&'a str, NpzError> {
    let keys = QUOTES.map(|quote| format!("{quote}{key}{quote}"));
    let found = keys.iter().find_map(|key| text.split_once(key));
    let value = found.and_then(|(_, rest)| rest.trim_start().strip_prefix(':'));
    value.map(str::trim_start).ok_or_else(|| {
        NpzError::expected(format!("the key '{key}' and a colon in the .npy header"), "none")
    })
}

fn fault(expected: &str, found: &str) -> NpzError {
    let found: String = found.chars().take(20).collect();
    NpzError::expected(format!("{expected} in the .npy header"), shown(&found))
}

/// All that stands before the data, as NumPy writes it.
pub(super) fn version_1(descr: &str, shape: &[usize]) -> Vec<u8> {
    let sizes: Vec<_> = shape.iter().map(usize::to_string).collect();
    let shape = match &sizes[..] {
        [size] => format!("({size},)"),
        sizes => format!("({})", sizes.join(", ")),
    };
    let mut text = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    // Room for the first size to grow to 21 digits (GROWTH_AXIS_MAX_DIGITS), in case that a
    // program appends elements to the file.
    let growth = sizes.first().map_or(0, |size| 21 - size.len());
    // Then 1 to 64 spaces and the line's end, which is the last byte before a multiple of 64.
    let start = MAGIC.len() + 4;
    let length = (start + text.len() + growth + 2).next_multiple_of(64) - start;
    text.extend(std::iter::repeat_n(' ', length - 1 - text.len()));
    text.push('\n');

    let mut header = MAGIC.to_vec();
    header.extend([1, 0]);
    // 64 sizes of 20 digits are far from 2^16.
    header.extend((length as u16).to_le_bytes());
    header.extend(text.into_bytes());
    header
}
