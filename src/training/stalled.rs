//! A network that learns nothing: training goes on, and no number of it gets better.
//!
//! Three signs show it, each on a sample of the data:
//!
//! ```text
//! dead units   a ReLU whose sum is below 0 for every sample has the derivative 0 for every sample,
//!              so its weights never change again; steps that are too long do this to whole layers
//! one answer   every sample gets the same class
//! guessing     the loss is that of the best answer without looking at the inputs, the mean target
//!              p: -Σ p log p of cross-entropy, ½ (mean |t|² - |p|²) of the squared error
//! ```

use super::diverged::{plain, smaller};
use crate::elementary::ln;
use crate::network::loss::argmax;
use crate::network::{Loss, Network, NotFinite, Pass, Samples};
use std::fmt;

/// Samples looked at, from the first.
const SAMPLES: usize = 200;

/// With fewer, one answer or silent units may be chance.
const FEWEST_SAMPLES: usize = 20;

/// Samples that go through the network together.
const BATCH: usize = 50;

/// A layer is dead if this share of its units is. (After ten epochs of `backprop train`, a tenth
/// of them may be.)
const DEAD: f64 = 0.9;

/// A loss above this share of that of guessing shows no learning.
const GUESSED: f64 = 0.98;

/// A loss that falls is a beginning, unless it is still so many times that of guessing: numbers
/// that have exploded come down and teach nothing. (Ten sigmoid outputs of one half give 2.8
/// times.)
const EXPLODED: f64 = 100.0;

/// A learning rate below this is too small to be blamed for steps that are too long.
const SHORT: f64 = 1e-4;

/// Why a network is said to learn nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stalled {
    /// So many of the units of a hidden layer, counted from 1, are 0 for every sample.
    DeadUnits {
        /// The layer.
        layer: usize,
        /// Its dead units.
        dead: usize,
        /// All its units.
        units: usize,
    },
    /// Every sample gets this class.
    OneAnswer(usize),
    /// The mean loss is that of guessing.
    Guessing {
        /// The network's.
        loss: f64,
        /// That of the mean target.
        of_guessing: f64,
    },
}

impl Stalled {
    /// The sign that `network` shows on `set`, if any.
    pub fn find(
        network: &Network,
        set: &dyn Samples,
        loss: Loss,
    ) -> Result<Option<Self>, NotFinite> {
        let samples = set.count().min(SAMPLES);
        if samples < FEWEST_SAMPLES {
            return Ok(None);
        }
        let hidden = &network.layers()[..network.layers().len() - 1];
        let mut alive: Vec<_> = hidden.iter().map(|layer| vec![false; layer.outputs()]).collect();
        let (mut answers, mut sum) = (Vec::new(), 0.0);
        let mut pass = Pass::new(network);
        for first in (0..samples).step_by(BATCH) {
            pass.load(set, first..samples.min(first + BATCH));
            network.forward(&mut pass);
            pass.loss(loss)?;
            sum += pass.losses().iter().sum::<f64>();
            answers.extend((0..pass.batch()).map(|i| argmax(pass.output(i))));
            for (l, alive) in alive.iter_mut().enumerate() {
                for i in 0..pass.batch() {
                    let outputs = pass.outputs(l).row(i).iter();
                    alive.iter_mut().zip(outputs).for_each(|(alive, y)| *alive |= *y != 0.0);
                }
            }
        }
        let rights: Vec<_> = (0..samples).map(|i| argmax(set.target(i))).collect();
        let right = answers.iter().zip(&rights).filter(|(answer, right)| answer == right).count();
        let count = |class: &usize| rights.iter().filter(|right| *right == class).count();
        let most_frequent = rights.iter().map(count).max().unwrap_or(0);
        // Better than always naming the most frequent class: it has learned, sure of it or not.
        if right > most_frequent + samples / 20 {
            return Ok(None);
        }
        for (layer, alive) in (1..).zip(&alive) {
            let (units, dead) = (alive.len(), alive.iter().filter(|alive| !**alive).count());
            if dead as f64 >= DEAD * units as f64 {
                return Ok(Some(Self::DeadUnits { layer, dead, units }));
            }
        }
        let all_same = |classes: &[usize]| classes.iter().all(|class| *class == classes[0]);
        if all_same(&answers) && !all_same(&rights) {
            return Ok(Some(Self::OneAnswer(answers[0])));
        }
        let (loss, of_guessing) = (sum / samples as f64, loss_of_guessing(set, samples, loss));
        let guesses = loss >= GUESSED * of_guessing && of_guessing > 0.0;
        Ok(guesses.then_some(Self::Guessing { loss, of_guessing }))
    }

    /// What to try against it, after training at this learning rate.
    pub fn cure(&self, learning_rate: f64) -> String {
        let smaller =
            || format!("a smaller --learning-rate, such as {}", plain(smaller(learning_rate)));
        match self {
            _ if learning_rate < SHORT => "a larger --learning-rate, such as 0.03".to_string(),
            Self::Guessing { loss, of_guessing } if *loss < 2.0 * of_guessing => {
                format!("another --learning-rate: a larger one, or {}", smaller())
            }
            _ => smaller(),
        }
    }

    /// Whether the sign after one epoch is still there after the next: with a loss that falls, the
    /// network has begun to learn.
    pub fn lasts_since(&self, earlier: &Self) -> bool {
        match (earlier, self) {
            (Self::Guessing { loss: before, .. }, Self::Guessing { loss, of_guessing }) => {
                *loss > 0.99 * before || *loss > EXPLODED * of_guessing
            }
            _ => std::mem::discriminant(earlier) == std::mem::discriminant(self),
        }
    }
}

/// The mean loss of the best answer that is the same for each of the first `samples`.
fn loss_of_guessing(set: &dyn Samples, samples: usize, loss: Loss) -> f64 {
    let mut mean = vec![0.0; set.outputs()];
    let mut square = 0.0;
    for i in 0..samples {
        for (mean, t) in mean.iter_mut().zip(set.target(i)) {
            *mean += t / samples as f64;
            square += t * t / samples as f64;
        }
    }
    match loss {
        Loss::SoftmaxCrossEntropy => mean.iter().filter(|p| **p > 0.0).map(|p| -p * ln(*p)).sum(),
        Loss::SquaredError => 0.5 * (square - mean.iter().map(|p| p * p).sum::<f64>()),
    }
}

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::DeadUnits { layer, dead, units } => {
                write!(f, "{dead} of {units} units of layer {layer} are 0 for every image")
            }
            Self::OneAnswer(class) => write!(f, "every answer is {class}"),
            Self::Guessing { loss, of_guessing } => {
                let loss_text =
                    if *loss < 1e3 { format!("{loss:.3}") } else { format!("{loss:.1e}") };
                let much = if loss < of_guessing { "hardly" } else { "no" };
                write!(f, "the loss {loss_text} is {much} better than guessing ({of_guessing:.3})")
            }
        }
    }
}
