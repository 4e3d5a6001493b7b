//! The gzip file format (RFC 1952), read as a stream.
//!
//! A file is one or more members, one after the other, perhaps with zeros after each:
//!
//! ```text
//! header   1F 8B, method 8, flags, time (4 bytes), two bytes on how and where it was packed;
//!          then, each where its flag is set: extra field, file name, comment, CRC-16 of the header
//!          (all of no use here, and passed over)
//! body     a DEFLATE stream
//! trailer  CRC-32 of what the body holds, its length modulo 2^32 (both lowest byte first)
//! ```
//!
//! [`GzipReader`] inflates only as far as its caller asks, and remembers 32 KiB, so a file may have
//! any size. It checks the trailer at the end of each member, before `read` returns 0: a caller
//! that stops earlier has bytes that nothing has checked.

use std::io::{self, BufReader, Cursor, ErrorKind, Read};
use std::path::Path;

use super::crc32::Crc32;
use super::inflate::{Inflate, damaged};
use super::open_file::open_file;

/// The first two bytes of every gzip file (RFC 1952 section 2.3.1).
pub const MAGIC: [u8; 2] = [0x1F, 0x8B];

/// DEFLATE, the only compression method.
const METHOD_DEFLATE: u8 = 8;

// The flags of section 2.3.1. The lowest, "probably text", asks nothing of a reader.
const HEADER_CRC: u8 = 1 << 1;
const EXTRA_FIELD: u8 = 1 << 2;
const FILE_NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0xE0;

/// Reads the content of a gzip file. A fault of the file is an error of the kind `UnexpectedEof` if
/// the file ends too early, else of the kind `InvalidData`; after it the reader is of no further
/// use.
///
/// ```
/// use std::io::Read;
/// use backprop::format::gzip::GzipReader;
///
/// // "hi" in one stored block.
/// let packed = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01\x02\0\xfd\xffhi\xac\x2a\x93\xd8\x02\0\0\0";
/// let mut text = String::new();
/// GzipReader::new(&packed[..]).read_to_string(&mut text)?;
/// assert_eq!(text, "hi");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct GzipReader<R> {
    inflate: Inflate<R>,
    place: Place,
    /// The CRC-32 and the length modulo 2^32 of the current member.
    crc: Crc32,
    length: u32,
}

enum Place {
    Start,
    Body,
    AfterMember,
}

impl<R: Read> GzipReader<R> {
    /// A reader of the gzip file that is all of `source`. Nothing is read yet.
    pub fn new(source: R) -> Self {
        let (place, crc) = (Place::Start, Crc32::default());
        Self { inflate: Inflate::new(source), place, crc, length: 0 }
    }

    /// Reads the header of the next member, up to the body; false if there is none.
    ///
    /// Zeros may stand behind each member: tapes fill their blocks with them. (After such zeros the
    /// gzip program reads no further member, and warns of garbage; Python's gzip reads on.)
    fn begin_member(&mut self) -> io::Result<bool> {
        if matches!(self.place, Place::Start) {
            let [a, b] = self.inflate.input.plain()?;
            if [a, b] != MAGIC {
                return Err(damaged(format!(
                    "expected a gzip file, which begins 1f 8b, found {a:02x} {b:02x}"
                )));
            }
        } else {
            let mut first = [0];
            while first == [0] {
                if self.inflate.input.is_at_end()? {
                    return Ok(false);
                }
                first = self.inflate.input.plain()?;
            }
            // No second byte is asked for if the first is wrong.
            if first != MAGIC[..1] || self.inflate.input.plain::<1>()? != MAGIC[1..] {
                return Err(damaged("bytes that are not gzip follow the compressed data"));
            }
        }
        let [method, flags, ..] = self.inflate.input.plain::<8>()?;
        if method != METHOD_DEFLATE {
            return Err(damaged(format!(
                "expected compression method 8 (DEFLATE), found {method}"
            )));
        }
        if flags & RESERVED != 0 {
            return Err(damaged(format!(
                "expected none of the reserved flags, found flags {flags:02x}"
            )));
        }
        if flags & EXTRA_FIELD != 0 {
            for _ in 0..u16::from_le_bytes(self.inflate.input.plain()?) {
                self.inflate.input.plain::<1>()?;
            }
        }
        // Two texts, each up to a zero byte.
        for text in [FILE_NAME, COMMENT] {
            while flags & text != 0 && self.inflate.input.plain()? != [0] {}
        }
        if flags & HEADER_CRC != 0 {
            self.inflate.input.plain::<2>()?;
        }
        self.inflate.restart();
        (self.crc, self.length, self.place) = (Crc32::default(), 0, Place::Body);
        Ok(true)
    }

    /// Compares the body with the trailer.
    fn end_member(&mut self) -> io::Result<()> {
        let (stored, computed) =
            (u32::from_le_bytes(self.inflate.input.plain()?), self.crc.value());
        if stored != computed {
            return Err(damaged(format!(
                "the content's CRC-32 is {computed:08x}, expected {stored:08x}"
            )));
        }
        let (stored, computed) = (u32::from_le_bytes(self.inflate.input.plain()?), self.length);
        if stored != computed {
            return Err(damaged(format!(
                "the content is {computed} bytes long, expected {stored}"
            )));
        }
        self.place = Place::AfterMember;
        Ok(())
    }
}

impl<R: Read> Read for GzipReader<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        while matches!(self.place, Place::Body) || self.begin_member()? {
            let count = self.inflate.read(bytes).map_err(|error| match error.kind() {
                ErrorKind::InvalidData => {
                    damaged(format!("the compressed data are damaged: {error}"))
                }
                _ => error,
            })?;
            if count > 0 {
                self.crc.update(&bytes[..count]);
                self.length = self.length.wrapping_add(count as u32);
                return Ok(count);
            }
            self.end_member()?;
        }
        Ok(0)
    }
}

/// Opens a file: its size, and its content, unpacked if its first bytes say that it is packed.
pub fn open_unpacked(path: &Path) -> io::Result<(u64, Box<dyn Read>)> {
    let mut file = open_file(path)?;
    let size = file.metadata()?.len();
    let mut start = Vec::new();
    file.by_ref().take(2).read_to_end(&mut start)?;
    let is_packed = start == MAGIC;
    let whole = Cursor::new(start).chain(file);
    let content: Box<dyn Read> =
        if is_packed { Box::new(GzipReader::new(whole)) } else { Box::new(BufReader::new(whole)) };
    Ok((size, content))
}
