//! The .npy format: one NumPy array in a file.
//!
//! ```text
//! \x93NUMPY   six bytes
//! version     two bytes: 1 and 0
//! length      of the header, two bytes, lowest first
//! header      {'descr': '<f8', 'fortran_order': False, 'shape': (784, 100), }
//!             and spaces and \n, so that the data begin at a multiple of 64
//! data        the elements, of the type and order that the header names
//! ```
//!
//! (NumPy, `numpy.lib.format`, section "Format Version 1.0". Versions 2 and 3 exist for structured
//! arrays with many fields or names beyond Latin-1; NumPy writes version 1 for the arrays that are
//! read here.)
//!
//! In C order the last index runs fastest; in Fortran order, which NumPy writes for a transposed
//! array, the first does. [`read`] always returns C order.
//!
//! [`read`] believes no header: memory goes to the bytes that are there. An array takes at most
//! eight times its bytes in the file (one-letter strings), twice with floats.

mod dtype;
mod header;

use std::borrow::Cow;

use super::npz::NpzError;
use super::shown::shown_shape;

/// The first bytes of every .npy file.
const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// NumPy's limit (`NPY_MAXDIMS`).
const MAX_DIMENSIONS: usize = 64;

/// An array of any number of dimensions; none for a single value.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// The size of each dimension.
    pub shape: Vec<usize>,
    /// The elements in C order: the last index runs fastest.
    pub values: Values,
}

/// The elements of an array.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// `float64`; and what was read as `float32`, which fits exactly.
    F64(Vec<f64>),
    /// `float32`, to be written.
    F32(Vec<f32>),
    /// `int64`; and what was read as `int32`.
    I64(Vec<i64>),
    /// `uint8`.
    U8(Vec<u8>),
    /// `bool`.
    Bool(Vec<bool>),
    /// `str`. NumPy pads strings with NUL, so a string ends before its last ones.
    Text(Vec<String>),
}

impl Values {
    /// What they are, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::F64(_) | Self::F32(_) => "floats",
            Self::I64(_) => "integers",
            Self::U8(_) => "bytes",
            Self::Bool(_) => "booleans",
            Self::Text(_) => "strings",
        }
    }
}

/// The array that a .npy file holds.
pub fn read(file: &[u8]) -> Result<Array, NpzError> {
    let Some(rest) = file.strip_prefix(MAGIC) else {
        let what = r"a .npy file, which begins \x93NUMPY";
        return Err(NpzError::other_format(what, file, MAGIC.len()));
    };
    let cut_short = || NpzError("the .npy file ends in its header".into());
    let (&[major, minor, low, high], rest) = rest.split_first_chunk().ok_or_else(cut_short)?;
    if [major, minor] != [1, 0] {
        return Err(NpzError::expected(".npy version 1.0", format!("{major}.{minor}")));
    }
    let length = u16::from_le_bytes([low, high]).into();
    let (header, data) = rest.split_at_checked(length).ok_or_else(cut_short)?;
    let (descr, fortran_order, shape) = header::parse(header)?;
    let size = dtype::size(&descr)?;

    let found = data.len();
    let Some(promised) = bytes_of(&shape, size) else {
        let shape = shown_shape(&shape);
        return Err(NpzError(format!("no machine could hold the {shape} of the .npy header")));
    };
    if found != promised {
        let fault = format!("the .npy header promises {promised} bytes of elements, found {found}");
        return Err(NpzError(fault));
    }
    let data = match fortran_order {
        true => Cow::Owned(in_c_order(data, size, &shape)),
        false => Cow::Borrowed(data),
    };
    Ok(Array { values: dtype::decode(&descr, size, &data)?, shape })
}

/// How many bytes an array takes; `None` if that is more than this machine can address. (With a
/// size of 0 it is empty, however large the others are.)
pub(crate) fn bytes_of(shape: &[usize], size: usize) -> Option<usize> {
    if shape.contains(&0) {
        return Some(0);
    }
    shape.iter().try_fold(size, |bytes, &dim| bytes.checked_mul(dim))
}

/// Reorders elements of `size` bytes. In Fortran order, element (i, j, k) of an I × J × K array
/// is number i + I j + I J k; in C order it is number (i J + j) K + k.
fn in_c_order(data: &[u8], size: usize, shape: &[usize]) -> Vec<u8> {
    let count = data.len() / size;
    let mut ordered = Vec::with_capacity(data.len());
    for number in 0..count {
        let (mut rest, mut stride, mut place) = (number, count, 0);
        for &dim in shape.iter().rev() {
            stride /= dim;
            place += rest % dim * stride;
            rest /= dim;
        }
        ordered.extend(&data[place * size..][..size]);
    }
    ordered
}

/// The .npy file of an array, the same bytes as from `np.save`.
///
/// # Panics
///
/// If the shape does not fit the number of values, or has more than 64 dimensions.
pub fn write(array: &Array) -> Vec<u8> {
    let Array { shape, values } = array;
    assert!(shape.len() <= MAX_DIMENSIONS, "at most {MAX_DIMENSIONS} dimensions");
    let descr = dtype::descr(values);
    let size = dtype::size(&descr).expect("a type that is read, too");
    let mut file = header::version_1(&descr, shape);
    let (start, bytes) = (file.len(), bytes_of(shape, size));
    file.reserve_exact(bytes.unwrap_or(0));
    dtype::encode(values, size, &mut file);
    assert_eq!(bytes, Some(file.len() - start), "an array of the shape {shape:?}");
    file
}
