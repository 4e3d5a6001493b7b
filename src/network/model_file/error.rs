//! What can be wrong with a model file.

use std::error::Error;
use std::fmt::{self, Display};

use crate::format::shown::shown;

/// Why a model cannot be used: what is expected, what is found, what to do.
#[derive(Debug)]
pub struct ModelError(pub(super) String);

impl ModelError {
    /// The array `name` is not what it should be.
    pub(super) fn array(
        name: &str,
        expected: impl Display,
        found: impl Display,
        advice: &str,
    ) -> Self {
        let name = shown(name);
        Self(format!("the array {name}: expected {expected}, found {found}; {advice}"))
    }

    /// Two arrays do not belong to one network: the same part twice, or other names.
    pub(super) fn two_networks(first: &str, second: &str) -> Self {
        let (first, second) = (shown(first), shown(second));
        Self(format!(
            "expected the arrays of one network, found {first} and {second}; leave one of them out"
        ))
    }
}

impl Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for ModelError {}
