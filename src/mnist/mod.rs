//! The data set: four files become images and labels.
//!
//! MNIST is 60000 handwritten digits to train on and 10000 to test with, each 28 x 28 pixels of one
//! byte, in four IDX files packed with gzip. Fashion-MNIST, KMNIST and EMNIST come in the same form
//! and are read alike, whatever the size of their images and the number of their classes.
//!
//! The way of one pixel: [`GzipReader`](crate::format::gzip::GzipReader) unpacks it,
//! [`IdxReader`](crate::format::idx::IdxReader) finds the image that it belongs to, [`Images`] keeps
//! it if it is not zero.
//!
//! Only the images that are asked for are read, and they alone take time and memory. An archive's
//! checksum stands at its end, and is checked when all images are asked for. The labels, which are
//! small, are always read whole: the number of classes is the largest label of both files plus one,
//! however many images are asked for.
//!
//! A small archive can hold very many pixels. So at most [`MOST_IMAGES`] images of at most
//! [`MOST_PIXELS`] pixels are read, and what is kept of them may take [`ALLOWANCE`] bytes, and
//! [`GROWTH`] more for each byte of their file.

mod error;
mod files;
mod idx_file;
mod images;
mod names;
mod preparation;

use std::ops::Range;
use std::path::Path;

pub use error::{DataError, Fault};
pub use files::find as find_files;
pub use images::Images;
pub use preparation::Prepare;

use crate::format::crc32::Crc32;
use crate::format::shown::shown;
use crate::matrix::Matrix;
use error::MIRROR;
use idx_file::IdxFile;

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

/// Labels read at a time.
const LABELS: usize = 1 << 12;

/// Images and what they show.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The images.
    pub images: Images,
    /// The class of each image, as many as there are images.
    pub labels: Vec<u8>,
    /// Row `c` is the target for the class `c`: `classes × classes`.
    one_hot: Matrix,
}

impl Dataset {
    /// Images with their labels, which are below `classes`.
    ///
    /// # Panics
    /// If there are not as many labels as images, or one is too large.
    pub fn new(images: Images, labels: Vec<u8>, classes: usize) -> Self {
        let (found, count) = (labels.len(), images.len());
        assert!(found == count, "{found} labels for {count} images");
        if let Some(i) = labels.iter().position(|&label| usize::from(label) >= classes) {
            panic!("expected labels below {classes}, found {} at image {i}", labels[i]);
        }
        let targets: Vec<_> = (0..classes).map(|class| one_hot(class as u8, classes)).collect();
        Self { images, labels, one_hot: Matrix::from_rows(&targets) }
    }

    /// How many images there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The number of classes: ten digits, in MNIST.
    pub fn classes(&self) -> usize {
        self.one_hot.rows()
    }

    /// What a network should answer to image `i`: the tutorial's `training_labels[i]`, one-hot.
    pub fn target(&self, i: usize) -> &[f64] {
        self.one_hot.row(self.labels[i].into())
    }

    /// The CRC-32 of all sizes, labels and pixels: it tells this set from others.
    pub fn crc32(&self) -> u32 {
        let Self { images, labels, .. } = self;
        let mut crc = Crc32::default();
        for size in [images.len(), images.height(), images.width(), self.classes()] {
            crc.update(&(size as u64).to_le_bytes());
        }
        crc.update(labels);
        for i in 0..images.len() {
            let (places, inks) = images.nonzero(i);
            let places: Vec<_> = places.iter().flat_map(|place| place.to_le_bytes()).collect();
            crc.update(&places);
            crc.update(inks);
        }
        crc.value()
    }

    /// Drops all images but the first `count`, and their labels.
    pub fn truncate(&mut self, count: usize) {
        self.images.truncate(count);
        self.labels.truncate(count);
    }

    /// A copy of some of the images and their labels.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let labels = self.labels[range.clone()].to_vec();
        Self { images: self.images.slice(range), labels, one_hot: self.one_hot.clone() }
    }
}

/// The target for `label`: 1 at its place, 0 at all others. A label that is none of the classes
/// gives all zeros, as scikit-learn's `OneHotEncoder(handle_unknown='ignore')` does.
pub fn one_hot(label: u8, classes: usize) -> Vec<f64> {
    (0..classes).map(|class| if class == usize::from(label) { 1.0 } else { 0.0 }).collect()
}

/// A data set in its two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Mnist {
    /// What to train on.
    pub train: Dataset,
    /// What to test with.
    pub test: Dataset,
}

