//! The .npz format: several NumPy arrays in a file, each with a name.
//!
//! It is a [`zip`] archive with a [`npy`] file for each array, the name followed by
//! `.npy` (NumPy, `numpy.savez` and `numpy.lib.format`).

use std::collections::HashSet;
use std::error::Error;
use std::fmt;

use super::npy::{self, Array};
use super::shown::shown;
use super::zip;

/// What follows an array's name in the archive.
const SUFFIX: &str = ".npy";

/// Why bytes are not a .npz file, the archive in it or a .npy file, or arrays cannot be written as
/// one: what is expected, what is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NpzError(pub(super) String);

impl fmt::Display for NpzError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for NpzError {}

impl NpzError {
    pub(super) fn expected(what: impl fmt::Display, found: impl fmt::Display) -> Self {
        Self(format!("expected {what}, found {found}"))
    }

    /// The fault of a file that does not begin as `what` does.
    pub(super) fn other_format(what: &str, file: &[u8], most: usize) -> Self {
        match &file[..file.len().min(most)] {
            [] => Self::expected(what, "no bytes"),
            start => Self::expected(what, start.escape_ascii()),
        }
    }

    fn of_array(self, name: &str) -> Self {
        Self(format!("the array {}: {self}", shown(name)))
    }

    fn same_name(name: &str) -> Self {
        Self::expected("arrays with different names", format!("two {}", shown(name)))
    }
}

/// The arrays in a .npz file with their names, in the file's order. A member that is no .npy file
/// by its name is passed over.
pub fn read(file: &[u8]) -> Result<Vec<(String, Array)>, NpzError> {
    Ok(read_some(file, |_| true)?.0)
}

/// An array with its name.
pub type Named = (String, Array);

/// The same of the arrays that are `wanted` by their names, and the names of all others: these may
/// be of any type.
pub fn read_some(
    file: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> Result<(Vec<Named>, Vec<String>), NpzError> {
    let (mut arrays, mut others) = (Vec::new(), Vec::new());
    let mut names = HashSet::new();
    for member in zip::members(file)? {
        let Some(name) = member.name.strip_suffix(SUFFIX) else { continue };
        let name = name.to_string();
        if !names.insert(name.clone()) {
            return Err(NpzError::same_name(&name));
        }
        if !wanted(&name) {
            others.push(name);
            continue;
        }
        let array = member.read().and_then(|content| npy::read(&content));
        let array = array.map_err(|error| error.of_array(&name))?;
        arrays.push((name, array));
    }
    Ok((arrays, others))
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
            return Err(NpzError::same_name(name));
        }
        let added = writer.add(&format!("{name}{SUFFIX}"), &npy::write(array));
        added.map_err(|error| error.of_array(name))?;
    }
    writer.finish()
}
