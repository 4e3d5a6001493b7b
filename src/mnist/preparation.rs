//! How images were prepared, found in the images themselves.
//!
//! MNIST's preparation leaves two marks ([`prepare`](mod@crate::digits::prepare)): the longer side
//! of the box around the ink is 20 pixels, and the centre of mass, in pixel indices from 0, lies in
//! [13.5, 14.5) both ways. Each image that fills its 28 × 28 pixels, or is centred by its box,
//! lacks one of them.

use super::Images;
use crate::digits::prepare::SIDE;

const BOX: usize = 20;

/// The least share of images with both marks, in percent. Of MNIST's training images 99.98 % have
/// them, of its test images 99.97 %; of the former centred by their boxes 11 %. The boxes of EMNIST
/// (24 pixels) and Fashion-MNIST (28) are larger.
const SHARE: usize = 95;

/// What turns a picture into an image for a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prepare {
    /// MNIST's preparation of a digit.
    Digit,
    /// Nothing: the picture is taken as it is.
    None,
}

impl Prepare {
    /// What a command line or a model file may name.
    pub fn named() -> [(&'static str, Self); 2] {
        [("digit", Self::Digit), ("none", Self::None)]
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::named()[self as usize].0
    }

    /// What made these images, as far as they show it.
    pub fn of(images: &Images) -> Self {
        let is_fit = (images.height(), images.width()) == (SIDE, SIDE) && !images.is_empty();
        let marked = (0..images.len()).filter(|&i| is_fit && is_marked(images, i)).count();
        if is_fit && 100 * marked >= SHARE * images.len() { Self::Digit } else { Self::None }
    }
}

/// Whether image `i` has the marks of MNIST's preparation.
fn is_marked(images: &Images, i: usize) -> bool {
    let (places, inks) = images.nonzero(i);
    let mass: usize = inks.iter().map(|&ink| usize::from(ink)).sum();
    // From the row or the column of each inked pixel: the side of the box, and whether
    // 13.5 <= moment / mass < 14.5.
    let along = |coordinate: fn(usize) -> usize| {
        let at = || places.iter().map(|&place| coordinate(place as usize));
        let side = at().max().zip(at().min()).map_or(0, |(last, first)| last + 1 - first);
        let moment: usize = at().zip(inks).map(|(at, &ink)| at * usize::from(ink)).sum();
        (side, (27 * mass..29 * mass).contains(&(2 * moment)))
    };
    let ((height, down), (width, right)) =
        (along(|place| place / SIDE), along(|place| place % SIDE));
    height.max(width) == BOX && down && right
}
