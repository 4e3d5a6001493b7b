//! One output folder, one process: a lock that ends with the process.
//!
//! The lock is the system's, on an open file in the folder ([`File::try_lock`]). It is gone with
//! the process, however that ends: a killed run stands in nobody's way, and nobody asks which
//! processes live, whose numbers come round in a container. The file holds the number for the
//! message alone.
//!
//! The end of the run removes the file; after a killed run the next one does. One process may
//! remove what another has opened and is about to lock. So a lock counts only on the file that
//! still has the name. (Where this cannot be asked, which is elsewhere than on Unix, the file
//! stays. Windows lets nobody read a locked file, so there the message has no number.)
//!
//! Where a file system has no locks, a note says so, and the run goes on without.

use super::{Failure, output};
use crate::format::shown::shown;
use crate::format::write_file::make_folder;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder into which no other process writes, until this is dropped.
pub struct Lock {
    path: PathBuf,
    file: File,
    /// Whether the file system has locks.
    pub is_held: bool,
}

impl Lock {
    /// Makes the folder, and refuses one into which another process writes.
    pub fn take(folder: &Path) -> Result<Lock, Failure> {
        make_folder(folder)?;
        let path = folder.join(".backprop-lock");
        let folder = shown(folder);
        for attempt in 0.. {
            let mut options = File::options();
            options.read(true).write(true).create(true).truncate(false);
            let mut file = options.open(&path).map_err(|error| {
                let advice = "choose another folder with --out";
                Failure::failed(format!("cannot write into the folder {folder}: {error}; {advice}"))
            })?;
            let locked = file.try_lock();
            if let Err(TryLockError::WouldBlock) = locked {
                let number = fs::read_to_string(&path).unwrap_or_default();
                let process = format!("process {}", shown(&number));
                return Err(Failure::failed(format!(
                    "{} is writing into the folder {folder}; wait for its end, or choose another \
                     folder with --out",
                    if number.is_empty() { "another process" } else { &process },
                )));
            }
            if let Err(TryLockError::Error(error)) = &locked {
                output::note(&format!(
                    "note: {folder} cannot be locked ({error}): start no second run into it"
                ));
            }
            // Some file systems number a file anew each time that it is asked for.
            if is_at(&file, &path) || attempt == 100 {
                // On a full disk the number is missing, which does no harm.
                let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
                return Ok(Lock { path, file, is_held: locked.is_ok() });
            }
        }
        unreachable!("the last attempt counts")
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if cfg!(unix) && is_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether an open file is the one of this name.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let id = |found: fs::Metadata| (found.dev(), found.ino());
        file.metadata().map(id).ok() == fs::metadata(path).map(id).ok()
    }
    #[cfg(not(unix))]
    true
}
