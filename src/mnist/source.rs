//! Where a data set may be, and which of its images are wanted.

use std::fs;
use std::path::{Path, PathBuf};

use super::dataset::Part;
use super::error::{DataError, Fault};
use super::{Mnist, Prepare, csv, files, has_any_file, idx_files, pictures};
use crate::format::shown::shown;

/// A data set of one of the three forms. Only the first always has a test set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The four IDX files in a folder.
    Idx(PathBuf),
    /// A CSV file to train on, and one to test with.
    Csv(PathBuf, Option<PathBuf>),
    /// A folder of folders of pictures to train on, and one to test with.
    Pictures(PathBuf, Option<PathBuf>),
}

/// Which images are wanted, and in which form.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The first so many, or all: to train on, to test with.
    pub first: [Option<usize>; 2],
    /// The share of each class that is drawn for the test, with a seed, where there is no test set.
    pub test_share: Option<(f64, u64)>,
    /// Whether rows and columns are exchanged, as they are in EMNIST's files.
    pub transpose: bool,
    /// How pictures become images: as they are for `None`.
    pub prepare: Option<Prepare>,
    /// What the classes are called, if not as the data say.
    pub names: Option<Vec<String>>,
}

impl Source {
    /// What a path names: a CSV file; a folder with the four IDX files, with CSV files, or with
    /// folders of pictures, a class each, perhaps in folders `train` and `test`.
    pub fn find(path: &Path) -> Result<Self, DataError> {
        if path.is_file() {
            return Ok(Self::Csv(path.into(), None));
        }
        let unreadable = |error| DataError::new(path, Fault::Folder(error));
        if has_any_file(path) {
            return Ok(Self::Idx(path.into()));
        }
        let (mut tables, mut folders) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?.path();
            let name = entry.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            if name.starts_with('.') {
                continue;
            } else if entry.is_dir() {
                folders.push(entry);
            } else if name.ends_with(".csv") || name.ends_with(".csv.gz") {
                tables.push((name, entry));
            }
        }
        let named = |word| {
            let mut found = tables.iter().filter(|(name, _)| name.contains(word));
            found.next().map(|(_, path)| path.clone()).filter(|_| found.next().is_none())
        };
        match (&tables[..], named("train"), folders.is_empty()) {
            ([(_, only)], ..) => Ok(Self::Csv(only.clone(), None)),
            (_, Some(train), _) => Ok(Self::Csv(train, named("test"))),
            ([_, ..], ..) => {
                let fault = "expected train.csv and test.csv, found CSV files of other names; name \
                             one file with --data";
                Err(DataError::other(path, fault.into()))
            }
            (_, _, false) => {
                let folder = |name| Some(path.join(name)).filter(|folder| folder.is_dir());
                Ok(match folder("train") {
                    Some(train) => Self::Pictures(train, folder("test")),
                    None => Self::Pictures(path.into(), None),
                })
            }
            // The message names the four files and the other forms.
            _ => files::find(path).map(|_| Self::Idx(path.into())),
        }
    }

    /// The files to read, or the folders of pictures.
    pub fn paths(&self) -> Result<Vec<PathBuf>, DataError> {
        Ok(match self {
            Self::Idx(folder) => files::find(folder)?.to_vec(),
            Self::Csv(train, test) | Self::Pictures(train, test) => {
                [Some(train.clone()), test.clone()].into_iter().flatten().collect()
            }
        })
    }

    /// Loads the images that are wanted.
    pub fn load(&self, options: &Options) -> Result<Mnist, DataError> {
        let [first_train, first_test] = options.first;
        let mut names = options.names.clone();
        let (mut data, train_path) = match self {
            Self::Idx(folder) => {
                self.check_share(folder, options, true)?;
                (idx_files::load(folder, first_train, first_test)?, folder)
            }
            Self::Csv(train, test) => {
                self.check_share(train, options, test.is_some())?;
                let part = csv::read(train)?;
                let (part, of_test) = match (test, options.test_share) {
                    (Some(test), _) => (part, csv::read(test)?),
                    (None, share) => part.drawn_for_test(share),
                };
                (Part::both(part, of_test, train, test.as_ref().unwrap_or(train))?, train)
            }
            Self::Pictures(train, test) => {
                self.check_share(train, options, test.is_some())?;
                let classes = pictures::classes(train)?;
                let part = pictures::read(train, &classes, options.prepare)?;
                let (part, of_test) = match (test, options.test_share) {
                    (Some(test), _) => (part, pictures::read(test, &classes, options.prepare)?),
                    (None, share) => part.drawn_for_test(share),
                };
                names.get_or_insert(classes.iter().map(shown).collect());
                (Part::both(part, of_test, train, test.as_ref().unwrap_or(train))?, train)
            }
        };
        for (set, first) in [(&mut data.train, first_train), (&mut data.test, first_test)] {
            if first.is_some_and(|first| first > set.len()) {
                let fault = format!(
                    "expected at least {} images, found {}; take a larger data set, or fewer images",
                    first.unwrap_or(0),
                    set.len()
                );
                return Err(DataError::other(train_path, fault));
            }
            set.truncate(first.unwrap_or(set.len()));
        }
        if options.transpose {
            data.transpose();
        }
        if let Some(names) = names
            && !data.name_classes(&names)
        {
            let (classes, names) = (data.train.classes(), names.len());
            let fault = format!("expected a name for each of {classes} classes, found {names}");
            return Err(DataError::other(train_path, fault));
        }
        Ok(data)
    }

    /// Whether a share is asked for where there is no test set, and only there.
    fn check_share(&self, path: &Path, options: &Options, has_test: bool) -> Result<(), DataError> {
        let fault = match (has_test, options.test_share) {
            (true, Some(_)) => "there is a test set; leave out --test-share",
            (false, None) => {
                "expected a test set beside it, found none; draw one with --test-share 0.2, if the \
                 command has that flag"
            }
            _ => return Ok(()),
        };
        Err(DataError::other(path, fault.into()))
    }
}

impl Part {
    fn drawn_for_test(self, share: Option<(f64, u64)>) -> (Self, Self) {
        let (share, seed) = share.expect("it was checked");
        self.drawn(share, seed)
    }
}
