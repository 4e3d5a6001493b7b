//! Not mistakes: choices that are right as they stand, and what they cost.
//!
//! A choice of training is compared over several seeds. A difference between two means says
//! something only if it is larger than the differences between seeds. So the lowest and the
//! highest run stand beside each mean.

use super::experiment::{CORRECTED, Experiment, FASTER, Run, Runs, SHUFFLED, WITH_BIAS};
use super::{Erratum, Fact, measure};
use crate::document::notebook::Notebook;
use crate::mnist::one_hot;
use crate::network::{Loss, loss};
use crate::training::evaluate;

/// Ten times the learning rate gets further.
pub const SMALL_RATE: Erratum = Erratum {
    title: "A small learning rate",
    printed: &["learning_rate= 0.0005"],
    why: "A rate ten times as large gets further in as many epochs.",
    instead: "learning_rate = 0.005",
    programs: &[CORRECTED, FASTER],
    facts: |_, runs| accuracies(runs, CORRECTED, FASTER),
};

/// The images in a new order in each epoch.
pub const SAME_ORDER: Erratum = Erratum {
    title: "The same order in every epoch",
    printed: &["for i in range(len(training_images)):"],
    why: "With a step after each image, the last images of an epoch have more influence than the \
          first, and they are the same in each epoch.",
    instead: "for i in rng.permutation(len(training_images)):",
    programs: &[CORRECTED, SHUFFLED],
    facts: |_, runs| accuracies(runs, CORRECTED, SHUFFLED),
};

/// Biases.
pub const NO_BIASES: Erratum = Erratum {
    title: "No biases",
    printed: &["layer_1 = relu(np.dot(layer_0, weights_1))"],
    why: "Without one, a unit's sum is 0 for an empty image, whatever its weights: the border \
          between on and off passes through the origin.",
    instead: "+ bias_1, a row of 100 that starts at 0; the same in the second layer",
    programs: &[CORRECTED, WITH_BIAS],
    facts: |_, runs| accuracies(runs, CORRECTED, WITH_BIAS),
};

/// The test accuracies after the last epoch, compared over all seeds.
pub(super) fn accuracies(runs: &Runs, printed: Notebook, instead: Notebook) -> Vec<Fact> {
    let [left, right] = [printed, instead].map(|program| runs.accuracies(program));
    let fact = |what, take: fn([f64; 3]) -> f64| measure(what).percent(take(left), take(right));
    vec![
        fact("test accuracy, mean over three seeds", mean),
        fact("the lowest of them", |shares| shares.into_iter().fold(f64::INFINITY, f64::min)),
        fact("the highest", |shares| shares.into_iter().fold(f64::NEG_INFINITY, f64::max)),
    ]
}

pub(super) fn mean(values: [f64; 3]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A part of the test images instead of all.
pub const TEST_IMAGES: Erratum = Erratum {
    title: "The first thousand test images",
    printed: &["training_sample, test_sample = 10000, 1000"],
    why: "A share of so few images is known only to within about two of its standard \
          deviations; a number that is to be compared with others needs all of them. The same \
          networks, with the derivative corrected, on the first test images and on all.",
    instead: "test_sample = 10000",
    programs: &[CORRECTED],
    facts: test_images,
};

fn test_images(experiment: &Experiment, runs: &Runs) -> Vec<Fact> {
    let (part, all) = (&experiment.data.test, &experiment.all_test);
    let on_part = mean(runs.accuracies(CORRECTED));
    let accuracy_on_all = |run: &Run| {
        let evaluation = evaluate(&run.network, all, 1, Loss::SquaredError);
        evaluation.expect("the run ended with finite numbers").accuracy()
    };
    let on_all = mean(runs.of(CORRECTED).map(accuracy_on_all));
    // The standard deviation of the share of successes in n independent trials.
    let deviation = |share: f64, n: usize| (share * (1.0 - share) / n as f64).sqrt();
    vec![
        measure("test accuracy, mean over three seeds").percent(on_part, on_all),
        measure("its standard deviation, from the number of images")
            .percent(deviation(on_part, part.len()), deviation(on_all, all.len())),
        measure("test images").fixed::<0>(part.len() as f64, all.len() as f64),
    ]
}

/// The tutorial's `softmax` of a whole array is right for one sample only.
pub const SOFTMAX_OF_AN_ARRAY: Erratum = Erratum {
    title: "softmax takes one sample only",
    printed: &["x = a - np.max(a)", "f_y = np.exp(x) / np.sum(np.exp(x))"],
    why: "Both the largest value and the sum are taken over the whole array. The program \
          passes one sample at a time, so nothing is wrong; in a batch the rows share one sum, \
          and a row far below the largest becomes all zeros, and dividing it by its own sum \
          afterwards does not help. Here for the rows (0, 1) and (1000, 1001).",
    instead: "np.max(a, axis=-1, keepdims=True), and the same for the sum",
    programs: &[],
    facts: softmax_of_an_array,
};

fn softmax_of_an_array(_: &Experiment, _: &Runs) -> Vec<Fact> {
    let rows = [[0.0, 1.0], [1000.0, 1001.0]];
    let mut whole = rows.concat();
    loss::softmax(&mut whole);
    let mut row = rows[0];
    loss::softmax(&mut row);
    let sum = |row: &[f64]| row.iter().sum::<f64>();
    // Dividing the row by its own sum afterwards does not help: both are 0.
    let divided = |row: &[f64]| row[0] / sum(row);
    vec![
        measure("sum of the first row").fixed::<4>(sum(&whole[..2]), sum(&row)),
        measure("its first element, once divided by the row's own sum")
            .fixed::<4>(divided(&whole[..2]), divided(&row)),
    ]
}

/// A label outside the ten becomes a row of zeros.
pub const UNKNOWN_LABEL: Erratum = Erratum {
    title: "Unknown labels are ignored",
    printed: &["ohe_y = OneHotEncoder(categories=[number_list], handle_unknown='ignore')"],
    why: "A label outside the list would become a row of zeros, and label - softmax a step \
          that lowers all ten scores at once: its sum is no longer 0, as it is for the \
          gradient of a cross-entropy. MNIST has no such label; another data set may contain \
          one by mistake. Here for the labels 10 and 0.",
    instead: "handle_unknown='error', the default",
    programs: &[],
    facts: unknown_label,
};

fn unknown_label(_: &Experiment, _: &Runs) -> Vec<Fact> {
    let step_on_equal_scores = |label: u8| {
        let mut gradient = [0.0; 10];
        let target = one_hot(label, 10);
        Loss::SoftmaxCrossEntropy.gradient(&[0.0; 10], &target, &mut gradient);
        gradient.iter().map(|g| -g).sum::<f64>()
    };
    vec![
        measure("sum of label - softmax over the scores: label unknown, known")
            .fixed::<1>(step_on_equal_scores(10), step_on_equal_scores(0) + 0.0),
    ]
}
