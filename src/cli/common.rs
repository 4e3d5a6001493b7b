//! The flags that several commands share, and what they mean.

use super::args::{Flag, Flags};
use super::failure::Failure;
use super::output;
use crate::chart::line_chart::{Series, line_chart};
use crate::format::write_file::write_atomically;
use crate::training::History;
use std::path::{Path, PathBuf};

/// `--data DIR`: see [`data_folder`].
pub const DATA: Flag = Flag {
    name: "data",
    value: Some("DIR"),
    default: Some("data/mnist"),
    help: "the folder with the four MNIST files",
};

/// `--seed N`, by default the tutorial's; any length, as NumPy takes it.
pub const SEED: Flag = Flag {
    name: "seed",
    value: Some("N"),
    default: Some("884736743"),
    help: "the seed of the first weights: any non-negative whole number, however long",
};

/// `--threads N`: see [`threads`].
pub const THREADS: Flag = Flag {
    name: "threads",
    value: Some("N"),
    default: Some("all"),
    help: "worker threads, at most one for each core of the machine; the results are the same",
};

/// The folder that [`DATA`] names. The default is meant for a run from the project's folder; from
/// anywhere else it is looked for in the folder that the crate was compiled in, so that the
/// command finds its data wherever it is started. A folder that the user names is taken as named.
pub fn data_folder(flags: &Flags) -> Result<PathBuf, Failure> {
    let folder = flags.path(DATA.name)?;
    if flags.is_given(DATA.name) || folder.is_dir() {
        return Ok(folder);
    }
    let beside_the_source = Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder);
    // When neither is there the error should name the shorter path.
    Ok(if beside_the_source.is_dir() { beside_the_source } else { folder })
}

/// How many worker threads to start: what [`THREADS`] says, but at most one for each core, as
/// more would only wait for each other.
pub fn threads(flags: &Flags) -> Result<usize, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    if flags.text(THREADS.name)? == "all" {
        return Ok(cores);
    }
    let asked = flags.count(THREADS.name, 1..)?;
    if asked > cores {
        output::note(&format!("note: --threads {asked}: using {cores}, one for each core"));
    }
    Ok(asked.min(cores))
}

/// Writes a result file into the output folder.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    Ok(write_atomically(&folder.join(name), text.as_bytes())?)
}

/// `DataFrame.T.plot()` of some columns of the history.
pub fn chart(history: &History, names: &[&str]) -> String {
    let lines = names.iter().map(|name| Series::new(name, history.column(name)));
    line_chart(&lines.collect::<Vec<_>>())
}
