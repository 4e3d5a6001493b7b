//! Which classes are taken for which.

use std::fmt;

/// How often each class was taken for each: row the true class, column what the network said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    counts: Vec<Vec<usize>>,
    /// What the classes are called.
    names: Vec<String>,
}

impl Confusion {
    /// Counts pairs of a label and a prediction, of classes with these names.
    pub fn count(names: &[String], pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut counts = vec![vec![0; names.len()]; names.len()];
        for (label, prediction) in pairs {
            counts[label][prediction] += 1;
        }
        Self { counts, names: names.to_vec() }
    }

    /// Precision, recall and F1 of each class, as a table for people:
    ///
    /// ```text
    /// precision = right / (right + wrongly taken for it)     recall = right / all of the class
    /// F1 = 2 precision recall / (precision + recall)
    /// ```
    pub fn of_each_class(&self) -> String {
        let mut table = "             class  precision     recall         F1\n".to_string();
        let share = |part: usize, whole: usize| match whole {
            0 => format!("{:>11}", "-"),
            _ => format!("{:>9.2} %", 100.0 * part as f64 / whole as f64),
        };
        for (class, name) in self.names.iter().enumerate() {
            let right = self.counts[class][class];
            let said = self.counts.iter().map(|row| row[class]).sum::<usize>();
            let all = self.counts[class].iter().sum::<usize>();
            let name: String = name.chars().take(LONGEST).collect();
            let measures = share(right, said) + &share(right, all) + &share(2 * right, said + all);
            table += &format!("{name:>18}{measures}\n");
        }
        table
    }

    /// The counts, a row for each true class.
    pub fn counts(&self) -> &[Vec<usize>] {
        &self.counts
    }
}

/// The beginning of a row may have so many characters, so that ten classes fit 80 columns.
const LONGEST: usize = 18;

/// A table for people: columns aligned, and at the end of each row the share that was right. A
/// class with a name has it before its number.
impl fmt::Display for Confusion {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let classes = self.counts.len();
        let largest = self.counts.iter().flatten().max().copied().unwrap_or(0);
        let width = largest.to_string().len().max(classes.to_string().len()) + 1;
        let row = |(class, name): (usize, &String)| match class.to_string() {
            number if *name == number => number,
            number => {
                let name = name.chars().take(LONGEST - 1 - number.len()).collect::<String>();
                format!("{name} {number}")
            }
        };
        let rows: Vec<_> = self.names.iter().enumerate().map(row).collect();
        let beginning = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0).max(11);
        write!(f, "{:>beginning$}", "true \\ said")?;
        for class in 0..classes {
            write!(f, "{class:width$}")?;
        }
        writeln!(f, "    right")?;
        for (class, row) in self.counts.iter().enumerate() {
            write!(f, "{:>beginning$}", rows[class])?;
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
