//! The hot loops: weighted sums of rows, and a weighted row taken off several rows.
//!
//! In plain Rust the two are
//!
//! ```text
//! for Entry { column, value } in entries { for j in 0..n { out[j] += value * matrix[column][j] } }
//! for Entry { column, value } in entries {
//!     for j in 0..n { matrix[column][j] -= rate * (value * delta[j]) }
//! }
//! ```
//!
//! and `tests/learning/matrix.rs` holds the loops below to just that, bit for bit. Written so, each
//! `out[j]` would be loaded and stored once per entry. Here a block of columns is held in registers
//! over the whole list; it is written when the list is done. A single list of wide rows is the
//! exception: the loops go over whole rows, as each weight is used only once and comes sooner in
//! one long read.

use super::width::{ColumnLoop, Width, in_blocks, run_at};
use super::{Entry, Matrix, SparseRows};

/// A single list is worked on in whole rows from so many columns on, padding included.
///
/// Measured on forward pass and update of one image, 784 rows, as the speed against blocks:
///
/// ```text
/// columns    100   150   200   300   500   800   1200
/// AVX-512   1.00  1.00  1.04  1.07  1.08  1.09   1.09
/// AVX2      0.99  1.02  1.07  1.12  1.14  1.19   1.26
/// SSE2      0.98  1.03  1.05  1.12  1.22  1.26   1.43
/// ```
const WHOLE_ROWS: usize = 192;

/// A batch goes over so many values of the matrix at a time: 32 KB, the smallest first-level cache.
const VALUES: usize = 4096;

/// `out += lists · matrix`, with shapes `m × n += (m × k) · (k × n)`: row `i` of `out` is increased
/// by the weighted sum of rows of `matrix` that row `i` of `lists` asks for, in the list's order.
/// Where `matrix` is only some columns of the factor on the right, the sums are added to the
/// columns of `out` from `first` on, a multiple of a cache line's values. Vectors are as wide as
/// `width` says, or narrower where there are none.
///
/// # Panics
/// If the shapes do not fit, or a list names a row that is not there.
pub fn add_weighted_rows(
    width: Width,
    first: usize,
    lists: &SparseRows,
    matrix: &Matrix,
    out: &mut Matrix,
) {
    assert_eq!(lists.rows(), out.rows(), "as many lists as rows of the result");
    assert!(first + matrix.columns() <= out.columns(), "the sums lie within the result");
    run_at(width, AddWeightedRows { lists, matrix, out, first });
}

struct AddWeightedRows<'a> {
    lists: &'a SparseRows,
    matrix: &'a Matrix,
    out: &'a mut Matrix,
    first: usize,
}

impl AddWeightedRows<'_> {
    /// Adds what these entries ask for to `N` columns of row `i`.
    #[inline(always)]
    fn add_entries<const N: usize>(&mut self, i: usize, entries: &[Entry], column: usize) {
        let sum = chunk_mut(self.out.padded_row_mut(i), self.first + column);
        *sum = weighted_sum::<N>(*sum, entries, self.matrix, column);
    }
}

impl ColumnLoop for AddWeightedRows<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.matrix.padded_columns()
    }

    /// A batch goes over some rows of `matrix` at a time, which stay in the first-level cache for
    /// all lists.
    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        if self.lists.rows() == 1 {
            return self.add_entries::<N>(0, self.lists.row(0), column);
        }
        let mut lists: Vec<_> = (0..self.lists.rows()).map(|i| self.lists.row(i)).collect();
        for end in (VALUES / N..self.matrix.rows()).step_by(VALUES / N) {
            for (i, list) in lists.iter_mut().enumerate() {
                let here = list.iter().take_while(|entry| (entry.column as usize) < end);
                let (entries, later) = list.split_at(here.count());
                self.add_entries::<N>(i, entries, column);
                *list = later;
            }
        }
        for (i, list) in lists.into_iter().enumerate() {
            self.add_entries::<N>(i, list, column);
        }
    }

    #[inline(always)]
    fn run(self, lines_in_block: usize) {
        if self.lists.rows() == 1 && self.columns() >= WHOLE_ROWS {
            let sums =
                &mut self.out.padded_row_mut(0)[self.first..][..self.matrix.padded_columns()];
            add_whole_rows(self.lists.row(0), self.matrix, sums);
        } else {
            in_blocks(self, lines_in_block);
        }
    }
}

/// `sums += Σ value · row` over the entries in order. Four rows at a time, so that `sums` is loaded
/// and stored a fourth as often.
#[inline(always)]
fn add_whole_rows(entries: &[Entry], matrix: &Matrix, sums: &mut [f64]) {
    let n = sums.len();
    let (fours, rest) = entries.as_chunks();
    for &[a, b, c, d] in fours {
        // All of one length, so that the loop needs no checks.
        let row_a = &matrix.padded_row(a.column as usize)[..n];
        let row_b = &matrix.padded_row(b.column as usize)[..n];
        let row_c = &matrix.padded_row(c.column as usize)[..n];
        let row_d = &matrix.padded_row(d.column as usize)[..n];
        for j in 0..n {
            let mut sum = sums[j];
            sum += a.value * row_a[j];
            sum += b.value * row_b[j];
            sum += c.value * row_c[j];
            sum += d.value * row_d[j];
            sums[j] = sum;
        }
    }
    for entry in rest {
        for (sum, w) in sums.iter_mut().zip(matrix.padded_row(entry.column as usize)) {
            *sum += entry.value * w;
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
/// `delta` is one row. Where `matrix` is only some columns of the whole, it takes the columns of
/// `delta` from `first` on; `first` and `width` are as above.
///
/// # Panics
/// If the widths differ, or an entry names a row that is not there.
pub fn subtract_outer(
    width: Width,
    first: usize,
    rate: f64,
    entries: &[Entry],
    delta: &Matrix,
    matrix: &mut Matrix,
) {
    assert_eq!(delta.rows(), 1, "one row");
    assert!(first + matrix.columns() <= delta.columns(), "the columns lie within the row");
    run_at(width, SubtractOuter { rate, entries, delta, first, matrix });
}

struct SubtractOuter<'a> {
    rate: f64,
    entries: &'a [Entry],
    delta: &'a Matrix,
    first: usize,
    matrix: &'a mut Matrix,
}

impl ColumnLoop for SubtractOuter<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.matrix.padded_columns()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, column: usize) {
        let (rate, stride) = (self.rate, self.matrix.stride());
        let delta: [f64; N] = *chunk(self.delta.padded(), self.first + column);
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

    #[inline(always)]
    fn run(self, lines_in_block: usize) {
        if self.columns() < WHOLE_ROWS {
            return in_blocks(self, lines_in_block);
        }
        for entry in self.entries {
            let row = self.matrix.padded_row_mut(entry.column as usize);
            for (w, d) in row.iter_mut().zip(&self.delta.padded()[self.first..]) {
                *w -= self.rate * (entry.value * d);
            }
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
