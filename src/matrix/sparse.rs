//! The non-zero entries of a matrix, row by row.
//!
//! A zero coefficient adds nothing to a weighted sum of rows, so it need not be looked at. Asking
//! "is it zero?" in the inner loop would cost a mispredicted branch at every edge of a stroke;
//! a list made beforehand costs none.

use super::Matrix;

/// One entry of a row: the coefficient `value` of row number `column` in a weighted sum of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its column in this factor of the product, and so the row of the other factor.
    pub column: u32,
    /// The coefficient.
    pub value: f64,
}

/// The rows of a matrix as lists of their non-zero entries, columns ascending (the usual
/// compressed sparse row form).
#[derive(Clone, Debug)]
pub struct SparseRows {
    /// Row `i` is `entries[starts[i]..starts[i + 1]]`. After the last row lies spare room, with
    /// arbitrary values.
    starts: Vec<usize>,
    entries: Vec<Entry>,
}

impl Default for SparseRows {
    fn default() -> Self {
        Self { starts: vec![0], entries: Vec::new() }
    }
}

impl SparseRows {
    /// The non-zero entries of `matrix`.
    pub fn from_matrix(matrix: &Matrix) -> Self {
        let mut lists = Self::default();
        for i in 0..matrix.rows() {
            lists.push_nonzeros(matrix.row(i));
        }
        lists
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// The entries of row `i`.
    pub fn row(&self, i: usize) -> &[Entry] {
        &self.entries[self.starts[i]..self.starts[i + 1]]
    }

    /// Where the last row ends.
    fn end(&self) -> usize {
        self.starts[self.rows()]
    }

    /// Forgets all rows but keeps the memory.
    pub fn clear(&mut self) {
        self.starts.truncate(1);
    }

    /// Appends a row with these entries; their columns must ascend.
    pub fn push(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.entries.truncate(self.end());
        self.entries.extend(entries);
        self.starts.push(self.entries.len());
    }

    /// Appends a row: the non-zero ones of `values`.
    pub fn push_nonzeros(&mut self, values: &[f64]) {
        let start = self.end();
        let room = self.entries.len().max(start + values.len());
        self.entries.resize(room, Entry::default());
        let row = &mut self.entries[start..][..values.len()];
        // Written always, counted only where not zero: no branch to mispredict.
        let mut count = 0;
        for (column, &value) in values.iter().enumerate() {
            row[count] = Entry { column: column as u32, value };
            count += usize::from(value != 0.0);
        }
        self.starts.push(start + count);
    }

    /// Takes the last row off.
    pub(crate) fn pop(&mut self) {
        self.starts.pop();
    }

    /// Keeps of the last row what `keep` says; it may change the entries that it sees.
    pub(crate) fn retain_in_last(&mut self, mut keep: impl FnMut(&mut Entry) -> bool) {
        let (start, end) = (self.starts[self.rows() - 1], self.end());
        let mut kept = start;
        for i in start..end {
            let mut entry = self.entries[i];
            if keep(&mut entry) {
                self.entries[kept] = entry;
                kept += 1;
            }
        }
        *self.starts.last_mut().expect("the end of the last row") = kept;
    }

    /// Makes this the transpose of `other`, which has so many columns: row `p` here lists the rows
    /// of `other` that have an entry in column `p`, ascending.
    pub fn set_to_transpose_of(&mut self, other: &Self, columns: usize) {
        // A counting sort. First the length of each list, one place to the right …
        self.starts.clear();
        self.starts.resize(columns + 2, 0);
        for i in 0..other.rows() {
            for entry in other.row(i) {
                self.starts[entry.column as usize + 2] += 1;
            }
        }
        // … summed up to where each list starts …
        for p in 2..self.starts.len() {
            self.starts[p] += self.starts[p - 1];
        }
        // … and moved on by each entry written, which leaves starts[p + 1] at the end of list p.
        self.entries.resize(self.starts[columns + 1], Entry::default());
        for i in 0..other.rows() {
            for entry in other.row(i) {
                let next = &mut self.starts[entry.column as usize + 1];
                self.entries[*next] = Entry { column: i as u32, value: entry.value };
                *next += 1;
            }
        }
        self.starts.pop();
    }
}
