//! A batch of row vectors, in both forms that the loops ask for.

use super::{Matrix, SparseRows};

/// A batch of row vectors: whole, and as lists of their non-zero entries.
///
/// Either form stays empty where no loop asks for it: the images have entries only.
#[derive(Clone, Debug)]
pub struct Vectors {
    /// The vectors: `batch × size`.
    pub rows: Matrix,
    /// Their non-zero entries: for each part of the vectors, the lists of the whole batch.
    pub entries: Vec<SparseRows>,
}

impl Vectors {
    /// No vectors yet, each of `size` values.
    pub fn new(size: usize) -> Self {
        Self { rows: Matrix::zeros(0, size), entries: vec![SparseRows::default()] }
    }

    /// Makes the entries follow the rows, in parts of so many values.
    pub(crate) fn list_entries(&mut self, part: usize) {
        let part = part.max(1);
        let parts = self.rows.columns().div_ceil(part).max(1);
        self.entries.resize(parts, SparseRows::default());
        for (k, lists) in self.entries.iter_mut().enumerate() {
            lists.clear();
            for i in 0..self.rows.rows() {
                let values = &self.rows.row(i)[k * part..];
                lists.push_nonzeros(&values[..part.min(values.len())]);
            }
        }
    }
}
