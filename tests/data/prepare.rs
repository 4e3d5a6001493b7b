//! The ink of a digit becomes an image as MNIST's were made, whatever the ground; what is no digit
//! is refused, with the reason.

use crate::support::{folders, pixels::fill};
use backprop::digits::grey::{Area, Grey};
use backprop::digits::ground::ink;
use backprop::digits::order::in_order;
use backprop::digits::prepare::{NoDigit, Prepared, SIDE, THICK, THIN};
use backprop::digits::shapes::shapes;
use backprop::mnist::{self, Images};
use backprop::random::{Random, Xorshift};

/// The image of the one shape on a page.
fn prepare(page: &Grey) -> Result<Prepared, String> {
    let ink = ink(page);
    let rows = in_order(shapes(&ink), &ink);
    let shapes: Vec<_> = rows.into_iter().flatten().collect();
    match &shapes[..] {
        [] => Err(NoDigit::Empty.to_string()),
        [one] => {
            backprop::digits::prepare::prepare(&one.cut_out(&ink)).map_err(|no| no.to_string())
        }
        several => Err(format!("{} shapes", several.len())),
    }
}

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
    rectangles.iter().for_each(|&place| fill(&mut page, place, 0.0));
    page
}

#[test]
fn mnists_own_images_enlarged_and_moved_come_back() {
    let set = mnist::load(&folders::mnist(), Some(1), Some(150)).unwrap().test;
    let mut random = Xorshift::new(1);
    let (mut same, mut changed, mut several) = (0, 0, 0);
    for i in 0..set.len() {
        let original = image(&set.images, i);
        let scale = 2 + random.below(8) as usize;
        let room = 280 - SIDE * scale;
        let place =
            (random.below(room as u64 + 1) as usize, random.below(room as u64 + 1) as usize);
        let Ok(prepared) = prepare(&on_page(&original, scale, place, 280)) else {
            several += 1;
            continue;
        };
        let furthest = original.values.iter().zip(&prepared.image.values);
        let furthest = furthest.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        // A grey level apart, for the rounding of the reduced picture.
        same += usize::from(furthest <= 1.01 / 255.0);
        changed += usize::from(!(THIN..=THICK).contains(&prepared.stroke_width));
    }
    let found = format!("{same} came back, {changed} have other strokes, {several} fell apart");
    assert!(same + changed + several == 150 && changed < 55 && several < 2, "{found}");
}

#[test]
fn ground_light_or_dark_contrast_grain_and_specks_change_little() {
    let set = mnist::load(&folders::mnist(), Some(1), Some(25)).unwrap().test;
    let mut random = Xorshift::new(2);
    for i in 0..set.len() {
        let page = on_page(&image(&set.images, i), 4, (9, 17), 140);
        let expected = prepare(&page).expect("a digit").image;
        let inverted = page.map(|value| 1.0 - value);
        let differs = |a: &Grey| a != &expected;
        let found = prepare(&inverted).expect("a digit").image;
        assert!(!differs(&found), "image {i} differs when inverted");
        let mut speck = page.clone();
        speck.values[3 * 140 + 3] = 0.0;
        let found = prepare(&speck).expect("a digit").image;
        assert!(!differs(&found), "image {i} differs with a speck");
        let grey = page.map(|value| 0.3 + 0.5 * value);
        let mut grainy = grey.clone();
        grainy.values.iter_mut().for_each(|value| *value += 0.01 * (random.uniform() - 0.5));
        let found = prepare(&grey).expect("a digit").image;
        let furthest = found.values.iter().zip(&expected.values).map(|(a, b)| (a - b).abs());
        let furthest = furthest.fold(0.0, f64::max);
        assert!(furthest < 0.01, "image {i}, on grey: a pixel differs by {furthest}");
        // Grain may move an edge by a pixel of the picture, and so the digit by two of the image.
        let size = |image: &Grey| image.box_of_ink().map(|area| (area.height, area.width)).unwrap();
        let (found, expected) = (size(&prepare(&grainy).expect("a digit").image), size(&expected));
        let near = (found.0 - expected.0).abs() <= 2.0 && (found.1 - expected.1).abs() <= 2.0;
        assert!(near, "image {i}, with grain: {found:?} pixels, without {expected:?}");
    }
}

#[test]
fn the_digit_fills_twenty_pixels_and_its_mass_is_in_the_middle() {
    for (picture, height, width) in [
        (rectangles(&[[5, 7, 40, 4]]), 20, 2),
        (rectangles(&[[5, 7, 4, 8], [9, 7, 36, 4]]), 20, 4),
        (rectangles(&[[40, 2, 20, 5], [40, 2, 5, 40]]), 10, 20),
    ] {
        let image = prepare(&picture).expect("strokes").image;
        let Area { height: h, width: w, .. } = image.box_of_ink().unwrap();
        assert_eq!(image.largest(), 1.0);
        assert_eq!((h, w), (f64::from(height), f64::from(width)), "height and width of the digit");
        let mass: f64 = image.values.iter().sum();
        let weighted = |along: fn(usize) -> usize| {
            let moments = image.values.iter().enumerate().map(|(i, v)| along(i) as f64 * v);
            moments.sum::<f64>() / mass
        };
        for c in [weighted(|i| i / SIDE), weighted(|i| i % SIDE)] {
            // Of each shape here the middle of one side lies on the upper bound.
            assert!(13.5 < c && c <= 14.5, "the centre of mass lies at {c}");
        }
    }
}

#[test]
fn thick_strokes_are_thinned_thin_ones_widened_and_others_left() {
    for width in [1, 2, 3, 6, 8, 11, 12, 15, 18] {
        let prepared = prepare(&rectangles(&[[0, 20, 60, width]])).expect("a stroke");
        let (before, after) = (prepared.stroke_width, prepared.square.stroke_width() / 5.0);
        let expected = match before {
            ..THIN => after - before > 0.3,
            THIN..=THICK => after == before,
            _ => before - after > 0.4,
        };
        assert!(expected, "a stroke of {before} pixels became {after}");
    }
}

#[test]
fn what_is_no_digit_is_refused_with_the_reason() {
    for (picture, expected) in [
        (rectangles(&[]), "nothing differs from its ground"),
        (rectangles(&[[20, 2, 6, 50]]), "8.3 times as wide as high"),
        (rectangles(&[[20, 20, 20, 20]]), "a filled shape"),
        (Grey { height: 1, width: 1, values: vec![0.5] }, "nothing differs"),
        (rectangles(&[[9, 9, 30, 3]]).map(|value| 0.95 + 0.05 * value), "nothing differs"),
    ] {
        let error = prepare(&picture).expect_err(expected);
        assert!(error.contains(expected), "{error}, where {expected:?} was expected");
    }
}

#[test]
fn pictures_of_every_awkward_size_are_prepared_or_refused() {
    for height in [1, 2, 3, 7, 8, 9, 17, 700] {
        for width in [1, 2, 3, 7, 8, 9, 17, 600] {
            let mut picture = Grey::zeros(height, width);
            // A stroke down the middle.
            (0..height).for_each(|y| picture.values[y * width + width / 2] = 1.0);
            if let Ok(prepared) = prepare(&picture) {
                assert!(prepared.image.values.iter().all(|v| (0.0..=1.0).contains(v)));
            }
        }
    }
}
