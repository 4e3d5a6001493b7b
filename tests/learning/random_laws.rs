//! The numbers that the trait `Random` makes from random bits are even, unbiased and normal, and
//! streams with neighbouring numbers are unrelated.
//!
//! Seeds are fixed, so every test either always passes or always fails. A chi-square statistic must
//! stay below the value that truly random numbers exceed once in a thousand times.

use backprop::random::Random;
use backprop::random::xorshift::Xorshift;
use std::collections::HashSet;

/// Panics unless the values, each below `kinds`, are evenly spread: the chi-square statistic of
/// the counts, sum of (count - expected)² / expected, must be below the threshold.
fn assert_even(values: impl Iterator<Item = usize>, kinds: usize, threshold: f64, what: &str) {
    let mut counts = vec![0_u32; kinds];
    values.for_each(|value| counts[value] += 1);
    let expected = f64::from(counts.iter().sum::<u32>()) / kinds as f64;
    let chi_square: f64 =
        counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
    assert!(chi_square < threshold, "{what}: chi-square {chi_square}, {counts:?}");
}

/// The n-th outputs of neighbouring streams, read across the streams, are as random as one
/// stream: bytes are even, and neighbours differ in half their bits.
#[test]
fn neighbouring_streams_are_unrelated() {
    for nth in [1, 2, 10] {
        let outputs: Vec<u64> = (0..50_000)
            .map(|image| {
                let mut random = Xorshift::stream(7, &[0, image]);
                (1..nth).for_each(|_| _ = random.next_u64());
                random.next_u64()
            })
            .collect();
        for shift in (0..64).step_by(8) {
            let bytes = outputs.iter().map(|output| (output >> shift & 255) as usize);
            assert_even(bytes, 256, 330.52, &format!("output {nth}, bits from {shift} on"));
        }
        let differing: u32 = outputs.windows(2).map(|w| (w[0] ^ w[1]).count_ones()).sum();
        // 49,999 pairs of 64 bits: half of them, give or take 4 standard deviations of 894.
        assert!(differing.abs_diff(49_999 * 32) < 4 * 894, "{differing} differ");
    }
}

/// Gives the same bits for ever.
struct Constant(u64);

impl Random for Constant {
    fn next_u64(&mut self) -> u64 {
        self.0
    }
}

#[test]
fn uniform_stays_within_0_and_1() {
    assert_eq!(Constant(0).uniform(), 0.0, "all bits 0");
    assert_eq!(Constant((1 << 11) - 1).uniform(), 0.0, "bits below the 53");
    assert_eq!(Constant(1 << 11).uniform(), 2.0_f64.powi(-53), "the least");
    assert_eq!(Constant(u64::MAX).uniform(), 1.0 - 2.0_f64.powi(-53), "all bits 1");
}

#[test]
fn uniform_is_even() {
    let mut random = Xorshift::new(1);
    let hundredths = (0..1_000_000).map(|_| (100.0 * random.uniform()) as usize);
    assert_even(hundredths, 100, 148.23, "hundredths");
}

#[test]
fn below_is_even() {
    for (n, threshold) in [(2, 10.83), (3, 13.82), (10, 27.88), (100, 148.23)] {
        let mut random = Xorshift::new(n);
        let drawn = (0..1_000_000).map(|_| random.below(n) as usize);
        assert_even(drawn, n as usize, threshold, &format!("below({n})"));
    }
}

/// Three quarters of 2⁶⁴: without drawing again, one number in three would come twice as often
/// (by the high word of the product, a class modulo 3; by the remainder, the lowest third).
#[test]
fn below_has_no_bias_where_it_would_be_greatest() {
    let n = 3 << 62;
    let mut random = Xorshift::new(2);
    let drawn: Vec<u64> = (0..100_000).map(|_| random.below(n)).collect();
    assert!(drawn.iter().all(|&value| value < n), "a number is not below n");
    let classes = drawn.iter().map(|value| (value % 3) as usize);
    assert_even(classes, 3, 13.82, "classes modulo 3");
    let thirds = drawn.iter().map(|value| (value >> 62) as usize);
    assert_even(thirds, 3, 13.82, "thirds of the range");
}

#[test]
fn below_takes_the_least_and_the_greatest_n() {
    let mut random = Xorshift::new(3);
    let drawn: HashSet<u64> = (0..100).map(|_| random.below(1)).collect();
    assert_eq!(drawn, HashSet::from([0]), "below(1)");
    assert_eq!(Constant(u64::MAX).below(u64::MAX), u64::MAX - 1, "the greatest");
    assert_eq!(Constant(2).below(1 << 63), 1, "a power of two strikes nothing out");
}

