//! The two streams: results go to stdout, notes to stderr, and only from here.
//!
//! `println!` and `eprintln!` panic when the stream cannot be written. Rust ignores SIGPIPE, so
//! `backprop example | head -1` would end in such a panic; here a closed pipe is a quiet
//! [`Failure`].

use super::Failure;
use std::io::{self, ErrorKind, Write};

/// Writes a result to stdout as it stands (no newline is added) and flushes it, so that a full
/// disk is noticed now and not lost at exit.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::ClosedPipe),
        Err(error) => Err(Failure::Unwritable(format!(
            "the results cannot be written to standard output: {error}"
        ))),
    }
}

/// Writes a note and a newline to stderr. If that fails, there is nowhere left to report it.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
