//! NumPy's generator, bit for bit: `numpy.random.default_rng(seed)`.
//!
//! The tutorial draws its initial weights from it, so its printed numbers come out only if every
//! one of these bits does. It is PCG64 XSL-RR 128/64 (O'Neill, "PCG: A Family of Simple Fast
//! Space-Efficient Statistically Good Algorithms for Random Number Generation", Harvey Mudd
//! College HMC-CS-2014-0905, 2014):
//!
//! - The engine is a linear congruential generator, state ← state·M + increment modulo 2¹²⁸. Any
//!   odd increment gives the full period 2¹²⁸ and a sequence of its own.
//! - Its high bits are good and its low bits are poor. So the output is the high half XORed with
//!   the low half (XSL), rotated by the topmost six bits (RR).
//!
//! The seed sets state and increment through NumPy's `SeedSequence`: O'Neill ("Developing a
//! seed_seq Alternative", 2015) hashes the seed's 32-bit words into a pool of four such that every
//! bit of the seed reaches every word of the pool, and hashes the pool again into words for a
//! generator. Two multiply-and-xorshift steps do all the work, `Hash::word` and `combined`, modulo
//! 2³²; their constants are arbitrary odd numbers of hers.
//!
//! NumPy keeps the stream of bits (`random_raw`) the same in every release, but not the numbers
//! that it makes from them (`random`, `shuffle`); this is what NumPy 2.4.6 does.

use super::Random;
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
#[must_use]
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
    pub fn from_decimal(seed: &str) -> Result<NumpyRandom, ParseIntError> {
        seed.parse().map(NumpyRandom::from_seed)
    }

    fn from_seed(seed: u128) -> NumpyRandom {
        let [a, b, c, d] = state_words(seed).map(u128::from);
        let (start, sequence) = (a << 64 | b, c << 64 | d);
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

/// Four words for a generator's state: NumPy's `SeedSequence(seed).generate_state(4, np.uint64)`.
fn state_words(seed: u128) -> [u64; 4] {
    // One hash runs through all words of the seed, the lowest first, so equal words at different
    // places hash differently.
    let mut hash = Hash { constant: 0x43b0_d7e5, multiplier: 0x931e_8875 };
    let mut pool: [u32; 4] = std::array::from_fn(|i| hash.word((seed >> (32 * i)) as u32));
    for from in 0..4 {
        for to in (0..4).filter(|&to| to != from) {
            pool[to] = combined(pool[to], hash.word(pool[from]));
        }
    }
    let mut hash = Hash { constant: 0x8b51_f9dd, multiplier: 0x58f3_8ded };
    let halves: [u32; 8] = std::array::from_fn(|i| hash.word(pool[i % 4]));
    std::array::from_fn(|i| u64::from(halves[2 * i]) | u64::from(halves[2 * i + 1]) << 32)
}

/// A hash whose constant changes with every word.
struct Hash {
    constant: u32,
    multiplier: u32,
}

impl Hash {
    fn word(&mut self, word: u32) -> u32 {
        let word = word ^ self.constant;
        self.constant = self.constant.wrapping_mul(self.multiplier);
        let word = word.wrapping_mul(self.constant);
        word ^ (word >> 16)
    }
}

/// The pool's word `x` with the hashed word `y` mixed in.
fn combined(x: u32, y: u32) -> u32 {
    let difference = x.wrapping_mul(0xca01_f9dd).wrapping_sub(y.wrapping_mul(0x4973_f715));
    difference ^ (difference >> 16)
}
