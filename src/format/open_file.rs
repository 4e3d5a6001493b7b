//! Opening a file to read it: a file, and nothing that would wait.
//!
//! To open a named pipe waits for a writer, perhaps for ever, and a device such as `/dev/zero` has
//! no end. So what is to be read must be a file. The program's own streams are the exception: their
//! other end is there, and `<(...)` in a shell is one of them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The names of a process's own streams.
const OWN_STREAMS: [&str; 3] = ["/dev/stdin", "/dev/fd", "/proc/self/fd"];

/// Opens a file, or one of the process's own streams such as `/dev/stdin`.
pub fn open_file(path: &Path) -> io::Result<File> {
    let found = fs::metadata(path)?;
    let what = if found.is_dir() {
        "a folder"
    } else if found.is_file() || OWN_STREAMS.iter().any(|stream| path.starts_with(stream)) {
        return File::open(path);
    } else {
        "a pipe, device or socket"
    };
    Err(io::Error::other(format!("expected a file, found {what}")))
}

/// The bytes of a file that should have at most so many. A larger one is not read.
pub fn read_file(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open_file(path)?;
    let mut bytes = Vec::new();
    // A stream has no length.
    if file.metadata()?.len() > most || file.take(most + 1).read_to_end(&mut bytes)? as u64 > most {
        return Err(io::Error::other(format!("expected at most {most} bytes, found more")));
    }
    Ok(bytes)
}
