//! The table: which lines are asked for, and how they are laid out in 100 columns.

use crate::timing::{Figure, Times, measure};
use backprop::cli::failure::Failure;
use backprop::cli::output;

/// Measures what is asked for and prints it line by line.
pub struct Report {
    /// A line is asked for if its name contains one of these; every line if there are none.
    words: Vec<String>,
    /// The names of all lines there are.
    names: Vec<String>,
    /// The heading of the section, until a line of it is printed.
    heading: Option<String>,
    any: bool,
}

impl Report {
    /// A report of the lines whose names contain one of the words.
    pub fn new(words: Vec<String>) -> Report {
        Report { words, names: Vec::new(), heading: None, any: false }
    }

    /// Begins a section; its heading appears with its first line.
    pub fn section(&mut self, heading: &str) {
        self.heading = Some(heading.to_string());
    }

    /// Whether a line of this name is asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.words.is_empty() || self.words.iter().any(|word| name.contains(word))
    }

    /// Measures `work` and prints what `show` makes of it, if a line of this name is asked for.
    /// Returns the median in seconds.
    pub fn line(
        &mut self,
        name: &str,
        work: impl FnMut() -> Result<(), Failure>,
        show: impl FnOnce(&Times) -> Figure,
    ) -> Result<Option<f64>, Failure> {
        self.names.push(name.to_string());
        if !self.wants(name) {
            return Ok(None);
        }
        self.any = true;
        let times = measure(work)?;
        self.print(name, &show(&times))?;
        Ok(Some(times.median()))
    }

    /// Prints a line that was measured elsewhere.
    pub fn print(&mut self, name: &str, figure: &Figure) -> Result<(), Failure> {
        self.print_heading()?;
        let Figure { median, low, high, unit, remark } = figure;
        let (median, low, high) = (digits(*median), digits(*low), digits(*high));
        let name = format!("{name}:");
        let line = format!("{name:<39}{median:>7} {unit:<4}{low:>7} .. {high:<7} {remark}");
        output::print(&format!("{}\n", line.trim_end()))
    }

    /// Prints a sentence in place of a line, or below one.
    pub fn note(&mut self, text: &str) -> Result<(), Failure> {
        self.print_heading()?;
        output::print(&format!("  {text}\n"))
    }

    /// Says which lines there are if none was asked for.
    pub fn finish(self) -> Result<(), Failure> {
        if self.any {
            return Ok(());
        }
        let (words, names) = (self.words.join(" "), self.names.join("\n  "));
        Err(Failure::usage(format!("no line's name contains any of: {words}\nnames:\n  {names}")))
    }

    fn print_heading(&mut self) -> Result<(), Failure> {
        match self.heading.take() {
            Some(heading) => output::print(&format!("\n{heading}\n")),
            None => Ok(()),
        }
    }
}

/// At least three significant digits, and no more than three after the point.
fn digits(value: f64) -> String {
    let decimals = match value {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{value:.decimals$}")
}
