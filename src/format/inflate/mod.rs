//! A decompressor for DEFLATE, the format inside gzip, PNG and zip (RFC 1951).
//!
//! The stream is a series of blocks. A block is either stored as it is, or a series of symbols in
//! a Huffman code, fixed or described at the block's head: a literal byte, or a match ("copy this
//! many bytes from so far back"), or the end of the block. A match reaches back at most 32 KiB, so
//! the decoder keeps that much of its output:
//!
//! ```text
//! window: | 32 KiB that matches may reach back to | up to 64 KiB not yet read | slack |
//!                                                 ^ delivered                 ^ end
//! ```
//!
//! [`Inflate`] is a reader: each `read` decodes as many bytes as it was asked for (one match more
//! at most) and stops in the middle of the block. When the window is full, its last 32 KiB move to
//! the front.

mod bits;
mod huffman;

use std::io::{self, ErrorKind, Read};

use bits::Bits;
use huffman::Huffman;

/// The farthest that a match reaches back (RFC 1951 section 2).
const HISTORY: usize = 1 << 15;
/// The most that is decoded ahead of the reader.
const AHEAD: usize = 1 << 16;
/// Room for what one step of the loop may write beyond its limit: two bytes, or a match of 258
/// bytes, which is copied eight at a time.
const SLACK: usize = 258 + 8;

/// The symbol that ends a block. Those below are bytes, those above are lengths.
const END_OF_BLOCK: usize = 256;

/// Length symbol 257 + i: the shortest length, and how many extra bits behind the symbol say by how
/// much it is longer (RFC 1951 section 3.2.5).
#[rustfmt::skip]
const LENGTHS: [(usize, u32); 29] = [
    (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1), (15, 1),
    (17, 1), (19, 2), (23, 2), (27, 2), (31, 2), (35, 3), (43, 3), (51, 3), (59, 3), (67, 4),
    (83, 4), (99, 4), (115, 4), (131, 5), (163, 5), (195, 5), (227, 5), (258, 0),
];

/// Distance symbol i: the same for distances (ibidem).
#[rustfmt::skip]
const DISTANCES: [(usize, u32); 30] = [
    (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3), (33, 4),
    (49, 4), (65, 5), (97, 5), (129, 6), (193, 6), (257, 7), (385, 7), (513, 8), (769, 8),
    (1025, 9), (1537, 9), (2049, 10), (3073, 10), (4097, 11), (6145, 11), (8193, 12), (12289, 12),
    (16385, 13), (24577, 13),
];

