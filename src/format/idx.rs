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

use std::error::Error;
use std::fmt;
use std::io::{self, Read};

use super::npy::bytes_of;
use super::shown::shown_shape;

/// Why bytes are not an IDX file of whole numbers.
#[derive(Debug)]
pub enum IdxError {
    /// The bytes could not be read.
    Io(io::Error),
    /// There are no bytes.
    Empty,
    /// The file does not begin with two zero bytes; these are its first bytes, at most four.
    Magic(Vec<u8>),
    /// The elements are of this type, which is not read.
    Element(&'static str),
    /// Damaged: what is expected, what is found.
    Damaged(String),
}

impl fmt::Display for IdxError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Empty => f.write_str("the file is empty"),
            Self::Magic(found) => {
                let found = found.escape_ascii();
                write!(f, "expected an IDX file, which begins \\x00\\x00, found {found}")
            }
            Self::Element(name) => {
                write!(f, "expected elements of type u8, found {name}; convert them to bytes")
            }
            Self::Damaged(fault) => f.write_str(fault),
        }
    }
}

impl Error for IdxError {}

impl From<io::Error> for IdxError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads an IDX file item by item: an item is all that has the same first index, such as an image.
///
/// ```
/// use backprop::format::idx::IdxReader;
///
/// // Two items of three bytes.
/// let file = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
/// let mut reader = IdxReader::new(&file[..])?;
/// assert_eq!(reader.dims(), [2, 3]);
/// assert_eq!(reader.next_bytes(1)?, Some(&[1, 2, 3][..]));
/// assert_eq!(reader.next_bytes(5)?, Some(&[4, 5, 6][..]));
/// assert_eq!(reader.next_bytes(1)?, None);
/// # Ok::<(), backprop::format::idx::IdxError>(())
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
    pub fn new(mut source: R) -> Result<Self, IdxError> {
        let damaged = |fault: &str| Err(IdxError::Damaged(fault.into()));
        let cut_short = "the file ends in its header";
        let mut start = Vec::new();
        source.by_ref().take(4).read_to_end(&mut start)?;
        let (code, dimensions) = match start[..] {
            [] => return Err(IdxError::Empty),
            [0, 0, code, dimensions] => (code, dimensions),
            [0] | [0, 0] | [0, 0, _] => return damaged(cut_short),
            _ => return Err(IdxError::Magic(start)),
        };
        let element = match code {
            0x08 => 1,
            0x0B => 2,
            0x0C => 4,
            0x09 => return Err(IdxError::Element("i8")),
            0x0D => return Err(IdxError::Element("f32")),
            0x0E => return Err(IdxError::Element("f64")),
            _ => {
                return damaged(&format!(
                    "expected an IDX type of 08, 09 or 0b to 0e, found {code:02x}"
                ));
            }
        };
        if dimensions == 0 {
            return damaged("expected at least one dimension, found none");
        }
        let mut sizes = Vec::new();
        source.by_ref().take(4 * u64::from(dimensions)).read_to_end(&mut sizes)?;
        let sizes = sizes.as_chunks().0;
        if sizes.len() < dimensions.into() {
            return damaged(cut_short);
        }
        let dims: Vec<_> = sizes.iter().map(|size| u32::from_be_bytes(*size) as usize).collect();
        let Some(total) = bytes_of(&dims, element) else {
            return damaged(&format!(
                "no machine could hold an array of size {}, as the header claims",
                shown_shape(&dims)
            ));
        };
        Ok(Self { source, dims, element, total, left: total, buffer: Vec::new() })
    }

    /// The sizes that the header claims, the number of items first.
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// How many bytes an element has.
    pub fn element(&self) -> usize {
        self.element
    }

    /// The bytes of the next `items` items, fewer at the end of the array; `None` when none is left
    /// and the file ends where it should. (A gzip file has then been checked to its end.)
    pub fn next_bytes(&mut self, items: usize) -> Result<Option<&[u8]>, IdxError> {
        if self.left == 0 {
            return match self.source.by_ref().take(1).read_to_end(&mut self.buffer)? {
                0 => Ok(None),
                _ => Err(IdxError::Damaged("the file goes on after its last element".into())),
            };
        }
        // The sizes' product is not zero here, since something is left of it.
        let item = self.total / self.dims[0];
        let wanted = item.saturating_mul(items).min(self.left);
        self.buffer.clear();
        let mut part = self.source.by_ref().take(wanted as u64);
        part.read_to_end(&mut self.buffer)?;
        self.left -= self.buffer.len();
        if self.buffer.len() < wanted {
            let (promised, found) = (self.total, self.total - self.left);
            return Err(IdxError::Damaged(format!(
                "the header promises {promised} bytes of elements, found {found}"
            )));
        }
        Ok(Some(&self.buffer))
    }
}
