//! Adam7, the order of an interlaced picture's pixels (PNG specification section 8).
//!
//! The file holds seven smaller pictures, one after the other. In every square of 8 x 8 pixels,
//! this is the pass that each pixel belongs to:
//!
//! ```text
//! 1 6 4 6 2 6 4 6
//! 7 7 7 7 7 7 7 7
//! 5 6 5 6 5 6 5 6
//! 7 7 7 7 7 7 7 7
//! 3 6 4 6 3 6 4 6
//! 7 7 7 7 7 7 7 7
//! 5 6 5 6 5 6 5 6
//! 7 7 7 7 7 7 7 7
//! ```
//!
//! So the rows with even numbers are made of the first six passes, which must be held, and the
//! others are the lines of the seventh, which can be given as they come.

use super::header::Header;

/// The first row and column of each of the seven passes, and the steps between its rows and columns
/// (section 8.2).
const ADAM7: [[usize; 4]; 7] = [
    [0, 0, 8, 8],
    [0, 4, 8, 8],
    [4, 0, 8, 4],
    [0, 2, 4, 4],
    [2, 0, 4, 2],
    [0, 1, 2, 2],
    [1, 0, 2, 1],
];

/// A part of the pixels, stored as a picture of its own.
pub(super) struct Pass {
    pub height: usize,
    pub width: usize,
    /// Its first row and column, and the steps between its rows and columns: if the last one is 1,
    /// its lines are rows of the picture.
    pub grid: [usize; 4],
    /// Its pixels, if they are held.
    pub pixels: Vec<[u8; 4]>,
}

impl Pass {
    /// The passes of a picture that have pixels: one if it is not interlaced.
    pub fn all(header: &Header) -> Vec<Self> {
        let grids = if header.interlaced { &ADAM7[..] } else { &[[0, 0, 1, 1]] };
        let pass = |&grid @ [top, left, down, right]: &[usize; 4]| Self {
            height: header.height.saturating_sub(top).div_ceil(down),
            width: header.width.saturating_sub(left).div_ceil(right),
            grid,
            pixels: Vec::new(),
        };
        grids.iter().map(pass).filter(|pass| pass.height > 0 && pass.width > 0).collect()
    }

    /// Puts the pixels that it has of a row of the picture in their places.
    pub fn fill(&self, y: usize, row: &mut [[u8; 4]]) {
        let [top, left, down, right] = self.grid;
        if y >= top && (y - top).is_multiple_of(down) {
            let line = self.pixels[(y - top) / down * self.width..].iter();
            let places = row.iter_mut().skip(left).step_by(right);
            places.zip(line).for_each(|(place, pixel)| *place = *pixel);
        }
    }
}
