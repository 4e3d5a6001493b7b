//! An output folder, and in it `run.txt`: which run wrote the files beside it, and how it ended.
//!
//! It is written when the work starts, and again when it ends. So an output folder that cannot be
//! written to is found out before the work, and a run that was killed leaves a file that says so.
//! What differs from run to run, such as the time taken, is in no other file.
//!
//! Two runs must not share a folder at the same time: every file would be whole, but some of one
//! run and some of the other.

use super::Failure;
use super::result_files::{read, write};
use crate::format::crc32::Crc32;
use crate::format::open_file::open_file;
use crate::format::shown::shown;
use crate::format::write_file::{check_target, remove_file, remove_leftovers};
use crate::matrix::width::Width;
use crate::mnist;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

const NAME: &str = "run.txt";

/// The line with the names of the files.
const FILES: &str = "files: ";

/// What a command is about to do.
pub struct Run<'a> {
    /// The output folder.
    out: PathBuf,
    /// The files that it writes there.
    files: &'a [&'a str],
    /// What it goes on from, if it does; else files of an earlier run are removed.
    pub continues: Option<String>,
    /// The folder with the data.
    data: &'a Path,
    /// The seeds; empty if nothing is random.
    seed: &'a str,
    /// How many threads work.
    threads: usize,
}

impl<'a> Run<'a> {
    /// A run that goes on from nothing.
    pub fn new(
        out: PathBuf,
        files: &'a [&'a str],
        data: &'a Path,
        seed: &'a str,
        threads: usize,
    ) -> Self {
        Self { out, files, continues: None, data, seed, threads }
    }

    /// Makes the folder, removes what an earlier run left there (it would look like this run's),
    /// does the work and keeps record. Call it when the data and the flags are known to be good.
    pub fn record(self, work: impl FnOnce(&Path) -> Result<(), Failure>) -> Result<(), Failure> {
        let started = Instant::now();
        // The record is the first to go: it must not speak for files that are gone.
        let paths: Vec<_> =
            [&[NAME], self.files].concat().iter().map(|n| self.out.join(n)).collect();
        paths.iter().try_for_each(|path| check_target(path))?;
        self.check_folder()?;
        let about = self.about()?;
        // A file keeps its mode although it is made anew.
        let mode = |path: &PathBuf| Some((path.clone(), fs::metadata(path).ok()?.permissions()));
        let modes: Vec<_> = paths.iter().filter_map(mode).collect();
        if self.continues.is_none() {
            paths.iter().try_for_each(|path| remove_file(path))?;
        }
        write(&self.out, NAME, format!("{about}status: not finished: it runs, or was killed\n"))?;
        remove_leftovers(&self.out);

        let result = work(&self.out);
        for (path, mode) in modes {
            let _ = fs::set_permissions(path, mode); // of those that are there again
        }
        let status = match &result {
            Ok(()) => "finished".to_string(),
            Err(Failure::Usage(message) | Failure::Failed(message)) => {
                format!("failed: {}", one_line(message))
            }
            Err(Failure::ClosedPipe) => "stopped: standard output was closed".to_string(),
        };
        let seconds = started.elapsed().as_secs_f64();
        let end =
            write(&self.out, NAME, format!("{about}time: {seconds:.1} s\nstatus: {status}\n"));
        result.and(end)
    }

    /// Refuses a folder with another command's files: they would look like this run's.
    fn check_folder(&self) -> Result<(), Failure> {
        let earlier = read(&self.out.join(NAME))?.unwrap_or_default();
        let earlier = String::from_utf8_lossy(&earlier);
        match earlier.lines().find_map(|line| line.strip_prefix(FILES)) {
            Some(files) if files != self.files.join(", ") => Err(Failure::failed(format!(
                "the folder {} holds what another command wrote (see {NAME} there); choose another \
                 folder with --out",
                shown(&self.out)
            ))),
            _ => Ok(()),
        }
    }

    /// The lines that are known from the start.
    fn about(&self) -> Result<String, Failure> {
        let arguments = std::env::args_os().skip(1).map(|word| format!(" {}", spelled(&word)));
        let mut about = format!(
            "command: backprop{}\nversion: {}\n{FILES}{}\n",
            arguments.collect::<String>(),
            env!("CARGO_PKG_VERSION"),
            self.files.join(", "),
        );
        if let Some(earlier) = &self.continues {
            about += &format!("continues: {earlier}\n");
        }
        if !self.seed.is_empty() {
            about += &format!("seed: {}\n", self.seed);
        }
        for file in mnist::find_files(self.data)? {
            let crc = crc32_of(&file).map_err(|error| {
                Failure::failed(format!("cannot read {}: {error}", shown(&file)))
            })?;
            about += &format!("data: {} CRC-32 {crc:08x}\n", spelled(file.as_os_str()));
        }
        about += &format!("vector width: {}\n", Width::in_use().name());
        about += &format!("threads: {}\n", self.threads);
        Ok(about)
    }
}

/// The checksum of a file as it is, packed or not.
fn crc32_of(path: &Path) -> std::io::Result<u32> {
    let mut file = open_file(path)?;
    let (mut crc, mut bytes) = (Crc32::default(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(crc.value()),
            count => crc.update(&bytes[..count]),
        }
    }
}

/// A word of the command line: as it stands if it is plain, else in quotes and escaped.
fn spelled(word: &OsStr) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=,:+@%".contains(c);
    match word.to_str() {
        Some(plain) if !plain.is_empty() && plain.chars().all(is_plain) => plain.to_string(),
        _ => format!("{word:?}"),
    }
}

/// A message without line breaks and other control characters.
fn one_line(message: &str) -> String {
    message.split(char::is_control).map(str::trim).collect::<Vec<_>>().join("; ")
}
