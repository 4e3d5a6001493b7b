//! Any picture of a digit becomes an image as MNIST's were made; a picture that shows no single
//! digit is refused, with the reason.

mod folders;

use backprop::mnist::grey::{Area, Grey};
use backprop::mnist::prepare::{NoDigit, Prepared, SIDE, THICK, prepare};
use backprop::mnist::{self, Images};
use backprop::random::{Random, Xorshift};

/// Test image `i`, ink 1 on 0.
fn image(images: &Images, i: usize) -> Grey {
    Grey { height: SIDE, width: SIDE, values: images.dense(i) }
}

/// Each pixel of `picture` as a square of `scale` pixels, the upper left one at `(top, left)` of a
/// white page, the ink black.
fn on_page(picture: &Grey, scale: usize, (top, left): (usize, usize), page: usize) -> Grey {
    let mut canvas = Grey::zeros(page, page).map(|_| 1.0);
    for y in 0..picture.height * scale {
        for x in 0..picture.width * scale {
            let ink = picture.at(y / scale, x / scale);
            canvas.values[(top + y) * page + left + x] = 1.0 - ink;
        }
    }
    canvas
}

/// A page with these black rectangles: top, left, height, width.
fn rectangles(rectangles: &[[usize; 4]]) -> Grey {
    let mut page = Grey::zeros(60, 60).map(|_| 1.0);
    for &[top, left, height, width] in rectangles {
        for y in top..top + height {
            page.values[y * 60 + left..][..width].fill(0.0);
        }
    }
    page
}

#[test]
fn mnists_own_images_enlarged_and_moved_come_back() {
    let set = mnist::load(&folders::mnist(), Some(1), Some(1000)).unwrap().test;
    let mut random = Xorshift::new(1);
    let (mut same, mut thinned) = (0, 0);
    for i in 0..set.len() {
        let original = image(&set.images, i);
        let scale = 2 + random.below(8) as usize;
        let room = 280 - SIDE * scale;
        let place =
            (random.below(room as u64 + 1) as usize, random.below(room as u64 + 1) as usize);
        let prepared = prepare(&on_page(&original, scale, place, 280)).expect("a digit");
        let furthest = original.values.iter().zip(&prepared.image.values);
        let furthest = furthest.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        // A grey level apart, for the rounding of the reduced picture.
        same += usize::from(furthest <= 1.01 / 255.0);
        thinned += usize::from(prepared.stroke_width > THICK);
    }
    assert_eq!(same + thinned, 1000, "{same} came back to a grey level, {thinned} were thinned");
    assert!(thinned < 250, "{thinned} of 1000 were thinned");
}

#[test]
fn ground_light_or_dark_contrast_grain_and_specks_change_little() {
    let set = mnist::load(&folders::mnist(), Some(1), Some(50)).unwrap().test;
    let mut random = Xorshift::new(2);
    for i in 0..set.len() {
        let page = on_page(&image(&set.images, i), 4, (9, 17), 140);
        let expected = prepare(&page).expect("a digit").image;
        let inverted = page.map(|value| 1.0 - value);
        assert_eq!(prepare(&inverted).expect("a digit").image, expected, "image {i}, inverted");
        let mut speck = page.clone();
        speck.values[3 * 140 + 3] = 0.0;
        assert_eq!(prepare(&speck).expect("a digit").image, expected, "image {i}, with a speck");
        let grey = page.map(|value| 0.3 + 0.5 * value);
        let mut grainy = grey.clone();
        grainy.values.iter_mut().for_each(|value| *value += 0.01 * (random.uniform() - 0.5));
        let found = prepare(&grey).expect("a digit").image;
        let furthest = found.values.iter().zip(&expected.values).map(|(a, b)| (a - b).abs());
        let furthest = furthest.fold(0.0, f64::max);
        assert!(furthest < 0.01, "image {i}, on grey: a pixel differs by {furthest}");
        // Grain may move an edge by a pixel of the picture, and so the digit by one of the image.
        let size = |image: &Grey| image.box_of_ink().map(|area| (area.height, area.width)).unwrap();
        let (found, expected) = (size(&prepare(&grainy).expect("a digit").image), size(&expected));
        let near = (found.0 - expected.0).abs() <= 1.0 && (found.1 - expected.1).abs() <= 1.0;
        assert!(near, "image {i}, with grain: {found:?} pixels, without {expected:?}");
    }
}

