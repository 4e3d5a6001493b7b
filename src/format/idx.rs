//! IDX, the format of the MNIST files: an array of numbers behind a short header.
//!
//! ```text
//! 0, 0           two zero bytes
//! type           08 u8, 09 i8, 0B i16, 0C i32, 0D f32, 0E f64
//! n              the number of dimensions
//! n sizes        four bytes each, highest first; the first says how many items there are
//! the elements   row-major, highest byte first
//! ```
//!
//! (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "File formats".)
//! MNIST's images are u8 of n = 3 dimensions, 60000 x 28 x 28; its labels are u8 of n = 1, 60000.
//!
//! [`IdxReader`] reads the array item by item, so a caller that needs ten images reads ten. It
//! never allocates what a header claims: its buffer grows as bytes arrive.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind, Read};

/// The six types of element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the Rust type of its name")]
pub enum Element {
    U8,
    I8,
    I16,
    I32,
    F32,
    F64,
}

impl Element {
    fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0x08 => Self::U8,
            0x09 => Self::I8,
            0x0B => Self::I16,
            0x0C => Self::I32,
            0x0D => Self::F32,
            0x0E => Self::F64,
            _ => return None,
        })
    }

    /// Bytes of an element.
    pub fn size(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::I16 => 2,
            Self::I32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::U8 => "u8",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::F32 => "f32",
            Self::F64 => "f64",
        })
    }
}

/// Why bytes are not an IDX file.
#[derive(Debug)]
pub enum IdxError {
    /// The bytes could not be read.
    Io(io::Error),
    /// There are no bytes.
    Empty,
    /// The file does not begin with two zero bytes; these are its first bytes, at most four.
    Magic(Vec<u8>),
    /// A type of element that the format does not know.
    Element(u8),
    /// An array without dimensions.
    NoDimensions,
    /// The header claims more elements than this machine could address.
    TooLarge(Vec<usize>),
    /// The file ends in its header.
    HeaderCutShort,
    /// The file ends before its elements do.
    CutShort {
        /// Bytes of elements that the header promises.
        promised: usize,
        /// Bytes of elements that there are.
        found: usize,
    },
    /// The file goes on after its last element.
    TrailingBytes,
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
            Self::Element(code) => {
                write!(f, "expected an IDX type of 08, 09 or 0b to 0e, found {code:02x}")
            }
            Self::NoDimensions => f.write_str("expected at least one dimension, found none"),
            Self::TooLarge(dims) => {
                write!(f, "no machine could hold an array of size {dims:?}, as the header claims")
            }
            Self::HeaderCutShort => f.write_str("the file ends in its header"),
            Self::CutShort { promised, found } => {
                write!(f, "the header promises {promised} bytes of elements, found {found}")
            }
            Self::TrailingBytes => f.write_str("the file goes on after its last element"),
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
/// assert_eq!(reader.next_values(1)?, Some(vec![4.0, 5.0, 6.0]));
/// assert_eq!(reader.next_bytes(1)?, None);
/// # Ok::<(), backprop::format::idx::IdxError>(())
/// ```
pub struct IdxReader<R> {
    source: R,
    element: Element,
    dims: Vec<usize>,
    /// Bytes of elements, in all and still to come.
    total: usize,
    left: usize,
    /// The bytes that were read last.
    buffer: Vec<u8>,
}

impl<R: Read> IdxReader<R> {
    /// Reads the header.
    pub fn new(mut source: R) -> Result<Self, IdxError> {
        let mut start = [0; 4];
        match read_up_to(&mut source, &mut start)? {
            0 => return Err(IdxError::Empty),
            count if !start.starts_with(&[0, 0]) => {
                return Err(IdxError::Magic(start[..count].to_vec()));
            }
            4 => {}
            _ => return Err(IdxError::HeaderCutShort),
        }
        let [_, _, code, dimensions] = start;
        let element = Element::from_code(code).ok_or(IdxError::Element(code))?;
        if dimensions == 0 {
            return Err(IdxError::NoDimensions);
        }
        let mut dims = Vec::new();
        for _ in 0..dimensions {
            let mut size = [0; 4];
            if read_up_to(&mut source, &mut size)? < 4 {
                return Err(IdxError::HeaderCutShort);
            }
            dims.push(u32::from_be_bytes(size) as usize);
        }
        // With a size of 0 the array is empty, however large the others are.
        let total = match dims.contains(&0) {
            true => Some(0),
            false => dims.iter().try_fold(element.size(), |bytes, &size| bytes.checked_mul(size)),
        };
        let Some(total) = total else {
            return Err(IdxError::TooLarge(dims));
        };
        Ok(Self { source, element, dims, total, left: total, buffer: Vec::new() })
    }

    /// The type of the elements.
    pub fn element(&self) -> Element {
        self.element
    }

    /// The sizes that the header claims, the number of items first.
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// The bytes of the next `items` items, fewer at the end of the array; `None` when none is left
    /// and the file ends where it should. (A gzip file has then been checked to its end.)
    pub fn next_bytes(&mut self, items: usize) -> Result<Option<&[u8]>, IdxError> {
        if self.left == 0 {
            let more = read_up_to(&mut self.source, &mut [0])? > 0;
            return if more { Err(IdxError::TrailingBytes) } else { Ok(None) };
        }
        // The sizes' product is not zero here, since something is left of it.
        let item = self.total / self.dims[0];
        let wanted = item.saturating_mul(items).min(self.left);
        self.buffer.clear();
        let mut part = self.source.by_ref().take(wanted as u64);
        part.read_to_end(&mut self.buffer)?;
        self.left -= self.buffer.len();
        if self.buffer.len() < wanted {
            let found = self.total - self.left;
            return Err(IdxError::CutShort { promised: self.total, found });
        }
        Ok(Some(&self.buffer))
    }

    /// The same as `f64`, which holds every value of the six types exactly.
    pub fn next_values(&mut self, items: usize) -> Result<Option<Vec<f64>>, IdxError> {
        let element = self.element;
        let bytes = self.next_bytes(items)?;
        Ok(bytes.map(|bytes| match element {
            Element::U8 => values(bytes, |[b]| f64::from(b)),
            Element::I8 => values(bytes, |b| f64::from(i8::from_be_bytes(b))),
            Element::I16 => values(bytes, |b| f64::from(i16::from_be_bytes(b))),
            Element::I32 => values(bytes, |b| f64::from(i32::from_be_bytes(b))),
            Element::F32 => values(bytes, |b| f64::from(f32::from_be_bytes(b))),
            Element::F64 => values(bytes, f64::from_be_bytes),
        }))
    }
}

fn values<const N: usize>(bytes: &[u8], value: impl Fn([u8; N]) -> f64) -> Vec<f64> {
    bytes.as_chunks().0.iter().map(|&element| value(element)).collect()
}

/// Reads until `bytes` is full or the source ends; returns how many.
fn read_up_to(source: &mut impl Read, bytes: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < bytes.len() {
        match source.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
