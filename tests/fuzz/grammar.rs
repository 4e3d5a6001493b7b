//! The pieces that generated inputs are made of.

use backprop::random::{Random, Xorshift};

use crate::mutation::below;

/// Whether one of `n` equally likely things happens.
pub fn one_in(n: usize, random: &mut Xorshift) -> bool {
    below(random, n) == 0
}

/// One of the items.
pub fn pick<T: Clone>(random: &mut Xorshift, items: &[T]) -> T {
    items[below(random, items.len())].clone()
}

/// Up to `most` bytes: all alike, few different ones or any.
pub fn bytes(random: &mut Xorshift, most: usize) -> Vec<u8> {
    let mask = pick(random, &[0, 1, 3, 0xFF]);
    (0..below(random, most + 1)).map(|_| random.next_u64() as u8 & mask).collect()
}

/// A size: mostly a small one, sometimes one at the limit of its type or near it.
pub fn size(random: &mut Xorshift) -> u32 {
    match below(random, 12) {
        0 => 0,
        1 => pick(random, &[1 << 12, 1 << 16, 1 << 24, 1 << 31, u32::MAX]),
        2 => random.next_u64() as u32 >> below(random, 32),
        _ => 1 + below(random, 6) as u32,
    }
}

/// A number as text: small, large, negative, a fraction, or no number.
pub fn number(random: &mut Xorshift) -> String {
    let small = below(random, 300);
    let odd =
        ["", "-1", "-0", "0", "inf", "nan", "1e999", "1e-400", "0x10", "+5", "\u{663}", "all"];
    let large = ["4294967295", "4294967296", "18446744073709551615", "18446744073709551616"];
    match below(random, 8) {
        0 => pick(random, &odd).to_string(),
        1 => pick(random, &large).to_string(),
        2 => "9".repeat(small),
        3 => format!("{}", random.uniform()),
        4 => format!("{:e}", random.normal()),
        _ => small.to_string(),
    }
}
