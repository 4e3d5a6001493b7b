//! The fast path trains exactly as the tutorial's loop in plain arithmetic does: the same bits in
//! every parameter after every epoch, and the same line in the log.

use crate::support::folders;
use backprop::document::epoch::{Row, measure, relu2deriv, relu2deriv_corrected, train_epoch};
use backprop::document::notebook::Notebook;
use backprop::mnist::{self, Mnist};
use backprop::network::Network;
use backprop::random::NumpyRandom;
use backprop::training::per_sample;

/// One epoch by the library: trains the network, and returns its log line.
fn fast_epoch(notebook: Notebook, network: &mut Network, data: &Mnist, j: usize) -> String {
    let (set, order, rate) = (&data.train, 0..data.train.len(), notebook.learning_rate);
    per_sample::train_epoch(network, set, order, rate, |_, _| ()).unwrap();
    // The tutorial's measurement, whatever derivative was trained with.
    let printed = Notebook { corrected: false, ..notebook };
    printed.log_line(j, &printed.measure(network, data).unwrap())
}

/// A set as the plain loops take it: one row of pixels and one one-hot row per image.
fn rows(set: &mnist::Dataset) -> (Vec<Row>, Vec<Row>) {
    (0..set.len()).map(|i| (set.images.dense(i), set.target(i).to_vec())).unzip()
}

/// Trains both ways and compares after each epoch.
fn compare(data: &Mnist, hidden_size: usize, epochs: usize, corrected: bool) {
    let (images, labels) = rows(&data.train);
    let (test_images, test_labels) = rows(&data.test);
    let tutorial = Notebook::TUTORIAL;
    let notebook = Notebook { hidden_size, learning_rate: 0.005, epochs, corrected, ..tutorial };
    let derivative = if corrected { relu2deriv_corrected } else { relu2deriv };

    let mut network = notebook.network(data, &mut NumpyRandom::new(7));
    let parameters = network.parameters();
    let (first, second) = parameters.split_at(data.train.images.pixels() * hidden_size);
    let mut weights_1: Vec<Row> = first.chunks(hidden_size).map(Row::from).collect();
    let mut weights_2: Vec<Row> = second.chunks(data.train.classes()).map(Row::from).collect();

    for j in 0..epochs {
        let line = fast_epoch(notebook, &mut network, data, j);
        let (w1, w2) = (&mut weights_1, &mut weights_2);
        train_epoch(&images, &labels, w1, w2, notebook.learning_rate, derivative);

        let case = format!("hidden size {hidden_size}, corrected {corrected}, after epoch {j}");
        let plain = weights_1.iter().chain(&weights_2).flatten();
        for (i, (plain, fast)) in plain.zip(network.parameters()).enumerate() {
            let name = network.parameter_name(i);
            assert_eq!(plain.to_bits(), fast.to_bits(), "{case}, {name}: {plain} and {fast}");
        }
        let (loss, accurate) = measure(&images, &labels, &weights_1, &weights_2);
        let (test_loss, test_accurate) =
            measure(&test_images, &test_labels, &weights_1, &weights_2);
        let mean = |sum: f64, images: &[Row]| sum / images.len() as f64;
        let expected = format!(
            "Epoch: {j} Training set error: {:.3} Traing set accuracy: {:.3} \
             Test set error: {:.3} Test set accuracy: {:.3} ",
            mean(loss, &images),
            mean(accurate as f64, &images),
            mean(test_loss, &test_images),
            mean(test_accurate as f64, &test_images),
        );
        assert_eq!(line, expected, "{case}");
    }
}

#[test]
fn a_thousand_images_and_three_epochs_with_both_derivatives_of_relu() {
    let data = mnist::load(&folders::mnist(), Some(1000), Some(200)).unwrap();
    for corrected in [false, true] {
        compare(&data, 100, 3, corrected);
    }
}

#[test]
fn hidden_layers_around_the_width_of_a_cache_line_and_a_single_image() {
    for images in [1, 50] {
        let data = mnist::load(&folders::mnist(), Some(images), Some(images)).unwrap();
        for hidden_size in [1, 7, 8, 9, 17] {
            for corrected in [false, true] {
                compare(&data, hidden_size, 2, corrected);
            }
        }
    }
}
