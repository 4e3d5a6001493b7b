//! The chunks that a PNG file is made of (PNG specification section 5).
//!
//! ```text
//! length     of the data, 4 bytes, highest first
//! name       4 letters; each letter's case says something, the first: capital, needed to show
//!            the picture ("critical"); small, may be passed over ("ancillary")
//! data
//! CRC-32     of name and data, 4 bytes, highest first
//! ```
//!
//! As a reader, [`Chunks`] gives the data of one IDAT chunk after the other, and ends where a chunk
//! of another name begins, or the file ends.

use std::io::{self, Read};

use crate::format::crc32::Crc32;
use crate::format::rows::RowsError;

/// The eight bytes that every PNG file begins with (section 5.2). A copy as text changes them: by
/// the first, which is not ASCII, by the line ends (CR LF, LF) or by the end-of-file mark 1A.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The most bytes that are kept of a chunk's data.
const MOST_KEPT: usize = 1 << 20;

/// A file's chunks, one after the other.
pub(super) struct Chunks<R> {
    source: R,
    /// The name of the current one.
    pub name: [u8; 4],
    /// How much of its data is left.
    left: u32,
    /// The checksum of its name and its data so far.
    crc: Crc32,
    /// Whether the file ended in a chunk of pixels, or before the next chunk.
    pub is_cut: bool,
}

impl<R: Read> Chunks<R> {
    /// Reads the signature, and the length and name of the first chunk.
    pub fn open(mut source: R) -> Result<Self, RowsError> {
        let mut start = Vec::new();
        source.by_ref().take(SIGNATURE.len() as u64).read_to_end(&mut start)?;
        if start != SIGNATURE {
            let found = "others, as after copying it as text";
            return Err(RowsError::expected("PNG's first eight bytes", found));
        }
        let mut chunks =
            Self { source, name: [0; 4], left: 0, crc: Crc32::default(), is_cut: false };
        chunks.begin()?;
        Ok(chunks)
    }

    fn bytes(&mut self) -> io::Result<[u8; 4]> {
        let mut bytes = [0; 4];
        self.source.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn begin(&mut self) -> Result<(), RowsError> {
        self.left = u32::from_be_bytes(self.bytes()?);
        self.name = self.bytes()?;
        if !self.name.iter().all(u8::is_ascii_alphabetic) {
            let found = format!("\"{}\"", self.name.escape_ascii());
            return Err(RowsError::expected("a chunk's name of four letters", found));
        }
        self.crc = Crc32::default();
        self.crc.update(&self.name);
        Ok(())
    }

    /// Reads more of the current chunk's data.
    fn read_data(&mut self, bytes: &mut [u8]) -> Result<usize, RowsError> {
        let most = bytes.len().min(self.left as usize);
        let count = self.source.read(&mut bytes[..most])?;
        if count < most.min(1) {
            return Err(RowsError::CutShort);
        }
        self.crc.update(&bytes[..count]);
        self.left -= count as u32;
        Ok(count)
    }

    /// Passes over the rest of the chunk's data and compares its checksum.
    pub fn end(&mut self) -> Result<(), RowsError> {
        while self.read_data(&mut [0; 1024])? > 0 {}
        let (stored, computed) = (u32::from_be_bytes(self.bytes()?), self.crc.value());
        if stored != computed {
            let name = self.name.escape_ascii();
            return Err(RowsError::Damaged(format!(
                "the CRC-32 of chunk {name} is {computed:08x}, expected {stored:08x}"
            )));
        }
        Ok(())
    }

    /// Goes to the next chunk.
    pub fn next(&mut self) -> Result<(), RowsError> {
        self.end()?;
        self.begin()
    }

    /// The current chunk's data, or the beginning of it, by small parts: its length is a claim.
    pub fn data(&mut self) -> Result<Vec<u8>, RowsError> {
        let mut data = Vec::new();
        let mut part = [0; 1024];
        while self.left > 0 && data.len() < MOST_KEPT {
            let count = self.read_data(&mut part)?;
            data.extend(&part[..count]);
        }
        Ok(data)
    }
}

impl<R: Read> Read for Chunks<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut read = || {
            while self.left == 0 && self.name == *b"IDAT" {
                self.next()?;
            }
            if self.name == *b"IDAT" { self.read_data(bytes) } else { Ok(0) }
        };
        match read() {
            // All pixels may have come.
            Err(RowsError::CutShort) => {
                self.is_cut = true;
                Ok(0)
            }
            read => Ok(read?),
        }
    }
}
