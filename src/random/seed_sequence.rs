//! NumPy's `SeedSequence`: it turns a seed of any length into well mixed words.
//!
//! O'Neill ("Developing a seed_seq Alternative", 2015) hashes the seed's 32-bit words into a pool
//! of four such that every bit of the seed reaches every word of the pool, and hashes the pool
//! again into the words of a generator's state. Two multiply-and-xorshift steps do all the work,
//! `Hash::word` and `combined`; their constants are arbitrary odd numbers, chosen by her.
//!
//! All arithmetic is modulo 2³².

use std::fmt;

/// The pool's length in words: 128 bits.
const POOL: usize = 4;

/// The mixed seed: `numpy.random.SeedSequence(seed)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedSequence {
    pool: [u32; POOL],
}

impl SeedSequence {
    /// From a seed of up to 64 bits.
    pub fn new(seed: u64) -> SeedSequence {
        let (low, high) = (seed as u32, (seed >> 32) as u32);
        // A high word of zero makes no difference: missing words count as zeros.
        SeedSequence::from_words(&[low, high])
    }

    /// From a non-negative decimal integer of any length; leading zeros do not count.
    ///
    /// # Errors
    /// If the text is empty, has a sign, or holds anything but the digits 0 to 9.
    pub fn from_decimal(text: &str) -> Result<SeedSequence, SeedError> {
        Ok(SeedSequence::from_words(&words_of_decimal(text)?))
    }

    /// From the seed's base-2³² digits, the lowest first.
    fn from_words(words: &[u32]) -> SeedSequence {
        // One hash runs through all words, so equal words at different places hash differently.
        let mut hash = Hash { constant: 0x43b0_d7e5, multiplier: 0x931e_8875 };
        let mut pool: [u32; POOL] =
            std::array::from_fn(|i| hash.word(words.get(i).copied().unwrap_or(0)));
        for from in 0..POOL {
            for to in (0..POOL).filter(|&to| to != from) {
                pool[to] = combined(pool[to], hash.word(pool[from]));
            }
        }
        for &word in words.iter().skip(POOL) {
            for slot in &mut pool {
                *slot = combined(*slot, hash.word(word));
            }
        }
        SeedSequence { pool }
    }

    /// The four mixed words: NumPy's `SeedSequence.pool`.
    pub fn pool(&self) -> [u32; 4] {
        self.pool
    }

    /// Four words for a generator's state: NumPy's `SeedSequence.generate_state(4, np.uint64)`.
    pub fn state_words(&self) -> [u64; 4] {
        let mut hash = Hash { constant: 0x8b51_f9dd, multiplier: 0x58f3_8ded };
        let halves: [u32; 8] = std::array::from_fn(|i| hash.word(self.pool[i % POOL]));
        std::array::from_fn(|i| u64::from(halves[2 * i]) | u64::from(halves[2 * i + 1]) << 32)
    }
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

/// The base-2³² digits of a decimal integer, the lowest first, by schoolbook multiplication.
///
/// Each step takes nine decimal digits, the most whose power of ten fits 32 bits. The time grows
/// with the square of the length; the longest argument that Linux passes to a program (128 KiB)
/// takes a fraction of a second.
fn words_of_decimal(text: &str) -> Result<Vec<u32>, SeedError> {
    check_decimal(text)?;
    let mut words: Vec<u32> = Vec::new();
    for digits in text.as_bytes().chunks(9) {
        let scale = 10_u64.pow(digits.len() as u32);
        // words = words · scale + the digits' value, which starts as the carry.
        let mut carry = digits.iter().fold(0, |value, digit| 10 * value + u64::from(digit - b'0'));
        for word in &mut words {
            let value = u64::from(*word) * scale + carry;
            *word = value as u32;
            carry = value >> 32;
        }
        if carry > 0 {
            words.push(carry as u32);
        }
    }
    Ok(words)
}

fn check_decimal(text: &str) -> Result<(), SeedError> {
    if text.is_empty() {
        return Err(SeedError::Empty);
    }
    if let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-')) {
        return Err(SeedError::Sign(sign));
    }
    match text.chars().enumerate().find(|(_, c)| !c.is_ascii_digit()) {
        Some((index, found)) => Err(SeedError::NotADigit { found, place: index + 1 }),
        None => Ok(()),
    }
}

/// Why a text is not a seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeedError {
    /// There are no digits at all.
    Empty,
    /// It begins with `+` or `-`.
    Sign(char),
    /// A character is not one of 0 to 9.
    NotADigit {
        /// The first such character.
        found: char,
        /// Where it stands, counting characters from 1.
        place: usize,
    },
}

impl fmt::Display for SeedError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "a seed is a non-negative whole number in decimal digits, such as 884736743; "
        )?;
        match self {
            SeedError::Empty => write!(out, "found no digits: give at least one"),
            SeedError::Sign(sign) => write!(out, "found the sign {sign:?}: give the digits alone"),
            SeedError::NotADigit { found, place } => {
                write!(out, "found {found:?} as character {place}: give only the digits 0 to 9")
            }
        }
    }
}

impl std::error::Error for SeedError {}
