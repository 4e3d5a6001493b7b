//! The gradient check of everything that this crate trains: a table with one row per network.
//!
//! [`on_images`] checks a network of the tutorial's shape on real images, along random directions
//! over all weights at once; then again with the derivative of ReLU that the tutorial prints. There
//! the check must fail, which shows both that this is wrong and that the check can tell.
//!
//! [`small`] checks every activation, loss, bias and depth on networks small enough to move every
//! parameter on its own, and dropout with its masks held fixed.

use crate::matrix::Matrix;
use crate::mnist::Dataset;
use crate::network::gradient_check::{Check, GradientCheck, worst};
use crate::network::{Activation, Init, Loss, Network, NotFinite, Pass, Table};
use crate::random::Random;
use crate::training::Recipe;
use crate::training::dropout::Dropout;
use crate::training::per_sample::train_epoch;
use std::fmt;

/// A network and the checks of its gradient: a row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedNetwork {
    /// What kind of network it is.
    pub name: String,
    /// The comparisons.
    pub checks: Vec<Check>,
    /// Whether its derivative is known to be wrong.
    pub must_fail: bool,
}

impl CheckedNetwork {
    /// Whether the worst of the checks holds; `None` if every move switched a ReLU on or off, so
    /// that nothing was compared.
    pub fn holds(&self) -> Option<bool> {
        worst(&self.checks).map(Check::holds)
    }

    /// Whether a right derivative holds, or a wrong one fails.
    pub fn is_right(&self) -> bool {
        self.holds() == Some(!self.must_fail)
    }

    /// How many checks compared nothing, because the move switched a ReLU.
    pub fn switched(&self) -> usize {
        self.checks.iter().filter(|check| check.switched).count()
    }
}

/// The headings of the columns that a [`CheckedNetwork`] prints.
pub fn heading() -> String {
    format!("{:49}  {:>7}", "network", "error")
}

/// The relative error of the worst check; where the check does not hold, also its two numbers.
impl fmt::Display for CheckedNetwork {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let worst = worst(&self.checks);
        let error = worst.map_or(String::new(), |check| format!("{:.1e}", check.relative_error()));
        write!(f, "{:49}  {error:>7}  ", self.name)?;
        f.write_str(match (self.holds(), self.must_fail) {
            (Some(true), false) => "holds",
            (Some(false), false) => "FAILS",
            (Some(false), true) => "fails, as it must",
            (Some(true), true) => "HOLDS, AND MUST NOT",
            (None, _) => "NOTHING COMPARED",
        })?;
        if let Some(Check { what, backward, difference, .. }) = worst.filter(|check| !check.holds())
        {
            write!(f, "\n  {what}: backward {backward:.4e}, difference {difference:.4e}")?;
        }
        Ok(())
    }
}

/// Units of the hidden layer of the tutorial's network.
pub const HIDDEN: usize = 100;

/// A network without biases, with the tutorial's initial weights and learning rate.
fn recipe(hidden: &[usize], activation: Activation, loss: Loss) -> Recipe {
    let output = match loss {
        Loss::SquaredError => Activation::Sigmoid,
        Loss::SoftmaxCrossEntropy => Activation::Identity,
    };
    Recipe {
        hidden: hidden.to_vec(),
        activation,
        output,
        loss,
        init: Init::Tutorial,
        bias: false,
        learning_rate: 0.0005,
        epochs: 20,
        ..Recipe::default()
    }
}

/// The tutorial's network on all images of `set`, along `directions` random directions: with its
/// initial weights, and after twenty epochs on these images; then both with the printed derivative.
/// `relu` is the derivative that the first two rows claim to be right.
pub fn on_images(
    set: &Dataset,
    relu: Activation,
    directions: usize,
    random: &mut impl Random,
) -> Result<Vec<CheckedNetwork>, NotFinite> {
    let network = |relu, random: &mut _| {
        let recipe = recipe(&[HIDDEN], relu, Loss::SoftmaxCrossEntropy);
        let network = recipe.network(set.images.pixels(), set.classes(), random);
        (recipe, network)
    };
    let initial_weights = network(relu, random).1.parameters();
    let mut rows = Vec::new();
    for (relu, must_fail) in [(relu, false), (Activation::ReluAsPrinted, true)] {
        let (recipe, mut network) = network(relu, random);
        network.set_parameters(&initial_weights);
        for weights in ["untrained", "trained"] {
            if weights == "trained" {
                let order = (0..recipe.epochs).flat_map(|_| 0..set.len());
                train_epoch(&mut network, set, order, recipe.learning_rate, |_, _| ())?;
            }
            let checks = along_directions(&mut network, set, directions, random)?;
            let name = format!("{}, {weights}", name(&recipe, &network));
            rows.push(CheckedNetwork { name, checks, must_fail });
        }
    }
    Ok(rows)
}

