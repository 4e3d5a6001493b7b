//! Damaged inputs, the same ones every time, and the memory that a parser takes for them.

#![allow(unsafe_code, reason = "counting memory takes an allocator of one's own")]

pub mod png;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use backprop::random::{Random, Xorshift};

const INPUTS: usize = 100_000;

/// The most memory that a parser may hold at once, in bytes.
pub const MOST_MEMORY: usize = 1 << 20;

/// The system's allocator, counting what each thread holds, which may be limited. It is below zero
/// in a thread that frees what another one allocated.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
    static LIMIT: Cell<isize> = const { Cell::new(isize::MAX) };
}

// SAFETY: every call is passed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.get().saturating_add_unsigned(layout.size());
        if held > LIMIT.get() {
            return std::ptr::null_mut();
        }
        let place = unsafe { System.alloc(layout) };
        if !place.is_null() {
            HELD.set(held);
            PEAK.set(PEAK.get().max(held));
        }
        place
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.set(HELD.get() - layout.size().cast_signed());
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The result of `run`, and the most bytes that it held at once.
pub fn peak<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let before = HELD.get();
    PEAK.set(before);
    let result = run();
    (result, (PEAK.get() - before).cast_unsigned())
}

/// The result of `run` in a thread that can hold so many more bytes.
pub fn limited<T>(bytes: usize, run: impl FnOnce() -> T) -> T {
    LIMIT.set(HELD.get() + bytes.cast_signed());
    let result = run();
    LIMIT.set(isize::MAX);
    result
}

/// A number below `bound`.
pub fn below(random: &mut Xorshift, bound: usize) -> usize {
    random.below(bound as u64) as usize
}

/// Does one to four small damages to `input`.
pub fn mutate(input: &mut Vec<u8>, random: &mut Xorshift) {
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
pub fn survives(seeds: &[&[u8]], most_memory: usize, parse: impl Fn(&[u8]) -> bool) {
    for seed in seeds {
        assert!(!parse(seed), "the undamaged input is sound");
    }
    let mut random = Xorshift::new(884_736_743);
    let mut faults = 0;
    for round in 0..INPUTS {
        let mut input = seeds[round % seeds.len()].to_vec();
        mutate(&mut input, &mut random);
        let (faulty, peak) = peak(|| parse(&input));
        faults += usize::from(faulty);
        assert!(peak <= most_memory, "input {round} took {peak} bytes: {input:02x?}");
    }
    assert!(faults > INPUTS / 10, "only {faults} of {INPUTS} inputs were found faulty");
    assert!(faults < INPUTS, "every input was found faulty");
}
