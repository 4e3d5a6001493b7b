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

use super::PngError;
use crate::format::rgba::RgbaImage;

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
    pub fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Grey,
            2 => Self::Rgb,
            3 => Self::Palette,
            4 => Self::GreyAlpha,
            6 => Self::Rgba,
            _ => return None,
        })
    }

    /// The bits per sample that the specification allows.
    pub fn depths(self) -> &'static [u8] {
        match self {
            Self::Grey => &[1, 2, 4, 8, 16],
            Self::Palette => &[1, 2, 4, 8],
            Self::Rgb | Self::GreyAlpha | Self::Rgba => &[8, 16],
        }
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
    pub width: usize,
    pub height: usize,
    /// Bits per sample.
    pub depth: u8,
    pub colour: Colour,
    pub interlaced: bool,
}

impl Header {
    pub fn parse(data: &[u8]) -> Result<Self, PngError> {
        let wrong_length = PngError::HeaderLength(data.len());
        let &[ref sizes @ .., depth, colour_type, compression, filter, interlace] = data else {
            return Err(wrong_length);
        };
        let &[w0, w1, w2, w3, h0, h1, h2, h3] = sizes else {
            return Err(wrong_length);
        };
        let width = u32::from_be_bytes([w0, w1, w2, w3]);
        let height = u32::from_be_bytes([h0, h1, h2, h3]);
        if !RgbaImage::may_have_size(height as usize, width as usize) {
            return Err(PngError::Size { width, height });
        }
        let colour = Colour::from_code(colour_type).ok_or(PngError::ColourType(colour_type))?;
        if !colour.depths().contains(&depth) {
            return Err(PngError::Depth { colour_type, depth });
        }
        if compression != 0 {
            return Err(PngError::Compression(compression));
        }
        if filter != 0 {
            return Err(PngError::FilterMethod(filter));
        }
        if interlace > 1 {
            return Err(PngError::Interlace(interlace));
        }
        let (width, height) = (width as usize, height as usize);
        Ok(Self { width, height, depth, colour, interlaced: interlace == 1 })
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
