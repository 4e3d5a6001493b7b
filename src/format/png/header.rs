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
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    Rgba,
}

/// An IHDR chunk that allows decoding.
pub(super) struct Header {
    pub height: usize,
    pub width: usize,
    /// Bits per sample.
    pub depth: usize,
    pub colour: Colour,
    /// Samples per pixel.
    pub channels: usize,
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
        let (colour, channels, depths) = match code {
            0 => (Colour::Grey, 1, &[1, 2, 4, 8, 16][..]),
            2 => (Colour::Rgb, 3, &[8, 16][..]),
            3 => (Colour::Palette, 1, &[1, 2, 4, 8][..]),
            4 => (Colour::GreyAlpha, 2, &[8, 16][..]),
            6 => (Colour::Rgba, 4, &[8, 16][..]),
            _ => return Err(RowsError::expected("colour type 0, 2, 3, 4 or 6", code)),
        };
        if !depths.contains(&depth) {
            let what = format!("one of {depths:?} bits per sample for colour type {code}");
            return Err(RowsError::expected(what, depth));
        }
        for (what, found, most) in [
            ("compression method 0", compression, 0),
            ("filter method 0", filter, 0),
            ("interlace method 0 or 1", interlace, 1),
        ] {
            if found > most {
                return Err(RowsError::expected(what, found));
            }
        }
        let interlaced = interlace == 1;
        if interlaced && height as u64 * width as u64 > MOST_HELD {
            return Err(RowsError::Size(format!(
                "expected at most {MOST_HELD} pixels in an interlaced picture, found {width} x {height}"
            )));
        }
        Ok(Self { height, width, depth: depth.into(), colour, channels, interlaced })
    }

    /// Bytes of a line of `width` pixels, without its filter's byte.
    pub fn line_bytes(&self, width: usize) -> usize {
        (width * self.channels * self.depth).div_ceil(8)
    }
}
