//! How well a network does on a set of samples: the summed error, and how many answers are right.

use crate::network::loss::argmax;
use crate::network::{Loss, Network, NotFinite, Pass, Samples};
use crate::threads;

/// Samples that go through the network together: enough that a block of weights, once it is in the
/// second-level cache, serves many; few enough that their outputs stay there too.
pub const BATCH: usize = 64;

/// Result of an evaluation.
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

/// Measures the loss on every sample of `set`. Each thread takes a part of the set; the losses are
/// added up in the samples' order, so the number of threads changes nothing. A loss that is not
/// finite ends in the layer where it began.
///
/// # Panics
/// If there are no threads, or the samples are not of the network's size.
pub fn evaluate(
    network: &Network,
    set: &dyn Samples,
    threads: usize,
    loss: Loss,
) -> Result<Evaluation, NotFinite> {
    Ok(evaluate_and(network, set, threads, loss, |_, _| ())?.0)
}

/// [`evaluate`] and [`map_outputs`] in one.
pub fn evaluate_and<T: Send>(
    network: &Network,
    set: &dyn Samples,
    threads: usize,
    loss: Loss,
    take: impl Fn(usize, &[f64]) -> T + Sync,
) -> Result<(Evaluation, Vec<T>), NotFinite> {
    let results = map_outputs(network, set, threads, |i, output| {
        let target = set.target(i);
        (loss.value(output, target), argmax(output) == argmax(target), take(i, output))
    });
    let (mut evaluation, mut taken) =
        (Evaluation { samples: set.count(), ..Evaluation::default() }, Vec::new());
    for (error, is_right, value) in results {
        evaluation.error += error;
        evaluation.correct += usize::from(is_right);
        taken.push(value);
    }
    if !evaluation.error.is_finite() {
        return Err(first_not_finite(network, set));
    }
    Ok((evaluation, taken))
}

/// `take(i, output)` of every sample `i` of `set`, in the samples' order.
///
/// # Panics
/// If there are no threads, or the samples are not of the network's size.
pub fn map_outputs<T: Send>(
    network: &Network,
    set: &dyn Samples,
    threads: usize,
    take: impl Fn(usize, &[f64]) -> T + Sync,
) -> Vec<T> {
    assert!(threads > 0, "expected at least 1 thread, found 0");
    let share = |t| (threads::share(set.count(), t, threads), Vec::new());
    let mut parts: Vec<_> = (0..threads).map(share).collect();
    threads::for_each(&mut parts, |(range, results)| {
        let mut pass = Pass::new(network);
        for first in range.clone().step_by(BATCH) {
            let batch = first..range.end.min(first + BATCH);
            pass.load(set, batch.clone());
            network.forward(&mut pass);
            results.extend(batch.map(|i| take(i, pass.output(i - first))));
        }
    });
    parts.into_iter().flat_map(|(_, results)| results).collect()
}

/// The first layer of all samples of `set` whose outputs are not finite.
fn first_not_finite(network: &Network, set: &dyn Samples) -> NotFinite {
    let mut pass = Pass::new(network);
    let layers = (0..set.count()).map(|i| {
        pass.load(set, [i]);
        network.forward(&mut pass);
        pass.first_not_finite().layer
    });
    // The scores may be finite still, and only their squares too large: then it is the last layer.
    NotFinite { layer: layers.min().unwrap_or(network.layers().len()) }
}
