//! What training recorded, epoch by epoch: the tutorial's two data frames as one table.

/// Columns of equal length, one value an epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    names: Vec<&'static str>,
    columns: Vec<Vec<f64>>,
}

impl History {
    /// An empty table with these columns.
    pub fn new(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), columns: vec![Vec::new(); names.len()] }
    }

    /// Appends an epoch: one value for each column.
    ///
    /// # Panics
    /// If there are not as many values as columns.
    pub fn push(&mut self, values: &[f64]) {
        assert_eq!(values.len(), self.columns.len(), "one value for each column");
        for (column, &value) in self.columns.iter_mut().zip(values) {
            column.push(value);
        }
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// Number of epochs.
    pub fn epochs(&self) -> usize {
        self.columns[0].len()
    }

    /// The column of this name.
    ///
    /// # Panics
    /// If there is none.
    pub fn column(&self, name: &str) -> &[f64] {
        let at = self.names.iter().position(|known| *known == name);
        &self.columns[at.unwrap_or_else(|| panic!("the history has no column {name}"))]
    }

    /// The values of an epoch, one for each column.
    pub fn row(&self, epoch: usize) -> impl Iterator<Item = f64> + '_ {
        self.columns.iter().map(move |column| column[epoch])
    }

    /// The table as CSV: a line of names, then a line an epoch, with as many digits as it takes to
    /// get the same numbers back. `pandas.read_csv` reads it as a frame whose index is the epoch.
    pub fn to_csv(&self) -> String {
        let mut text = self.names.join(",") + "\n";
        for epoch in 0..self.epochs() {
            let values: Vec<_> = self.row(epoch).map(|value| value.to_string()).collect();
            text += &values.join(",");
            text.push('\n');
        }
        text
    }
}
