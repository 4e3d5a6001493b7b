//! Exif's orientation: how a camera was held, which a JPEG file has in APP1 and a PNG file in eXIf.
//!
//! ```text
//! "II" or "MM"    the order of the bytes of all numbers: lowest first or highest first
//! 42              2 bytes
//! place           4 bytes: where the directory begins
//! directory       2 bytes: the number of entries of 12 bytes each, in the order of their tags
//! entry           tag, type (2 bytes each), count (4), value or its place (4)
//! ```
//!
//! (TIFF 6.0, section 2; Exif 2.3, section 4.6.4.) The orientation is the entry with the tag 274,
//! of the type SHORT. It names the side of the scene at row 0 and at column 0 of the picture:
//!
//! ```text
//! 1 top left   3 bottom right   5 left top    7 right bottom    (1, 3, 6 and 8 are turned,
//! 2 top right  4 bottom left    6 right top   8 left bottom      the others mirrored as well)
//! ```

const ORIENTATION: usize = 274;
const SHORT: usize = 3;

/// The orientation, from 1 to 8, in Exif data, which are a TIFF file; none if they are damaged.
pub fn orientation(tiff: &[u8]) -> Option<u8> {
    let lowest_first = match tiff.first_chunk()? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let number = |bytes: &[u8]| {
        let push = |number: usize, &byte: &u8| number << 8 | usize::from(byte);
        if lowest_first { bytes.iter().rev().fold(0, push) } else { bytes.iter().fold(0, push) }
    };
    let directory = tiff.get(number(tiff.get(4..8)?)..)?;
    let (count, entries) = directory.split_first_chunk::<2>()?;
    let mut entries = entries.as_chunks::<12>().0.iter().take(number(count));
    let entry = entries.find(|entry| number(&entry[..2]) == ORIENTATION)?;
    let value = number(&entry[8..10]);
    (number(&entry[2..4]) == SHORT && (1..=8).contains(&value)).then_some(value as u8)
}
