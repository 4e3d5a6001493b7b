//! Random numbers: the trait that both generators stand behind.

/// A source of random bits, and what is made of them.
pub trait Random {
    /// The next 64 random bits.
    fn next_u64(&mut self) -> u64;

    /// A float in [0, 1): the top 53 bits, scaled by 2⁻⁵³.
    fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }
}
