//! The backward pass is the derivative of the forward pass, for every kind of network; and the
//! check that says so fails for a wrong derivative: the tutorial's, and every one made wrong here.

use crate::support::{folders, program};
use backprop::document::gradient_table::{CheckedNetwork, on_images, small};
use backprop::matrix::Matrix;
use backprop::mnist;
use backprop::network::gradient_check::{BOUND, Check, GradientCheck, worst};
use backprop::network::{Activation, Dense, Loss, Network, Pass, Table};
use backprop::random::{NumpyRandom, Random, Xorshift};
use backprop::training::Recipe;
use program::backprop;

/// A 6-5-4-3 network of these units with every parameter random, and a pass with four samples.
fn example(activation: Activation, random: &mut Xorshift) -> (Network, Pass) {
    let recipe = Recipe { hidden: vec![5, 4], activation, ..Recipe::default() };
    let mut network = recipe.network(6, 3, random);
    let mut any = |m, n| Matrix::from_fn(m, n, |_, _| 2.0 * random.uniform() - 1.0);
    network.set_parameters(any(1, network.parameters_len()).row(0));
    let targets = Matrix::from_fn(4, 3, |i, j| f64::from(u8::from(i % 3 == j)));
    let mut pass = Pass::new(&network);
    pass.load(&Table::new(any(4, 6), targets), 0..4);
    (network, pass)
}

#[test]
fn it_holds_for_every_activation_loss_bias_and_depth_and_with_dropout() {
    for seed in 1..=5 {
        let rows = small(Activation::Relu, &mut Xorshift::new(seed)).unwrap();
        for row in &rows {
            assert_eq!(row.holds(), Some(true), "seed {seed}: {row}");
        }
        for kind in ["identity", "sigmoid", "tanh", "relu"] {
            for loss in ["cross-entropy", "squared error"] {
                let of = |row: &&CheckedNetwork| row.name.contains(&format!("{kind}, {loss}"));
                assert_eq!(rows.iter().filter(of).count(), 5, "rows of {kind} with {loss}");
            }
        }
        assert_eq!(rows.len(), 4 + 4 * 2 * 5, "and four without a hidden layer");
    }
}

#[test]
fn on_real_images_the_true_derivative_holds_and_the_printed_one_fails() {
    let data = mnist::load(&folders::mnist(), Some(50), Some(1)).unwrap();
    for seed in [884_736_743, 1] {
        let mut random = NumpyRandom::new(seed);
        let rows = on_images(&data.train, Activation::Relu, 5, &mut random).unwrap();
        let hold: Vec<_> = rows.iter().map(CheckedNetwork::holds).collect();
        assert_eq!(hold, [true, true, false, false].map(Some), "seed {seed}");
        assert!(rows.iter().all(CheckedNetwork::is_right), "seed {seed}: as they must");
        for row in &rows[2..] {
            // Not by a hair: in most directions nothing is left of the derivative.
            let error = worst(&row.checks).unwrap().relative_error();
            assert!(error > 0.1, "seed {seed}: {row}");
        }
    }
}

#[test]
fn the_printed_derivative_fails_in_small_networks_too() {
    for row in small(Activation::ReluAsPrinted, &mut Xorshift::new(1)).unwrap() {
        assert_eq!(row.holds(), Some(!row.name.contains("relu")), "{row}");
    }
}

#[test]
fn one_wrong_number_anywhere_in_the_gradient_is_found_and_named() {
    let mut random = Xorshift::new(2);
    let (mut network, mut pass) = example(Activation::Tanh, &mut random);
    let loss = Loss::SoftmaxCrossEntropy;
    let mut check = GradientCheck::new(&mut network, loss, &mut pass);
    let gradient = check.gradient().unwrap();
    let right = check.one_by_one(&gradient);
    assert!(right.iter().all(Check::holds), "the gradient as it is: {:?}", worst(&right));
    for i in 0..gradient.len() {
        let name = &right[i].what;
        for (fault, value) in [
            ("a part in ten thousand too large", gradient[i] * 1.0001 + 1e-8),
            ("of the other sign", -gradient[i]),
            ("not a number", f64::NAN),
        ] {
            let mut wrong = gradient.clone();
            wrong[i] = value;
            let found = check.one_by_one(&wrong);
            let failed: Vec<_> = found.iter().filter(|check| !check.holds()).collect();
            assert_eq!(failed.len(), 1, "{name} {fault}");
            assert_eq!(&failed[0].what, name, "{name} {fault}");
            assert_eq!(&worst(&found).unwrap().what, name, "{name} {fault}");
        }
        let mut wrong = gradient.clone();
        wrong[i] = -gradient[i];
        let found = check.directions(&wrong, 3, &mut random);
        assert!(found.iter().all(|check| !check.holds()), "{name} along three directions");
    }
}

