//! An output folder, and in it `run.txt`: which run wrote each file beside it, and how it ended.
//!
//! It is written when the work starts, before and after a file is written for the first time, and
//! when the work ends. So an output folder that cannot be written to is found out before the work,
//! and a run that was killed leaves a file that says so. What differs from run to run, such as the
//! time taken, is in no other file of `train` and its like.
//!
//! The files of earlier runs stay until this one has its own to put in their place; [`owner`] says
//! how `run.txt` tells them apart. A file that no run of this command wrote is not replaced, unless
//! the user allows it. Meanwhile the folder is [locked](super::lock).

use super::lock::Lock;
use super::{Failure, Flags, owner};
use crate::format::crc32::Crc32;
use crate::format::open_file::{open_file, read_file};
use crate::format::shown::shown;
use crate::format::write_file::{is_there, remove_leftovers, write_atomically};
use crate::matrix::width::Width;
use crate::mnist::Source;
use std::ffi::OsStr;
use std::io::ErrorKind::{NotADirectory, NotFound};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

const NAME: &str = "run.txt";

const NOT_FINISHED: &str = "status: not finished: it runs, or was killed\n";

/// What a command is about to do, and has done so far.
pub struct Run<'a> {
    /// The output folder.
    out: PathBuf,
    lock: Lock,
    /// Whether files that no run of this command wrote may be replaced.
    overwrite: bool,
    /// The files that it writes there.
    files: &'a [&'a str],
    /// How a later run goes on from the first of them, if it can.
    pub advice: Option<&'a str>,
    /// What this one goes on from, if it does.
    pub continues: Option<String>,
    /// What `run.txt` says of this run from the start, and of the earlier ones.
    about: String,
    earlier: Vec<String>,
    /// The files that it has not written yet.
    left: Mutex<Vec<&'a str>>,
}

