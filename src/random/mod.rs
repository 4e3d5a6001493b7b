//! Random numbers: the trait of both generators.
//!
//! A generator makes one thing, 64 random bits at a time; everything else is arithmetic on them,
//! written once here: a float in [0, 1), a whole number below n, an order, a normal deviate.
//!
//! - [`xorshift`]: the crate's own generator, a few lines long, which can be split into streams.
//! - [`numpy`]: NumPy's `default_rng`, bit for bit, for runs that must equal a NumPy program's;
//!   `seed_sequence` is how NumPy turns a seed into its state.

use crate::elementary::ln;

pub mod numpy;
mod seed_sequence;
pub mod xorshift;

pub use numpy::NumpyRandom;
pub use xorshift::Xorshift;

/// A source of random bits, and the numbers made from them.
pub trait Random {
    /// The next 64 random bits.
    fn next_u64(&mut self) -> u64;

    /// A float in [0, 1): the top 53 bits, scaled by 2⁻⁵³.
    ///
    /// A float in [½, 1) has 53 significant bits, so this is the finest even grid that every
    /// float in [0, 1) can lie on; the largest value is 1 - 2⁻⁵³, never 1.
    fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A whole number in 0..n, each with exactly the same probability.
    ///
    /// Lemire's method ("Fast Random Integer Generation in an Interval", ACM Transactions on
    /// Modeling and Computer Simulation 29(1), 2019), with 64 bits per draw. With x uniform in
    /// 0..2⁶⁴, the product x·n lies in 0..n·2⁶⁴ and its high word ⌊x·n / 2⁶⁴⌋ in 0..n. Each high
    /// word r owns the 2⁶⁴ numbers from r·2⁶⁴ on, and among them fall ⌊2⁶⁴/n⌋ or ⌈2⁶⁴/n⌉ products,
    /// the multiples of n: that is the bias. So strike out the first t = 2⁶⁴ mod n numbers of each
    /// share, those whose low word is below t, and draw again when one comes up. The 2⁶⁴ - t that
    /// are left are a multiple of n in number, and so hold equally many multiples of n in each
    /// share. As t < n, a low word of n or more is safe without the division that finds t.
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
    /// on. That makes n(n-1)...2 equally likely runs of choices, and each gives a different
    /// order. (Choosing among all n at every place would make nⁿ runs, which n! does not divide.)
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
    /// normal deviates are a point (x, y) of density exp(-(x² + y²)/2) / 2π: every direction is
    /// as likely as any other, and t = x² + y² has P(t > c) = exp(-c/2), so t = -2 ln(s) for s
    /// uniform in (0, 1). Now take (u, v) evenly from the unit disc, by trying the square around
    /// it until the disc is hit (π/4 of the tries). Its direction (u, v)/√s, where s = u² + v²,
    /// is even too, and s is uniform in (0, 1), the disc of radius √s having s times the whole
    /// area, and independent of the direction. So s can play both parts:
    ///
    /// > x = u/√s · √(-2 ln s) = u · √(-2 ln(s)/s), and y the same with v.
    ///
    /// y is dropped: to keep it for the next call, the generator would need state beyond its
    /// bits, and drawing weights takes little time. Unlike Box and Muller's method this needs no
    /// sine, and its tail is not cut off at 8.6 by the grid of
    /// [`uniform`](Self::uniform) but at 12, since s can be as small as 2⁻¹⁰⁴.
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
