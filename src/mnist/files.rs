//! Which four files of a folder are the data set.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{DataError, MIRROR};
use crate::format::shown::shown;

/// The names that each of the four files may have after the prefix: training images and labels,
/// test images and labels. EMNIST's test files are called "test", and QMNIST's labels are a table of
/// integers.
///
/// The preferred name comes first: unpacked before packed, which is slower to read; the dash before
/// the dot that some unpackers write for it.
fn names() -> [Vec<String>; 4] {
    let (images, labels) =
        (("images", &["idx3-ubyte"][..]), ("labels", &["idx1-ubyte", "idx2-int"][..]));
    let (train, test) = (&["train"][..], &["t10k", "test"][..]);
    [(train, images), (train, labels), (test, images), (test, labels)].map(
        |(sets, (content, kinds))| {
            let mut names = Vec::new();
            for (ending, mark) in [("", "-"), ("", "."), (".gz", "-"), (".gz", ".")] {
                for set in sets {
                    let name = |kind| format!("{set}-{content}{mark}{kind}{ending}");
                    names.extend(kinds.iter().map(name));
                }
            }
            names
        },
    )
}

/// Finds the four files in `folder`.
///
/// All four may have one common prefix, as EMNIST's have ("emnist-letters-train-images-..."). Names
/// without a prefix come first; several prefixes are an error.
pub fn find(folder: &Path) -> Result<[PathBuf; 4], DataError> {
    let mut present = BTreeSet::new();
    for entry in list(folder)? {
        // A name that is not Unicode is none of ours; some systems put hidden notes beside files.
        match entry.file_name().unwrap_or_default().to_os_string().into_string() {
            Ok(name) if !name.starts_with('.') => present.insert(name),
            _ => false,
        };
    }

    let names = names();
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
            let fault = format!(
                "expected the four files of one data set, found several: {}; keep each in a folder \
                 of its own",
                several.iter().take(10).map(shown).collect::<Vec<_>>().join(", ")
            );
            return Err(DataError::new(folder, fault));
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
            let missing = missing.map(|(_, names)| shown(&format!("{prefix}{}", names[0])));
            let missing: Vec<_> = missing.collect();
            let (found, advice) = match missing.len() {
                4 => ("none of them".to_string(), MIRROR),
                _ => (
                    format!("no {}", missing.join(", no ")),
                    "put what is missing beside the others",
                ),
            };
            let fault = format!(
                "expected {} (packed or not), or a CSV file, or folders of pictures, found {found}; \
                 {advice}",
                all_four()
            );
            Err(DataError { missing: missing.len(), ..DataError::new(folder, fault) })
        }
    }
}

/// Whether at least one of the four files is in `folder`.
pub fn has_any_file(folder: &Path) -> bool {
    // All four may be there several times, which is an error, too.
    find(folder).map_or_else(|error| error.missing < 4, |_| true)
}

/// What is in a folder that should have the four files.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>, DataError> {
    let entries = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>());
    entries.map_err(|error| {
        let fault = format!(
            "cannot list the folder: {error}; expected a folder with {} (packed or not); {MIRROR}",
            all_four()
        );
        DataError { missing: 4, ..DataError::new(folder, fault) }
    })
}

fn all_four() -> String {
    names().map(|names| format!("{}.gz", names[0])).join(", ")
}
