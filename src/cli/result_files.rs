//! The files that a command writes into its output folder.

use super::{Failure, Flags};
use crate::chart::line_chart::{Series, line_chart};
use crate::format::write_file::{make_folder, write_atomically};
use crate::training::History;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The folder that `--out` names. It is made before the work, so that a folder that cannot be made
/// is reported at once.
pub fn out_folder(flags: &Flags) -> Result<PathBuf, Failure> {
    let folder = flags.path("out")?;
    make_folder(&folder)?;
    Ok(folder)
}

/// Reads a file of an earlier run; `None` if it is not there.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let failed = |error| Failure::failed(format!("cannot read {}: {error}", path.display()));
    match fs::metadata(path) {
        // From a pipe, reading would wait for a writer.
        Ok(found) if !found.is_file() => Err(failed(io::Error::other("it is not a file"))),
        Ok(_) => fs::read(path).map(Some).map_err(failed),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

/// Removes what an earlier run left in the output folder: it would look like this run's. Links and
/// special files stay, as they do when a file is written.
pub fn remove(folder: &Path, names: &[&str]) -> Result<(), Failure> {
    for path in names.iter().map(|name| folder.join(name)) {
        if path.symlink_metadata().is_ok_and(|found| found.is_file()) {
            let failed = |error| format!("cannot remove {}: {error}", path.display());
            fs::remove_file(&path).map_err(|error| Failure::failed(failed(error)))?;
        }
    }
    Ok(())
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
