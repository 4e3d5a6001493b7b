//! The zip archive format, as far as .npz files need it (PKWARE's APPNOTE.TXT, section 4.3).
//!
//! ```text
//! for each member   local header: a name and sizes, which need not be right
//!                   its bytes: as they are (method 0) or a DEFLATE stream (method 8)
//!                   perhaps a data descriptor: the sizes again, if they were unknown before
//! directory         an entry for each member: name, sizes, CRC-32, where its local header stands
//! end record        where the directory stands; for large archives a zip64 end record before it
//! ```
//!
//! A reader starts at the end. [`members`] takes everything from the directory; of a local header
//! it needs only the length. Local sizes are often placeholders: `np.savez` writes 0xFFFFFFFF and
//! a zip64 extra field, and a program that writes to a pipe does not know them yet.
//!
//! Reading needs bounded memory. Members may not overlap, so that no byte of the file is unpacked
//! twice. A deflated member may claim as many bytes as DEFLATE can make of its own, and all
//! together [`MAX_INFLATED`]; more than it claims is never unpacked.
//!
//! Archives are written without compression, dates and zip64.

mod directory;
mod end;
mod fields;
mod writer;

use std::io::{ErrorKind, Read};

use super::crc32::crc32;
use super::inflate::Inflate;
use super::npz::NpzError;
use super::room::grow;
pub use directory::members;
pub use writer::Writer;

/// The most bytes that the deflated members of an archive may unpack to, all together.
pub const MAX_INFLATED: u64 = 256 << 20;

/// The largest ratio that DEFLATE can have: a match gives at most 258 bytes, and takes at least
/// one bit for its length and one for its distance (zlib, "Technical Details", section "Maximum
/// Compression Factor").
const MAX_RATIO: u64 = 1032;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

// The signatures of the records (sections 4.3.7, 4.3.12 and 4.3.16).
const LOCAL_HEADER: u32 = 0x0403_4B50;
const DIRECTORY_ENTRY: u32 = 0x0201_4B50;
const END_RECORD: u32 = 0x0605_4B50;

/// The flags for encryption: any, strong, and of the directory (section 4.4.4, bits 0, 6 and 13).
const ENCRYPTED: u16 = 1 << 0 | 1 << 6 | 1 << 13;

/// A file in an archive.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Its name, with the folders it is in. It must be UTF-8, whether or not a flag says so.
    pub name: String,
    flags: u16,
    method: u16,
    crc: u32,
    /// How many bytes it claims to be.
    size: u64,
    /// Its bytes in the archive.
    packed: &'a [u8],
}

impl Member<'_> {
    /// Unpacks it and checks its length and CRC-32.
    pub fn read(&self) -> Result<Vec<u8>, NpzError> {
        if self.flags & ENCRYPTED != 0 {
            return Err(NpzError::expected("no encryption", "an encrypted member"));
        }
        let content = match self.method {
            STORED => {
                let mut content = Vec::new();
                grow(&mut content, self.packed.len())
                    .map_err(|error| NpzError(error.to_string()))?;
                content.extend(self.packed);
                content
            }
            DEFLATED => self.inflate()?,
            method => {
                let name = match method {
                    9 => " (Deflate64)",
                    12 => " (bzip2)",
                    14 => " (LZMA)",
                    93 => " (Zstandard)",
                    95 => " (xz)",
                    _ => "",
                };
                let what = "compression method 0 (none) or 8 (DEFLATE)";
                return Err(NpzError::expected(what, format!("{method}{name}")));
            }
        };
        let (stored, found) = (self.size, content.len());
        if found as u64 != stored {
            return Err(NpzError(format!("the content is {found} bytes long, expected {stored}")));
        }
        let (stored, computed) = (self.crc, crc32(&content));
        if computed != stored {
            return Err(NpzError(format!(
                "the content's CRC-32 is {computed:08x}, expected {stored:08x}"
            )));
        }
        Ok(content)
    }

    /// What the DEFLATE stream holds, one byte more than claimed at most. The vector grows as
    /// bytes come.
    fn inflate(&self) -> Result<Vec<u8>, NpzError> {
        let (size, packed) = (self.size, self.packed.len() as u64);
        let most = MAX_RATIO * packed;
        if size > most {
            let what = format!("at most {most} bytes from {packed} compressed ones");
            return Err(NpzError::expected(what, format!("a claim of {size}")));
        }
        let mut content = Vec::new();
        match Inflate::new(self.packed).take(size + 1).read_to_end(&mut content) {
            Ok(_) => Ok(content),
            Err(error) => Err(NpzError(match error.kind() {
                ErrorKind::OutOfMemory => format!("there is no memory for {size} bytes"),
                _ => format!("the compressed data are damaged: {error}"),
            })),
        }
    }
}

/// The fault of a record that is not where it should be.
fn no_record(what: &str, at: u64) -> NpzError {
    NpzError::expected(format!("{what} at byte {at} of the zip archive"), "none")
}
