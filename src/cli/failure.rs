//! How a command fails, and the exit code of each failure.

use std::fmt::Display;

/// Why a command stopped before its end.
///
/// `?` turns any [`std::error::Error`] into [`Failure::Failed`]. This conversion is possible only
/// because `Failure` is not an `Error` itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The command line was wrong: exit code 2, and a pointer to the command's help.
    Usage(String),
    /// The run failed, or a check did not hold: exit code 1.
    Failed(String),
    /// A file or stdout cannot be written: exit code 1.
    Unwritable(String),
    /// The reader of stdout has closed it (`backprop example | head -1`): quiet, exit code 0. A run
    /// that writes files makes a [`Failure::Failed`] of it.
    ClosedPipe,
}

impl Failure {
    /// A wrong command line, from anything that can be printed.
    pub fn usage(message: impl Display) -> Failure {
        Failure::Usage(message.to_string())
    }

    /// A run that failed, or a check that did not hold, from anything that can be printed.
    pub fn failed(message: impl Display) -> Failure {
        Failure::Failed(message.to_string())
    }

    /// The exit code of the process.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Failed(_) | Failure::Unwritable(_) => 1,
            Failure::ClosedPipe => 0,
        }
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure::failed(error)
    }
}