/// The order in which a block gives the lengths of the code for code lengths (section 3.2.7).
#[rustfmt::skip]
const CODE_LENGTH_ORDER: [usize; 19] =
    [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Where in the stream the decoder stands.
enum Place {
    BetweenBlocks,
    /// In a stored block; this many of its bytes are left.
    Stored(usize),
    /// In a block of two Huffman codes: one for bytes and lengths, one for distances.
    Coded([Huffman; 2]),
    /// After the last block.
    End,
}

/// Reads the content of a DEFLATE stream. A fault of the stream is an error of the kind
/// `UnexpectedEof` if the source ends too early, else of the kind `InvalidData`; after it the
/// reader is of no further use.
pub struct Inflate<R> {
    /// What the stream comes from: also what is before and behind it.
    pub(super) input: Bits<R>,
    place: Place,
    /// Whether the current block is the last.
    last: bool,
    window: Vec<u8>,
    delivered: usize,
    end: usize,
}

impl<R: Read> Inflate<R> {
    /// A reader of the stream that `source` begins with.
    pub fn new(source: R) -> Self {
        let (input, window) = (Bits::new(source), vec![0; HISTORY + AHEAD + SLACK]);
        Self { input, place: Place::BetweenBlocks, last: false, window, delivered: 0, end: 0 }
    }

    /// Prepares for a new stream in the same source; its matches cannot reach into the last one.
    pub(super) fn restart(&mut self) {
        self.place = Place::BetweenBlocks;
        self.last = false;
        (self.delivered, self.end) = (0, 0);
    }

    /// Decodes at least `wanted` more bytes into the window, fewer only at the end.
    fn decode(&mut self, wanted: usize) -> io::Result<()> {
        if self.end + wanted > HISTORY + AHEAD {
            self.window.copy_within(self.end - HISTORY..self.end, 0);
            (self.delivered, self.end) = (HISTORY, HISTORY);
        }
        let limit = self.end + wanted;
        while self.end < limit {
            match &self.place {
                Place::End => break,
                Place::BetweenBlocks if self.last => self.place = Place::End,
                Place::BetweenBlocks => self.place = self.begin_block()?,
                Place::Stored(0) => self.place = Place::BetweenBlocks,
                &Place::Stored(left) => {
                    let count = left.min(limit - self.end);
                    for byte in &mut self.window[self.end..self.end + count] {
                        *byte = self.input.take(8)? as u8;
                    }
                    self.end += count;
                    self.place = Place::Stored(left - count);
                }
                Place::Coded(codes) => {
                    let (input, window) = (&mut self.input, &mut self.window[..]);
                    let is_end;
                    (self.end, is_end) = decode_symbols(input, codes, window, self.end, limit)?;
                    if is_end {
                        self.place = Place::BetweenBlocks;
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads a block's head (section 3.2.3).
    fn begin_block(&mut self) -> io::Result<Place> {
        self.last = self.input.take(1)? == 1;
        match self.input.take(2)? {
            0 => {
                self.input.align();
                let length = self.input.take(16)?;
                if self.input.take(16)? != length ^ 0xFFFF {
                    return Err(damaged("a stored block's length and its inverted copy differ"));
                }
                Ok(Place::Stored(length))
            }
            1 => {
                // The code of section 3.2.6.
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                Ok(Place::Coded([Huffman::new(&lengths, false)?, Huffman::new(&[5; 32], false)?]))
            }
            2 => self.read_codes().map(Place::Coded),
            _ => Err(damaged("a block has the reserved type 3")),
        }
    }

    /// Reads the description of a block's own codes (section 3.2.7): the lengths of both in one
    /// row, run-length coded, in a third Huffman code whose lengths come first.
    fn read_codes(&mut self) -> io::Result<[Huffman; 2]> {
        let (literals, distances) = (self.input.take(5)? + 257, self.input.take(5)? + 1);
        if literals > 286 || distances > 30 {
            return Err(damaged("a Huffman code has more symbols than DEFLATE knows"));
        }
        let mut lengths = [0; CODE_LENGTH_ORDER.len()];
        for &symbol in &CODE_LENGTH_ORDER[..self.input.take(4)? + 4] {
            lengths[symbol] = self.input.take(3)? as u8;
        }
        let code = Huffman::new(&lengths, false)?;

        let mut lengths = vec![0; literals + distances];
        let mut done = 0;
        while done < lengths.len() {
            self.input.refill()?;
            let last = if done > 0 { Some(lengths[done - 1]) } else { None };
            let (length, times) = match self.input.symbol(&code)? {
                16 => (last, 3 + self.input.take(2)?),
                17 => (Some(0), 3 + self.input.take(3)?),
                18 => (Some(0), 11 + self.input.take(7)?),
                length => (Some(length as u8), 1),
            };
            let (Some(length), Some(run)) = (length, lengths.get_mut(done..done + times)) else {
                let fault = "a repeated code length has no predecessor or too many successors";
                return Err(self.input.fault(fault));
            };
            run.fill(length);
            done += times;
        }
        self.input.check()?;
        if lengths[END_OF_BLOCK] == 0 {
            return Err(damaged("a block's Huffman code cannot end the block"));
        }
        let (literals, distances) = lengths.split_at(literals);
        Ok([Huffman::new(literals, true)?, Huffman::new(distances, true)?])
    }
}

/// Decodes symbols from `end` on until `limit` is reached or the block ends; returns the new end,
/// and whether the block ends there. This loop takes nearly all the time.
fn decode_symbols<R: Read>(
    input: &mut Bits<R>,
    [literals, distances]: &[Huffman; 2],
    window: &mut [u8],
    mut end: usize,
    limit: usize,
) -> io::Result<(usize, bool)> {
    let mut is_end = false;
    while end < limit {
        input.refill()?;
        let mut symbol = input.symbol(literals)?;
        // Bytes come in runs, and what was refilled is enough for two.
        if symbol < END_OF_BLOCK {
            window[end] = symbol as u8;
            end += 1;
            symbol = input.symbol(literals)?;
            if symbol < END_OF_BLOCK {
                window[end] = symbol as u8;
                end += 1;
                continue;
            }
            input.refill()?;
        }
        if symbol == END_OF_BLOCK {
            is_end = true;
            break;
        }
        let length = number(input, &LENGTHS, symbol - END_OF_BLOCK - 1)?;
        let symbol = input.symbol(distances)?;
        let distance = number(input, &DISTANCES, symbol)?;
        // A match may reach everything in the window before `end`.
        let Some(start) = end.checked_sub(distance) else {
            return Err(input.fault("a match reaches back before the first byte"));
        };
        copy_match(window, start, end, length);
        end += length;
    }
    // Bits past the end of the input are padding: nothing decoded from them counts.
    input.check()?;
    Ok((end, is_end))
}

/// The length or distance of a symbol, with its extra bits. Symbols beyond the table have a place
/// in the fixed codes but may not occur.
#[inline(always)]
fn number<R: Read>(
    input: &mut Bits<R>,
    table: &[(usize, u32)],
    symbol: usize,
) -> io::Result<usize> {
    let Some(&(base, extra)) = table.get(symbol) else {
        return Err(input.fault("bits that no symbol of the Huffman code has"));
    };
    Ok(base + input.consume(extra))
}

/// Copies `length` bytes within the window from `start` to `end`. The two may overlap: a match that
/// is longer than its distance repeats its own output. Up to seven bytes beyond the match are
/// overwritten; nothing is there yet.
#[inline(always)]
fn copy_match(window: &mut [u8], start: usize, end: usize, length: usize) {
    let distance = end - start;
    if distance >= 8 {
        for k in (0..length).step_by(8) {
            window.copy_within(start + k..start + k + 8, end + k);
        }
    } else if distance == 1 {
        let byte = window[start];
        window[end..end + length].fill(byte);
    } else {
        for k in 0..length {
            window[end + k] = window[start + k];
        }
    }
}

impl<R: Read> Read for Inflate<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if self.delivered == self.end {
            self.decode(bytes.len().min(AHEAD))?;
        }
        let count = bytes.len().min(self.end - self.delivered);
        bytes[..count].copy_from_slice(&self.window[self.delivered..self.delivered + count]);
        self.delivered += count;
        Ok(count)
    }
}

/// The error of compressed data that are not what their format demands.
pub(super) fn damaged(fault: impl Into<String>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, fault.into())
}

/// The error of compressed data that go on where their source ends.
fn cut_short() -> io::Error {
    io::Error::new(ErrorKind::UnexpectedEof, "the compressed data end too early")
}