impl<'a> Run<'a> {
    /// A run that goes on from nothing, in a folder into which no other process writes from now on.
    /// It takes the data from a path, and its random numbers, if any, from a seed.
    pub fn new(
        flags: &Flags,
        files: &'a [&'a str],
        data: &Path,
        seed: &str,
        threads: usize,
    ) -> Result<Self, Failure> {
        let (out, overwrite) = (flags.path("out")?, flags.is_given("overwrite"));
        let (about, lock) = (about(files, data, seed, threads)?, Lock::take(&out)?);
        let (advice, continues, earlier) = (None, None, Vec::new());
        let left = Mutex::new(files.to_vec());
        Ok(Self { out, lock, overwrite, files, advice, continues, about, earlier, left })
    }

    /// Does the work, and keeps record. Call it when the data and the flags are known to be good.
    pub fn record(
        mut self,
        work: impl FnOnce(&Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let started = Instant::now();
        self.check_folder()?;
        if let Some(earlier) = &self.continues {
            self.about += &format!("continues: {earlier}\n");
            self.take_over();
        }
        self.note("", NOT_FINISHED)?;
        if self.lock.is_held {
            remove_leftovers(&self.out);
        }

        let result = work(&self).map_err(|failure| match failure {
            Failure::ClosedPipe => self.cut_short("standard output was closed"),
            Failure::Unwritable(fault) => self.cut_short(&fault),
            other => other,
        });
        let status = match &result {
            Err(Failure::Usage(fault) | Failure::Failed(fault)) => {
                format!("failed: {}", one_line(fault))
            }
            _ => "finished".to_string(),
        };
        let seconds = started.elapsed().as_secs_f64();
        let end = self.note("", &format!("time: {seconds:.1} s\nstatus: {status}\n"));
        result.and(end)
    }

    /// The output folder.
    pub fn path(&self) -> &Path {
        &self.out
    }

    /// Writes one of the files. What was there before stays until then.
    pub fn write(&self, name: &'a str, content: impl AsRef<[u8]>) -> Result<(), Failure> {
        let is_first = self.left().contains(&name);
        if is_first {
            self.note(name, NOT_FINISHED)?;
        }
        self.replace(name, content.as_ref())?;
        if is_first {
            self.left().retain(|&left| left != name);
            self.note("", NOT_FINISHED)?;
        }
        Ok(())
    }

    /// Whether an earlier file is still in this one's place.
    pub fn is_earlier(&self, name: &str) -> bool {
        self.left().contains(&name) && self.out.join(name).exists()
    }

    fn left(&self) -> MutexGuard<'_, Vec<&'a str>> {
        self.left.lock().expect("no thread panics with it")
    }

    /// Writes `run.txt`, where the file of this name, if any, is about to be written.
    fn note(&self, name: &str, status: &str) -> Result<(), Failure> {
        let mut about = self.about.clone();
        let left: Vec<_> = self.left().iter().filter(|&&left| left != name).copied().collect();
        for (line, names) in [("not written yet", &*left.join(", ")), ("being written", name)] {
            if !names.is_empty() {
                about += &format!("{line}: {names}\n");
            }
        }
        let text = owner::text(&[&[about + status], &*self.earlier].concat());
        self.replace(NAME, text.as_bytes())
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let written = write_atomically(&self.out.join(name), bytes);
        written.map_err(|error| Failure::Unwritable(error.to_string()))
    }

    /// Refuses a folder with files that no run of this command wrote, unless they may be replaced.
    fn check_folder(&mut self) -> Result<(), Failure> {
        let mut there = Vec::new();
        for name in [&[NAME], self.files].concat() {
            if is_there(&self.out.join(name))? {
                there.push(name);
            }
        }
        let record = read(&self.out.join(NAME), MOST_TEXT)?.unwrap_or_default();
        self.earlier = owner::runs(&String::from_utf8_lossy(&record));
        let is_known = |name| match name {
            NAME => !self.earlier.is_empty(),
            _ => self.earlier.iter().any(|run| owner::own(run).contains(&name)),
        };
        let last = self.earlier.first().map(|run| owner::names(run, "files"));
        let folder = shown(&self.out);
        let fault = if last.is_some_and(|files| files != self.files) {
            format!("the folder {folder} holds what another command wrote (see {NAME} there)")
        } else if let Some(name) = there.into_iter().find(|name| !is_known(name)) {
            format!("{} is there, and no run wrote it", shown(&self.out.join(name)))
        } else {
            return Ok(());
        };
        let advice = "choose another folder with --out, or let --overwrite replace it";
        if self.overwrite { Ok(()) } else { Err(Failure::failed(format!("{fault}; {advice}"))) }
    }

    /// Takes over what that run has written from whose file this one goes on.
    fn take_over(&self) {
        let owner = |name| self.earlier.iter().position(|run| owner::own(run).contains(&name));
        let of = owner(self.files[0]);
        self.left().retain(|name| of.is_none() || owner(name) != of);
    }

    /// The failure of a run that cannot go on, with what it leaves.
    fn cut_short(&self, fault: &str) -> Failure {
        let left = self.left();
        let done: Vec<_> = self.files.iter().filter(|name| !left.contains(name)).copied().collect();
        let advice = self.advice.filter(|_| done.contains(&self.files[0]));
        Failure::failed(format!(
            "{fault}; the run is not finished: {} holds {} of it; {}",
            shown(&self.out),
            if done.is_empty() { "nothing".into() } else { done.join(", ") },
            advice.unwrap_or("start it again"),
        ))
    }
}

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

/// The lines of a run that are known from the start.
fn about(files: &[&str], data: &Path, seed: &str, threads: usize) -> Result<String, Failure> {
    let arguments = std::env::args_os().skip(1).map(|word| format!(" {}", spelled(&word)));
    let mut about = format!(
        "command: backprop{}\nversion: {}\nfiles: {}\n",
        arguments.collect::<String>(),
        env!("CARGO_PKG_VERSION"),
        files.join(", "),
    );
    if !seed.is_empty() {
        about += &format!("seed: {seed}\n");
    }
    for (path, files) in Source::find(data)?.files()? {
        let mut crc = Crc32::default();
        for file in &files {
            update(&mut crc, file).map_err(|error| {
                Failure::failed(format!("cannot read {}: {error}", shown(file)))
            })?;
        }
        let pictures = match files.len() {
            1 if files[0] == path => String::new(),
            count => format!(" of {count} pictures"),
        };
        let name = spelled(path.as_os_str());
        about += &format!("data: {name}{pictures} CRC-32 {:08x}\n", crc.value());
    }
    about += &format!("vector width: {}\nthreads: {threads}\n", Width::in_use().name());
    Ok(about)
}

/// Takes a file into the checksum as it is, packed or not.
fn update(crc: &mut Crc32, path: &Path) -> std::io::Result<()> {
    let (mut file, mut bytes) = (open_file(path)?, vec![0; 1 << 16]);
    loop {
        match file.read(&mut bytes)? {
            0 => return Ok(()),
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