/// Checks the gradient of the cross-entropy, summed over all images of `set`.
pub fn along_directions(
    network: &mut Network,
    set: &Dataset,
    directions: usize,
    random: &mut impl Random,
) -> Result<Vec<Check>, NotFinite> {
    let mut pass = Pass::new(network);
    pass.load(set, 0..set.len());
    let mut check = GradientCheck::new(network, Loss::SoftmaxCrossEntropy, &mut pass);
    let gradient = check.gradient()?;
    Ok(check.directions(&gradient, directions, random))
}

/// Small networks of every kind on random inputs, each parameter on its own. `relu` is ReLU with
/// the derivative to check.
pub fn small(relu: Activation, random: &mut impl Random) -> Result<Vec<CheckedNetwork>, NotFinite> {
    // No size is a multiple of the vector registers', and no two neighbours are equal.
    let depths: [&[usize]; 3] = [&[], &[7], &[9, 6]];
    let activations = [Activation::Identity, Activation::Sigmoid, Activation::Tanh, relu];
    let mut rows = Vec::new();
    for loss in [Loss::SoftmaxCrossEntropy, Loss::SquaredError] {
        for hidden in depths {
            // Without a hidden layer, the activation is not used.
            let kinds = if hidden.is_empty() { 1 } else { activations.len() };
            for activation in activations.into_iter().take(kinds) {
                let plain = recipe(hidden, activation, loss);
                let biased = Recipe { bias: true, ..plain.clone() };
                rows.push(check_small(&plain, random)?);
                rows.push(check_small(&biased, random)?);
                if hidden.len() == 2 {
                    let dropout = Dropout { input: 0.0, hidden: 0.4 };
                    rows.push(check_small(&Recipe { dropout, ..biased }, random)?);
                }
            }
        }
    }
    Ok(rows)
}

fn check_small(recipe: &Recipe, random: &mut impl Random) -> Result<CheckedNetwork, NotFinite> {
    let (count, inputs, outputs) = (4, 5, 3);
    let mut network = recipe.network(inputs, outputs, random);
    // Random values for all parameters, also for biases: zeros and symmetries can hide a mistake.
    let parameters: Vec<_> =
        (0..network.parameters_len()).map(|_| 2.0 * random.uniform() - 1.0).collect();
    network.set_parameters(&parameters);
    let samples = Table::new(
        Matrix::from_fn(count, inputs, |_, _| random.normal()),
        Matrix::from_fn(count, outputs, |i, j| f64::from(u8::from(i % outputs == j))),
    );
    let mut pass = Pass::new(&network);
    pass.load(&samples, 0..count);
    if recipe.dropout != Dropout::default() {
        for (mask, units) in pass.masks_mut().iter_mut().zip(&recipe.hidden) {
            mask.extend((0..count * units).map(|_| recipe.dropout.mask(random)));
        }
    }
    let name = name(recipe, &network);
    let mut check = GradientCheck::new(&mut network, recipe.loss, &mut pass);
    let gradient = check.gradient()?;
    Ok(CheckedNetwork { name, checks: check.one_by_one(&gradient), must_fail: false })
}

/// The name of a network, such as `784-100-10 relu, cross-entropy, bias`.
fn name(recipe: &Recipe, network: &Network) -> String {
    let activation = match recipe.activation {
        _ if recipe.hidden.is_empty() => String::new(),
        Activation::ReluAsPrinted => " printed relu".to_string(),
        activation => format!(" {}", activation.name()),
    };
    let loss = match recipe.loss {
        Loss::SoftmaxCrossEntropy => "cross-entropy",
        Loss::SquaredError => "squared error",
    };
    let bias = if recipe.bias { ", bias" } else { "" };
    let dropout = if recipe.dropout == Dropout::default() { "" } else { ", dropout" };
    format!("{}{activation}, {loss}{bias}{dropout}", network.shape())
}
