//! What can be wrong with a gzip file.

use std::error::Error;
use std::fmt;
use std::io;

use crate::format::inflate::InflateError;

/// Why bytes are not a gzip file.
///
/// Reading returns it inside an [`io::Error`], from which `downcast::<GzipError>()` takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GzipError {
    /// The first bytes are not those of a gzip file.
    Magic([u8; 2]),
    /// A compression method other than 8.
    Method(u8),
    /// A flag is set that the format reserves.
    ReservedFlags(u8),
    /// The header and its checksum differ.
    HeaderChecksum {
        /// The checksum in the file.
        stored: u16,
        /// The header's own.
        computed: u16,
    },
    /// The file ends in the middle of a member.
    Truncated,
    /// The body is not a DEFLATE stream.
    Body(InflateError),
    /// The content and its checksum differ.
    Checksum {
        /// The CRC-32 in the file.
        stored: u32,
        /// That of the unpacked bytes.
        computed: u32,
    },
    /// The content has another length than the file says.
    Length {
        /// The length in the file.
        stored: u32,
        /// That of the unpacked bytes, modulo 2^32.
        computed: u32,
    },
    /// Bytes that are neither another member nor zeros follow the last member.
    TrailingBytes,
}

impl fmt::Display for GzipError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Magic([a, b]) => {
                write!(f, "expected a gzip file, which begins 1f 8b, found {a:02x} {b:02x}")
            }
            Self::Method(method) => {
                write!(f, "expected compression method 8 (DEFLATE), found {method}")
            }
            Self::ReservedFlags(flags) => {
                write!(f, "expected none of the reserved flags, found flags {flags:02x}")
            }
            Self::HeaderChecksum { stored, computed } => {
                write!(f, "the header's CRC-16 is {computed:04x}, expected {stored:04x}")
            }
            Self::Truncated => f.write_str("the compressed data end too early"),
            Self::Body(error) => write!(f, "the compressed data are damaged: {error}"),
            Self::Checksum { stored, computed } => {
                write!(f, "the content's CRC-32 is {computed:08x}, expected {stored:08x}")
            }
            Self::Length { stored, computed } => {
                write!(f, "the content is {computed} bytes long, expected {stored}")
            }
            Self::TrailingBytes => {
                f.write_str("bytes that are not gzip follow the compressed data")
            }
        }
    }
}

impl Error for GzipError {}

impl From<GzipError> for io::Error {
    fn from(error: GzipError) -> Self {
        let kind = match error {
            GzipError::Truncated => io::ErrorKind::UnexpectedEof,
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}
