//! Files that are there whole or not at all.
//!
//! A run may be stopped and a disk may be full. So the bytes go into a new file beside the old one,
//! which is renamed to the old one's name when all of them are there; a file system renames in one
//! step. The name stands for the old file or the new one, never for a part. (This guards against a
//! program that fails, not against a power cut: nothing is forced onto the disk, as every file here
//! can be made again. Where a process may not write files of such a size, `ulimit -f`, Linux ends
//! it by the signal SIGXFSZ, without a message. The old file stays, and the next run removes the
//! rest.)

use super::shown::shown;
use std::error::Error;
use std::fmt::{self, Display};
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Linux follows at most so many symbolic links in one path (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// Why a file or its folder could not be written, naming the path and what to do.
#[derive(Debug)]
pub struct WriteError(String);

impl Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for WriteError {}

impl WriteError {
    fn new(path: &Path, fault: impl Display) -> Self {
        Self(format!("cannot write {}: {fault}", shown(path)))
    }
}

/// Writes a whole file, and makes its folder if there is none. A file that was there keeps its
/// mode. If anything fails, it stays as it was, and nothing else is left behind.
///
/// A symbolic link stays a link: the file that it names is replaced, or made if it is not there.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let (target, permissions) = find_target(path)?;
    let folder = target.parent().unwrap_or(Path::new(""));
    let is_missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let new: Vec<_> = folder.ancestors().take_while(is_missing).collect();
    let written = make_folder(folder).and_then(|()| {
        replace(&target, permissions, bytes).map_err(|error| {
            WriteError::new(path, format!("{error}; what was there before is unchanged"))
        })
    });
    if written.is_err() {
        // Only empty folders can be removed in this way.
        new.into_iter().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    written
}

/// Whether a file is there, which [`write_atomically`] would replace. What it cannot replace is an
/// error; ask before a long run.
pub fn is_there(path: &Path) -> Result<bool, WriteError> {
    find_target(path).map(|(_, found)| found.is_some())
}

/// Removes what killed processes did not finish writing in a folder, into which no other process
/// writes now. What cannot be removed stays: it does no harm.
pub fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let numbers = name.to_str().and_then(|name| {
            let numbers = name.strip_prefix(".backprop-")?.strip_suffix(".tmp")?;
            let (process, count) = numbers.split_once('-')?;
            Some((process.parse::<u32>().ok()?, count.parse::<u64>().ok()?))
        });
        if numbers.is_some() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The path that is to be written, symbolic links followed, and the permissions of the file that
/// is there. Links are followed by hand because `fs::canonicalize` refuses those that name nothing.
fn find_target(path: &Path) -> Result<(PathBuf, Option<Permissions>), WriteError> {
    if path.file_name().is_none() {
        let path = shown(path);
        return Err(WriteError(format!("cannot write to {path}: a path to a file is needed")));
    }
    let other = |what| WriteError::new(path, format!("{what}; remove it or choose another path"));
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let Ok(named) = fs::read_link(&target) else {
            return match fs::symlink_metadata(&target) {
                Ok(found) if found.is_dir() => Err(other("it is a folder")),
                Ok(found) if found.is_file() => Ok((target, Some(found.permissions()))),
                // A file must not replace it, and writing to a pipe would wait for a reader.
                Ok(_) => Err(other("it is a pipe, device or socket")),
                // What stands in the way will be named when the folder is made.
                Err(_) => Ok((target, None)),
            };
        };
        target = target.parent().unwrap_or(Path::new("")).join(named);
    }
    let fault = "it is a symbolic link that leads back to itself";
    Err(WriteError::new(path, format!("{fault}; what was there before is unchanged")))
}

/// Makes a folder and those above it where they are missing.
pub fn make_folder(folder: &Path) -> Result<(), WriteError> {
    // The parent of a bare file name is the empty path, which stands for the current folder.
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| {
        let there = folder.ancestors().find(|path| path.symlink_metadata().is_ok());
        let fault = match there.filter(|path| !path.is_dir()) {
            Some(blocker) => {
                format!("{} is not a folder; move it or choose another path", shown(blocker))
            }
            None => format!("{error}; choose a path that may be written"),
        };
        WriteError(format!("cannot make the folder {}: {fault}", shown(folder)))
    })
}

/// Writes the bytes beside `target`, and gives the new file its name.
fn replace(target: &Path, permissions: Option<Permissions>, bytes: &[u8]) -> io::Result<()> {
    let (mut file, beside) = new_file_in(target.parent().unwrap_or(Path::new("")))?;
    let written = permissions
        .map_or(Ok(()), |permissions| file.set_permissions(permissions))
        .and_then(|()| file.write_all(bytes));
    drop(file); // some systems do not rename an open file
    written.and_then(|()| fs::rename(&beside, target)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

/// A new file under a name that nobody else uses. The name is short, and does not extend the final
/// one, which may already be as long as the file system allows. It holds the process, as others may
/// write here.
fn new_file_in(folder: &Path) -> io::Result<(File, PathBuf)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".backprop-{}-{count}.tmp", std::process::id()));
        match File::create_new(&path) {
            Ok(file) => return Ok((file, path)),
            // A killed process that had the same number left it.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}
