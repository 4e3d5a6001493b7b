//! Distorted images have the bits of the plain loops, whatever the width of the vectors.
//!
//! `distortion.rs` holds them to the formulas, `vector_widths.rs` runs the other widths.

use backprop::elementary::{exp, sin_cos};
use backprop::random::{Random, Xorshift};
use backprop::training::augmentation::{Augmentation, Distorter, Elastic};

const SIZES: [(usize, usize); 10] =
    [(1, 1), (1, 7), (8, 1), (9, 8), (7, 9), (17, 33), (28, 28), (5, 57), (40, 24), (3, 130)];

/// The weights g(i - j), in row i and column j.
fn gaussian(n: usize, sigma: f64, factor: f64) -> Vec<Vec<f64>> {
    let gauss = |distance: f64| {
        let z = distance / sigma;
        exp(-0.5 * z * z)
    };
    let reach = (9.0 * sigma).ceil() as i64;
    let sum: f64 = (-reach..=reach).map(|distance| gauss(distance as f64)).sum();
    let weight = |i: usize, j: usize| gauss(i.abs_diff(j) as f64) / sum * factor;
    (0..n).map(|i| (0..n).map(|j| weight(i, j)).collect()).collect()
}

/// Each element summed in index order.
fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let element = |row: &[f64], j: usize| {
        row.iter().zip(b).fold(0.0, |sum, (weight, values)| sum + weight * values[j])
    };
    a.iter().map(|row| (0..b[0].len()).map(|j| element(row, j)).collect()).collect()
}

fn elastic_field(
    Elastic { alpha, sigma }: Elastic,
    (height, width): (usize, usize),
    random: &mut Xorshift,
) -> Vec<Vec<f64>> {
    let mut noise = vec![vec![0.0; width]; height];
    for row in &mut noise {
        let mut bits = 0;
        for (x, value) in row.iter_mut().enumerate() {
            bits = if x % 4 == 0 { random.next_u64() } else { bits >> 16 };
            *value = (2.0 * (bits % 65536) as f64 - 65535.0) / 65536.0;
        }
    }
    product(&product(&gaussian(height, sigma, alpha), &noise), &gaussian(width, sigma, 1.0))
}

fn twin(
    amounts: &Augmentation,
    size @ (height, width): (usize, usize),
    image: &[f64],
    random: &mut Xorshift,
) -> Vec<f64> {
    let mut within = |amount: f64| amount * (2.0 * random.uniform() - 1.0);
    let (tx, ty) = (within(amounts.shift), within(amounts.shift));
    let (sin, cos) = sin_cos(within(amounts.rotation).to_radians());
    let (sx, sy) = (1.0 + within(amounts.scaling), 1.0 + within(amounts.scaling));
    let k = within(amounts.shear);
    let (a, b) = ((cos - k * sin) / sx, (-sin - k * cos) / sx);
    let (c, d) = (sin / sy, cos / sy);
    let mut field = || match amounts.elastic {
        Some(elastic) => elastic_field(elastic, size, random),
        None => vec![vec![0.0; width]; height],
    };
    let (dx, dy) = (field(), field());

    let pixel = |x: f64, y: f64| {
        let inside = x >= 0.0 && y >= 0.0 && x < width as f64 && y < height as f64;
        if inside { image[y as usize * width + x as usize] } else { 0.0 }
    };
    let (cx, cy) = ((width - 1) as f64 / 2.0, (height - 1) as f64 / 2.0);
    let mut out = Vec::new();
    for i in 0..height {
        for j in 0..width {
            let (x, y) = (j as f64, i as f64);
            let move_x = -(a * tx + b * ty) + b * (y - cy) + (a - 1.0) * (x - cx) + dx[i][j];
            let move_y = -(c * tx + d * ty) + (d - 1.0) * (y - cy) + c * (x - cx) + dy[i][j];
            // In the image with its border: one pixel further to the right and down.
            let (px, py) = (x + move_x + 1.0, y + move_y + 1.0);
            let (left, top) = (px.floor(), py.floor());
            let (u, v) = (px - left, py - top);
            let [upper, lower] = [top - 1.0, top].map(|row| {
                let (first, second) = (pixel(left - 1.0, row), pixel(left, row));
                first + u * (second - first)
            });
            out.push(upper + v * (lower - upper));
        }
    }
    if amounts.stroke == 0.0 {
        return out;
    }
    let share = amounts.stroke * (2.0 * random.uniform() - 1.0);
    let at = |x: usize, y: usize| if x < width && y < height { out[y * width + x] } else { 0.0 };
    let stroke = |i: usize| {
        let (x, y) = (i % width, i / width);
        let beside =
            [at(x.wrapping_sub(1), y), at(x + 1, y), at(x, y.wrapping_sub(1)), at(x, y + 1)];
        let farther = if share > 0.0 { f64::max } else { f64::min };
        out[i] + share.abs() * (beside.into_iter().fold(out[i], farther) - out[i])
    };
    (0..out.len()).map(stroke).collect()
}

#[test]
fn every_pixel_has_the_bits_of_the_plain_loops() {
    let bent = |alpha, sigma| Some(Elastic { alpha, sigma });
    for amounts in [
        Augmentation::affine(),
        Augmentation::elastic(),
        // Far out of the image, by much or by little, and weights that are exactly 0.
        Augmentation {
            shift: 9.0,
            rotation: 90.0,
            elastic: bent(300.0, 0.5),
            ..Augmentation::affine()
        },
        Augmentation { elastic: bent(2.0, 0.02), ..Augmentation::none() },
        Augmentation { stroke: 0.6, ..Augmentation::elastic() },
    ] {
        for size @ (height, width) in SIZES {
            let mut distorter = Distorter::new(&amounts, height, width);
            for seed in 0..10 {
                let mut random = Xorshift::new(seed);
                // A third of the pixels has ink.
                let mut ink = || (3.0 * random.uniform() - 2.0).max(0.0);
                let image: Vec<f64> = (0..height * width).map(|_| ink()).collect();
                let mut found = vec![f64::NAN; image.len()];
                let expected = twin(&amounts, size, &image, &mut random.clone());
                distorter.apply(&image, &mut random, &mut found);
                for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
                    let what = format!("{amounts:?}, {size:?}, seed {seed}, pixel {i}");
                    assert_eq!(found.to_bits(), expected.to_bits(), "{what}: {found}, {expected}");
                }
            }
        }
    }
}
