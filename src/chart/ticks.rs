//! The positions and labels of ticks, as matplotlib chooses them by default.
//!
//! Positions (its `AutoLocator`): ticks are multiples of a round step: 1, 2, 2.5 or 5 times a power
//! of ten, the smallest that cuts the axis into at most nine pieces.
//!
//! Labels (its `ScalarFormatter`): all labels of an axis share one number of decimals, the fewest
//! that tell every tick apart. If the numbers are very large or very small, a common power of ten
//! is taken out and written once, at the end of the axis: `1e6` says "times a million". (matplotlib
//! takes out a common offset too, if the numbers share four leading digits.)
//!
//! `tests/tutorial/matplotlib.rs` compares the results with matplotlib's own.

use std::ops::RangeInclusive;

/// The most pieces that matplotlib cuts a default axis into, though labels of 10 points leave room
/// for more.
const MOST_PIECES: f64 = 9.0;

/// Round steps within one decade.
const STEPS: [f64; 5] = [1.0, 2.0, 2.5, 5.0, 10.0];

/// Labels with exponents in this range are written out; for others a power of ten is taken out.
const ORDINARY_EXPONENTS: RangeInclusive<i32> = -4..=5;

/// The ticks of one axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticks {
    /// Where they stand, in data units, ascending.
    pub positions: Vec<f64>,
    /// What is written at each.
    pub labels: Vec<String>,
    /// What is written at the end of the axis, such as `1e6`; usually nothing.
    pub common: String,
}

/// The ticks of an axis that shows `low` to `high`.
///
/// There are none if the ends, or the distance between them, are not finite.
pub fn ticks(low: f64, high: f64) -> Ticks {
    if !(high - low).is_finite() {
        return Ticks { positions: Vec::new(), labels: Vec::new(), common: String::new() };
    }
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    let positions = locate(low, high);
    let seen: Vec<f64> = positions.iter().copied().filter(|t| (low..=high).contains(t)).collect();
    let exponent = decade(seen.iter().fold(0.0, |largest: f64, tick| largest.max(tick.abs())));
    let exponent = if ORDINARY_EXPONENTS.contains(&exponent) { 0 } else { exponent };
    let scaled: Vec<f64> = positions.iter().map(|tick| tick / power_of_ten(exponent)).collect();
    let decimals = fewest_decimals(&scaled);
    let without_noise = |value: f64| if value.abs() < 1e-8 { 0.0 } else { value };
    let label = |&value| with_true_minus(&format!("{:.decimals$}", without_noise(value)));
    let labels = scaled.iter().map(label).collect();
    let common = if exponent == 0 { String::new() } else { format!("1e{exponent}") };
    Ticks { positions, labels, common: with_true_minus(&common) }
}

/// The same for what is counted: those at whole numbers.
pub fn whole_ticks(low: f64, high: f64) -> Ticks {
    let mut positions = ticks(low, high).positions;
    positions.retain(|tick| (tick - tick.round()).abs() < 1e-9);
    positions.iter_mut().for_each(|tick| *tick = tick.round());
    let labels = positions.iter().map(f64::to_string).collect();
    Ticks { positions, labels, common: String::new() }
}

/// Widens a range that is too narrow to be drawn: one value, or two that rounding hardly separates.
///
/// `tiny` says how narrow counts as too narrow and `widen` by how much each end moves, both
/// relative to the values; around zero the range becomes -`widen` to `widen`.
pub fn widen_if_singular(low: f64, high: f64, widen: f64, tiny: f64) -> (f64, f64) {
    let largest = low.abs().max(high.abs());
    if largest < 1e6 / tiny * f64::MIN_POSITIVE {
        (-widen, widen)
    } else if high - low <= largest * tiny {
        (low - widen * low.abs(), high + widen * high.abs())
    } else {
        (low, high)
    }
}

/// The multiples of the chosen step from `low` to `high`.
fn locate(low: f64, high: f64) -> Vec<f64> {
    // Rounding may put a tick just beyond an end; matplotlib still shows it.
    let slack = (high - low) * 1e-10;
    let seen = |tick: &f64| *tick >= low - slack && *tick <= high + slack;

    let (low, high) = widen_if_singular(low, high, 1e-13, 1e-14);
    let range = high - low;
    let middle = (low + high) / 2.0;
    // Far from zero, count from a round number nearby: multiples of the step would lose digits.
    let origin = if middle.abs() / range < 100.0 {
        0.0
    } else {
        power_of_ten(decade(middle)).copysign(middle)
    };
    let (low, high) = (low - origin, high - origin);

    let smallest = (high - low) / MOST_PIECES;
    let scale = power_of_ten(decade(range / MOST_PIECES));
    let step = STEPS.map(|step| step * scale).into_iter().find(|&step| step >= smallest);
    let step = step.unwrap_or(10.0 * scale);
    let base = divide(low, step).0 * step;
    let last = divide(high - base, step).0 as usize + 1; // around 10, by the choice of the step
    (0..=last).map(|k| k as f64 * step + base + origin).filter(seen).collect()
}

/// The fewest decimals that show every value to a thousandth of the range's power of ten.
fn fewest_decimals(values: &[f64]) -> usize {
    let (least, most) = (values.iter())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), &v| (least.min(v), most.max(v)));
    let range = if most > least { most - least } else { most.abs().max(1.0) };
    let exponent = decade(range);
    let tolerance = 1e-3 * power_of_ten(exponent);
    let shown = |decimals: i32| {
        let unit = power_of_ten(decimals);
        values.iter().all(|v| (v - (v * unit).round_ties_even() / unit).abs() < tolerance)
    };
    let mut decimals = (3 - exponent).max(0);
    while decimals > 0 && shown(decimals - 1) {
        decimals -= 1;
    }
    decimals as usize
}

/// The quotient rounded down and the rest, exact even where `a / b` rounds up.
fn divide(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest != 0.0 && (rest < 0.0) != (b < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    (quotient.round(), rest)
}

/// The exponent of a number's leading digit: 2 for 123. A number within rounding of a power of ten
/// counts as that power (999.9999999999999 gives 3), as its logarithm would.
fn decade(value: f64) -> i32 {
    let text = format!("{:.14e}", value.abs());
    text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

/// 10 to the `exponent`, correctly rounded (powers by multiplication are not).
fn power_of_ten(exponent: i32) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(f64::INFINITY)
}

/// matplotlib writes U+2212, as wide as a plus, where a program would write a hyphen.
fn with_true_minus(text: &str) -> String {
    text.replace('-', "\u{2212}")
}
