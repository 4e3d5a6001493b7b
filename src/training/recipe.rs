//! Everything that makes one training run different from another.

use super::augmentation::{AMOUNTS, Augmentation};
use super::dropout::Dropout;
use super::sgd::Rule;
use super::{Optimizer, Schedule, Trainer};
use crate::network::{Activation, Dense, Init, Loss, Network, Samples};
use crate::random::{Random, Xorshift};
use std::error::Error;
use std::fmt::{self, Display};
use std::ops::Bound::{self, Excluded, Included, Unbounded};
use std::ops::{Range, RangeBounds, RangeFrom, RangeInclusive};

// What the numbers of a recipe may be.
/// More layers are no network that anyone trains, and from 32,764 on no model file.
const LAYERS: RangeInclusive<usize> = 0..=1000;
pub(crate) const UNITS: RangeInclusive<usize> = 1..=10_000;
pub(crate) const BATCH: RangeFrom<usize> = 1..;
pub(crate) const LEARNING_RATE: (Bound<f64>, Bound<f64>) = (Excluded(0.0), Included(1000.0));
pub(crate) const MOMENTUM: Range<f64> = 0.0..1.0;
pub(crate) const WEIGHT_DECAY: RangeInclusive<f64> = 0.0..=1.0;
pub(crate) const DROPOUT: Range<f64> = 0.0..1.0;
pub(crate) const MAX_NORM: (Bound<f64>, Bound<f64>) = (Excluded(0.0), Excluded(f64::INFINITY));
pub(crate) const EPOCHS: RangeInclusive<usize> = 1..=1_000_000;

/// A network's shape, and how it is trained. The default is that of `backprop train`.
///
/// Regression takes the squared error; the outputs may then be any numbers:
///
/// ```
/// use backprop::{Loss, Matrix, Recipe, Table, Xorshift, evaluate};
///
/// let inputs = Matrix::from_fn(20, 1, |i, _| i as f64 / 20.0);
/// let targets = Matrix::from_fn(20, 1, |i, _| (i as f64 / 20.0).sin());
/// let samples = Table::new(inputs, targets);
/// let recipe = Recipe { loss: Loss::SquaredError, epochs: 200, ..Recipe::default() };
/// let network = recipe.train(&samples, Xorshift::new(1))?;
/// assert!(evaluate(&network, &samples, 1, recipe.loss)?.mean_error() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Units of each hidden layer, from the input on; none for a linear network.
    pub hidden: Vec<usize>,
    /// The activation of the hidden units.
    pub activation: Activation,
    /// That of the output units: identity, where the loss is a softmax's or the outputs may
    /// be any number; sigmoid, where targets are 0 or 1 and the loss is the squared error.
    pub output: Activation,
    /// What is made small.
    pub loss: Loss,
    /// How initial weights are drawn; biases start at zero.
    pub init: Init,
    /// Whether units have biases.
    pub bias: bool,
    /// The update rule; Adam takes no momentum, and a smaller learning rate.
    pub optimizer: Optimizer,
    /// Samples per step.
    pub batch: usize,
    /// The learning rate, for the mean gradient of a batch.
    pub learning_rate: f64,
    /// How it changes.
    pub schedule: Schedule,
    /// Nesterov momentum.
    pub momentum: f64,
    /// Weight decay.
    pub weight_decay: f64,
    /// The rates at which units are left out.
    pub dropout: Dropout,
    /// The longest that the weights into one hidden unit may be, if limited.
    pub max_norm: Option<f64>,
    /// How each image is distorted each time it is shown.
    pub augmentation: Augmentation,
    /// Passes over the training samples.
    pub epochs: usize,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            hidden: vec![100],
            activation: Activation::Relu,
            output: Activation::Identity,
            loss: Loss::SoftmaxCrossEntropy,
            init: Init::He,
            bias: true,
            optimizer: Optimizer::Sgd,
            batch: 32,
            // Safe for several hidden layers; 0.1 is not (see data/mnist/README.md).
            learning_rate: 0.03,
            schedule: Schedule::Cosine,
            momentum: 0.9,
            weight_decay: 0.0,
            dropout: Dropout::default(),
            max_norm: None,
            augmentation: Augmentation::none(),
            epochs: 10,
        }
    }
}

