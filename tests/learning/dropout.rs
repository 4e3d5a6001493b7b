//! Dropout and the limit on norms have the bits of the plain loops, and take their random numbers
//! in order.

use backprop::matrix::{Entry, Matrix, SparseRows};
use backprop::random::{Random, Xorshift};
use backprop::training::dropout::{Dropout, limit_norms};

const SIZES: [usize; 8] = [0, 1, 7, 8, 9, 17, 33, 130];

fn limited(start: &Matrix, limit: f64) -> Matrix {
    let mut weights = start.clone();
    limit_norms(&mut weights, limit);
    weights
}

#[test]
fn the_limit_has_the_bits_of_plain_loops() {
    let mut random = Xorshift::new(1);
    let (mut scaled, mut kept) = (0, 0);
    for rows in SIZES {
        for columns in SIZES {
            // Their norm is about 1; every ninth column is far shorter.
            let scale = |j| if j % 9 == 4 { 0.1 } else { 1.0 } / (rows as f64).sqrt();
            let start = Matrix::from_fn(rows, columns, |_, j| random.normal() * scale(j));
            let found = limited(&start, 1.0);
            for j in 0..columns {
                let mut squares = 0.0;
                for p in 0..rows {
                    squares += start.row(p)[j] * start.row(p)[j];
                }
                let norm: f64 = f64::sqrt(squares);
                if norm > 1.0 {
                    scaled += 1
                } else {
                    kept += 1
                }
                for p in 0..rows {
                    let weight = start.row(p)[j];
                    let expected = if norm > 1.0 { weight * (1.0 / norm) } else { weight };
                    let found = found.row(p)[j];
                    assert_eq!(
                        found.to_bits(),
                        expected.to_bits(),
                        "{rows} x {columns}, weight [{p}][{j}]: {found} where {expected} is due"
                    );
                }
            }
        }
    }
    assert!(scaled > 100 && kept > 100, "{scaled} columns were scaled and {kept} were not");
}

#[test]
fn columns_of_zeros_or_without_a_norm_are_left_alone() {
    let start = Matrix::from_rows(&[[0.0, f64::NAN, 3.0], [0.0, 1.0, 4.0]]);
    let weights = limited(&start, 1.0);
    assert_eq!([0, 1].map(|p| weights.row(p)[0]), [0.0; 2]);
    assert!(weights.row(0)[1].is_nan());
    assert_eq!(weights.row(1)[1], 1.0);
    assert_eq!([0, 1].map(|p| weights.row(p)[2]), [3.0 * (1.0 / 5.0), 4.0 * (1.0 / 5.0)]);
}

#[test]
fn the_limit_is_right_where_squares_or_factors_overflow_or_underflow() {
    // Scaled by a power of two, weights and limit give the scaled result, to the bit.
    let mut random = Xorshift::new(4);
    for rows in [1, 7, 8, 9, 130] {
        let start = Matrix::from_fn(rows, 17, |_, _| random.normal() / (rows as f64).sqrt());
        let expected = limited(&start, 0.9);
        // Powers of two from 1e-300 to 1e300.
        for power in [-996, -700, -560, -500, 500, 560, 700, 996] {
            let by = |x: f64| x * 2f64.powi(power / 2) * 2f64.powi(power / 2);
            let scaled = |m: &Matrix| Matrix::from_fn(rows, 17, |p, j| by(m.row(p)[j]));
            let found = limited(&scaled(&start), by(0.9));
            assert_eq!(found, scaled(&expected), "{rows} rows, times 2^{power}");
        }
    }
    let far = limited(&Matrix::from_rows(&[[3e300, 3e-170, 0.0], [4e300, 4e-170, 0.0]]), 1e-175);
    for j in 0..2 {
        for (p, share) in [(0, 0.6), (1, 0.8)] {
            let ratio = far.row(p)[j] / 1e-175 / share;
            assert!((ratio - 1.0).abs() < 1e-15, "[{p}][{j}]: {:e}", far.row(p)[j]);
        }
    }
    let infinite = Matrix::from_rows(&[[f64::INFINITY], [1.0]]);
    assert_eq!(limited(&infinite, 1.0), infinite);
}

#[test]
fn each_unit_takes_one_random_number() {
    for rate in [0.2, 0.5] {
        let dropout = Dropout { input: rate, hidden: rate };
        let mut draws = Xorshift::new(2);
        let mut random = draws.clone();
        for unit in 0..1000 {
            let expected = if draws.uniform() < rate { 0.0 } else { 1.0 / (1.0 - rate) };
            let found = dropout.mask(&mut random);
            assert_eq!(found.to_bits(), f64::to_bits(expected), "unit {unit} at {rate}");
        }
        let inputs: Vec<_> =
            (0..1000).map(|column| Entry { column, value: f64::from(column) / 7.0 }).collect();
        // A sample before it stays as it is.
        let mut found = SparseRows::default();
        (0..2).for_each(|_| found.push(inputs.clone()));
        dropout.drop_inputs(&mut found, &mut random);
        assert_eq!(found.row(0), inputs, "the sample before, at {rate}");
        let mut expected = Vec::new();
        for Entry { column, value } in inputs {
            if draws.uniform() >= rate {
                expected.push(Entry { column, value: value / (1.0 - rate) });
            }
        }
        assert_eq!(found.row(1), expected, "inputs at {rate}");
        assert_eq!(random, draws, "at {rate}, as many numbers are taken as there are units");
    }
}

#[test]
fn without_input_dropout_no_number_is_taken() {
    let mut random = Xorshift::new(3);
    let mut inputs = SparseRows::default();
    inputs.push([Entry { column: 1, value: 0.3 }]);
    Dropout { input: 0.0, hidden: 0.5 }.drop_inputs(&mut inputs, &mut random);
    assert_eq!(inputs.row(0), [Entry { column: 1, value: 0.3 }]);
    assert_eq!(random, Xorshift::new(3));
}
