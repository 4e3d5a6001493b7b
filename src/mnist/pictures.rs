//! Folders of pictures, one for each class.
//!
//! ```text
//! photos/cat/1.png, photos/cat/2.jpg, photos/dog/a.png, ...
//! ```
//!
//! The folders' names are the classes: numbers in their order, or else words in alphabetical order.
//! A picture is taken as it is, light on dark, as [`predict`](crate::cli::predict) takes it; or it
//! shows a digit, which is prepared as MNIST's were. The images come in a random order, the same
//! every time, so that the first and the last of them are of all classes.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread;

use super::dataset::Part;
use super::{ALLOWANCE, DataError, GROWTH, Images, MOST_IMAGES, Prepare};
use crate::digits::{self, grey::Grey, reduce};
use crate::format::open_file::open_file;
use crate::format::picture;
use crate::format::room::is_room;
use crate::format::shown::shown;
use crate::random::{Random, Xorshift};
use crate::threads;

/// The classes of a folder: the names of the folders in it.
pub(super) fn classes(folder: &Path) -> Result<Vec<String>, DataError> {
    let mut names: Vec<String> =
        entries(folder)?.filter(|path| path.is_dir()).map(|path| name(&path)).collect();
    let number = |name: &String| name.parse::<u64>().ok();
    if names.iter().all(|name| number(name).is_some()) {
        names.sort_by_key(number);
    } else {
        names.sort();
    }
    if !(1..=256).contains(&names.len()) {
        let found = names.len();
        let fault =
            format!("expected a folder of pictures for each of 1 to 256 classes, found {found}");
        return Err(DataError::new(folder, fault));
    }
    Ok(names)
}

/// The pictures of these classes with their labels, in the order of their names.
pub(super) fn files(folder: &Path, classes: &[String]) -> Result<Vec<(PathBuf, u8)>, DataError> {
    let mut files = Vec::new();
    for (label, class) in classes.iter().enumerate() {
        let mut of_class: Vec<_> = entries(&folder.join(class))?.collect();
        of_class.sort();
        files.extend(of_class.into_iter().map(|file| (file, label as u8)));
    }
    Ok(files)
}

/// Reads the pictures of these classes, of which each has at least one in the folder.
pub(super) fn read(
    folder: &Path,
    classes: &[String],
    prepare: Option<Prepare>,
) -> Result<Part, DataError> {
    let mut files = files(folder, classes)?;
    if let Some(stray) =
        entries(folder)?.find(|path| path.is_dir() && !classes.contains(&name(path)))
    {
        let fault = "expected the classes of the training pictures, found another".to_string();
        return Err(DataError::new(&stray, fault));
    }
    if !(1..=MOST_IMAGES).contains(&files.len()) {
        let fault = format!("expected 1 to {MOST_IMAGES} pictures, found {}", files.len());
        return Err(DataError::new(folder, fault));
    }
    Xorshift::new(0).shuffle(&mut files);

    let bytes = files.iter().filter_map(|(file, _)| Some(fs::metadata(file).ok()?.len()));
    let most = bytes.sum::<u64>().saturating_mul(GROWTH).saturating_add(ALLOWANCE);
    let mut images: Option<Images> = None;
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    for batch in files.chunks(cores) {
        let mut decoded: Vec<_> = batch.iter().map(|(file, _)| (file, None)).collect();
        threads::for_each(&mut decoded, |(file, image)| {
            *image = Some(image_of(file, prepare, cores));
        });
        for (file, image) in decoded {
            let fault = |fault| DataError::new(file, fault);
            let image = image.expect("every picture is decoded").map_err(fault)?;
            let (height, width) = (image.height, image.width);
            let images = images.get_or_insert_with(|| Images::new(height, width));
            if (images.height(), images.width()) != (height, width) {
                return Err(fault(format!(
                    "expected a picture of {} x {} pixels as {} is, found {height} x {width}; make \
                     all pictures alike, or let --prepare digit make images of digits",
                    images.height(),
                    images.width(),
                    shown(&files[0].0),
                )));
            }
            let ink: Vec<_> =
                image.values.iter().map(|value| (255.0 * value).round() as u8).collect();
            images.push_within(&ink, most).map_err(fault)?;
        }
    }
    let labels = files.iter().map(|&(_, label)| label).collect();
    Ok(Part { images: images.expect("a picture"), labels, classes: classes.len() })
}

/// The image in a picture, or why there is none. So many are decoded at a time.
fn image_of(path: &Path, prepare: Option<Prepare>, cores: usize) -> Result<Grey, String> {
    let file: Box<dyn Read> =
        Box::new(open_file(path).map_err(|error| format!("cannot be opened: {error}"))?);
    let mut picture = picture::open(file).map_err(|error| error.to_string())?;
    let (height, width) = picture.rows.size();
    if !is_room(cores as u128 * reduce::memory(height, width)) {
        return Err(format!("no memory for {height} x {width} pixels; make the pictures smaller"));
    }
    let grey = reduce::reduce(&mut picture).map_err(|error| error.to_string())?;
    match prepare {
        Some(Prepare::Digit) => match digits::one(&grey) {
            Ok(prepared) => Ok(prepared.image),
            Err(reason) => Err(format!("{reason}; take the picture out of the folder")),
        },
        _ => Ok(grey),
    }
}

/// What is in a folder, but for hidden files.
fn entries(folder: &Path) -> Result<impl Iterator<Item = PathBuf>, DataError> {
    let fault = |error| DataError::new(folder, format!("cannot list the folder: {error}"));
    let entries = fs::read_dir(folder).map_err(fault)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()).map_err(fault));
    let paths = paths.collect::<Result<Vec<_>, _>>()?;
    Ok(paths.into_iter().filter(|path| !name(path).starts_with('.')))
}

pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
