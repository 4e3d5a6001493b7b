//! Digits of MNIST as ink of any size, and lines of them.

use super::{Colour, Paper, Point, between, length};
use crate::support::folders;
use backprop::elementary::sin_cos;
use backprop::mnist::{self, Dataset};
use backprop::random::{Random, Xorshift};
use std::sync::LazyLock;

static TEST: LazyLock<Dataset> =
    LazyLock::new(|| mnist::load(&folders::mnist(), Some(1), None).expect("MNIST").test);

/// The pixels of MNIST's images along each side.
const SIDE: isize = 28;

/// A test image and the box of its ink.
pub struct Digit {
    pub label: u8,
    image: Vec<f64>,
    /// The box's middle, in pixels of the image.
    middle: Point,
    /// The box's height and width.
    size: Point,
}

/// What is written.
pub enum Mark {
    Digit(Digit),
    /// A word, of which only the joined strokes can be seen.
    Word,
    /// A digit that was crossed out.
    Scratched,
}

/// What draws.
#[derive(Clone, Copy)]
pub struct Pen {
    pub colour: Colour,
    /// How much of the paper it hides.
    pub strength: f64,
    /// How many pixels wide its edges are.
    pub soft: f64,
    /// How much of the ink is missing here and there, as chalk leaves it.
    pub gaps: f64,
}

/// How a line is written.
#[derive(Clone, Copy)]
pub struct Hand {
    pub pen: Pen,
    /// The digits' height.
    pub height: f64,
    /// From one digit to the next, in heights.
    pub gap: f64,
    /// How far the line falls, in radians.
    pub angle: f64,
}

impl Digit {
    pub fn random(random: &mut Xorshift) -> Self {
        Self::new(random.below(TEST.len() as u64) as usize)
    }

    /// A random image of this class.
    pub fn of(label: u8, random: &mut Xorshift) -> Self {
        loop {
            let i = random.below(TEST.len() as u64) as usize;
            if TEST.labels[i] == label {
                return Self::new(i);
            }
        }
    }

    fn new(i: usize) -> Self {
        let image: Vec<_> = TEST.images.dense(i);
        let inked = |(at, _): (usize, &f64)| [at as isize / SIDE, at as isize % SIDE];
        let places: Vec<_> =
            image.iter().enumerate().filter(|(_, ink)| **ink > 0.25).map(inked).collect();
        let edges = [0, 1].map(|axis| {
            let along = || places.iter().map(|place| place[axis]);
            (along().min().expect("ink") as f64, along().max().expect("ink") as f64 + 1.0)
        });
        let middle = edges.map(|(from, to)| (from + to) / 2.0);
        Self { label: TEST.labels[i], image, middle, size: edges.map(|(from, to)| to - from) }
    }

    /// The width when it is this high.
    pub fn width(&self, height: f64) -> f64 {
        height * self.size[1] / self.size[0]
    }

    /// The height at which the longer side is this long.
    pub fn height_to_fit(&self, side: f64) -> f64 {
        side * (self.size[0] / self.size[1]).min(1.0)
    }

    /// The ink at a place of the image, between its pixels by a cubic B-spline: a pen's edge
    /// has no steps.
    fn at(&self, place: Point) -> f64 {
        let [(top, down), (left, along)] = place.map(|value| {
            let first = (value - 0.5).floor();
            let t = value - 0.5 - first;
            let rest = 1.0 - t;
            let near = |t: f64| t * t * (3.0 * t - 6.0) + 4.0;
            let weights = [rest * rest * rest, near(t), near(rest), t * t * t];
            (first as isize - 1, weights.map(|weight| weight / 6.0))
        });
        let mut sum = 0.0;
        for (y, down) in (top..).zip(down) {
            for (x, along) in (left..).zip(along) {
                if (0..SIDE).contains(&y) && (0..SIDE).contains(&x) {
                    sum += down * along * self.image[(y * SIDE + x) as usize];
                }
            }
        }
        sum
    }

    /// How much a pixel around `place` is covered when the box's middle lies in `middle`.
    fn covered(&self, place: Point, middle: Point, hand: &Hand) -> f64 {
        let scale = hand.height / self.size[0];
        let (sin, cos) = sin_cos(hand.angle);
        let at = |[y, x]: Point| {
            let (dy, dx) = ((y - middle[0]) / scale, (x - middle[1]) / scale);
            self.at([self.middle[0] + dy * cos - dx * sin, self.middle[1] + dx * cos + dy * sin])
        };
        // A pen leaves a sharp edge where the enlarged image has a wide one.
        let ramp = (hand.pen.soft / scale).min(1.0);
        let edge = 0.35 + 0.15 * ramp;
        let sharp = |value: f64| ((value - edge) / ramp + 0.5).clamp(0.0, 1.0);
        if scale > 1.5 {
            return sharp(at(place));
        }
        // Small digits: the mean over the pixel.
        let offset = |i: usize| (i as f64 - 1.5) / 4.0;
        let near = (0..16).map(|i| [place[0] + offset(i / 4), place[1] + offset(i % 4)]);
        near.map(|place| sharp(at(place))).sum::<f64>() / 16.0
    }
}

impl Mark {
    pub fn random(random: &mut Xorshift) -> Self {
        Mark::Digit(Digit::random(random))
    }

