//! On any input, a parser neither panics nor takes much memory: one hundred thousand damaged inputs
//! for each parser, the same ones every time, and a long sound one.

#![allow(unsafe_code, reason = "an own allocator counts the memory")]

mod deflate;
mod folders;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::Read;

use backprop::format::gzip::GzipReader;
use backprop::format::idx::IdxReader;
use backprop::format::inflate::Inflate;
use backprop::random::{Random, Xorshift};
use deflate::{Bits, pack, staircase};
use folders::{idx, images};

const INPUTS: usize = 100_000;

/// The most memory that a parser may hold at once, in bytes. Its output is not kept.
const MOST_MEMORY: usize = 1 << 20;

/// The most output that is read of one input.
const MOST_OUTPUT: u64 = 1 << 18;

/// The system's allocator, counting what each thread holds.
struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.get().wrapping_add(layout.size());
        HELD.set(held);
        PEAK.set(PEAK.get().max(held));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.set(HELD.get().wrapping_sub(layout.size()));
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A number below `bound`.
fn below(random: &mut Xorshift, bound: usize) -> usize {
    random.below(bound as u64) as usize
}

/// Damages `input` in one to four small ways.
fn mutate(input: &mut Vec<u8>, random: &mut Xorshift) {
    for _ in 0..=below(random, 4) {
        if input.is_empty() {
            input.push(random.next_u64() as u8);
        }
        let place = below(random, input.len());
        match below(random, 7) {
            0 => input[place] ^= 1 << below(random, 8),
            1 => input[place] = random.next_u64() as u8,
            2 => input[place] = [0, 0xFF, 0x7F, 0x80][below(random, 4)],
            3 => input.truncate(place),
            4 => input.insert(place, random.next_u64() as u8),
            5 => drop(input.remove(place)),
            _ => {
                let end = input.len().min(place + 1 + below(random, 16));
                let part = input[place..end].to_vec();
                let to = below(random, input.len());
                input.splice(to..to, part);
            }
        }
    }
}

/// Feeds damaged copies of `seeds` to `parse`, which says whether it found a fault. Some must be
/// found faulty and some not, or the damage is too small or too large to tell anything.
fn survives(seeds: &[&[u8]], parse: impl Fn(&[u8]) -> bool) {
    for seed in seeds {
        assert!(!parse(seed), "the undamaged input is sound");
    }
    let mut random = Xorshift::new(884_736_743);
    let mut faults = 0;
    for round in 0..INPUTS {
        let mut input = seeds[round % seeds.len()].to_vec();
        mutate(&mut input, &mut random);
        let before = HELD.get();
        PEAK.set(before);
        faults += usize::from(parse(&input));
        let peak = PEAK.get() - before;
        assert!(peak <= MOST_MEMORY, "input {round} took {peak} bytes: {input:02x?}");
    }
    assert!(faults > INPUTS / 2, "only {faults} of {INPUTS} inputs were found faulty");
    assert!(faults < INPUTS, "every input was found faulty");
}

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

const SHORT: &[u8] = include_bytes!("fixtures/gzip/short.gz");
const MIXED: &[u8] = include_bytes!("fixtures/gzip/mixed.9.gz");

/// The body of `mixed.9.gz`: after ten bytes and the name, before the trailer.
fn mixed_body() -> &'static [u8] {
    &MIXED[10 + "mixed\0".len()..MIXED.len() - 8]
}

#[test]
fn gzip() {
    let several = [pack(b"one"), SHORT.to_vec(), pack(b"two"), vec![0; 9]].concat();
    survives(&[SHORT, &several, MIXED], |input| drain(GzipReader::new(input)));
}

#[test]
fn inflate() {
    let short = &SHORT[10..SHORT.len() - 8];
    survives(&[short, mixed_body()], |input| drain(Inflate::new(input)));
}

#[test]
fn idx_files() {
    let floats = idx(0x0E, &[7], &[63; 56]);
    survives(&[&images(3, 2, 3), &floats, &idx(8, &[2; 7], &[1; 128])], |input| {
        let parse = || {
            let mut reader = IdxReader::new(input)?;
            while reader.next_values(2)?.is_some() {}
            Ok::<_, backprop::format::idx::IdxError>(())
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
    let before = HELD.get();
    PEAK.set(before);
    assert!(!drain(Inflate::new(&stream[..])), "the stream is sound");
    let peak = PEAK.get() - before;
    assert!(peak <= MOST_MEMORY, "a block leaves nothing behind, but {peak} bytes were held");
}
