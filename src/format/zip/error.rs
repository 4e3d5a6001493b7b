//! What can be wrong with a zip archive.

use std::error::Error;
use std::fmt;

use super::{MAX_INFLATED, MAX_RATIO};
use crate::format::inflate::InflateError;
use crate::format::shown::shown;

/// Why bytes are not a zip archive that can be read, or a member of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZipError {
    /// The file does not begin with `PK`; these are its first bytes, at most four.
    Magic(Vec<u8>),
    /// The file does not end with an end record.
    NoEndRecord,
    /// A record is not where it should be.
    Record {
        /// What should be there.
        expected: &'static str,
        /// Where in the file.
        at: u64,
    },
    /// A part of an archive that was split.
    Split,
    /// The directory does not lie within the file.
    Directory {
        /// Where it should begin.
        at: u64,
        /// How many bytes it should have.
        size: u64,
    },
    /// The directory has another number of entries than the end record says.
    Count {
        /// The number in the end record.
        stored: u64,
        /// The number in the directory.
        found: usize,
    },
    /// A name that is not UTF-8.
    Name(Vec<u8>),
    /// The member of this name has bytes that lie outside of the file or within the directory.
    OutOfRange(String),
    /// The member of this name shares bytes with the one before it.
    Overlap(String),
    /// The deflated members claim this many bytes.
    TooLarge(u64),
    /// The member is encrypted.
    Encrypted,
    /// A compression method other than 0 and 8.
    Method(u16),
    /// The member claims more bytes than DEFLATE can make.
    Ratio {
        /// How many bytes the member claims to be.
        size: u64,
        /// How many it takes in the archive.
        packed: usize,
    },
    /// There is no memory for a member of this size.
    Memory(u64),
    /// The member is not a DEFLATE stream.
    Body(InflateError),
    /// The member has another length than the directory says.
    Length {
        /// The length in the directory.
        stored: u64,
        /// The member's; if it is compressed, no more than one byte too many is counted.
        found: usize,
    },
    /// What was unpacked is not what was packed.
    Checksum {
        /// The CRC-32 in the directory.
        stored: u32,
        /// That of the unpacked bytes.
        computed: u32,
    },
    /// An archive without zip64 cannot hold what should be written.
    Full,
}

impl fmt::Display for ZipError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Magic(found) if found.is_empty() => {
                f.write_str("expected a zip archive, which begins PK, found no bytes")
            }
            Self::Magic(found) => {
                let found = found.escape_ascii();
                write!(f, "expected a zip archive, which begins PK, found {found}")
            }
            Self::NoEndRecord => f.write_str(
                "expected a zip archive to end with its end record, found none: \
                 the file is cut short, or other bytes follow",
            ),
            Self::Record { expected, at } => {
                write!(f, "expected {expected} at byte {at} of the zip archive, found none")
            }
            Self::Split => {
                f.write_str("expected a zip archive in one file, found a part of a split one")
            }
            Self::Directory { at, size } => write!(
                f,
                "expected a directory of {size} bytes at byte {at} of the zip archive, \
                 found its end before that"
            ),
            Self::Count { stored, found } => {
                write!(f, "the directory has {found} entries, expected {stored}")
            }
            Self::Name(name) => {
                let name = shown(&name.escape_ascii().to_string());
                write!(f, "expected a name in UTF-8, found {name}")
            }
            Self::OutOfRange(name) => {
                write!(f, "the bytes of {} lie outside of the zip archive", shown(name))
            }
            Self::Overlap(name) => {
                write!(f, "{} shares bytes with the member before it", shown(name))
            }
            Self::TooLarge(size) => write!(
                f,
                "expected compressed members of at most {MAX_INFLATED} bytes together, found \
                 {size}; store them without compression: np.savez"
            ),
            Self::Encrypted => f.write_str("expected no encryption, found an encrypted member"),
            Self::Method(method) => {
                let name = match method {
                    9 => " (Deflate64)",
                    12 => " (bzip2)",
                    14 => " (LZMA)",
                    93 => " (Zstandard)",
                    95 => " (xz)",
                    _ => "",
                };
                write!(f, "expected compression method 0 (none) or 8 (DEFLATE), ")?;
                write!(f, "found {method}{name}")
            }
            Self::Ratio { size, packed } => write!(
                f,
                "expected at most {} bytes from {packed} compressed ones, found a claim of {size}",
                MAX_RATIO * *packed as u64
            ),
            Self::Memory(size) => write!(f, "there is no memory for {size} bytes"),
            Self::Body(error) => write!(f, "the compressed data are damaged: {error}"),
            Self::Length { stored, found } => {
                write!(f, "the content is {found} bytes long, expected {stored}")
            }
            Self::Checksum { stored, computed } => {
                write!(f, "the content's CRC-32 is {computed:08x}, expected {stored:08x}")
            }
            Self::Full => f.write_str(
                "expected at most 65535 members, 4 GiB in all, and names of at most 65535 bytes, \
                 found more",
            ),
        }
    }
}

impl Error for ZipError {}
