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
use crate::matrix::Matrix;
use crate::matrix::dense_product::add_dense_product;
use crate::matrix::width::Width;
use crate::random::Random;

/// Draws displacement fields for images of one size.
#[derive(Debug)]
pub(super) struct DisplacementField {
    /// alpha G(height): height x height.
    down: Matrix,
    /// G(width): width x width.
    across: Matrix,
    /// Noise before smoothing: height x width.
    noise: Matrix,
    /// Smoothed along y only: height x width.
    half: Matrix,
}

impl DisplacementField {
    pub(super) fn new(alpha: f64, sigma: f64, height: usize, width: usize) -> Self {
        Self {
            down: gaussian(alpha, sigma, height),
            across: gaussian(1.0, sigma, width),
            noise: Matrix::zeros(height, width),
            half: Matrix::zeros(height, width),
        }
    }

    /// Draws one component of the field into `field`, height x width, in pixels.
    pub(super) fn draw<R: Random + ?Sized>(&mut self, random: &mut R, field: &mut Matrix) {
        for y in 0..self.noise.rows() {
            fill_with_noise(self.noise.row_mut(y), random);
        }
        let Self { down, across, noise, half } = self;
        half.fill_with_zeros();
        add_dense_product(Width::in_use(), 0, down, noise, half);
        field.fill_with_zeros();
        add_dense_product(Width::in_use(), 0, half, across, field);
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

/// factor G(n): the Gaussian's weights, g(i - j) in row i and column j.
fn gaussian(factor: f64, sigma: f64, n: usize) -> Matrix {
    let gauss = |distance: f64| {
        let z = distance / sigma;
        exp(-0.5 * z * z)
    };
    // Nine sigma away a weight is below 3e-18 and no longer changes the sum.
    let reach = (9.0 * sigma).ceil() as i32;
    let sum: f64 = (-reach..=reach).map(|distance| gauss(f64::from(distance))).sum();
    Matrix::from_fn(n, n, |i, j| gauss(i.abs_diff(j) as f64) / sum * factor)
}
