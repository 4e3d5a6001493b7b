//! The flags that several commands share, and how they are read.

use super::{Failure, Flags, memory, output};
use crate::format::open_file::read_file;
use crate::format::shown::{shown, shown_name};
use crate::mnist::{self, DataError, Mnist, Options, Prepare, Source};
use std::hint::black_box;
use std::ops::Bound;
use std::path::{Path, PathBuf};

/// See [`DataFolder`].
pub const DATA: &str = "--data PATH [data/mnist] the data set: a folder with the four MNIST \
                        files, a CSV file, or a folder with a folder of pictures for each class";

/// See [`DataFolder`], as for the next three.
pub const TEST_SHARE: &str = "--test-share X [none] where there is no test set: the share of each \
                              class that is drawn for it, such as 0.2, by the seed";
/// How EMNIST's images are turned upright.
pub const TRANSPOSE: &str =
    "--transpose exchange the rows and the columns of each image, as EMNIST's files need it";
/// What the classes are called.
pub const CLASSES: &str = "--classes FILE [as the data say] names of the classes, one in a line, \
                           from class 0 on; or EMNIST's mapping";
/// How pictures become images.
pub const PREPARE: &str = "--prepare HOW [none] of pictures in folders: digit: make images like \
                           MNIST's of them; none: take them as they are, light on dark";

/// The default is the tutorial's. NumPy's own seeds have 128 bits.
pub const SEED: &str = "--seed N [884736743] the seed of the initial weights: any non-negative \
                        whole number below 2^128";

/// The flags that do not say which run it is: they change no bit of the results, or name folders.
pub const NO_MATTER: [&str; 5] = ["threads", "data", "out", "overwrite", "resume"];

/// See [`threads`].
pub const THREADS: &str = "--threads N [all] worker threads, at most one for each core of the \
                           machine; the results are the same";

/// Where the data are, where they were looked for, and which are wanted.
///
/// The default is meant for a run from the project's folder. If none of the files is there, it is
/// looked for in the folder that the crate was compiled in, so that a command finds its data from
/// everywhere. A path that the user names is taken as named.
pub struct DataFolder {
    /// The path to load from.
    pub path: PathBuf,
    tried: Vec<PathBuf>,
    options: Options,
    /// The flags of the command that say how many images it trains on and tests with.
    counts: [Option<&'static str>; 2],
}

impl DataFolder {
    /// What [`DATA`] names, and what the other flags say if the command has them.
    pub fn new(flags: &Flags) -> Result<Self, Failure> {
        let mut tried = vec![flags.path("data")?];
        if !flags.is_given("data") {
            tried.push(Path::new(env!("CARGO_MANIFEST_DIR")).join(&tried[0]));
        }
        // When the files are in neither, the error should name the shorter path.
        let path = tried.iter().find(|folder| mnist::has_any_file(folder)).unwrap_or(&tried[0]);
        let options = if flags.has("test-share") { options(flags)? } else { Options::default() };
        let has = |names: &[&'static str]| names.iter().copied().find(|name| flags.has(name));
        let counts = [has(&["train", "images"]), has(&["test"])];
        Ok(Self { path: path.clone(), tried, options, counts })
    }

    /// Loads the first `train` and `test` images, or all for `None`.
    pub fn load(&self, train: Option<usize>, test: Option<usize>) -> Result<Mnist, Failure> {
        memory::check("to read the data", memory::SMALL, 1, "raise its limit")?;
        // The images may take all that there is, and leave this.
        let room = black_box(Vec::<u8>::with_capacity(memory::SMALL as usize));
        let options = Options { first: [train, test], ..self.options.clone() };
        let loaded = Source::find(&self.path).and_then(|source| source.load(&options));
        drop(room);
        let loaded = loaded.map_err(|error| self.explained(&error))?;
        // `evaluate` asks for no training image.
        if loaded.test.is_empty() || loaded.train.is_empty() && train != Some(0) {
            let part = if loaded.test.is_empty() { "test with" } else { "train on" };
            return Err(Failure::usage(format!(
                "--test-share leaves no image to {part} of {}; give another share",
                loaded.train.len() + loaded.test.len()
            )));
        }
        Ok(loaded)
    }

    /// The error, with what the user can do here.
    fn explained(&self, error: &DataError) -> Failure {
        if error.missing > 0 {
            let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or(path.clone());
            let tried = self.tried.iter().map(|path| shown(&absolute(path)));
            let tried = tried.collect::<Vec<_>>().join(" and ");
            let advice = "or name their folder with --data";
            return Failure::failed(format!("{error}; {advice} (tried: {tried})"));
        }
        match error.too_few.map(|(part, found)| (self.counts[part], found)) {
            Some((Some(flag), found @ 1..)) => {
                Failure::failed(format!("{error}, or --{flag} {found}"))
            }
            _ => Failure::failed(error),
        }
    }
}

/// What [`TEST_SHARE`], [`TRANSPOSE`], [`CLASSES`] and [`PREPARE`] say.
fn options(flags: &Flags) -> Result<Options, Failure> {
    let mut options = Options { transpose: flags.is_given("transpose"), ..Options::default() };
    // Half of the bits of a seed that NumPy takes are enough here.
    let seed = flags.seed("seed")?.parse::<u128>().map_or(0, |seed| seed as u64);
    if flags.is_given("test-share") {
        let share = flags.float("test-share", (Bound::Excluded(0.0), Bound::Included(1.0)))?;
        options.test_share = Some((share, seed));
    }
    options.prepare = Some(flags.choice("prepare", &Prepare::named())?);
    if flags.is_given("classes") {
        let path = flags.path("classes")?;
        let text = read_file(&path, MOST_NAMES).map_err(|error| {
            Failure::failed(format!("cannot read the names in {}: {error}", shown(&path)))
        })?;
        let text = String::from_utf8_lossy(&text);
        let lines = text.lines().map(str::trim).filter(|name| !name.is_empty());
        let names = mapping(lines.clone()).unwrap_or_else(|| lines.map(String::from).collect());
        options.names = Some(names.iter().map(|name| shown_name(name)).collect());
    }
    Ok(options)
}

/// The names in a mapping of EMNIST's: each line has a class and the code of its character (and of
/// its small letter), such as `10 65`. A class that is left out keeps its number.
fn mapping<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for line in lines {
        let (class, codes) = line.split_once(' ')?;
        let class = class.parse::<u8>().ok()?.into();
        names.extend((names.len()..=class).map(|class| class.to_string()));
        let code = codes.split(' ').next()?.parse().ok()?;
        names[class] = char::from_u32(code)?.to_string();
    }
    Some(names)
}

/// 256 names of 256 bytes.
const MOST_NAMES: u64 = 1 << 16;

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
