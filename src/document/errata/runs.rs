//! The training runs that the errata are measured on.
//!
//! The tutorial's program as printed, then mended, then mended with one choice made otherwise. One
//! run proves little: with other first weights a network of this size ends up to a percentage
//! point higher or lower on 1000 images. So each is run from several seeds, the tutorial's first.

use crate::document::notebook::{self, Notebook};
use crate::matrix::parallel;
use crate::mnist::{Dataset, Mnist};
use crate::network::loss::{argmax, squared_distance};
use crate::network::{Dense, Loss, Network, loss};
use crate::random::{NumpyRandom, Random};
use crate::training::evaluate::map_outputs;
use crate::training::per_sample::train_epoch;
use crate::training::{Diverged, Evaluation, evaluate};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The tutorial's seed, and two others.
pub const SEEDS: [u64; 3] = [884_736_743, 1, 2];

/// The tutorial's `learning_rate`.
pub const LEARNING_RATE: f64 = 0.0005;

/// The tutorial's `hidden_size`.
const HIDDEN_SIZE: usize = 100;

/// What the runs learn from, and for how long.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The images to train on, and those to test with after each epoch.
    pub data: Mnist,
    /// All test images of the data set.
    pub all_test: Dataset,
    /// Passes over the training images, at least one.
    pub epochs: usize,
    /// Runs at a time; they change nothing in each other.
    pub threads: usize,
}

/// What one run does otherwise than another.
#[derive(Clone, Copy, Debug)]
struct Variant {
    corrected: bool,
    bias: bool,
    shuffled: bool,
    learning_rate: f64,
}

/// Sums over a set, of a network as it is after an epoch.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scores {
    /// How many samples there are.
    pub samples: f64,
    /// How many have their largest score at their label.
    pub correct: f64,
    /// `Σ (label - score)²`: what the tutorial reports.
    pub raw_squares: f64,
    /// `-Σ log p`, with `p` the probability that softmax gives to the label.
    pub cross_entropy: f64,
}

/// One epoch of a run.
#[derive(Clone, Copy, Debug)]
pub struct Epoch {
    /// `Σ (label - softmax)²` over the training images, each taken just before its step: the sum
    /// that the tutorial gathers during the epoch.
    pub gathered: f64,
    /// On the training images, when the epoch is done.
    pub train: Scores,
    /// On the test images.
    pub test: Scores,
}

/// A run and what came of it.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its epochs.
    pub epochs: Vec<Epoch>,
    /// The network at the end.
    pub network: Network,
}

/// All runs; of each kind one for each of [`SEEDS`].
#[derive(Clone, Debug)]
pub struct Runs {
    /// The tutorial's program as printed.
    pub printed: Vec<Run>,
    /// With ReLU's derivative mended. (The other mends change what is reported, not what is
    /// learned.)
    pub corrected: Vec<Run>,
    /// Mended, with biases.
    pub with_bias: Vec<Run>,
    /// Mended, the images in a new order in each epoch.
    pub shuffled: Vec<Run>,
    /// Mended, with ten times the learning rate.
    pub faster: Vec<Run>,
    /// As printed, with ten times the learning rate.
    pub printed_faster: Vec<Run>,
}

const PRINTED: Variant =
    Variant { corrected: false, bias: false, shuffled: false, learning_rate: LEARNING_RATE };
const CORRECTED: Variant = Variant { corrected: true, ..PRINTED };
const VARIANTS: [Variant; 6] = [
    PRINTED,
    CORRECTED,
    Variant { bias: true, ..CORRECTED },
    Variant { shuffled: true, ..CORRECTED },
    Variant { learning_rate: 10.0 * LEARNING_RATE, ..CORRECTED },
    Variant { learning_rate: 10.0 * LEARNING_RATE, ..PRINTED },
];

impl Setting {
    /// How many images all runs together will train on.
    pub fn steps(&self) -> usize {
        VARIANTS.len() * SEEDS.len() * self.epochs * self.data.train.len()
    }

    /// The network to start from, with the first of [`SEEDS`].
    pub(super) fn first_network(&self, corrected: bool) -> Network {
        self.notebook(corrected).network(&self.data, &mut NumpyRandom::new(SEEDS[0]))
    }

