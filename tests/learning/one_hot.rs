//! A label becomes a one at its place among zeros; an unknown one becomes all zeros.

use backprop::matrix::Matrix;
use backprop::mnist::one_hot;
use backprop::network::{Samples, Table};

#[test]
fn every_label_among_any_number_of_classes() {
    assert_eq!(one_hot(5, 10), [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    for classes in [0, 1, 7, 8, 9, 17, 256] {
        for label in 0..=255u8 {
            let mut expected = vec![0.0; classes];
            if let Some(place) = expected.get_mut(usize::from(label)) {
                *place = 1.0;
            }
            assert_eq!(one_hot(label, classes), expected, "label {label} of {classes}");
        }
    }
}

#[test]
fn a_tables_labels() {
    let table = Table::with_labels(Matrix::zeros(3, 2), &[2, 0, 1], 3);
    let targets = [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]];
    assert_eq!([0, 1, 2].map(|i| table.target(i)), targets);
}
