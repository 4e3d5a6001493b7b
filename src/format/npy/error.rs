//! What can be wrong with a .npy file.

use std::error::Error;
use std::fmt;

use super::{MAX_DIMENSIONS, MAX_HEADER};
use crate::format::shown::shown;

/// Why bytes are not a .npy file that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NpyError {
    /// The file does not begin with `\x93NUMPY`; these are its first bytes, at most six.
    Magic(Vec<u8>),
    /// A version other than 1.0, 2.0 and 3.0.
    Version(u8, u8),
    /// The file ends in its header.
    HeaderCutShort,
    /// The header claims to be this long.
    HeaderTooLong(usize),
    /// The header is not the dict that NumPy writes.
    Header {
        /// Where in the header.
        at: usize,
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// The header lacks this key.
    MissingKey(&'static str),
    /// An array of Python objects.
    Objects,
    /// An array of records.
    Structured,
    /// A type of element that is not read.
    Dtype(String),
    /// More dimensions than NumPy knows.
    TooManyDimensions,
    /// The header claims more elements than this machine could address.
    TooLarge(Vec<usize>),
    /// The file ends before its elements do.
    CutShort {
        /// Bytes of elements that the header promises.
        promised: usize,
        /// Bytes of elements that there are.
        found: usize,
    },
    /// This many bytes follow the last element.
    TrailingBytes(usize),
    /// A string has a number in it that stands for no character.
    NotUnicode(u32),
}

impl fmt::Display for NpyError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Magic(found) if found.is_empty() => {
                f.write_str(r"expected a .npy file, which begins \x93NUMPY, found no bytes")
            }
            Self::Magic(found) => {
                let found = found.escape_ascii();
                write!(f, r"expected a .npy file, which begins \x93NUMPY, found {found}")
            }
            Self::Version(major, minor) => {
                write!(f, "expected .npy version 1.0, 2.0 or 3.0, found {major}.{minor}")
            }
            Self::HeaderCutShort => f.write_str("the .npy file ends in its header"),
            Self::HeaderTooLong(length) => {
                write!(f, "expected a .npy header of at most {MAX_HEADER} bytes, found {length}")
            }
            Self::Header { at, expected, found } => {
                write!(f, "byte {at} of the .npy header: expected {expected}, found {found}")
            }
            Self::MissingKey(key) => {
                write!(f, "expected the key '{key}' in the .npy header, found none")
            }
            Self::Objects => f.write_str(
                "an array of Python objects is stored as a pickle, which can run any code when it \
                 is read, so it is not; save it as numbers: array.astype('<f8')",
            ),
            Self::Structured => f.write_str(
                "expected an array of numbers or strings, found a structured array; \
                 save each of its fields as an array",
            ),
            Self::Dtype(descr) => write!(
                f,
                "expected elements of the type <f8, <f4, >f8, >f4, <i8, |u1, |b1 or <U and a \
                 length, found {}; convert them: array.astype('<f8')",
                shown(descr)
            ),
            Self::TooManyDimensions => {
                write!(f, "expected at most {MAX_DIMENSIONS} dimensions, found more")
            }
            Self::TooLarge(shape) => {
                write!(f, "no machine could hold the {shape:?} of the .npy header")
            }
            Self::CutShort { promised, found } => {
                write!(f, "the .npy header promises {promised} bytes of elements, found {found}")
            }
            Self::TrailingBytes(count) => {
                write!(
                    f,
                    "expected the .npy file to end with its last element, found {count} more bytes"
                )
            }
            Self::NotUnicode(code) => {
                write!(f, "expected strings of Unicode characters, found the number {code:#x}")
            }
        }
    }
}

impl Error for NpyError {}
