//! PGM and PPM, the plainest pictures there are (the Netpbm manual pages pgm(5) and ppm(5)).
//!
//! ```text
//! P2    grey     plain: the samples as decimal numbers in ASCII
//! P3    colour   plain
//! P5    grey     raw: the samples as bytes, or as two each, highest first, if maxval exceeds 255
//! P6    colour   raw
//! ```
//!
//! Then come, in decimal and set apart by white space, the width, the height and maxval, the sample
//! that means white, from 1 to 65535; then one character of white space, then the samples, row by
//! row from the top, in colour pictures red, green, blue for each pixel. A `#` and what follows it
//! on its line is a comment, wherever white space may be, except among raw samples.
//!
//! A raw file may hold several pictures, one after the other: the first is read, and what follows
//! it is not looked at. A plain file holds one.

use std::error::Error;
use std::fmt;

use super::rgba::{MOST_PIXELS, RgbaImage};

/// The largest maxval.
const LARGEST_MAXVAL: u32 = 65535;

/// Why bytes are not a PGM or PPM picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PnmError {
    /// The file does not begin with P2, P3, P5 or P6.
    Magic,
    /// Something else than a number where one should be.
    Number {
        /// Which number it is.
        what: &'static str,
        /// The byte that no number begins with.
        found: u8,
    },
    /// A picture without pixels or with more than [`MOST_PIXELS`].
    Size {
        /// The width in the header.
        width: u32,
        /// The height in the header.
        height: u32,
    },
    /// A maxval of zero or above 65535.
    Maxval(u32),
    /// A sample above maxval.
    Sample {
        /// The sample.
        found: u32,
        /// The largest that may be.
        maxval: u32,
    },
    /// The file ends in its header.
    HeaderCutShort,
    /// The file ends before its samples do.
    CutShort {
        /// Samples that the header promises.
        promised: usize,
        /// Samples that there are.
        found: usize,
    },
    /// The plain file goes on after its last sample.
    TrailingBytes,
}

impl fmt::Display for PnmError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Magic => f.write_str("expected P2, P3, P5 or P6 as the first two characters"),
            Self::Number { what, found } => {
                write!(f, "expected the {what}, found \"{}\"", found.escape_ascii())
            }
            Self::Size { width, height } => {
                write!(f, "expected 1 to {MOST_PIXELS} pixels, found {width} x {height}")
            }
            Self::Maxval(found) => {
                write!(f, "expected a maxval of 1 to {LARGEST_MAXVAL}, found {found}")
            }
            Self::Sample { found, maxval } => {
                write!(f, "expected samples of at most {maxval}, found {found}")
            }
            Self::HeaderCutShort => f.write_str("the file ends in its header"),
            Self::CutShort { promised, found } => {
                write!(f, "the header promises {promised} samples, found {found}")
            }
            Self::TrailingBytes => f.write_str("the file goes on after its last sample"),
        }
    }
}

impl Error for PnmError {}

/// The first picture in a PGM or PPM file, of at most [`MOST_PIXELS`] pixels. Samples are scaled
/// to 255 and rounded.
///
/// ```
/// use backprop::format::pnm::decode;
///
/// let image = decode(b"P2 2 1 # a comment\n100\n0 40")?;
/// assert_eq!(image.pixels, [[0, 0, 0, 255], [102, 102, 102, 255]]);
/// # Ok::<(), backprop::format::pnm::PnmError>(())
/// ```
pub fn decode(file: &[u8]) -> Result<RgbaImage, PnmError> {
    let (plain, channels) = match file {
        [b'P', b'2', ..] => (true, 1),
        [b'P', b'3', ..] => (true, 3),
        [b'P', b'5', ..] => (false, 1),
        [b'P', b'6', ..] => (false, 3),
        _ => return Err(PnmError::Magic),
    };
    let mut text = Text { rest: &file[2..] };
    let mut field = |what| text.number(what)?.ok_or(PnmError::HeaderCutShort);
    let (width, height, maxval) = (field("width")?, field("height")?, field("maxval")?);
    if !RgbaImage::may_have_size(height as usize, width as usize) {
        return Err(PnmError::Size { width, height });
    }
    if !(1..=LARGEST_MAXVAL).contains(&maxval) {
        return Err(PnmError::Maxval(maxval));
    }
    text.end_header()?;
    let (width, height) = (width as usize, height as usize);
    let samples = Samples { count: height * width * channels, maxval };
    let bytes = if plain { samples.plain(text)? } else { samples.raw(text.rest)? };
    let pixels = match channels {
        1 => bytes.iter().map(|&grey| [grey, grey, grey, 255]).collect(),
        _ => bytes.as_chunks().0.iter().map(|&[r, g, b]| [r, g, b, 255]).collect(),
    };
    Ok(RgbaImage { height, width, pixels })
}

