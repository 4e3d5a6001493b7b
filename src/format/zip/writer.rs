//! Archives as simple as they can be.

use super::{DIRECTORY_ENTRY, END_RECORD, LOCAL_HEADER, NpzError, STORED};
use crate::format::crc32::crc32;

/// Every member's bytes begin at a multiple of this.
const ALIGNMENT: usize = 64;
/// The extra field that fills up to such a multiple: "Data Stream Alignment" (section 4.6).
const ALIGNMENT_FIELD: u16 = 0xA11E;

/// The version of the format that a reader needs: 2.0 (section 4.4.3).
const VERSION: u16 = 20;
/// The flag for names in UTF-8 (section 4.4.4, bit 11).
const UTF_8: u16 = 1 << 11;
/// 1980-01-01, the first day there is (section 4.4.6: years since 1980, month, day).
const DATE: u16 = 1 << 5 | 1;

/// An archive that grows as members are added: the same bytes whenever and wherever it is made.
#[derive(Debug, Default)]
pub struct Writer {
    /// The members so far, each behind its local header.
    file: Vec<u8>,
    /// The directory's entries for them.
    directory: Vec<u8>,
    count: u16,
}

impl Writer {
    /// Adds a member, stored as it is.
    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<(), NpzError> {
        self.count = self.count.checked_add(1).ok_or_else(full)?;
        let offset = u32_or_full(self.file.len())?;
        let size = u32_or_full(content.len())?;
        let name_length = u16::try_from(name.len()).map_err(|_| full())?;

        // What the local header and the directory have in common.
        let flags = if name.is_ascii() { 0 } else { UTF_8 };
        let time = 0;
        let mut common = [VERSION, flags, STORED as u16, time, DATE].map(u16::to_le_bytes).concat();
        common.extend([crc32(content), size, size].map(u32::to_le_bytes).concat());
        common.extend(name_length.to_le_bytes());

        // Signature, common part, length of the extra field; name; extra field.
        let header = 4 + common.len() + 2 + name.len() + 6;
        let end = self.file.len() + header;
        let padding = end.next_multiple_of(ALIGNMENT) - end;
        self.file.extend(LOCAL_HEADER.to_le_bytes());
        self.file.extend(&common);
        self.file.extend((6 + padding as u16).to_le_bytes());
        self.file.extend(name.as_bytes());
        let field = [ALIGNMENT_FIELD, 2 + padding as u16, ALIGNMENT as u16];
        self.file.extend(field.map(u16::to_le_bytes).concat());
        self.file.resize(self.file.len() + padding, 0);
        self.file.extend(content);

        self.directory.extend(DIRECTORY_ENTRY.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes()); // the writer's, after which the reader's
        self.directory.extend(common);
        // No extra field, no comment, the first disk, no attributes (two bytes, then four).
        self.directory.extend([0; 2 + 2 + 2 + 2 + 4]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        Ok(())
    }

    /// The whole archive.
    pub fn finish(self) -> Result<Vec<u8>, NpzError> {
        let offset = u32_or_full(self.file.len())?;
        let size = u32_or_full(self.directory.len())?;
        let mut file = self.file;
        file.extend(self.directory);
        file.extend(END_RECORD.to_le_bytes());
        // The disk is the first and so is the directory's; its entries, those on this disk first.
        file.extend([0, 0, self.count, self.count].map(u16::to_le_bytes).concat());
        file.extend([size, offset].map(u32::to_le_bytes).concat());
        file.extend([0; 2]); // no comment
        Ok(file)
    }
}

/// A size or a place; larger ones would take zip64.
fn u32_or_full(number: usize) -> Result<u32, NpzError> {
    u32::try_from(number).map_err(|_| full())
}

fn full() -> NpzError {
    let what = "at most 65535 members, 4 GiB in all, and names of at most 65535 bytes";
    NpzError::expected(what, "more")
}
