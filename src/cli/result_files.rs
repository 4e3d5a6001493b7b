//! The files that a command writes into its output folder.

use super::Failure;
use super::run_record::Run;
use crate::chart::line_chart::{Series, line_chart};
use crate::format::open_file::read_file;
use crate::format::shown::shown;
use crate::training::History;
use std::io::ErrorKind::{NotADirectory, NotFound};
use std::path::Path;

/// More than a `run.txt` or `runs.csv` can hold: the longest command line, or 80,000 runs.
pub const MOST_TEXT: u64 = 1 << 24;

/// Reads a file of an earlier run, of at most so many bytes; `None` if it is not there.
pub fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Failure> {
    match read_file(path, most) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        Err(error) => {
            let advice = "remove it, or choose another folder with --out";
            Err(Failure::failed(format!("cannot read {}: {error}; {advice}", shown(path))))
        }
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
