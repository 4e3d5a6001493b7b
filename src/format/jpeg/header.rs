//! The segments: tables, and the frame with its components.

use super::idct::{Block, Steps};
use super::{Read, bits::Huffman, damaged};
use crate::format::exif;
use crate::format::rows::{RowsError, size};

/// The place of each coefficient in its block, in the order of the file: by growing frequency, to
/// and fro along the diagonals (T.81, figure 5).
#[rustfmt::skip]
pub(super) const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// No bit of a coefficient has come yet.
pub(super) const UNKNOWN: u8 = 0xFF;

#[derive(Default)]
pub(super) struct Header {
    /// The quantization steps of each table.
    pub steps: [Option<Steps>; 16],
    /// The Huffman codes for DC and for AC coefficients.
    pub codes: [[Option<Huffman>; 16]; 2],
    /// After so many MCUs comes a restart marker; 0: there is none.
    pub restart: usize,
    pub orientation: Option<u8>,
    /// The columns and rows: of pixels, and of MCUs in a scan of several components.
    pub size: [usize; 2],
    pub mcus: [usize; 2],
    /// The largest sampling factors, for columns and rows.
    pub largest: [usize; 2],
    pub is_progressive: bool,
    /// None until there is a frame.
    pub components: Vec<Component>,
    /// How many of them make up a pixel: Y, or red, green and blue; 0 until there is a scan.
    pub wanted: usize,
    is_jfif: bool,
    adobe: Option<u8>,
}

#[derive(Default)]
pub(super) struct Component {
    pub id: u8,
    /// The sampling factors.
    pub factors: [usize; 2],
    /// Which steps are its own, and these, from its first scan on.
    pub table: usize,
    pub steps: Option<Steps>,
    /// The columns and rows of its samples, without those that fill up blocks.
    pub size: [usize; 2],
    /// The columns with those that fill up MCUs.
    pub stride: usize,
    /// From which bit on each coefficient is known, or `UNKNOWN`.
    pub known: Vec<u8>,
    /// The DC coefficient of the block before.
    pub dc: i16,
    /// Rows of blocks that have come and are not samples yet.
    pub held: std::collections::VecDeque<Vec<Block>>,
    /// How many rows of blocks have become samples.
    pub done: usize,
    /// The samples of the last two rows of MCUs, each row in the place of the last but one.
    pub samples: Vec<u8>,
}

fn unsupported<T>(found: &str) -> Read<T> {
    let expected = "expected a baseline, extended or progressive JPEG with Huffman codes, 8 bits, \
                    and grey, YCbCr or RGB";
    Err(RowsError::Unsupported(format!("{expected}; found {found}: save it anew as such a JPEG")))
}

/// Cuts bytes off the front.
fn cut<'a>(data: &mut &'a [u8], count: usize) -> Read<&'a [u8]> {
    let Some((cut, rest)) = data.split_at_checked(count) else { return damaged("a short segment") };
    *data = rest;
    Ok(cut)
}

/// The number that these bytes are, the highest first.
fn number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, &byte| number << 8 | usize::from(byte))
}

