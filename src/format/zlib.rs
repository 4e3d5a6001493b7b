//! The zlib format (RFC 1950): what PNG wraps around its compressed data.
//!
//! ```text
//! CMF      low four bits: method 8 (DEFLATE); high four bits: log2 of the window minus 8, 0 to 7
//! FLG      low five bits: so chosen that 256 CMF + FLG is a multiple of 31;
//!          bit 5: a preset dictionary is needed; bits 6 and 7: how hard the writer tried
//! body     a DEFLATE stream
//! ADLER32  the checksum of what the body holds, highest byte first
//! ```
//!
//! Adler-32 is two sums over the bytes d_1 ... d_n, both modulo 65521, the largest prime below
//! 2^16:
//!
//! ```text
//! a = 1 + d_1 + d_2 + ... + d_n
//! b = the sum of a after each byte = n + n d_1 + (n - 1) d_2 + ... + d_n
//! checksum = 65536 b + a
//! ```
//!
//! [`decompress`] reads a stream that lies in memory as a whole. [`store`] writes one whose blocks
//! are not compressed, so its bytes depend on the content alone.

use std::error::Error;
use std::fmt;
use std::io::{self, Read};

use super::inflate::{Inflate, InflateError};

/// The modulus of Adler-32 (RFC 1950 section 8.2).
const MODULUS: u32 = 65521;
/// As many bytes can be summed before `b` might pass 2^32: the largest n with
/// 255 n (n + 1) / 2 + (n + 1) (MODULUS - 1) < 2^32.
const BYTES_PER_REMAINDER: usize = 5552;

/// The method of compression, DEFLATE, the only one there is (RFC 1950 section 2.2).
const METHOD_DEFLATE: u8 = 8;
/// The largest window that RFC 1950 allows, 2^(7 + 8) bytes.
const LARGEST_WINDOW: u8 = 7;
/// FLG's bit 5: the stream needs a dictionary that reader and writer agreed upon.
const PRESET_DICTIONARY: u8 = 1 << 5;

/// The most bytes that a stored block holds (RFC 1951 section 3.2.4).
const STORED_BLOCK: usize = 65535;

/// Why bytes are not a zlib stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZlibError {
    /// The first two bytes are not those of a zlib stream.
    Header([u8; 2]),
    /// The stream needs a preset dictionary.
    Dictionary,
    /// The stream ends too early.
    Truncated,
    /// The body is not a DEFLATE stream.
    Body(InflateError),
    /// The stream holds more than the given number of bytes.
    TooLong(usize),
    /// The stream's content differs from what was compressed.
    Checksum {
        /// The Adler-32 in the stream.
        stored: u32,
        /// That of the content.
        computed: u32,
    },
    /// Bytes follow the checksum.
    TrailingBytes,
    /// The content does not fit into memory.
    OutOfMemory,
}

impl fmt::Display for ZlibError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Header([a, b]) => {
                write!(f, "expected a zlib header such as 78 9c, found {a:02x} {b:02x}")
            }
            Self::Dictionary => {
                f.write_str("the zlib stream needs a dictionary, which is not here")
            }
            Self::Truncated => f.write_str("the zlib stream ends too early"),
            Self::Body(error) => write!(f, "the zlib stream is damaged: {error}"),
            Self::TooLong(most) => {
                write!(f, "expected a zlib stream of at most {most} bytes, found more")
            }
            Self::Checksum { stored, computed } => {
                write!(f, "the content's Adler-32 is {computed:08x}, expected {stored:08x}")
            }
            Self::TrailingBytes => f.write_str("bytes follow the end of the zlib stream"),
            Self::OutOfMemory => f.write_str("the zlib stream's content does not fit into memory"),
        }
    }
}

impl Error for ZlibError {}

/// The Adler-32 of `bytes`.
pub fn adler32(bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (1, 0);
    for part in bytes.chunks(BYTES_PER_REMAINDER) {
        for &byte in part {
            a += u32::from(byte);
            b += a;
        }
        a %= MODULUS;
        b %= MODULUS;
    }
    b << 16 | a
}

/// The content of a zlib stream, which must hold at most `most` bytes and fill all of `stream`.
///
/// Memory is taken as the content comes, not for `most` bytes at once.
pub fn decompress(stream: &[u8], most: usize) -> Result<Vec<u8>, ZlibError> {
    let &[cmf, flg, ref body @ ..] = stream else {
        return Err(ZlibError::Truncated);
    };
    let multiple_of_31 = u16::from_be_bytes([cmf, flg]).is_multiple_of(31);
    if cmf & 0x0F != METHOD_DEFLATE || cmf >> 4 > LARGEST_WINDOW || !multiple_of_31 {
        return Err(ZlibError::Header([cmf, flg]));
    }
    if flg & PRESET_DICTIONARY != 0 {
        return Err(ZlibError::Dictionary);
    }
    let mut inflate = Inflate::new(body);
    let mut content = Vec::new();
    // One byte more than wanted: it shows whether the stream goes on.
    inflate.by_ref().take(most as u64 + 1).read_to_end(&mut content).map_err(as_zlib_error)?;
    if content.len() > most {
        return Err(ZlibError::TooLong(most));
    }
    let mut checksum = [0; 4];
    if inflate.read_plain(&mut checksum).map_err(as_zlib_error)? < checksum.len() {
        return Err(ZlibError::Truncated);
    }
    let (stored, computed) = (u32::from_be_bytes(checksum), adler32(&content));
    if stored != computed {
        return Err(ZlibError::Checksum { stored, computed });
    }
    if inflate.read_plain(&mut [0]).map_err(as_zlib_error)? > 0 {
        return Err(ZlibError::TrailingBytes);
    }
    Ok(content)
}

/// The stream itself is read from memory, which cannot fail.
fn as_zlib_error(error: io::Error) -> ZlibError {
    match error.downcast::<InflateError>() {
        Ok(InflateError::Truncated) => ZlibError::Truncated,
        Ok(error) => ZlibError::Body(error),
        Err(_) => ZlibError::OutOfMemory,
    }
}

/// `content` as a zlib stream of stored blocks.
///
/// ```
/// use backprop::format::zlib::{decompress, store};
///
/// let stream = store(b"hi");
/// assert_eq!(stream, b"\x78\x01\x01\x02\x00\xfd\xffhi\x01\x3b\x00\xd2");
/// assert_eq!(decompress(&stream, 2), Ok(b"hi".to_vec()));
/// ```
pub fn store(content: &[u8]) -> Vec<u8> {
    // A window of 32 KiB, the lowest level of compression.
    let mut stream = vec![0x78, 0x01];
    let mut rest = content;
    loop {
        let (block, after) = rest.split_at(rest.len().min(STORED_BLOCK));
        let last = after.is_empty();
        let length = block.len() as u16;
        stream.push(u8::from(last));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
        if last {
            break;
        }
        rest = after;
    }
    stream.extend(adler32(content).to_be_bytes());
    stream
}
