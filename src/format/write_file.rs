//! Files that are there whole or not at all.
//!
//! A run may be stopped and a disk may be full. So the bytes go into a new file beside the old one,
//! which is renamed to the old one's name when all of them are there; a file system renames in one
//! step. The name stands for the old file or the new one, never for a part. (This guards against a
//! program that fails, not against a power cut: nothing is forced onto the disk, as every file here
//! can be made again.)

use std::error::Error;
use std::fmt::{self, Display};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Why a file or its folder could not be written, naming the path and what to do.
#[derive(Debug)]
pub enum WriteError {
    /// The path has no file name: it is empty, or ends in `..`.
    NoName(PathBuf),
    /// The path is a folder.
    IsFolder(PathBuf),
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
                write!(f, "cannot write to {path:?}: a path to a file is needed")
            }
            WriteError::IsFolder(path) => write!(
                f,
                "cannot write {}: it is a folder; remove it or choose another path",
                path.display()
            ),
            WriteError::InTheWay { folder, blocker } => write!(
                f,
                "cannot make the folder {}: {} is not a folder; move it or choose another path",
                folder.display(),
                blocker.display()
            ),
            WriteError::Folder(path, error) => write!(
                f,
                "cannot make the folder {}: {error}; choose a path that may be written",
                path.display()
            ),
            WriteError::File(path, error) => write!(
                f,
                "cannot write {}: {error}; what was there before is unchanged",
                path.display()
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

/// Writes a whole file, and makes its folder if there is none. If anything fails, a file that was
/// there before stays as it was, and nothing else is left behind.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    if path.file_name().is_none() {
        return Err(WriteError::NoName(path.to_path_buf()));
    }
    let failed = |error| WriteError::File(path.to_path_buf(), error);
    let target = match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(WriteError::IsFolder(path.to_path_buf())),
        // A symbolic link to a file stays; the file is replaced.
        Ok(found) if found.is_file() => fs::canonicalize(path).map_err(failed)?,
        // A device or a pipe, such as /dev/null, must not be replaced by a file.
        Ok(_) => return fs::write(path, bytes).map_err(failed),
        Err(_) => path.to_path_buf(),
    };
    let folder = target.parent().unwrap_or(Path::new(""));
    make_folder(folder)?;
    let (mut file, beside) = new_file_in(folder).map_err(failed)?;
    let written = file.write_all(bytes);
    drop(file); // some systems do not rename an open file
    written.and_then(|()| fs::rename(&beside, &target)).map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// Makes a folder and those above it where they are missing. Call it before a long run: if its
/// results have nowhere to go, the run fails at its start.
pub fn make_folder(folder: &Path) -> Result<(), WriteError> {
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

/// A new file under a name that nobody else uses. The name is short, and does not extend the final
/// one, which may already be as long as the file system allows.
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
