//! The crate's own generator: xoshiro256++, the xorshift family's grown-up member.
//!
//! **Where it comes from.** Marsaglia ("Xorshift RNGs", Journal of Statistical Software 8(14),
//! 2003) made a generator of three lines: `x ^= x << 13; x ^= x >> 7; x ^= x << 17`. Shifts and
//! XORs are linear maps on the vector of the 64 bits (over the field {0, 1}, where XOR is the
//! sum), so a step is x' = A·x with a 64 × 64 matrix A, chosen such that all 2⁶⁴ - 1 states but
//! zero lie on one cycle.
//!
//! **What is wrong with it.** It stays linear: by the theorem of Cayley and Hamilton every output
//! bit, from the 65th on, is the XOR of a fixed choice of the 64 before it. Any test that looks
//! for linear dependence finds it: the rank of binary matrices filled with its bits, and the
//! length of the shortest linear recurrence that explains them (MatrixRank and LinearComp in
//! TestU01; L'Ecuyer and Simard, ACM Transactions on Mathematical Software 33(4), 2007). Adding
//! two words or multiplying the output (xorshift+, xorshift*) hides that in the high bits only:
//! the lowest bit of a sum is still an XOR (Lemire and O'Neill, "Xorshift1024*, Xorshift1024+,
//! Xorshift128+ and Xoroshiro128+ Fail Statistical Tests for Linearity", Journal of Computational
//! and Applied Mathematics 350, 2019).
//!
//! **What this one does.** Blackman and Vigna ("Scrambled Linear Pseudorandom Number Generators",
//! ACM Transactions on Mathematical Software 47(4), 2021) keep a linear engine, because its
//! period can be proven (here 2²⁵⁶ - 1), with rotations, so that ones spread quickly, and put a
//! scrambler behind it: rotl(s₀ + s₃, 23) + s₀. The rotation brings the high bits of the first
//! sum, with all their carries, down to the low bits of the second, so no bit of the output is
//! linear. `tests/learning/xorshift.rs` measures it: the lowest bits of Marsaglia's generator obey
//! a recurrence of length 64, those of this one none shorter than chance gives.
//!
//! It is not meant for secrets: its state can be worked out from its outputs.

use super::Random;

/// xoshiro256++: 256 bits of state, period 2²⁵⁶ - 1.
///
/// ```
/// use backprop::random::{Random, xorshift::Xorshift};
///
/// let mut random = Xorshift::new(42);
/// let weight = 0.2 * random.uniform() - 0.1;
/// assert!((-0.1..0.1).contains(&weight));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xorshift {
    state: [u64; 4],
}

impl Xorshift {
    /// The generator for a seed; all seeds, 0 included, are equally good.
    ///
    /// The state is four outputs of SplitMix64, as the authors advise: another kind of generator,
    /// that turns seeds one bit apart into unrelated words. They are never all zero, the one
    /// state that the engine cannot leave, since SplitMix64 gives each word once in its period.
    pub fn new(seed: u64) -> Xorshift {
        let mut counter = seed;
        Xorshift { state: std::array::from_fn(|_| splitmix64(&mut counter)) }
    }

    /// An independent generator for a seed and numbers that say what it is for, such as an epoch
    /// and an image: it does not depend on what was drawn before, so work that is shared among
    /// threads draws the same bits whichever thread does it, and in whatever order.
    ///
    /// `stream(seed, &[])` is `new(seed)`. Each number is XORed into the seed after a step of
    /// SplitMix64, so order counts and zeros count. For one number, different numbers give
    /// different streams with certainty; in general two of k streams are the same with
    /// probability about k²/2⁶⁵, for a million streams 3 in 10⁸.
    ///
    /// ```
    /// use backprop::random::{Random, xorshift::Xorshift};
    ///
    /// let (epoch, image) = (3, 59_999);
    /// let mut random = Xorshift::stream(42, &[epoch, image]);
    /// let mut again = Xorshift::stream(42, &[epoch, image]);
    /// assert_eq!(random.next_u64(), again.next_u64());
    /// ```
    pub fn stream(seed: u64, numbers: &[u64]) -> Xorshift {
        Xorshift::new(
            numbers.iter().fold(seed, |mut mixed, number| splitmix64(&mut mixed) ^ number),
        )
    }

    /// The state, with which another one can go on.
    pub fn state(&self) -> [u64; 4] {
        self.state
    }

    /// The generator in this state. All zeros are refused: the engine would never leave them.
    pub fn from_state(state: [u64; 4]) -> Option<Xorshift> {
        (state != [0; 4]).then_some(Xorshift { state })
    }
}

impl Random for Xorshift {
    /// One step; the scrambler reads the state before it.
    fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let output = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);

        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);

        output
    }
}

/// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA
/// 2014): a counter that goes up by 2⁶⁴/φ, the golden ratio making successive counts as unlike as
/// can be, behind a one-to-one function that mixes its bits (Stafford's variant 13 of
/// MurmurHash3's finaliser).
fn splitmix64(counter: &mut u64) -> u64 {
    *counter = counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *counter;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
