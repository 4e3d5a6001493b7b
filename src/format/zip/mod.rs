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
//! zip64 is for 4 GiB and more, which are not read. Every number has its lowest byte first.
//!
//! Reading needs bounded memory. Members together have no more bytes than the file, so no byte is
//! unpacked again and again. Deflated members may claim [`MAX_INFLATED`] together; more than it
//! claims is never unpacked of any.
//!
//! Archives are written without compression and dates.

mod writer;

use std::io::{ErrorKind, Read};

use super::crc32::crc32;
use super::inflate::Inflate;
use super::npz::NpzError;
use super::room::grow;
use super::shown::shown;
pub use writer::Writer;

/// The most bytes that the deflated members of an archive may unpack to, all together.
pub const MAX_INFLATED: usize = 256 << 20;

const STORED: usize = 0;
const DEFLATED: usize = 8;

// The signatures of the records (sections 4.3.7, 4.3.12 and 4.3.16).
const LOCAL_HEADER: u32 = 0x0403_4B50;
const DIRECTORY_ENTRY: u32 = 0x0201_4B50;
const END_RECORD: u32 = 0x0605_4B50;

// Bytes of the records, without the names, extra fields and comments that follow them.
const LOCAL_HEADER_SIZE: usize = 30;
const ENTRY_SIZE: usize = 46;
const END_SIZE: usize = 22;

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

/// The members of an archive, in the order of the directory.
///
/// An archive begins with its first byte: one behind other bytes, as self-extracting archives
/// are, is refused.
pub fn members(file: &[u8]) -> Result<Vec<Member<'_>>, NpzError> {
    if !file.starts_with(b"PK") {
        return Err(NpzError::other_format("a zip archive, which begins PK", file, 4));
    }
    let (end, stored, size, offset) = find_end(file)?;
    let Some(mut rest) = slice(&file[..end], offset, size) else {
        let what = format!("a directory of {size} bytes at byte {offset} of the zip archive");
        return Err(NpzError::expected(what, "its end before that"));
    };
    let (mut members, mut packed, mut inflated) = (Vec::new(), 0, 0);
    while !rest.is_empty() {
        let at = offset + size - rest.len();
        let entry = split_entry(rest).ok_or_else(|| no_record("a directory entry", at))?;
        let member = member(entry.0, &file[..offset])?;
        packed += member.packed.len();
        if member.method != STORED {
            inflated = usize::saturating_add(inflated, member.size);
        }
        members.push(member);
        rest = entry.1;
    }
    let found = members.len();
    if found != stored {
        return Err(NpzError(format!("the directory has {found} entries, expected {stored}")));
    }
    if inflated > MAX_INFLATED {
        return Err(NpzError::expected(
            format!("compressed members of at most {MAX_INFLATED} bytes together"),
            format!("{inflated}; store them without compression: np.savez"),
        ));
    }
    if packed > offset {
        return Err(NpzError("members of the zip archive share bytes".into()));
    }
    Ok(members)
}

/// The end record: where it stands, the number of entries in the directory, its size and its place
/// (section 4.3.16). Only the record's comment, whose length it has, follows it.
fn find_end(file: &[u8]) -> Result<(usize, usize, usize, usize), NpzError> {
    let is_end = |&at: &usize| {
        let end = record(file, at, END_RECORD, END_SIZE);
        end.is_some_and(|end| end.len() == END_SIZE + u16_at(end, 20))
    };
    // The longest comment has 65535 bytes.
    let last = file.len().saturating_sub(END_SIZE);
    let at = (last.saturating_sub(u16::MAX.into())..=last).rev().find(is_end).ok_or_else(|| {
        let what = "a zip archive to end with its end record";
        NpzError::expected(what, "none: the file is cut short, or other bytes follow")
    })?;
    let end = &file[at..];
    Ok((at, u16_at(end, 10), size_at(end, 12)?, size_at(end, 16)?))
}

/// The first entry of what is left of the directory, and the rest (section 4.3.12).
fn split_entry(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let entry = record(rest, 0, DIRECTORY_ENTRY, ENTRY_SIZE)?;
    let [name, extra, comment] = [28, 30, 32].map(|at| u16_at(entry, at));
    rest.split_at_checked(ENTRY_SIZE + name + extra + comment)
}

/// The member of an entry, in the part of the file before the directory.
fn member<'a>(entry: &[u8], before: &'a [u8]) -> Result<Member<'a>, NpzError> {
    let name = &entry[ENTRY_SIZE..][..u16_at(entry, 28)];
    let Ok(name) = String::from_utf8(name.to_vec()) else {
        let name = shown(&name.escape_ascii().to_string());
        return Err(NpzError::expected("a name in UTF-8", name));
    };
    let [packed, size, offset] = [20, 24, 42].map(|at| size_at(entry, at));
    let (packed, size, offset) = (packed?, size?, offset?);
    let header = record(before, offset, LOCAL_HEADER, LOCAL_HEADER_SIZE)
        .ok_or_else(|| no_record("a local header", offset))?;
    // Its name and its extra field may have other lengths than in the directory.
    let start = LOCAL_HEADER_SIZE + u16_at(header, 26) + u16_at(header, 28);
    let Some(packed) = slice(header, start, packed) else {
        let name = shown(&name);
        return Err(NpzError(format!("the bytes of {name} lie outside of the zip archive")));
    };
    let (flags, method, crc) = (u16_at(entry, 8), u16_at(entry, 10), u32_at(entry, 16));
    Ok(Member { name, flags, method, crc, size, packed })
}

/// The bytes from byte `at` on, if they are a record of this signature and at least this size.
fn record(bytes: &[u8], at: usize, signature: u32, size: usize) -> Option<&[u8]> {
    let record = bytes.get(at..).filter(|rest| rest.len() >= size)?;
    (u32_at(record, 0) == signature).then_some(record)
}

/// `size` bytes from byte `at` on, if they are there.
fn slice(bytes: &[u8], at: usize, size: usize) -> Option<&[u8]> {
    bytes.get(at..)?.get(..size)
}

fn u16_at(record: &[u8], at: usize) -> usize {
    u16::from_le_bytes([record[at], record[at + 1]]).into()
}

fn u32_at(record: &[u8], at: usize) -> u32 {
    (u16_at(record, at) | u16_at(record, at + 2) << 16) as u32
}

/// A size or a place. All ones mean that it takes 64 bits and stands elsewhere.
fn size_at(record: &[u8], at: usize) -> Result<usize, NpzError> {
    match u32_at(record, at) {
        u32::MAX => Err(NpzError::expected("a zip archive below 4 GiB", "a larger one (zip64)")),
        size => Ok(size as usize),
    }
}

/// The fault of a record that is not where it should be.
fn no_record(what: &str, at: usize) -> NpzError {
    NpzError::expected(format!("{what} at byte {at} of the zip archive"), "none")
}
