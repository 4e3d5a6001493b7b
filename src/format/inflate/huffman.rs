//! Huffman codes as look-up tables.
//!
//! A DEFLATE code is given by the length of each symbol's code alone (RFC 1951 section 3.2.2):
//! codes of one length are consecutive numbers in the order of their symbols, and shorter codes
//! come before longer ones.
//!
//! Decoding bit by bit would take a branch per bit. Instead the next bits of the input, N of them,
//! index a table: every entry whose lowest bits are a symbol's code names that symbol and how many
//! of the bits were its code. Codes longer than that are rare by construction; their first bits
//! lead to an entry that points to a second table, indexed by the bits that follow.
//!
//! ```text
//! entry = table[next N bits]
//! if entry is LONG:  consume N bits, entry = long[entry.value + next entry.extra bits]
//! consume entry.length bits; entry.value is the symbol's meaning
//! ```

use super::damaged;
use std::io;

/// The longest code that DEFLATE can describe (RFC 1951 section 3.2.7).
const LONGEST: usize = 15;

/// One entry: what a code stands for and how many bits it takes.
///
/// ```text
/// bits  0..=4   length of the code, of the part that this table sees
/// bits  8..=11  number of extra bits that follow the code; for LONG: that index the second table
/// bits 12..=15  the kind; none of the four: no symbol has this code
/// bits 16..=31  the literal byte, the base of a length or distance, or the second table's start
/// ```
#[derive(Clone, Copy)]
pub(super) struct Entry(u32);

impl Entry {
    pub const LITERAL: u32 = 1 << 12;
    pub const BASE: u32 = 1 << 13;
    pub const END_OF_BLOCK: u32 = 1 << 14;
    const LONG: u32 = 1 << 15;

    pub const INVALID: Self = Self(0);

    pub const fn new(kind: u32, value: u32, extra: u32) -> Self {
        Self(value << 16 | kind | extra << 8)
    }

    #[inline(always)]
    pub fn is(self, kind: u32) -> bool {
        self.0 & kind != 0
    }

    #[inline(always)]
    pub fn length(self) -> u32 {
        self.0 & 31
    }

    #[inline(always)]
    pub fn extra(self) -> u32 {
        self.0 >> 8 & 15
    }

    #[inline(always)]
    pub fn value(self) -> usize {
        (self.0 >> 16) as usize
    }

    /// The extra bits, the next of `bits`, added to the base.
    #[inline(always)]
    pub fn value_with_extra(self, bits: u64) -> usize {
        self.value() + (bits & ((1 << self.extra()) - 1)) as usize
    }
}

/// A code whose first table has N entries, a power of two.
pub(super) struct Huffman<const N: usize> {
    table: Box<[Entry; N]>,
    long: Vec<Entry>,
}

impl<const N: usize> Huffman<N> {
    /// How many bits index the first table.
    pub const BITS: u32 = N.trailing_zeros();

    pub fn new() -> Self {
        Self { table: Box::new([Entry::INVALID; N]), long: Vec::new() }
    }

    /// The entry for the next bits.
    #[inline(always)]
    pub fn look(&self, bits: u64) -> Entry {
        self.table[bits as usize & (N - 1)]
    }

    /// Where `entry` says that the code is longer than the first table's index: the second
    /// table's start and the number of bits that index it.
    #[inline(always)]
    pub fn long(&self, entry: Entry) -> Option<(usize, u32)> {
        entry.is(Entry::LONG).then(|| (entry.value(), entry.extra()))
    }

    /// The entry of a second table for the bits that follow the first N.
    #[inline(always)]
    pub fn look_long(&self, (start, width): (usize, u32), bits: u64) -> Entry {
        self.long[start + (bits & ((1 << width) - 1)) as usize]
    }

    /// Lays out the code in which symbol `s` has a code of `lengths[s]` bits, 0 for none, and
    /// stands for `meaning(s)`. `sparse` allows a code with no symbol, or with one of one bit.
    pub fn build(
        &mut self,
        lengths: &[u8],
        sparse: bool,
        meaning: impl Fn(usize) -> Entry,
    ) -> io::Result<()> {
        let mut next = first_codes(lengths, sparse)?;
        self.table.fill(Entry::INVALID);
        self.long.clear();
        let width = lengths.iter().copied().max().map_or(0, u32::from).saturating_sub(Self::BITS);
        for (symbol, &length) in lengths.iter().enumerate() {
            if length == 0 {
                continue;
            }
            let code = next[length as usize];
            next[length as usize] += 1;
            // Codes arrive highest bit first, everything else lowest first.
            let code = (code.reverse_bits() >> (16 - length)) as usize;
            let length = u32::from(length);
            let entry = meaning(symbol).0;
            if length <= Self::BITS {
                for place in (code..N).step_by(1 << length) {
                    self.table[place] = Entry(entry | length);
                }
                continue;
            }
            let first = &mut self.table[code & (N - 1)];
            if !first.is(Entry::LONG) {
                *first = Entry::new(Entry::LONG, self.long.len() as u32, width);
                self.long.resize(self.long.len() + (1 << width), Entry::INVALID);
            }
            let second = &mut self.long[first.value()..][..1 << width];
            let rest = length - Self::BITS;
            for place in (code >> Self::BITS..1 << width).step_by(1 << rest) {
                second[place] = Entry(entry | rest);
            }
        }
        Ok(())
    }
}

/// The first code of each length, as RFC 1951 section 3.2.2 numbers them; an error unless the
/// lengths describe a code.
///
/// There is room for 2^n codes of n bits, and every shorter code takes the room of all codes that
/// begin with it. `room` counts what is left at each length: below zero, two symbols would share a
/// code; above zero at the end, some bits would mean nothing.
fn first_codes(lengths: &[u8], sparse: bool) -> io::Result<[u16; LONGEST + 1]> {
    let mut counts = [0u16; LONGEST + 1];
    for &length in lengths {
        counts[length as usize] += 1;
    }
    counts[0] = 0;
    let mut first = [0u16; LONGEST + 1];
    let mut room = 1i32;
    let mut longest = 0;
    for length in 1..=LONGEST {
        // The shorter codes have left room, so this is at most 2^15.
        first[length] = (first[length - 1] + counts[length - 1]) << 1;
        room = 2 * room - i32::from(counts[length]);
        if room < 0 {
            return Err(damaged("a Huffman code gives the same bits to two symbols"));
        }
        if counts[length] > 0 {
            longest = length;
        }
    }
    if room > 0 && !(sparse && longest <= 1) {
        return Err(damaged("a Huffman code leaves bits without a symbol"));
    }
    Ok(first)
}
