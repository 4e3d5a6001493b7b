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

mod alphabet;
mod bits;
mod huffman;
mod symbols;

use std::io::{self, ErrorKind, Read};

use alphabet::{
    DISTANCE_SYMBOLS, END_OF_BLOCK, LITERAL_SYMBOLS, distance_meaning, literal_meaning,
};
use bits::BitReader;
use huffman::{Entry, Huffman};

/// The farthest that a match reaches back (RFC 1951 section 2).
const HISTORY: usize = 1 << 15;
/// The most that is decoded ahead of the reader.
const AHEAD: usize = 1 << 16;
/// Room for what one step of the loop may write beyond its limit: three literals, or a match of
/// 258 bytes, which is copied eight at a time.
const SLACK: usize = 258 + 8;

/// The order in which a block gives the lengths of the code for code lengths (section 3.2.7).
#[rustfmt::skip]
const CODE_LENGTH_ORDER: [usize; 19] =
    [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const REPETITION: &str = "a repeated code length has no predecessor or too many successors";

/// Where in the stream the decoder stands.
enum Place {
    BetweenBlocks,
    /// In a stored block; this many of its bytes are left.
    Stored(usize),
    /// In a block of Huffman codes, described by the two tables.
    Coded,
    /// After the last block.
    End,
}

/// Reads the content of a DEFLATE stream. A fault of the stream is an error of the kind
/// `UnexpectedEof` if the source ends too early, else of the kind `InvalidData`; after it the
/// reader is of no further use.
pub struct Inflate<R> {
    input: BitReader<R>,
    place: Place,
    /// Whether the current block is the last.
    last: bool,
    literals: Huffman<2048>,
    distances: Huffman<256>,
    window: Vec<u8>,
    delivered: usize,
    end: usize,
}

impl<R: Read> Inflate<R> {
    /// A reader of the stream that `source` begins with.
    pub fn new(source: R) -> Self {
        Self {
            input: BitReader::new(source),
            place: Place::BetweenBlocks,
            last: false,
            literals: Huffman::new(),
            distances: Huffman::new(),
            window: vec![0; HISTORY + AHEAD + SLACK],
            delivered: 0,
            end: 0,
        }
    }

    /// Prepares for a new stream in the same source; its matches cannot reach into the last one.
    pub(super) fn restart(&mut self) {
        self.place = Place::BetweenBlocks;
        self.last = false;
        (self.delivered, self.end) = (0, 0);
    }

    /// What the stream comes from.
    pub(super) fn source(&mut self) -> &mut R {
        self.input.source()
    }

    /// Reads bytes before or after a stream, as they are, until `bytes` is full or the source ends;
    /// returns how many.
    pub(super) fn read_plain(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.input.align();
        let mut filled = 0;
        while filled < bytes.len() {
            match self.input.read_bytes(&mut bytes[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        Ok(filled)
    }

    /// The next bytes before or after a stream.
    pub(super) fn plain<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        if self.read_plain(&mut bytes)? < N { Err(cut_short()) } else { Ok(bytes) }
    }

    /// Decodes at least `wanted` more bytes into the window, fewer only at the end.
    fn decode(&mut self, wanted: usize) -> io::Result<()> {
        if self.end + wanted > HISTORY + AHEAD {
            self.window.copy_within(self.end - HISTORY..self.end, 0);
            (self.delivered, self.end) = (HISTORY, HISTORY);
        }
        let limit = self.end + wanted;
        while self.end < limit {
            match self.place {
                Place::BetweenBlocks if self.last => self.place = Place::End,
                Place::BetweenBlocks => self.begin_block()?,
                Place::Stored(left) => self.copy_stored(left, limit)?,
                Place::Coded => self.decode_symbols(limit)?,
                Place::End => break,
            }
        }
        Ok(())
    }

    /// Reads a block's head (section 3.2.3).
    fn begin_block(&mut self) -> io::Result<()> {
        self.last = self.input.take(1)? == 1;
        match self.input.take(2)? {
            0 => {
                self.input.align();
                let length = self.input.take(16)?;
                if self.input.take(16)? != length ^ 0xFFFF {
                    return Err(damaged("a stored block's length and its inverted copy differ"));
                }
                self.place = Place::Stored(length as usize);
            }
            1 => {
                self.use_fixed_code()?;
                self.place = Place::Coded;
            }
            2 => {
                self.read_code()?;
                self.place = Place::Coded;
            }
            _ => return Err(damaged("a block has the reserved type 3")),
        }
        Ok(())
    }

    fn copy_stored(&mut self, left: usize, limit: usize) -> io::Result<()> {
        if left == 0 {
            self.place = Place::BetweenBlocks;
            return Ok(());
        }
        let most = left.min(limit - self.end);
        let count = self.input.read_bytes(&mut self.window[self.end..self.end + most])?;
        if count == 0 {
            return Err(cut_short());
        }
        self.end += count;
        self.place = Place::Stored(left - count);
        Ok(())
    }

    /// The code of section 3.2.6.
    fn use_fixed_code(&mut self) -> io::Result<()> {
        let mut lengths = [8; LITERAL_SYMBOLS];
        lengths[144..256].fill(9);
        lengths[256..280].fill(7);
        self.literals.build(&lengths, false, literal_meaning)?;
        self.distances.build(&[5; DISTANCE_SYMBOLS], false, distance_meaning)
    }

    /// Reads the description of a block's own code (section 3.2.7): the lengths of both codes in
    /// one row, run-length coded, in a third Huffman code whose lengths come first.
    fn read_code(&mut self) -> io::Result<()> {
        let literals = self.input.take(5)? as usize + 257;
        let distances = self.input.take(5)? as usize + 1;
        if literals > 286 || distances > 30 {
            return Err(damaged("a Huffman code has more symbols than DEFLATE knows"));
        }
        let mut lengths = [0; CODE_LENGTH_ORDER.len()];
        for &symbol in &CODE_LENGTH_ORDER[..self.input.take(4)? as usize + 4] {
            lengths[symbol] = self.input.take(3)? as u8;
        }
        let mut code = Huffman::<128>::new();
        code.build(&lengths, false, |symbol| Entry::new(Entry::LITERAL, symbol as u32, 0))?;

        let mut lengths = [0u8; LITERAL_SYMBOLS + DISTANCE_SYMBOLS];
        let lengths = &mut lengths[..literals + distances];
        let mut done = 0;
        while done < lengths.len() {
            self.input.refill()?;
            let entry = code.look(self.input.peek());
            self.input.consume(entry.length());
            let (length, times) = match entry.value() {
                16 if done == 0 => return Err(self.input.fault(REPETITION)),
                16 => (lengths[done - 1], 3 + self.input.take(2)?),
                17 => (0, 3 + self.input.take(3)?),
                18 => (0, 11 + self.input.take(7)?),
                length => (length as u8, 1),
            };
            let Some(run) = lengths.get_mut(done..done + times as usize) else {
                return Err(self.input.fault(REPETITION));
            };
            run.fill(length);
            done += run.len();
        }
        self.input.check()?;
        if lengths[END_OF_BLOCK] == 0 {
            return Err(damaged("a block's Huffman code cannot end the block"));
        }
        self.literals.build(&lengths[..literals], true, literal_meaning)?;
        self.distances.build(&lengths[literals..], true, distance_meaning)
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
