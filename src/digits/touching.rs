//! Digits that touch, parted.
//!
//! Where two digits touch, a way from top to bottom crosses little ink. The way that crosses the
//! least is found row by row: the ink on the best way to a pixel is its own and that on the best
//! way to one of the three above it (the seams of S. Avidan & A. Shamir, "Seam carving", 2007).
//! Whether the parts are digits, the network tells. What has more strokes than a digit of the class
//! that the network answers, or is wider, and has no such parts, is no digit.

use super::grey::Grey;
use super::prepare::NoDigit;
use super::shapes::{Shape, WIDEST};
use super::{Digit, Network};

/// A shape may be several digits from this width on, as a share of its height.
const WIDE: f64 = 1.02;
/// The width of a digit, as a share of its height, by which the number of digits is guessed.
const WIDTH: f64 = 2.0 / 3.0;
/// What would be more digits in one shape is none.
const MOST: usize = 20;
/// A part is so high, as a share of the whole.
const HIGH: f64 = 0.6;
/// The way crosses at most so many widths of a stroke; where it crosses so few, the parts are
/// digits even if the network is surer of the whole. (Touching pairs of tests/paper/: 0.14 to 0.9.)
const BRIDGE: f64 = 1.0;
const THIN_BRIDGE: f64 = 0.4;
/// The network is so sure of the parts.
const SURE: f64 = 0.7;
/// A row of two digits crosses at least so many strokes, on average: of 200 touching pairs 98 %
/// cross more.
const PAIR: f64 = 1.8;
/// A row of a digit crosses at most so many strokes, on average, class by class, and a digit is at
/// most so many times as wide as high. Of MNIST's training images that are read right 99.9 % are
/// below each, and nearly all of half of the strangers' digits; of the pairs that the network took
/// for one digit about 90 % are above.
const STROKES: [f64; 10] = [2.5, 1.75, 2.0, 1.75, 1.95, 1.75, 2.2, 1.9, 2.1, 2.0];
const WIDEST_OF: [f64; 10] = [2.2, 1.25, 2.0, 1.6, 1.35, 2.0, 1.5, 1.65, 1.5, 1.42];

/// The digits of a shape: itself, or its parts; itself is refused if it is no digit.
pub fn parted(shape: Shape, ink: &Grey, network: Network) -> Vec<Digit> {
    let mut whole = Digit::new(&shape, ink, network);
    let (height, width) = (shape.area.height, shape.area.width);
    let (strokes, stroke) = whole.image.as_ref().map_or((f64::INFINITY, 0.1 * height), |image| {
        let stroke = image.stroke_width * height.max(width) / super::prepare::BOX as f64;
        (image.square.strokes_in_a_row(), stroke)
    });
    if whole
        .class()
        .is_some_and(|class| strokes > STROKES[class] || width > WIDEST_OF[class] * height)
    {
        whole.refuse(NoDigit::Strokes);
    }
    let count = (width / height / WIDTH).round() as usize;
    if width < WIDE * height || width < 4.0 || count > MOST || strokes < PAIR {
        return vec![whole];
    }
    let cut = shape.cut_out(ink);
    let middles = (1..count.max(2)).map(|k| width * k as f64 / count.max(2) as f64);
    let reach = 0.6 * width / count.max(2) as f64;
    let seams = middles.map(|middle| {
        seam(
            &cut,
            (middle - reach).max(1.0) as usize,
            ((middle + reach) as usize + 1).min(cut.width),
        )
    });
    let least = seams.min_by(|a, b| a.0.total_cmp(&b.0));
    let Some((crossed, seam)) = least.filter(|seam| seam.0 <= BRIDGE * stroke) else {
        return vec![whole];
    };
    let is_left = |&i: &usize| {
        let (y, x) = (i / ink.width, i % ink.width);
        x < shape.area.left as usize + seam[y - shape.area.top as usize]
    };
    let (left, right): (Vec<_>, Vec<_>) = shape.pixels.iter().partition(|i| is_left(i));
    let parts = [left, right].map(|pixels| Shape::new(pixels, ink));
    if parts.iter().any(|part| part.area.height < HIGH * height) {
        return vec![whole];
    }
    let digits: Vec<_> = parts.into_iter().flat_map(|part| parted(part, ink, network)).collect();
    let sure = digits.iter().map(Digit::sure).fold(1.0, f64::min);
    let better = sure > whole.sure()
        || crossed <= THIN_BRIDGE * stroke && sure > whole.sure() - 0.1
        || width > WIDEST * height;
    if sure >= SURE && better { digits } else { vec![whole] }
}

/// The way from the top to the bottom, between two columns, that crosses the least ink: how much,
/// and its column in each row.
fn seam(ink: &Grey, first: usize, end: usize) -> (f64, Vec<usize>) {
    let least = |costs: &[f64], around: usize| {
        let near = around.saturating_sub(1)..costs.len().min(around + 2);
        // Straight on, where that is as good.
        near.fold(around, |best, x| if costs[x] < costs[best] { x } else { best })
    };
    let mut costs = vec![vec![0.0; end - first]];
    for row in ink.values.chunks_exact(ink.width) {
        let above = &costs[costs.len() - 1];
        let cost = |x: usize| above[least(above, x)] + row[first + x];
        costs.push((0..end - first).map(cost).collect());
    }
    let bottom = &costs[ink.height];
    let mut x =
        (0..bottom.len()).fold(0, |best, x| if bottom[x] < bottom[best] { x } else { best });
    let crossed = bottom[x];
    let mut seam = vec![0; ink.height];
    for y in (0..ink.height).rev() {
        seam[y] = first + x;
        x = least(&costs[y], x);
    }
    (crossed, seam)
}
