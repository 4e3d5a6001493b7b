//! The files that a command writes into its output folder.

use super::Failure;
use crate::chart::line_chart::{Series, line_chart};
use crate::format::open_file::open_file;
use crate::format::shown::shown;
use crate::format::write_file::write_atomically;
use crate::training::History;
use std::io::ErrorKind::{NotADirectory, NotFound};
use std::io::Read;
use std::path::Path;

/// Reads a file of an earlier run; `None` if it is not there.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let mut bytes = Vec::new();
    match open_file(path).and_then(|mut file| file.read_to_end(&mut bytes)) {
        Ok(_) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        Err(error) => Err(Failure::failed(format!("cannot read {}: {error}", shown(path)))),
    }
}

/// Writes a file into the output folder.
pub fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    Ok(write_atomically(&folder.join(name), content.as_ref())?)
}

/// Writes the history as `history.csv`, its losses as `loss.svg` and its accuracies as
/// `accuracy.svg`: the first two and the last two of its columns.
pub fn write_history(folder: &Path, history: &History, names: [&str; 4]) -> Result<(), Failure> {
    // `DataFrame.T.plot()` of two columns.
    let chart = |names: &[&str]| {
        let lines = names.iter().map(|name| Series::new(name, history.column(name)));
        line_chart(&lines.collect::<Vec<_>>())
    };
    write(folder, "history.csv", history.to_csv())?;
    write(folder, "loss.svg", chart(&names[..2]))?;
    write(folder, "accuracy.svg", chart(&names[2..]))
}