#[test]
#[should_panic(expected = "no whole number below 0")]
fn below_zero_is_a_mistake() {
    Xorshift::new(0).below(0);
}

#[test]
fn shuffle_keeps_every_item() {
    for length in [0, 1, 2, 7, 8, 9, 17, 1000] {
        let mut items: Vec<usize> = (0..length).collect();
        Xorshift::new(4).shuffle(&mut items);
        assert!(length < 7 || !items.is_sorted(), "{length} items stand in order");
        items.sort_unstable();
        assert!(items.into_iter().eq(0..length), "{length} items changed");
    }
}

#[test]
fn shuffle_gives_all_24_orders_of_4_evenly() {
    let mut random = Xorshift::new(5);
    let orders = (0..240_000).map(|_| {
        let mut items = [0, 1, 2, 3];
        random.shuffle(&mut items);
        // The order's number: how many of the later items are smaller, in the factorial system.
        let smaller = |i: usize| items[i + 1..].iter().filter(|&&x| x < items[i]).count();
        6 * smaller(0) + 2 * smaller(1) + smaller(2)
    });
    assert_even(orders, 24, 49.73, "orders");
}

/// Mean 0, variance 1, third moment 0, fourth 3; each within 4 standard deviations of its mean
/// over n deviates, √((E x²ᵏ - (E xᵏ)²)/n), with E x⁶ = 15 and E x⁸ = 105.
#[test]
fn normal_has_the_first_four_moments() {
    let n = 1_000_000;
    let mut random = Xorshift::new(6);
    let deviates: Vec<f64> = (0..n).map(|_| random.normal()).collect();
    for (k, moment, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)] {
        let found = deviates.iter().map(|x| x.powi(k)).sum::<f64>() / f64::from(n);
        let allowed = 4.0 * (variance / f64::from(n)).sqrt();
        let off = (found - moment).abs();
        assert!(off < allowed, "moment {k}: {found}, not {moment} within {allowed}");
    }
}

/// P(x > c) from tables, on both sides, within 4 standard deviations of the binomial count.
#[test]
fn normal_has_the_right_tails() {
    let n = 1_000_000;
    let mut random = Xorshift::new(7);
    let deviates: Vec<f64> = (0..n).map(|_| random.normal()).collect();
    for (c, p) in [
        (0.0, 0.5),
        (0.5, 0.308_537_538_7),
        (1.0, 0.158_655_253_9),
        (2.0, 0.022_750_131_9),
        (3.0, 0.001_349_898_0),
        (4.0, 0.000_031_671_2),
    ] {
        let expected = p * f64::from(n);
        let allowed = 4.0 * (expected * (1.0 - p)).sqrt();
        for sign in [1.0, -1.0] {
            let found = deviates.iter().filter(|&&x| sign * x > c).count() as f64;
            let off = (found - expected).abs();
            assert!(off < allowed, "beyond {sign} * {c}: {found}, not {expected}");
        }
    }
}

#[test]
fn normal_deviates_are_unrelated_to_their_neighbours() {
    let n = 1_000_000;
    let mut random = Xorshift::new(8);
    let deviates: Vec<f64> = (0..n).map(|_| random.normal()).collect();
    let product: f64 = deviates.windows(2).map(|w| w[0] * w[1]).sum();
    let correlation = product / f64::from(n);
    assert!(correlation.abs() < 4e-3, "correlation {correlation}");
}

/// Gives the words of a list, one after the other.
struct Replay(std::vec::IntoIter<u64>);

impl Random for Replay {
    fn next_u64(&mut self) -> u64 {
        self.0.next().expect("more words are drawn than expected")
    }
}

/// The centre of the disc has no direction: it is drawn again. The point beside it is the farthest
/// out that a deviate can be.
#[test]
fn normal_is_finite_at_the_centre_of_the_disc() {
    let (centre, beside) = (1 << 63, (1 << 63) + (1 << 11));
    let mut random = Replay(vec![centre, centre, beside, centre].into_iter());
    let farthest = (2.0 * 104.0 * 2.0_f64.ln()).sqrt();
    assert!((random.normal() - farthest).abs() < 1e-9, "about 12.007");
}

/// All but `shuffle` can be asked of a generator whose type is not known.
#[test]
fn the_trait_works_behind_a_pointer() {
    let mut boxed: Box<dyn Random> = Box::new(Xorshift::new(9));
    let mut direct = Xorshift::new(9);
    assert_eq!(boxed.below(10), direct.below(10), "below");
    assert_eq!(boxed.uniform(), direct.uniform(), "uniform");
    assert_eq!(boxed.normal(), direct.normal(), "normal");
}