impl Recipe {
    /// Whether training can have each number.
    pub fn check(&self) -> Result<(), RecipeError> {
        within("the number of hidden layers", LAYERS, &self.hidden.len())?;
        self.hidden.iter().try_for_each(|units| within("hidden", UNITS, units))?;
        within("batch", BATCH, &self.batch)?;
        within("epochs", EPOCHS, &self.epochs)?;
        within("learning_rate", LEARNING_RATE, &self.learning_rate)?;
        within("momentum", MOMENTUM, &self.momentum)?;
        if self.optimizer == Optimizer::Adam && self.momentum != 0.0 {
            return Err(RecipeError("momentum must be 0 with adam, which has its own".into()));
        }
        within("weight_decay", WEIGHT_DECAY, &self.weight_decay)?;
        within("dropout.input", DROPOUT, &self.dropout.input)?;
        within("dropout.hidden", DROPOUT, &self.dropout.hidden)?;
        self.max_norm.iter().try_for_each(|norm| within("max_norm", MAX_NORM, norm))?;
        let amounts = AMOUNTS.iter().zip(self.augmentation.amounts());
        amounts.into_iter().try_for_each(|((name, _, least, most), amount)| {
            within(name, least..=most, &amount.as_ref().unwrap_or(least))
        })
    }

    /// The same, and whether the targets of `set` suit the loss.
    pub fn check_for(&self, set: &dyn Samples) -> Result<(), RecipeError> {
        self.check()?;
        within("samples", 1.., &set.count())?;
        let is_softmax = self.loss == Loss::SoftmaxCrossEntropy;
        let fault = |what: &str| Err(RecipeError(what.to_string()));
        if self.augmentation != Augmentation::none() && set.image_size().is_none() {
            return fault("augmentation must be none: only images can be distorted");
        }
        if is_softmax && set.outputs() == 1 {
            return fault("loss must be squared-error for one output, or softmax has no choice");
        }
        if is_softmax && self.output != Activation::Identity {
            return fault("output must be identity for cross-entropy, which takes the sums");
        }
        for i in 0..set.count() {
            let (target, sum) = (set.target(i), set.target(i).iter().sum::<f64>());
            let is_probability = (sum - 1.0).abs() < 1e-6 && target.iter().all(|t| *t >= 0.0);
            if !sum.is_finite() || is_softmax && !is_probability {
                return Err(RecipeError(format!(
                    "loss must suit the targets: those of sample {i} sum to {sum}, which \
                     squared-error takes if it is finite, and cross-entropy if they are \
                     probabilities"
                )));
            }
        }
        Ok(())
    }

    /// The network to start from.
    pub fn network(&self, inputs: usize, outputs: usize, random: &mut impl Random) -> Network {
        let sizes = [&[inputs], &self.hidden[..], &[outputs]].concat();
        let layers = sizes.windows(2).enumerate().map(|(l, size)| {
            let activation = if l < self.hidden.len() { self.activation } else { self.output };
            let bias = self.bias.then(|| vec![0.0; size[1]]);
            Dense::new(self.init.weights(size[0], size[1], random), bias, activation)
        });
        Network::new(layers.collect())
    }

    /// Trains a new network on `set` for all epochs, on one thread. (A [`Trainer`] trains epoch by
    /// epoch, on several.)
    ///
    /// The error is a [`RecipeError`] of [`Recipe::check_for`], or [`Diverged`](super::Diverged).
    pub fn train(&self, set: &dyn Samples, random: Xorshift) -> Result<Network, Box<dyn Error>> {
        self.check_for(set)?;
        let mut trainer = Trainer::new(self, set, 1, random);
        for _ in 0..self.epochs {
            trainer.train_epoch()?;
        }
        Ok(trainer.into_network())
    }

    /// Whether a step is [`Network::descend`]: after each sample, and nothing else to do.
    pub(super) fn steps_plainly(&self) -> bool {
        let is_sgd = self.optimizer == Optimizer::Sgd;
        is_sgd && self.batch == 1 && self.rule().is_plain() && self.max_norm.is_none()
    }

    /// The numbers of the update rule.
    pub(super) fn rule(&self) -> Rule {
        Rule {
            learning_rate: self.learning_rate,
            momentum: self.momentum,
            weight_decay: self.weight_decay,
        }
    }
}

/// A value that training cannot have: which, what it must be, what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipeError(pub(super) String);

impl Display for RecipeError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for RecipeError {}

fn within<T: PartialOrd + Display>(
    name: &str,
    range: impl RangeBounds<T>,
    value: &T,
) -> Result<(), RecipeError> {
    let fault = |bound| RecipeError(format!("{name} must be {bound}, not {value}"));
    broken_bound(&range, value).map_or(Ok(()), |bound| Err(fault(bound)))
}

/// The bound of a range that a value breaks, in words; NaN breaks the lower one.
pub fn broken_bound<T: PartialOrd + Display>(
    range: &impl RangeBounds<T>,
    value: &T,
) -> Option<String> {
    match (range.start_bound(), range.end_bound()) {
        _ if range.contains(value) => None,
        (_, Included(high)) if value > high => Some(format!("at most {high}")),
        (_, Excluded(high)) if value >= high => Some(format!("below {high}")),
        (Included(low), _) => Some(format!("at least {low}")),
        (Excluded(low), _) => Some(format!("above {low}")),
        (Unbounded, _) => None,
    }
}
