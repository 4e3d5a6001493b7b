//! On any input, a parser neither panics nor takes much memory: one hundred thousand damaged inputs
//! for each parser, the same ones every time, and a long sound one.

use crate::support::{deflate, folders, mutation};
use std::io::Read;

use backprop::format::gzip::GzipReader;
use backprop::format::inflate::Inflate;
use backprop::mnist::IdxReader;
use deflate::{Bits, pack, staircase};
use folders::{idx, images};
use mutation::{MOST_MEMORY, peak, survives};

/// The most output that is read of one input.
const MOST_OUTPUT: u64 = 1 << 18;

/// Reads up to a limit and keeps nothing; returns whether that failed.
fn drain(reader: impl Read) -> bool {
    let mut reader = reader.take(MOST_OUTPUT);
    let mut buffer = [0; 4096];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return false,
            Ok(_) => {}
            Err(_) => return true,
        }
    }
}

const SHORT: &[u8] = include_bytes!("../fixtures/gzip/short.gz");
const MIXED: &[u8] = include_bytes!("../fixtures/gzip/mixed.9.gz");

/// The body of `mixed.9.gz`: after ten bytes and the name, before the trailer.
fn mixed_body() -> &'static [u8] {
    &MIXED[10 + "mixed\0".len()..MIXED.len() - 8]
}

#[test]
fn gzip() {
    let several = [pack(b"one"), SHORT.to_vec(), pack(b"two"), vec![0; 9]].concat();
    survives(&[SHORT, &several, MIXED], MOST_MEMORY, |input| drain(GzipReader::new(input)));
}

#[test]
fn inflate() {
    let short = &SHORT[10..SHORT.len() - 8];
    survives(&[short, mixed_body()], MOST_MEMORY, |input| drain(Inflate::new(input)));
}

#[test]
fn idx_files() {
    survives(&[&images(3, 2, 3), &idx(8, &[2; 7], &[1; 128])], MOST_MEMORY, |input| {
        let parse = || {
            let mut reader = IdxReader::new(input)?;
            while reader.next_bytes(2)?.is_some() {}
            Ok::<_, String>(())
        };
        parse().is_err()
    });
}

#[test]
fn twenty_thousand_blocks_with_long_codes() {
    let literals = staircase(&[97, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 256], 257);
    let mut bits = Bits::new();
    for block in 1..=20_000 {
        let head = bits.dynamic_head(block == 20_000, &literals, &[0]);
        bits = head.symbol(&literals, 13).symbol(&literals, 256);
    }
    let stream = bits.bytes();
    let (faulty, peak) = peak(|| drain(Inflate::new(&stream[..])));
    assert!(!faulty, "the stream is sound");
    assert!(peak <= MOST_MEMORY, "a block leaves nothing behind, but {peak} bytes were held");
}
