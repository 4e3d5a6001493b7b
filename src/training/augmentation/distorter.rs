//! Distorting an image: draw the displacement of every pixel, then fetch its ink there.
//!
//! The affine map and the elastic field are added before anything is fetched, so that the image is
//! interpolated once, and strokes are not blurred twice.

use super::affine::Displacement;
use super::elastic::DisplacementField;
use super::{Augmentation, Elastic, stroke};
use crate::matrix::Matrix;
use crate::matrix::rows::chunk;
use crate::matrix::width::{ColumnLoop, Width, run_at};
use crate::random::Random;

/// Distorts images of one size; owns every buffer that this takes.
#[derive(Debug)]
pub struct Distorter {
    augmentation: Augmentation,
    height: usize,
    width: usize,
    elastic: Option<DisplacementField>,
    /// The elastic displacement of each pixel: height x width. All 0 without `elastic`.
    dx: Matrix,
    dy: Matrix,
    /// The image within a border of 0: (height + 3) x (width + 3), its first pixel at \[1\]\[1\].
    padded: Vec<f64>,
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
            dx: Matrix::zeros(height, width),
            dy: Matrix::zeros(height, width),
            padded: vec![0.0; (height + 3) * (width + 3)],
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
        run_at(Width::in_use(), Fetch { distorter: self, affine, out });
        if self.augmentation.stroke > 0.0 {
            self.pad(out);
            let share = self.augmentation.stroke * (2.0 * random.uniform() - 1.0);
            stroke::change(share, &self.padded, self.width, out);
        }
    }

    fn pad(&mut self, image: &[f64]) {
        let inner = self.padded.chunks_exact_mut(self.width + 3).skip(1);
        for (row, pixels) in inner.zip(image.chunks_exact(self.width)) {
            row[1..=self.width].copy_from_slice(pixels);
        }
    }
}

/// Finds where each new pixel takes its ink, and fetches it there.
struct Fetch<'a> {
    distorter: &'a Distorter,
    affine: Displacement,
    out: &'a mut [f64],
}

impl ColumnLoop for Fetch<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        self.distorter.dx.stride()
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, start: usize) {
        let Distorter { height, width, dx, dy, padded, .. } = self.distorter;
        let Displacement { offset, along_x, along_y } = self.affine;
        let stride = width + 3;
        // Up to one pixel outside the image, its border still interpolates. What lies beyond is
        // moved there, to find the same 0. (And `max` moves NaN, should amounts overflow.)
        let (last_column, last_row) = ((width + 1) as f64, (height + 1) as f64);
        let (centre_x, centre_y) = ((width - 1) as f64 / 2.0, (height - 1) as f64 / 2.0);
        for (i, new_row) in self.out.chunks_exact_mut(*width).enumerate() {
            let y = i as f64;
            let start_x = offset[0] + along_y[0] * (y - centre_y);
            let start_y = offset[1] + along_y[1] * (y - centre_y);
            let dx: &[f64; N] = chunk(dx.padded_row(i), start);
            let dy: &[f64; N] = chunk(dy.padded_row(i), start);
            // The ink lies between four pixels of `padded`: the index of the upper left one, and
            // the distance from it, in [0, 1). In a loop of its own, which vectorises.
            let (mut corner, mut right, mut below) = ([0; N], [0.0; N], [0.0; N]);
            for j in 0..N {
                // SSE2 converts 32-bit integers, not 64-bit ones.
                let x = f64::from((start + j) as i32);
                let move_x = start_x + along_x[0] * (x - centre_x) + dx[j];
                let move_y = start_y + along_x[1] * (x - centre_x) + dy[j];
                let column = (x + move_x + 1.0).max(0.0).min(last_column);
                let row = (y + move_y + 1.0).max(0.0).min(last_row);
                corner[j] = index(floor(row) * stride as f64 + floor(column));
                right[j] = column - floor(column);
                below[j] = row - floor(row);
            }
            // Interpolates first along x, then along y.
            for (j, new) in new_row[start..].iter_mut().take(N).enumerate() {
                let four = &padded[corner[j] as usize..][..stride + 2];
                let upper = four[0] + right[j] * (four[1] - four[0]);
                let lower = four[stride] + right[j] * (four[stride + 1] - four[stride]);
                *new = upper + below[j] * (lower - upper);
            }
        }
    }
}

/// 2^52: from here on the floats are the integers, so that adding it rounds, and leaves the integer
/// in the low bits. `f64::floor` and `as` are exact for every float and much slower: without SSE4.1
/// the former is a call into the C library, and neither vectorises.
const INTEGERS: f64 = 4_503_599_627_370_496.0;

/// Rounds down a float from 0 to far below 2^52.
#[inline(always)]
fn floor(value: f64) -> f64 {
    let nearest = (value + INTEGERS) - INTEGERS;
    nearest - if nearest > value { 1.0 } else { 0.0 }
}

/// A whole number from 0 to below 2^32 as an integer.
#[inline(always)]
fn index(whole: f64) -> u32 {
    (whole + INTEGERS).to_bits() as u32
}
