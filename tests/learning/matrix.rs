//! The fast loops give the same bits as their naive twins, at every awkward size and every vector
//! width, and products obey the laws of matrices.

use crate::support::naive;
use backprop::matrix::dense_product::add_dense_product;
use backprop::matrix::rows::{add_weighted_rows, subtract_outer};
use backprop::matrix::width::Width;
use backprop::matrix::{Entry, Matrix, SparseRows};
use backprop::random::{Random, Xorshift};
use naive::random_matrix;

/// Around the 8 values of a cache line, the 32 or 64 of a block of columns, and the 192 from which
/// on a single list is worked on in whole rows: 184 are just below, 185 take as much room as 192.
const SIZES: [usize; 18] = [0, 1, 2, 7, 8, 9, 10, 16, 17, 31, 33, 64, 65, 100, 131, 184, 185, 200];

fn bits(matrix: &Matrix) -> Vec<u64> {
    matrix.elements().map(f64::to_bits).collect()
}

/// `start + a · b` by the product's definition.
fn naive_sum(start: &Matrix, a: &Matrix, b: &Matrix) -> Matrix {
    Matrix::from_fn(a.rows(), b.columns(), |i, j| {
        (0..a.columns()).fold(start.row(i)[j], |sum, k| sum + a.row(i)[k] * b.row(k)[j])
    })
}

#[test]
fn the_product_is_its_definition_bit_for_bit_at_every_size_and_width() {
    let mut random = Xorshift::new(1);
    for (m, k) in [(0, 3), (1, 0), (1, 1), (1, 5), (1, 9), (1, 150), (2, 9), (3, 17), (5, 150)] {
        for n in SIZES {
            let what = format!("{m} x {k} times {k} x {n}");
            let a = random_matrix(m, k, &mut random);
            let b = random_matrix(k, n, &mut random);
            let product = naive_sum(&Matrix::zeros(m, n), &a, &b);
            assert_eq!(bits(&a.product(&b)), bits(&product), "{what}");
            let start = random_matrix(m, n, &mut random);
            let sum = naive_sum(&start, &a, &b);
            for width in Width::ALL {
                let mut out = start.clone();
                add_weighted_rows(width, 0, &SparseRows::from_matrix(&a), &b, &mut out);
                assert_eq!(bits(&out), bits(&sum), "added to what is there: {what}, {width:?}");
            }
        }
    }
}

#[test]
fn the_dense_product_is_its_definition_bit_for_bit_and_of_some_columns_too() {
    let mut random = Xorshift::new(2);
    for m in [0, 1, 2, 3, 4, 7, 8, 9, 17] {
        for (k, first) in [(0, 0), (1, 0), (9, 0), (17, 8)] {
            for n in SIZES {
                let left = random_matrix(m, first + k, &mut random);
                let right = random_matrix(first + k, n, &mut random);
                let part = Matrix::from_fn(m, k, |i, p| left.row(i)[first + p]);
                let rest = Matrix::from_fn(k, n, |p, j| right.row(first + p)[j]);
                let start = random_matrix(m, n, &mut random);
                let sum = naive_sum(&start, &part, &rest);
                for width in Width::ALL {
                    let mut out = start.clone();
                    add_dense_product(width, first, &part, &right, &mut out);
                    let what = format!("{m} x {k} times {k} x {n} from {first}, {width:?}");
                    assert_eq!(bits(&out), bits(&sum), "{what}");
                }
            }
        }
    }
}

#[test]
fn the_outer_product_is_taken_off_as_numpy_does_it() {
    let mut random = Xorshift::new(3);
    let rate = 0.0005;
    for n in SIZES {
        let x = random_matrix(1, 20, &mut random);
        let delta = random_matrix(1, n, &mut random);
        let start = random_matrix(20, n, &mut random);
        // weights -= rate * np.outer(x, delta)
        let expected = Matrix::from_fn(20, n, |p, j| {
            let step = rate * (x.row(0)[p] * delta.row(0)[j]);
            if x.row(0)[p] == 0.0 { start.row(p)[j] } else { start.row(p)[j] - step }
        });
        for width in Width::ALL {
            let mut weights = start.clone();
            let lists = SparseRows::from_matrix(&x);
            subtract_outer(width, 0, rate, lists.row(0), &delta, &mut weights);
            assert_eq!(bits(&weights), bits(&expected), "{n} columns, {width:?}");
        }
    }
}

