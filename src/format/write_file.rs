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
pub enum WriteError {
    /// The path has no file name: it is empty, or ends in `..`.
    NoName(PathBuf),
    /// The path is a folder.
    IsFolder(PathBuf),
    /// The path is a pipe, a device or a socket. A file must not replace it, and writing to a pipe
    /// would wait for a reader.
    IsSpecial(PathBuf),
    /// Something that is not a folder is in the way of one.
    InTheWay {
        /// The folder to be made.
        folder: PathBuf,
        /// The part of its path that is there and is not a folder.
        blocker: PathBuf,
    },
    /// The folder cannot be made.
    Folder(PathBuf, io::Error),
    /// The bytes cannot be written, or the new file cannot take its name.
    File(PathBuf, io::Error),
}

impl Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::NoName(path) => {
                write!(f, "cannot write to {}: a path to a file is needed", shown(path))
            }
            WriteError::IsFolder(path) => write!(
                f,
                "cannot write {}: it is a folder; remove it or choose another path",
                shown(path)
            ),
            WriteError::IsSpecial(path) => write!(
                f,
                "cannot write {}: it is a pipe, device or socket; remove it or choose another path",
                shown(path)
            ),
            WriteError::InTheWay { folder, blocker } => write!(
                f,
                "cannot make the folder {}: {} is not a folder; move it or choose another path",
                shown(folder),
                shown(blocker)
            ),
            WriteError::Folder(path, error) => write!(
                f,
                "cannot make the folder {}: {error}; choose a path that may be written",
                shown(path)
            ),
            WriteError::File(path, error) => write!(
                f,
                "cannot write {}: {error}; what was there before is unchanged",
                shown(path)
            ),
        }
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            WriteError::Folder(_, error) | WriteError::File(_, error) => Some(error),
            _ => None,
        }
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
        replace(&target, permissions, bytes)
            .map_err(|error| WriteError::File(path.to_path_buf(), error))
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
        fs::remove_file(target).map_err(|error| WriteError::File(path.to_path_buf(), error))?;
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
        return Err(WriteError::NoName(path.to_path_buf()));
    }
    let failed = |error| WriteError::File(path.to_path_buf(), error);
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let Ok(named) = fs::read_link(&target) else {
            return match fs::symlink_metadata(&target) {
                Ok(found) if found.is_dir() => Err(WriteError::IsFolder(path.to_path_buf())),
                Ok(found) if found.is_file() => Ok((target, Some(found.permissions()))),
                Ok(_) => Err(WriteError::IsSpecial(path.to_path_buf())),
                // What stands in the way will be named when the folder is made.
                Err(_) => Ok((target, None)),
            };
        };
        target = target.parent().unwrap_or(Path::new("")).join(named);
    }
    Err(failed(io::Error::other("it is a symbolic link that leads back to itself")))
}

/// Makes a folder and those above it where they are missing.
fn make_folder(folder: &Path) -> Result<(), WriteError> {
    // The parent of a bare file name is the empty path, which stands for the current folder.
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|error| {
        let there = folder.ancestors().find(|path| path.symlink_metadata().is_ok());
        match there.filter(|path| !path.is_dir()) {
            Some(blocker) => WriteError::InTheWay {
                folder: folder.to_path_buf(),
                blocker: blocker.to_path_buf(),
            },
            None => WriteError::Folder(folder.to_path_buf(), error),
        }
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
