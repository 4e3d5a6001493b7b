//! How images were prepared is found in them: MNIST's as digits, those that lack a mark of its
//! preparation as they are.

use crate::support::folders;
use backprop::mnist::{Images, Prepare, load};

/// The images, each moved right by what `by` says of it, and grown by `ground`.
fn changed(images: &Images, ground: u8, by: impl Fn(usize) -> usize) -> Images {
    let mut changed = Images::new(28, 28);
    for i in 0..images.len() {
        let mut pixels = images.bytes(i);
        pixels.iter_mut().for_each(|ink| *ink = ink.saturating_add(ground));
        pixels.rotate_right(by(i));
        changed.push(&pixels);
    }
    changed
}

#[test]
fn mnists_images_are_digits_and_others_are_taken_as_they_are() {
    let mnist = load(&folders::mnist(), Some(2000), Some(2000)).expect("MNIST");
    for images in [&mnist.train.images, &mnist.test.images] {
        assert_eq!(Prepare::of(images), Prepare::Digit);
        assert_eq!(Prepare::of(&changed(images, 0, |_| 1)), Prepare::None, "moved to the right");
        assert_eq!(Prepare::of(&changed(images, 0, |_| 28)), Prepare::None, "moved down");
        assert_eq!(Prepare::of(&changed(images, 1, |_| 0)), Prepare::None, "on a grey ground");
        // 95 of 100 have to bear the marks.
        let some = |moved| changed(images, 0, move |i| usize::from(i % 100 < moved));
        assert_eq!(Prepare::of(&some(4)), Prepare::Digit, "4 % moved");
        assert_eq!(Prepare::of(&some(6)), Prepare::None, "6 % moved");
    }
}

#[test]
fn images_of_another_size_and_empty_ones_are_no_digits() {
    let sizes = [(0, 0), (1, 1), (7, 8), (8, 9), (17, 17), (28, 27), (27, 28), (28, 28), (32, 32)];
    for (height, width) in sizes {
        let mut images = Images::new(height, width);
        assert_eq!(Prepare::of(&images), Prepare::None, "no images of {height} x {width}");
        for ink in [0, 255] {
            images.push(&vec![ink; height * width]);
            assert_eq!(Prepare::of(&images), Prepare::None, "{ink}, {height} x {width}");
        }
    }
}

#[test]
fn the_box_is_the_one_of_20_pixels() {
    for (side, expected) in
        [(18, Prepare::None), (19, Prepare::None), (20, Prepare::Digit), (22, Prepare::None)]
    {
        // Centred in [4, 24) or about it, so that the centre of mass is 13.5 or 14.
        let start = 14 - side / 2;
        let ink = |place: usize| (start..start + side).contains(&place);
        let pixel = |i: usize| if ink(i / 28) && ink(i % 28) { 255 } else { 0 };
        let mut images = Images::new(28, 28);
        images.push(&(0..784).map(pixel).collect::<Vec<_>>());
        assert_eq!(Prepare::of(&images), expected, "a square of {side}");
    }
}