#[test]
fn rows_are_arrays_slices_or_vecs() {
    let expected = Matrix::from_fn(2, 3, |i, j| (3 * i + j) as f64);
    let rows = [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]];
    assert_eq!(Matrix::from_rows(&rows), expected);
    assert_eq!(Matrix::from_rows(&rows.each_ref().map(|row| &row[..])), expected);
    assert_eq!(Matrix::from_rows(&rows.map(Vec::from)), expected);
    assert_eq!(Matrix::from_rows::<[f64; 0]>(&[]), Matrix::zeros(0, 0));
}

#[test]
fn the_width_in_use_is_available() {
    assert!(Width::in_use().is_available());
}

#[test]
fn identity_zero_and_scaling_laws_hold() {
    let mut random = Xorshift::new(4);
    for n in SIZES {
        let a = random_matrix(n, n, &mut random);
        let identity = |scale: f64| Matrix::from_fn(n, n, |i, j| if i == j { scale } else { 0.0 });
        assert_eq!(a.product(&identity(1.0)), a, "A I = A at {n}");
        assert_eq!(identity(1.0).product(&a), a, "I A = A at {n}");
        assert_eq!(a.product(&Matrix::zeros(n, n)), Matrix::zeros(n, n), "A 0 = 0 at {n}");
        let doubled = Matrix::from_fn(n, n, |i, j| 2.0 * a.row(i)[j]);
        assert_eq!(identity(2.0).product(&a), doubled, "(2 I) A = 2 A at {n}");
    }
}

#[test]
fn transposing_mirrors_and_twice_gives_back() {
    let mut random = Xorshift::new(5);
    for m in SIZES {
        for n in [0, 1, 7, 8, 9, 17] {
            let a = random_matrix(m, n, &mut random);
            let t = a.transposed();
            assert_eq!((t.rows(), t.columns()), (n, m));
            let mirrored = Matrix::from_fn(n, m, |i, j| a.row(j)[i]);
            assert_eq!(bits(&t), bits(&mirrored), "{m} x {n}");
            assert_eq!(bits(&t.transposed()), bits(&a), "{m} x {n}, twice");
        }
    }
    // (A B)ᵀ = Bᵀ Aᵀ, exactly for whole numbers, whose sums are not rounded.
    let mut whole = |m, n| Matrix::from_fn(m, n, |_, _| random.below(100) as f64);
    let (a, b) = (whole(9, 17), whole(17, 8));
    assert_eq!(a.product(&b).transposed(), b.transposed().product(&a.transposed()));
}

#[test]
fn rows_of_any_width_start_on_a_cache_line_and_keep_apart() {
    for n in SIZES {
        let mut matrix = Matrix::zeros(3, n);
        for i in 0..3 {
            matrix.row_mut(i).fill(i as f64 + 1.0);
        }
        let copy = matrix.clone();
        for matrix in [&matrix, &copy] {
            for i in 0..3 {
                assert!(matrix.row(i).iter().all(|&x| x == i as f64 + 1.0), "row {i} of {n}");
                let address = matrix.row(i).as_ptr() as usize;
                assert!(
                    n == 0 || address.is_multiple_of(64),
                    "row {i} of {n} lies at {address:#x}"
                );
            }
        }
        assert_eq!(matrix, copy);
    }
}

#[test]
fn sparse_rows_list_what_is_not_zero_and_transpose() {
    let mut random = Xorshift::new(6);
    for (m, n) in [(0, 5), (1, 1), (7, 9), (17, 8), (3, 131)] {
        let dense = random_matrix(m, n, &mut random);
        let lists = SparseRows::from_matrix(&dense);
        for i in 0..m {
            let row = dense.row(i).iter().enumerate();
            let expected: Vec<_> = row
                .filter(|(_, value)| **value != 0.0)
                .map(|(column, &value)| Entry { column: column as u32, value })
                .collect();
            assert_eq!(lists.row(i), expected, "row {i} of {m} x {n}");
        }
        let mut transposed = SparseRows::default();
        transposed.set_to_transpose_of(&lists, n);
        let expected = SparseRows::from_matrix(&dense.transposed());
        assert_eq!(transposed.rows(), n);
        for p in 0..n {
            assert_eq!(transposed.row(p), expected.row(p), "column {p} of {m} x {n}");
        }
    }
}

#[test]
#[should_panic(expected = "inner sizes differ")]
fn shapes_that_do_not_fit_are_refused() {
    Matrix::zeros(2, 3).product(&Matrix::zeros(2, 3));
}
