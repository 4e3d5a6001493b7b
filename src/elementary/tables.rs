//! Tables and constants, computed from their series while the crate is compiled.
//!
//! The arithmetic is that of integers: an `i128` counts units of 2^-124, which leaves room for
//! numbers up to 8. Sums are exact, a product or a quotient is off by less than 16 units, so every
//! entry is good to 2^-112. The two parts of an entry hold less.

/// A number as the sum of two floats, the first with few bits.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub(super) high: f64,
    pub(super) low: f64,
}

impl Parts {
    /// From units of 2^-124; `high` becomes the nearest multiple of `2^-bits`.
    const fn new(value: i128, bits: i32) -> Self {
        let unit = ONE >> bits;
        let count = (value + unit / 2) / unit;
        let low = (value - count * unit) as f64 * power_of_two(-124);
        Self { high: count as f64 * power_of_two(-bits), low }
    }

    const fn negative(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

/// 1 in units of 2^-124.
const ONE: i128 = 1 << 124;

/// π is 3.243F6A88 85A308D3 13198A2E 03707344... in hexadecimal digits, the first words in the
/// tables of Blowfish (Schneier, "Description of a New Variable-Length Key, 64-Bit Block Cipher",
/// 1994).
const PI: i128 = 0x3243_F6A8_885A_308D_3131_98A2_E037_0734;

/// `ln 2 / 256`, the first part a multiple of 2^-42.
pub(super) const LN_2_STEP: Parts = Parts::new(logarithm(32) / 256, 42);

/// `π / 128` in three parts: a multiple of 2^-42, one of 2^-79, and the rest.
pub(super) const PI_STEP: [f64; 3] = {
    let first = Parts::new(PI, 35);
    let rest = PI - (first.high * power_of_two(35)) as i128 * (ONE >> 35);
    let second = Parts::new(rest, 72);
    [first.high / 128.0, second.high / 128.0, second.low / 128.0]
};

/// `2^(j/256)` for j = 0 to 255, the first part a multiple of 2^-52.
pub(super) static EXP: [Parts; 256] = {
    let mut table = [Parts { high: 0.0, low: 0.0 }; 256];
    let mut j = 0;
    while j < 256 {
        table[j] = Parts::new(exponential(j as i128 * (logarithm(32) / 256)), 52);
        j += 1;
    }
    table
};

/// `ln(1 + j/32)` for j = 0 to 32, the first part a multiple of 2^-42.
pub(super) static LN: [Parts; 33] = {
    let mut table = [Parts { high: 0.0, low: 0.0 }; 33];
    let mut j = 0;
    while j <= 32 {
        table[j] = Parts::new(logarithm(j as i128), 42);
        j += 1;
    }
    table
};

/// `sin(j π/128)` for j = 0 to 255, a full turn, the first part a multiple of 2^-27.
pub(super) static SIN: [Parts; 256] = {
    let mut table = [Parts { high: 0.0, low: 0.0 }; 256];
    let mut j = 0;
    while j <= 64 {
        let sine = Parts::new(sine(j as i128 * (PI / 128)), 27);
        table[j] = sine;
        table[128 - j] = sine;
        table[128 + j] = sine.negative();
        table[(256 - j) % 256] = sine.negative();
        j += 1;
    }
    table
};

/// `t = tanh(j/32)` and its derivative `1 - t²` for j = 0 to 640, the first parts multiples
/// of 2^-53 and 2^-27: `t = (1 - e) / (1 + e)` with `e = exp(-j/16)`.
pub(super) static TANH: [[Parts; 2]; 641] = {
    let mut table = [[Parts { high: 0.0, low: 0.0 }; 2]; 641];
    let factor = quotient(ONE, exponential(ONE / 16));
    let (mut e, mut j) = (ONE, 0);
    while j <= 640 {
        let t = quotient(ONE - e, ONE + e);
        table[j] = [Parts::new(t, 53), Parts::new(ONE - times(t, t), 27)];
        e = times(e, factor);
        j += 1;
    }
    table
};

/// `1 + x + x²/2 + x³/6 + ...`
const fn exponential(x: i128) -> i128 {
    let (mut sum, mut term, mut n) = (0, ONE, 0);
    while term > 0 {
        sum += term;
        n += 1;
        term = times(term, x) / n;
    }
    sum
}

/// `x - x³/6 + x⁵/120 - ...`
const fn sine(x: i128) -> i128 {
    let (mut sum, mut term, mut n) = (0, x, 1);
    while term != 0 {
        sum += term;
        n += 2;
        term = -times(times(term.abs(), x), x) / (n * (n - 1)) * term.signum();
    }
    sum
}

/// `ln(1 + j/32) = 2 artanh s = 2 (s + s³/3 + s⁵/5 + ...)` with `s = j / (64 + j)`.
const fn logarithm(j: i128) -> i128 {
    let s = ONE / (64 + j) * j;
    let (mut sum, mut power, mut n) = (0, s, 1);
    while power > 0 {
        sum += power / n;
        n += 2;
        power = times(times(power, s), s);
    }
    2 * sum
}

/// The product of two numbers from 0 to 2. That of the low halves is below 16 units and left out.
const fn times(a: i128, b: i128) -> i128 {
    let half = 1 << 64;
    let (a, a_low, b, b_low) = (a / half, a % half, b / half, b % half);
    a * b * 16 + (a * b_low + a_low * b) / (1 << 60)
}

/// The quotient of two numbers from 0 to 3, the first not above the second, digit by digit.
const fn quotient(mut a: i128, b: i128) -> i128 {
    let (mut result, mut digit) = (0, ONE);
    while digit > 0 {
        if a >= b {
            a -= b;
            result += digit;
        }
        a *= 2;
        digit /= 2;
    }
    result
}

/// `2^n`, for n from -1022 to 1023.
pub(super) const fn power_of_two(n: i32) -> f64 {
    f64::from_bits(((1023 + n) as u64) << 52)
}
