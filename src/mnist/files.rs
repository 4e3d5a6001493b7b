//! Which four files of a folder are the data set.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::DataError;

/// Training images and labels, test images and labels.
pub(super) const ROLES: [Role; 4] = [
    Role { sets: &["train"], content: "images", kind: "idx3-ubyte" },
    Role { sets: &["train"], content: "labels", kind: "idx1-ubyte" },
    // EMNIST calls its test files so.
    Role { sets: &["t10k", "test"], content: "images", kind: "idx3-ubyte" },
    Role { sets: &["t10k", "test"], content: "labels", kind: "idx1-ubyte" },
];

/// What one of the four files is for, and so how it may be called.
pub(super) struct Role {
    sets: &'static [&'static str],
    content: &'static str,
    kind: &'static str,
}

impl Role {
    /// The names it may have after the prefix, the preferred first: unpacked before packed, since
    /// it reads faster; a dash before the dot that some unpackers put in its place.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for ending in ["", ".gz"] {
            for mark in ["-", "."] {
                for set in self.sets {
                    names.push(format!("{set}-{}{mark}{}{ending}", self.content, self.kind));
                }
            }
        }
        names
    }
}

/// Finds the four files in `folder`.
///
/// All four may have one common prefix, as EMNIST's have ("emnist-letters-train-images-..."). Names
/// without a prefix are preferred; of several prefixes none is.
pub(super) fn find(folder: &Path) -> Result<[PathBuf; 4], DataError> {
    let unreadable = |error| DataError::Folder { folder: folder.into(), error };
    let mut present = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        // A name that is not Unicode is none of ours; hidden files are some system's notes.
        match entry.map_err(unreadable)?.file_name().into_string() {
            Ok(name) if !name.starts_with('.') => present.insert(name),
            _ => false,
        };
    }

    let names = ROLES.map(|role| role.names());
    let mut prefixes = BTreeSet::new();
    for name in &present {
        prefixes.extend(names.iter().flatten().filter_map(|ending| name.strip_suffix(&**ending)));
    }
    let prefix = match Vec::from_iter(prefixes)[..] {
        [] => "",
        // In order, the empty prefix comes first.
        ["", ..] => "",
        [prefix] => prefix,
        ref several => {
            let prefixes = several.iter().map(|prefix| prefix.to_string()).collect();
            return Err(DataError::Ambiguous { folder: folder.into(), prefixes });
        }
    };

    let found = names.each_ref().map(|names| {
        let mut names = names.iter().map(|name| format!("{prefix}{name}"));
        names.find(|name| present.contains(name)).map(|name| folder.join(name))
    });
    match found {
        [Some(a), Some(b), Some(c), Some(d)] => Ok([a, b, c, d]),
        found => {
            let missing = found.iter().zip(&names).filter(|(file, _)| file.is_none());
            let missing = missing.map(|(_, names)| format!("{prefix}{}", names[0])).collect();
            Err(DataError::Missing { folder: folder.into(), missing })
        }
    }
}
