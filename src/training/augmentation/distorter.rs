//! Distorting an image: draw the displacement of every pixel, then fetch its ink there.
//!
//! The affine map and the elastic field are added before anything is fetched, so that the image is
//! interpolated once, and strokes are not blurred twice.

use super::affine::Displacement;
use super::elastic::DisplacementField;
use super::{Augmentation, Elastic};
use crate::random::Random;

/// Distorts images of one size; owns every buffer that this takes.
pub struct Distorter {
    augmentation: Augmentation,
    height: usize,
    width: usize,
    elastic: Option<DisplacementField>,
    /// The elastic displacement of each pixel: height x width. All 0 without `elastic`.
    dx: Vec<f64>,
    dy: Vec<f64>,
    /// The image within a border of 0: (height + 3) x (width + 3), its first pixel at \[1\]\[1\].
    padded: Vec<f64>,
    sources: Sources,
}

/// Where one row of new pixels fetches its ink: between four pixels of `padded`.
struct Sources {
    /// Index of the upper left one of the four.
    corner: Vec<u32>,
    /// Distance from it, in [0, 1).
    right: Vec<f64>,
    below: Vec<f64>,
}

impl Distorter {
    /// Prepares for images of `height` x `width` pixels.
    pub fn new(augmentation: &Augmentation, height: usize, width: usize) -> Self {
        let elastic = augmentation
            .elastic
            .map(|Elastic { alpha, sigma }| DisplacementField::new(alpha, sigma, height, width));
        Self {
            augmentation: *augmentation,
            height,
            width,
            elastic,
            dx: vec![0.0; height * width],
            dy: vec![0.0; height * width],
            padded: vec![0.0; (height + 3) * (width + 3)],
            sources: Sources {
                corner: vec![0; width],
                right: vec![0.0; width],
                below: vec![0.0; width],
            },
        }
    }

    /// Writes a newly distorted copy of `image` to `out`. Both are row-major, height x width, on
    /// any scale on which 0 is no ink. Outside the image there is none.
    ///
    /// # Panics
    /// If `image` or `out` is not height x width long.
    pub fn apply<R: Random + ?Sized>(&mut self, image: &[f64], random: &mut R, out: &mut [f64]) {
        let pixels = self.height * self.width;
        assert_eq!(image.len(), pixels, "image: pixels against height x width");
        assert_eq!(out.len(), pixels, "out: pixels against height x width");
        if pixels == 0 {
            return;
        }
        let affine = Displacement::draw(&self.augmentation, random);
        if let Some(elastic) = &mut self.elastic {
            elastic.draw(random, &mut self.dx);
            elastic.draw(random, &mut self.dy);
        }
        self.pad(image);
        for (y, row) in out.chunks_exact_mut(self.width).enumerate() {
            self.locate(&affine, y);
            self.fetch(row);
        }
    }

    fn pad(&mut self, image: &[f64]) {
        let inner = self.padded.chunks_exact_mut(self.width + 3).skip(1);
        for (row, pixels) in inner.zip(image.chunks_exact(self.width)) {
            row[1..=self.width].copy_from_slice(pixels);
        }
    }

    /// Finds the sources of row `y`. Apart from fetching, so that this loop vectorises.
    fn locate(&mut self, affine: &Displacement, y: usize) {
        let width = self.width;
        let (dx, dy) = (&self.dx[y * width..][..width], &self.dy[y * width..][..width]);
        let Sources { corner, right, below } = &mut self.sources;
        let (corner, right, below) =
            (&mut corner[..width], &mut right[..width], &mut below[..width]);
        let stride = (width + 3) as f64;
        // Up to one pixel outside the image, its border still interpolates. What lies beyond is
        // moved there, to find the same 0. (And `max` moves NaN, should amounts overflow.)
        let (last_column, last_row) = ((width + 1) as f64, (self.height + 1) as f64);
        let (centre_x, centre_y) = ((width - 1) as f64 / 2.0, (self.height - 1) as f64 / 2.0);
        let y = y as f64;
        let start_x = affine.offset[0] + affine.along_y[0] * (y - centre_y);
        let start_y = affine.offset[1] + affine.along_y[1] * (y - centre_y);
        for i in 0..width {
            // SSE2 converts 32-bit integers, not 64-bit ones.
            let x = f64::from(i as i32);
            let move_x = start_x + affine.along_x[0] * (x - centre_x) + dx[i];
            let move_y = start_y + affine.along_x[1] * (x - centre_x) + dy[i];
            let column = (x + move_x + 1.0).max(0.0).min(last_column);
            let row = (y + move_y + 1.0).max(0.0).min(last_row);
            corner[i] = index(floor(row) * stride + floor(column));
            right[i] = column - floor(column);
            below[i] = row - floor(row);
        }
    }

    /// Interpolates between the four pixels of each source, first along x, then along y.
    fn fetch(&self, out: &mut [f64]) {
        let stride = self.width + 3;
        let Sources { corner, right, below } = &self.sources;
        for (out, ((corner, right), below)) in
            out.iter_mut().zip(corner.iter().zip(right).zip(below))
        {
            let four = &self.padded[*corner as usize..][..stride + 2];
            let upper = four[0] + right * (four[1] - four[0]);
            let lower = four[stride] + right * (four[stride + 1] - four[stride]);
            *out = upper + below * (lower - upper);
        }
    }
}

/// 2^52: from here on the floats are the integers, so that adding it rounds, and leaves the integer
/// in the low bits. `f64::floor` and `as` are exact for every float and much slower: without SSE4.1
/// the former is a call into the C library, and neither vectorises.
const INTEGERS: f64 = 4_503_599_627_370_496.0;

/// Rounds down a float from 0 to far below 2^52.
#[inline]
fn floor(value: f64) -> f64 {
    let nearest = (value + INTEGERS) - INTEGERS;
    nearest - if nearest > value { 1.0 } else { 0.0 }
}

/// A whole number from 0 to below 2^32 as an integer.
#[inline]
fn index(whole: f64) -> u32 {
    (whole + INTEGERS).to_bits() as u32
}
