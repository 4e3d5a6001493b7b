//! A random, smooth displacement field: how far away each pixel of the new image fetches its ink.
//!
//! Simard, Steinkraus and Platt (2003) draw for every pixel a horizontal and a vertical
//! displacement uniformly from [-1, 1], smooth both fields with a Gaussian of standard deviation
//! sigma (pixels), and multiply by alpha. A small sigma gives noise, a large one a common shift;
//! in between, strokes bend as if another hand had written them.
//!
//! **What alpha means.** The paper says only that the field is normalised, "to a norm of 1", before
//! alpha is applied. Here, as in the implementations in common use, the *kernel* is normalised:
//! its weights sum to 1, whatever was drawn. The noise has the variance 1/3, and smoothing
//! multiplies it by the sum of the squared weights, 1 / (4 pi sigma^2), so that inside the image
//! each component of the displacement has the standard deviation
//!
//! ```text
//!     alpha / (2 sigma sqrt(3 pi)) = 0.163 alpha / sigma     pixels
//! ```
//!
//! That is 1.38 for the paper's alpha 34 and sigma 4, 1.17 for 36 and 5, 0.98 for 36 and 6. The
//! other reading, a field of N pixels with the L2 norm 1, gives alpha / sqrt(N): 1.17 for the
//! paper's 29 x 29 images, so that at its own values the two differ by less than a fifth.
//!
//! **At the border.** The noise is 0 outside the image, so the field fades towards the edges (half
//! the variance on an edge, a quarter in a corner), where digits have no ink.
//!
//! **The method.** A Gaussian in the plane is a Gaussian along y times one along x. Let G(n) be the
//! n x n matrix of its weights, g(i - j) in row i and column j. Then the smoothed field is two
//! matrix products, G(height) noise G(width): no edge is a special case, no weight is cut off, and
//! the inner loop goes along a row, where it vectorises.

use crate::elementary::exp;
use crate::random::Random;

/// Columns of a product that are summed at once, in registers: one row of an MNIST image, which
/// takes fourteen of SSE2's sixteen.
const TILE: usize = 28;

/// Draws displacement fields for images of one size.
pub(super) struct DisplacementField {
    height: usize,
    width: usize,
    /// alpha G(height): height x height.
    down: Vec<f64>,
    /// G(width): width rows of whole tiles.
    across: Vec<[f64; TILE]>,
    /// Noise before smoothing: height rows of whole tiles, 0 beyond the width.
    noise: Vec<[f64; TILE]>,
    /// Smoothed along y only: height x width.
    half: Vec<f64>,
}

impl DisplacementField {
    pub(super) fn new(alpha: f64, sigma: f64, height: usize, width: usize) -> Self {
        let tiles = width.div_ceil(TILE);
        let mut down = vec![0.0; height * height];
        fill_with_weights(&mut down, height, sigma);
        for weight in &mut down {
            *weight *= alpha;
        }
        let mut across = vec![[0.0; TILE]; width * tiles];
        fill_with_weights(across.as_flattened_mut(), tiles * TILE, sigma);
        Self {
            height,
            width,
            down,
            across,
            noise: vec![[0.0; TILE]; height * tiles],
            half: vec![0.0; height * width],
        }
    }

    /// Draws one component of the field into `field`, height x width, in pixels.
    pub(super) fn draw<R: Random + ?Sized>(&mut self, random: &mut R, field: &mut [f64]) {
        for row in self.noise.chunks_exact_mut(self.width.div_ceil(TILE)) {
            fill_with_noise(&mut row.as_flattened_mut()[..self.width], random);
        }
        product(&self.down, self.height, &self.noise, &mut self.half, self.width);
        product(&self.half, self.width, &self.across, field, self.width);
    }
}

/// Uniform noise in (-1, 1), four values from each 64 bits, the low bits first: the value of 16
/// bits k is (2 k - 65535) / 65536, which is symmetric about 0. Smoothing sums hundreds of them,
/// so finer steps could not be seen.
fn fill_with_noise<R: Random + ?Sized>(values: &mut [f64], random: &mut R) {
    for four in values.chunks_mut(4) {
        let bits = random.next_u64();
        for (value, shift) in four.iter_mut().zip([0, 16, 32, 48]) {
            let k = ((bits >> shift) & 0xffff) as i32;
            *value = f64::from(2 * k - 65535) / 65536.0;
        }
    }
}

/// Writes the Gaussian's weights, g(i - j) for row i and column j.
fn fill_with_weights(matrix: &mut [f64], columns: usize, sigma: f64) {
    let gauss = |distance: f64| {
        let z = distance / sigma;
        exp(-0.5 * z * z)
    };
    // Nine sigma away a weight is below 3e-18 and no longer changes the sum.
    let reach = (9.0 * sigma).ceil() as i32;
    let sum: f64 = (-reach..=reach).map(|distance| gauss(f64::from(distance))).sum();
    for (place, weight) in matrix.iter_mut().enumerate() {
        let (i, j) = (place / columns, place % columns);
        *weight = gauss(i.abs_diff(j) as f64) / sum;
    }
}

/// out = a b, with a: rows x n, b: n rows of whole tiles, out: rows x width. Each element is
/// summed in the order of n.
fn product(a: &[f64], n: usize, b: &[[f64; TILE]], out: &mut [f64], width: usize) {
    let tiles = width.div_ceil(TILE);
    for (weights, out) in a.chunks_exact(n).zip(out.chunks_exact_mut(width)) {
        for (t, out) in out.chunks_mut(TILE).enumerate() {
            let mut sums = [0.0; TILE];
            for (&weight, row) in weights.iter().zip(b.chunks_exact(tiles)) {
                for (sum, &value) in sums.iter_mut().zip(&row[t]) {
                    *sum += weight * value;
                }
            }
            out.copy_from_slice(&sums[..out.len()]);
        }
    }
}
