//! A row-major matrix of `f64`, and the one loop that the whole crate spends its time in.
//!
//! Everything a fully connected network does with its weights is a *weighted sum of rows*:
//!
//! ```text
//! forward    Z = X · W        row i of Z  =  Σ_p  X[i][p] · row p of W
//! backward   D' = D · Wᵀ      row i of D' =  Σ_k  D[i][k] · row k of Wᵀ
//! gradient   G = Xᵀ · D       row p of G  =  Σ_i  X[i][p] · row i of D
//! ```
//!
//! The coefficients may be skipped where they are zero (81 % of MNIST's pixels are, and half of a
//! ReLU layer's outputs), so the left factor is kept as [`SparseRows`]: the list of its non-zero
//! entries, row by row. The right factor is a [`Matrix`]. Adding whole rows needs no horizontal
//! sum, so every element is added up in index order whatever the width of the vector registers:
//! the result has the same bits on every processor.
//!
//! Read on in [`sparse`] (the lists; `vectors.rs` keeps both forms of a batch), [`rows`] (the
//! loops) and [`width`] (how one loop body is compiled for several vector widths).
//! [`dense_product`], which saves batches the copy `Wᵀ`, need not be read.

pub mod dense_product;
pub mod rows;
pub mod sparse;
mod vectors;
pub mod width;

pub use sparse::{Entry, SparseRows};
pub(crate) use vectors::Vectors;
use width::Width;

/// How many `f64` fill one cache line of 64 bytes: rows are padded to a multiple of it.
pub const LINE: usize = 8;

/// Values from the start of one row of so many columns to the start of the next. It is a multiple
/// of [`LINE`], and an odd one beyond eight lines: lines that lie a multiple of 4 KB apart take the
/// same places in the first-level cache, and of 64 rows of 1024 values it could keep eight.
pub(crate) fn stride(columns: usize) -> usize {
    let lines = columns.div_ceil(LINE);
    LINE * if lines > 8 { lines | 1 } else { lines }
}

