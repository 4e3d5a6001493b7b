//! Huffman codes as look-up tables.
//!
//! A DEFLATE code is given by the length of each symbol's code alone (RFC 1951 section 3.2.2):
//! codes of one length are consecutive numbers in the order of their symbols, and shorter codes
//! come before longer ones. So if each code is filled up with zeros to 15 bits, the codes ascend in
//! the order of (length, symbol), and a code of n bits has the 2^(15 - n) numbers from it on.
//!
//! Decoding bit by bit would take a branch per bit. Instead the next 11 bits of the input index a
//! table: every entry whose lowest bits are a symbol's code names that symbol and the length of its
//! code. Longer codes are rare by construction, and are searched for among the ascending codes.

use super::damaged;
use std::io;

/// The longest code that DEFLATE can describe (RFC 1951 section 3.2.7).
const LONGEST: usize = 15;

/// Entries of the table: for each 11 bits one.
const TABLE: usize = 1 << 11;

/// A code. Its entries are 16 times a symbol plus the length of its code, or 0 for none.
pub(super) struct Huffman {
    table: Box<[u16; TABLE]>,
    /// The code of each symbol, filled up to 15 bits, and its entry, in ascending order.
    codes: Vec<(u16, u16)>,
}

impl Huffman {
    /// The code in which symbol `s` has a code of `lengths[s]` bits, 0 for none. `sparse` allows a
    /// code with no symbol, or with one of one bit.
    pub fn new(lengths: &[u8], sparse: bool) -> io::Result<Self> {
        let mut code = Self { table: Box::new([0; TABLE]), codes: Vec::new() };
        // What the codes so far leave of the 2^15 numbers: if too little, two symbols would share a
        // code; if any at the end, some bits would mean nothing.
        let mut next = 0;
        for length in 1..=LONGEST {
            let symbols = (0..lengths.len()).filter(|&s| usize::from(lengths[s]) == length);
            for symbol in symbols {
                if next >> LONGEST > 0 {
                    return Err(damaged("a Huffman code gives the same bits to two symbols"));
                }
                let entry = (symbol << 4 | length) as u16;
                code.codes.push((next, entry));
                // Codes arrive highest bit first, everything else lowest first.
                let place = usize::from(next.reverse_bits() >> 1);
                if 1 << length <= TABLE {
                    for place in (place..TABLE).step_by(1 << length) {
                        code.table[place] = entry;
                    }
                }
                next += 1 << (LONGEST - length);
            }
        }
        let is_sparse = lengths.iter().all(|&length| length <= 1);
        if next >> LONGEST == 0 && !(sparse && is_sparse) {
            return Err(damaged("a Huffman code leaves bits without a symbol"));
        }
        Ok(code)
    }

    /// The length of the code that `bits` begin with, lowest first, and its symbol.
    #[inline(always)]
    pub fn look(&self, bits: u64) -> Option<(u32, usize)> {
        let mut entry = self.table[bits as usize & (TABLE - 1)];
        if entry == 0 {
            entry = self.search(bits)?;
        }
        Some((u32::from(entry & 15), usize::from(entry >> 4)))
    }

    /// The entry of a code that is longer than 11 bits, if there is one.
    #[cold]
    fn search(&self, bits: u64) -> Option<u16> {
        let code = (bits as u16).reverse_bits() >> 1;
        let after = self.codes.partition_point(|&(first, _)| first <= code);
        let (first, entry) = *self.codes[..after].last()?;
        (code - first < 1 << (LONGEST as u16 - (entry & 15))).then_some(entry)
    }
}
