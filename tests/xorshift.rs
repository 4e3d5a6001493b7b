//! Promise: the crate's own generator is xoshiro256++ to the bit, and what the trait `Random`
//! makes of its bits obeys the laws: even, unbiased, normal; streams are independent.
//!
//! Seeds are fixed, so every test either always passes or always fails. A chi-square statistic is
//! held against the value that truly random numbers exceed once in a thousand times.

use backprop::random::Random;
use backprop::random::xorshift::Xorshift;
use std::collections::{HashMap, HashSet};

/// Seed, then the first six outputs and the thousandth: published implementations (the Rust crate
/// rand_xoshiro 0.8.1, seed_from_u64) and a C program after the paper agree on them.
const GOLDEN: [(u64, [u64; 6], u64); 5] = [
    (
        0,
        [
            0x5317_5d61_490b_23df,
            0x61da_6f3d_c380_d507,
            0x5c0f_df91_ec9a_7bfc,
            0x02ee_bf8c_3bbe_5e1a,
            0x7eca_04eb_af4a_5eea,
            0x0543_c377_57f0_8d9a,
        ],
        0x3763_00fa_032f_6483,
    ),
    (
        1,
        [
            0xcfc5_d07f_6f03_c29b,
            0xbf42_4132_963f_e08d,
            0x19a3_7d57_57aa_f520,
            0xbf08_119f_05cd_56d6,
            0x2f47_184b_8618_6fa4,
            0x9729_9fca_e720_2345,
        ],
        0x92d5_2100_f9e1_da0d,
    ),
    (
        42,
        [
            0xd076_4d4f_4476_689f,
            0x519e_4174_576f_3791,
            0xfbe0_7cfb_0c24_ed8c,
            0xb37d_9f60_0cd8_35b8,
            0xcb23_1c38_7484_6a73,
            0x968d_9f00_4e50_de7d,
        ],
        0xa3ed_059c_1cc3_8790,
    ),
    (
        884_736_743,
        [
            0x337f_3d2d_7cf1_42f4,
            0x5843_40ab_4820_0f37,
            0xa52d_21ac_bfb5_7665,
            0x9101_5928_dc68_d1b9,
            0x51c8_3c34_7d12_bb34,
            0x9236_a66f_090b_a22c,
        ],
        0x9cf6_8ac7_d3d9_511c,
    ),
    (
        u64::MAX,
        [
            0x56cc_f8ce_948e_27b2,
            0xe685_8843_2e5a_5b90,
            0xe3e9_b5a4_8119_ca8b,
            0x460f_1949_5532_ae73,
            0xa7d6_2040_ea92_63e1,
            0x66f1_fb2a_c940_2c14,
        ],
        0x6e67_f58f_11f3_5060,
    ),
];

#[test]
fn the_stream_is_xoshiro256_plus_plus() {
    for (seed, first, thousandth) in GOLDEN {
        let mut random = Xorshift::new(seed);
        let drawn: Vec<u64> = (0..1000).map(|_| random.next_u64()).collect();
        assert_eq!(drawn[..6], first, "seed {seed}");
        assert_eq!(drawn[999], thousandth, "seed {seed}, the thousandth");
    }
}

/// Computed by an independent program from the definition in `Xorshift::stream`.
#[test]
fn streams_never_change_from_release_to_release() {
    for (seed, numbers, first) in [
        (0, &[][..], 0x5317_5d61_490b_23df_u64),
        (0, &[0], 0x84f0_9bf3_07c1_073a),
        (42, &[3, 59_999], 0xc45b_50af_df16_9622),
        (42, &[59_999, 3], 0xa708_5dda_2f88_32e2),
        (u64::MAX, &[u64::MAX; 3], 0xcf18_2624_766c_9f8c),
    ] {
        let found = Xorshift::stream(seed, numbers).next_u64();
        assert_eq!(found, first, "stream({seed}, {numbers:?})");
    }
}

/// Small numbers of every length, as epochs and images are, and neighbouring seeds.
#[test]
fn different_numbers_are_different_streams() {
    let mut seen = HashMap::new();
    for seed in 0..40 {
        for a in 0..40 {
            for b in 0..40 {
                seen.insert(Xorshift::stream(seed, &[a, b]).next_u64(), (seed, a, b));
            }
            seen.insert(Xorshift::stream(seed, &[a]).next_u64(), (seed, a, 1000));
        }
        seen.insert(Xorshift::new(seed).next_u64(), (seed, 1000, 1000));
    }
    assert_eq!(seen.len(), 40 * (40 * 40 + 40 + 1), "some begin alike");
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

/// The shortest linear recurrence over {0, 1} that makes the bits (Massey, "Shift-Register
/// Synthesis and BCH Decoding", IEEE Transactions on Information Theory 15(1), 1969).
fn linear_complexity(bits: &[bool]) -> usize {
    let mut recurrence = vec![false; bits.len() + 1];
    recurrence[0] = true;
    let (mut previous, mut since, mut length) = (recurrence.clone(), 1, 0);
    for n in 0..bits.len() {
        let odd = (0..=length).fold(false, |odd, i| odd ^ (recurrence[i] & bits[n - i]));
        if odd {
            let before = recurrence.clone();
            for i in since..recurrence.len() {
                recurrence[i] ^= previous[i - since];
            }
            if 2 * length <= n {
                (length, previous, since) = (n + 1 - length, before, 0);
            }
        }
        since += 1;
    }
    length
}

/// 2000 random bits need a recurrence of about 1000; more than 10 away has a chance of 2⁻²⁰.
#[test]
fn no_bit_is_linear_as_marsaglias_are() {
    let mut x = 42_u64;
    let plain: Vec<u64> = (0..2000)
        .map(|_| {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            x
        })
        .collect();
    let mut random = Xorshift::new(42);
    let ours: Vec<u64> = (0..2000).map(|_| random.next_u64()).collect();

    for bit in [0, 1, 2, 31, 63] {
        let of = |words: &[u64]| {
            let bits: Vec<bool> = words.iter().map(|word| word >> bit & 1 == 1).collect();
            linear_complexity(&bits)
        };
        assert_eq!(of(&plain), 64, "bit {bit} of the plain xorshift");
        let ours = of(&ours);
        assert!(ours.abs_diff(1000) <= 10, "bit {bit} of ours: {ours}");
    }
}

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
