//! A malformed DEFLATE stream gets the error that names its fault.

use crate::support::deflate;
use deflate::{
    Bits, CUT_SHORT, FIXED_DISTANCES, fixed, fixed_literals, inflate, staircase, stored,
};

#[test]
fn each_fault_has_its_error() {
    let lengths = |set: &[(usize, u8)]| {
        let mut lengths = [0; 258];
        set.iter().for_each(|&(symbol, length)| lengths[symbol] = length);
        lengths
    };
    let dynamic = |set, distances: &[u8]| {
        Bits::new().dynamic_head(true, &lengths(set), distances).number(0, 64).bytes()
    };
    // A block whose code for code lengths has 1-bit codes for the lengths 0 and 1 only.
    let head = || Bits::new().number(1, 1).number(2, 2);
    // Code lengths are sent in the order 16, 17, 18, 0, ...
    let repeat_first = head().number(0, 14).number(1, 3).number(0, 6).number(1, 3);
    let repeat_beyond = {
        // 18 and 0 have one bit each; 138 zeros, twice, are more than 257 + 1.
        let bits = head().number(0, 14).number(0, 6).number(1, 3).number(1, 3);
        bits.number(1, 1).number(127, 7).number(1, 1).number(127, 7)
    };
    // One byte, then a match of three bytes.
    let match_from = |distance_symbol| {
        let bits = fixed().symbol(&fixed_literals(), 65).symbol(&fixed_literals(), 257);
        bits.symbol(&FIXED_DISTANCES, distance_symbol)
    };
    const TOO_MANY: &str = "a Huffman code has more symbols than DEFLATE knows";
    const OVERFULL: &str = "a Huffman code gives the same bits to two symbols";
    const INCOMPLETE: &str = "a Huffman code leaves bits without a symbol";
    const REPETITION: &str = "a repeated code length has no predecessor or too many successors";
    const NO_SYMBOL: &str = "bits that no symbol of the Huffman code has";
    const DISTANCE: &str = "a match reaches back before the first byte";
    let cases = [
        (
            "reserved type",
            Bits::new().number(1, 1).number(3, 2).bytes(),
            "a block has the reserved type 3",
        ),
        (
            "stored length",
            vec![1, 5, 0, 0xFB, 0xFF],
            "a stored block's length and its inverted copy differ",
        ),
        ("287 literals", head().number(30, 5).number(0, 9).bytes(), TOO_MANY),
        ("31 distances", head().number(0, 5).number(30, 9).bytes(), TOO_MANY),
        ("three codes of one bit", dynamic(&[(0, 1), (1, 1), (256, 1)], &[0]), OVERFULL),
        ("three distances of one bit", dynamic(&[(0, 1), (256, 1)], &[1, 1, 1]), OVERFULL),
        ("codes of 1, 15, 15 bits", dynamic(&[(0, 1), (1, 15), (256, 15)], &[0]), INCOMPLETE),
        ("one code of two bits", dynamic(&[(256, 2)], &[0]), INCOMPLETE),
        ("one distance of two bits", dynamic(&[(0, 1), (256, 1)], &[2]), INCOMPLETE),
        (
            "one code length of one bit",
            head().number(0, 14).number(0, 9).number(1, 3).number(0, 64).bytes(),
            INCOMPLETE,
        ),
        ("repeat at first", repeat_first.number(1, 64).bytes(), REPETITION),
        ("repeat beyond", repeat_beyond.number(0, 64).bytes(), REPETITION),
        (
            "no end of block",
            dynamic(&[(0, 1), (1, 1)], &[0]),
            "a block's Huffman code cannot end the block",
        ),
        (
            "length symbol 286",
            fixed().symbol(&fixed_literals(), 286).number(0, 64).bytes(),
            NO_SYMBOL,
        ),
        ("distance symbol 30", match_from(30).number(0, 64).bytes(), NO_SYMBOL),
        ("two back after one byte", match_from(1).number(0, 64).bytes(), DISTANCE),
        ("the same at the end of the input", match_from(1).bytes(), DISTANCE),
    ];
    for (name, stream, error) in cases {
        assert_eq!(inflate(&stream), Err(error.into()), "{name}");
    }
}

#[test]
fn a_stream_cut_anywhere_is_truncated() {
    let literals = staircase(&[97, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 257, 200, 255, 10, 256], 258);
    let distances = staircase(&[15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 16);
    let own = Bits::new()
        .dynamic_head(true, &literals, &distances)
        .symbol(&literals, 97)
        .symbol(&literals, 257)
        .symbol(&distances, 0)
        .symbol(&literals, 256)
        .bytes();
    let fixed = fixed().symbol(&fixed_literals(), 65).symbol(&fixed_literals(), 256).bytes();
    for (name, stream) in [("own", own), ("fixed", fixed), ("stored", stored(b"hello"))] {
        for length in 0..stream.len() {
            let found = inflate(&stream[..length]);
            assert_eq!(found, Err(CUT_SHORT.into()), "{name} code, {length} bytes");
        }
    }
}