/// A row-major matrix.
///
/// ```
/// let a = backprop::Matrix::from_rows(&[[1.0, 2.0], [3.0, 4.0]]);
/// let b = backprop::Matrix::from_fn(2, 3, |row, column| (row + column) as f64);
/// assert_eq!(a.product(&b).row(1), [4.0, 11.0, 18.0]);
/// ```
///
/// Each row starts on a cache line of its own: rows are padded with zeros to a multiple of
/// [`LINE`] values, and the first row is placed on a multiple of 64 bytes. A vector load then
/// never straddles two lines, and no loop needs a tail for the last odd columns.
#[derive(Debug, Default)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    /// Values from one row to the next: see [`stride`].
    stride: usize,
    /// Index in `data` of the first value: the first one that lies on a cache line.
    start: usize,
    data: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros, `rows × columns`.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        let stride = stride(columns);
        let data = vec![0.0; rows * stride + LINE - 1];
        let start = data.as_ptr().align_offset(LINE * size_of::<f64>());
        Self { rows, columns, stride, start, data }
    }

    /// The matrix whose element in row `i`, column `j` is `value(i, j)`, asked for in row-major
    /// order: a random generator fills it as NumPy fills an array.
    pub fn from_fn(
        rows: usize,
        columns: usize,
        mut value: impl FnMut(usize, usize) -> f64,
    ) -> Self {
        let mut matrix = Self::zeros(rows, columns);
        for i in 0..rows {
            for (j, element) in matrix.row_mut(i).iter_mut().enumerate() {
                *element = value(i, j);
            }
        }
        matrix
    }

    /// The matrix with these rows: arrays, slices or `Vec`s.
    ///
    /// # Panics
    /// If the rows are not all of one length.
    pub fn from_rows<R: AsRef<[f64]>>(rows: &[R]) -> Self {
        let columns = rows.first().map_or(0, |row| row.as_ref().len());
        let mut matrix = Self::zeros(rows.len(), columns);
        for (i, row) in rows.iter().enumerate() {
            let found = row.as_ref().len();
            assert_eq!(found, columns, "row {i} has {found} values, row 0 has {columns}");
            matrix.row_mut(i).copy_from_slice(row.as_ref());
        }
        matrix
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Row `i`: `columns` values.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.padded_row(i)[..self.columns]
    }

    /// Row `i`, to be changed.
    pub fn row_mut(&mut self, i: usize) -> &mut [f64] {
        let columns = self.columns;
        &mut self.padded_row_mut(i)[..columns]
    }

    /// Row `i` with its padding.
    pub(crate) fn padded_row(&self, i: usize) -> &[f64] {
        &self.padded()[i * self.stride..][..self.stride]
    }

    /// Row `i` with its padding, to be changed.
    pub(crate) fn padded_row_mut(&mut self, i: usize) -> &mut [f64] {
        let stride = self.stride;
        &mut self.padded_mut()[i * stride..][..stride]
    }

    /// All rows with their padding, one after the other: `rows · stride` values.
    pub(crate) fn padded(&self) -> &[f64] {
        &self.data[self.start..][..self.rows * self.stride]
    }

    /// All rows with their padding, to be changed.
    pub(crate) fn padded_mut(&mut self) -> &mut [f64] {
        &mut self.data[self.start..][..self.rows * self.stride]
    }

    /// The columns, rounded up to a multiple of [`LINE`]: what a loop in blocks goes over.
    pub(crate) fn padded_columns(&self) -> usize {
        self.columns.next_multiple_of(LINE)
    }

    /// Values from the start of one row to the start of the next.
    pub(crate) fn stride(&self) -> usize {
        self.stride
    }

    /// The elements in row-major order.
    pub fn elements(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.rows).flat_map(|i| self.row(i).iter().copied())
    }

    /// Sets every element to zero.
    pub fn fill_with_zeros(&mut self) {
        self.padded_mut().fill(0.0);
    }

    /// Makes this `rows × columns`, and keeps the memory where it is enough. The elements, and what
    /// pads them, are then any numbers.
    pub(crate) fn reshape(&mut self, rows: usize, columns: usize) {
        let stride = stride(columns);
        if self.start + rows * stride <= self.data.len() {
            (self.rows, self.columns, self.stride) = (rows, columns, stride);
        } else {
            *self = Self::zeros(rows, columns);
        }
    }

    /// The transpose: element `(i, j)` of it is element `(j, i)` of this.
    pub fn transposed(&self) -> Self {
        let mut result = Self::zeros(self.columns, self.rows);
        result.set_to_transpose_of(self);
        result
    }

    /// Makes this the transpose of `other` without allocating.
    ///
    /// # Panics
    /// If the shapes do not fit.
    pub fn set_to_transpose_of(&mut self, other: &Self) {
        assert_eq!((self.rows, self.columns), (other.columns, other.rows), "shapes do not fit");
        // Eight rows of `other` at a time: they make whole cache lines of this one.
        for top in (0..other.rows).step_by(LINE) {
            for i in top..other.rows.min(top + LINE) {
                for (j, &value) in other.row(i).iter().enumerate() {
                    self.data[self.start + j * self.stride + i] = value;
                }
            }
        }
    }

    /// The product `self · other`, shapes `m × k` and `k × n`: the readable way in to
    /// [`rows::add_weighted_rows`]. Each element is summed in index order; zero factors on the
    /// left are skipped.
    ///
    /// # Panics
    /// If the inner sizes differ.
    pub fn product(&self, other: &Self) -> Self {
        assert_eq!(self.columns, other.rows, "inner sizes differ");
        let (lists, mut result) =
            (SparseRows::from_matrix(self), Self::zeros(self.rows, other.columns));
        rows::add_weighted_rows(Width::in_use(), 0, &lists, other, &mut result);
        result
    }
}

/// A copy has its own cache lines to start on, so it cannot be made field by field.
impl Clone for Matrix {
    fn clone(&self) -> Self {
        let mut copy = Self::zeros(self.rows, self.columns);
        copy.padded_mut().copy_from_slice(self.padded());
        copy
    }
}

/// Two matrices are equal if their shapes and all their elements are.
impl PartialEq for Matrix {
    fn eq(&self, other: &Self) -> bool {
        (self.rows, self.columns) == (other.rows, other.columns)
            && self.elements().eq(other.elements())
    }
}
