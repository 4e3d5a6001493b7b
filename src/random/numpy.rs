//! NumPy's generator, bit for bit: `numpy.random.default_rng(seed)`.
//!
//! The tutorial draws its initial weights from it, so its printed numbers come out only if every
//! one of these bits does. It is PCG64 (O'Neill, "PCG: A Family of Simple Fast
//! Space-Efficient Statistically Good Algorithms for Random Number Generation", Harvey Mudd
//! College HMC-CS-2014-0905, 2014), in the form that she calls XSL-RR 128/64:
//!
//! - The engine is a linear congruential generator, state ← state·M + increment modulo 2¹²⁸. Any
//!   odd increment gives the full period 2¹²⁸, so the increment numbers 2¹²⁷ different sequences.
//! - Its high bits are good and its low bits are poor (the lowest merely alternates). So the
//!   output is the high half XORed with the low half (XSL), rotated by the topmost six bits (RR):
//!   the best bits decide where the others go.
//!
//! The seed sets both state and increment, through NumPy's `SeedSequence`.
//!
//! NumPy keeps the stream of bits (`random_raw`) the same in every release, but not the numbers
//! that it makes from them (`random`, `shuffle`); this is what NumPy 2.4.6 does.
//! [`below`](Random::below) and [`normal`](Random::normal) are the trait's own: nothing here needs
//! NumPy's `integers` or its ziggurat.

use super::Random;
use super::seed_sequence::state_words;
use std::num::ParseIntError;

/// PCG's multiplier for 128 bits.
const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;

/// `numpy.random.default_rng(seed)`.
///
/// ```
/// use backprop::random::{Random, numpy::NumpyRandom};
///
/// // >>> numpy.random.default_rng(42).random()
/// // 0.7739560485559633
/// assert_eq!(NumpyRandom::new(42).uniform(), 0.7739560485559633);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumpyRandom {
    state: u128,
    increment: u128,
    /// The half of a 64-bit draw that waits for the next call of [`next_u32`](Self::next_u32).
    spare: Option<u32>,
}

impl NumpyRandom {
    /// The generator for a seed of up to 64 bits.
    pub fn new(seed: u64) -> NumpyRandom {
        NumpyRandom::from_seed(seed.into())
    }

    /// The generator for a seed of up to 128 bits, written in decimal digits.
    ///
    /// # Errors
    /// If the text is no such number.
    pub fn from_decimal(seed: &str) -> Result<NumpyRandom, ParseIntError> {
        seed.parse().map(NumpyRandom::from_seed)
    }

    fn from_seed(seed: u128) -> NumpyRandom {
        let words = state_words(seed).map(u128::from);
        let start = words[0] << 64 | words[1];
        let sequence = words[2] << 64 | words[3];
        let mut random = NumpyRandom { state: 0, increment: sequence << 1 | 1, spare: None };
        random.step();
        random.state = random.state.wrapping_add(start);
        random.step();
        random
    }

    /// The next 32 random bits: the low half of a 64-bit draw, and the high half the next time.
    /// Draws of 64 bits in between neither use nor drop the half that is waiting.
    pub fn next_u32(&mut self) -> u32 {
        self.spare.take().unwrap_or_else(|| {
            let draw = self.next_u64();
            self.spare = Some((draw >> 32) as u32);
            draw as u32
        })
    }

    fn step(&mut self) {
        self.state = self.state.wrapping_mul(MULTIPLIER).wrapping_add(self.increment);
    }
}

impl Random for NumpyRandom {
    fn next_u64(&mut self) -> u64 {
        self.step();
        let halves = (self.state >> 64) as u64 ^ self.state as u64;
        halves.rotate_right((self.state >> 122) as u32)
    }

    /// NumPy's `shuffle`, of a list or along an array's first axis; shuffling 0..n gives
    /// `permutation(n)`. It chooses in the same order as the trait, but a choice in 0..=last is a
    /// draw cut down to as many bits as `last` has, and made again while it is too large. Draws of
    /// 32 bits are enough for any list that memory holds.
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let mask = usize::MAX >> last.leading_zeros();
            let mut chosen = usize::MAX;
            while chosen > last {
                chosen = self.next_u32() as usize & mask;
            }
            items.swap(last, chosen);
        }
    }
}
