//! The flags that several commands share, and how they are read.

use super::{Failure, Flags, memory, output};
use crate::format::shown::shown;
use crate::mnist::{self, Fault, Mnist};
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// See [`DataFolder`].
pub const DATA: &str = "--data DIR [data/mnist] the folder with the four MNIST files";

/// The default is the tutorial's. NumPy's own seeds have 128 bits.
pub const SEED: &str = "--seed N [884736743] the seed of the initial weights: any non-negative \
                        whole number below 2^128";

/// The flags that do not say which run it is: they change no bit of the results, or name folders.
pub const NO_MATTER: [&str; 5] = ["threads", "data", "out", "overwrite", "resume"];

/// See [`threads`].
pub const THREADS: &str = "--threads N [all] worker threads, at most one for each core of the \
                           machine; the results are the same";

/// The folder of the four files, and where it was looked for.
///
/// The default is meant for a run from the project's folder. If none of the files is there, it is
/// looked for in the folder that the crate was compiled in, so that a command finds its data from
/// everywhere. A folder that the user names is taken as named.
pub struct DataFolder {
    /// The folder to load from.
    pub path: PathBuf,
    tried: Vec<PathBuf>,
}

impl DataFolder {
    /// The folder that [`DATA`] names.
    pub fn new(flags: &Flags) -> Result<Self, Failure> {
        let mut tried = vec![flags.path("data")?];
        if !flags.is_given("data") {
            tried.push(Path::new(env!("CARGO_MANIFEST_DIR")).join(&tried[0]));
        }
        // When the files are in neither, the error should name the shorter path.
        let path = tried.iter().find(|folder| mnist::has_any_file(folder)).unwrap_or(&tried[0]);
        Ok(Self { path: path.clone(), tried })
    }

    /// Loads the first `train` and `test` images, or all for `None`.
    pub fn load(&self, train: Option<usize>, test: Option<usize>) -> Result<Mnist, Failure> {
        memory::check("to read the data", memory::SMALL, 1, "raise its limit")?;
        // The images may take all that there is, and leave this.
        let room = black_box(Vec::<u8>::with_capacity(memory::SMALL as usize));
        let loaded = mnist::load(&self.path, train, test).map_err(|error| match error.fault {
            Fault::Folder(_) | Fault::Missing(_) => {
                let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or(path.clone());
                let tried = self.tried.iter().map(|path| shown(&absolute(path)));
                let tried = tried.collect::<Vec<_>>().join(" and ");
                Failure::failed(format!(
                    "{error}; or name their folder with --data (tried: {tried})"
                ))
            }
            _ => Failure::failed(error),
        });
        drop(room);
        loaded
    }
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