#[test]
fn the_check_leaves_the_network_as_it_was() {
    let mut random = Xorshift::new(4);
    let (mut network, mut pass) = example(Activation::Relu, &mut random);
    let before = network.parameters();
    let mut check = GradientCheck::new(&mut network, Loss::SquaredError, &mut pass);
    let gradient = check.gradient().unwrap();
    check.one_by_one(&gradient);
    assert_eq!(network.parameters(), before);
}

#[test]
fn a_move_round_relus_corner_is_counted_and_not_compared() {
    // One weight, one input of 1, and the sum 10⁻⁶, which a step of 10⁻⁵ takes below zero.
    let weight = |w| Dense::new(Matrix::from_rows(&[[w]]), None, Activation::Relu);
    for (w, switched) in [(1e-6, true), (-1e-6, true), (1e-4, false), (-1e-4, false)] {
        let mut network = Network::new(vec![weight(w)]);
        let mut pass = Pass::new(&network);
        pass.load(&Table::new(Matrix::from_rows(&[[1.0]]), Matrix::from_rows(&[[1.0]])), [0]);
        let mut check = GradientCheck::new(&mut network, Loss::SquaredError, &mut pass);
        let gradient = check.gradient().unwrap();
        let checks = check.one_by_one(&gradient);
        assert_eq!(checks[0].switched, switched, "with the weight {w}");
        assert_eq!(checks[0].holds(), !switched, "at the corner the two sides differ: {checks:?}");
        let expected = if switched { None } else { Some(true) };
        for must_fail in [false, switched] {
            let row = CheckedNetwork { name: String::new(), checks: checks.clone(), must_fail };
            assert_eq!(row.holds(), expected, "with the weight {w}");
            assert_eq!(row.is_right(), !switched, "a row that compares nothing shows nothing");
        }
    }
}

#[test]
fn the_relative_error_is_one_for_tiny_numbers_too_and_no_number_never_holds() {
    let check =
        |backward, difference| Check { what: String::new(), backward, difference, switched: false };
    assert!(check(1.0, 1.0 + 0.9 * BOUND).holds() && !check(1.0, 1.0 + 1.1 * BOUND).holds());
    assert!(check(-1000.0, -1000.0).holds() && !check(-1000.0, 1000.0).holds());
    // Next to nothing, a difference of 10⁻⁹ is the most that is let pass.
    assert!(check(0.0, 0.9e-9).holds() && !check(0.0, 1.1e-9).holds());
    for odd in [f64::NAN, f64::INFINITY] {
        assert!(!check(odd, 1.0).holds() && !check(1.0, odd).holds() && !check(odd, odd).holds());
        let checks = [check(1.0, 2.0), check(odd, odd), check(1.0, 1.0)];
        assert!(!worst(&checks).unwrap().backward.is_finite(), "{odd} is worse than any error");
    }
    assert_eq!(worst(&[]), None);
}

#[test]
fn a_wrong_derivative_that_passes_is_not_right() {
    let checks =
        vec![Check { what: String::new(), backward: 1.0, difference: 1.0, switched: false }];
    let row = CheckedNetwork { name: String::new(), checks, must_fail: true };
    assert_eq!(row.holds(), Some(true));
    assert!(!row.is_right(), "the command exits 1 for it");
}

#[test]
fn the_command_prints_a_row_per_network_and_exits_0() {
    let table = backprop(["check-gradients", "--directions", "3"]).done().stdout;
    let ends = |end| table.lines().filter(|line| line.ends_with(end)).count();
    assert_eq!((ends("  holds"), ends("  fails, as it must")), (46, 2), "{table}");
    assert!(table.contains("\n48 of 48 rows are as they must be; 0 of "), "{table}");
    assert!(table.contains("at most 1e-5"), "the bound is stated: {table}");
}

#[test]
fn with_the_printed_derivative_the_command_fails_and_exits_1() {
    let run = backprop(["check-gradients", "--directions", "3", "--derivative", "printed"]);
    let ends = |end| run.stdout.lines().filter(|line| line.ends_with(end)).count();
    assert_eq!(ends("  FAILS"), 2 + 2 * 5, "two on images, ten small ones: {}", run.stdout);
    let message = "error: 12 of 48 rows are not as they must be";
    assert!(run.code == 1 && run.stderr.starts_with(message), "{}", run.stderr);
}

#[test]
fn many_directions_are_announced() {
    let run = backprop(["check-gradients", "--images=1", "--directions=70"]);
    let note = "note: each of the first rows takes 70 directions over 79400 weights, ";
    assert!(run.stderr.starts_with(note), "{}", run.stderr);
}

#[test]
fn black_images_have_no_gradient_to_check_and_the_message_says_so() {
    let images = |count: u32| folders::idx(8, &[count, 2, 3], &vec![0; count as usize * 6]);
    let labels = folders::labels(&[0, 1, 2, 1]);
    let folder = folders::Folder::with_set([images(4), labels.clone(), images(4), labels]);
    let run = program::backprop(["check-gradients", "--images=4", "--data", folder.arg()]);
    let found = "the first 4 images are all black: no weight of the first layer has a gradient";
    assert!(run.code == 1 && run.stderr.contains(found), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}
