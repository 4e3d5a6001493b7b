//! The lines of the log of the tutorial's program, with what the document prints marked.

use crate::document::notebook::{Epoch, log_line};
use crate::document::printed::TRAINING_LOG;

/// A log, beside the one that the document prints.
#[derive(Clone, Debug)]
pub struct Log(Vec<Line>);

/// A line of the log in two parts.
#[derive(Clone, Debug)]
struct Line {
    /// What the document prints of it; empty if nothing, or something else.
    printed: &'static str,
    /// The rest.
    more: String,
}

impl Log {
    /// The log of a run with these measurements.
    pub fn of(epochs: &[Epoch]) -> Self {
        let printed = TRAINING_LOG.lines().map(Some).chain(std::iter::repeat(None));
        let lines = epochs.iter().enumerate().zip(printed).map(|((j, epoch), printed)| {
            let line = log_line(j, epoch);
            let printed = printed.filter(|printed| line.starts_with(printed)).unwrap_or("");
            Line { printed, more: line[printed.len()..].to_string() }
        });
        Self(lines.collect())
    }

    /// How many of its lines the document prints, each to the last character, or as far as the
    /// document goes.
    pub fn printed(&self) -> usize {
        self.0.iter().filter(|line| !line.printed.is_empty()).count()
    }

    /// Its lines, what the document prints of them marked.
    pub fn lines(&self) -> String {
        let lines = self.0.iter().map(|Line { printed, more }| match *printed {
            "" => format!("{more}\n"),
            printed => format!("<mark>{printed}</mark>{more}\n"),
        });
        lines.collect()
    }
}
