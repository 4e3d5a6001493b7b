//! Which classes are taken for which.

use std::fmt;

/// How often each class was taken for each: row the true class, column what the network said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    counts: Vec<Vec<usize>>,
}

impl Confusion {
    /// Counts pairs of a label and a prediction, both below `classes`.
    pub fn count(classes: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut counts = vec![vec![0; classes]; classes];
        for (label, prediction) in pairs {
            counts[label][prediction] += 1;
        }
        Self { counts }
    }

    /// The counts, a row for each true class.
    pub fn counts(&self) -> &[Vec<usize>] {
        &self.counts
    }
}

/// A table for people: columns aligned, and at the end of each row the share that was right.
impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let classes = self.counts.len();
        let largest = self.counts.iter().flatten().max().copied().unwrap_or(0);
        let width = largest.to_string().len().max(classes.to_string().len()) + 1;
        write!(f, "true \\ said")?;
        for class in 0..classes {
            write!(f, "{class:width$}")?;
        }
        writeln!(f, "    right")?;
        for (class, row) in self.counts.iter().enumerate() {
            write!(f, "{class:11}")?;
            for count in row {
                write!(f, "{count:width$}")?;
            }
            match row.iter().sum::<usize>() {
                0 => writeln!(f, "        -")?,
                all => writeln!(f, "  {:5.2} %", 100.0 * row[class] as f64 / all as f64)?,
            }
        }
        Ok(())
    }
}
