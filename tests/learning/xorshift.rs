//! The crate's own generator is xoshiro256++ to the bit, its streams never change, and its bits
//! obey no short linear recurrence, unlike those of the plain xorshift.

use backprop::random::Random;
use backprop::random::xorshift::Xorshift;
use std::collections::HashMap;

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
