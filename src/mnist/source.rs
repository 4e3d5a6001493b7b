//! Where a data set may be, and which of its images are wanted.

use std::path::{Path, PathBuf};

use super::dataset::Part;
use super::{DataError, Images, Mnist, Prepare, csv, files, idx_files, pictures};
use crate::format::room::is_room;
use crate::format::shown::shown_name;

/// A data set, found by its path.
pub struct Source {
    form: Form,
    /// A CSV file, or a folder.
    train: PathBuf,
    test: Option<PathBuf>,
}

#[derive(Clone, Copy)]
enum Form {
    /// The four IDX files, in the folder of the training set.
    Idx,
    /// A CSV file for each part.
    Csv,
    /// A folder of folders of pictures for each part.
    Pictures,
}

/// Which images are wanted, and in which form.
#[derive(Clone, Default)]
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
        let source = |form, train, test| Ok(Self { form, train, test });
        if path.is_file() {
            return source(Form::Csv, path.into(), None);
        }
        let (mut tables, mut folders) = (Vec::new(), 0);
        for entry in files::list(path)? {
            let name = pictures::name(&entry).to_lowercase();
            if name.ends_with(".csv") || name.ends_with(".csv.gz") {
                tables.push((name, entry));
            } else if entry.is_dir() && !name.starts_with('.') {
                folders += 1;
            }
        }
        let mut named = |word| {
            let mut found = tables.extract_if(.., |(name, _)| name.contains(word));
            found.next().map(|(_, path)| path).filter(|_| found.next().is_none())
        };
        if files::has_any_file(path) {
            return source(Form::Idx, path.into(), None);
        }
        if let Some(train) = named("train") {
            return source(Form::Csv, train, named("test"));
        }
        match (&mut tables[..], folders) {
            // The message names all forms.
            ([], 0) => files::find(path).and_then(|_| source(Form::Idx, path.into(), None)),
            ([], _) => match path.join("train") {
                train if train.is_dir() => {
                    let test = Some(path.join("test")).filter(|test| test.is_dir());
                    source(Form::Pictures, train, test)
                }
                _ => source(Form::Pictures, path.into(), None),
            },
            ([(_, only)], _) => source(Form::Csv, std::mem::take(only), None),
            _ => {
                let fault = "expected one CSV file with train in its name and one with test, found \
                             others; name one file with --data";
                Err(DataError::new(path, fault.into()))
            }
        }
    }

    /// What the data set is read from: files, each alone, or folders with their pictures.
    pub fn files(&self) -> Result<Vec<(PathBuf, Vec<PathBuf>)>, DataError> {
        let parts = [Some(&self.train), self.test.as_ref()].into_iter().flatten();
        match self.form {
            Form::Idx => {
                Ok(files::find(&self.train)?.map(|file| (file.clone(), vec![file])).into())
            }
            Form::Csv => Ok(parts.map(|file| (file.clone(), vec![file.clone()])).collect()),
            Form::Pictures => {
                let classes = pictures::classes(&self.train)?;
                let with_files = |part: &PathBuf| {
                    let files = pictures::files(part, &classes)?.into_iter();
                    Ok((part.clone(), files.map(|(file, _)| file).collect()))
                };
                parts.map(with_files).collect()
            }
        }
    }

    /// Loads the images that are wanted.
    pub fn load(&self, options: &Options) -> Result<Mnist, DataError> {
        let wrong = |fault: String| DataError::new(&self.train, fault);
        let room = |images: &Images| match is_room(2 * u128::from(images.memory())) {
            true => Ok(()),
            false => Err(wrong("found no memory for a copy of the images; take fewer".into())),
        };
        let mut classes = Vec::new();
        if let Form::Pictures = self.form {
            classes = pictures::classes(&self.train)?;
        }
        let read = |path: &Path| match self.form {
            Form::Pictures => pictures::read(path, &classes, options.prepare),
            _ => csv::read(path),
        };
        let mut data = match (self.form, &self.test, options.test_share) {
            (Form::Idx, _, None) => {
                idx_files::load(&self.train, options.first[0], options.first[1])?
            }
            (Form::Idx, ..) | (_, Some(_), Some(_)) => {
                return Err(wrong("there is a test set; leave out --test-share".into()));
            }
            (_, Some(test), None) => {
                Part::both(read(&self.train)?, read(test)?, &self.train, test)?
            }
            (_, None, Some((share, seed))) => {
                let part = read(&self.train)?;
                room(&part.images)?;
                let (train, test) = part.drawn(share, seed);
                Part::both(train, test, &self.train, &self.train)?
            }
            (_, None, None) => {
                let fault =
                    "there is no test set; train and evaluate draw one with --test-share 0.2";
                return Err(wrong(fault.into()));
            }
        };
        let names = options.names.clone().or_else(|| match &classes[..] {
            [] => None,
            classes => Some(classes.iter().map(|name| shown_name(name)).collect()),
        });
        for (part, set) in [&mut data.train, &mut data.test].into_iter().enumerate() {
            let (first, found) = (options.first[part].unwrap_or(set.len()), set.len());
            if first > found {
                return Err(DataError::too_few(&self.train, part, first, found));
            }
            set.truncate(first);
            if options.transpose {
                room(&set.images)?;
                set.images = set.images.transposed();
            }
            if let Some(names) = &names {
                set.name_classes(names).map_err(wrong)?;
            }
        }
        Ok(data)
    }
}
