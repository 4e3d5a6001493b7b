//! A product whose left factor is dense: `out += left · right`, four rows at a time.
//!
//! Backward, a batch's errors are `E = D Wᵀ`, so `Eᵀ = W Dᵀ`: a weighted sum of the rows of `Dᵀ`
//! (`units × batch`), with the weights as they are for coefficients. So batches need no copy of the
//! weights with rows and columns exchanged. Weights are seldom zero, so no lists are made; and each
//! row of `Dᵀ` that is loaded serves four sums, which stay in registers.
//!
//! A zero delta is not skipped here. It adds nothing to a sum, as long as the weights are finite.

use super::Matrix;
use super::rows::{chunk, chunk_mut};
use super::width::{ColumnLoop, Width, in_blocks, run_at};

/// So many rows of the result are summed at a time.
const ROWS: usize = 4;

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

impl AddDenseProduct<'_> {
    /// `R` rows from row `i` on, `N` columns from `column` on.
    #[inline(always)]
    fn rows<const R: usize, const N: usize>(&mut self, i: usize, column: usize) {
        let (k, stride) = (self.left.columns(), self.right.stride());
        let (rights, outs) = (self.right.padded(), self.out.stride());
        let mut lefts: [&[f64]; R] = [&[]; R];
        let mut sums = [[0.0; N]; R];
        for r in 0..R {
            lefts[r] = &self.left.row(i + r)[..k];
            sums[r] = *chunk(self.out.padded(), (i + r) * outs + column);
        }
        for (p, from) in (self.first..self.first + k).enumerate() {
            let row: [f64; N] = *chunk(rights, from * stride + column);
            for r in 0..R {
                let factor = lefts[r][p];
                for j in 0..N {
                    sums[r][j] += factor * row[j];
                }
            }
        }
        for (r, sum) in sums.into_iter().enumerate() {
            *chunk_mut(self.out.padded_mut(), (i + r) * outs + column) = sum;
        }
    }
}

impl ColumnLoop for AddDenseProduct<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.out.stride()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let (rows, most) = (self.left.rows(), self.left.rows() / ROWS * ROWS);
        for i in (0..most).step_by(ROWS) {
            self.rows::<ROWS, N>(i, column);
        }
        for i in most..rows {
            self.rows::<1, N>(i, column);
        }
    }

    /// Half of a block's columns, as there are several sums of each.
    #[inline(always)]
    fn run(self, lines_in_block: usize) {
        in_blocks(self, lines_in_block / 2);
    }
}
