//! The hot loops: weighted sums of rows, and a weighted row taken off several rows.
//!
//! In plain Rust the two are
//!
//! ```text
//! for entry in entries { for j in 0..n { out[j] += entry.value * matrix[entry.column][j] } }
//! for entry in entries { for j in 0..n { matrix[entry.column][j] -= rate * (entry.value * delta[j]) } }
//! ```
//!
//! and `tests/matrix.rs` holds the loops below to just that, bit for bit. Written so, each `out[j]`
//! would be loaded and stored once per entry. Here a block of columns is held in registers over the
//! whole list; it is written when the list is done.

use super::width::{ColumnLoop, Width, run_at};
use super::{Entry, Matrix, SparseRows};

/// `out += lists · matrix`, with shapes `m × n += (m × k) · (k × n)`: row `i` of `out` is increased
/// by the weighted sum of rows of `matrix` that row `i` of `lists` asks for, in the list's order.
///
/// # Panics
/// If the shapes do not fit, or a list names a row that is not there.
pub fn add_weighted_rows(lists: &SparseRows, matrix: &Matrix, out: &mut Matrix) {
    add_weighted_rows_at(Width::in_use(), lists, matrix, out);
}

/// [`add_weighted_rows`] with vectors of the given width, or narrower where there are none.
pub fn add_weighted_rows_at(width: Width, lists: &SparseRows, matrix: &Matrix, out: &mut Matrix) {
    assert_eq!(lists.rows(), out.rows(), "as many lists as rows of the result");
    assert_eq!(matrix.columns(), out.columns(), "the result is as wide as the rows added");
    run_at(width, AddWeightedRows { lists, matrix, out });
}

struct AddWeightedRows<'a> {
    lists: &'a SparseRows,
    matrix: &'a Matrix,
    out: &'a mut Matrix,
}

impl ColumnLoop for AddWeightedRows<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.out.stride()
    }

    /// All lists for one block of columns, then the next block: the block's part of `matrix` stays
    /// in the second-level cache for all of them.
    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        for i in 0..self.lists.rows() {
            let sum = chunk_mut(self.out.padded_row_mut(i), column);
            *sum = weighted_sum::<N>(*sum, self.lists.row(i), self.matrix, column);
        }
    }
}

/// `sum + Σ value · row` over the entries in order, for `N` columns from `column` on.
#[inline(always)]
pub(crate) fn weighted_sum<const N: usize>(
    mut sum: [f64; N],
    entries: &[Entry],
    matrix: &Matrix,
    column: usize,
) -> [f64; N] {
    let (values, stride) = (matrix.padded(), matrix.stride());
    for entry in entries {
        let row: &[f64; N] = chunk(values, entry.column as usize * stride + column);
        for j in 0..N {
            sum[j] += entry.value * row[j];
        }
    }
    sum
}

/// `matrix -= rate · (x ⊗ delta)`, with the non-zero `entries` of the row `x`: each subtracts
/// `rate · (value · delta)` from its row of `matrix`, in this order of operations (NumPy's, in
/// `rate * np.outer(x, delta)`).
///
/// `delta` is one row as wide as `matrix`.
///
/// # Panics
/// If the widths differ, or an entry names a row that is not there.
pub fn subtract_outer(rate: f64, entries: &[Entry], delta: &Matrix, matrix: &mut Matrix) {
    subtract_outer_at(Width::in_use(), rate, entries, delta, matrix);
}

/// [`subtract_outer`] with vectors of the given width, or narrower where there are none.
pub fn subtract_outer_at(
    width: Width,
    rate: f64,
    entries: &[Entry],
    delta: &Matrix,
    matrix: &mut Matrix,
) {
    assert_eq!((1, matrix.columns()), (delta.rows(), delta.columns()), "one row of one width");
    run_at(width, SubtractOuter { rate, entries, delta, matrix });
}

struct SubtractOuter<'a> {
    rate: f64,
    entries: &'a [Entry],
    delta: &'a Matrix,
    matrix: &'a mut Matrix,
}

impl ColumnLoop for SubtractOuter<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.matrix.stride()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let (rate, stride) = (self.rate, self.matrix.stride());
        let delta: [f64; N] = *chunk(self.delta.padded(), column);
        let values = self.matrix.padded_mut();
        for entry in self.entries {
            let place = chunk_mut(values, entry.column as usize * stride + column);
            let mut row: [f64; N] = *place;
            for j in 0..N {
                row[j] -= rate * (entry.value * delta[j]);
            }
            *place = row;
        }
    }
}

/// The `N` values from `start` on, as an array: the compiler then knows how many there are.
#[inline(always)]
pub(crate) fn chunk<const N: usize>(values: &[f64], start: usize) -> &[f64; N] {
    values[start..].first_chunk().expect("a block of columns lies within the row")
}

/// The `N` values from `start` on, as an array to be changed.
#[inline(always)]
pub(crate) fn chunk_mut<const N: usize>(values: &mut [f64], start: usize) -> &mut [f64; N] {
    values[start..].first_chunk_mut().expect("a block of columns lies within the row")
}
