//! Why a data set cannot be loaded.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::format::shown::shown;

/// A mirror has the archives, under the same four names. (Other data sets come in this form, too.)
pub(super) const MIRROR: &str =
    "MNIST's are at https://storage.googleapis.com/cvdf-datasets/mnist/";

/// How to tell the originals.
pub(super) const SUMS: &str = "(sizes and checksums of the originals: data/mnist/README.md)";

/// Why a data set could not be loaded: a file or folder, and its fault.
#[derive(Debug)]
pub struct DataError {
    /// The file or folder that is at fault.
    pub path: PathBuf,
    /// What is wrong with it: what is expected, what is found, what to do.
    pub fault: String,
    /// How many of the four files are missing: all if the folder cannot be listed.
    pub missing: usize,
}

impl DataError {
    pub(super) fn new(path: &Path, fault: String) -> Self {
        Self { path: path.to_path_buf(), fault, missing: 0 }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", shown(&self.path), self.fault)
    }
}

impl Error for DataError {}
