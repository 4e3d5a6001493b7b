//! The .npz format: several NumPy arrays in a file, each with a name.
//!
//! It is a [`zip`] archive with a [`npy`] file for each array, the name followed by
//! `.npy` (NumPy, `numpy.savez` and `numpy.lib.format`).

use std::collections::HashSet;
use std::error::Error;
use std::fmt;

use super::npy::{self, Array, NpyError};
use super::shown::shown;
use super::zip::{self, ZipError};

/// What follows an array's name in the archive.
const SUFFIX: &str = ".npy";

/// Why bytes are not a .npz file that can be read, or arrays cannot be written as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NpzError {
    /// The file is not a zip archive that can be read.
    Zip(ZipError),
    /// The array of this name cannot be unpacked or packed.
    Member(String, ZipError),
    /// The array of this name cannot be read.
    Array(String, NpyError),
    /// Several arrays have this name.
    SameName(String),
}

impl fmt::Display for NpzError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Zip(error) => error.fmt(f),
            Self::Member(name, error) => write!(f, "the array {}: {error}", shown(name)),
            Self::Array(name, error) => write!(f, "the array {}: {error}", shown(name)),
            Self::SameName(name) => {
                let name = shown(name);
                write!(f, "expected arrays with different names, found two {name}")
            }
        }
    }
}

impl Error for NpzError {}

/// The arrays in a .npz file with their names, in the file's order. A member that is no .npy file
/// by its name is passed over.
pub fn read(file: &[u8]) -> Result<Vec<(String, Array)>, NpzError> {
    let mut arrays = Vec::new();
    let mut names = HashSet::new();
    for member in zip::members(file).map_err(NpzError::Zip)? {
        let Some(name) = member.name.strip_suffix(SUFFIX) else { continue };
        let name = name.to_string();
        if !names.insert(name.clone()) {
            return Err(NpzError::SameName(name));
        }
        let content = member.read().map_err(|error| NpzError::Member(name.clone(), error))?;
        let array = npy::read(&content).map_err(|error| NpzError::Array(name.clone(), error))?;
        arrays.push((name, array));
    }
    Ok(arrays)
}

/// The .npz file of arrays with their names: without compression, each array's data at a multiple
/// of 64, the same bytes every time.
///
/// ```
/// use backprop::format::npy::{Array, Values};
/// use backprop::format::npz::{read, write};
///
/// let bias = Array { shape: vec![2], values: Values::F64(vec![0.5, -1.0]) };
/// let arrays = [("bias_1".to_string(), bias)];
/// assert_eq!(read(&write(&arrays)?)?, arrays);
/// # Ok::<(), backprop::format::npz::NpzError>(())
/// ```
///
/// # Panics
///
/// As [`npy::write`] does.
pub fn write(arrays: &[(String, Array)]) -> Result<Vec<u8>, NpzError> {
    let mut writer = zip::Writer::default();
    let mut names = HashSet::new();
    for (name, array) in arrays {
        if !names.insert(name) {
            return Err(NpzError::SameName(name.clone()));
        }
        let added = writer.add(&format!("{name}{SUFFIX}"), &npy::write(array));
        added.map_err(|error| NpzError::Member(name.clone(), error))?;
    }
    writer.finish().map_err(NpzError::Zip)
}
