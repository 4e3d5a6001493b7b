//! IDX, the format of the MNIST files: an array behind a short header.
//!
//! ```text
//! 0, 0           two zero bytes
//! type           08 u8, 0B i16, 0C i32; 09 i8, 0D f32, 0E f64 are not read
//! n              the number of dimensions
//! n sizes        four bytes each, highest first; the first says how many items there are
//! the elements   row-major, highest byte first
//! ```
//!
//! (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "File formats".)
//! MNIST's images are u8 of n = 3 dimensions, 60000 x 28 x 28; its labels are u8 of n = 1, 60000.
//! QMNIST's labels are i32 of n = 2, 60000 x 8.
//!
//! [`IdxReader`] reads the array item by item, so a caller that needs ten images reads ten. It
//! never allocates what a header claims: its buffer grows as bytes arrive.

use std::io::{Error, ErrorKind, Read};

use super::{MIRROR, SUMS};
use crate::format::gzip;
use crate::format::npy::bytes_of;
use crate::format::shown::shown_shape;

/// Reads an IDX file item by item: an item is all that has the same first index, such as an image.
/// An error says what is expected, what is found, and what to do.
///
/// ```
/// use backprop::mnist::IdxReader;
///
/// // Two items of three bytes.
/// let file = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
/// let mut reader = IdxReader::new(&file[..])?;
/// assert_eq!(reader.dims(), [2, 3]);
/// assert_eq!(reader.next_bytes(1)?, Some(&[1, 2, 3][..]));
/// assert_eq!(reader.next_bytes(5)?, Some(&[4, 5, 6][..]));
/// assert_eq!(reader.next_bytes(1)?, None);
/// # Ok::<(), String>(())
/// ```
pub struct IdxReader<R> {
    source: R,
    dims: Vec<usize>,
    element: usize,
    /// Bytes of elements, in all and still to come.
    total: usize,
    left: usize,
    /// The bytes that were read last.
    buffer: Vec<u8>,
}

impl<R: Read> IdxReader<R> {
    /// Reads the header.
    pub fn new(mut source: R) -> Result<Self, String> {
        let cut_short = || damaged("the file ends in its header");
        let mut start = Vec::new();
        source.by_ref().take(4).read_to_end(&mut start).map_err(unreadable)?;
        let (code, dimensions) = match start[..] {
            [0, 0, code, dimensions] => (code, dimensions),
            [0] | [0, 0] | [0, 0, _] => return Err(cut_short()),
            _ => return Err(other_kind(&start)),
        };
        let element = match code {
            0x08 => 1,
            0x0B => 2,
            0x0C => 4,
            0x09 => return Err(no_bytes("i8")),
            0x0D => return Err(no_bytes("f32")),
            0x0E => return Err(no_bytes("f64")),
            _ => {
                let fault = format!("expected an IDX type of 08, 09 or 0b to 0e, found {code:02x}");
                return Err(damaged(&fault));
            }
        };
        if dimensions == 0 {
            return Err(damaged("expected at least one dimension, found none"));
        }
        let mut sizes = Vec::new();
        let most = 4 * u64::from(dimensions);
        source.by_ref().take(most).read_to_end(&mut sizes).map_err(unreadable)?;
        let sizes = sizes.as_chunks().0;
        if sizes.len() < dimensions.into() {
            return Err(cut_short());
        }
        let dims: Vec<_> = sizes.iter().map(|size| u32::from_be_bytes(*size) as usize).collect();
        let total = bytes_of(&dims, element).ok_or_else(|| {
            let shape = shown_shape(&dims);
            let fault = "no machine could hold an array of size";
            damaged(&format!("{fault} {shape}, as the header claims"))
        })?;
        Ok(Self { source, dims, element, total, left: total, buffer: Vec::new() })
    }

