//! The tutorial's MNIST training in plain loops: the definition of what this crate computes.
//!
//! One image is one step. The network predicts, the difference between label and prediction flows
//! back through the weights, and each weight moves by its input times its delta, times `η`:
//!
//! ```text
//! layer_1 = relu(layer_0 · weights_1)        layer_0: 784, weights_1: 784 × 100, layer_1: 100
//! layer_2 = softmax(layer_1 · weights_2)     weights_2: 100 × 10, layer_2: 10
//! layer_2_delta = label - layer_2            label: 10 (one-hot)
//! layer_1_delta = (weights_2 · layer_2_delta) ⊙ relu'(layer_1)
//! weights_1 += η · outer(layer_0, layer_1_delta)
//! weights_2 += η · outer(layer_1, layer_2_delta)
//! ```
//!
//! Above each line stands the Python line that it translates; sums that the tutorial gathers and
//! then overwrites are left out. These loops are the definition; no command trains with them. The
//! fast path, [`crate::training::per_sample`], computes the same bits
//! (`tests/tutorial/plain_epoch.rs`).

use crate::elementary::exp;

/// A vector, or one row of a matrix.
pub type Row = Vec<f64>;

/// One epoch: a step after each image. `images` has one row of pixels per image, `labels` the
/// one-hot row of each; `relu2deriv` is [`relu2deriv`] or [`relu2deriv_corrected`].
pub fn train_epoch(
    images: &[Row],
    labels: &[Row],
    weights_1: &mut [Row],
    weights_2: &mut [Row],
    learning_rate: f64,
    relu2deriv: fn(f64) -> f64,
) {
    // for i in range(len(training_images)): layer_0 = training_images[i]
    for (layer_0, label) in images.iter().zip(labels) {
        // layer_1 = relu(np.dot(layer_0, weights_1))
        let layer_1 = relu(&dot(layer_0, weights_1));

        // layer_2 = softmax(np.dot(layer_1, weights_2))
        let layer_2 = softmax(&dot(&layer_1, weights_2));

        // layer_2_delta = training_labels[i] - layer_2
        let layer_2_delta = each(label, &layer_2, |target, output| target - output);

        // layer_1_delta = np.dot(weights_2, layer_2_delta) * relu2deriv(layer_1)
        let layer_1_error = dot_back(weights_2, &layer_2_delta);
        let layer_1_delta = each(&layer_1_error, &layer_1, |e, output| e * relu2deriv(output));

        // weights_1 += learning_rate * np.outer(layer_0, layer_1_delta)
        add_outer(weights_1, learning_rate, layer_0, &layer_1_delta);
        // weights_2 += learning_rate * np.outer(layer_1, layer_2_delta)
        add_outer(weights_2, learning_rate, &layer_1, &layer_2_delta);
    }
}

/// After an epoch, on either set: the sum of squares between labels and raw scores (before
/// softmax), and the number of right answers.
pub fn measure(
    images: &[Row],
    labels: &[Row],
    weights_1: &[Row],
    weights_2: &[Row],
) -> (f64, usize) {
    let (mut loss, mut accurate_predictions) = (0.0, 0);
    for (image, label) in images.iter().zip(labels) {
        // results = relu(test_images @ weights_1) @ weights_2
        let results = dot(&relu(&dot(image, weights_1)), weights_2);

        // test_loss = np.sum((test_labels - results) ** 2)
        loss += each(label, &results, |t, y| (t - y) * (t - y)).iter().sum::<f64>();

        // test_accurate_predictions = np.sum(
        //     np.argmax(results, axis=1) == np.argmax(test_labels, axis=1))
        accurate_predictions += usize::from(argmax(&results) == argmax(label));
    }
    (loss, accurate_predictions)
}

/// `np.maximum(0, x)`, which keeps a NaN where Rust's `max` does not.
fn relu(x: &[f64]) -> Row {
    x.iter().map(|&x| if x <= 0.0 { 0.0 } else { x }).collect()
}

/// `output >= 0`: the derivative as the tutorial prints it, true of every output of ReLU.
pub fn relu2deriv(output: f64) -> f64 {
    f64::from(output >= 0.0)
}

/// `output > 0`: ReLU's derivative.
pub fn relu2deriv_corrected(output: f64) -> f64 {
    f64::from(output > 0.0)
}

/// `x = a - np.max(a)`, then `np.exp(x) / np.sum(np.exp(x))`.
fn softmax(a: &[f64]) -> Row {
    let max = a[argmax(a)];
    let exps: Row = a.iter().map(|a| exp(a - max)).collect();
    let sum: f64 = exps.iter().sum();
    exps.iter().map(|e| e / sum).collect()
}

/// `np.argmax(a)`: the index of the largest value, the first of equal ones.
fn argmax(a: &[f64]) -> usize {
    (0..a.len()).fold(0, |best, i| if a[i] > a[best] { i } else { best })
}

/// `np.dot(x, weights)`, (k) = (n) · (n × k): the sum of the rows, each times its `x`.
fn dot(x: &[f64], weights: &[Row]) -> Row {
    let mut sums = vec![0.0; weights[0].len()];
    for (x, row) in x.iter().zip(weights) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += x * weight;
        }
    }
    sums
}

/// `np.dot(weights, delta)`, (n) = (n × k) · (k): one sum for each row.
fn dot_back(weights: &[Row], delta: &[f64]) -> Row {
    weights.iter().map(|row| each(row, delta, |weight, d| weight * d).iter().sum()).collect()
}

/// `weights += learning_rate * np.outer(x, delta)`, (n × k) += (n) ⊗ (k).
fn add_outer(weights: &mut [Row], learning_rate: f64, x: &[f64], delta: &[f64]) {
    for (x, row) in x.iter().zip(weights) {
        for (weight, d) in row.iter_mut().zip(delta) {
            *weight += learning_rate * (x * d);
        }
    }
}

/// `f(a, b)`, element by element.
fn each(a: &[f64], b: &[f64], f: impl Fn(f64, f64) -> f64) -> Row {
    a.iter().zip(b).map(|(a, b)| f(*a, *b)).collect()
}
