//! The log of the tutorial's program, with what the document prints of it marked.

use crate::document::notebook::{Epoch, Notebook};
use crate::document::printed::TRAINING_LOG;

/// The log of a run with these measurements, for HTML, and how many of its lines the document
/// prints, each to the last character, or as far as the document goes.
pub fn log(epochs: &[Epoch]) -> (String, usize) {
    let mut printed = TRAINING_LOG.lines();
    let (mut log, mut same) = (String::new(), 0);
    for (j, epoch) in epochs.iter().enumerate() {
        let line = Notebook::TUTORIAL.log_line(j, epoch);
        match printed.next().filter(|printed| line.starts_with(printed)) {
            Some(printed) => {
                log += &format!("<mark>{printed}</mark>{}\n", &line[printed.len()..]);
                same += 1;
            }
            None => log += &format!("{line}\n"),
        }
    }
    (log, same)
}
