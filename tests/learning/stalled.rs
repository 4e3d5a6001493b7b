//! A run that learns nothing says so after the epoch, and what to try; a run that learns does not.

use crate::support::{folders, program};
use backprop::matrix::Matrix;
use backprop::network::{Activation, Dense, Loss, Network, Table};
use backprop::training::Stalled;
use folders::Folder;
use program::backprop;

/// `samples` samples of one input, their number over `samples`, in two classes by turns.
fn by_turns(samples: usize) -> Table {
    let inputs: Vec<_> = (0..samples).map(|i| [(i + 1) as f64 / samples as f64]).collect();
    let classes: Vec<_> = (0..samples).map(|i| i % 2).collect();
    Table::with_labels(Matrix::from_rows(&inputs), &classes, 2)
}

/// A network of one input, these hidden weights and biases, and two outputs.
fn network<const N: usize>(
    hidden: [f64; N],
    bias: [f64; N],
    output: [[f64; 2]; N],
    output_bias: [f64; 2],
) -> Network {
    Network::new(vec![
        Dense::new(Matrix::from_rows(&[hidden]), Some(bias.to_vec()), Activation::Relu),
        Dense::new(Matrix::from_rows(&output), Some(output_bias.to_vec()), Activation::Identity),
    ])
}

fn found(network: &Network, samples: usize) -> Option<Stalled> {
    Stalled::find(network, &by_turns(samples), Loss::SoftmaxCrossEntropy).unwrap()
}

#[test]
fn dead_units_are_counted_layer_by_layer() {
    let dead = |all: usize, alive: usize| {
        let weight = |unit| if unit < alive { 1.0 } else { -1.0 };
        let weights: Vec<_> = (0..all).map(weight).collect();
        let output = Dense::new(Matrix::zeros(all, 2), None, Activation::Identity);
        let hidden = Dense::new(Matrix::from_rows(&[weights]), None, Activation::Relu);
        found(&Network::new(vec![hidden, output]), 20)
    };
    for (all, alive, dead_units) in [(10, 1, 9), (10, 0, 10), (1, 0, 1)] {
        let expected = Stalled::DeadUnits { layer: 1, dead: dead_units, units: all };
        assert_eq!(dead(all, alive), Some(expected), "{alive} of {all} alive");
    }
    assert!(!matches!(dead(20, 3), Some(Stalled::DeadUnits { .. })), "17 of 20 are not nearly all");
}

#[test]
fn a_loss_that_falls_by_a_hundredth_is_a_beginning() {
    let guessing = |loss| Stalled::Guessing { loss, of_guessing: 1.0 };
    assert!(guessing(0.995).lasts_since(&guessing(1.0)), "from 1 to 0.995");
    assert!(!guessing(0.985).lasts_since(&guessing(1.0)), "from 1 to 0.985");
    assert!(!guessing(1.0).lasts_since(&Stalled::OneAnswer(3)), "another sign");
}

#[test]
fn one_answer_to_everything_is_a_sign_and_two_are_not() {
    let one = network([1.0], [0.0], [[1.0, -1.0]], [0.0, 0.0]);
    assert_eq!(found(&one, 20), Some(Stalled::OneAnswer(0)));
    // Above a half the other class wins.
    let two = network([1.0], [0.0], [[8.0, 0.0]], [0.0, 4.0]);
    assert!(!matches!(found(&two, 20), Some(Stalled::OneAnswer(_))), "{:?}", found(&two, 20));
    // All samples of one class: then the one answer is right.
    let inputs: Vec<_> = (0..20).map(|i| [f64::from(i + 1)]).collect();
    let same = Table::with_labels(Matrix::from_rows(&inputs), &[0; 20], 2);
    assert_eq!(Stalled::find(&one, &same, Loss::SoftmaxCrossEntropy), Ok(None));
}

#[test]
fn the_loss_of_guessing_is_the_entropy_of_the_classes_or_half_their_variance() {
    // Scores that differ by next to nothing, in favour of one class or the other.
    let timid = network([1.0], [0.0], [[1e-9, 0.0]], [0.0, 0.5e-9]);
    for (loss, expected) in [
        (Loss::SoftmaxCrossEntropy, f64::ln(2.0)), // two classes of a half each
        (Loss::SquaredError, 0.25),                // ½ (1 - ¼ - ¼)
    ] {
        let found = Stalled::find(&timid, &by_turns(20), loss).unwrap();
        let Some(Stalled::Guessing { of_guessing, .. }) = found else {
            panic!("{loss:?}: expected guessing, found {found:?}");
        };
        assert!((of_guessing - expected).abs() < 1e-12, "{loss:?}: {of_guessing}, not {expected}");
    }
}

