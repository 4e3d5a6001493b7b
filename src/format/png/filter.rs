//! The filters of the lines (PNG specification section 9).
//!
//! A filter replaces each byte x by its difference, modulo 256, from a prediction. The bytes of a
//! smooth picture become small and alike, which DEFLATE compresses better. The prediction is made
//! of bytes that the reader has already: a of the pixel before, b of the line above, c of the pixel
//! before in the line above.
//!
//! ```text
//! c b       filter   0 None   1 Sub   2 Up   3 Average            4 Paeth
//! a x       predicts 0        a       b      floor((a + b) / 2)   the one of a, b, c that is
//!                                                                 nearest to a + b - c
//! ```
//!
//! Each is the byte at the same place in its pixel; where pixels share a byte, "the pixel before"
//! is the byte before. Outside the picture all bytes are zero.

use crate::format::rows::RowsError;

/// Undoes the filter of a line. The lines begin with their filter; `above` is the line above as it
/// was before filtering, or zeros. `distance` is how many bytes the pixel before is away, at least
/// one (section 9.2).
pub(super) fn unfilter(line: &mut [u8], above: &[u8], distance: usize) -> Result<(), RowsError> {
    match distance {
        1 => by_pixels::<1>(line, above),
        2 => by_pixels::<2>(line, above),
        3 => by_pixels::<3>(line, above),
        4 => by_pixels::<4>(line, above),
        6 => by_pixels::<6>(line, above),
        _ => by_pixels::<8>(line, above),
    }
}

/// A copy for each distance: the loops below are several times faster if it is known.
fn by_pixels<const N: usize>(line: &mut [u8], above: &[u8]) -> Result<(), RowsError> {
    let (filter, line) = line.split_at_mut(1);
    let (pixels, above) = (line.as_chunks_mut::<N>().0, above[1..].as_chunks::<N>().0);
    match filter[0] {
        0 => {}
        1 => add(pixels, above, |a, _, _| a),
        2 => add(pixels, above, |_, b, _| b),
        3 => add(pixels, above, |a, b, _| a.midpoint(b)),
        4 => add(pixels, above, paeth),
        other => return Err(RowsError::expected("filter 0 to 4", other)),
    }
    Ok(())
}

/// Adds to each byte what `predict` makes of a, b and c.
fn add<const N: usize>(
    pixels: &mut [[u8; N]],
    above: &[[u8; N]],
    predict: impl Fn(u8, u8, u8) -> u8,
) {
    let (mut a, mut c) = ([0; N], [0; N]);
    for (pixel, &b) in pixels.iter_mut().zip(above) {
        for i in 0..N {
            pixel[i] = pixel[i].wrapping_add(predict(a[i], b[i], c[i]));
        }
        (a, c) = (*pixel, b);
    }
}

/// Paeth's predictor: where the picture is a plane, x = a + b - c. On equal distances a comes
/// before b, and b before c (section 9.4).
fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let [left, above, corner] = [a, b, c].map(i16::from);
    let (to_left, to_above) = ((above - corner).abs(), (left - corner).abs());
    let to_corner = (left + above - 2 * corner).abs();
    // Without branches, which processors would guess wrongly as often as not.
    let b_or_c = if to_above <= to_corner { b } else { c };
    if (to_left <= to_above) & (to_left <= to_corner) { a } else { b_or_c }
}
