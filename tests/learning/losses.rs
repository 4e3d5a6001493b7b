//! Losses and softmax: their exact values, their gradients, and scores of any size.

use backprop::network::Loss::{SoftmaxCrossEntropy, SquaredError};
use backprop::network::loss::{argmax, softmax, squared_distance};
use backprop::random::{Random, Xorshift};

/// As near as a few roundings allow.
fn assert_near(found: f64, exact: f64, what: &str) {
    let error = (found - exact).abs() / exact.abs().max(1.0);
    assert!(error < 1e-15, "{what} is {found}, exactly {exact}");
}

#[test]
fn squared_error_is_half_the_sum_of_squares() {
    let (output, target) = ([1.0, -2.0, 0.5], [0.0, 1.0, 0.5]);
    assert_eq!(SquaredError.value(&output, &target), 5.0);
    assert_eq!(squared_distance(&output, &target), 10.0, "the tutorial's error has no half");
    let mut gradient = [9.0; 3];
    assert_eq!(SquaredError.gradient(&output, &target, &mut gradient), 5.0);
    assert_eq!(gradient, [1.0, -3.0, 0.0]);
    assert_eq!(SquaredError.value(&target, &target), 0.0);
}

#[test]
fn softmax_of_logarithms_is_the_shares_themselves() {
    // exp(ln 1) : exp(ln 2) : exp(ln 5) = 1 : 2 : 5.
    let scores = [0.0, 2f64.ln(), 5f64.ln()];
    let mut shares = scores;
    softmax(&mut shares);
    for (share, exact) in shares.iter().zip([0.125, 0.25, 0.625]) {
        assert_near(*share, exact, "a share");
    }
    let target = [0.0, 1.0, 0.0];
    let mut gradient = [9.0; 3];
    let value = SoftmaxCrossEntropy.gradient(&scores, &target, &mut gradient);
    assert_near(value, 4f64.ln(), "the surprise at a quarter");
    assert_near(SoftmaxCrossEntropy.value(&scores, &target), 4f64.ln(), "the value alone");
    for (g, exact) in gradient.iter().zip([0.125, -0.75, 0.625]) {
        assert_near(*g, exact, "softmax - label");
    }
}

#[test]
fn knowing_nothing_costs_the_logarithm_of_the_classes_and_certainty_nothing() {
    for classes in [1, 2, 7, 8, 9, 10, 17, 256] {
        let mut target = vec![0.0; classes];
        target[classes / 2] = 1.0;
        let even = SoftmaxCrossEntropy.value(&vec![3.25; classes], &target);
        assert_near(even, (classes as f64).ln(), "equal scores");
        let mut scores = vec![0.0; classes];
        scores[classes / 2] = 1000.0;
        assert_eq!(SoftmaxCrossEntropy.value(&scores, &target), 0.0, "certain and right");
        if classes > 1 {
            scores.swap(0, classes / 2);
            let wrong = SoftmaxCrossEntropy.value(&scores, &target);
            assert_eq!(wrong, 1000.0, "certain and wrong costs the difference of the scores");
        }
    }
}

#[test]
fn huge_scores_neither_overflow_nor_vanish() {
    for scores in [[1e3, -1e3, 1e3], [1e300, -1e300, 1e300], [-1e300, -1e305, -1e300]] {
        let mut shares = scores;
        softmax(&mut shares);
        assert_eq!(shares, [0.5, 0.0, 0.5], "{scores:?}");
        let mut gradient = [9.0; 3];
        let target = [1.0, 0.0, 0.0];
        let value = SoftmaxCrossEntropy.gradient(&scores, &target, &mut gradient);
        assert_eq!((value, gradient), (2f64.ln(), [-0.5, 0.0, 0.5]), "{scores:?}");
    }
}

#[test]
fn laws_of_softmax_and_cross_entropy() {
    let mut random = Xorshift::new(1);
    for case in 0..1000 {
        let classes = 2 + case % 17;
        let scores: Vec<f64> = (0..classes).map(|_| 20.0 * random.uniform() - 10.0).collect();
        let mut shares = scores.clone();
        softmax(&mut shares);
        assert_near(shares.iter().sum(), 1.0, "the sum of all shares");
        assert!(shares.iter().all(|p| (0.0..=1.0).contains(p)), "{shares:?}");
        assert_eq!(argmax(&shares), argmax(&scores), "the largest stays the largest");

        let mut target = vec![0.0; classes];
        target[case % classes] = 1.0;
        let mut gradient = vec![0.0; classes];
        let value = SoftmaxCrossEntropy.gradient(&scores, &target, &mut gradient);
        assert_eq!(value, SoftmaxCrossEntropy.value(&scores, &target), "one value, two ways");
        assert!(value >= 0.0, "a surprise of {value}");
        let sum: f64 = gradient.iter().sum();
        assert!(sum.abs() < 1e-15, "a gradient that sums to {sum}: only differences count");
        // The same number on all scores changes nothing; a power of two rounds little.
        let moved: Vec<_> = scores.iter().map(|z| z + 4.0).collect();
        let difference = SoftmaxCrossEntropy.value(&moved, &target) - value;
        assert!(difference.abs() < 1e-13, "moved by 4, the loss changes by {difference}");
        assert!((value + shares[case % classes].ln()).abs() < 1e-13, "-log of the right share");
    }
}

#[test]
fn numbers_that_are_not_finite_are_not_hidden() {
    for odd in [f64::NAN, f64::INFINITY] {
        for at in 0..3 {
            let mut scores = [1.0, 2.0, 3.0];
            scores[at] = odd;
            for loss in [SoftmaxCrossEntropy, SquaredError] {
                let value = loss.value(&scores, &[0.0, 1.0, 0.0]);
                assert!(!value.is_finite(), "{loss:?} of {scores:?} is {value}");
            }
        }
    }
    // -∞ is a probability of 0, but a product of 0 and ∞ in the loss.
    let value = SoftmaxCrossEntropy.value(&[1.0, f64::NEG_INFINITY], &[1.0, 0.0]);
    assert!(value.is_nan(), "{value}");
}

#[test]
fn argmax_is_the_first_of_equals() {
    for (values, expected) in [
        (&[1.0][..], 0),
        (&[1.0, 2.0, 2.0], 1),
        (&[2.0, 2.0, 1.0], 0),
        (&[-3.0, -1.0, -2.0], 1),
        (&[0.0, -0.0], 0),
        (&[-0.0, 0.0], 0),
    ] {
        assert_eq!(argmax(values), expected, "{values:?}");
    }
}

#[test]
fn with_a_finite_loss_the_gradient_is_finite() {
    // So training need look at the loss alone. Every pair of outputs and targets out of these.
    let odd = [0.0, -1.0, 709.0, 1e155, -1e308, 1e308, f64::MAX, f64::NAN, f64::INFINITY];
    let numbers = || odd.into_iter().chain([f64::NEG_INFINITY]);
    let pairs = || numbers().flat_map(|a| numbers().map(move |b| [a, b]));
    for output in pairs() {
        for target in pairs() {
            for loss in [SoftmaxCrossEntropy, SquaredError] {
                let mut gradient = [9.0; 2];
                let value = loss.gradient(&output, &target, &mut gradient);
                let is_finite = gradient.iter().all(|g| g.is_finite());
                assert!(
                    is_finite || !value.is_finite(),
                    "{loss:?} {value} of {output:?} for {target:?} has the gradient {gradient:?}"
                );
            }
        }
    }
}
