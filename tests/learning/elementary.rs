//! The crate's own `exp`, `ln`, `tanh`, `sin` and `cos` are within 0.504 units in the last place
//! (ulp) of the true values, obey their laws, and have the same bits everywhere.
//!
//! `fixtures/elementary.txt` holds correctly rounded values; its head says what each line means,
//! and `compare/elementary.py` how its arguments were chosen.

use backprop::elementary::{cos, exp, ln, sin_cos, tanh};
use std::f64::consts::{LN_2, PI};

const FIXTURE: &str = include_str!("../fixtures/elementary.txt");

type Function = fn(f64) -> f64;

const FUNCTIONS: [(&str, Function); 5] =
    [("exp", exp), ("ln", ln), ("tanh", tanh), ("sin", sin), ("cos", cos)];

fn sin(x: f64) -> f64 {
    sin_cos(x).0
}

#[test]
fn the_error_is_below_the_stated_bound() {
    for (name, function) in FUNCTIONS {
        let (mut count, mut wrong) = (0, 0);
        for line in FIXTURE.lines().filter(|line| line.starts_with(name)) {
            let words: Vec<&str> = line.split(' ').collect();
            let [x, rounded] =
                [1, 2].map(|i| f64::from_bits(u64::from_str_radix(words[i], 16).unwrap()));
            let remainder: f64 = words[3].parse().unwrap();
            let found = function(x);
            // Neighbouring floats have neighbouring bits; a negative one's grow towards -inf.
            let apart = found.to_bits().wrapping_sub(rounded.to_bits()) as i64 as f64;
            let error = (apart * rounded.signum() - remainder).abs();
            let bound = if rounded.abs() < f64::MIN_POSITIVE { 0.76 } else { 0.504 };
            assert!(error < bound, "{name}({x:?}) = {found:?}: {error} ulp from the true value");
            (count, wrong) = (count + 1, wrong + u32::from(found != rounded));
        }
        assert!(count >= 180, "the fixture has too few lines of {name}");
        assert!(wrong <= 3, "{name}: {wrong} of {count} values are not correctly rounded");
    }
}

/// Arguments, each with its value.
const SPECIAL: [&str; 5] = [
    "0 1, -0 1, 5e-324 1, inf inf, -inf 0, nan nan, 709.782712893385 inf, 1e300 inf, -745.14 0",
    "1 0, 0 -inf, -0 -inf, inf inf, -5e-324 nan, -1 nan, -inf nan, nan nan",
    "0 0, -0 -0, 5e-324 5e-324, -1e-300 -1e-300, 20 1, -1e300 -1, inf 1, -inf -1, nan nan",
    "0 0, -0 -0, 5e-324 5e-324, -1e-300 -1e-300, inf nan, -inf nan, nan nan",
    "0 1, -0 1, 5e-324 1, -1e-300 1, inf nan, -inf nan, nan nan",
];

#[test]
fn zeros_infinities_nan_and_any_other_bits_are_answered() {
    for ((name, function), cases) in FUNCTIONS.into_iter().zip(SPECIAL) {
        for case in cases.split(", ") {
            let (x, expected) = case.split_once(' ').unwrap();
            let [x, expected] = [x, expected].map(|text| text.parse::<f64>().unwrap());
            let found = function(x);
            let same = found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan();
            assert!(same, "{name}({x:?}) is {expected:?}; found {found:?}");
        }
        // Every exponent, with bits that lead to the largest integers inside.
        for high in 0..1 << 12 {
            let x = f64::from_bits((high << 52) + 0x7fff_ffff);
            let found = function(x);
            assert!(found.is_nan() || !x.is_nan(), "{name}({x:?}) = {found:?}");
        }
    }
}

/// Arguments at which one point of a table takes over from another, from below to above.
fn borders(step: f64, most: i32) -> impl Iterator<Item = [f64; 9]> {
    (-most..most).map(move |j| {
        let x = (f64::from(j) + 0.5) * step;
        [-4, -3, -2, -1, 0, 1, 2, 3, 4].map(|i| x * (1.0 + f64::from(i) * f64::EPSILON))
    })
}

#[test]
fn they_rise_where_they_should_and_are_odd_or_even() {
    let rises = |name: &str, function: Function, x: [f64; 9]| {
        let mut values = x.map(function);
        if x[0] > x[8] {
            values.reverse();
        }
        assert!(values.is_sorted(), "{name} falls near {}: {values:?}", x[4]);
    };
    borders(LN_2 / 256.0, 60_000).for_each(|x| rises("exp", exp, x));
    borders(1.0 / 32.0, 700).for_each(|x| rises("tanh", tanh, x));
    borders(PI / 128.0, 64).for_each(|x| rises("sin", sin, x));
    borders(1.0 / 32.0, 33).map(|x| x.map(|x| x + 2.0)).for_each(|x| rises("ln", ln, x));

    for x in borders(PI / 128.0, 640).flatten() {
        assert_eq!(sin(-x).to_bits(), (-sin(x)).to_bits(), "sin is odd at {x:?}");
        assert_eq!(cos(-x).to_bits(), cos(x).to_bits(), "cos is even at {x:?}");
        assert_eq!(tanh(-x).to_bits(), (-tanh(x)).to_bits(), "tanh is odd at {x:?}");
    }
}

/// Wherever this test passes, a million values have the same bits.
#[test]
fn the_bits_are_the_same_everywhere() {
    let found = FUNCTIONS.map(|(name, function)| {
        let sum = (1..=200_000_u64).fold(0_u64, |sum, i| {
            let x = i as f64 / 10_000.0;
            sum.wrapping_mul(31).wrapping_add(function(x).to_bits())
        });
        format!("{name} {sum:016x}")
    });
    let expected = [
        "exp ae3eb5253b3e676e",
        "ln e12033ab0925a79f",
        "tanh 543d6fb05489c4db",
        "sin 419dc72b40b69d55",
        "cos 5cd5c2cf0c07abd1",
    ];
    assert_eq!(found, expected);
}
