//! What can be wrong with the four files.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use super::names::ROLES;
use crate::format::gzip::GzipError;
use crate::format::idx::{Element, IdxError};

/// Where the archives can be had; the same four names lie below it.
const MIRROR: &str = "https://storage.googleapis.com/cvdf-datasets/mnist/";

const SUMS: &str = "(sizes and checksums of the originals: data/mnist/README.md)";

/// Why a data set could not be loaded.
#[derive(Debug)]
#[expect(missing_docs, reason = "the fields are what the messages say of them")]
pub enum DataError {
    /// The folder cannot be listed.
    Folder { folder: PathBuf, error: io::Error },
    /// Some of the four files are not there.
    Missing { folder: PathBuf, missing: Vec<String> },
    /// The folder holds several data sets.
    Ambiguous { folder: PathBuf, prefixes: Vec<String> },
    /// A file cannot be opened or read.
    Unreadable { file: PathBuf, error: io::Error },
    /// A file has no bytes, packed or unpacked.
    Empty { file: PathBuf },
    /// A file is a web page, which some server sent in place of the archive.
    WebPage { file: PathBuf },
    /// A file has been packed twice.
    PackedTwice { file: PathBuf },
    /// A packed file cannot be unpacked.
    Damaged { file: PathBuf, error: GzipError },
    /// A file is not the IDX file it should be.
    NotIdx { file: PathBuf, error: IdxError },
    /// The elements are not bytes.
    NotBytes { file: PathBuf, element: Element },
    /// The array has the wrong number of dimensions: labels for images, or images for labels.
    Dimensions { file: PathBuf, expected: usize, dims: Vec<usize> },
    /// There are no images.
    NoImages { file: PathBuf },
    /// The images have no pixels, or more than [`MOST_PIXELS`](super::MOST_PIXELS).
    ImageSize { file: PathBuf, height: usize, width: usize },
    /// There are not as many labels as images.
    Counts { images: PathBuf, count: usize, labels: PathBuf, label_count: usize },
    /// More images were asked for than there are; `set` is "train" or "test".
    TooFew { file: PathBuf, set: &'static str, asked: usize, holds: usize },
    /// Test images are not of the training images' size; each is height, width.
    SizesDiffer { train: PathBuf, size: (usize, usize), test: PathBuf, test_size: (usize, usize) },
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Folder { folder, error } => {
                let all = ROLES.map(|role| format!("{}.gz", role.names()[0])).join(", ");
                write!(
                    f,
                    "{}: cannot list the folder: {error}; expected a folder with {all} (packed \
                     or not); they can be had from {MIRROR}",
                    folder.display()
                )
            }
            Self::Missing { folder, missing } => {
                let all = ROLES.map(|role| format!("{}.gz", role.names()[0])).join(", ");
                write!(
                    f,
                    "{}: expected {all} (packed or not), found no {}; they can be had from \
                     {MIRROR}",
                    folder.display(),
                    missing.join(", no ")
                )
            }
            Self::Ambiguous { folder, prefixes } => write!(
                f,
                "{}: expected the four files of one data set, found several: {}; keep each in a \
                 folder of its own",
                folder.display(),
                prefixes.join(", ")
            ),
            Self::Unreadable { file, error } => {
                write!(f, "{}: cannot read the file: {error}", file.display())
            }
            Self::Empty { file } => write!(
                f,
                "{}: the file is empty, the download failed; fetch it again from {MIRROR}",
                file.display()
            ),
            Self::WebPage { file } => write!(
                f,
                "{}: this is a web page, the download failed; fetch the archive from {MIRROR}",
                file.display()
            ),
            Self::PackedTwice { file } => write!(
                f,
                "{}: expected an IDX file in the archive, found another gzip archive: it has been \
                 packed twice; unpack it once (gzip -d)",
                file.display()
            ),
            Self::Damaged { file, error } => write!(
                f,
                "{}: {error}; the archive is damaged, fetch it again from {MIRROR} {SUMS}",
                file.display()
            ),
            Self::NotIdx { file, error } => {
                write!(f, "{}: {error}; fetch it again from {MIRROR} {SUMS}", file.display())
            }
            Self::NotBytes { file, element } => write!(
                f,
                "{}: expected elements of type u8, found {element}; convert them to bytes",
                file.display()
            ),
            Self::Dimensions { file, expected, dims } => {
                let name = |n| match n {
                    1 => "labels (1 dimension)".to_string(),
                    3 => "images (3 dimensions)".to_string(),
                    n => format!("{n} dimensions"),
                };
                write!(
                    f,
                    "{}: expected {}, found {} of size {dims:?}; give each file its own name",
                    file.display(),
                    name(*expected),
                    name(dims.len())
                )
            }
            Self::NoImages { file } => write!(
                f,
                "{}: expected at least one image, found none; fetch it again from {MIRROR}",
                file.display()
            ),
            Self::ImageSize { file, height, width } => write!(
                f,
                "{}: expected images of 1 to {} pixels, found {height} x {width}; check the file, \
                 or scale the images down",
                file.display(),
                super::MOST_PIXELS
            ),
            Self::Counts { images, count, labels, label_count } => write!(
                f,
                "{}: expected a label for each of the {count} images in {}, found {label_count}; \
                 take both files from the same data set",
                labels.display(),
                images.display()
            ),
            Self::TooFew { file, set, asked, holds } => write!(
                f,
                "{}: expected the {asked} images that were asked for (--{set} {asked}), found \
                 {holds}; ask for at most {holds}",
                file.display()
            ),
            Self::SizesDiffer { train, size, test, test_size } => write!(
                f,
                "{}: expected test images of {} x {} pixels as in {}, found {} x {}; take both \
                 files from the same data set",
                test.display(),
                size.0,
                size.1,
                train.display(),
                test_size.0,
                test_size.1
            ),
        }
    }
}

impl Error for DataError {}
