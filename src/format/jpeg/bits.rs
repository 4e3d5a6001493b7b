//! The bytes of the file, and the bits of its entropy-coded data, each byte's highest first.
//!
//! Among these data FF is written as FF 00; FF with another byte is a marker, which ends them. The
//! next bits wait in a 64-bit word, the next one highest. Behind the data it is padded with zero
//! bits, which are counted: to see some is in order, to consume some means that the data were cut.

use std::io::{BufRead, Error, ErrorKind, Read as _};

use super::{Read, damaged};
use crate::format::rows::RowsError;

/// Stands for a marker where the file ends; FF 00 is none.
const END: u8 = 0;
const RST0: u8 = 0xD0;

/// A Huffman code (T.81, annex C): codes of one length are consecutive numbers in the order of their
/// symbols, and shorter codes come before longer ones. For each 16 bits it has the length of the code
/// that they begin with, 0 if there is none, and its symbol.
pub(super) struct Huffman(pub Vec<(u8, u8)>);

impl Huffman {
    /// The code of `counts[n - 1]` symbols with n bits each.
    pub fn new(counts: &[u8], symbols: &[u8]) -> Read<Self> {
        let mut table = vec![(0, 0); 1 << 16];
        let (mut symbols, mut end) = (symbols.iter(), 0);
        for (length, &count) in (1..).zip(counts) {
            for &symbol in symbols.by_ref().take(count.into()) {
                let start = end;
                end += 1 << (16 - length);
                let Some(entries) = table.get_mut(start..end) else {
                    return damaged("expected a Huffman code, found more symbols than codes");
                };
                entries.fill((length, symbol));
            }
        }
        Ok(Self(table))
    }
}

pub(super) struct Bits<R> {
    source: R,
    /// How many bytes have been asked for.
    at: u64,
    /// Why there are no more.
    failed: Option<Error>,
    word: u64,
    count: u32,
    /// How many of the `count` bits, the last ones, are padding.
    padding: u32,
    /// The marker that has ended the data.
    marker: Option<u8>,
    /// How many blocks to come have ended already (in progressive scans).
    pub ended: i32,
}

impl<R: BufRead> Bits<R> {
    pub fn new(source: R) -> Self {
        let (at, failed, marker, ended) = (0, None, None, 0);
        Self { source, at, failed, word: 0, count: 0, padding: 0, marker, ended }
    }

    /// The next byte; none at the end of the file.
    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.failed = self.source.read_exact(&mut byte).err();
        self.at += 1;
        self.failed.is_none().then_some(byte[0])
    }

    /// What a segment holds. It begins with its length, two bytes, which counts itself.
    pub fn segment(&mut self) -> Read<Vec<u8>> {
        let length = [self.byte(), self.byte()].map(|byte| byte.unwrap_or(0));
        let length = u64::from(u16::from_be_bytes(length));
        let mut data = Vec::new();
        let read = self.source.by_ref().take(length.saturating_sub(2)).read_to_end(&mut data);
        self.at += read.map_err(RowsError::Unreadable)? as u64;
        match data.len() as u64 + 2 {
            found if found == length => Ok(data),
            found => damaged(format!("expected {length} bytes of a segment, found {found}")),
        }
    }

    /// Tops the word up to at least 32 bits: a code and a number of 16 each.
    #[inline(always)]
    fn refill(&mut self) {
        while self.count < 32 {
            match self.data_byte() {
                Some(byte) => self.word |= u64::from(byte) << (56 - self.count),
                None => self.padding += 8,
            }
            self.count += 8;
        }
    }

    /// The next byte of the data; none at the marker that ends them.
    fn data_byte(&mut self) -> Option<u8> {
        if self.marker.is_some() {
            return None;
        }
        let first = self.byte();
        let mut next = first;
        while next == Some(0xFF) {
            next = self.byte();
        }
        if next.is_none() || first != next && next != Some(0) {
            self.marker = next.or(Some(END));
            return None;
        }
        first
    }

    /// A number of `count` bits, at most 16.
    #[inline(always)]
    pub fn take(&mut self, count: u32) -> i32 {
        self.refill();
        let value = self.word >> 1 >> (63 - count);
        self.word <<= count;
        self.count -= count;
        value as i32
    }

    /// A signed number of `size` bits (T.81, F.2.2.1): positive if it begins with 1; those that
    /// begin with 0 go up from -(2^size - 1).
    #[inline(always)]
    pub fn signed(&mut self, size: u32) -> i32 {
        let (value, half) = (self.take(size), 1 << size >> 1);
        if value < half { value - 2 * half + 1 } else { value }
    }

    /// The next symbol of a Huffman code.
    #[inline(always)]
    pub fn symbol(&mut self, code: &Huffman) -> Read<u32> {
        self.refill();
        let (length, symbol) = code.0[(self.word >> 48) as usize];
        self.take(length.into());
        if length > 0 { Ok(symbol.into()) } else { damaged("expected a code of the DHT") }
    }

    /// Whether bits have been consumed that are not there.
    pub fn is_cut(&self) -> bool {
        self.padding > self.count
    }

    /// Goes on behind restart marker number `number`, counted modulo 8.
    pub fn restart(&mut self, number: usize) -> Read {
        self.refill();
        let expected = RST0 + (number % 8) as u8;
        if self.count - self.padding >= 8 || self.marker != Some(expected) {
            return damaged(format!("expected the restart marker FF {expected:02X}, found others"));
        }
        (self.word, self.count, self.padding, self.marker, self.ended) = (0, 0, 0, None, 0);
        Ok(())
    }

    /// The next marker that is not one of a restart. Passes over what is before it: a scan that is
    /// not needed, or bytes of no use, which some encoders write.
    pub fn next_marker(&mut self) -> Read<u8> {
        while self.marker != Some(END) {
            (self.word, self.count, self.padding, self.ended) = (0, 0, 0, 0);
            match self.marker.take() {
                Some(marker) if !(RST0..RST0 + 8).contains(&marker) => return Ok(marker),
                _ => self.refill(),
            }
        }
        damaged("expected a marker")
    }

    /// An error with its place, or what is behind it.
    pub fn locate(&mut self, error: RowsError) -> RowsError {
        let RowsError::Damaged(what) = error else { return error };
        let failed = self.failed.take().filter(|error| error.kind() != ErrorKind::UnexpectedEof);
        if let Some(error) = failed {
            return RowsError::Unreadable(error);
        }
        let is_end = self.marker == Some(END);
        let what = if is_end { "expected more, found the end of the file" } else { &what };
        RowsError::Damaged(format!("damaged JPEG: {what}, at byte {}", self.at))
    }
}