    fn notebook(&self, corrected: bool) -> Notebook {
        Notebook {
            hidden_size: HIDDEN_SIZE,
            learning_rate: LEARNING_RATE,
            epochs: self.epochs,
            corrected,
            threads: 1,
        }
    }

    /// Trains all; `seen` counts the images.
    pub fn run(&self, seen: &AtomicUsize) -> Result<Runs, Diverged> {
        let kinds = VARIANTS.iter().flat_map(|variant| SEEDS.map(|seed| (*variant, seed)));
        let mut slots: Vec<_> = kinds.map(|kind| (kind, None)).collect();
        let per_thread = slots.len().div_ceil(self.threads);
        parallel::for_each(slots.chunks_mut(per_thread), |slots| {
            for ((variant, seed), run) in slots {
                *run = Some(self.run_one(*variant, *seed, seen));
            }
        });
        let mut runs = slots.into_iter().map(|(_, run)| run.expect("every slot is filled"));
        let mut of_each_seed = || runs.by_ref().take(SEEDS.len()).collect::<Result<Vec<_>, _>>();
        Ok(Runs {
            printed: of_each_seed()?,
            corrected: of_each_seed()?,
            with_bias: of_each_seed()?,
            shuffled: of_each_seed()?,
            faster: of_each_seed()?,
            printed_faster: of_each_seed()?,
        })
    }

    fn run_one(&self, variant: Variant, seed: u64, seen: &AtomicUsize) -> Result<Run, Diverged> {
        let Variant { corrected, bias, shuffled, learning_rate } = variant;
        let mut random = NumpyRandom::new(seed);
        let mut network = self.notebook(corrected).network(&self.data, &mut random);
        if bias {
            let biased = network.layers().iter().map(|layer| {
                let bias = vec![0.0; layer.outputs()];
                Dense::new(layer.weights().clone(), Some(bias), layer.activation())
            });
            network = Network::new(biased.collect());
        }
        let train = &self.data.train;
        let mut order: Vec<_> = (0..train.len()).collect();
        let mut epochs = Vec::new();
        for epoch in 0..self.epochs {
            if shuffled {
                random.shuffle(&mut order);
            }
            let mut gathered = 0.0;
            let steps = order.iter().copied();
            train_epoch(&mut network, train, steps, learning_rate, |_, pass| {
                let mut probabilities = pass.output(0).to_vec();
                loss::softmax(&mut probabilities);
                gathered += squared_distance(pass.target(0), &probabilities);
                seen.fetch_add(1, Relaxed);
            })
            .map_err(|cause| Diverged { epoch, cause, learning_rate })?;
            let [train, test] = [train, &self.data.test].map(|set| {
                evaluate(&network, set, 1, squared_distance)
                    .map_err(|cause| Diverged { epoch, cause, learning_rate })
                    .map(|_| scores(&network, set))
            });
            epochs.push(Epoch { gathered, train: train?, test: test? });
        }
        Ok(Run { epochs, network })
    }
}

impl Epoch {
    /// As the corrected program reports it.
    pub(super) fn evaluations(&self) -> notebook::Epoch {
        let evaluation = |scores: Scores| Evaluation {
            error: scores.cross_entropy,
            correct: scores.correct as usize,
            samples: scores.samples as usize,
        };
        notebook::Epoch { train: evaluation(self.train), test: evaluation(self.test) }
    }
}

impl Run {
    /// The last epoch.
    pub fn last(&self) -> &Epoch {
        self.epochs.last().expect("at least one epoch")
    }

    /// The share of the test images that are right after each epoch.
    pub fn test_accuracies(&self) -> Vec<f64> {
        self.epochs.iter().map(|epoch| epoch.test.correct / epoch.test.samples).collect()
    }
}

/// Measures a network on a set.
pub(super) fn scores(network: &Network, set: &Dataset) -> Scores {
    let each = map_outputs(network, set, 1, |i, output| {
        let label = usize::from(set.labels[i]);
        let target = set.target(i);
        (
            argmax(output) == label,
            squared_distance(output, target),
            Loss::SoftmaxCrossEntropy.value(output, target),
        )
    });
    let mut sums = Scores { samples: set.len() as f64, ..Scores::default() };
    for (is_right, squares, cross_entropy) in each {
        sums.correct += f64::from(u8::from(is_right));
        sums.raw_squares += squares;
        sums.cross_entropy += cross_entropy;
    }
    sums
}
