//! Drawings for the page: digits given as strokes, and the pad that they are drawn on.
//!
//! The page keeps what the reader draws as strokes, too, and draws them with the same arithmetic
//! (`scripts/strokes.js`): a pixel's ink is `radius + ½ - distance`, from 0 to 1, of its centre
//! from the nearest segment. That needs no function but the square root, so both give the same
//! bits, and the page's self-test can compare images exactly.

use super::trained::{Trained, bytes};
use crate::digits::grey::{Area, Grey};
use crate::digits::prepare::SIDE;
use crate::digits::{Digit, read};
use crate::format::json::Json;

/// The side of the pad in pixels.
const PAD: usize = 280;

/// Strokes of a pen. Lengths are hundredths of the pad's side, y points down.
struct Drawing {
    /// What is special about it, in Korean and English.
    name: [&'static str; 2],
    pen: f64,
    /// Points as in SVG: "x,y x,y ...".
    strokes: &'static [&'static str],
}

/// What the preparation has to put right; the last one is a row of two.
const DRAWINGS: &[Drawing] = &[
    Drawing {
        name: ["기울어진 3", "a slanted 3"],
        pen: 7.0,
        strokes: &[
            "34,24 36,21 40,16 44,12 49,10 53,8 58,8 62,9 66,12 68,15 68,19 68,24 66,28 64,32 \
             60,35 57,38 53,40 48,42 45,43 49,44 54,44 58,46 61,49 64,52 65,56 65,60 64,65 62,70 \
             59,74 56,79 52,82 48,85 43,87 38,88 33,88 28,86 24,85",
        ],
    },
    Drawing {
        name: ["구석의 작은 5", "a small 5 in the corner"],
        pen: 4.0,
        strokes: &[
            "26,67 13,68 11,79 14,77 17,76 21,76 24,78 26,81 27,85 26,89 23,92 20,94 16,95 12,94 \
             9,92",
        ],
    },
    Drawing {
        name: ["가로줄을 그은 큰 7", "a large 7 with a bar"],
        pen: 8.0,
        strokes: &["14,12 86,10 68,42 56,68 48,94", "38,52 80,50"],
    },
    Drawing {
        name: ["굵은 8", "a thick 8"],
        pen: 15.0,
        strokes: &[
            "66,28 63,23 59,17 54,14 48,14 42,16 38,19 36,25 36,31 39,37 44,43 50,48 56,52 \
             61,58 65,64 66,71 64,78 59,84 52,87 45,87 38,84 33,79 31,73 32,67 36,60 42,54 48,48 \
             54,44 60,40 64,34 66,28",
        ],
    },
    Drawing {
        name: ["가장자리의 4", "a 4 at the edge"],
        pen: 6.0,
        strokes: &["78,18 72,34 64,52 98,52", "91,34 89,84"],
    },
    Drawing {
        name: ["한 획으로 쓴 1", "a 1 of a single stroke"],
        pen: 8.0,
        strokes: &["54,16 47,84"],
    },
    Drawing {
        name: ["나란히 쓴 1과 2", "1 and 2 side by side"],
        pen: 6.0,
        strokes: &[
            "22,22 22,78",
            "50,34 52,30 55,26 60,23 65,22 70,23 75,26 77,31 77,37 74,44 70,51 64,59 58,66 53,72 \
             50,77 84,77",
        ],
    },
];

impl Drawing {
    /// The strokes as points, the pad from 0 to 1.
    fn points(&self) -> impl Iterator<Item = Vec<[f64; 2]>> {
        let point = |text: &str| {
            let (x, y) = text.split_once(',').expect("x,y");
            [x, y].map(|x| x.parse::<f64>().expect("a number") / 100.0)
        };
        self.strokes.iter().map(move |stroke| stroke.split(' ').map(point).collect())
    }

    fn pen(&self) -> f64 {
        self.pen / 100.0
    }

    /// The pad with the strokes on it: ink 1, ground 0.
    fn picture(&self) -> Grey {
        let mut pad = Grey::zeros(PAD, PAD);
        for points in self.points() {
            // A stroke begins with a dot.
            let starts = points.first().into_iter().chain(&points);
            for (from, to) in starts.zip(&points) {
                add_segment(&mut pad, *from, *to, self.pen());
            }
        }
        pad
    }
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

/// The drawings with what is read in them.
pub fn drawings(trained: &Trained) -> Json {
    let drawing = |drawing: &Drawing| {
        let points = |stroke: Vec<[f64; 2]>| Json::array(stroke.into_iter().map(Json::array));
        let mut members = vec![
            ("name", Json::array(drawing.name)),
            ("pen", drawing.pen().into()),
            ("strokes", Json::array(drawing.points().map(points))),
        ];
        members.extend(reading(&drawing.picture(), trained));
        Json::Object(members)
    };
    Json::array(DRAWINGS.iter().map(drawing))
}

/// Where the photograph has the first test images: the upper left corners. The first two touch.
const PLACES: [[usize; 2]; 8] =
    [[4, 8], [5, 21], [3, 60], [2, 110], [42, 20], [40, 60], [43, 100], [41, 140]];

/// A photograph for the page's self-test, with what is read in it: two rows of test images on ruled
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
        ("name", Json::array(["자체 검사의 사진", "the photograph"])),
        ("height", height.into()),
        ("width", width.into()),
        ("pixels", bytes(&picture.values)),
    ];
    members.extend(reading(&picture.enlarged(3 * height, 3 * width), trained));
    Json::Object(members)
}

/// What is read in a picture: sums of the ink and of the ink without lines, the text, the digits.
fn reading(picture: &Grey, trained: &Trained) -> [(&'static str, Json); 4] {
    let network = |image: &Grey| trained.probabilities(&image.values);
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