    /// What a reader should answer.
    pub fn text(&self) -> String {
        match self {
            Mark::Digit(digit) => digit.label.to_string(),
            Mark::Word | Mark::Scratched => "?".to_string(),
        }
    }

    pub fn width(&self, height: f64) -> f64 {
        match self {
            Mark::Digit(digit) => digit.width(height),
            Mark::Word => 3.2 * height,
            Mark::Scratched => 1.1 * height,
        }
    }
}

impl Paper {
    /// Draws a digit with its box's middle in a place.
    pub fn digit(&mut self, digit: &Digit, middle: Point, hand: &Hand, random: &mut Xorshift) {
        let reach = length(digit.size) / digit.size[0] * hand.height / 2.0;
        let reach = reach + 3.0 + 2.0 * hand.height / digit.size[0];
        let corners = [-reach, reach].map(|by| middle.map(|value| value + by));
        let Pen { colour, strength, gaps, .. } = hand.pen;
        self.paint(corners, colour, |place| {
            let covered = strength * digit.covered(place, middle, hand);
            if gaps > 0.0 { covered * (1.0 - gaps * random.uniform()) } else { covered }
        });
    }

    fn mark(&mut self, mark: &Mark, middle: Point, hand: &Hand, random: &mut Xorshift) {
        let (height, half) = (hand.height, mark.width(hand.height) / 2.0);
        let (sin, cos) = sin_cos(hand.angle);
        let at = |down: f64, right: f64| {
            [middle[0] + down * cos + right * sin, middle[1] + right * cos - down * sin]
        };
        let points: Vec<_> = match mark {
            Mark::Digit(digit) => return self.digit(digit, middle, hand, random),
            // Loops along a line, as a joined hand writes "lemon".
            Mark::Word => {
                let turns = 6.0;
                let tall: [f64; 7] = std::array::from_fn(|_| between(random, 0.25, 0.8));
                let point = |i: usize| {
                    let t = i as f64 / 120.0;
                    let (sin, cos) = sin_cos(t * turns * std::f64::consts::TAU);
                    let up = tall[(t * turns) as usize] * height * (1.0 - cos) / 2.0;
                    at(0.35 * height - up, half * (2.0 * t - 1.0) + 0.16 * height * sin)
                };
                (0..=120).map(point).collect()
            }
            // To and fro, each stroke a little further right.
            Mark::Scratched => (0..14)
                .map(|i| {
                    let side = if i % 2 == 0 { -0.45 } else { 0.45 };
                    let shake = between(random, 0.8, 1.1);
                    at(side * shake * height, half * (i as f64 / 6.5 - 1.0))
                })
                .collect(),
        };
        for ends in points.windows(2) {
            self.line(ends[0], ends[1], height / 14.0, hand.pen.colour);
        }
    }

    /// Writes marks side by side, none touching the next, and gives their text. The line's middle
    /// lies in `middle`.
    pub fn write(
        &mut self,
        marks: &[Mark],
        middle: Point,
        hand: &Hand,
        random: &mut Xorshift,
    ) -> String {
        let (sin, cos) = sin_cos(hand.angle);
        let mut along = -line_width(marks, hand) / 2.0;
        for mark in marks {
            let width = mark.width(hand.height);
            let offset = along + width / 2.0;
            let place = [middle[0] + offset * sin, middle[1] + offset * cos];
            // No two digits of a hand are alike in size and slope, nor on one line.
            let own = Hand {
                height: hand.height * between(random, 0.88, 1.0),
                angle: hand.angle + between(random, -0.05, 0.05),
                ..*hand
            };
            let place = [place[0] + between(random, -0.05, 0.05) * hand.height, place[1]];
            self.mark(mark, place, &own, random);
            along += width + hand.gap * hand.height;
        }
        marks.iter().map(Mark::text).collect()
    }

    /// Two digits moved together until their ink touches: `overlap` pixels of one row are common.
    pub fn touching(
        &mut self,
        pair: &[Digit; 2],
        middle: Point,
        hand: &Hand,
        overlap: f64,
        random: &mut Xorshift,
    ) {
        let [left, right] = pair;
        let rows = hand.height as isize / 2;
        // Where the ink of a row ends on one side, from the digit's own middle.
        let edge = |digit: &Digit, row: isize, side: f64| {
            let reach = digit.width(hand.height) as isize;
            let inked = |x: &f64| digit.covered([row as f64, side * x], [0.0; 2], hand) > 0.5;
            (-reach..=reach).rev().map(|x| x as f64).find(inked)
        };
        let reach = |row| Some(edge(left, row, 1.0)? + edge(right, row, -1.0)?);
        let together = (-rows..=rows).filter_map(reach).fold(0.0, f64::max);
        let apart = together + 1.0 - overlap;
        self.digit(left, [middle[0], middle[1] - apart / 2.0], hand, random);
        self.digit(right, [middle[0], middle[1] + apart / 2.0], hand, random);
    }
}

/// The width of marks side by side.
pub fn line_width(marks: &[Mark], hand: &Hand) -> f64 {
    let widths: f64 = marks.iter().map(|mark| mark.width(hand.height)).sum();
    widths + hand.gap * hand.height * (marks.len() - 1) as f64
}
