//! A label becomes a one at its place among zeros; an unknown one becomes all zeros.

use backprop::mnist::one_hot;

#[test]
fn the_digits() {
    assert_eq!(one_hot(0, 10), [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(one_hot(5, 10), [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(one_hot(9, 10), [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
}

#[test]
fn unknown_labels_are_ignored() {
    for classes in [0, 1, 7, 8, 9, 17, 256] {
        for label in 0..=255u8 {
            let target = one_hot(label, classes);
            assert_eq!(target.len(), classes, "label {label}");
            for (class, &value) in target.iter().enumerate() {
                let expected = if class == usize::from(label) { 1.0 } else { 0.0 };
                assert_eq!(value, expected, "label {label} of {classes}, class {class}");
            }
        }
    }
}
