//! A Huffman code (T.81, annex C): codes of one length are consecutive numbers in the order of
//! their symbols, and shorter codes come before longer ones.

use super::{Read, damaged};

/// For each 16 bits the length of the code that they begin with, 0 if there is none, and its
/// symbol.
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
