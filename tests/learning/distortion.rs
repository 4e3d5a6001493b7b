//! Distorted images are what the formulas say: each pixel against a direct, slow twin, and the
//! laws of shifting, turning, scaling and smoothing.

use backprop::random::Random;
use backprop::training::augmentation::{Augmentation, Distorter, Elastic};

/// SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Clone)]
struct SplitMix(u64);

impl Random for SplitMix {
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// Chooses the six draws of the affine map as fractions of their amounts, from -1 to below 1:
/// shift x, shift y, rotation, scale x, scale y, shear.
struct Chosen(std::array::IntoIter<f64, 6>);

impl Random for Chosen {
    fn next_u64(&mut self) -> u64 {
        let fraction = self.0.next().expect("the affine map takes six draws");
        (((fraction + 1.0) / 2.0 * 2f64.powi(53)) as u64) << 11
    }
}

/// All 64 bits set: every draw is the largest there is.
#[derive(Clone)]
struct Ones;

impl Random for Ones {
    fn next_u64(&mut self) -> u64 {
        u64::MAX
    }
}

fn apply(
    distortion: &Augmentation,
    (height, width): (usize, usize),
    image: &[f64],
    random: &mut impl Random,
) -> Vec<f64> {
    // Filled, so that a pixel left out shows.
    let mut out = vec![f64::NAN; image.len()];
    Distorter::new(distortion, height, width).apply(image, random, &mut out);
    out
}

fn apply_chosen(
    distortion: &Augmentation,
    size: (usize, usize),
    image: &[f64],
    fractions: [f64; 6],
) -> Vec<f64> {
    apply(distortion, size, image, &mut Chosen(fractions.into_iter()))
}

fn random_image(pixels: usize, seed: u64) -> Vec<f64> {
    let mut random = SplitMix(seed);
    (0..pixels).map(|_| random.uniform()).collect()
}

/// The pixel at column x and row y, 0 outside the image.
fn pixel(image: &[f64], (height, width): (usize, usize), x: i64, y: i64) -> f64 {
    let inside = (0..width as i64).contains(&x) && (0..height as i64).contains(&y);
    if inside { image[y as usize * width + x as usize] } else { 0.0 }
}

fn assert_same_bits(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: pixels");
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert_eq!(found.to_bits(), expected.to_bits(), "{what}: pixel {i}: {found}, {expected}");
    }
}

fn assert_close(found: &[f64], expected: &[f64], bound: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}: pixels");
    for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
        // Not `> bound`, so that NaN fails.
        assert!((found - expected).abs() <= bound, "{what}: pixel {i}: {found}, not {expected}");
    }
}

/// Interpolation reproduces a linear image, so a ramp shows where each new pixel took its ink: its
/// source's x and y, `None` where that is outside the image.
fn sources(
    distortion: &Augmentation,
    size: (usize, usize),
    random: &(impl Random + Clone),
) -> Vec<Option<(f64, f64)>> {
    let (height, width) = size;
    let through = |value: fn(usize, usize) -> f64| -> Vec<f64> {
        let image: Vec<f64> = (0..height * width).map(|i| value(i % width, i / width)).collect();
        apply(distortion, size, &image, &mut random.clone())
    };
    let ones = through(|_, _| 1.0);
    let (x, y) = (through(|x, _| x as f64), through(|_, y| y as f64));
    let source = |i: usize| (ones[i] > 1.0 - 1e-15).then(|| (x[i], y[i]));
    (0..height * width).map(source).collect()
}

const SIZES: [(usize, usize); 7] = [(1, 1), (1, 7), (8, 1), (17, 9), (28, 28), (29, 31), (5, 57)];

const fn elastic(alpha: f64, sigma: f64) -> Augmentation {
    Augmentation { elastic: Some(Elastic { alpha, sigma }), ..Augmentation::none() }
}

