//! The symbols of the two codes and what they stand for (RFC 1951 section 3.2.5).
//!
//! One code holds the literal bytes and the lengths of matches, so that a symbol tells which of the
//! two comes; the other holds the distances. Large lengths and distances share symbols: a symbol
//! stands for a range that begins at its base, and extra bits behind it say where in the range.

use super::huffman::Entry;

/// Symbols of the literal/length code: 256 bytes, the end, 29 lengths, 2 that may not occur.
pub(super) const LITERAL_SYMBOLS: usize = 288;
/// Symbols of the distance code: 30 distances, 2 that may not occur.
pub(super) const DISTANCE_SYMBOLS: usize = 32;
/// The symbol that ends a block.
pub(super) const END_OF_BLOCK: usize = 256;

/// Length code 257 + i: the shortest length and the number of extra bits (RFC 1951 section 3.2.5).
#[rustfmt::skip]
const LENGTHS: [(u32, u32); 29] = [
    (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1), (15, 1),
    (17, 1), (19, 2), (23, 2), (27, 2), (31, 2), (35, 3), (43, 3), (51, 3), (59, 3), (67, 4),
    (83, 4), (99, 4), (115, 4), (131, 5), (163, 5), (195, 5), (227, 5), (258, 0),
];

/// Distance code i: the shortest distance and the number of extra bits (ibidem).
#[rustfmt::skip]
const DISTANCES: [(u32, u32); 30] = [
    (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (7, 1), (9, 2), (13, 2), (17, 3), (25, 3), (33, 4),
    (49, 4), (65, 5), (97, 5), (129, 6), (193, 6), (257, 7), (385, 7), (513, 8), (769, 8),
    (1025, 9), (1537, 9), (2049, 10), (3073, 10), (4097, 11), (6145, 11), (8193, 12), (12289, 12),
    (16385, 13), (24577, 13),
];

/// What a symbol of the literal/length code stands for.
pub(super) fn literal_meaning(symbol: usize) -> Entry {
    match symbol {
        0..END_OF_BLOCK => Entry::new(Entry::LITERAL, symbol as u32, 0),
        END_OF_BLOCK => Entry::new(Entry::END_OF_BLOCK, 0, 0),
        _ => base_meaning(&LENGTHS, symbol - END_OF_BLOCK - 1),
    }
}

/// What a symbol of the distance code stands for.
pub(super) fn distance_meaning(symbol: usize) -> Entry {
    base_meaning(&DISTANCES, symbol)
}

/// Symbols beyond the table have a place in the fixed code but may not occur.
fn base_meaning(table: &[(u32, u32)], index: usize) -> Entry {
    table.get(index).map_or(Entry::INVALID, |&(base, extra)| Entry::new(Entry::BASE, base, extra))
}
