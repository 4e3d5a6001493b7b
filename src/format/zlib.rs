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
//! [`ZlibReader`] reads a stream as it comes. [`store`] writes one whose blocks are not compressed,
//! so its bytes depend on the content alone.

use std::io::{self, Read};

use super::inflate::{Inflate, damaged};

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

/// The Adler-32 of `bytes`.
pub fn adler32(bytes: &[u8]) -> u32 {
    update(1, bytes)
}

/// The Adler-32 of all bytes that had the checksum `adler`, and of `bytes` behind them.
fn update(adler: u32, bytes: &[u8]) -> u32 {
    let (mut a, mut b) = (adler & 0xFFFF, adler >> 16);
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

/// Reads the content of a zlib stream. The end is reported when the checksum has been found right.
/// A fault is an error of the kinds `InvalidData` or `UnexpectedEof`; after it the reader is of no
/// further use.
pub struct ZlibReader<R> {
    pub(super) inflate: Inflate<R>,
    place: Place,
    /// The checksum of what has been read.
    adler: u32,
}

enum Place {
    Header,
    Body,
    End,
}

impl<R: Read> ZlibReader<R> {
    /// A reader of `source`, of which nothing is read yet.
    pub fn new(source: R) -> Self {
        Self { inflate: Inflate::new(source), place: Place::Header, adler: 1 }
    }
}

impl<R: Read> Read for ZlibReader<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if bytes.is_empty() || matches!(self.place, Place::End) {
            return Ok(0);
        }
        if matches!(self.place, Place::Header) {
            let [cmf, flg] = self.inflate.input.plain()?;
            let multiple_of_31 = u16::from_be_bytes([cmf, flg]).is_multiple_of(31);
            if cmf & 0x0F != METHOD_DEFLATE || cmf >> 4 > LARGEST_WINDOW || !multiple_of_31 {
                return Err(damaged(format!(
                    "expected a zlib header such as 78 9c, found {cmf:02x} {flg:02x}"
                )));
            }
            if flg & PRESET_DICTIONARY != 0 {
                return Err(damaged("the zlib stream needs a dictionary, which is not here"));
            }
            self.place = Place::Body;
        }
        let count = self.inflate.read(bytes)?;
        self.adler = update(self.adler, &bytes[..count]);
        if count == 0 {
            let (stored, computed) = (u32::from_be_bytes(self.inflate.input.plain()?), self.adler);
            if stored != computed {
                return Err(damaged(format!(
                    "the content's Adler-32 is {computed:08x}, expected {stored:08x}"
                )));
            }
            self.place = Place::End;
        }
        Ok(count)
    }
}

/// `content` as a zlib stream of stored blocks.
///
/// ```
/// use backprop::format::zlib::{ZlibReader, store};
///
/// let stream = store(b"hi");
/// assert_eq!(stream, b"\x78\x01\x01\x02\x00\xfd\xffhi\x01\x3b\x00\xd2");
/// assert_eq!(std::io::read_to_string(ZlibReader::new(&stream[..]))?, "hi");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn store(content: &[u8]) -> Vec<u8> {
    // A window of 32 KiB, the lowest level of compression.
    let mut stream = vec![0x78, 0x01];
    let blocks = content.len().div_ceil(STORED_BLOCK).max(1);
    for number in 1..=blocks {
        let end = content.len().min(number * STORED_BLOCK);
        let block = &content[(number - 1) * STORED_BLOCK..end];
        let length = block.len() as u16;
        stream.push(u8::from(number == blocks));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    stream.extend(adler32(content).to_be_bytes());
    stream
}
