//! The data set: four files, a table or folders of pictures become images and labels.
//!
//! MNIST is 60000 handwritten digits to train on and 10000 to test with, each 28 x 28 pixels of one
//! byte, in four IDX files packed with gzip. Fashion-MNIST, KMNIST and EMNIST come in the same form
//! and are read alike, whatever the size of their images and the number of their classes.
//! [`Source`] knows two more forms: a CSV file, and a folder of pictures for each class.
//!
//! The way of one pixel: [`GzipReader`](crate::format::gzip::GzipReader) unpacks it, [`IdxReader`]
//! finds the image that it belongs to, [`Images`] keeps it if it is not zero.
//!
//! Only the images that are asked for are read, and they alone take time and memory. An archive's
//! checksum stands at its end, and is checked when all images are asked for. The labels, which are
//! small, are always read whole: the number of classes is the largest label of both files plus one,
//! however many images are asked for.
//!
//! A small archive can hold very many pixels. So at most [`MOST_IMAGES`] images of at most
//! [`MOST_PIXELS`] pixels are read, and what is kept of them may take [`ALLOWANCE`] bytes, and
//! [`GROWTH`] more for each byte of their file.

mod csv;
mod dataset;
mod files;
mod idx;
mod idx_files;
mod images;
mod pictures;
mod preparation;
mod source;

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::format::shown::shown;

pub use dataset::{Dataset, one_hot};
pub use files::has_any_file;
pub use idx::IdxReader;
pub use idx_files::load;
pub use images::Images;
pub use preparation::Prepare;
pub use source::{Options, Source};

/// The most pixels that an image may have: 4096 x 4096. Every pixel has a row of weights, so a
/// header with a larger size is damaged, or asks for a network too large for any machine.
pub const MOST_PIXELS: usize = 1 << 24;

/// The most images that are read of a file. MNIST has 60,000, EMNIST's largest part 697,932,
/// infinite MNIST 8.1 million.
pub const MOST_IMAGES: usize = 1 << 24;

/// What images may take however small their file is, in bytes: MNIST's take 45 MB.
pub const ALLOWANCE: u64 = 64 << 20;

/// How many more bytes they may take for each byte of their file. MNIST's archive grows by a factor
/// of 5; an unpacked file grows by at most 13, if each image is one pixel.
pub const GROWTH: u64 = 32;

/// A data set in its two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Mnist {
    /// What to train on.
    pub train: Dataset,
    /// What to test with.
    pub test: Dataset,
}

/// A mirror has the archives, under the same four names. (Other data sets come in this form, too.)
const MIRROR: &str = "MNIST's are at https://storage.googleapis.com/cvdf-datasets/mnist/";

/// How to tell the originals.
const SUMS: &str = "(sizes and checksums of the originals: data/mnist/README.md)";

/// Why a data set could not be loaded: a file or folder, and its fault.
#[derive(Debug)]
pub struct DataError {
    /// The file or folder that is at fault.
    pub path: PathBuf,
    /// What is wrong with it: what is expected, what is found, what to do.
    pub fault: String,
    /// How many of the four files are missing: all if the folder cannot be listed.
    pub missing: usize,
    /// Where more images are asked for than there are: of which part, 0 to train on or 1 to test
    /// with, and how many it has.
    pub too_few: Option<(usize, usize)>,
}

impl DataError {
    fn new(path: &Path, fault: String) -> Self {
        Self { path: path.to_path_buf(), fault, missing: 0, too_few: None }
    }

    fn too_few(path: &Path, part: usize, wanted: usize, found: usize) -> Self {
        let fault = format!("expected at least {wanted} images, found {found}");
        let fault = fault + "; take a larger data set";
        Self { too_few: Some((part, found)), ..Self::new(path, fault) }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", shown(&self.path), self.fault)
    }
}

impl Error for DataError {}
