//! The compressed bytes as a stream of bits, each byte's lowest first (RFC 1951 section 3.1.1).
//!
//! Up to 63 bits wait in one 64-bit word, the next one lowest. A refill tops the word up to at
//! least 56 bits with a single load, enough for the longest match: 15 bits of length code, 5 extra,
//! 15 of distance code, 13 extra make 48.
//!
//! A look-up takes more bits than the code may have, so near the end of the input it looks past the
//! end. There the word is padded with zero bits, and they are counted: a look-up may see padding,
//! but to consume some means that the input was cut short. Callers consume bits first and call
//! [`BitReader::check`] before they return what they decoded.

use std::io::{self, ErrorKind, Read};

use super::{cut_short, damaged};

/// Bytes fetched from the source at a time.
const BUFFER: usize = 1 << 15;

/// After a refill at least this many bits wait.
const REFILLED: u32 = 56;

pub(crate) struct BitReader<R> {
    source: R,
    buffer: Vec<u8>,
    /// `buffer[at..end]` has been fetched but is not in `word` yet.
    at: usize,
    end: usize,
    /// The next bits, lowest first. Above `count` there is nothing, or a first copy of the bits
    /// that the next refill puts in the same place.
    word: u64,
    count: u32,
    /// How many of the `count` bits, at the upper end, are padding.
    padding: u32,
}

impl<R: Read> BitReader<R> {
    pub fn new(source: R) -> Self {
        Self { source, buffer: vec![0; BUFFER], at: 0, end: 0, word: 0, count: 0, padding: 0 }
    }

    pub fn source(&mut self) -> &mut R {
        &mut self.source
    }

    /// Tops the word up to at least 56 bits.
    #[inline(always)]
    pub fn refill(&mut self) -> io::Result<()> {
        let waiting = &self.buffer[self.at..self.end];
        let Some(next) = waiting.first_chunk::<8>() else {
            return self.refill_by_bytes();
        };
        self.word |= u64::from_le_bytes(*next) << self.count;
        // Only whole bytes count; the bits above them come again with the next load.
        self.at += ((63 - self.count) / 8) as usize;
        self.count |= REFILLED;
        Ok(())
    }

    /// The same near the end of the buffer, where eight bytes cannot be loaded at once.
    #[cold]
    fn refill_by_bytes(&mut self) -> io::Result<()> {
        while self.count < REFILLED {
            if self.at < self.end || self.fetch()? {
                self.word |= u64::from(self.buffer[self.at]) << self.count;
                self.at += 1;
            } else {
                self.padding += 8;
            }
            self.count += 8;
        }
        Ok(())
    }

    /// Reads more of the source; false at its end.
    fn fetch(&mut self) -> io::Result<bool> {
        self.at = 0;
        self.end = 0;
        loop {
            match self.source.read(&mut self.buffer) {
                Ok(count) => {
                    self.end = count;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// An error if bits have been consumed that the input does not have.
    pub fn check(&self) -> io::Result<()> {
        if self.padding > self.count {
            return Err(cut_short());
        }
        Ok(())
    }

    /// The error to report where `fault` was found. If all of the input has been consumed, it lies
    /// in the padding: the input was cut short.
    #[cold]
    pub fn fault(&self, fault: &str) -> io::Error {
        let in_padding = self.padding > 0 && self.padding >= self.count;
        if in_padding { cut_short() } else { damaged(fault) }
    }

    /// The waiting bits, the next one lowest.
    #[inline(always)]
    pub fn peek(&self) -> u64 {
        self.word
    }

    /// Drops `count` bits, which must have been there after the last refill.
    #[inline(always)]
    pub fn consume(&mut self, count: u32) {
        self.word >>= count;
        self.count -= count;
    }

    /// Reads a number of `count` bits, at most 16.
    pub fn take(&mut self, count: u32) -> io::Result<u32> {
        self.refill()?;
        let value = self.word as u32 & ((1 << count) - 1);
        self.consume(count);
        self.check()?;
        Ok(value)
    }

    /// Drops the rest of a byte that has been partly consumed.
    pub fn align(&mut self) {
        self.consume(self.count % 8);
    }

    /// Reads whole bytes, after [`align`](Self::align): at least one and at most as many as fit
    /// `bytes`, none only at the end of the input.
    pub fn read_bytes(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        let held = ((self.count - self.padding) / 8) as usize;
        if held > 0 {
            let count = held.min(bytes.len());
            for byte in &mut bytes[..count] {
                *byte = self.word as u8;
                self.consume(8);
            }
            return Ok(count);
        }
        (self.word, self.count, self.padding) = (0, 0, 0);
        if self.at == self.end && !self.fetch()? {
            return Ok(0);
        }
        let count = bytes.len().min(self.end - self.at);
        bytes[..count].copy_from_slice(&self.buffer[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
