//! The compressed bytes as a stream of bits, each byte's lowest first (RFC 1951 section 3.1.1).
//!
//! Up to 63 bits wait in one 64-bit word, the next one lowest. A refill tops the word up to at
//! least 56 bits with a single load, enough for the longest match: 15 bits of length code, 5 extra,
//! 15 of distance code, 13 extra make 48.
//!
//! A look-up takes more bits than the code may have, so near the end of the input it looks past the
//! end. There the word is padded with zero bits, and they are counted: a look-up may see padding,
//! but to consume some means that the input was cut short.

use std::io::{self, BufRead, BufReader, Read};

use super::{cut_short, damaged, huffman::Huffman};

/// Bytes fetched from the source at a time.
const BUFFER: usize = 1 << 15;

/// After a refill at least this many bits wait.
const REFILLED: u32 = 56;

pub struct Bits<R> {
    source: BufReader<R>,
    /// The next bits, lowest first. Above `count` there is nothing, or a first copy of the bits
    /// that the next refill puts in the same place.
    word: u64,
    count: u32,
    /// How many of the `count` bits, at the upper end, are padding.
    padding: u32,
}

impl<R: Read> Bits<R> {
    pub fn new(source: R) -> Self {
        Self { source: BufReader::with_capacity(BUFFER, source), word: 0, count: 0, padding: 0 }
    }

    pub fn source(&mut self) -> &mut R {
        self.source.get_mut()
    }

    /// Tops the word up to at least 56 bits.
    #[inline(always)]
    pub fn refill(&mut self) -> io::Result<()> {
        let Some(next) = self.source.buffer().first_chunk::<8>() else {
            return self.refill_by_bytes();
        };
        self.word |= u64::from_le_bytes(*next) << self.count;
        // Only whole bytes count; the bits above them come again with the next load.
        self.source.consume(((63 - self.count) / 8) as usize);
        self.count |= REFILLED;
        Ok(())
    }

    /// The same near the end of the buffer, where eight bytes cannot be loaded at once.
    #[cold]
    fn refill_by_bytes(&mut self) -> io::Result<()> {
        while self.count < REFILLED {
            match self.source.by_ref().bytes().next().transpose()? {
                Some(byte) => self.word |= u64::from(byte) << self.count,
                None => self.padding += 8,
            }
            self.count += 8;
        }
        Ok(())
    }

    /// An error if bits have been consumed that the input does not have.
    pub fn check(&self) -> io::Result<()> {
        if self.padding > self.count { Err(cut_short()) } else { Ok(()) }
    }

    /// The error to report where `fault` was found. If all of the input has been consumed, it lies
    /// in the padding: the input was cut short.
    #[cold]
    pub fn fault(&self, fault: &str) -> io::Error {
        let in_padding = self.padding > 0 && self.padding >= self.count;
        if in_padding { cut_short() } else { damaged(fault) }
    }

    /// A number of `count` bits, which must have been there after the last refill. It may lie in
    /// the padding: what follows from it counts only after a [`check`](Self::check).
    #[inline(always)]
    pub fn consume(&mut self, count: u32) -> usize {
        let value = self.word & ((1 << count) - 1);
        self.word >>= count;
        self.count -= count;
        value as usize
    }

    /// The next symbol of a code, under the same conditions.
    #[inline(always)]
    pub(super) fn symbol(&mut self, code: &Huffman) -> io::Result<usize> {
        let Some((length, symbol)) = code.look(self.word) else {
            return Err(self.fault("bits that no symbol of the Huffman code has"));
        };
        self.consume(length);
        Ok(symbol)
    }

    /// Reads a number of `count` bits, at most 16.
    pub fn take(&mut self, count: u32) -> io::Result<usize> {
        self.refill()?;
        let value = self.consume(count);
        self.check()?;
        Ok(value)
    }

    /// Drops the rest of a byte that has been partly consumed.
    pub fn align(&mut self) {
        self.consume(self.count % 8);
    }

    /// The next bytes outside of the stream, as they are.
    pub fn plain<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        self.align();
        let mut bytes = [0; N];
        for byte in &mut bytes {
            *byte = self.take(8)? as u8;
        }
        Ok(bytes)
    }

    /// Whether no whole byte is left.
    pub fn is_at_end(&mut self) -> io::Result<bool> {
        self.align();
        self.refill()?;
        Ok(self.padding >= self.count)
    }
}
