//! A scan: the blocks of some components, coded one after another.
//!
//! A scan of several components interleaves them in MCUs (minimum coded units): of each component
//! h x v blocks, its sampling factors, so that all of them cover the same part of the picture. In a
//! scan of one component an MCU is a block, and there are none beyond the samples.
//!
//! ```text
//! block           size and value of the difference to the last DC, then AC coefficients
//! coefficient     zeros before it and size (one symbol), value; at last: end of block
//! progressive     a scan has the coefficients `from..=to` only, of these
//!     first       all bits from number `low` on; many blocks may end together
//!     refining    bit number `low` of those that are not zero; new ones, 1 or -1, among the others
//! ```

use std::io::BufRead;

use super::super::room::grow;
use super::bits::{Bits, Huffman};
use super::header::{Component, Header, UNKNOWN, ZIGZAG};
use super::{Read, damaged, idct::Block};

pub(super) struct Scan {
    /// Of each component: its place in the frame, blocks in an MCU (across, down), DC and AC code.
    parts: Vec<[usize; 5]>,
    /// MCUs in a row, rows of them, and how many are done.
    columns: usize,
    pub rows: usize,
    done: usize,
    band: Band,
}

/// Which coefficients, and which bits of them, a scan has.
#[derive(Clone, Copy)]
struct Band {
    from: usize,
    to: usize,
    is_first: bool,
    low: u32,
    is_progressive: bool,
}

impl Scan {
    /// SOS: for each component its id and codes; from, to; the bits known before, and after.
    pub fn new(data: &[u8], header: &mut Header) -> Read<Self> {
        let [count, specs @ .., from, to, bits] = data else { return damaged("a cut SOS") };
        if header.wanted == 0 {
            header.set_wanted();
        }
        let is_progressive = header.is_progressive;
        // A sequential scan has everything, whatever it says.
        let [from, to, bits] = if is_progressive { [*from, *to, *bits] } else { [0, 63, 0] };
        let (from, to, high, low) = (usize::from(from), usize::from(to), bits >> 4, bits & 15);
        let (is_alone, is_first) = (*count == 1, high == 0);
        let before = if is_first { UNKNOWN } else { high };
        let is_band = if from > 0 { from <= to && is_alone } else { to == 0 || !is_progressive };
        let is_band = is_band && to < 64 && low < 14 && (is_first || high == low + 1);
        if !is_band || specs.is_empty() || specs.len() != 2 * usize::from(*count) {
            return damaged("expected DC coefficients of some components, or others of one");
        }
        let [mut columns, mut rows] = header.mcus;
        let mut parts = Vec::new();
        for spec in specs.chunks(2) {
            let place = header.components.iter().position(|component| component.id == spec[0]);
            let Some(place) = place else { return damaged("expected components of the frame") };
            let component = &mut header.components[place];
            let in_order = component.known[from..=to].iter().all(|&bit| bit == before);
            component.steps = component.steps.or(header.steps[component.table]);
            if !in_order || from > 0 && component.known[0] == UNKNOWN || component.steps.is_none() {
                return damaged("expected a DQT, DC coefficients and upper bits before the others");
            }
            component.known[from..=to].fill(low);
            component.dc = 0;
            let [mut h, mut v] = component.factors;
            if is_alone {
                ([h, v], [columns, rows]) = ([1, 1], component.size.map(|side| side.div_ceil(8)));
            }
            parts.push([place, h, v, (spec[1] >> 4).into(), (spec[1] & 15).into()]);
        }
        let band = Band { from, to, is_first, low: low.into(), is_progressive };
        Ok(Self { parts, columns, rows, done: 0, band })
    }

    /// How many of its components are wanted.
    pub fn wanted(&self, header: &Header) -> usize {
        self.parts.iter().filter(|part| part[0] < header.wanted).count()
    }

    /// Decodes the next row of MCUs, and holds what is wanted.
    pub fn decode_row<R: BufRead>(&mut self, bits: &mut Bits<R>, header: &mut Header) -> Read {
        for column in 0..self.columns {
            let restarts = self.done.checked_div(header.restart).unwrap_or(0);
            if restarts > 0 && self.done == restarts * header.restart {
                bits.restart(restarts - 1)?;
                header.components.iter_mut().for_each(|component| component.dc = 0);
            }
            for &[place, h, v, dc, ac] in &self.parts {
                let Component { dc: last, held, done, stride, .. } = &mut header.components[place];
                let codes = [header.codes[0][dc].as_ref(), header.codes[1][ac].as_ref()];
                for i in 0..v * h {
                    let row = self.done / self.columns * v + i / h - *done;
                    if place < header.wanted {
                        while held.len() <= row {
                            let mut blocks = Vec::new();
                            grow(&mut blocks, *stride / 8)?;
                            blocks.resize(*stride / 8, [0; 64]);
                            held.push_back(blocks);
                        }
                        let block = &mut held[row][column * h + i % h];
                        bits.block(self.band, codes, last, block)?;
                    } else {
                        bits.block(self.band, codes, last, &mut [0; 64])?;
                    }
                }
            }
            if bits.is_cut() {
                return damaged("expected more data, found a marker");
            }
            self.done += 1;
        }
        Ok(())
    }
}

type Codes<'a> = [Option<&'a Huffman>; 2];

impl<R: BufRead> Bits<R> {
    /// Decodes a block, which comes after one with the DC coefficient `last`.
    fn block(&mut self, band: Band, codes: Codes, last: &mut i16, block: &mut Block) -> Read {
        let [dc, ac] = codes.map(|code| code.ok_or("expected a DHT before"));
        match (band.from, band.is_first) {
            (0, true) => {
                let size = self.symbol(dc.or_else(damaged)?)?;
                let value = i16::try_from(i32::from(*last) + self.signed(size));
                *last = value.or_else(|_| damaged("expected a DC coefficient of 16 bits"))?;
                block[0] = *last << band.low;
            }
            (0, false) => block[0] |= (self.take(1) << band.low) as i16,
            _ => {}
        }
        if band.to > 0 { self.ac(band, ac.or_else(damaged)?, block) } else { Ok(()) }
    }

    fn ac(&mut self, band: Band, code: &Huffman, block: &mut Block) -> Read {
        let one = 1 << band.low;
        let mut k = band.from.max(1);
        // In a refining scan a block that has ended has bits still.
        while k <= band.to && (self.ended == 0 || !band.is_first) {
            let (mut zeros, mut new) = (64, 0);
            if self.ended == 0 {
                let symbol = self.symbol(code)?;
                let size = symbol & 15;
                zeros = symbol >> 4;
                if size > 1 && !band.is_first
                    || zeros > 0 && symbol < 0xF0 && size == 0 && !band.is_progressive
                {
                    return damaged("expected a coefficient or the end of a block");
                }
                if size == 0 && zeros < 15 {
                    self.ended = (1 << zeros) + self.take(zeros);
                    continue;
                }
                new = (self.signed(size) << band.low) as i16;
            }
            // Passes over the next `zeros` coefficients that are zero, to the one after them.
            while k <= band.to {
                let value = &mut block[ZIGZAG[k]];
                k += 1;
                if *value != 0 {
                    if self.take(1) == 1 && *value & one == 0 {
                        *value = value.wrapping_add(value.signum() * one);
                    }
                } else if zeros == 0 {
                    *value = std::mem::take(&mut new);
                    break;
                } else {
                    zeros -= 1;
                }
            }
            if new != 0 {
                return damaged("expected fewer coefficients");
            }
        }
        self.ended = (self.ended - 1).max(0);
        Ok(())
    }
}