impl Header {
    /// Takes in a segment that is not a scan's.
    pub fn read(&mut self, marker: u8, mut data: &[u8]) -> Read {
        match marker {
            0xC0..=0xC2 => return self.read_frame(marker == 0xC2, data),
            0xC3 => return unsupported("lossless coding"),
            0xC5..=0xC7 | 0xDE | 0xDF => return unsupported("hierarchical coding"),
            0xC8..=0xCF => return unsupported("arithmetic coding"),
            // DHT: for each code its class and number, how many symbols have 1 to 16 bits, these.
            0xC4 => {
                while !data.is_empty() {
                    let (kind, counts) = (cut(&mut data, 1)?[0], cut(&mut data, 16)?);
                    let count = counts.iter().map(|&count| usize::from(count)).sum();
                    let symbols = cut(&mut data, count)?;
                    let is_dc = kind < 16;
                    if kind > 31 || is_dc && symbols.iter().any(|&size| size > 15) {
                        return damaged("expected a code for DC, at most 15 bits, or for AC");
                    }
                    let code = Huffman::new(counts, symbols)?;
                    self.codes[usize::from(!is_dc)][usize::from(kind % 16)] = Some(code);
                }
            }
            // DQT: for each table the size of its numbers, its own number, 64 steps.
            0xDB => {
                while !data.is_empty() {
                    let kind = usize::from(cut(&mut data, 1)?[0]);
                    let size = if kind < 16 { 1 } else { 2 };
                    let steps = cut(&mut data, 64 * size)?.chunks(size).map(number);
                    let table = self.steps[kind % 16].insert([0; 64]);
                    ZIGZAG.iter().zip(steps).for_each(|(&place, step)| table[place] = step as u16);
                }
            }
            // DRI.
            0xDD => self.restart = number(cut(&mut data, 2)?),
            0xE0 => self.is_jfif |= data.starts_with(b"JFIF\0"),
            0xE1 => {
                let tiff = data.strip_prefix(b"Exif\0\0");
                self.orientation = self.orientation.or(tiff.and_then(exif::orientation));
            }
            0xEE if data.starts_with(b"Adobe") => self.adobe = data.get(11).copied(),
            // DNL, which repeats the height; application data, a comment.
            0xDC | 0xE0..=0xEF | 0xFE => {}
            _ => return damaged(format!("expected a segment, found FF {marker:02X}")),
        }
        Ok(())
    }

    /// SOF: bits, height, width; for each component its id, its sampling factors and its steps.
    fn read_frame(&mut self, is_progressive: bool, mut data: &[u8]) -> Read {
        let bits = number(cut(&mut data, 1)?);
        let (height, width) = (number(cut(&mut data, 2)?), number(cut(&mut data, 2)?));
        let count = number(cut(&mut data, 1)?);
        match (bits, count) {
            (8, _) if height == 0 => return unsupported("a height to come (DNL)"),
            (8, 1 | 3) => {}
            (8, 4) => return unsupported("4 components (CMYK)"),
            _ => return unsupported(&format!("{count} components of {bits} bits")),
        }
        size(height as u32, width as u32)?;
        if data.len() != 3 * count || !self.components.is_empty() {
            return damaged("expected one frame with 3 bytes for each component");
        }
        for part in data.chunks(3) {
            // The factors of a single component mean nothing.
            let factors = if count == 1 { 0x11 } else { part[1] };
            let factors = [factors >> 4, factors & 15].map(usize::from);
            if !factors.iter().all(|factor| (1..=4).contains(factor)) {
                return damaged("expected sampling factors from 1 to 4");
            }
            let (id, table, known) = (part[0], usize::from(part[2] & 15), vec![UNKNOWN; 64]);
            self.components.push(Component { id, factors, table, known, ..Component::default() });
            self.largest = [0, 1].map(|i| self.largest[i].max(factors[i]));
        }
        (self.size, self.is_progressive) = ([width, height], is_progressive);
        self.mcus = [0, 1].map(|i| self.size[i].div_ceil(8 * self.largest[i]));
        for Component { factors, size, stride, .. } in &mut self.components {
            *size = [0, 1].map(|i| (self.size[i] * factors[i]).div_ceil(self.largest[i]));
            *stride = 8 * self.mcus[0] * factors[0];
        }
        Ok(())
    }

    /// Tells RGB from YCbCr as libjpeg does: JFIF has YCbCr, Adobe's segment says it, and otherwise
    /// the ids are R, G and B.
    pub fn set_wanted(&mut self) {
        let has_ids = self.components.iter().map(|component| component.id).eq(*b"RGB");
        let is_rgb = !self.is_jfif && self.adobe.map_or(has_ids, |transform| transform == 0);
        self.wanted = if is_rgb { self.components.len() } else { 1 };
    }
}
