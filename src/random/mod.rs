//! Random numbers: the trait of both generators.
//!
//! A generator makes 64 random bits at a time; everything else is arithmetic on them, written once
//! here: a float in [0, 1), a whole number below n, an order, a normal deviate.
//!
//! - [`xorshift`]: the crate's own generator, a few lines long, which can be split into streams.
//! - [`numpy`]: NumPy's `default_rng`, bit for bit, for runs that must equal a NumPy program's.

#![warn(missing_debug_implementations)]

use crate::elementary::ln;

pub mod numpy;
pub mod xorshift;

pub use numpy::NumpyRandom;
pub use xorshift::Xorshift;

/// A source of random bits, and the numbers made from them.
pub trait Random {
    /// The next 64 random bits.
    fn next_u64(&mut self) -> u64;

    /// A float in [0, 1): the top 53 bits, scaled by 2⁻⁵³. The largest value is 1 - 2⁻⁵³, never 1.
    fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A whole number in 0..n, each with exactly the same probability.
    ///
    /// Lemire's method ("Fast Random Integer Generation in an Interval", ACM Transactions on
    /// Modeling and Computer Simulation 29(1), 2019), with 64 bits per draw. With x uniform in
    /// 0..2⁶⁴, the high word of the product x·n lies in 0..n. To each high word belong 2⁶⁴ numbers,
    /// of which ⌊2⁶⁴/n⌋ or ⌈2⁶⁴/n⌉ are products: that is the bias. So draw again if the low word is
    /// below t = 2⁶⁴ mod n; the 2⁶⁴ - t numbers that are left, a multiple of n, hold equally many
    /// products for each high word. As t < n, a low word of n or more needs no division.
    ///
    /// # Panics
    /// If `n` is 0: no number is below it.
    fn below(&mut self, n: u64) -> u64 {
        assert!(n > 0, "below(0): there is no whole number below 0");
        loop {
            let product = u128::from(self.next_u64()) * u128::from(n);
            let low = product as u64;
            // 2⁶⁴ - n leaves the same remainder as 2⁶⁴, and fits 64 bits.
            if low >= n || low >= n.wrapping_neg() % n {
                return (product >> 64) as u64;
            }
        }
    }

    /// Puts the items in random order, each of the n! orders with the same probability.
    ///
    /// Fisher and Yates's method in Durstenfeld's form (Communications of the ACM 7(7), 1964):
    /// choose the last item among all n, the one before it among the n - 1 that are left, and so
    /// on. (Choosing among all n at every place would make nⁿ equally likely runs of choices, which
    /// n! does not divide.)
    fn shuffle<T>(&mut self, items: &mut [T])
    where
        Self: Sized,
    {
        for last in (1..items.len()).rev() {
            let chosen = self.below(last as u64 + 1) as usize;
            items.swap(last, chosen);
        }
    }

    /// A standard normal deviate: mean 0, variance 1, density exp(-x²/2) / √(2π).
    ///
    /// Marsaglia's polar method (Marsaglia and Bray, SIAM Review 6(3), 1964). Two independent
    /// normal deviates are a point of density exp(-(x² + y²)/2) / 2π: every direction is as likely
    /// as any other, and t = x² + y² has P(t > c) = exp(-c/2), so t = -2 ln(s) for s uniform in
    /// (0, 1). Take (u, v) evenly from the unit disc, by trying the square around it. Its direction
    /// (u, v)/√s with s = u² + v² is even, and s is uniform in (0, 1) and independent of it:
    ///
    /// > x = u/√s · √(-2 ln s) = u · √(-2 ln(s)/s), and y the same with v.
    ///
    /// y is dropped: to keep it for the next call, the generator would need state beyond its bits.
    fn normal(&mut self) -> f64 {
        loop {
            let u = 2.0 * self.uniform() - 1.0;
            let v = 2.0 * self.uniform() - 1.0;
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                return u * (-2.0 * ln(s) / s).sqrt();
            }
        }
    }
}
