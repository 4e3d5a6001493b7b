//! The end record, with which the reader of an archive begins.

use super::fields::Fields;
use super::{END_RECORD, NpzError, no_record};

// The signatures of the two zip64 records (sections 4.3.14 and 4.3.15).
const ZIP64_END_RECORD: u32 = 0x0606_4B50;
const ZIP64_LOCATOR: u32 = 0x0706_4B50;

/// Bytes of an end record without its comment, and of a zip64 locator.
const END_RECORD_SIZE: usize = 22;
const LOCATOR_SIZE: usize = 20;

/// What an end record says of the directory.
pub(super) struct End {
    /// Where the record itself stands. The directory ends before it.
    pub at: usize,
    /// Whether the archive is one file rather than a part of several.
    pub whole: bool,
    pub entries: u64,
    pub size: u64,
    pub offset: u64,
}

impl End {
    /// Finds the end record, or its zip64 form.
    pub fn find(file: &[u8]) -> Result<Self, NpzError> {
        // The longest comment has 65535 bytes.
        let end = file.len().checked_sub(END_RECORD_SIZE).and_then(|last| {
            let first = last.saturating_sub(usize::from(u16::MAX));
            (first..=last).rev().find_map(|at| Self::read(file, at))
        });
        let end = end.ok_or_else(|| {
            let what = "a zip archive to end with its end record";
            NpzError::expected(what, "none: the file is cut short, or other bytes follow")
        })?;
        // A zip64 end record may be anywhere; its locator stands right before the end record.
        let locator = end.at.checked_sub(LOCATOR_SIZE);
        match locator.and_then(|at| locate_zip64(&file[at..])) {
            None => Ok(end),
            Some(at) => {
                Self::read_zip64(file, at).ok_or_else(|| no_record("the zip64 end record", at))
            }
        }
    }

    /// The record at byte `at`, if there is one (section 4.3.16). Only its comment, whose length
    /// it has, follows it.
    fn read(file: &[u8], at: usize) -> Option<Self> {
        let mut fields = Fields(&file[at..]);
        fields.signature(END_RECORD)?;
        let disks = [fields.u16()?, fields.u16()?];
        let [here, entries] = [fields.u16()?, fields.u16()?];
        let [size, offset] = [fields.u32()?, fields.u32()?].map(u64::from);
        let comment = usize::from(fields.u16()?);
        let whole = disks == [0, 0] && here == entries;
        let end = Self { at, whole, entries: entries.into(), size, offset };
        (fields.0.len() == comment).then_some(end)
    }

    /// The record at byte `at`, if there is one (section 4.3.14).
    fn read_zip64(file: &[u8], at: u64) -> Option<Self> {
        let mut fields = Fields::at(file, at)?;
        fields.signature(ZIP64_END_RECORD)?;
        fields.bytes(8 + 2 + 2)?; // the record's size, two versions
        let disks = [fields.u32()?, fields.u32()?];
        let [here, entries] = [fields.u64()?, fields.u64()?];
        let [size, offset] = [fields.u64()?, fields.u64()?];
        let whole = disks == [0, 0] && here == entries;
        Some(Self { at: at as usize, whole, entries, size, offset })
    }
}

/// Where the zip64 end record stands, if `bytes` begin with its locator (section 4.3.15).
fn locate_zip64(bytes: &[u8]) -> Option<u64> {
    let mut fields = Fields(bytes);
    fields.signature(ZIP64_LOCATOR)?;
    fields.bytes(4)?; // the number of the file that it is in
    fields.u64()
}
