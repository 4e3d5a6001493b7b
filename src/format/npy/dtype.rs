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

/// The types that can be read. Arrays are written in those without `Big`.
#[derive(Clone, Copy)]
pub(super) enum Dtype {
    F64,
    F64Big,
    F32,
    F32Big,
    I64,
    /// As NumPy before version 2 writes integers on Windows.
    I32,
    U8,
    Bool,
    /// Strings of this many characters.
    Text(usize),
}

impl Dtype {
    /// The type that a header names.
    pub fn parse(descr: &str) -> Result<Self, NpzError> {
        Ok(match descr {
            "<f8" => Self::F64,
            ">f8" => Self::F64Big,
            "<f4" => Self::F32,
            ">f4" => Self::F32Big,
            "<i8" => Self::I64,
            "<i4" => Self::I32,
            "|u1" => Self::U8,
            "|b1" => Self::Bool,
            _ if descr.starts_with("|O") => {
                return Err(NpzError(
                    "an array of Python objects is stored as a pickle, which can run any code when \
                     it is read, so it is not; save it as numbers: array.astype('<f8')"
                        .into(),
                ));
            }
            _ => {
                let length = descr.strip_prefix("<U").and_then(|length| length.parse().ok());
                // NumPy has no strings of length 0: they would be any number in no bytes.
                let Some(length @ 1..=MAX_TEXT) = length else {
                    return Err(NpzError::expected(
                        "elements of the type <f8, <f4, >f8, >f4, <i8, <i4, |u1, |b1 or <U and a length",
                        format!("{}; convert them: array.astype('<f8')", shown(descr)),
                    ));
                };
                Self::Text(length)
            }
        })
    }

    /// The type that `values` are written in.
    pub fn of(values: &Values) -> Self {
        match values {
            Values::F64(_) => Self::F64,
            Values::F32(_) => Self::F32,
            Values::I64(_) => Self::I64,
            Values::U8(_) => Self::U8,
            Values::Bool(_) => Self::Bool,
            Values::Text(values) => {
                let lengths = values.iter().map(|text| text.chars().count());
                Self::Text(lengths.max().unwrap_or(0).max(1))
            }
        }
    }

    /// Its name in a header.
    pub fn descr(self) -> String {
        match self {
            Self::F64 => "<f8".into(),
            Self::F64Big => ">f8".into(),
            Self::F32 => "<f4".into(),
            Self::F32Big => ">f4".into(),
            Self::I64 => "<i8".into(),
            Self::I32 => "<i4".into(),
            Self::U8 => "|u1".into(),
            Self::Bool => "|b1".into(),
            Self::Text(length) => format!("<U{length}"),
        }
    }

    /// Bytes an element takes.
    pub fn size(self) -> usize {
        match self {
            Self::F64 | Self::F64Big | Self::I64 => 8,
            Self::F32 | Self::F32Big | Self::I32 => 4,
            Self::U8 | Self::Bool => 1,
            Self::Text(length) => 4 * length,
        }
    }

    /// The elements in `data`, whose length is a multiple of [`Dtype::size`].
    pub fn decode(self, data: &[u8]) -> Result<Values, NpzError> {
        Ok(match self {
            Self::F64 => Values::F64(elements(data, f64::from_le_bytes)?),
            Self::F64Big => Values::F64(elements(data, f64::from_be_bytes)?),
            Self::F32 => Values::F64(elements(data, |b| f64::from(f32::from_le_bytes(b)))?),
            Self::F32Big => Values::F64(elements(data, |b| f64::from(f32::from_be_bytes(b)))?),
            Self::I64 => Values::I64(elements(data, i64::from_le_bytes)?),
            Self::I32 => Values::I64(elements(data, |b| i64::from(i32::from_le_bytes(b)))?),
            Self::U8 => Values::U8(elements(data, |[byte]| byte)?),
            // As in NumPy, whatever is not 0 is true.
            Self::Bool => Values::Bool(elements(data, |[byte]| byte != 0)?),
            Self::Text(_) => {
                let mut texts = Vec::with_capacity(data.len() / self.size());
                for bytes in data.chunks_exact(self.size()) {
                    texts.push(text(bytes)?);
                }
                Values::Text(texts)
            }
        })
    }

    /// Appends the elements of `values`, which are of this type.
    pub fn encode(self, values: &Values, out: &mut Vec<u8>) {
        match values {
            Values::F64(values) => values.iter().for_each(|value| out.extend(value.to_le_bytes())),
            Values::F32(values) => values.iter().for_each(|value| out.extend(value.to_le_bytes())),
            Values::I64(values) => values.iter().for_each(|value| out.extend(value.to_le_bytes())),
            Values::U8(values) => out.extend(values),
            Values::Bool(values) => out.extend(values.iter().map(|&value| u8::from(value))),
            Values::Text(values) => {
                for text in values {
                    let end = out.len() + self.size();
                    text.chars().for_each(|char| out.extend(u32::from(char).to_le_bytes()));
                    out.resize(end, 0);
                }
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
