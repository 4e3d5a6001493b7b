//! The log of the tutorial's program as a table, and as its literal lines.

use crate::document::notebook::{Epoch, log_line};
use crate::document::printed::TRAINING_LOG;

/// A log, beside the one that the document prints.
#[derive(Clone, Debug)]
pub struct Log<'a> {
    epochs: &'a [Epoch],
    lines: Vec<Line>,
}

/// A line of the log in two parts.
#[derive(Clone, Debug)]
struct Line {
    /// What the document prints of it; empty if nothing, or something else.
    printed: &'static str,
    /// The rest.
    more: String,
}

impl<'a> Log<'a> {
    /// The log of a run with these measurements.
    pub fn of(epochs: &'a [Epoch]) -> Self {
        let printed = TRAINING_LOG.lines().map(Some).chain(std::iter::repeat(None));
        let lines = epochs.iter().enumerate().zip(printed).map(|((j, epoch), printed)| {
            let line = log_line(j, epoch);
            let printed = printed.filter(|printed| line.starts_with(printed)).unwrap_or("");
            Line { printed, more: line[printed.len()..].to_string() }
        });
        Self { epochs, lines: lines.collect() }
    }

    /// How many of its lines the document prints, each to the last character, or as far as the
    /// document goes.
    pub fn printed(&self) -> usize {
        self.lines.iter().filter(|line| !line.printed.is_empty()).count()
    }

    /// The rows of a table: the epochs that the document prints, or the others.
    pub fn rows(&self, printed: bool) -> String {
        let epochs = self.epochs.iter().zip(&self.lines).enumerate();
        let wanted = epochs.filter(|(_, (_, line))| line.printed.is_empty() != printed);
        let rows = wanted.map(|(j, (Epoch { train, test }, line))| {
            // The number before which the document's last line is cut.
            let cut = printed && !line.more.is_empty();
            format!(
                "<tr><th scope=\"row\">{j}</th><td>{:.3}</td><td>{:.3}</td><td>{:.3}</td>\
                 <td{}>{:.3}</td></tr>\n",
                train.mean_error(),
                train.accuracy(),
                test.mean_error(),
                if cut { " class=\"cut\"" } else { "" },
                test.accuracy(),
            )
        });
        rows.collect()
    }

    /// Its lines, what the document prints of them marked.
    pub fn lines(&self) -> String {
        let lines = self.lines.iter().map(|Line { printed, more }| match *printed {
            "" => format!("{more}\n"),
            printed => format!("<mark>{printed}</mark>{more}\n"),
        });
        lines.collect()
    }
}
