//! A picture of any size as a grey one of moderate size, made while its rows are read.
//!
//! A picture of W x H pixels becomes one of w x h, whose longer side is at most [`LARGEST`]. Each
//! of its pixels is the mean of the rectangle of W/w x H/h pixels that it covers. With lengths
//! counted in 1/w of a column and 1/h of a row all weights are whole numbers:
//!
//! ```text
//! column p covers          [w p, w (p + 1))   of w W units
//! pixel i of the result    [W i, W (i + 1))   so p adds to i, and if i ends in p, to i + 1
//! a sum                    at most 65,025,000 W H < 2^54, exact in 64 bits
//! ```
//!
//! So a ground of one grey has that grey everywhere, to the bit. A smaller picture stays as it is.
//!
//! The grey of a pixel is its luma Y = 0.299 R + 0.587 G + 0.114 B (Recommendation ITU-R BT.601,
//! by which the eye judges brightness), seen over white: `alpha Y + (1 - alpha) white`. But where
//! alpha varies and the colour does not, alpha is the drawing: its grey is `1 - alpha`, or else
//! white strokes on a transparent ground were lost.

use super::grey::Grey;
use crate::format::picture::{Picture, PictureError};

/// The longer side of the result at most: fine enough for rows of digits on a sheet.
pub const LARGEST: usize = 2048;

/// The weights of R, G and B in thousandths (ITU-R BT.601-7 section 2.5.1; the same as in Pillow's
/// mode L).
const LUMA: [u32; 3] = [299, 587, 114];

/// White: alpha times luma, as a whole number.
const WHITE: u64 = 255 * 255_000;

/// Colours that differ by at most so many of 255 levels, times 255 / alpha, are one: programs
/// store a colour that was multiplied by alpha and rounded.
const TOLERANCE: i32 = 8;

/// What the reading of such a picture takes at most, in bytes. For each pixel of the result:
/// pictures of all steps, lists of shapes (measured: 59 to 68); for each column two lines, a row
/// and sums.
pub fn memory(height: usize, width: usize) -> u128 {
    let side = |side: usize| (side * LARGEST / height.max(width).max(LARGEST) + 1) as u128;
    100 * side(height) * side(width) + 64 * width as u128
}

/// The grey picture, upright, from 0 for black to 1 for white.
///
/// ```
/// use backprop::digits::reduce::reduce;
/// use backprop::format::picture;
///
/// let mut picture = picture::open(&b"P2 2 1 255 0 51"[..])?;
/// assert_eq!(reduce(&mut picture)?.values, [0.0, 0.2]);
/// # Ok::<(), backprop::format::picture::PictureError>(())
/// ```
pub fn reduce(picture: &mut Picture) -> Result<Grey, PictureError> {
    let (height, width) = picture.rows.size();
    let mut over_white = Plane::new(WHITE, height, width);
    let mut transparency = Plane::new(255, height, width);
    let mut colour = OneColour { low: [0; 3], high: [255; 3] };
    for _ in 0..height {
        let row = picture.next_row()?;
        over_white.add(row.iter().map(seen_over_white));
        transparency.add(row.iter().map(|pixel| u64::from(255 - pixel[3])));
        colour.narrow(row);
    }
    let alpha_varies = transparency.result.values.windows(2).any(|two| two[0] != two[1]);
    let plane = if alpha_varies && colour.is_one() { transparency } else { over_white };
    Ok(upright(plane.result, picture.rows.orientation()))
}

/// One kind of value, reduced.
struct Plane {
    /// The value that becomes 1.
    one: u64,
    height: u64,
    width: u64,
    /// The current row, reduced along x; and a place after its end.
    narrow: Vec<u64>,
    /// The next row of the result, and how much of its height is still to come.
    sums: Vec<u64>,
    room: u64,
    result: Grey,
}

impl Plane {
    fn new(one: u64, height: usize, width: usize) -> Self {
        let longer = height.max(width);
        let side = |side: usize| match longer {
            ..=LARGEST => side,
            _ => (side as u64 * LARGEST as u64 / longer as u64).max(1) as usize,
        };
        let result = Grey { height: side(height), width: side(width), values: Vec::new() };
        let (narrow, sums) = (vec![0; result.width + 1], vec![0; result.width]);
        let (height, width) = (height as u64, width as u64);
        Self { one, height, width, narrow, sums, room: height, result }
    }

    fn add(&mut self, row: impl Iterator<Item = u64>) {
        self.narrow.fill(0);
        let (mut i, mut room, step) = (0, self.width, self.result.width as u64);
        for value in row {
            if step < room {
                self.narrow[i] += step * value;
                room -= step;
            } else {
                self.narrow[i] += room * value;
                i += 1;
                self.narrow[i] += (step - room) * value;
                room += self.width - step;
            }
        }
        let step = self.result.height as u64;
        let weight = step.min(self.room);
        let sums = self.sums.iter_mut().zip(&self.narrow);
        sums.for_each(|(sum, value)| *sum += weight * value);
        self.room -= weight;
        if self.room == 0 {
            let (one, all) = (self.one as f64, self.height * self.width);
            // The whole part is divided exactly, so that one grey stays one.
            let mean = |sum: &u64| (sum / all) as f64 + (sum % all) as f64 / all as f64;
            self.result.values.extend(self.sums.iter().map(|sum| mean(sum) / one));
            let sums = self.sums.iter_mut().zip(&self.narrow);
            sums.for_each(|(sum, value)| *sum = (step - weight) * value);
            self.room = self.height + weight - step;
        }
    }
}

fn seen_over_white(&[red, green, blue, alpha]: &[u8; 4]) -> u64 {
    let [red, green, blue, alpha] = [red, green, blue, alpha].map(u32::from);
    let luma = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
    (alpha * luma + (255 - alpha) * 255_000).into()
}

/// The colours that all visible pixels may have had before they were rounded.
struct OneColour {
    low: [i32; 3],
    high: [i32; 3],
}

impl OneColour {
    fn is_one(&self) -> bool {
        (0..3).all(|channel| self.low[channel] <= self.high[channel])
    }

    fn narrow(&mut self, row: &[[u8; 4]]) {
        if !self.is_one() {
            return;
        }
        for &[red, green, blue, alpha] in row.iter().filter(|pixel| pixel[3] > 0) {
            let tolerance = TOLERANCE * 255 / i32::from(alpha);
            for (channel, value) in [red, green, blue].map(i32::from).into_iter().enumerate() {
                self.low[channel] = self.low[channel].max(value - tolerance);
                self.high[channel] = self.high[channel].min(value + tolerance);
            }
        }
    }
}

/// The picture turned as EXIF's orientation says (Exif 2.32 section 4.6.4 A, tag 274): where the
/// first row and the first column of the file are to be seen.
///
/// ```text
/// 1 top, left     2 top, right    3 bottom, right   4 bottom, left
/// 5 left, top     6 right, top    7 right, bottom   8 left, bottom
/// ```
fn upright(grey: Grey, orientation: u8) -> Grey {
    let turned = orientation >= 5;
    let (height, width) =
        if turned { (grey.width, grey.height) } else { (grey.height, grey.width) };
    let value = |i: usize| {
        let (y, x) = if turned { (i % width, i / width) } else { (i / width, i % width) };
        let from_below = matches!(orientation, 3 | 4 | 6 | 7);
        let from_the_right = matches!(orientation, 2 | 3 | 7 | 8);
        let y = if from_below { grey.height - 1 - y } else { y };
        grey.at(y, if from_the_right { grey.width - 1 - x } else { x })
    };
    Grey { height, width, values: (0..height * width).map(value).collect() }
}
