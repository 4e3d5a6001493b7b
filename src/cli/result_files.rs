//! The files that a command writes into its output folder.

use super::Failure;
use super::run_record::Run;
use crate::chart::line_chart::{Series, line_chart};
use crate::format::open_file::open_file;
use crate::format::shown::shown;
use crate::training::History;
use std::io::ErrorKind::{NotADirectory, NotFound};
use std::io::Read;
use std::path::Path;

/// More than a `run.txt` or `runs.csv` can hold: the longest command line, or 80,000 runs.
pub const MOST_TEXT: u64 = 1 << 24;

/// Reads a file of an earlier run, of at most so many bytes; `None` if it is not there.
pub fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    let cannot_be_read =
        |fault: String| Err(Failure::failed(format!("cannot read {}: {fault}", shown(path))));
    match open_file(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes)) {
        Ok(length) if length as u64 > most => cannot_be_read(format!(
            "expected at most {most} bytes, found more; remove it or choose another folder"
        )),
        Ok(_) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        Err(error) => cannot_be_read(error.to_string()),
    }
}

/// Writes the history as `history.csv`, its losses as `loss.svg` and its accuracies as
/// `accuracy.svg`: the first two and the last two of its columns.
pub fn write_history(run: &Run, history: &History, names: [&str; 4]) -> Result<(), Failure> {
    // `DataFrame.T.plot()` of two columns.
    let chart = |names: &[&str]| {
        let lines = names.iter().map(|name| Series::new(name, history.column(name)));
        line_chart(&lines.collect::<Vec<_>>())
    };
    run.write("history.csv", history.to_csv())?;
    run.write("loss.svg", chart(&names[..2]))?;
    run.write("accuracy.svg", chart(&names[2..]))
}