    /// The sizes that the header claims, the number of items first.
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// An error unless the items are images, bytes in three dimensions, or else labels, which have
    /// one. In two dimensions the first column is the label, as in QMNIST (Yadav and Bottou, "Cold
    /// case: the lost MNIST digits", 2019): its others say who wrote the digit.
    pub(super) fn check(&self, is_images: bool) -> Result<(), String> {
        let is_right = match self.dims[..] {
            [_] => !is_images,
            [_, columns] => !is_images && columns > 0,
            [_, _, _] => is_images,
            _ => false,
        };
        if !is_right {
            let array = |dimensions| match dimensions {
                1 => "labels (1 dimension)".to_string(),
                3 => "images (3 dimensions)".to_string(),
                n => format!("{n} dimensions"),
            };
            let found = self.dims.len();
            let advice = match found {
                1 | 3 => "give each file its own name",
                2 => "save images as count x height x width: array.reshape(-1, 28, 28)",
                _ => "save grey images as count x height x width",
            };
            let (expected, shape) = (array(if is_images { 3 } else { 1 }), shown_shape(&self.dims));
            let found = array(found);
            return Err(format!("expected {expected}, found {found} of size {shape}; {advice}"));
        }
        match self.element {
            2 if is_images => Err(no_bytes("i16")),
            4 if is_images => Err(no_bytes("i32")),
            _ => Ok(()),
        }
    }

    /// The bytes of the next `items` items, fewer at the end of the array; `None` when none is left
    /// and the file ends where it should. (A gzip file has then been checked to its end.)
    pub fn next_bytes(&mut self, items: usize) -> Result<Option<&[u8]>, String> {
        if self.left == 0 {
            let more = self.source.by_ref().take(1).read_to_end(&mut self.buffer);
            return match more.map_err(unreadable)? {
                0 => Ok(None),
                _ => Err(damaged("the file goes on after its last element")),
            };
        }
        // The sizes' product is not zero here, since something is left of it.
        let item = self.total / self.dims[0];
        let wanted = item.saturating_mul(items).min(self.left);
        self.buffer.clear();
        let mut part = self.source.by_ref().take(wanted as u64);
        part.read_to_end(&mut self.buffer).map_err(unreadable)?;
        self.left -= self.buffer.len();
        if self.buffer.len() < wanted {
            let (promised, found) = (self.total, self.total - self.left);
            let fault = format!("the header promises {promised} bytes of elements, found {found}");
            return Err(damaged(&fault));
        }
        Ok(Some(&self.buffer))
    }

    /// The labels that the next items begin with; `None` after the last.
    pub(super) fn next_labels(&mut self, items: usize) -> Result<Option<Vec<u8>>, String> {
        let (element, columns) = (self.element, self.dims[1..].iter().product::<usize>());
        let label = |item: &[u8]| {
            // Highest byte first, and signed unless it is one byte.
            let sign = if element > 1 && item[0] >= 0x80 { -1 } else { 0 };
            let value = item[..element].iter().fold(sign, |all, &byte| all << 8 | i64::from(byte));
            u8::try_from(value).map_err(|_| {
                format!("expected labels from 0 to 255, found {value}; number the classes from 0")
            })
        };
        let Some(bytes) = self.next_bytes(items)? else { return Ok(None) };
        bytes.chunks_exact(element * columns).map(label).collect::<Result<_, _>>().map(Some)
    }
}

/// The error of a file that cannot be read, as it lies there or as an archive.
pub(super) fn unreadable(error: Error) -> String {
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            format!("{error}; the archive is damaged, fetch it again; {MIRROR} {SUMS}")
        }
        _ => format!("cannot read the file: {error}"),
    }
}

fn damaged(fault: &str) -> String {
    format!("{fault}; fetch it again; {MIRROR} {SUMS}")
}

fn no_bytes(found: &str) -> String {
    format!("expected elements of type u8, found {found}; convert them to bytes")
}

/// What else the file is that begins so; often its download failed.
fn other_kind(start: &[u8]) -> String {
    if start.is_empty() {
        format!("the file is empty, the download failed; fetch it again; {MIRROR}")
    } else if start.starts_with(&gzip::MAGIC) {
        "expected an IDX file in the archive, found another gzip archive: it has been packed \
         twice; unpack it once (gzip -d)"
            .into()
    } else if start.trim_ascii_start().starts_with(b"<") {
        format!("this is a web page, the download failed; fetch it again; {MIRROR}")
    } else {
        let found = start.escape_ascii();
        damaged(&format!("expected an IDX file, which begins \\x00\\x00, found {found}"))
    }
}
