//! The zip archive format, as far as .npz files need it (PKWARE's APPNOTE.TXT, section 4.3).
//!
//! ```text
//! for each member   local header: a name and sizes, which need not be right
//!                   its bytes: as they are (method 0) or a DEFLATE stream (method 8)
//!                   perhaps a data descriptor: the sizes again, if they were unknown before
//! directory         an entry for each member: name, sizes, CRC-32, where its local header stands
//! end record        where the directory stands
//! ```
//!
//! A reader starts at the end. [`members`] takes everything from the directory; of a local header
//! it needs only the length. Local sizes are often placeholders: `np.savez` writes 0xFFFFFFFF and
//! a zip64 extra field, and a program that writes to a pipe does not know them yet. In a directory
//! zip64 is for 4 GiB and more, which are not read.
//!
//! Reading needs bounded memory. Members together have no more bytes than the file, so no byte is
//! unpacked again and again. Deflated members may claim [`MAX_INFLATED`] together; more than it
//! claims is never unpacked of any.
//!
//! Archives are written without compression and dates.

mod directory;
mod writer;

use std::io::{ErrorKind, Read};

use super::crc32::crc32;
use super::inflate::Inflate;
use super::npz::NpzError;
use super::room::grow;
pub use directory::members;
pub use writer::Writer;

/// The most bytes that the deflated members of an archive may unpack to, all together.
pub const MAX_INFLATED: usize = 256 << 20;

const STORED: usize = 0;
const DEFLATED: usize = 8;

// The signatures of the records (sections 4.3.7, 4.3.12 and 4.3.16).
const LOCAL_HEADER: u32 = 0x0403_4B50;
const DIRECTORY_ENTRY: u32 = 0x0201_4B50;
const END_RECORD: u32 = 0x0605_4B50;

/// The flag for encryption (section 4.4.4, bit 0).
const ENCRYPTED: usize = 1;

/// A file in an archive.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Its name, with the folders it is in. It must be UTF-8, whether or not a flag says so.
    pub name: String,
    flags: usize,
    method: usize,
    crc: u32,
    /// How many bytes it claims to be.
    size: usize,
    /// Its bytes in the archive.
    packed: &'a [u8],
}

impl Member<'_> {
    /// Unpacks it and checks its length and CRC-32.
    pub fn read(&self) -> Result<Vec<u8>, NpzError> {
        if self.flags & ENCRYPTED != 0 {
            return Err(NpzError::expected("no encryption", "an encrypted member"));
        }
        let source: Box<dyn Read> = match self.method {
            STORED => Box::new(self.packed),
            DEFLATED => Box::new(Inflate::new(self.packed)),
            method => {
                let what = "compression method 0 (none) or 8 (DEFLATE)";
                return Err(NpzError::expected(what, method));
            }
        };
        // The vector grows as bytes come, to one more than claimed at most.
        let mut content = Vec::new();
        let read = grow(&mut content, self.packed.len())
            .and_then(|()| source.take(self.size as u64 + 1).read_to_end(&mut content));
        read.map_err(|error| match error.kind() {
            ErrorKind::OutOfMemory => {
                NpzError(format!("there is no memory for {} bytes", self.size))
            }
            _ => NpzError(format!("the compressed data are damaged: {error}")),
        })?;
        let (stored, found) = (self.size, content.len());
        if found != stored {
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
}