const EVERYTHING: Augmentation = Augmentation {
    shift: 2.0,
    rotation: 30.0,
    scaling: 0.3,
    shear: 0.4,
    stroke: 0.7,
    ..elastic(30.0, 3.0)
};

#[test]
fn without_amounts_every_pixel_keeps_its_bits() {
    for size in SIZES {
        let image = random_image(size.0 * size.1, 1);
        for distortion in [Augmentation::none(), elastic(0.0, 4.0)] {
            let out = apply(&distortion, size, &image, &mut SplitMix(2));
            assert_same_bits(&out, &image, &format!("{size:?} {distortion:?}"));
        }
    }
}

#[test]
fn an_image_without_pixels_is_left_alone() {
    for size in [(0, 0), (0, 5), (5, 0)] {
        assert!(apply(&EVERYTHING, size, &[], &mut SplitMix(3)).is_empty(), "{size:?}");
    }
}

#[test]
fn a_shift_by_whole_pixels_moves_them_exactly() {
    let shift = Augmentation { shift: 4.0, ..Augmentation::none() };
    for size @ (height, width) in SIZES {
        let image = random_image(height * width, 4);
        let out = apply_chosen(&shift, size, &image, [0.5, -0.25, 0.0, 0.0, 0.0, 0.0]);
        let expected: Vec<f64> = (0..image.len())
            .map(|i| pixel(&image, size, (i % width) as i64 - 2, (i / width) as i64 + 1))
            .collect();
        assert_same_bits(&out, &expected, &format!("{size:?}: 2 to the right, 1 up"));
    }
}

