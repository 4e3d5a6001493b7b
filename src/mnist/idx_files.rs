//! The four files of MNIST's form.

use std::io::Read;
use std::path::Path;

use super::dataset::Part;
use super::idx::{IdxReader, unreadable};
use super::{ALLOWANCE, DataError, GROWTH, Images, MIRROR, MOST_IMAGES, MOST_PIXELS, Mnist, files};
use crate::format::gzip::open_unpacked;
use crate::format::shown::shown;

/// Labels read at a time.
const LABELS: usize = 1 << 12;

/// Loads the first `train` and `test` images of the data set in `folder`, or all for `None`.
///
/// The files are found by name: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
/// `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, with `.gz` at the end or not, or as other
/// data sets call them. The first bytes of a file, not its name, tell whether it is packed.
pub fn load(folder: &Path, train: Option<usize>, test: Option<usize>) -> Result<Mnist, DataError> {
    let [train_images, train_labels, test_images, test_labels] = files::find(folder)?;
    // Unpacking is most of the work, and the two parts have nothing to do with each other.
    let mut parts =
        [(&train_images, &train_labels, train, None), (&test_images, &test_labels, test, None)];
    crate::threads::for_each(
        parts.iter_mut().enumerate(),
        |(part, (images, labels, asked, loaded))| {
            *loaded = Some(load_part(part, images, labels, *asked));
        },
    );
    let [train, test] = parts.map(|(.., loaded)| loaded.expect("every part is loaded"));
    Part::both(train?, test?, &train_images, &test_images)
}

/// Opens a file of images or of labels, packed or not; how many bytes it has on the disk.
fn open(path: &Path, is_images: bool) -> Result<(u64, IdxReader<Box<dyn Read>>), DataError> {
    let open = || {
        let (size, content) = open_unpacked(path).map_err(unreadable)?;
        let reader = IdxReader::new(content)?;
        reader.check(is_images)?;
        Ok((size, reader))
    };
    open().map_err(|fault| DataError::new(path, fault))
}

/// Loads the first `asked` images of part 0 or 1, and their labels.
fn load_part(
    part: usize,
    images_file: &Path,
    labels_file: &Path,
    asked: Option<usize>,
) -> Result<Part, DataError> {
    let (file_size, mut images) = open(images_file, true)?;
    let (_, mut labels) = open(labels_file, false)?;
    let &[holds, height, width] = images.dims() else { unreachable!("the number was checked") };
    let label_count = labels.dims()[0];
    if holds != label_count {
        let fault = format!(
            "expected a label for each of the {holds} images in {}, found {label_count}; take both \
             files from the same data set",
            shown(images_file)
        );
        return Err(DataError::new(labels_file, fault));
    }
    let of_images = |fault| DataError::new(images_file, fault);
    let of_labels = |fault| DataError::new(labels_file, fault);
    let wrong = |fault| Err(of_images(fault));
    if holds == 0 {
        return wrong(format!("expected at least one image, found none; fetch it again; {MIRROR}"));
    }
    let pixels = height.checked_mul(width);
    if !pixels.is_some_and(|pixels| (1..=MOST_PIXELS).contains(&pixels)) {
        return wrong(format!(
            "expected images of 1 to {MOST_PIXELS} pixels, found {height} x {width}; check the \
             file, or scale the images down"
        ));
    }
    let wanted = asked.unwrap_or(holds);
    if wanted > holds {
        return Err(DataError::too_few(images_file, part, wanted, holds));
    }
    if wanted > MOST_IMAGES {
        return wrong(format!("expected at most {MOST_IMAGES} images, found {wanted}; take fewer"));
    }

    let mut kept = Vec::new();
    let mut classes = 0;
    while let Some(labels) = labels.next_labels(LABELS).map_err(of_labels)? {
        if kept.try_reserve(labels.len()).is_err() {
            let fault =
                format!("found no memory for more than {} labels; ask for fewer", kept.len());
            return Err(of_labels(fault));
        }
        kept.extend(labels.iter().take(wanted - kept.len()));
        classes = labels.iter().map(|&label| usize::from(label) + 1).fold(classes, usize::max);
    }
    let mut list = Images::new(height, width);
    let most = file_size.saturating_mul(GROWTH).saturating_add(ALLOWANCE);
    while list.len() < wanted {
        let Some(pixels) = images.next_bytes(1).map_err(of_images)? else { break };
        list.push_within(pixels, most).map_err(of_images)?;
    }
    if wanted == holds {
        // Read on to the end, where the checksum is.
        images.next_bytes(1).map_err(of_images)?;
    }
    Ok(Part { images: list, labels: kept, classes })
}
