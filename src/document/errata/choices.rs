//! Not mistakes: choices that are right as they stand, and what they cost.
//!
//! Training is compared over several first weights. A difference between two means is worth
//! something only if it is larger than what the first weights do by themselves, which is why the
//! lowest and the highest run stand beside each mean.

use super::runs::{self, Run, Runs, Setting};
use super::{Erratum, Fact, count, percent};
use crate::mnist::one_hot;
use crate::network::Loss;
use crate::network::loss;

/// The share of right test images at the end of the runs of two kinds.
pub(super) fn accuracies(printed: &[Run], otherwise: &[Run]) -> Vec<Fact> {
    let ends = [printed, otherwise].map(ends);
    let fact = |what: &str, take: fn(&[f64]) -> f64| {
        Fact::new(what, take(&ends[0]), take(&ends[1]), percent)
    };
    vec![
        fact("test accuracy, mean over three first weights", mean),
        fact("the lowest of them", |ends| ends.iter().copied().fold(f64::INFINITY, f64::min)),
        fact("the highest", |ends| ends.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
    ]
}

/// The share of right test images at the end of each run.
fn ends(runs: &[Run]) -> Vec<f64> {
    runs.iter().map(|run| run.last().test.correct / run.last().test.samples).collect()
}

/// The mean of [`ends`].
pub(super) fn mean_end(runs: &[Run]) -> f64 {
    mean(&ends(runs))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A larger learning rate gets further in the same time.
pub fn learning_rate(runs: &Runs) -> Erratum {
    Erratum {
        title: "A small learning rate",
        printed: &["learning_rate= 0.0005"],
        why: "A rate ten times as large gets further in as many epochs.",
        mend: "learning_rate = 0.005",
        facts: accuracies(&runs.corrected, &runs.faster),
    }
}

/// Units without biases.
pub fn bias(runs: &Runs) -> Erratum {
    Erratum {
        title: "No biases",
        printed: &["layer_1 = relu(np.dot(layer_0, weights_1))"],
        why: "Without one, a unit's sum is 0 for an empty image, whatever its weights: the border \
              between on and off passes through the origin.",
        mend: "+ bias_1, a row of 100 that starts at 0; the same in the second layer",
        facts: accuracies(&runs.corrected, &runs.with_bias),
    }
}

/// The same order in each epoch.
pub fn order(runs: &Runs) -> Erratum {
    Erratum {
        title: "The same order in every epoch",
        printed: &["for i in range(len(training_images)):"],
        why: "With a step after each image, the last images of an epoch leave more of a trace than \
              the first, and always the same ones.",
        mend: "for i in rng.permutation(len(training_images)):",
        facts: accuracies(&runs.corrected, &runs.shuffled),
    }
}

/// The first images of the test set stand for all.
pub fn test_images(setting: &Setting, runs: &Runs) -> Erratum {
    let first = mean_end(&runs.corrected);
    let all: Vec<_> = (runs.corrected.iter())
        .map(|run| runs::scores(&run.network, &setting.all_test))
        .map(|scores| scores.correct / scores.samples)
        .collect();
    // The standard deviation of the share of successes in n independent trials.
    let deviation = |share: f64, n: usize| (share * (1.0 - share) / n as f64).sqrt();
    let (part, whole) = (setting.data.test.len(), setting.all_test.len());
    Erratum {
        title: "The first thousand test images",
        printed: &["training_sample, test_sample = 10000, 1000"],
        why: "A share of so few images is known only to within about two of its standard \
              deviations; a number that is to be compared with others needs all of them. The same \
              networks, with the derivative mended, on the first test images and on all.",
        mend: "test_sample = 10000",
        facts: vec![
            Fact::new("test accuracy, mean over three first weights", first, mean(&all), percent),
            Fact::new(
                "its standard deviation, from the number of images",
                deviation(first, part),
                deviation(mean(&all), whole),
                percent,
            ),
            Fact::new("test images", part as f64, whole as f64, count),
        ],
    }
}

/// `softmax` of a whole array is right for one sample only.
pub fn softmax_of_an_array() -> Erratum {
    let rows = [[0.0, 1.0], [1000.0, 1001.0]];
    let mut whole = rows.concat();
    loss::softmax(&mut whole);
    let mut by_row = rows;
    by_row.iter_mut().for_each(|row| loss::softmax(row));
    let sum = |row: &[f64]| row.iter().sum::<f64>();
    // Dividing each row by its own sum afterwards does not help: there is nothing left of it.
    let again = |row: &[f64]| row[0] / sum(row);
    let number =
        |value: f64| if value.is_nan() { "NaN".to_string() } else { format!("{value:.4}") };
    Erratum {
        title: "softmax takes one sample only",
        printed: &["x = a - np.max(a)", "f_y = np.exp(x) / np.sum(np.exp(x))"],
        why: "Both the largest value and the sum are taken over the whole array. The program hands \
              it one sample at a time, so nothing is wrong; in a batch the rows share one sum, \
              and a row far below the largest becomes all zeros, which no later division by its \
              own sum mends. Here for the rows (0, 1) and (1000, 1001).",
        mend: "np.max(a, axis=-1, keepdims=True), and the same for the sum",
        facts: vec![
            Fact::new("sum of the first row", sum(&whole[..2]), sum(&by_row[0]), number),
            Fact::new(
                "its first element, once divided by the row's own sum",
                again(&whole[..2]),
                again(&by_row[0]),
                number,
            ),
        ],
    }
}

/// A label that is none of the ten becomes a row of zeros.
pub fn unknown_label() -> Erratum {
    let classes = 10;
    let step_on_equal_scores = |label: u8| {
        let scores = vec![0.0; classes];
        let mut gradient = scores.clone();
        let target = one_hot(label, classes);
        Loss::SoftmaxCrossEntropy.gradient(&scores, &target, &mut gradient);
        gradient.iter().map(|g| -g).sum::<f64>()
    };
    Erratum {
        title: "Unknown labels are ignored",
        printed: &["ohe_y = OneHotEncoder(categories=[number_list], handle_unknown='ignore')"],
        why: "A label that is not in the list would become a row of zeros, and label - softmax a \
              step that pushes all ten scores down at once: its sum is no longer 0, as that of \
              the gradient of a cross-entropy is. MNIST has no such label; a data set with a \
              slip in it may. Here for the labels 10 and 0.",
        mend: "handle_unknown='error', the default",
        facts: vec![Fact::new(
            "sum of label - softmax over the scores: label unknown, known",
            step_on_equal_scores(10),
            step_on_equal_scores(0),
            |sum| format!("{:.1}", sum + 0.0),
        )],
    }
}
