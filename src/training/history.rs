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

    /// The index of the epoch with the least value in the column of this name, the first of equals;
    /// 0 if there is none.
    ///
    /// # Panics
    /// If there is no such column.
    pub fn least(&self, name: &str) -> usize {
        let column = self.column(name);
        (0..column.len()).min_by(|&a, &b| column[a].total_cmp(&column[b])).unwrap_or(0)
    }

    /// The table as CSV: a line of names, then a line an epoch, with as many digits as it takes to
    /// get the same numbers back. `pandas.read_csv` reads it as a frame whose index is the epoch,
    /// which can be a column too.
    pub fn to_csv(&self, with_epoch: bool) -> String {
        let start = |text: String| if with_epoch { text + "," } else { String::new() };
        let mut text = start("epoch".into()) + &self.names.join(",") + "\n";
        for epoch in 0..self.epochs() {
            let values: Vec<_> = self.row(epoch).map(|value| value.to_string()).collect();
            text += &start(epoch.to_string());
            text += &values.join(",");
            text.push('\n');
        }
        text
    }
}
