//! What can be wrong with the four files.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::names::ROLES;
use super::{GROWTH, MOST_IMAGES, MOST_PIXELS};
use crate::format::gzip::GzipError;
use crate::format::idx::{Element, IdxError};
use crate::format::shown::shown;

/// A mirror that has the archives, under the same four names.
const MIRROR: &str = "https://storage.googleapis.com/cvdf-datasets/mnist/";

const SUMS: &str = "(sizes and checksums of the originals: data/mnist/README.md)";

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
}

/// What is wrong with a file or folder.
#[derive(Debug)]
#[expect(missing_docs, reason = "the messages say what the fields are")]
pub enum Fault {
    /// The folder cannot be listed.
    Folder(io::Error),
    /// The folder lacks these of the four files.
    Missing(Vec<String>),
    /// The folder holds several data sets, whose names have these prefixes.
    Ambiguous(Vec<String>),
    /// The file cannot be opened or read.
    Unreadable(io::Error),
    /// The file has no bytes, packed or unpacked.
    Empty,
    /// The file is a web page, sent in place of the archive.
    WebPage,
    /// The file has been packed twice.
    PackedTwice,
    /// The gzip file is damaged.
    Damaged(GzipError),
    /// The file is not in the IDX format.
    NotIdx(IdxError),
    /// The elements are not bytes.
    NotBytes(Element),
    /// The array has the wrong number of dimensions: labels for images, or images for labels.
    Dimensions { expected: usize, dims: Vec<usize> },
    /// There are no images.
    NoImages,
    /// An image has no pixels, or more than [`MOST_PIXELS`].
    ImageSize { height: usize, width: usize },
    /// The file has `label_count` labels, but `images` has `count` images.
    Counts { images: PathBuf, count: usize, label_count: usize },
    /// More images were asked for than there are.
    TooFew { asked: usize, holds: usize },
    /// More images are to be read than [`MOST_IMAGES`].
    TooMany { count: usize },
    /// The first `count` images already take more memory than `most` bytes, which is what a file of
    /// this size may grow to: [`ALLOWANCE`](super::ALLOWANCE) and [`GROWTH`].
    Grows { count: usize, most: u64 },
    /// The first `count` images take so many bytes, and there is no memory for the next.
    OutOfMemory { count: usize, bytes: u64 },
    /// Test images are not of the training images' size; each size is height, width.
    SizesDiffer { train: PathBuf, size: (usize, usize), test_size: (usize, usize) },
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let all = ROLES.map(|role| format!("{}.gz", role.names()[0])).join(", ");
        let array = |dimensions| match dimensions {
            1 => "labels (1 dimension)".to_string(),
            3 => "images (3 dimensions)".to_string(),
            n => format!("{n} dimensions"),
        };
        let message = match &self.fault {
            Fault::Folder(error) => format!(
                "cannot list the folder: {error}; expected a folder with {all} (packed or not); \
                 download them from {MIRROR}"
            ),
            Fault::Missing(missing) => {
                let found = match missing.len() {
                    4 => "none of them".to_string(),
                    _ => format!("no {}", each_shown(missing).join(", no ")),
                };
                format!(
                    "expected {all} (packed or not), found {found}; download them from {MIRROR}"
                )
            }
            Fault::Ambiguous(prefixes) => format!(
                "expected the four files of one data set, found several: {}; keep each in a \
                 folder of its own",
                each_shown(prefixes).join(", ")
            ),
            Fault::Unreadable(error) => format!("cannot read the file: {error}"),
            Fault::Empty => {
                format!("the file is empty, the download failed; fetch it again from {MIRROR}")
            }
            Fault::WebPage => {
                format!("this is a web page, the download failed; fetch the archive from {MIRROR}")
            }
            Fault::PackedTwice => "expected an IDX file in the archive, found another gzip \
                 archive: it has been packed twice; unpack it once (gzip -d)"
                .to_string(),
            Fault::Damaged(error) => {
                format!("{error}; the archive is damaged, fetch it again from {MIRROR} {SUMS}")
            }
            Fault::NotIdx(error) => format!("{error}; fetch it again from {MIRROR} {SUMS}"),
            Fault::NotBytes(element) => {
                format!("expected elements of type u8, found {element}; convert them to bytes")
            }
            Fault::Dimensions { expected, dims } => format!(
                "expected {}, found {} of size {dims:?}; give each file its own name",
                array(*expected),
                array(dims.len())
            ),
            Fault::NoImages => {
                format!("expected at least one image, found none; fetch it again from {MIRROR}")
            }
            Fault::ImageSize { height, width } => format!(
                "expected images of 1 to {MOST_PIXELS} pixels, found {height} x {width}; check \
                 the file, or scale the images down"
            ),
            Fault::Counts { images, count, label_count } => format!(
                "expected a label for each of the {count} images in {}, found {label_count}; \
                 take both files from the same data set",
                shown(images)
            ),
            Fault::TooFew { asked, holds } => format!(
                "expected at least {asked} images, as asked for, found {holds}; ask for at most \
                 {holds}, or take a larger data set"
            ),
            Fault::TooMany { count } => {
                format!("expected at most {MOST_IMAGES} images, found {count}; ask for fewer")
            }
            Fault::Grows { count, most } => format!(
                "expected images that take at most {most} bytes of memory, found that the first \
                 {count} take more; ask for fewer, or unpack the file (gzip -d): it may \
                 grow by {GROWTH} bytes for each of its bytes"
            ),
            Fault::OutOfMemory { count, bytes } => format!(
                "expected memory for all images, found none after the first {count}, which take \
                 {bytes} bytes; ask for fewer, or end other programs"
            ),
            Fault::SizesDiffer { train, size: (h, w), test_size: (test_h, test_w) } => format!(
                "expected test images of {h} x {w} pixels as in {}, found {test_h} x {test_w}; \
                 take both files from the same data set",
                shown(train)
            ),
        };
        write!(f, "{}: {message}", shown(&self.path))
    }
}

impl Error for DataError {}

/// The first ten of some names that depend on what is in the folder.
fn each_shown(names: &[String]) -> Vec<String> {
    names.iter().take(10).map(shown).collect()
}
