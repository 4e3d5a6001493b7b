//! `exp`, `ln`, `tanh`, `sin` and `cos`: the same bits on every processor and system.
//!
//! `+ - * /` and `sqrt` are rounded correctly wherever `f64` has 64 bits (not on 32-bit x86 without
//! SSE2). These five are not: the standard library leaves them to the platform's C library, whose
//! last bits differ between systems and processors. So here they are built from `+ - * /`.
//!
//! **The method.** Take the function at a point near `x` from a table, and a Taylor polynomial for
//! the rest `r`:
//!
//! ```text
//! exp x  = 2^m · 2^(j/256) · exp r              x = (256 m + j) ln 2 / 256 + r
//! ln x   = m ln 2 + ln c + 2 artanh s           x = 2^m y,  c = 1 + j/32,  s = (y - c) / (y + c)
//! tanh x = t + (1 - t²) s / (1 + t s)           x = j/32 + r,  t = tanh(j/32),  s = tanh r
//! sin x  = sin a cos r + cos a sin r            x = a + r,  a = j π / 128
//! ```
//!
//! **The error.** Correct rounding is off by at most half a unit in the last place (ulp). Each
//! result here is a number from a table plus a correction, whose own errors come on top. For `exp`
//! it is below 1/700 of the result. For the others it can be larger, so its large part is exact: a
//! table's number comes in two parts, the first with so few bits that its product with the upper
//! bits of `r` is exact (`upper_half`), and what remains is below 1/1000. All errors stay below
//! 0.504 ulp: `tests/learning/elementary.rs` compares with correctly rounded values.
//!
//! **Sources.** Tables with a polynomial: Tang, "Table-driven implementation of the exponential
//! function in IEEE floating-point arithmetic" (ACM TOMS 15, 1989), and "... of the logarithm
//! function ..." (TOMS 16, 1990). Numbers in two parts: Dekker, "A floating-point technique for
//! extending the available precision" (Numerische Mathematik 18, 1971). Subtracting multiples of a
//! constant in parts: Cody and Waite, "Software Manual for the Elementary Functions" (1980). The
//! coefficients are those of the Taylor series; `tables` computes the rest.

#![warn(missing_debug_implementations)]

mod tables;

use tables::{EXP, LN, LN_2_STEP, PI_STEP, Parts, SIN, TANH, power_of_two};

/// `e` to the power `x`; the error is below 0.504 ulp, or below 0.76 ulp if the result is
/// subnormal, because it is then rounded twice.
#[inline]
pub fn exp(x: f64) -> f64 {
    if x.abs() < 708.0 {
        let (power, m) = exp_in_parts(x);
        return power * power_of_two(m);
    }
    // Beyond these bounds the result is 0 or infinite.
    let (power, m) = exp_in_parts(x.clamp(-746.0, 710.0));
    // Two factors, since 2^1024 and 2^-1075 are no floats.
    power * power_of_two(m / 2) * power_of_two(m - m / 2)
}

/// `(p, m)` with `exp x = p · 2^m` and `p` from 0.99 to 2, for `|x| < 1000`.
#[inline]
fn exp_in_parts(x: f64) -> (f64, i32) {
    let (k, index) = nearest_integer(x * (1.0 / LN_2_STEP.high));
    let table = EXP[(index & 255) as usize];
    // k has 19 bits and the first part of the step 34, so the first product is exact.
    let r = (x - k * LN_2_STEP.high) - k * LN_2_STEP.low;
    // exp r - 1 = r + r²/2 + ..., |r| ≤ ln 2 / 512; the next term is below 2^-66.
    let r2 = r * r;
    let small = r + r2 * ((1.0 / 2.0 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0)));
    (table.high + (table.low + table.high * small), index >> 8)
}

/// The natural logarithm; the error is below 0.504 ulp.
pub fn ln(x: f64) -> f64 {
    match x {
        f64::MIN_POSITIVE..=f64::MAX => ln_of_normal(x, 0),
        // A subnormal number: 2^54 makes it normal.
        _ if x > 0.0 && x < 1.0 => ln_of_normal(x * power_of_two(54), -54),
        0.0 => f64::NEG_INFINITY,
        _ if x < 0.0 => f64::NAN,
        // Infinity or NaN.
        _ => x,
    }
}

