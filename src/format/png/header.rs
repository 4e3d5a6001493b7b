//! IHDR, the first chunk: what kind of picture the file holds (PNG specification section 11.2.2).
//!
//! ```text
//! width, height    4 bytes each, highest first
//! bit depth        1, 2, 4, 8 or 16 bits per sample
//! colour type      0 grey              depth 1, 2, 4, 8, 16
//!                  2 red, green, blue        8, 16
//!                  3 palette index           1, 2, 4, 8
//!                  4 grey, alpha             8, 16
//!                  6 RGB, alpha              8, 16
//! compression      0, DEFLATE inside zlib
//! filter method    0, a filter for each line
//! interlace        0 none, 1 Adam7
//! ```

use crate::format::rows::{MOST_HELD, RowsError, size};

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    Rgba,
}

impl Colour {
    /// With the bits per sample that the specification allows.
    fn from_code(code: u8) -> Option<(Self, &'static [u8])> {
        Some(match code {
            0 => (Self::Grey, &[1, 2, 4, 8, 16]),
            2 => (Self::Rgb, &[8, 16]),
            3 => (Self::Palette, &[1, 2, 4, 8]),
            4 => (Self::GreyAlpha, &[8, 16]),
            6 => (Self::Rgba, &[8, 16]),
            _ => return None,
        })
    }

    /// Samples per pixel.
    pub fn channels(self) -> usize {
        match self {
            Self::Grey | Self::Palette => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// An IHDR chunk that allows decoding.
pub(super) struct Header {
    pub height: usize,
    pub width: usize,
    /// Bits per sample.
    pub depth: u8,
    pub colour: Colour,
    pub interlaced: bool,
}

impl Header {
    pub fn parse(data: &[u8]) -> Result<Self, RowsError> {
        let &[w3, w2, w1, w0, h3, h2, h1, h0, depth, code, compression, filter, interlace] = data
        else {
            return Err(RowsError::expected("13 bytes in chunk IHDR", data.len()));
        };
        let (height, width) =
            size(u32::from_be_bytes([h3, h2, h1, h0]), u32::from_be_bytes([w3, w2, w1, w0]))?;
        let wrong = |what: &str, found| Err(RowsError::expected(what, found));
        let Some((colour, depths)) = Colour::from_code(code) else {
            return wrong("colour type 0, 2, 3, 4 or 6", code);
        };
        if !depths.contains(&depth) {
            return wrong(
                &format!("one of {depths:?} bits per sample for colour type {code}"),
                depth,
            );
        }
        for (what, found, most) in [
            ("compression method 0", compression, 0),
            ("filter method 0", filter, 0),
            ("interlace method 0 or 1", interlace, 1),
        ] {
            if found > most {
                return wrong(what, found);
            }
        }
        let interlaced = interlace == 1;
        if interlaced && height as u64 * width as u64 > MOST_HELD {
            return Err(RowsError::Size(format!(
                "expected at most {MOST_HELD} pixels in an interlaced picture, found {width} x {height}"
            )));
        }
        Ok(Self { height, width, depth, colour, interlaced })
    }

    fn bits_per_pixel(&self) -> usize {
        self.colour.channels() * usize::from(self.depth)
    }

    /// Bytes of a line of `width` pixels, without its filter's byte.
    pub fn line_bytes(&self, width: usize) -> usize {
        (width * self.bits_per_pixel()).div_ceil(8)
    }

    /// How far back in a line the filters look: a pixel, at least a byte (section 9.2).
    pub fn filter_distance(&self) -> usize {
        self.bits_per_pixel().div_ceil(8)
    }
}
