//! NumPy's `SeedSequence`: it turns a seed of up to 128 bits into well mixed words.
//!
//! O'Neill ("Developing a seed_seq Alternative", 2015) hashes the seed's 32-bit words into a pool
//! of four such that every bit of the seed reaches every word of the pool, and hashes the pool
//! again into the words of a generator's state. Two multiply-and-xorshift steps do all the work,
//! `Hash::word` and `combined`, modulo 2³²; their constants are arbitrary odd numbers of hers.

/// The pool's length in words: 128 bits.
const POOL: usize = 4;

/// Four words for a generator's state: NumPy's `SeedSequence(seed).generate_state(4, np.uint64)`.
pub(super) fn state_words(seed: u128) -> [u64; 4] {
    // One hash runs through all words of the seed, the lowest first, so equal words at different
    // places hash differently.
    let mut hash = Hash { constant: 0x43b0_d7e5, multiplier: 0x931e_8875 };
    let mut pool: [u32; POOL] = std::array::from_fn(|i| hash.word((seed >> (32 * i)) as u32));
    for from in 0..POOL {
        for to in (0..POOL).filter(|&to| to != from) {
            pool[to] = combined(pool[to], hash.word(pool[from]));
        }
    }
    let mut hash = Hash { constant: 0x8b51_f9dd, multiplier: 0x58f3_8ded };
    let halves: [u32; 8] = std::array::from_fn(|i| hash.word(pool[i % POOL]));
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
