//! Not mistakes: choices that are right as they stand, and what they cost.
//!
//! A choice of training is compared over several seeds. A difference between two means says
//! something only if it is larger than the differences between seeds. So the lowest and the
//! highest run stand beside each mean.

use super::Form::{Fixed, Percent};
use super::experiment::{CORRECTED, FASTER, Run, SHUFFLED, WITH_BIAS, mean};
use super::{Erratum, fact};
use crate::mnist::one_hot;
use crate::network::{Loss, loss};
use crate::training::evaluate;

/// The choices, those with the most consequences first.
pub const CHOICES: [Erratum; 6] = [
    Erratum {
        title: "A small learning rate",
        printed: &["learning_rate= 0.0005"],
        why: "A rate ten times as large gets further in as many epochs.",
        instead: "learning_rate = 0.005",
        programs: &[CORRECTED, FASTER],
        facts: |_, runs| runs.compare([CORRECTED, FASTER]),
    },
    Erratum {
        title: "The first thousand test images",
        printed: &["training_sample, test_sample = 10000, 1000"],
        why: "A share of so few images is known only to within about two of its standard \
              deviations; a number that is to be compared with others needs all of them. The same \
              networks, with the derivative corrected, on the first test images and on all.",
        instead: "test_sample = 10000",
        programs: &[CORRECTED],
        facts: |experiment, runs| {
            let accuracy_on_all = |run: &Run| {
                let evaluation =
                    evaluate(&run.network, &experiment.all_test, 1, Loss::SquaredError);
                evaluation.expect("the run ended with finite numbers").accuracy()
            };
            let on_all: Vec<_> = runs.of(CORRECTED).iter().map(accuracy_on_all).collect();
            let means = [mean(&runs.accuracies(CORRECTED)), mean(&on_all)];
            let images = [&experiment.data.test, &experiment.all_test].map(|set| set.len() as f64);
            // The standard deviation of the share of successes in n independent trials.
            let deviation = |share: f64, n: f64| (share * (1.0 - share) / n).sqrt();
            let deviations = [0, 1].map(|i| deviation(means[i], images[i]));
            vec![
                fact("test accuracy, mean over three seeds", Percent, means),
                fact("its standard deviation, from the number of images", Percent, deviations),
                fact("test images", Fixed(0), images),
            ]
        },
    },
    Erratum {
        title: "The same order in every epoch",
        printed: &["for i in range(len(training_images)):"],
        why: "With a step after each image, the last images of an epoch have more influence than \
              the first, and they are the same in each epoch.",
        instead: "for i in rng.permutation(len(training_images)):",
        programs: &[CORRECTED, SHUFFLED],
        facts: |_, runs| runs.compare([CORRECTED, SHUFFLED]),
    },
    Erratum {
        title: "No biases",
        printed: &["layer_1 = relu(np.dot(layer_0, weights_1))"],
        why: "Without one, a unit's sum is 0 for an empty image, whatever its weights: the border \
              between on and off passes through the origin.",
        instead: "+ bias_1, a row of 100 that starts at 0; the same in the second layer",
        programs: &[CORRECTED, WITH_BIAS],
        facts: |_, runs| runs.compare([CORRECTED, WITH_BIAS]),
    },
    Erratum {
        title: "softmax takes one sample only",
        printed: &["x = a - np.max(a)", "f_y = np.exp(x) / np.sum(np.exp(x))"],
        why: "Both the largest value and the sum are taken over the whole array. The program \
              passes one sample at a time, so nothing is wrong; in a batch the rows share one sum, \
              and a row far below the largest becomes all zeros, and dividing it by its own sum \
              afterwards does not help. Here for the rows (0, 1) and (1000, 1001).",
        instead: "np.max(a, axis=-1, keepdims=True), and the same for the sum",
        programs: &[],
        facts: |_, _| {
            let (mut whole, mut row) = ([0.0, 1.0, 1000.0, 1001.0], [0.0, 1.0]);
            loss::softmax(&mut whole);
            loss::softmax(&mut row);
            let rows = [&whole[..2], &row];
            let sum = |row: &[f64]| row.iter().sum::<f64>();
            let divided = |row: &[f64]| row[0] / sum(row);
            let what = "its first element, once divided by the row's own sum";
            vec![
                fact("sum of the first row", Fixed(4), rows.map(sum)),
                fact(what, Fixed(4), rows.map(divided)),
            ]
        },
    },
    Erratum {
        title: "Unknown labels are ignored",
        printed: &["ohe_y = OneHotEncoder(categories=[number_list], handle_unknown='ignore')"],
        why: "A label outside the list would become a row of zeros, and label - softmax a step \
              that lowers all ten scores at once: its sum is no longer 0, as it is for the \
              gradient of a cross-entropy. MNIST has no such label; another data set may contain \
              one by mistake. Here for the labels 10 and 0.",
        instead: "handle_unknown='error', the default",
        programs: &[],
        facts: |_, _| {
            let step_on_equal_scores = |label: u8| {
                let mut gradient = [0.0; 10];
                let target = one_hot(label, 10);
                Loss::SoftmaxCrossEntropy.gradient(&[0.0; 10], &target, &mut gradient);
                // 0 where the sum is -0.
                gradient.iter().map(|g| -g).sum::<f64>() + 0.0
            };
            let what = "sum of label - softmax over the scores: label unknown, known";
            vec![fact(what, Fixed(1), [10, 0].map(step_on_equal_scores))]
        },
    },
];