/// Numbers with white space and comments between them.
struct Text<'a> {
    rest: &'a [u8],
}

impl Text<'_> {
    /// Passes over white space and comments.
    fn skip_space(&mut self) {
        while let [first, after @ ..] = self.rest {
            match first {
                b'#' => self.skip_comment(),
                _ if is_space(*first) => self.rest = after,
                _ => break,
            }
        }
    }

    /// Passes over a comment, up to the end of its line.
    fn skip_comment(&mut self) {
        let is_line_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let length = self.rest.iter().position(is_line_end).unwrap_or(self.rest.len());
        self.rest = &self.rest[length..];
    }

    /// The next number, at most `u32::MAX` of however many digits; `None` at the end of the file.
    fn number(&mut self, what: &'static str) -> Result<Option<u32>, PnmError> {
        self.skip_space();
        let Some(&first) = self.rest.first() else {
            return Ok(None);
        };
        if !first.is_ascii_digit() {
            return Err(PnmError::Number { what, found: first });
        }
        let mut number = 0u32;
        while let [digit @ b'0'..=b'9', after @ ..] = self.rest {
            number = number.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
            self.rest = after;
        }
        Ok(Some(number))
    }

    /// Passes over the one character of white space that ends the header, and a comment before it.
    fn end_header(&mut self) -> Result<(), PnmError> {
        if self.rest.first() == Some(&b'#') {
            self.skip_comment();
        }
        match self.rest {
            [] => Err(PnmError::HeaderCutShort),
            [first, after @ ..] if is_space(*first) => {
                self.rest = after;
                Ok(())
            }
            [first, ..] => {
                Err(PnmError::Number { what: "white space after maxval", found: *first })
            }
        }
    }
}

/// Blank, tab, line feed, vertical tab, form feed, carriage return: C's `isspace`, which Netpbm
/// means by white space.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// How many samples the header promises, and which of them is white.
struct Samples {
    count: usize,
    maxval: u32,
}

impl Samples {
    /// The samples as decimal numbers.
    fn plain(&self, mut text: Text) -> Result<Vec<u8>, PnmError> {
        let mut bytes = Vec::new();
        while bytes.len() < self.count {
            let Some(sample) = text.number("next sample")? else {
                return Err(self.cut_short(bytes.len()));
            };
            bytes.push(self.to_byte(sample)?);
        }
        text.skip_space();
        if text.rest.is_empty() { Ok(bytes) } else { Err(PnmError::TrailingBytes) }
    }

    /// The samples as bytes, or pairs of bytes.
    fn raw(&self, rest: &[u8]) -> Result<Vec<u8>, PnmError> {
        let size = if self.maxval > 255 { 2 } else { 1 };
        // At most 2 x 3 x 2^24 bytes, which no usize is too small for.
        let Some(raw) = rest.get(..self.count * size) else {
            return Err(self.cut_short(rest.len() / size));
        };
        let sample = |bytes: &[u8]| bytes.iter().fold(0, |high, &low| high << 8 | u32::from(low));
        raw.chunks(size).map(|bytes| self.to_byte(sample(bytes))).collect()
    }

    fn cut_short(&self, found: usize) -> PnmError {
        PnmError::CutShort { promised: self.count, found }
    }

    /// A sample scaled from maxval to 255, rounded to nearest.
    fn to_byte(&self, sample: u32) -> Result<u8, PnmError> {
        let maxval = self.maxval;
        if sample > maxval {
            return Err(PnmError::Sample { found: sample, maxval });
        }
        Ok(((sample * 255 + maxval / 2) / maxval) as u8)
    }
}
