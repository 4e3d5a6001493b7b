//! What can be wrong with the four files.

use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::files::names;
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
    /// What is wrong with it.
    pub fault: Fault,
}

impl DataError {
    pub(super) fn new(path: &Path, fault: Fault) -> Self {
        Self { path: path.to_path_buf(), fault }
    }

    pub(super) fn other(path: &Path, fault: String) -> Self {
        Self::new(path, Fault::Other(fault))
    }
}

/// What is wrong with a file or folder.
#[derive(Debug)]
pub enum Fault {
    /// The folder cannot be listed.
    Folder(io::Error),
    /// The folder lacks these of the four files.
    Missing(Vec<String>),
    /// Another fault: what is expected, what is found, what to do.
    Other(String),
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let all = names().map(|names| format!("{}.gz", names[0])).join(", ");
        write!(f, "{}: ", shown(&self.path))?;
        match &self.fault {
            Fault::Folder(error) => write!(
                f,
                "cannot list the folder: {error}; expected a folder with {all} (packed or not); \
                 {MIRROR}"
            ),
            Fault::Missing(missing) => {
                let (found, advice) = match missing.len() {
                    4 => ("none of them".to_string(), MIRROR),
                    _ => (
                        format!("no {}", each_shown(missing).join(", no ")),
                        "put what is missing beside the others",
                    ),
                };
                write!(
                    f,
                    "expected {all} (packed or not), or a CSV file, or folders of pictures, found \
                     {found}; {advice}"
                )
            }
            Fault::Other(fault) => f.write_str(fault),
        }
    }
}

impl Error for DataError {}

/// The first ten of some names that depend on what is in the folder.
pub(super) fn each_shown(names: &[impl AsRef<OsStr>]) -> Vec<String> {
    names.iter().take(10).map(shown).collect()
}
