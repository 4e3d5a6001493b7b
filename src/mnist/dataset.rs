//! Images with their labels.

use std::ops::Range;
use std::path::Path;

use super::{DataError, Images, Mnist};
use crate::format::crc32::Crc32;
use crate::format::shown::shown;
use crate::matrix::Matrix;
use crate::random::{Random, Xorshift};

/// Images whose pixels are lighter than this on average have a light ground. (MNIST's mean is 33,
/// Fashion-MNIST's 73.)
const LIGHT: usize = 190;

/// Images and what they show.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The images.
    pub images: Images,
    /// The class of each image, as many as there are images.
    pub labels: Vec<u8>,
    /// Row `c` is the target for the class `c`: `classes × classes`.
    one_hot: Matrix,
    /// What each class is called.
    names: Vec<String>,
}

impl Dataset {
    /// Images with their labels, which are below `classes`.
    ///
    /// # Panics
    /// If there are not as many labels as images, or one is too large.
    pub fn new(images: Images, labels: Vec<u8>, classes: usize) -> Self {
        let names = (0..classes).map(|class| class.to_string()).collect();
        Self::with_names(images, labels, names)
    }

    /// The same where the classes have names.
    ///
    /// # Panics
    /// As above.
    pub fn with_names(images: Images, labels: Vec<u8>, names: Vec<String>) -> Self {
        let classes = names.len();
        let (found, count) = (labels.len(), images.len());
        assert!(found == count, "{found} labels for {count} images");
        if let Some(i) = labels.iter().position(|&label| usize::from(label) >= classes) {
            panic!("expected labels below {classes}, found {} at image {i}", labels[i]);
        }
        let targets: Vec<_> = (0..classes).map(|class| one_hot(class as u8, classes)).collect();
        Self { images, labels, one_hot: Matrix::from_rows(&targets), names }
    }

    /// What each class is called: its number, unless the data say otherwise.
    pub fn class_names(&self) -> &[String] {
        &self.names
    }

    /// Names the classes, the first with the first name.
    pub(super) fn name_classes(&mut self, names: &[String]) -> Result<(), String> {
        let (classes, found) = (self.classes(), names.len());
        if found < classes {
            return Err(format!("expected a name for each of {classes} classes, found {found}"));
        }
        self.names = names[..classes].to_vec();
        Ok(())
    }

    /// How many images there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The number of classes: ten digits, in MNIST.
    pub fn classes(&self) -> usize {
        self.one_hot.rows()
    }

    /// What a network should answer to image `i`: the tutorial's `training_labels[i]`, one-hot.
    pub fn target(&self, i: usize) -> &[f64] {
        self.one_hot.row(self.labels[i].into())
    }

    /// The CRC-32 of all sizes, labels and pixels: it tells this set from others.
    pub fn crc32(&self) -> u32 {
        let Self { images, labels, .. } = self;
        let mut crc = Crc32::default();
        for size in [images.len(), images.height(), images.width(), self.classes()] {
            crc.update(&(size as u64).to_le_bytes());
        }
        crc.update(labels);
        for i in 0..images.len() {
            let (places, inks) = images.nonzero(i);
            let places: Vec<_> = places.iter().flat_map(|place| place.to_le_bytes()).collect();
            crc.update(&places);
            crc.update(inks);
        }
        crc.value()
    }

    /// Whether this is MNIST's own test set, whose first half students wrote and whose last half
    /// clerks.
    pub fn is_mnists_test(&self) -> bool {
        self.len() == 10_000 && self.crc32() == 0x2447_4e18
    }

    /// Drops all images but the first `count`, and their labels.
    pub fn truncate(&mut self, count: usize) {
        self.images.truncate(count);
        self.labels.truncate(count);
    }

    /// A copy of some of the images and their labels.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let labels = self.labels[range.clone()].to_vec();
        let (one_hot, names) = (self.one_hot.clone(), self.names.clone());
        Self { images: self.images.picked(range), labels, one_hot, names }
    }

    /// What is odd about the images and spoils training, if anything is.
    pub fn oddity(&self) -> Option<String> {
        let all = || 0..self.len();
        let inks = || all().flat_map(|i| self.images.nonzero(i).1);
        let brightest = inks().copied().max().unwrap_or(0);
        let pixels = self.len() * self.images.pixels();
        if self.len() < 2 {
            None
        } else if brightest == 0 {
            Some("all pixels are 0".into())
        } else if brightest == 1 {
            Some("the brightest pixel is 1 of 255: were images from 0 to 1 saved as bytes?".into())
        } else if inks().map(|&ink| usize::from(ink)).sum::<usize>() > LIGHT * pixels {
            Some("the images are dark on light; a network learns from light on dark".into())
        } else if all().all(|i| self.images.nonzero(i) == self.images.nonzero(0)) {
            Some("all images are alike".into())
        } else if let Some(&only) = self.labels.first()
            && self.labels.iter().all(|&label| label == only)
        {
            Some(format!("all images are of the class {}", self.names[usize::from(only)]))
        } else {
            None
        }
    }
}

/// The target for `label`: 1 at its place, 0 at all others. A label that is none of the classes
/// gives all zeros, as scikit-learn's `OneHotEncoder(handle_unknown='ignore')` does.
pub fn one_hot(label: u8, classes: usize) -> Vec<f64> {
    (0..classes).map(|class| if class == usize::from(label) { 1.0 } else { 0.0 }).collect()
}

/// Images and labels, before the number of classes is known.
pub(super) struct Part {
    pub images: Images,
    pub labels: Vec<u8>,
    /// One more than the largest label, of the whole file.
    pub classes: usize,
}

impl Part {
    /// Both parts of a data set, which have the same classes; for messages, their files.
    pub fn both(
        train: Self,
        test: Self,
        file: &Path,
        test_file: &Path,
    ) -> Result<Mnist, DataError> {
        let size = |part: &Self| format!("{} x {}", part.images.height(), part.images.width());
        let (expected, found) = (size(&train), size(&test));
        if expected != found {
            let fault = format!(
                "expected test images of {expected} pixels as in {}, found {found}; take both files \
                 from the same data set",
                shown(file)
            );
            return Err(DataError::new(test_file, fault));
        }
        let classes = train.classes.max(test.classes);
        let dataset = |mut part: Self| {
            part.images.shrink();
            Dataset::new(part.images, part.labels, classes)
        };
        Ok(Mnist { train: dataset(train), test: dataset(test) })
    }

    /// Draws a share of each class, to the nearest image, for the test; both keep their order.
    pub fn drawn(self, share: f64, seed: u64) -> (Self, Self) {
        let mut random = Xorshift::new(seed);
        let mut is_test = vec![false; self.labels.len()];
        for class in 0..self.classes {
            let of_class = |&i: &usize| usize::from(self.labels[i]) == class;
            let mut places: Vec<_> = (0..self.labels.len()).filter(of_class).collect();
            random.shuffle(&mut places);
            let count = (share * places.len() as f64).round() as usize;
            places[..count].iter().for_each(|&i| is_test[i] = true);
        }
        let part = |test: bool| {
            let places: Vec<_> = (0..is_test.len()).filter(|&i| is_test[i] == test).collect();
            let labels = places.iter().map(|&i| self.labels[i]).collect();
            Self {
                images: self.images.picked(places.iter().copied()),
                labels,
                classes: self.classes,
            }
        };
        (part(false), part(true))
    }
}
