//! The corrected notebook corrects the printed one: it trains with ReLU's derivative and reports
//! the cross-entropy after softmax, under its name, as means that can be compared.

use crate::support::{folders, naive, program};
use backprop::document::notebook::{Epoch, Notebook};
use backprop::mnist::{self, Mnist};
use backprop::network::Activation;
use backprop::random::NumpyRandom;
use backprop::training::Diverged;
use folders::Folder;
use naive::Naive;
use program::backprop;
use std::sync::atomic::AtomicUsize;

const CORRECTED: Notebook = Notebook {
    hidden_size: 20,
    learning_rate: 0.005,
    epochs: 5,
    corrected: true,
    ..Notebook::TUTORIAL
};

fn data(train: usize, test: usize) -> Mnist {
    mnist::load(&folders::mnist(), Some(train), Some(test)).unwrap()
}

fn random() -> NumpyRandom {
    NumpyRandom::new(1)
}

fn run(notebook: Notebook, data: &Mnist) -> Vec<Epoch> {
    let mut epochs = Vec::new();
    let report = |_, epoch| {
        epochs.push(epoch);
        Ok::<(), Diverged>(())
    };
    notebook.run(data, &mut random(), &AtomicUsize::new(0), report).unwrap();
    epochs
}

#[test]
fn its_error_is_the_mean_of_minus_log_softmax() {
    let data = data(30, 12);
    // A rate too small to change any weight: the network stays the initial one.
    let still = Notebook { learning_rate: 1e-300, epochs: 1, ..CORRECTED };
    let network = still.network(&data, &mut random());
    assert_eq!(network.layers()[0].activation(), Activation::Relu, "with its true derivative");
    let naive = Naive::of(&network);
    let epoch = run(still, &data)[0];
    for (set, found) in [(&data.train, epoch.train), (&data.test, epoch.test)] {
        let surprise = |i: usize| {
            let (_, outputs) = naive.forward(&set.images.dense(i), &[]);
            let powers: Vec<_> = outputs[1].iter().map(|z| z.exp()).collect();
            -(powers[usize::from(set.labels[i])] / powers.iter().sum::<f64>()).ln()
        };
        let expected = (0..set.len()).map(surprise).sum::<f64>() / set.len() as f64;
        let found = found.mean_error();
        assert!((expected - found).abs() < 1e-12, "{found}, by hand {expected}");
    }
}

#[test]
fn its_error_falls_in_every_epoch_where_the_printed_one_climbs() {
    let data = data(2000, 500);
    let errors = |corrected| {
        let epochs = run(Notebook { corrected, ..CORRECTED }, &data);
        epochs.iter().map(|epoch| epoch.train.mean_error()).collect::<Vec<_>>()
    };
    let corrected = errors(true);
    assert!(corrected.windows(2).all(|pair| pair[1] < pair[0]), "{corrected:?}");
    assert!(corrected[0] < 10_f64.ln(), "better than guessing among ten: {corrected:?}");
    let printed = errors(false);
    assert!(printed.windows(2).all(|pair| pair[1] > pair[0]), "{printed:?}");
}

#[test]
fn its_two_lines_are_the_same_when_the_two_sets_are_alike() {
    let train = data(100, 1).train;
    // Every image twice in a row's place of the test set: another size, the same means.
    let mut doubled = train.clone();
    for i in 0..train.len() {
        doubled.images.push(&train.images.bytes(i));
        doubled.labels.push(train.labels[i]);
    }
    for epoch in run(CORRECTED, &Mnist { train, test: doubled }) {
        assert_eq!(epoch.train.accuracy(), epoch.test.accuracy());
        let (train, test) = (epoch.train.mean_error(), epoch.test.mean_error());
        assert!((train - test).abs() < 1e-12, "{train} and {test}");
        assert!(epoch.test.error > 1.9 * epoch.train.error, "the sums cannot be compared");
    }
}

#[test]
fn its_log_names_what_it_reports_and_its_history_holds_means() {
    let out = Folder::new();
    let flags = ["notebook", "--corrected", "--train=100", "--test=30", "--epochs=3", "--out"];
    let log = backprop(flags.iter().chain([&out.arg()])).done().stdout;
    let csv = out.read("history.csv");
    assert_eq!((log.lines().count(), csv.lines().count()), (3, 4), "{log}{csv}");
    for (j, (line, row)) in log.lines().zip(csv.lines().skip(1)).enumerate() {
        let values: Vec<f64> = row.split(',').skip(1).map(|value| value.parse().unwrap()).collect();
        let expected = format!(
            "Epoch: {j} Training set cross-entropy: {:.3} Training set accuracy: {:.3} \
             Test set cross-entropy: {:.3} Test set accuracy: {:.3}",
            values[0], values[2], values[1], values[3]
        );
        assert_eq!(line, expected);
    }
}
