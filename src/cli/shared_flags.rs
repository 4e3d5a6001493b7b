//! The flags that several commands share, and how they are read.

use super::{Failure, Flags, output};
use std::path::{Path, PathBuf};

/// See [`data_folder`].
pub const DATA: &str = "--data DIR [data/mnist] the folder with the four MNIST files";

/// The default is the tutorial's. NumPy takes a seed of any length, and so do we.
pub const SEED: &str = "--seed N [884736743] the seed of the initial weights: any non-negative \
                        whole number, however long";

/// The flags that do not say which run it is: they change no bit of the results, or name folders.
pub const NO_MATTER: [&str; 4] = ["threads", "data", "out", "resume"];

/// See [`threads`].
pub const THREADS: &str = "--threads N [all] worker threads, at most one for each core of the \
                           machine; the results are the same";

/// The folder that [`DATA`] names. The default is meant for a run from the project's folder. If it
/// is not there, it is looked for in the folder that the crate was compiled in, so that the command
/// finds its data from everywhere. A folder that the user names is taken as named.
pub fn data_folder(flags: &Flags) -> Result<PathBuf, Failure> {
    let folder = flags.path("data")?;
    let beside_the_source = Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder);
    // When neither is there, the error should name the shorter path.
    let is_as_named = flags.is_given("data") || folder.is_dir() || !beside_the_source.is_dir();
    Ok(if is_as_named { folder } else { beside_the_source })
}

/// How many worker threads to start: what [`THREADS`] says, but at most one for each core, as
/// more would only wait for each other.
pub fn threads(flags: &Flags) -> Result<usize, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let asked = flags.limit("threads", 1..)?.unwrap_or(cores);
    if asked > cores {
        output::note(&format!("note: --threads {asked}: using {cores}, one for each core"));
    }
    Ok(asked.min(cores))
}