#[test]
fn the_words_fit_the_numbers_and_the_cure_the_rate() {
    let guessing = |loss| Stalled::Guessing { loss, of_guessing: 2.303 };
    for (loss, words) in [
        (2.262, "the loss 2.262 is hardly better than guessing (2.303)"),
        (2.5, "the loss 2.500 is no better than guessing (2.303)"),
        (3.7e118, "the loss 3.7e118 is no better than guessing (2.303)"),
    ] {
        assert_eq!(guessing(loss).to_string(), words);
    }
    let larger = "a larger --learning-rate, such as 0.03";
    let smaller = "a smaller --learning-rate, such as 0.1";
    assert_eq!(guessing(2.3).cure(1e-320), larger);
    assert_eq!(
        guessing(2.3).cure(5.0),
        format!("another --learning-rate: a larger one, or {smaller}")
    );
    assert_eq!(guessing(1e9).cure(1000.0), smaller);
    assert_eq!(Stalled::OneAnswer(1).cure(1000.0), smaller);
    // A loss that comes down from where numbers exploded is no beginning.
    assert!(guessing(1e117).lasts_since(&guessing(3.7e118)));
    assert!(!guessing(2.3).lasts_since(&guessing(7.0)));
}

#[test]
fn a_network_is_left_alone_that_is_right_more_often_by_over_a_twentieth_of_the_samples() {
    // Timid: of 40 samples the first 20 get class 1 and the others 0.
    let timid = network([1.0], [0.0], [[1e-9, 0.0]], [0.0, 0.51e-9]);
    let inputs: Vec<_> = (0..40).map(|i| [f64::from(i + 1) / 40.0]).collect();
    // The most frequent class is that of 20; so many of each half are right.
    for (right, learns) in [(11, false), (12, true)] {
        let labels: Vec<_> = (0..40).map(|i| usize::from((i < 20) == (i % 20 < right))).collect();
        let set = Table::with_labels(Matrix::from_rows(&inputs), &labels, 2);
        let found = Stalled::find(&timid, &set, Loss::SoftmaxCrossEntropy).unwrap();
        assert_eq!(found.is_none(), learns, "{} of 40 right: {found:?}", 2 * right);
    }
}

#[test]
fn a_handful_of_samples_shows_nothing() {
    let one = network([1.0], [0.0], [[1.0, -1.0]], [0.0, 0.0]);
    assert_eq!(found(&one, 19), None);
}

#[test]
fn train_says_so_once_and_names_a_smaller_rate() {
    let train = |rate: &str| {
        let out = Folder::new();
        let flags = "train --train 2000 --test 500 --epochs 3 --hidden 50,50 --learning-rate";
        backprop(flags.split(' ').chain([rate, "--out", out.arg()]))
    };
    let run = train("5");
    let notes = run.stderr.matches("note: the network learns nothing: ").count();
    assert_eq!(notes, 1, "{}", run.stderr);
    assert!(run.stderr.replace('\n', " ").contains("such as 0.1"), "{}", run.stderr);
    let learns = train("0.05");
    assert!(!learns.stderr.contains("learns nothing"), "{}", learns.stderr);
}

#[test]
fn a_network_that_learns_is_left_alone_with_dead_units_or_a_large_loss() {
    for flags in [
        "--train 300 --epochs 6 --hidden 1000 --learning-rate 0.5",
        "--train 300 --epochs 6 --hidden 1000 --activation tanh --learning-rate 0.2",
        "--train 2000 --epochs 3 --activation sigmoid --loss squared-error --learning-rate 0.001",
    ] {
        let out = Folder::new();
        let all = format!("train --test 300 --schedule constant {flags} --out {}", out.arg());
        let run = backprop(all.split(' ')).done();
        assert!(!run.stderr.contains("learns nothing"), "{flags}: {}{}", run.stdout, run.stderr);
    }
}