/// Loads the first `train` and `test` images of the data set in `folder`, or all for `None`.
///
/// The files are found by name: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
/// `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`. Each may have `.` for the `-` before
/// `idx`, `test` for `t10k`, and `.gz` at the end; all may have one common prefix. Of a file that
/// is there in several forms the unpacked one is taken, and of these the one with `-`, with `t10k`.
/// The first bytes of a file, not its name, tell whether it is packed.
pub fn load(folder: &Path, train: Option<usize>, test: Option<usize>) -> Result<Mnist, DataError> {
    let [train_images, train_labels, test_images, test_labels] = files::find(folder)?;
    // Unpacking is most of the work, and the two parts have nothing to do with each other.
    let mut parts =
        [(&train_images, &train_labels, train, None), (&test_images, &test_labels, test, None)];
    crate::threads::for_each(&mut parts, |(images, labels, asked, part)| {
        *part = Some(load_part(images, labels, *asked));
    });
    let [train, test] = parts.map(|(.., part)| part.expect("every part is loaded"));
    let (train, test) = (train?, test?);

    let [size, test_size] =
        [&train, &test].map(|part| format!("{} x {}", part.images.height(), part.images.width()));
    if size != test_size {
        let fault = format!(
            "expected test images of {size} pixels as in {}, found {test_size}; take both files \
             from the same data set",
            shown(&train_images)
        );
        return Err(DataError::other(&test_images, fault));
    }
    let classes = usize::from(train.largest_label.max(test.largest_label)) + 1;
    let dataset = |part: Part| Dataset::new(part.images, part.labels, classes);
    Ok(Mnist { train: dataset(train), test: dataset(test) })
}

/// Whether at least one of the four files is in `folder`.
pub fn has_any_file(folder: &Path) -> bool {
    match files::find(folder) {
        Err(DataError { fault: Fault::Folder(_), .. }) => false,
        Err(DataError { fault: Fault::Missing(missing), .. }) => missing.len() < 4,
        // All four, perhaps of several data sets.
        _ => true,
    }
}

/// The images and labels of two files, before the number of classes is known.
struct Part {
    images: Images,
    labels: Vec<u8>,
    /// In the whole file.
    largest_label: u8,
}

/// Loads the first `asked` images and their labels.
fn load_part(
    images_file: &Path,
    labels_file: &Path,
    asked: Option<usize>,
) -> Result<Part, DataError> {
    let mut images = IdxFile::open(images_file, 3)?;
    let mut labels = IdxFile::open(labels_file, 1)?;
    let [holds, height, width] = images.dims();
    let [label_count] = labels.dims();
    if holds != label_count {
        let fault = format!(
            "expected a label for each of the {holds} images in {}, found {label_count}; take both \
             files from the same data set",
            shown(images_file)
        );
        return Err(DataError::other(labels_file, fault));
    }
    let wrong = |fault| Err(DataError::other(images_file, fault));
    if holds == 0 {
        return wrong(format!("expected at least one image, found none; fetch it again; {MIRROR}"));
    }
    let pixels = height.checked_mul(width);
    if !pixels.is_some_and(|pixels| (1..=MOST_PIXELS).contains(&pixels)) {
        return wrong(format!(
            "expected images of 1 to {MOST_PIXELS} pixels, found {height} x {width}; check the \
             file, or scale the images down"
        ));
    }
    let wanted = asked.unwrap_or(holds);
    if wanted > holds {
        return wrong(format!(
            "expected at least {wanted} images, found {holds}; take a larger data set, or fewer \
             images if the command has a flag for that"
        ));
    }
    if wanted > MOST_IMAGES {
        return wrong(format!("expected at most {MOST_IMAGES} images, found {wanted}; take fewer"));
    }

    let mut kept = Vec::new();
    let mut largest = 0;
    while let Some(labels) = labels.next(LABELS)? {
        if kept.try_reserve(labels.len()).is_err() {
            let fault =
                format!("found no memory for more than {} labels; ask for fewer", kept.len());
            return Err(DataError::other(labels_file, fault));
        }
        kept.extend(labels.iter().take(wanted - kept.len()));
        largest = labels.iter().copied().fold(largest, u8::max);
    }
    let mut list = Images::new(height, width);
    let most = images.file_size.saturating_mul(GROWTH).saturating_add(ALLOWANCE);
    while list.len() < wanted {
        let Some(pixels) = images.next(1)? else { break };
        let pushed = list.try_push(pixels);
        let (count, bytes) = (list.len(), list.memory());
        if pushed.is_err() {
            drop(list); // there may be no memory for the message otherwise
            return wrong(format!(
                "expected memory for all images, found none after the first {count}, which take \
                 {bytes} bytes; take fewer, or end other programs"
            ));
        }
        if bytes > most {
            return wrong(format!(
                "expected images that take at most {most} bytes of memory, found that the first \
                 {count} take more; take fewer, or unpack the file (gzip -d): it may grow by \
                 {GROWTH} bytes for each of its bytes"
            ));
        }
    }
    if wanted == holds {
        // Read on to the end, where the checksum is.
        images.next(1)?;
    }
    list.shrink();
    Ok(Part { images: list, labels: kept, largest_label: largest })
}
