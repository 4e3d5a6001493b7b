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
    start: [usize; 2],
    step: [usize; 2],
}

impl Pass {
    /// The passes of a picture that have pixels: one if it is not interlaced.
    pub fn all(header: &Header) -> Vec<Self> {
        let grids = if header.interlaced { &ADAM7[..] } else { &[[0, 0, 1, 1]] };
        let pass = |&[top, left, down, right]: &[usize; 4]| Self {
            height: header.height.saturating_sub(top).div_ceil(down),
            width: header.width.saturating_sub(left).div_ceil(right),
            start: [top, left],
            step: [down, right],
        };
        grids.iter().map(pass).filter(|pass| pass.height > 0 && pass.width > 0).collect()
    }

    /// The row and column in the whole picture.
    pub fn place(&self, row: usize, column: usize) -> (usize, usize) {
        (self.start[0] + row * self.step[0], self.start[1] + column * self.step[1])
    }
}
