//! A picture as it comes: row by row, so that however large it is, little of it is held.
//!
//! Every decoder gives its rows from top to bottom through [`Rows`]; where a format does not store
//! them so, it holds the whole picture first, of at most [`MOST_HELD`] pixels.

use std::error::Error;
use std::fmt;
use std::io;

/// The most pixels that a picture may have: 16384 x 16384. A4 at 600 dots per inch has 35 million,
/// phones have up to 200 million.
pub const MOST_PIXELS: u64 = 1 << 28;

/// The most pixels of a picture whose rows are not stored from top to bottom (interlaced PNG,
/// progressive JPEG), so that it must be held as a whole.
pub const MOST_HELD: u64 = 1 << 26;

/// The most pixels of a row, of which decoders hold a few: libpng allows 1,000,000.
const MOST_COLUMNS: u32 = 1 << 20;

/// A picture that is being read.
pub trait Rows {
    /// The number of rows and the number of columns, each at least 1.
    fn size(&self) -> (usize, usize);

    /// The next row from the top: red, green, blue and alpha of each column. It is asked for at
    /// most as many rows as there are; with the last one, what follows it in the file is checked.
    fn next_row(&mut self) -> Result<&[[u8; 4]], RowsError>;

    /// How the camera was held, from 1 (upright) to 8 (see [`exif`](super::exif)).
    fn orientation(&self) -> u8 {
        1
    }

    /// Faults of the file that cost no pixel, found so far.
    fn notes(&self) -> &[String] {
        &[]
    }
}

/// Why a picture cannot be read.
#[derive(Debug)]
pub enum RowsError {
    /// The file cannot be read.
    Unreadable(io::Error),
    /// No pixels or too many: what is expected, what is found.
    Size(String),
    /// Of its format and not one that is read here: what is expected, what is found.
    Unsupported(String),
    /// The file ends too early.
    CutShort,
    /// Damaged: what is expected, what is found, and where.
    Damaged(String),
}

impl fmt::Display for RowsError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::CutShort => f.write_str("the file ends too early"),
            Self::Unreadable(error) => write!(f, "cannot be read: {error}"),
            Self::Size(fault) | Self::Unsupported(fault) | Self::Damaged(fault) => {
                f.write_str(fault)
            }
        }
    }
}

impl Error for RowsError {}

/// A fault comes through readers inside an error of theirs.
impl From<RowsError> for io::Error {
    fn from(error: RowsError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

impl From<io::Error> for RowsError {
    fn from(error: io::Error) -> Self {
        match error.downcast() {
            Ok(fault) => fault,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Self::CutShort,
            Err(error) => Self::Unreadable(error),
        }
    }
}

impl RowsError {
    /// A fault that the file does not have if it is sound.
    pub(super) fn expected(what: impl fmt::Display, found: impl fmt::Display) -> Self {
        Self::Damaged(format!("expected {what}, found {found}"))
    }
}

/// The height and width that a header gives, if a picture may have them.
pub(super) fn size(height: u32, width: u32) -> Result<(usize, usize), RowsError> {
    let what = if !(1..=MOST_PIXELS).contains(&(u64::from(height) * u64::from(width))) {
        format!("1 to {MOST_PIXELS} pixels")
    } else if width > MOST_COLUMNS {
        format!("at most {MOST_COLUMNS} pixels in a row")
    } else {
        return Ok((height as usize, width as usize));
    };
    Err(RowsError::Size(format!("expected {what}, found {width} x {height}")))
}
