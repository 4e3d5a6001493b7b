//! A DEFLATE stream gives back what was packed.

use crate::support::deflate;
use backprop::format::inflate::Inflate;
use deflate::{
    Bits, FIXED_DISTANCES, fixed, fixed_literals, inflate, read_in_chunks, staircase, stored,
};

#[test]
fn stored_blocks_of_all_sizes() {
    for size in [0, 1, 7, 8, 9, 17, 65534, 65535, 65536, 200_000] {
        let content: Vec<u8> = (0..size as u64).map(|k| (k * k / 7) as u8).collect();
        assert!(inflate(&stored(&content)) == Ok(content), "{size} bytes");
    }
}

#[test]
fn every_literal_of_the_fixed_code() {
    let mut bits = fixed();
    for byte in 0..256 {
        bits = bits.symbol(&fixed_literals(), byte);
    }
    let stream = bits.symbol(&fixed_literals(), 256).bytes();
    assert_eq!(inflate(&stream), Ok((0..=255).collect()));
}

#[test]
fn matches_of_every_distance_and_length() {
    // The length and distance symbols as the RFC's tables state them, spelt out one by one.
    let extras = [0; 8].into_iter().chain((1..6).flat_map(|extra| [extra; 4])).chain([0]);
    let mut base = 3;
    for (k, extra) in extras.enumerate() {
        if k == 28 {
            base = 258;
        }
        for rest in 0..1 << extra {
            // Symbol 284 with all extra bits set would be 258, which has a symbol of its own.
            check_matches(257 + k, (rest, extra), base + rest);
        }
        base += 1 << extra;
    }
}

/// Copies `length` bytes from each of the distances 1 to 40, and compares with the plain loop.
fn check_matches(symbol: usize, (rest, extra): (usize, usize), length: usize) {
    let mut bits = fixed();
    let mut expected: Vec<u8> = (0..40).map(|k| k * 3 + 1).collect();
    for &byte in &expected {
        bits = bits.symbol(&fixed_literals(), byte.into());
    }
    let extras = [0; 4].into_iter().chain((1..5).flat_map(|extra| [extra; 2]));
    let mut base = 1;
    for (distance_symbol, distance_extra) in extras.enumerate() {
        for distance_rest in 0..1 << distance_extra {
            bits = bits
                .symbol(&fixed_literals(), symbol)
                .number(rest, extra)
                .symbol(&FIXED_DISTANCES, distance_symbol)
                .number(distance_rest, distance_extra);
            let start = expected.len() - base - distance_rest;
            for k in 0..length {
                expected.push(expected[start + k]);
            }
        }
        base += 1 << distance_extra;
    }
    let stream = bits.symbol(&fixed_literals(), 256).bytes();
    assert!(inflate(&stream) == Ok(expected), "length {length}, symbol {symbol}");
}

#[test]
fn matches_reach_back_32_kib_wherever_the_window_stands() {
    // 32 KiB stored, then 258 bytes from 32768 back, a thousand times: the content goes round.
    let first: Vec<u8> =
        (0..32768u32).map(|k| (k.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let mut stream = stored(&first);
    stream.truncate(stream.len() - 5);
    let mut bits = fixed();
    for _ in 0..1000 {
        bits = bits.symbol(&fixed_literals(), 285).symbol(&FIXED_DISTANCES, 29).number(8191, 13);
    }
    stream.extend(bits.symbol(&fixed_literals(), 256).bytes());
    let expected: Vec<u8> = first.iter().copied().cycle().take(32768 + 258_000).collect();
    for chunk in [1, 7, 8, 9, 17, 784, 65535, 65536, 1 << 20] {
        let content = read_in_chunks(&mut Inflate::new(&stream[..]), chunk);
        assert!(content == expected, "read {chunk} bytes at a time");
    }
}

#[test]
fn codes_of_all_lengths_up_to_15_bits() {
    let symbols = [97, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 257, 200, 255, 10, 256];
    let literals = staircase(&symbols, 258);
    // Both ends of the staircase: the shortest distance has the longest code.
    let distances = staircase(&[15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 16);
    let mut bits = Bits::new().dynamic_head(true, &literals, &distances);
    let mut expected = Vec::new();
    for &symbol in symbols.iter().cycle().take(400).filter(|&&symbol| symbol < 256) {
        bits = bits.symbol(&literals, symbol);
        expected.push(symbol as u8);
    }
    for (symbol, base, extra) in
        [(0, 1, 0), (1, 2, 0), (2, 3, 0), (3, 4, 0), (4, 5, 1), (15, 193, 6)]
    {
        bits = bits.symbol(&literals, 257).symbol(&distances, symbol).number(0, extra);
        for _ in 0..3 {
            expected.push(expected[expected.len() - base]);
        }
    }
    let stream = bits.symbol(&literals, 256).bytes();
    assert_eq!(inflate(&stream), Ok(expected));
}

#[test]
fn sparse_codes() {
    let mut literals = [0; 257];
    (literals[65], literals[256]) = (1, 1);
    let only_literals = Bits::new().dynamic_head(true, &literals, &[0]);
    let stream = only_literals.symbol(&literals, 65).symbol(&literals, 256).bytes();
    assert_eq!(inflate(&stream), Ok(b"A".to_vec()), "no distance has a code");

    let mut lengths = [0; 258];
    (lengths[65], lengths[256], lengths[257]) = (1, 2, 2);
    let head = || Bits::new().dynamic_head(true, &lengths, &[1]).symbol(&lengths, 65);
    let with_match = head().symbol(&lengths, 257).number(0, 1).symbol(&lengths, 256);
    assert_eq!(inflate(&with_match.bytes()), Ok(b"AAAA".to_vec()), "one distance, one bit");
    let other = head().symbol(&lengths, 257).number(1, 1).number(0, 64);
    let fault = "bits that no symbol of the Huffman code has";
    assert_eq!(inflate(&other.bytes()), Err(fault.into()), "the bit that means nothing");

    let mut end = [0; 257];
    end[256] = 1;
    let stream = Bits::new().dynamic_head(true, &end, &[0]).symbol(&end, 256).bytes();
    assert_eq!(inflate(&stream), Ok(vec![]), "nothing but the end of the block");
}

#[test]
fn blocks_of_all_kinds_in_turn() {
    let fixed = |bits: Bits, byte| {
        let bits = bits.number(0, 1).number(1, 2).symbol(&fixed_literals(), byte);
        bits.symbol(&fixed_literals(), 256)
    };
    let mut own = [0; 257];
    (own[66], own[256]) = (1, 1);
    // The fixed code comes again after another has taken its tables.
    let bits = fixed(fixed(Bits::new(), 65), 65).dynamic_head(false, &own, &[0]);
    let bits = fixed(bits.symbol(&own, 66).symbol(&own, 256), 67);
    let last = bits.number(1, 1).number(0, 2).align().number(1, 16).number(0xFFFE, 16);
    assert_eq!(inflate(&last.number(68, 8).bytes()), Ok(b"AABCD".to_vec()));
}
