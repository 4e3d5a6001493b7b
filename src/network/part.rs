//! Some neighbouring units of a layer, with the weights that lead into them.
//!
//! A layer is one part, until mini-batches are to be trained. Then it is cut into parts of up to 64
//! units. In the first layer a thread takes the same parts forward and in the update, so that their
//! weights stay in its core's cache: what goes from core to core is the units' outputs and deltas,
//! which is far less. (All threads read the later layers whole.) One thread gains too: the rows of a
//! part lie side by side in memory, while the rows of 1024 weights are 8 KB apart and push each
//! other out of the cache.

use crate::matrix::{LINE, Matrix};
use std::ops::Range;

/// A part has at most so many units when a layer is cut: 64 values of a row, 8 cache lines, are one
/// block of columns with AVX-512 and two with AVX2.
const UNITS: usize = 64;

/// How many units each part has of a layer that is cut; the last may have fewer. A multiple of
/// [`LINE`], so that the outputs of each part start on a cache line.
pub(super) fn part_units(units: usize) -> usize {
    let parts = units.div_ceil(UNITS).max(1);
    units.div_ceil(parts).next_multiple_of(LINE)
}

/// A part of a layer.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Its first unit.
    pub first: usize,
    /// Row `p` holds the weights from input `p` to each unit: `inputs × units`.
    pub weights: Matrix,
    /// The transpose, `units × inputs`; `None` in a network's first layer, which hands no error
    /// back.
    pub transposed: Option<Matrix>,
}

impl Part {
    /// The units `units` of a layer of these `weights`.
    pub fn of(weights: &Matrix, units: Range<usize>) -> Self {
        let part = |p: usize, j: usize| weights.row(p)[units.start + j];
        let weights = Matrix::from_fn(weights.rows(), units.len(), part);
        Self { first: units.start, weights, transposed: None }
    }

    /// Which units of the layer these are.
    pub fn units(&self) -> Range<usize> {
        self.first..self.first + self.weights.columns()
    }

    /// Makes the transpose follow the weights.
    pub fn transpose(&mut self) {
        if let Some(transposed) = &mut self.transposed {
            transposed.set_to_transpose_of(&self.weights);
        }
    }
}