#[test]
fn a_shift_by_half_a_pixel_takes_means() {
    let shift = Augmentation { shift: 0.5, ..Augmentation::none() };
    let left = [-1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let out = apply_chosen(&shift, (1, 4), &[8.0, 4.0, 2.0, 6.0], left);
    assert_eq!(out, [6.0, 3.0, 4.0, 3.0], "half a pixel to the left; beyond the edge is 0");
}

#[test]
fn what_is_shifted_out_is_gone() {
    let shift = Augmentation { shift: 100.0, ..Augmentation::none() };
    for fraction in [-1.0, 0.99] {
        let out = apply_chosen(&shift, (17, 9), &[1.0; 153], [fraction, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_same_bits(&out, &[0.0; 153], &format!("{} pixels along x", 100.0 * fraction));
        let out = apply_chosen(&shift, (17, 9), &[1.0; 153], [0.0, fraction, 0.0, 0.0, 0.0, 0.0]);
        assert_same_bits(&out, &[0.0; 153], &format!("{} pixels along y", 100.0 * fraction));
    }
}

#[test]
fn a_quarter_turn_moves_the_right_edge_to_the_top() {
    let turn = Augmentation { rotation: 180.0, ..Augmentation::none() };
    for n in [1, 8, 9, 28] {
        let image = random_image(n * n, 5);
        let out = apply_chosen(&turn, (n, n), &image, [0.0, 0.0, 0.5, 0.0, 0.0, 0.0]);
        let mut expected = vec![0.0; n * n];
        for y in 0..n {
            for x in 0..n {
                expected[(n - 1 - x) * n + y] = image[y * n + x];
            }
        }
        // cos 90 degrees is computed as 6e-17, not 0: positions are off by roundings of 28.
        assert_close(&out, &expected, 1e-13, &format!("{n} x {n}"));
    }
}

#[test]
fn the_affine_map_takes_each_source_to_its_pixel() {
    let affine = Augmentation { elastic: None, stroke: 0.0, ..EVERYTHING };
    for size @ (height, width) in [(28, 28), (17, 9)] {
        let (cx, cy) = ((width - 1) as f64 / 2.0, (height - 1) as f64 / 2.0);
        for seed in 0..20 {
            let mut draws = SplitMix(seed);
            let mut within = |amount: f64| (2.0 * draws.uniform() - 1.0) * amount;
            let (tx, ty) = (within(2.0), within(2.0));
            let (sin, cos) = within(30.0).to_radians().sin_cos();
            let (sx, sy) = (1.0 + within(0.3), 1.0 + within(0.3));
            let shear = within(0.4);
            let mut seen = 0;
            for (i, source) in sources(&affine, size, &SplitMix(seed)).iter().enumerate() {
                let Some((x, y)) = source else { continue };
                // Forward: scale, shear, turn counter-clockwise (y points down), shift.
                let (x, y) = ((x - cx) * sx, (y - cy) * sy);
                let x = x + shear * y;
                let (x, y) = (x * cos + y * sin, y * cos - x * sin);
                let (x, y) = (x + cx + tx, y + cy + ty);
                let distance = (x - (i % width) as f64).hypot(y - (i / width) as f64);
                assert!(distance < 1e-12, "{size:?}, seed {seed}, pixel {i}: off by {distance}");
                seen += 1;
            }
            assert!(seen > height * width / 3, "{size:?}, seed {seed}: only {seen} inside");
        }
    }
}

#[test]
fn ink_grows_with_the_area_and_is_otherwise_conserved() {
    // A round blob of ink, narrow enough to stay inside.
    let blob: Vec<f64> = (0..784)
        .map(|i| (f64::from(i % 28) - 13.0, f64::from(i / 28) - 14.5))
        .map(|(x, y)| (-(x * x + y * y) / 12.5).exp())
        .collect();
    let before: f64 = blob.iter().sum();
    let affine = Augmentation {
        shift: 1.0,
        rotation: 15.0,
        scaling: 0.2,
        shear: 0.2,
        ..Augmentation::none()
    };
    for seed in 0..20 {
        let mut random = SplitMix(seed);
        let draws: [f64; 6] = std::array::from_fn(|_| 2.0 * random.uniform() - 1.0);
        let area = (1.0 + 0.2 * draws[3]) * (1.0 + 0.2 * draws[4]);
        let after: f64 = apply(&affine, (28, 28), &blob, &mut SplitMix(seed)).iter().sum();
        // Reading the interpolated surface on another grid is exact to some 0.2 %.
        let ratio = after / before / area;
        assert!((ratio - 1.0).abs() < 0.005, "seed {seed}: {ratio} of the ink per area is left");
    }
}

#[test]
fn smoothing_keeps_a_constant_field_and_halves_it_at_an_edge() {
    // 41 pixels: the middle is ten sigma from every edge.
    let sources = sources(&elastic(3.0, 2.0), (41, 41), &Ones);
    let full = 3.0 * 65535.0 / 65536.0;
    let (x, y) = sources[20 * 41 + 20].expect("the middle fetches inside");
    assert!((x - 20.0 - full).abs() < 1e-12, "middle: x {x}, not 20 + {full}");
    assert!((y - 20.0 - full).abs() < 1e-12, "middle: y {y}, not 20 + {full}");
    // On the first column half of the kernel lies outside, without its middle weight g(0).
    let g0 = 1.0 / (-60..=60).map(|d| (-f64::from(d * d) / 8.0).exp()).sum::<f64>();
    let half = full * (0.5 + g0 / 2.0);
    let (x, _) = sources[20 * 41].expect("the first column fetches further in");
    assert!((x - half).abs() < 1e-12, "first column: x {x}, not {half}");
}

/// The definition, with none of the program's short cuts: noise, a two-dimensional convolution, the
/// inverse of the affine matrix by Cramer's rule, the four-term bilinear formula.
fn twin(
    distortion: &Augmentation,
    size @ (height, width): (usize, usize),
    image: &[f64],
    random: &mut SplitMix,
) -> Vec<f64> {
    let mut within = |amount: f64| (2.0 * random.uniform() - 1.0) * amount;
    let (tx, ty) = (within(distortion.shift), within(distortion.shift));
    let (sin, cos) = within(distortion.rotation).to_radians().sin_cos();
    let (sx, sy) = (1.0 + within(distortion.scaling), 1.0 + within(distortion.scaling));
    let shear = within(distortion.shear);
    let (a, b) = (sx * cos, sy * (shear * cos + sin));
    let (c, d) = (-sx * sin, sy * (cos - shear * sin));
    let determinant = a * d - b * c;

    let Elastic { alpha, sigma } = distortion.elastic.expect("the twin is elastic");
    let gauss = |x: i64, y: i64| (-((x * x + y * y) as f64) / (2.0 * sigma * sigma)).exp();
    let reach = (10.0 * sigma) as i64;
    let plane = (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (x, y)));
    let sum: f64 = plane.map(|(x, y)| gauss(x, y)).sum();
    let places = || (0..height * width).map(|i| ((i % width) as i64, (i / width) as i64));
    let mut field = || -> Vec<f64> {
        let mut noise = Vec::new();
        for _ in 0..height {
            let mut row = Vec::new();
            while row.len() < width {
                let bits = random.next_u64();
                for shift in [0, 16, 32, 48] {
                    row.push((2.0 * ((bits >> shift) % 65536) as f64 + 1.0) / 65536.0 - 1.0);
                }
            }
            noise.extend_from_slice(&row[..width]);
        }
        let smooth = |(x, y)| -> f64 {
            let terms = places().zip(&noise).map(|((i, j), value)| gauss(x - i, y - j) * value);
            alpha * terms.sum::<f64>() / sum
        };
        places().map(smooth).collect()
    };
    let (dx, dy) = (field(), field());

    let (cx, cy) = ((width - 1) as f64 / 2.0, (height - 1) as f64 / 2.0);
    let moved: Vec<f64> = places()
        .zip(dx.iter().zip(&dy))
        .map(|((x, y), (dx, dy))| {
            let (qx, qy) = (x as f64 - cx - tx, y as f64 - cy - ty);
            let px = cx + (d * qx - b * qy) / determinant + dx;
            let py = cy + (a * qy - c * qx) / determinant + dy;
            let (u, v) = (px - px.floor(), py - py.floor());
            let at =
                |i: i64, j: i64| pixel(image, size, px.floor() as i64 + i, py.floor() as i64 + j);
            (1.0 - u) * (1.0 - v) * at(0, 0)
                + u * (1.0 - v) * at(1, 0)
                + (1.0 - u) * v * at(0, 1)
                + u * v * at(1, 1)
        })
        .collect();
    if distortion.stroke == 0.0 {
        return moved;
    }
    let share = (2.0 * random.uniform() - 1.0) * distortion.stroke;
    let stroke = |(x, y)| {
        let near = [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)];
        let near = near.map(|(i, j)| pixel(&moved, size, x + i, y + j));
        let (thin, thick) = (near.into_iter().reduce(f64::min), near.into_iter().reduce(f64::max));
        let end = if share > 0.0 { thick } else { thin }.expect("five values");
        (1.0 - share.abs()) * near[0] + share.abs() * end
    };
    places().map(stroke).collect()
}

#[test]
fn a_whole_dilation_and_a_whole_erosion_move_every_edge_by_a_pixel() {
    let square = |from: usize, to: usize| -> Vec<f64> {
        let inside = |at: usize| (from..to).contains(&at);
        (0..81).map(|i| f64::from(u8::from(inside(i / 9) && inside(i % 9)))).collect()
    };
    let stroke = Augmentation { stroke: 1.0, ..Augmentation::none() };
    let mut cross = square(3, 6);
    for i in 3..6 {
        [2 * 9 + i, 6 * 9 + i, i * 9 + 2, i * 9 + 6].into_iter().for_each(|at| cross[at] = 1.0);
    }
    // After the six draws of the affine map, the seventh is the share: 1 - 2^-52, then -1.
    let thick = apply(&stroke, (9, 9), &square(3, 6), &mut Ones);
    assert_close(&thick, &cross, 1e-15, "thicker");
    struct Zeros;
    impl Random for Zeros {
        fn next_u64(&mut self) -> u64 {
            0
        }
    }
    let thin = apply(&stroke, (9, 9), &square(3, 6), &mut Zeros);
    assert_same_bits(&thin, &square(4, 5), "thinner");
    let gone = apply(&stroke, (9, 9), &square(3, 5), &mut Zeros);
    assert_same_bits(&gone, &[0.0; 81], "a stroke of two pixels");
}

#[test]
fn every_pixel_is_that_of_the_direct_computation() {
    for distortion in [EVERYTHING, Augmentation::elastic(), elastic(34.0, 4.0), elastic(5.0, 0.5)] {
        for size in SIZES {
            let image = random_image(size.0 * size.1, 6);
            let found = apply(&distortion, size, &image, &mut SplitMix(7));
            let expected = twin(&distortion, size, &image, &mut SplitMix(7));
            // Positions up to 57 are rounded by up to 4e-15 a step, the field's sums of hundreds
            // of terms a little more; the ink changes by at most 1 over a pixel.
            assert_close(&found, &expected, 1e-12, &format!("{size:?} {distortion:?}"));
        }
    }
}

#[test]
fn displacements_spread_as_documented() {
    for (alpha, sigma) in [(34.0, 4.0), (36.0, 5.0), (36.0, 6.0)] {
        let mut distorter = Distorter::new(&elastic(alpha, sigma), 61, 61);
        let ramp: Vec<f64> = (0..61 * 61).map(|i| f64::from(i % 61)).collect();
        let mut out = vec![0.0; ramp.len()];
        let mut random = SplitMix(8);
        let (mut squares, mut count) = (0.0, 0.0);
        for _ in 0..100 {
            distorter.apply(&ramp, &mut random, &mut out);
            for i in (20..41).flat_map(|y| (20..41).map(move |x| y * 61 + x)) {
                squares += (out[i] - ramp[i]).powi(2);
                count += 1.0;
            }
        }
        let deviation = f64::sqrt(squares / count);
        let documented = alpha / (2.0 * sigma * (3.0 * std::f64::consts::PI).sqrt());
        // 100 fields with a few independent patches each: the estimate's own error is 3 %.
        assert!(
            (deviation / documented - 1.0).abs() < 0.06,
            "alpha {alpha}, sigma {sigma}: {deviation} pixels, documented {documented}"
        );
    }
}

#[test]
fn the_same_random_numbers_give_the_same_image_whatever_came_before() {
    let (first, second) = (random_image(153, 9), random_image(153, 10));
    let mut distorter = Distorter::new(&EVERYTHING, 17, 9);
    let (mut random, mut out) = (SplitMix(11), vec![0.0; 153]);
    distorter.apply(&first, &mut random, &mut out);
    let after_one = random.clone();
    distorter.apply(&second, &mut random, &mut out);
    let fresh = apply(&EVERYTHING, (17, 9), &second, &mut after_one.clone());
    assert_same_bits(&out, &fresh, "a used distorter against a new one");
    let other = apply(&EVERYTHING, (17, 9), &second, &mut random);
    assert_ne!(out, other, "the next numbers must distort differently");
}

#[test]
fn the_scale_of_grey_does_not_matter() {
    let image = random_image(153, 12);
    let brighter = |image: &[f64]| -> Vec<f64> { image.iter().map(|grey| grey * 256.0).collect() };
    let expected = brighter(&apply(&EVERYTHING, (17, 9), &image, &mut SplitMix(13)));
    let found = apply(&EVERYTHING, (17, 9), &brighter(&image), &mut SplitMix(13));
    assert_same_bits(&found, &expected, "256 times as bright");
}