#[test]
fn the_digit_fills_twenty_pixels_and_its_mass_is_in_the_middle() {
    for (picture, height, width) in [
        (rectangles(&[[5, 7, 40, 4]]), 20, 2),
        (rectangles(&[[5, 7, 4, 8], [9, 7, 36, 4]]), 20, 4),
        (rectangles(&[[40, 2, 20, 2], [40, 2, 2, 40]]), 10, 20),
    ] {
        let Prepared { small, image, .. } = prepare(&picture).expect("strokes");
        let Area { height: h, width: w, .. } = image.box_of_ink().unwrap();
        assert_eq!((small.height, small.width, small.largest()), (20, 20, 1.0));
        assert_eq!((h, w), (f64::from(height), f64::from(width)), "height and width of the digit");
        let mass: f64 = image.values.iter().sum();
        let weighted = |along: fn(usize) -> usize| {
            let moments = image.values.iter().enumerate().map(|(i, v)| along(i) as f64 * v);
            moments.sum::<f64>() / mass
        };
        for c in [weighted(|i| i / SIDE), weighted(|i| i % SIDE)] {
            assert!((13.45..14.55).contains(&c), "the centre of mass lies at {c}");
        }
    }
}

#[test]
fn thick_strokes_are_thinned_and_others_are_left() {
    for width in [3, 6, 8, 11, 12, 15, 18] {
        let prepared = prepare(&rectangles(&[[0, 20, 60, width]])).expect("a stroke");
        let (before, after) = (prepared.stroke_width, prepared.square.stroke_width() / 5.0);
        let lost = before - after;
        let expected = if before > THICK { lost > 0.4 } else { lost == 0.0 };
        assert!(expected, "a stroke of {before} pixels became {after}");
    }
}

#[test]
fn what_is_no_single_digit_is_refused_with_the_reason() {
    for (picture, expected) in [
        (rectangles(&[]), "the page is empty"),
        (rectangles(&[[5, 5, 40, 4], [5, 30, 40, 4]]), "several digits side by side"),
        (rectangles(&[[20, 2, 6, 50]]), "8.3 times as wide as high"),
        (rectangles(&[[10, 10, 40, 40]]), "a filled shape"),
        (rectangles(&[1, 11, 21, 31, 41, 51].map(|at| [at, at, 5, 5])), "the ink lies in 6 spots"),
        (Grey { height: 1, width: 1, values: vec![0.5] }, "the page is empty"),
        (rectangles(&[[9, 9, 30, 3]]).map(|value| 0.95 + 0.05 * value), "the page is empty"),
    ] {
        let error = prepare(&picture).expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}, where {expected:?} was expected");
    }
    let mut random = Xorshift::new(3);
    let noise = Grey::zeros(60, 60).map(|_| 0.0);
    let noise = Grey { values: noise.values.iter().map(|_| random.uniform()).collect(), ..noise };
    let refused = prepare(&noise).expect_err("noise");
    assert!(matches!(refused, NoDigit::Spots(_) | NoDigit::Filled), "{refused}");
}

#[test]
fn pictures_of_every_awkward_size_are_prepared_or_refused() {
    for height in [1, 2, 3, 7, 8, 9, 17, 1025, 3000] {
        for width in [1, 2, 3, 7, 8, 9, 17, 1025] {
            let mut picture = Grey::zeros(height, width);
            // A stroke down the middle.
            (0..height).for_each(|y| picture.values[y * width + width / 2] = 1.0);
            if let Ok(prepared) = prepare(&picture) {
                assert!(prepared.image.values.iter().all(|v| (0.0..=1.0).contains(v)));
            }
        }
    }
}
