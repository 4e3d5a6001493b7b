//! What this crate reads in the page's drawings and in a photograph, for the page to compare with.
//!
//! The pad's arithmetic (`scripts/strokes.js`) once more: a pixel's ink is `radius + ½ - distance`,
//! from 0 to 1, of its centre from the nearest segment. That needs no function but the square root,
//! so both give the same bits, and images are compared exactly.

use backprop::digits::grey::{Area, Grey};
use backprop::digits::prepare::SIDE;
use backprop::digits::{Digit, read};
use backprop::format::json::Json;
use backprop::page::drawing::{DRAWINGS, Drawing};
use backprop::page::trained::{Trained, bytes};

/// The side of the pad in pixels.
const PAD: usize = 280;

/// The pad with the strokes on it: ink 1, ground 0.
fn picture(drawing: &Drawing) -> Grey {
    let mut pad = Grey::zeros(PAD, PAD);
    let point = |text: &str| {
        let (x, y) = text.split_once(',').expect("x,y");
        [x, y].map(|x| x.parse::<f64>().expect("a number") / 100.0)
    };
    for stroke in drawing.strokes {
        let points: Vec<_> = stroke.split(' ').map(point).collect();
        // A stroke begins with a dot.
        for (from, to) in points.first().into_iter().chain(&points).zip(&points) {
            add_segment(&mut pad, *from, *to, drawing.pen / 100.0);
        }
    }
    pad
}

/// Draws a straight stroke with round ends.
fn add_segment(pad: &mut Grey, from: [f64; 2], to: [f64; 2], pen: f64) {
    let side = PAD as f64;
    let radius = pen / 2.0 * side;
    let [from, to] = [from, to].map(|point| point.map(|x| x * side));
    let along = [to[0] - from[0], to[1] - from[1]];
    let square = along[0] * along[0] + along[1] * along[1];
    let pixels = |axis: usize| {
        let first = (from[axis].min(to[axis]) - radius - 1.0).max(0.0) as usize;
        let end = (from[axis].max(to[axis]) + radius + 1.0).min(side) as usize;
        first..end
    };
    for y in pixels(1) {
        for x in pixels(0) {
            let centre = [x as f64 + 0.5, y as f64 + 0.5];
            let away = [centre[0] - from[0], centre[1] - from[1]];
            let share = if square > 0.0 {
                ((away[0] * along[0] + away[1] * along[1]) / square).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let [dx, dy] = [away[0] - share * along[0], away[1] - share * along[1]];
            let ink = (radius + 0.5 - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
            let value = &mut pad.values[y * PAD + x];
            *value = value.max(ink);
        }
    }
}

/// What is read in each drawing.
pub fn drawings(trained: &Trained) -> Json {
    Json::array(DRAWINGS.iter().map(|drawing| Json::object(reading(&picture(drawing), trained))))
}

/// Where the photograph has the first test images: the upper left corners. The first two touch.
const PLACES: [[usize; 2]; 8] =
    [[4, 8], [5, 21], [3, 60], [2, 110], [42, 20], [40, 60], [43, 100], [41, 140]];

/// A photograph with what is read in it: two rows of test images on ruled
/// paper in uneven light, with a speck; the lower digits are broken.
pub fn photograph(trained: &Trained) -> Json {
    let (height, width) = (120, 200);
    let paper = |i: usize| {
        let (y, x) = (i / width, i % width);
        let line = y % 40 == 35 || x == 188 && (36..75).contains(&y);
        let speck = (9..11).contains(&y) && (179..181).contains(&x);
        (0.9 - 0.001 * x as f64 - 0.002 * y as f64) * if line || speck { 0.6 } else { 1.0 }
    };
    let values = (0..height * width).map(paper).collect();
    let mut picture = Grey { height, width, values };
    let test = &trained.data.test;
    for (image, [top, left]) in (0..test.len()).zip(PLACES) {
        for (i, ink) in test.images.dense(image).into_iter().enumerate() {
            let (y, x) = (top + i / SIDE, left + i % SIDE);
            picture.values[y * width + x] *= if y == 54 { 1.0 } else { 1.0 - 0.8 * ink };
        }
    }
    let picture = picture.map(|value| (value * 255.0).round() / 255.0);
    let mut members = vec![
        ("name", Json::array(["사진", "the photograph"])),
        ("height", height.into()),
        ("width", width.into()),
        ("pixels", bytes(&picture.values)),
    ];
    members.extend(reading(&picture.enlarged(3 * height, 3 * width), trained));
    Json::Object(members)
}

/// What is read in a picture: sums of the ink and of the ink without lines, the text, the digits.
fn reading(picture: &Grey, trained: &Trained) -> [(&'static str, Json); 4] {
    let model = &trained.model;
    let network = |image: &Grey| model.answer(&image.values).expect("finite numbers");
    let reading = read(picture, &network);
    let digit = |digit: &Digit| {
        let Area { top, left, height, width } = digit.area;
        let mut members = vec![("box", Json::array([top, left, height, width]))];
        if let Ok(prepared) = &digit.image {
            members.extend([
                ("strokeWidth", prepared.stroke_width.into()),
                ("pixels", bytes(&prepared.image.values)),
                ("probabilities", Json::array(digit.probabilities.iter().copied())),
            ]);
        }
        Json::Object(members)
    };
    let class = |digit: &Digit| digit.class().map_or("?".to_string(), |class| class.to_string());
    let text = |row: &Vec<Digit>| row.iter().map(class).collect::<String>();
    let sum = |picture: &Grey| picture.values.iter().sum::<f64>().into();
    [
        ("ink", sum(&reading.ink)),
        ("written", sum(&reading.written)),
        ("text", reading.rows.iter().map(text).collect::<Vec<_>>().join(" ").into()),
        ("digits", Json::array(reading.rows.iter().flatten().map(digit))),
    ]
}
