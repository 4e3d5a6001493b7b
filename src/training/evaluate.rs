//! How a network does on a set of images: the error summed up, and how many it gets right.

use super::{NotFinite, fill_inputs, parallel};
use crate::matrix::Matrix;
use crate::mnist::Dataset;
use crate::network::loss::argmax;
use crate::network::{Network, Pass};
use std::ops::Range;

/// Images that go through the network together: enough to keep a block of weights in the cache,
/// few enough for their outputs to stay there too.
const BATCH: usize = 64;

/// What comes of evaluating a network on a set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// The error, summed over the samples in their order.
    pub error: f64,
    /// How many samples have their largest output at their label.
    pub correct: usize,
    /// How many samples there are.
    pub samples: usize,
}

impl Evaluation {
    /// The error for one sample, on average.
    pub fn mean_error(self) -> f64 {
        self.error / self.samples as f64
    }

    /// The share of samples that are right.
    pub fn accuracy(self) -> f64 {
        self.correct as f64 / self.samples as f64
    }
}

/// Sends every sample of `set` through the network and measures `error(output, target)`; the
/// targets are the rows of `targets`, one a class. Each thread takes a part of the set; what they
/// find is added up in the samples' order, so their number changes nothing.
pub fn evaluate(
    network: &Network,
    set: &Dataset,
    targets: &Matrix,
    threads: usize,
    error: impl Fn(&[f64], &[f64]) -> f64 + Sync,
) -> Evaluation {
    let results = map_outputs(network, set, threads, |i, output| {
        let label = set.labels[i];
        (error(output, targets.row(label.into())), argmax(output) == usize::from(label))
    });
    let mut evaluation = Evaluation { samples: set.len(), ..Evaluation::default() };
    for (error, is_right) in results {
        evaluation.error += error;
        evaluation.correct += usize::from(is_right);
    }
    evaluation
}

/// `take(i, output)` of every sample `i` of `set`, in the samples' order.
pub fn map_outputs<T: Send>(
    network: &Network,
    set: &Dataset,
    threads: usize,
    take: impl Fn(usize, &[f64]) -> T + Sync,
) -> Vec<T> {
    let mut parts: Vec<_> = (0..threads)
        .map(|t| (set.len() * t / threads..set.len() * (t + 1) / threads, Vec::new()))
        .collect();
    parallel::for_each(&mut parts, |(range, results)| {
        for_each_output(network, set, range.clone(), |i, output| results.push(take(i, output)));
    });
    parts.into_iter().flat_map(|(_, results)| results).collect()
}

/// Where the numbers stopped being finite, when evaluating `network` on `set` gave an error that is
/// not: the first layer of the first sample that shows it.
pub fn first_not_finite(network: &Network, set: &Dataset) -> NotFinite {
    let mut pass = Pass::new(network, 1);
    let layers = (0..set.len()).map(|i| {
        fill_inputs(&mut pass, &set.images, [i]);
        network.forward(&mut pass);
        pass.first_not_finite()
    });
    // The scores may be finite still, and only their squares too large: then it is the last layer.
    NotFinite { layer: layers.min().unwrap_or(network.layers().len()) }
}

/// Sends the samples `range` of `set` through the network and hands each one's output on.
fn for_each_output(
    network: &Network,
    set: &Dataset,
    range: Range<usize>,
    mut take: impl FnMut(usize, &[f64]),
) {
    let mut pass = Pass::new(network, BATCH.min(range.len()));
    for first in range.clone().step_by(BATCH) {
        let batch = first..range.end.min(first + BATCH);
        if batch.len() != pass.batch() {
            pass = Pass::new(network, batch.len());
        }
        fill_inputs(&mut pass, &set.images, batch.clone());
        network.forward(&mut pass);
        for i in batch {
            take(i, pass.output(i - first));
        }
    }
}
