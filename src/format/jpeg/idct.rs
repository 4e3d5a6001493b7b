//! The inverse DCT in integers, so that the samples equal those of libjpeg's accurate method
//! (`jidctint.c`).
//!
//! Eight values come from eight coefficients as a product with the matrix sqrt(8) w(x, u); so both
//! passes, over the columns and then over the rows, give 8 times the samples. The even coefficients
//! give values that are symmetric about the middle, the odd ones antisymmetric, so that half of the
//! matrix is enough. Its numbers have 13 bits after the point, and values between the passes have
//! 2.
//!
//! libjpeg computes the product in the way of C. Loeffler, A. Ligtenberg and G. Moschytz
//! ("Practical fast 1-D DCT algorithms with 11 multiplications", 1989), by constants which are sums
//! of these numbers, each rounded: hence the last digits.

use std::num::Wrapping;

/// 8 x 8 coefficients, in rows, and their quantization steps.
pub(super) type Block = [i16; 64];
pub(super) type Steps = [u16; 64];

const POINT: usize = 13;
const BETWEEN: usize = 2;

/// For each of the first four values what it has of coefficients 0, 2, 4, 6, and of 1, 3, 5, 7:
/// c_k = 2^13 sqrt(2) cos(k pi / 16) is 11363, 10703, 9633, 8192, 6436, 4433, 2260 for k = 1 to 7.
const EVEN: [[i32; 4]; 4] = [
    [8192, 10703, 8192, 4433],
    [8192, 4433, -8192, -10704],
    [8192, -4433, -8192, 10704],
    [8192, -10703, 8192, -4433],
];
const ODD: [[i32; 4]; 4] = [
    [11363, 9633, 6437, 2260],
    [9633, -2259, -11362, -6436],
    [6437, -11362, 2261, 9633],
    [2260, -6436, 9633, -11363],
];

/// Eight values from eight coefficients, divided by 2^bits and rounded. The sums of damaged
/// coefficients wrap around.
#[inline(always)]
fn transform(x: [i32; 8], bits: usize) -> [i32; 8] {
    let product = |row: &[i32; 4], odd: usize| {
        (0..4).map(|k| Wrapping(row[k]) * Wrapping(x[2 * k + odd])).sum::<Wrapping<i32>>()
    };
    std::array::from_fn(|i| {
        let row = i.min(7 - i);
        let (even, odd) = (product(&EVEN[row], 0), product(&ODD[row], 1));
        let value = if i < 4 { even + odd } else { even - odd };
        ((value + Wrapping(1 << (bits - 1))) >> bits).0
    })
}

/// Writes 8 x 8 samples, rows of them `stride` apart.
pub(super) fn idct(block: &Block, steps: &Steps, samples: &mut [u8], stride: usize) {
    let mut values = [[0; 8]; 8];
    for x in 0..8 {
        let column = std::array::from_fn(|y| {
            i32::from(block[8 * y + x]).wrapping_mul(steps[8 * y + x].into())
        });
        // Most columns have nothing but their first coefficient.
        let column = match column {
            [first, 0, 0, 0, 0, 0, 0, 0] => [first << BETWEEN; 8],
            _ => transform(column, POINT - BETWEEN),
        };
        (0..8).for_each(|y| values[y][x] = column[y]);
    }
    for (row, samples) in values.into_iter().zip(samples.chunks_mut(stride)) {
        for (value, sample) in transform(row, POINT + BETWEEN + 3).into_iter().zip(samples) {
            *sample = (value + 128).clamp(0, 255) as u8;
        }
    }
}
