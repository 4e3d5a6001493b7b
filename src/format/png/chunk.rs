//! The chunks that a PNG file is made of (PNG specification section 5).
//!
//! ```text
//! length     of the data, 4 bytes, highest first
//! name       4 letters; each letter's case says something, the first: capital, needed to show
//!            the picture ("critical"); small, may be passed over ("ancillary")
//! data
//! CRC-32     of name and data, 4 bytes, highest first
//! ```

use super::{ChunkName, PngError};
use crate::format::crc32::Crc32;

/// The eight bytes that every PNG file begins with (section 5.2). A copy as text changes them: by
/// the first, which is not ASCII, by the line ends (CR LF, LF) or by the end-of-file mark 1A.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// A chunk whose checksum is right.
pub(super) struct Chunk<'a> {
    pub name: ChunkName,
    pub data: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// Takes the next chunk off the file's rest.
    pub fn next(rest: &mut &'a [u8]) -> Result<Self, PngError> {
        let length = u32::from_be_bytes(*take(rest)?);
        let name: ChunkName = *take(rest)?;
        if !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(PngError::ChunkName(name));
        }
        let (data, after) = rest.split_at_checked(length as usize).ok_or(PngError::Truncated)?;
        *rest = after;
        let stored = u32::from_be_bytes(*take(rest)?);
        let computed = checksum(name, data);
        if stored != computed {
            return Err(PngError::Checksum { chunk: name, stored, computed });
        }
        Ok(Self { name, data })
    }

    /// Whether the picture cannot be shown without knowing what the chunk means.
    pub fn is_critical(&self) -> bool {
        self.name[0].is_ascii_uppercase()
    }
}

/// Takes the next four bytes.
fn take<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8; 4], PngError> {
    let (bytes, after) = rest.split_first_chunk().ok_or(PngError::Truncated)?;
    *rest = after;
    Ok(bytes)
}

fn checksum(name: ChunkName, data: &[u8]) -> u32 {
    let mut crc = Crc32::new();
    crc.update(&name);
    crc.update(data);
    crc.value()
}

/// Writes a chunk behind `file`. A chunk holds less than 2^31 bytes (section 5.3).
pub(super) fn write_chunk(file: &mut Vec<u8>, name: ChunkName, data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    file.extend(name);
    file.extend(data);
    file.extend(checksum(name, data).to_be_bytes());
}
