//! The directory, which lists the members.

use super::end::End;
use super::fields::Fields;
use super::{DIRECTORY_ENTRY, LOCAL_HEADER, MAX_INFLATED, Member, NpzError, STORED, no_record};
use crate::format::shown::shown;

/// The extra field that has the 64-bit numbers (section 4.5.3).
const ZIP64_FIELD: u16 = 1;

/// What the directory says of a member.
struct Entry<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    size: u64,
    packed: u64,
    /// Where its local header stands: in which file of a split archive, and where in it.
    disk: u32,
    offset: u64,
    name: &'a [u8],
}

/// The members of an archive, in the order of the directory.
///
/// An archive begins with its first byte: one behind other bytes, as self-extracting archives
/// are, is refused.
pub fn members(file: &[u8]) -> Result<Vec<Member<'_>>, NpzError> {
    if !file.starts_with(b"PK") {
        return Err(NpzError::other_format("a zip archive, which begins PK", file, 4));
    }
    let end = End::find(file)?;
    if !end.whole {
        return Err(split());
    }
    let Some(directory) = slice(&file[..end.at], end.offset, end.size) else {
        let End { size, offset, .. } = end;
        let what = format!("a directory of {size} bytes at byte {offset} of the zip archive");
        return Err(NpzError::expected(what, "its end before that"));
    };
    let before = &file[..end.offset as usize];

    let (mut members, mut spans, mut inflated) = (Vec::new(), Vec::new(), 0u64);
    let mut fields = Fields(directory);
    while !fields.0.is_empty() {
        let at = end.offset + end.size - fields.0.len() as u64;
        let entry = Entry::read(&mut fields).ok_or_else(|| no_record("a directory entry", at))?;
        let (member, span) = entry.locate(before)?;
        if member.method != STORED {
            inflated = inflated.saturating_add(member.size);
        }
        spans.push((span, members.len()));
        members.push(member);
    }
    let (stored, found) = (end.entries, members.len());
    if found as u64 != stored {
        return Err(NpzError(format!("the directory has {found} entries, expected {stored}")));
    }
    if inflated > MAX_INFLATED {
        return Err(NpzError::expected(
            format!("compressed members of at most {MAX_INFLATED} bytes together"),
            format!("{inflated}; store them without compression: np.savez"),
        ));
    }
    spans.sort_unstable();
    for pair in spans.windows(2) {
        let [([_, end], _), ([start, _], index)] = pair else { continue };
        if start < end {
            let name = shown(&members[*index].name);
            return Err(NpzError(format!("{name} shares bytes with the member before it")));
        }
    }
    Ok(members)
}

impl<'a> Entry<'a> {
    /// Takes an entry and its comment off `fields` (section 4.3.12).
    fn read(fields: &mut Fields<'a>) -> Option<Self> {
        fields.signature(DIRECTORY_ENTRY)?;
        fields.bytes(2 + 2)?; // two versions
        let [flags, method] = [fields.u16()?, fields.u16()?];
        fields.bytes(2 + 2)?; // time and date
        let crc = fields.u32()?;
        let [packed, size] = [fields.u32()?, fields.u32()?];
        let lengths = [fields.u16()?, fields.u16()?, fields.u16()?];
        let disk = fields.u16()?;
        fields.bytes(2 + 4)?; // attributes
        let offset = fields.u32()?;
        let [name, extra, _comment] = lengths.map(|length| fields.bytes(length.into()));

        // Numbers that do not fit are all ones, and stand in the extra field in this order.
        let mut wide = zip64_field(extra?);
        let mut widen = |number| match number {
            u32::MAX => wide.u64(),
            number => Some(number.into()),
        };
        let [size, packed, offset] = [widen(size)?, widen(packed)?, widen(offset)?];
        let disk = if disk == u16::MAX { wide.u32()? } else { disk.into() };
        Some(Self { flags, method, crc, size, packed, disk, offset, name: name? })
    }

    /// The member in the part of the file before the directory; and its first byte there, that
    /// of the local header, and its end.
    fn locate(self, before: &'a [u8]) -> Result<(Member<'a>, [u64; 2]), NpzError> {
        if self.disk != 0 {
            return Err(split());
        }
        let Ok(name) = String::from_utf8(self.name.to_vec()) else {
            let name = shown(&self.name.escape_ascii().to_string());
            return Err(NpzError::expected("a name in UTF-8", name));
        };
        let header = local_header_size(before, self.offset)
            .ok_or_else(|| no_record("a local header", self.offset))?;
        let start = self.offset + header;
        let Some(packed) = slice(before, start, self.packed) else {
            let name = shown(&name);
            return Err(NpzError(format!("the bytes of {name} lie outside of the zip archive")));
        };
        let Self { flags, method, crc, size, .. } = self;
        let member = Member { name, flags, method, crc, size, packed };
        Ok((member, [self.offset, start + self.packed]))
    }
}

/// The field of 64-bit numbers among the extra fields; empty if there is none.
fn zip64_field(extra: &[u8]) -> Fields<'_> {
    let mut fields = Fields(extra);
    while let (Some(id), Some(length)) = (fields.u16(), fields.u16()) {
        let field = fields.bytes(length.into());
        if let (ZIP64_FIELD, Some(field)) = (id, field) {
            return Fields(field);
        }
    }
    Fields(&[])
}

/// How many bytes the local header at byte `at` has, if there is one (section 4.3.7). Its name
/// and its extra field may have other lengths than in the directory.
fn local_header_size(before: &[u8], at: u64) -> Option<u64> {
    let mut fields = Fields::at(before, at)?;
    fields.signature(LOCAL_HEADER)?;
    fields.bytes(2 + 2 + 2 + 2 + 2 + 4 + 4 + 4)?; // all that the directory has, too
    let [name, extra] = [fields.u16()?, fields.u16()?];
    Some(30 + u64::from(name) + u64::from(extra))
}

/// `size` bytes from byte `at` on, if they are there.
fn slice(bytes: &[u8], at: u64, size: u64) -> Option<&[u8]> {
    let start = usize::try_from(at).ok()?;
    bytes.get(start..start.checked_add(usize::try_from(size).ok()?)?)
}

fn split() -> NpzError {
    NpzError::expected("a zip archive in one file", "a part of a split one")
}
