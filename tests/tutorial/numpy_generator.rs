//! `NumpyRandom` draws what NumPy's `default_rng` draws, bit for bit, for any seed of up to 128
//! bits.
//!
//! `fixtures/numpy_generator.txt` holds what NumPy drew; its head says what each line means.

use backprop::random::Random;
use backprop::random::numpy::NumpyRandom;

const FIXTURE: &str = include_str!("../fixtures/numpy_generator.txt");

/// The fixture's lines of one kind: the line, its seed, its other parameter, and NumPy's answer.
fn cases(kind: &str) -> Vec<(&'static str, &'static str, u64, Vec<&'static str>)> {
    let mut cases = Vec::new();
    for line in FIXTURE.lines() {
        let Some((question, answer)) = line.split_once(" :") else {
            continue;
        };
        let words: Vec<&str> = question.split(' ').collect();
        if words[0] == kind {
            let n = words.get(2).map_or(0, |n| n.parse().unwrap());
            cases.push((question, words[1], n, answer.split_whitespace().collect()));
        }
    }
    assert!(cases.len() >= 9, "the fixture has too few lines of {kind}");
    cases
}

fn generator(seed: &str) -> NumpyRandom {
    NumpyRandom::from_decimal(seed).unwrap()
}

fn texts<T: ToString>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

/// The first twelve of the values and the checksum of all.
fn summary(values: &[u64]) -> Vec<String> {
    let check = values
        .iter()
        .zip(1_u64..)
        .fold(0_u64, |sum, (value, i)| sum.wrapping_add(value.wrapping_mul(i)));
    texts(values.iter().take(12).chain([&check]))
}

#[test]
fn the_raw_stream_is_numpys() {
    for (line, seed, _, expected) in cases("raw") {
        let mut random = generator(seed);
        let found = texts((0..expected.len()).map(|_| random.next_u64()));
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn uniform_is_numpys_random() {
    for (line, seed, _, expected) in cases("random") {
        let mut random = generator(seed);
        for text in expected {
            let (found, numpy) = (random.uniform(), text.parse::<f64>().unwrap());
            assert_eq!(found.to_bits(), numpy.to_bits(), "{line}: {found}, {numpy}");
        }
    }
}

#[test]
fn next_u32_is_numpys_low_half_then_high_half() {
    for (line, seed, _, expected) in cases("u32") {
        let mut random = generator(seed);
        let found = texts((0..expected.len()).map(|_| random.next_u32()));
        assert_eq!(found, expected, "{line}");
    }
}

#[test]
fn shuffle_is_numpys_shuffle() {
    for (line, seed, n, expected) in cases("shuffle") {
        let mut order: Vec<u64> = (0..n).collect();
        generator(seed).shuffle(&mut order);
        assert_eq!(summary(&order), expected, "{line}");
    }
}

/// A half that waits from a 32-bit draw is neither used nor dropped by 64-bit draws.
#[test]
fn draws_of_32_and_64_bits_mix_as_in_numpy() {
    // g = default_rng(42); a = arange(6); g.shuffle(a); g.random(); g.shuffle(a)
    let mut random = NumpyRandom::new(42);
    let mut order = [0, 1, 2, 3, 4, 5];
    random.shuffle(&mut order);
    assert_eq!(order, [3, 2, 5, 4, 1, 0], "first shuffle");
    assert_eq!(random.uniform(), 0.6973680290593639, "after a shuffle");
    random.shuffle(&mut order);
    assert_eq!(order, [3, 5, 0, 2, 1, 4], "second shuffle");
}

#[test]
fn a_number_and_its_decimal_text_are_the_same_seed() {
    for seed in [0, 1, 42, 884_736_743, u64::from(u32::MAX), 1 << 32, u64::MAX] {
        let text = seed.to_string();
        assert_eq!(NumpyRandom::new(seed), generator(&text), "seed {seed}");
    }
}

#[test]
fn leading_zeros_do_not_count() {
    for (plain, padded) in [
        ("0", "00"),
        ("0", &"0".repeat(100)),
        ("7", "007"),
        ("884736743", "000000000884736743"),
        ("18446744073709551616", "00000018446744073709551616"),
    ] {
        assert_eq!(generator(plain), generator(padded), "{plain} and {padded}");
    }
}

/// Every digit of a long seed counts.
#[test]
fn different_seeds_are_different_generators() {
    for length in 1..39 {
        let seed = "1".repeat(length);
        for place in 0..length {
            let mut other = seed.clone();
            other.replace_range(place..=place, "2");
            assert_ne!(generator(&seed), generator(&other), "{seed} and {other}");
        }
    }
}

#[test]
fn a_text_that_is_not_a_seed_is_refused() {
    let two_to_the_128 = "340282366920938463463374607431768211456";
    for text in ["", "-1", "-", " 42", "42\n", "1_000", "0x10", "1.5", "1e60", "٤٢", two_to_the_128]
    {
        assert!(NumpyRandom::from_decimal(text).is_err(), "{text:?}");
    }
}
