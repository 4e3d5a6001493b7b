//! Which function does training go down?
//!
//! The log calls its error MSE, and a sum of squares is what is printed. But the step on the
//! scores is `label - softmax`. If that is minus the gradient of some function, then the function
//! is what training makes small; and a gradient can be had without any calculus, by central
//! differences: `∂L/∂z_k ≈ (L(z + ε e_k) - L(z - ε e_k)) / 2ε`.

use super::runs::{Runs, Setting};
use super::{Erratum, Fact, decimals, scientific};
use crate::network::Loss;
use crate::network::gradient_check::EPSILON;
use crate::network::loss::{softmax, squared_distance};
use crate::training::evaluate::map_outputs;

/// Images whose scores are looked at.
const IMAGES: usize = 100;

/// The mistake, on the scores of the trained network.
pub fn erratum(setting: &Setting, runs: &Runs) -> Erratum {
    let squares = furthest(setting, runs, |scores, target| {
        let mut probabilities = scores.to_vec();
        softmax(&mut probabilities);
        squared_distance(&probabilities, target)
    });
    let cross_entropy =
        furthest(setting, runs, |scores, target| Loss::SoftmaxCrossEntropy.value(scores, target));
    let last = &runs.printed[0].last().train;
    let per_image = last.raw_squares / last.samples;
    Erratum {
        title: "What is called MSE is neither a mean of squares nor what training makes small",
        printed: &[
            "test_loss = np.sum((test_labels - results) ** 2 ) # MSE",
            "layer_2_delta = training_labels[i] - layer_2",
        ],
        why: "The step on the scores, label - softmax, is minus the gradient of the cross-entropy. \
              The gradient of the squared error after softmax has another direction, and vanishes \
              where softmax is sure, right or wrong. And the number is a sum over the ten \
              scores, divided by the images alone (the loop above calls the same sum SSE).",
        mend: "report the cross-entropy, under its name",
        facts: vec![
            Fact::new(
                "degrees from the step to the way down: of the squares, of the cross-entropy",
                squares.degrees,
                cross_entropy.degrees,
                decimals,
            ),
            Fact::new(
                "relative difference between the two",
                squares.difference,
                cross_entropy.difference,
                scientific,
            ),
            Fact::new(
                "training error of the last epoch: printed, and as a mean of squares",
                per_image,
                per_image / setting.data.train.classes() as f64,
                decimals,
            ),
        ],
    }
}

/// How far the step is from minus a gradient, for the image where it is furthest.
#[derive(Clone, Copy, Default)]
struct Distance {
    /// The angle between them.
    degrees: f64,
    /// `|step + gradient| / |gradient|`.
    difference: f64,
}

/// The largest distances between `label - softmax` and minus the gradient of `loss`.
fn furthest(
    setting: &Setting,
    runs: &Runs,
    loss: impl Fn(&[f64], &[f64]) -> f64 + Sync,
) -> Distance {
    let set = setting.data.train.slice(0..IMAGES.min(setting.data.train.len()));
    let distances = map_outputs(&runs.printed[0].network, &set, 1, |i, scores| {
        let target = set.target(i);
        let mut step = vec![0.0; scores.len()];
        Loss::SoftmaxCrossEntropy.gradient(scores, target, &mut step);
        step.iter_mut().for_each(|s| *s = -*s);
        let mut moved = scores.to_vec();
        let down: Vec<_> = (0..scores.len())
            .map(|k| {
                let mut loss_at = |step: f64| {
                    moved[k] = scores[k] + step;
                    loss(&moved, target)
                };
                let slope = (loss_at(EPSILON) - loss_at(-EPSILON)) / (2.0 * EPSILON);
                moved[k] = scores[k];
                -slope
            })
            .collect();
        distance(&step, &down)
    });
    distances.into_iter().fold(Distance::default(), |most, one| Distance {
        degrees: most.degrees.max(one.degrees),
        difference: most.difference.max(one.difference),
    })
}

fn distance(step: &[f64], down: &[f64]) -> Distance {
    let length = |v: &[f64]| squared_distance(v, &vec![0.0; v.len()]).sqrt();
    let unit = |v: &[f64]| v.iter().map(|x| x / length(v)).collect::<Vec<_>>();
    // Half the angle is the arc sine of half the chord, which is exact for small angles too.
    let chord = squared_distance(&unit(step), &unit(down)).sqrt();
    Distance {
        degrees: (2.0 * (chord / 2.0).min(1.0).asin()).to_degrees(),
        difference: squared_distance(step, down).sqrt() / length(down),
    }
}
