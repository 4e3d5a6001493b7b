//! Files that are there whole or not at all.
//!
//! A run may be stopped and a disk may be full. So the bytes go into a new file beside the old one,
//! which is renamed to the old one's name when all of them are there; a file system renames in one
//! step. The name stands for the old file or the new one, never for a part. (This guards against a
//! program that fails, not against a power cut: nothing is forced onto the disk, as every file here
//! can be made again.)

use super::shown::shown;
use std::error::Error;
use std::fmt::{self, Display};
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Linux follows at most so many symbolic links in one path (path_resolution(7)).
const MOST_LINKS: usize = 40;

/// Where no list of processes says who lives, an unfinished file of this age is a dead one's:
/// writing takes seconds.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

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

    /// The bytes cannot be written, or the new file cannot take its name.
    fn unchanged(path: &Path, error: io::Error) -> Self {
        Self::new(path, format!("{error}; what was there before is unchanged"))
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
        replace(&target, permissions, bytes).map_err(|error| WriteError::unchanged(path, error))
    });
    if written.is_err() {
        // Only empty folders can be removed in this way.
        new.into_iter().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    written
}

/// Whether [`write_atomically`] would find something else than a file in its way. Call it before a
/// long run.
pub fn check_target(path: &Path) -> Result<(), WriteError> {
    find_target(path).map(drop)
}

/// Removes a file if it is there; of a symbolic link, the file that it names.
pub fn remove_file(path: &Path) -> Result<(), WriteError> {
    let (target, found) = find_target(path)?;
    if found.is_some() {
        fs::remove_file(target).map_err(|error| WriteError::unchanged(path, error))?;
    }
    Ok(())
}

/// Removes the unfinished files that killed processes left in a folder. What cannot be removed
/// stays: it does no harm.
///
/// A process of another container seems dead from here, so two of them must not write into one
/// folder at the same time.
pub fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let writer = name.to_str().and_then(|name| {
            let (writer, _) =
                name.strip_prefix(".backprop-")?.strip_suffix(".tmp")?.split_once('-')?;
            writer.parse::<u32>().ok()
        });
        let lives = |writer: u32| {
            if Path::new("/proc/self").exists() {
                return Path::new("/proc").join(writer.to_string()).exists();
            }
            let written = entry.metadata().and_then(|found| found.modified());
            !written.is_ok_and(|written| written.elapsed().is_ok_and(|age| age > OLD))
        };
        if writer.is_some_and(|writer| !lives(writer)) {
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
    let fault = io::Error::other("it is a symbolic link that leads back to itself");
    Err(WriteError::unchanged(path, fault))
}

/// Makes a folder and those above it where they are missing.
fn make_folder(folder: &Path) -> Result<(), WriteError> {
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
/// one, which may already be as long as the file system allows. It holds the process, so that
/// [`remove_leftovers`] knows whose file it is.
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
