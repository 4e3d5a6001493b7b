//! The types of element: their names in a header, and their bytes.
//!
//! A name is the byte order (`<` lowest byte first, `>` highest first, `|` if there is only one
//! byte), a letter, and a size. The size of `U` counts characters of four bytes (UTF-32); shorter
//! strings are filled up with NUL.

use super::{NpzError, Values};
use crate::format::room::grow;
use crate::format::shown::shown;

/// A longer string's size in bytes is not a number that this machine can address.
const MAX_TEXT: usize = usize::MAX / 4;

/// Bytes an element takes, if its type can be read. (`<i4` is what NumPy before version 2 writes
/// on Windows.)
pub(super) fn size(descr: &str) -> Result<usize, NpzError> {
    match descr {
        "<f8" | ">f8" | "<i8" => return Ok(8),
        "<f4" | ">f4" | "<i4" => return Ok(4),
        "|u1" | "|b1" => return Ok(1),
        _ => {}
    }
    if descr.starts_with("|O") {
        let fault = "an array of Python objects is stored as a pickle, which can run any code when \
                     it is read, so it is not; save it as numbers: array.astype('<f8')";
        return Err(NpzError(fault.into()));
    }
    let length = descr.strip_prefix("<U").and_then(|length| length.parse().ok());
    // NumPy has no strings of length 0: they would be any number in no bytes.
    match length {
        Some(length @ 1..=MAX_TEXT) => Ok(4 * length),
        _ => Err(NpzError::expected(
            "elements of the type <f8, <f4, >f8, >f4, <i8, <i4, |u1, |b1 or <U and a length",
            format!("{}; convert them: array.astype('<f8')", shown(descr)),
        )),
    }
}

/// The elements in `data`, each of [`size`] bytes.
pub(super) fn decode(descr: &str, size: usize, data: &[u8]) -> Result<Values, NpzError> {
    Ok(match descr {
        "<f8" => Values::F64(elements(data, f64::from_le_bytes)?),
        ">f8" => Values::F64(elements(data, f64::from_be_bytes)?),
        "<f4" => Values::F64(elements(data, |b| f64::from(f32::from_le_bytes(b)))?),
        ">f4" => Values::F64(elements(data, |b| f64::from(f32::from_be_bytes(b)))?),
        "<i8" => Values::I64(elements(data, i64::from_le_bytes)?),
        "<i4" => Values::I64(elements(data, |b| i64::from(i32::from_le_bytes(b)))?),
        "|u1" => Values::U8(elements(data, |[byte]| byte)?),
        // As in NumPy, whatever is not 0 is true.
        "|b1" => Values::Bool(elements(data, |[byte]| byte != 0)?),
        _ => {
            let mut texts = Vec::with_capacity(data.len() / size);
            for bytes in data.chunks_exact(size) {
                texts.push(text(bytes)?);
            }
            Values::Text(texts)
        }
    })
}

/// The type that `values` are written in.
pub(super) fn descr(values: &Values) -> String {
    match values {
        Values::F64(_) => "<f8".into(),
        Values::F32(_) => "<f4".into(),
        Values::I64(_) => "<i8".into(),
        Values::U8(_) => "|u1".into(),
        Values::Bool(_) => "|b1".into(),
        Values::Text(values) => {
            let longest = values.iter().map(|text| text.chars().count()).max();
            format!("<U{}", longest.unwrap_or(0).max(1))
        }
    }
}

/// Appends the elements, each of `size` bytes.
pub(super) fn encode(values: &Values, size: usize, out: &mut Vec<u8>) {
    match values {
        Values::F64(values) => values.iter().for_each(|value| out.extend(value.to_le_bytes())),
        Values::F32(values) => values.iter().for_each(|value| out.extend(value.to_le_bytes())),
        Values::I64(values) => values.iter().for_each(|value| out.extend(value.to_le_bytes())),
        Values::U8(values) => out.extend(values),
        Values::Bool(values) => out.extend(values.iter().map(|&value| u8::from(value))),
        Values::Text(values) => {
            for text in values {
                let end = out.len() + size;
                text.chars().for_each(|char| out.extend(u32::from(char).to_le_bytes()));
                out.resize(end, 0);
            }
        }
    }
}

fn elements<const N: usize, T>(
    data: &[u8],
    element: impl Fn([u8; N]) -> T,
) -> Result<Vec<T>, NpzError> {
    let (bytes, mut elements) = (data.as_chunks().0, Vec::new());
    grow(&mut elements, bytes.len()).map_err(|error| NpzError(error.to_string()))?;
    elements.extend(bytes.iter().map(|&bytes| element(bytes)));
    Ok(elements)
}

/// A string without the NULs at its end.
fn text(data: &[u8]) -> Result<String, NpzError> {
    let codes = elements(data, u32::from_le_bytes)?;
    let length = codes.iter().rposition(|&code| code != 0).map_or(0, |last| last + 1);
    let char = |&code| {
        char::from_u32(code).ok_or_else(|| {
            NpzError::expected("strings of Unicode characters", format!("the number {code:#x}"))
        })
    };
    codes[..length].iter().map(char).collect()
}
