//! The two streams: results go to stdout, notes to stderr, and only from here.
//!
//! `println!` and `eprintln!` panic when the stream cannot be written. Rust ignores SIGPIPE, so
//! `backprop example | head -1` would end in such a panic; here a closed pipe is a [`Failure`]
//! like any other, and a quiet one.

use super::failure::Failure;
use std::io::{self, ErrorKind, Write};

/// Writes a result to stdout as it stands (no newline is added) and flushes it, so that a full
/// disk is noticed now and not lost at exit.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| {
        match error.kind() {
            ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::failed(format!(
                "the results cannot be written to standard output: {error}"
            )),
        }
    })
}

/// Writes a note and a newline to stderr. When even that fails there is nobody left to tell.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
