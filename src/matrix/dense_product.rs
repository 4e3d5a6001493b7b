//! A product whose left factor is dense: `out += left · right`.
//!
//! Backward, a batch's errors are `E = D Wᵀ`, so `Eᵀ = W Dᵀ`: a weighted sum of the rows of `Dᵀ`
//! (`units × batch`), with the weights as they are for coefficients. So batches need no copy of the
//! weights with rows and columns exchanged. Weights are seldom zero, so no lists are made.
//!
//! A zero delta is not skipped here. It adds nothing to a sum, as long as the weights are finite.

use super::Matrix;
use super::rows::{chunk, chunk_mut};
use super::width::{ColumnLoop, Width, run_at};

/// `out += left · right`, with shapes `m × n += (m × k) · (k × n)`, where `left` is some columns of
/// the factor on the left: it takes the rows of `right` from `first` on. With vectors of the given
/// width, or narrower where there are none.
///
/// # Panics
/// If the shapes do not fit.
pub fn add_dense_product(
    width: Width,
    first: usize,
    left: &Matrix,
    right: &Matrix,
    out: &mut Matrix,
) {
    assert_eq!((left.rows(), right.columns()), (out.rows(), out.columns()), "shapes do not fit");
    assert!(first + left.columns() <= right.rows(), "a row for each column");
    run_at(width, AddDenseProduct { left, first, right, out });
}

struct AddDenseProduct<'a> {
    left: &'a Matrix,
    first: usize,
    right: &'a Matrix,
    out: &'a mut Matrix,
}

impl ColumnLoop for AddDenseProduct<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.out.padded_columns()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let (rows, stride) = (self.right.padded(), self.right.stride());
        for i in 0..self.left.rows() {
            let place = chunk_mut(self.out.padded_row_mut(i), column);
            let mut sum: [f64; N] = *place;
            for (p, factor) in self.left.row(i).iter().enumerate() {
                let row: &[f64; N] = chunk(rows, (self.first + p) * stride + column);
                for j in 0..N {
                    sum[j] += factor * row[j];
                }
            }
            *place = sum;
        }
    }
}
