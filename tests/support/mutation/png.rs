//! Damaged PNG files with the right checksums: the damage gets past them.

use backprop::format::crc32::crc32;

pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Writes every chunk of a PNG file anew, as far as its length makes sense, with the right checksum
/// and, for IDAT, with the data that `data` makes of it.
pub fn rewrite(file: &[u8], data: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let mut out = SIGNATURE.to_vec();
    let mut rest = file.get(SIGNATURE.len()..).unwrap_or(&[]);
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (old, after) = after.split_at(length.min(after.len()));
        let content = if head[4..] == *b"IDAT" { data(old) } else { old.to_vec() };
        let content = [&head[4..], &content].concat();
        out.extend((content.len() as u32 - 4).to_be_bytes());
        out.extend(&content);
        out.extend(crc32(&content).to_be_bytes());
        rest = after.get(4..).unwrap_or(&[]);
    }
    out
}
