//! The connected shapes of a picture's ink.

use super::grey::{Area, Grey};

/// Pixels that hang together.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The smallest rectangle that holds them.
    pub area: Area,
    /// Their places in the picture, which is `row * width + column`.
    pub pixels: Vec<usize>,
    /// Their ink.
    pub sum: f64,
}

impl Shape {
    /// The shape of some pixels of the ink.
    pub fn new(pixels: Vec<usize>, ink: &Grey) -> Self {
        let (mut top, mut left, mut bottom, mut right) = (ink.height, ink.width, 0, 0);
        let mut sum = 0.0;
        for &i in &pixels {
            let (y, x) = (i / ink.width, i % ink.width);
            (top, bottom) = (top.min(y), bottom.max(y + 1));
            (left, right) = (left.min(x), right.max(x + 1));
            sum += ink.values[i];
        }
        let (height, width) = (bottom.saturating_sub(top), right.saturating_sub(left));
        let [top, left, height, width] = [top, left, height, width].map(|length| length as f64);
        Self { area: Area { top, left, height, width }, pixels, sum }
    }

    /// How strong its ink is, from 0 to 1: the mean, weighted by the third power of the ink, so
    /// that soft edges do not count.
    pub fn strength(&self, ink: &Grey) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for value in self.pixels.iter().map(|&i| ink.values[i]) {
            let weight = value * value * value;
            sum += weight * value;
            weights += weight;
        }
        sum / weights
    }

    /// The ink of its rectangle, without other shapes.
    pub fn cut_out(&self, ink: &Grey) -> Grey {
        let Area { top, left, height, width } = self.area;
        let mut cut = Grey::zeros(height as usize, width as usize);
        for &i in &self.pixels {
            let (y, x) = (i / ink.width - top as usize, i % ink.width - left as usize);
            cut.values[y * cut.width + x] = ink.values[i];
        }
        cut
    }

    /// Whether a digit may have this rectangle. Of MNIST's images none is more than 2.22 times as
    /// wide as high; the slimmest 1 is 12.5 times as high as wide.
    pub fn is_like_a_digit(&self) -> bool {
        self.area.width <= WIDEST * self.area.height && self.area.height <= 14.0 * self.area.width
    }
}

/// The most that a digit is as wide as high.
pub const WIDEST: f64 = 2.3;

/// The shapes of values above 0; a pixel hangs together with its eight neighbours.
pub fn shapes(ink: &Grey) -> Vec<Shape> {
    let mut seen: Vec<bool> = ink.values.iter().map(|&value| value <= 0.0).collect();
    let mut shapes = Vec::new();
    for start in 0..seen.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let (mut pixels, mut next) = (vec![start], 0);
        while next < pixels.len() {
            let fresh = |&near: &usize| !std::mem::replace(&mut seen[near], true);
            pixels.extend(ink.neighbours(pixels[next]).filter(fresh));
            next += 1;
        }
        shapes.push(Shape::new(pixels, ink));
    }
    shapes
}
