//! A picture of any kind: read if it can be, else named, with the way to convert it.
//!
//! What a file is shows in its first bytes; its name may be wrong.
//!
//! ```text
//! PNG           89 "PNG"
//! PGM, PPM      "P2" "P3" "P5" "P6", then white space or a comment
//! PBM, PAM      "P1" "P4" "P7", the same
//! JPEG          FF D8 FF
//! HEIC, AVIF    four bytes, "ftyp", and names of four letters, of which one tells the kind
//! WebP          "RIFF", four bytes, "WEBP"
//! GIF           "GIF87a" or "GIF89a"
//! BMP           "BM", four bytes, four zeros
//! TIFF          "II*" 0 or "MM" 0 "*"; with "+" for "*" if it may exceed 4 GiB
//! PDF           "%PDF-"
//! SVG, HTML     text that begins with "<" and has "<svg" or "<html" in it: the first one counts
//! ```

use std::error::Error;
use std::fmt;

use super::png::{self, PngError};
use super::pnm::{self, PnmError};
use super::rgba::RgbaImage;

/// How much of a text is searched for a tag that tells what it is.
const TEXT_START: usize = 4096;

/// A kind of file that is recognised and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the format of its name")]
pub enum OtherKind {
    /// Netpbm's bitmaps and arbitrary maps.
    PbmOrPam,
    Jpeg,
    Heic,
    Avif,
    WebP,
    Gif,
    Bmp,
    Tiff,
    Pdf,
    Svg,
    Html,
    /// XML in which neither SVG nor HTML is found.
    Xml,
    Empty,
}

impl OtherKind {
    /// The kind of a file that begins with `file`, if it is one of these.
    fn of(file: &[u8]) -> Option<Self> {
        Some(match file {
            [] => Self::Empty,
            [b'P', b'1' | b'4' | b'7', after, ..] if after.is_ascii_whitespace() => Self::PbmOrPam,
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => return Self::of_brands(file),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::WebP,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Gif,
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Self::Bmp,
            [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => Self::Tiff,
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Pdf,
            _ => return Self::of_text(file),
        })
    }

    /// HEIC and AVIF are one container, ISO base media, which holds films as well. Its first box
    /// is a length, "ftyp", the main brand, a version, further brands (ISO/IEC 14496-12 section
    /// 4.3); the brands of pictures are in ISO/IEC 23008-12 and the AVIF specification.
    fn of_brands(file: &[u8]) -> Option<Self> {
        let length = u32::from_be_bytes(*file.first_chunk()?) as usize;
        let brands = file[..length.min(file.len())].as_chunks::<4>().0.get(2..)?;
        if brands.iter().any(|brand| matches!(brand, b"avif" | b"avis")) {
            return Some(Self::Avif);
        }
        // heic, heix, heim, heis; hevc and others for series of pictures.
        let is_heic = |brand: &[u8; 4]| matches!(brand, [b'h', b'e', ..] | b"mif1" | b"msf1");
        brands.iter().any(is_heic).then_some(Self::Heic)
    }

    fn of_text(file: &[u8]) -> Option<Self> {
        let text = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file).trim_ascii_start();
        if !text.starts_with(b"<") {
            return None;
        }
        let start = text[..text.len().min(TEXT_START)].to_ascii_lowercase();
        let place = |tag: &[u8]| start.windows(tag.len()).position(|part| part == tag);
        let html = place(b"<html").into_iter().chain(place(b"<!doctype html")).min();
        match (place(b"<svg"), html) {
            (Some(svg), Some(html)) if html < svg => Some(Self::Html),
            (Some(_), _) => Some(Self::Svg),
            (None, Some(_)) => Some(Self::Html),
            (None, None) => start.starts_with(b"<?xml").then_some(Self::Xml),
        }
    }

    /// What it is and what to do about it.
    fn advice(self) -> &'static str {
        match self {
            Self::PbmOrPam => "a PBM or PAM picture; convert it: magick drawing.pbm drawing.png",
            Self::Jpeg => "a JPEG picture; convert it: magick photo.jpg photo.png",
            Self::Heic => "a HEIC picture; convert it: magick photo.heic photo.png",
            Self::Avif => "an AVIF picture; convert it: magick photo.avif photo.png",
            Self::WebP => "a WebP picture; convert it: magick photo.webp photo.png",
            Self::Gif => "a GIF picture; convert its first frame: magick \"a.gif[0]\" a.png",
            Self::Bmp => "a BMP picture; convert it: magick drawing.bmp drawing.png",
            Self::Tiff => "a TIFF picture; convert its first page: magick \"a.tif[0]\" a.png",
            Self::Pdf => {
                "a PDF document; convert its first page: pdftoppm -png -singlefile a.pdf a"
            }
            Self::Svg => "an SVG drawing; convert it: magick drawing.svg drawing.png",
            Self::Html => "a web page; save the picture itself, not the page that shows it",
            Self::Xml => "an XML document; save or export the picture itself",
            Self::Empty => "an empty file; save the picture again",
        }
    }
}

/// Why a file is not a picture that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// A PNG picture that cannot be decoded.
    Png(PngError),
    /// A PGM or PPM picture that cannot be decoded.
    Pnm(PnmError),
    /// A file of a kind that is not read.
    Other(OtherKind),
    /// A file of no kind that is known here; these are its first bytes, at most eight.
    Unknown(Vec<u8>),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Png(error) => {
                let is_size = matches!(error, PngError::Size { .. });
                write!(f, "cannot read this PNG picture: {error}; {}", save_again(is_size))
            }
            Self::Pnm(error) => {
                let is_size = matches!(error, PnmError::Size { .. });
                write!(f, "cannot read this PGM or PPM picture: {error}; {}", save_again(is_size))
            }
            Self::Other(kind) => {
                write!(f, "expected a PNG, PGM or PPM picture, found {}", kind.advice())
            }
            Self::Unknown(start) => write!(
                f,
                "expected a PNG, PGM or PPM picture, found a file that begins \"{}\"",
                start.escape_ascii()
            ),
        }
    }
}

/// What to do about a picture of the wrong size, or a damaged one.
fn save_again(is_size: bool) -> &'static str {
    if is_size { "save it in another size" } else { "save or copy it again" }
}

impl Error for PictureError {}

/// The picture in a PNG, PGM or PPM file; the file's name does not matter.
///
/// ```
/// use backprop::format::picture::decode;
///
/// let image = decode(b"P2 1 1 255 0")?;
/// assert_eq!(image.grey_on_white(), [0.0]);
/// let error = decode(b"\xFF\xD8\xFF\xE0").unwrap_err().to_string();
/// assert!(error.ends_with("found a JPEG picture; convert it: magick photo.jpg photo.png"));
/// # Ok::<(), backprop::format::picture::PictureError>(())
/// ```
pub fn decode(file: &[u8]) -> Result<RgbaImage, PictureError> {
    match file {
        [0x89, b'P', b'N', b'G', ..] => png::decode(file).map_err(PictureError::Png),
        [b'P', b'2' | b'3' | b'5' | b'6', after, ..]
            if after.is_ascii_whitespace() || *after == b'#' =>
        {
            pnm::decode(file).map_err(PictureError::Pnm)
        }
        _ => Err(match OtherKind::of(file) {
            Some(kind) => PictureError::Other(kind),
            None => PictureError::Unknown(file[..file.len().min(8)].to_vec()),
        }),
    }
}