/// `ln(x · 2^shift)`, for a positive `x` that is neither subnormal nor infinite.
fn ln_of_normal(x: f64, shift: i32) -> f64 {
    let m = f64::from((x.to_bits() >> 52) as i32 - 1023 + shift);
    let y = f64::from_bits((x.to_bits() << 12 >> 12) | 1.0_f64.to_bits());
    let (nearest, j) = nearest_integer(32.0 * (y - 1.0));
    let c = 1.0 + nearest / 32.0;
    // s in two parts: the quotient, and what it leaves over. y - c is exact, and y + c is
    // 2c + (y - c).
    let (sum, sum_low) = exact_sum(2.0 * c, y - c);
    let s = (y - c) / sum;
    let (s_upper, sum_upper) = (upper_half(s), upper_half(sum));
    let product_low = s_upper * (sum - sum_upper) + (s - s_upper) * sum + s * sum_low;
    let s_low = (((y - c) - s_upper * sum_upper) - product_low) / sum;
    // artanh s - s = s³/3 + s⁵/5 + ..., |s| ≤ 1/128; the next term is below 2^-73 s.
    let s2 = s * s;
    let series = s * s2 * (1.0 / 3.0 + s2 * (1.0 / 5.0 + s2 * (1.0 / 7.0 + s2 * (1.0 / 9.0))));
    // m ln 2 + ln c is exact in the first parts, multiples of 2^-42 below 2^10.
    let (ln_2, ln_c) = (LN[32], LN[j as usize]);
    let (high, low) = exact_sum(m * ln_2.high + ln_c.high, 2.0 * s);
    high + (low + (2.0 * (s_low + series) + (m * ln_2.low + ln_c.low)))
}

/// `(exp x - exp(-x)) / (exp x + exp(-x))`; the error is below 0.504 ulp.
#[inline]
pub fn tanh(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    // From 20 on the result is 1.
    let size = x.abs().min(20.0);
    let (nearest, j) = nearest_integer(32.0 * size);
    let [t, slope] = TANH[j as usize];
    let r = size - nearest / 32.0;
    // s - r = -r³/3 + 2r⁵/15 - ..., |r| ≤ 1/64; the next term is below 2^-66 r.
    let r2 = r * r;
    let end = 2.0 / 15.0 - r2 * (17.0 / 315.0 - r2 * (62.0 / 2835.0));
    let bend = -r * r2 * (1.0 / 3.0 - r2 * end);
    let s = r + bend;
    // s / (1 + t s) is r and the last fraction here.
    let upper = upper_half(r);
    let rest = (r - upper) + (bend - t.high * r * s) / (1.0 + t.high * s);
    on_line(t, slope, upper, rest).copysign(x)
}

/// Sine and cosine of an angle in radians; for `|x| ≤ 1000` the error is below 0.504 ulp. Beyond
/// `10^7`, where too few digits of π are subtracted, the result means nothing.
pub fn sin_cos(x: f64) -> (f64, f64) {
    if x == 0.0 {
        // -0 stays -0.
        return (x, 1.0);
    }
    let (k, index) = nearest_integer(x * (1.0 / PI_STEP[0]));
    // k has 16 bits, the first and the second part of the step 37 each, so these are exact.
    let (r, r_low) = exact_sum(x - k * PI_STEP[0], -(k * PI_STEP[1]));
    let upper = upper_half(r);
    // sin r - r = -r³/6 + ... and cos r - 1 = -r²/2 + ..., |r| ≤ π/256; the next terms are below
    // 2^-68 r and 2^-65.
    let r2 = r * r;
    let bend = -r * r2 * (1.0 / 6.0 - r2 * (1.0 / 120.0 - r2 * (1.0 / 5040.0)));
    let drop = -r2 * (1.0 / 2.0 - r2 * (1.0 / 24.0 - r2 * (1.0 / 720.0)));
    let rest = (r - upper) + (r_low - k * PI_STEP[2]) + bend;
    // The cosine is the sine a quarter of a turn ahead, which is 64 entries.
    let sine_ahead = |j: i32| {
        let [sin, cos] = [j, j + 64].map(|j| SIN[(index.wrapping_add(j) & 255) as usize]);
        let low = sin.low + (sin.high + sin.low) * drop;
        on_line(Parts { low, ..sin }, cos, upper, rest)
    };
    (sine_ahead(0), sine_ahead(64))
}

/// The cosine, as [`sin_cos`] gives it.
pub fn cos(x: f64) -> f64 {
    sin_cos(x).1
}

/// `base + slope · (upper + rest)`, rounded once: `slope.high · upper` is exact, since the factors
/// have 27 and 26 bits, and all that is not exact is small.
#[inline]
fn on_line(base: Parts, slope: Parts, upper: f64, rest: f64) -> f64 {
    let (high, low) = exact_sum(base.high, slope.high * upper);
    high + (low + (base.low + (slope.low * upper + (slope.high + slope.low) * rest)))
}

/// The integer nearest to a float below 2^31, as a float and as an integer.
///
/// Between 2^52 and 2^53 the floats are the integers: adding 1.5 · 2^52 rounds, and leaves the
/// integer in the low bits. (`round` and `as` serve every float, and are slower.)
#[inline]
fn nearest_integer(x: f64) -> (f64, i32) {
    const SHIFT: f64 = 1.5 * power_of_two(52);
    let shifted = x + SHIFT;
    (shifted - SHIFT, shifted.to_bits() as i32)
}

/// The upper 26 bits of a float, as a float.
#[inline]
fn upper_half(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & !0x7ff_ffff)
}

/// `a + b`, rounded, and the rounding error; the two together are exact (Dekker's Fast2Sum).
/// Needs `|a| ≥ |b|`, or an `a` that is a multiple of the last bit of `b`.
#[inline]
fn exact_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, (a - sum) + b)
}
