//! The files that a command writes into its output folder.

use super::{Failure, Flags};
use crate::chart::line_chart::{Series, line_chart};
use crate::format::write_file::{make_folder, write_atomically};
use crate::training::History;
use std::path::{Path, PathBuf};

/// The folder that `--out` names. It is made before the work, so that a folder that cannot be made
/// is reported at once.
pub fn out_folder(flags: &Flags) -> Result<PathBuf, Failure> {
    let folder = flags.path("out")?;
    make_folder(&folder)?;
    Ok(folder)
}

/// Writes a file into the output folder.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    Ok(write_atomically(&folder.join(name), text.as_bytes())?)
}

/// Writes the history as `history.csv`, its losses as `loss.svg` and its accuracies as
/// `accuracy.svg`: the first two and the last two of its columns.
pub fn write_history(folder: &Path, history: &History, names: [&str; 4]) -> Result<(), Failure> {
    // `DataFrame.T.plot()` of two columns.
    let chart = |names: &[&str]| {
        let lines = names.iter().map(|name| Series::new(name, history.column(name)));
        line_chart(&lines.collect::<Vec<_>>())
    };
    write(folder, "history.csv", &history.to_csv())?;
    write(folder, "loss.svg", &chart(&names[..2]))?;
    write(folder, "accuracy.svg", &chart(&names[2..]))
}
