//! From a line's samples to red, green, blue and alpha.
//!
//! PLTE is the palette: three bytes per colour. tRNS adds transparency to the colour types that
//! have no alpha samples (PNG specification section 11.3.2.1):
//!
//! ```text
//! grey       one sample, 2 bytes: pixels with this grey are transparent, all others opaque
//! RGB        three samples, 2 bytes each: the same for this colour
//! palette    the alpha of the first colours, a byte each; the others are opaque
//! ```

use super::PngError;
use super::header::{Colour, Header};

/// What is needed beside the samples to know a pixel's colour.
pub(super) struct Colours {
    depth: u8,
    colour: Colour,
    /// For [`Colour::Palette`]: the colours with their alpha.
    palette: Vec<[u8; 4]>,
    /// For [`Colour::Grey`] (three times) and [`Colour::Rgb`]: the samples of the transparent one.
    transparent: Option<[u16; 3]>,
}

impl Colours {
    /// From the data of the chunks PLTE and tRNS, as far as the colour type has a use for them.
    pub fn new(
        header: &Header,
        palette: Option<&[u8]>,
        transparency: Option<&[u8]>,
    ) -> Result<Self, PngError> {
        let &Header { depth, colour, .. } = header;
        let mut colours = Self { depth, colour, palette: Vec::new(), transparent: None };
        if colour == Colour::Palette {
            let data = palette.ok_or(PngError::NoPalette)?;
            let (rgb, []) = data.as_chunks() else {
                return Err(PngError::PaletteLength(data.len()));
            };
            if rgb.is_empty() || rgb.len() > 256 {
                return Err(PngError::PaletteLength(data.len()));
            }
            colours.palette = rgb.iter().map(|&[r, g, b]| [r, g, b, 255]).collect();
        }
        if let Some(data) = transparency {
            colours.set_transparency(data)?;
        }
        Ok(colours)
    }

    fn set_transparency(&mut self, data: &[u8]) -> Result<(), PngError> {
        // Of a sample only as many bits count as the picture's samples have.
        let mask = u16::MAX >> (16 - self.depth);
        let sample = |high, low| u16::from_be_bytes([high, low]) & mask;
        match (self.colour, data) {
            (Colour::Palette, alphas) if alphas.len() <= self.palette.len() => {
                for (colour, &alpha) in self.palette.iter_mut().zip(alphas) {
                    colour[3] = alpha;
                }
            }
            (Colour::Grey, &[high, low]) => self.transparent = Some([sample(high, low); 3]),
            (Colour::Rgb, &[r1, r0, g1, g0, b1, b0]) => {
                self.transparent = Some([sample(r1, r0), sample(g1, g0), sample(b1, b0)]);
            }
            _ => return Err(PngError::TransparencyLength(data.len())),
        }
        Ok(())
    }

    /// The pixel in a column of a line.
    pub fn pixel(&self, line: &[u8], column: usize) -> Result<[u8; 4], PngError> {
        let first = column * self.colour.channels();
        let sample = |channel| self.sample(line, first + channel);
        let ([red, green, blue], alpha) = match self.colour {
            Colour::Grey => ([sample(0); 3], None),
            Colour::GreyAlpha => ([sample(0); 3], Some(sample(1))),
            Colour::Rgb => ([sample(0), sample(1), sample(2)], None),
            Colour::Rgba => ([sample(0), sample(1), sample(2)], Some(sample(3))),
            Colour::Palette => {
                let (index, colours) = (sample(0), self.palette.len());
                let colour = self.palette.get(usize::from(index)).copied();
                return colour.ok_or(PngError::PaletteIndex { index, colours });
            }
        };
        let alpha = match alpha {
            Some(sample) => self.to_byte(sample),
            None if self.transparent == Some([red, green, blue]) => 0,
            None => 255,
        };
        Ok([self.to_byte(red), self.to_byte(green), self.to_byte(blue), alpha])
    }

    /// A line's sample; where several share a byte, the first has the highest bits.
    fn sample(&self, line: &[u8], index: usize) -> u16 {
        match self.depth {
            8 => line[index].into(),
            16 => u16::from_be_bytes([line[2 * index], line[2 * index + 1]]),
            depth => {
                let bit = index * usize::from(depth);
                let from_the_right = 8 - usize::from(depth) - bit % 8;
                u16::from(line[bit / 8] >> from_the_right) & ((1 << depth) - 1)
            }
        }
    }

    /// A sample in 8 bits. Of 16 the high byte is kept, as Pillow keeps it; only from grey without
    /// alpha Pillow makes min(sample, 255), which turns nearly all of such a picture white.
    fn to_byte(&self, sample: u16) -> u8 {
        match self.depth {
            16 => (sample >> 8) as u8,
            depth => (sample * 255 / ((1 << depth) - 1)) as u8,
        }
    }
}
