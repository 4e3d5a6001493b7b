//! A batch of row vectors, in both forms that the loops ask for.

use super::{Matrix, SparseRows};

/// A batch of row vectors: whole, and as lists of their non-zero entries.
///
/// Either form stays empty where no loop asks for it: the images have entries only.
#[derive(Clone, Debug)]
pub(crate) struct Vectors {
    /// The vectors: `batch × size`.
    pub rows: Matrix,
    /// Their non-zero entries.
    pub entries: SparseRows,
}

impl Vectors {
    /// No vectors yet, each of `size` values.
    pub fn new(size: usize) -> Self {
        Self { rows: Matrix::zeros(0, size), entries: SparseRows::default() }
    }

    /// Makes the entries follow the rows.
    pub fn list_entries(&mut self) {
        self.entries.clear();
        for i in 0..self.rows.rows() {
            self.entries.push_nonzeros(self.rows.row(i));
        }
    }
}
