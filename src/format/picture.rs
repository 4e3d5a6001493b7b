//! A picture of any kind: read if it can be, else named, with the way to convert it.
//!
//! What a file is shows in its first bytes; its name may be wrong.

use std::error::Error;
use std::fmt;
use std::io::{BufReader, Cursor, Read};

use super::rows::{Rows, RowsError};
use super::{jpeg, png, pnm};

/// How much of a file is searched for what tells its kind.
const START: u64 = 4096;

/// A picture of a kind that is read here.
pub struct Picture<'a> {
    /// Its rows, from the top of the file.
    pub rows: Box<dyn Rows + 'a>,
    kind: &'static str,
}

impl Picture<'_> {
    /// The next row, as [`Rows::next_row`] gives it.
    pub fn next_row(&mut self) -> Result<&[[u8; 4]], PictureError> {
        self.rows.next_row().map_err(|error| PictureError::Faulty(self.kind, error))
    }
}

/// Why a file is not a picture that can be read.
#[derive(Debug)]
pub enum PictureError {
    /// A picture of this kind with a fault.
    Faulty(&'static str, RowsError),
    /// A file of another kind: what it is, and what to do.
    Other(String),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Faulty(kind, error) => {
                let advice = match error {
                    RowsError::Unreadable(_) => "try again",
                    RowsError::Size(_) => "save it in another size",
                    RowsError::Unsupported(_) => "save it in another form",
                    RowsError::CutShort | RowsError::Damaged(_) => "save or copy it again",
                };
                write!(f, "cannot read this {kind}: {error}; {advice}")
            }
            Self::Other(found) => {
                write!(f, "expected a PNG, JPEG, PGM or PPM picture, found {found}")
            }
        }
    }
}

impl Error for PictureError {}

/// Begins to read a PNG, JPEG, PGM or PPM file; its name does not matter.
///
/// ```
/// use backprop::format::picture::open;
///
/// let mut picture = open(&b"P2 1 1 255 7"[..])?;
/// assert_eq!(picture.next_row()?, [[7, 7, 7, 255]]);
/// let error = open(&b"%PDF-1.7"[..]).err().unwrap().to_string();
/// assert!(error.starts_with("expected a PNG, JPEG, PGM or PPM picture, found a PDF document; "));
/// # Ok::<(), backprop::format::picture::PictureError>(())
/// ```
pub fn open<'a>(mut source: impl Read + 'a) -> Result<Picture<'a>, PictureError> {
    let mut start = Vec::new();
    let read = source.by_ref().take(START).read_to_end(&mut start);
    read.map_err(|error| PictureError::Faulty("file", error.into()))?;
    let file = Cursor::new(start.clone()).chain(BufReader::with_capacity(1 << 15, source));
    let (kind, opened) = match start[..] {
        [0x89, b'P', b'N', b'G', ..] => ("PNG picture", png::open(file).map(boxed)),
        [0xFF, 0xD8, 0xFF, ..] => ("JPEG picture", jpeg::open(file).map(boxed)),
        [b'P', b'2' | b'3' | b'5' | b'6', after, ..]
            if after.is_ascii_whitespace() || after == b'#' =>
        {
            ("PGM or PPM picture", pnm::open(file).map(boxed))
        }
        _ => {
            let begin = start[..start.len().min(8)].escape_ascii();
            let other = other_kind(&start).map(|(kind, advice)| format!("{kind}; {advice}"));
            let other = other.unwrap_or_else(|| format!("a file that begins \"{begin}\""));
            return Err(PictureError::Other(other));
        }
    };
    opened.map(|rows| Picture { rows, kind }).map_err(|error| PictureError::Faulty(kind, error))
}

fn boxed<'a>(rows: impl Rows + 'a) -> Box<dyn Rows + 'a> {
    Box::new(rows)
}

/// Kinds that are not read, by their first bytes, where `?` stands for any.
///
/// AVIF and HEIC share a container with films, ISO base media, whose first box names its main brand
/// (ISO/IEC 14496-12 section 4.3, ISO/IEC 23008-12): heic, heix, hevc and the like, or mif1 or msf1
/// for pictures of either coding.
const OTHER_KINDS: [(&[u8], &str, &str); 13] = [
    (b"P1?", "a PBM picture", CONVERT),
    (b"P4?", "a PBM picture", CONVERT),
    (b"P7?", "a PAM picture", CONVERT),
    (b"RIFF????WEBP", "a WebP picture", CONVERT),
    (b"????ftypavi", "an AVIF picture", CONVERT),
    (b"????ftyphe", "a HEIC picture", CONVERT),
    (b"????ftypmif1", "a HEIC or AVIF picture", CONVERT),
    (b"????ftypmsf1", "a HEIC or AVIF picture", CONVERT),
    (b"GIF8", "a GIF picture", CONVERT),
    (b"BM????\0\0\0\0", "a BMP picture", CONVERT),
    (b"II?\0", "a TIFF picture", CONVERT),
    (b"MM\0?", "a TIFF picture", CONVERT),
    (b"%PDF-", "a PDF document", "convert a page: pdftoppm -png -singlefile FILE out"),
];

/// The same for texts that begin with "<": what is found first in them.
const TAGS: [(&[u8], &str, &str); 2] = [
    (b"<svg", "an SVG drawing", CONVERT),
    (b"html", "a web page", "save the picture itself, not the page that shows it"),
];

/// Of a series the first picture, turned upright. Version 6 of ImageMagick has no `magick`.
const CONVERT: &str = "convert it: magick \"FILE[0]\" -auto-orient out.png (or convert for magick)";

/// What a file is that begins so and is not read, and what to do about it.
fn other_kind(start: &[u8]) -> Option<(&'static str, &'static str)> {
    let begins = |pattern: &[u8]| {
        let same = |(byte, wanted): (&u8, &u8)| byte == wanted || *wanted == b'?';
        start.len() >= pattern.len() && start.iter().zip(pattern).all(same)
    };
    if start.is_empty() {
        return Some(("an empty file", "save the picture again"));
    }
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let text = if text.starts_with(b"<") { text.to_ascii_lowercase() } else { Vec::new() };
    let place = |tag: &[u8]| text.windows(tag.len()).position(|part| part == tag);
    let tag = TAGS.iter().filter(|kind| place(kind.0).is_some()).min_by_key(|kind| place(kind.0));
    let kind = tag.or_else(|| OTHER_KINDS.iter().find(|kind| begins(kind.0)));
    kind.map(|&(_, kind, advice)| (kind, advice))
}
