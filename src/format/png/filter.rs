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

use super::PngError;

/// Undoes a line's filter. `above` is the line above as it was before filtering, or zeros;
/// `distance` is how many bytes the pixel before is away.
pub(super) fn unfilter(
    filter: u8,
    line: &mut [u8],
    above: &[u8],
    distance: usize,
) -> Result<(), PngError> {
    let predict: fn(u8, u8, u8) -> u8 = match filter {
        0 => return Ok(()),
        1 => |a, _, _| a,
        2 => |_, b, _| b,
        3 => |a, b, _| a.midpoint(b),
        4 => paeth,
        _ => return Err(PngError::Filter(filter)),
    };
    for i in 0..line.len() {
        let before = i.checked_sub(distance);
        let (a, c) = before.map_or((0, 0), |before| (line[before], above[before]));
        line[i] = line[i].wrapping_add(predict(a, above[i], c));
    }
    Ok(())
}

/// Paeth's predictor: where the picture is a plane, x = a + b - c. On equal distances a comes
/// before b, and b before c (section 9.4).
fn paeth(a: u8, b: u8, c: u8) -> u8 {
    let [left, above, corner] = [a, b, c].map(i16::from);
    let plane = left + above - corner;
    let distance = |byte: i16| (plane - byte).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        a
    } else if distance(above) <= distance(corner) {
        b
    } else {
        c
    }
}
