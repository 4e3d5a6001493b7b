//! The confusion matrix counts who was taken for whom, and prints as a table for people.

use backprop::training::Confusion;

fn numbers(classes: usize) -> Vec<String> {
    (0..classes).map(|class| class.to_string()).collect()
}

#[test]
fn a_class_with_a_name_has_it_before_its_number() {
    let names = ["cat".to_string(), "a dog with a very long name".to_string()];
    let expected = "       true \\ said 0 1    right
             cat 0 1 0  100.00 %
a dog with a ver 1 0 0        -
";
    assert_eq!(Confusion::count(&names, [(0, 0)]).to_string(), expected);
}

#[test]
fn a_row_is_a_true_class_and_a_column_what_was_said() {
    let pairs = [(0, 0), (2, 1), (2, 1), (2, 2), (0, 2)];
    let confusion = Confusion::count(&numbers(3), pairs);
    assert_eq!(confusion.counts(), [[1, 0, 1], [0, 0, 0], [0, 2, 1]]);
    let total: usize = confusion.counts().iter().flatten().sum();
    assert_eq!(total, pairs.len(), "every pair is counted once");
}

#[test]
fn the_table_is_aligned_and_ends_in_the_share_that_was_right() {
    let pairs = [(0, 0), (2, 1), (2, 1), (2, 2), (0, 2)];
    let expected = "\
true \\ said 0 1 2    right
          0 1 0 1  50.00 %
          1 0 0 0        -
          2 0 2 1  33.33 %
";
    assert_eq!(Confusion::count(&numbers(3), pairs).to_string(), expected);
}

#[test]
fn large_counts_widen_the_columns() {
    let pairs = std::iter::repeat_n((1, 1), 12_345).chain([(1, 0)]);
    let expected = "\
true \\ said     0     1    right
          0     0     0        -
          1     1 12345  99.99 %
";
    assert_eq!(Confusion::count(&numbers(2), pairs).to_string(), expected);
}

#[test]
fn without_pairs_there_is_a_table_of_zeros() {
    let text = Confusion::count(&numbers(10), []).to_string();
    assert_eq!(text.lines().count(), 11);
    let widths: Vec<_> = text.lines().map(str::len).collect();
    assert!(widths.iter().all(|&width| width == widths[0]), "lines of one width:\n{text}");
}
