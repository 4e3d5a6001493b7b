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
//!
//! Grey of up to 8 bits is read like a palette of its 2 to 256 greys.

use super::header::{Colour, Header};
use crate::format::rows::RowsError;

/// What is needed beside the samples to know a pixel's colour.
pub(super) struct Colours {
    /// Bits per sample.
    depth: usize,
    colour: Colour,
    channels: usize,
    /// What each sample means, or empty.
    palette: Vec<[u8; 4]>,
    /// The samples, as bytes, of the colour that is transparent; for pixels of several bytes.
    transparent: Option<Vec<u8>>,
}

impl Colours {
    /// From the data of the chunks PLTE and tRNS, as far as the colour type has a use for them.
    pub fn new(
        header: &Header,
        palette: Option<Vec<u8>>,
        transparency: Option<Vec<u8>>,
    ) -> Result<Self, RowsError> {
        let &Header { depth, colour, channels, .. } = header;
        let mut colours = Self { depth, colour, channels, palette: Vec::new(), transparent: None };
        if colour == Colour::Palette {
            let data =
                palette.ok_or_else(|| RowsError::expected("a palette in chunk PLTE", "none"))?;
            let (rgb, rest) = data.as_chunks();
            if !rest.is_empty() || rgb.is_empty() || rgb.len() > 256 {
                let what = "3 to 768 bytes, three per colour, in chunk PLTE";
                return Err(RowsError::expected(what, data.len()));
            }
            colours.palette = rgb.iter().map(|&[r, g, b]| [r, g, b, 255]).collect();
        } else if colour == Colour::Grey && depth <= 8 {
            let white = (1 << depth) - 1;
            let greys = (0..=white).map(|sample| (sample * 255 / white) as u8);
            colours.palette = greys.map(|grey| [grey, grey, grey, 255]).collect();
        }
        let Some(data) = transparency else {
            return Ok(colours);
        };
        // Of a sample only as many bits count as the picture's samples have.
        match (colour, &data[..]) {
            (Colour::Palette, alphas) if alphas.len() <= colours.palette.len() => {
                let colours = colours.palette.iter_mut().zip(alphas);
                colours.for_each(|(colour, alpha)| colour[3] = *alpha);
            }
            (Colour::Grey, &[_, low]) if depth <= 8 => {
                let sample = usize::from(low) % colours.palette.len();
                colours.palette[sample][3] = 0;
            }
            (Colour::Rgb, &[_, r, _, g, _, b]) if depth == 8 => {
                colours.transparent = Some(vec![r, g, b]);
            }
            (Colour::Grey, [_, _]) | (Colour::Rgb, [_, _, _, _, _, _]) => {
                colours.transparent = Some(data);
            }
            _ => {
                let what = "2 bytes (grey), 6 (RGB) or at most one per colour (palette) in chunk \
                            tRNS";
                return Err(RowsError::expected(what, data.len()));
            }
        }
        Ok(colours)
    }

    /// Makes `row` the pixels of a line; whether some are beyond the palette, and so black.
    pub fn convert(&self, line: &[u8], row: &mut [[u8; 4]]) -> bool {
        let Self { depth, ref palette, .. } = *self;
        if palette.is_empty() {
            self.convert_bytes(line, row);
            return false;
        }
        let mut beyond = false;
        for (column, pixel) in row.iter_mut().enumerate() {
            // Where several samples share a byte, the first has the highest bits.
            let (byte, bit) = (column * depth / 8, column * depth % 8);
            let sample = line[byte] >> (8 - depth - bit) & (0xFF >> (8 - depth));
            let colour = palette.get(usize::from(sample));
            beyond |= colour.is_none();
            *pixel = colour.copied().unwrap_or([0, 0, 0, 255]);
        }
        beyond
    }

    /// The same where a sample has 8 or 16 bits. Of 16 the high byte is kept, as Pillow keeps it;
    /// only from grey without alpha Pillow makes min(sample, 255), which turns nearly all of such a
    /// picture white.
    fn convert_bytes(&self, line: &[u8], row: &mut [[u8; 4]]) {
        let bytes = self.depth / 8;
        let pixels = row.iter_mut().zip(line.chunks_exact(self.channels * bytes));
        for (pixel, samples) in pixels {
            let alpha = if self.transparent.as_deref() == Some(samples) { 0 } else { 255 };
            let sample = |channel: usize| samples[channel * bytes];
            *pixel = match self.colour {
                Colour::Rgb => [sample(0), sample(1), sample(2), alpha],
                Colour::Rgba => [sample(0), sample(1), sample(2), sample(3)],
                Colour::GreyAlpha => [sample(0), sample(0), sample(0), sample(1)],
                Colour::Grey | Colour::Palette => [sample(0), sample(0), sample(0), alpha],
            };
        }
    }
}
