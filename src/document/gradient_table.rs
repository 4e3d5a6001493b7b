//! The gradient check over everything that this crate trains, one row a network.
//!
//! [`on_images`] takes a network of the tutorial's shape and real images: its first weights, and
//! its weights after some training, along random directions over all weights at once. The same is
//! done with the derivative of ReLU that the tutorial prints; there the check must fail, which
//! shows both that the printed derivative is wrong and that the check can tell.
//!
//! [`small`] goes through every activation, loss, bias and depth on networks small enough to move
//! every parameter on its own, and through dropout with its masks held fixed.

use crate::matrix::Matrix;
use crate::mnist::Dataset;
use crate::network::gradient_check::{Check, GradientCheck, worst};
use crate::network::{Activation, Init, Loss, Network, NotFinite, Pass, Samples, Table};
use crate::random::Random;
use crate::training::Recipe;
use crate::training::dropout::Dropout;
use crate::training::per_sample::train_epoch;
use std::fmt;

/// What becomes of one network's checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every derivative agrees with its difference.
    Holds,
    /// One does not.
    Fails,
    /// One does not, as is right for a derivative that is wrong.
    FailsAsItMust,
    /// The derivative is wrong, and the check did not notice.
    HoldsThoughWrong,
    /// Every move switched some ReLU on or off.
    NothingCompared,
}

/// A network and its checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What kind of network it is.
    pub network: String,
    /// The comparisons.
    pub checks: Vec<Check>,
    /// Whether its derivative is known to be wrong.
    pub must_fail: bool,
}

impl Row {
    /// The verdict on the worst of the checks.
    pub fn verdict(&self) -> Verdict {
        match (worst(&self.checks).map(Check::holds), self.must_fail) {
            (None, _) => Verdict::NothingCompared,
            (Some(true), false) => Verdict::Holds,
            (Some(false), false) => Verdict::Fails,
            (Some(false), true) => Verdict::FailsAsItMust,
            (Some(true), true) => Verdict::HoldsThoughWrong,
        }
    }

    /// Whether the verdict is what it should be.
    pub fn is_right(&self) -> bool {
        matches!(self.verdict(), Verdict::Holds | Verdict::FailsAsItMust)
    }

    /// How many checks compared nothing, because the move switched a ReLU.
    pub fn switched(&self) -> usize {
        self.checks.iter().filter(|check| check.switched).count()
    }
}

/// What stands in the columns of a printed [`Row`].
pub fn heading() -> String {
    format!(
        "{:49}  {:>7}  {:22}  {:>11}  {:>11}",
        "network", "error", "worst at", "backward", "difference"
    )
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:49}  ", self.network)?;
        if let Some(check) = worst(&self.checks) {
            let Check { what, backward, difference, .. } = check;
            let error = check.relative_error();
            write!(f, "{error:7.1e}  {what:22}  {backward:11.4e}  {difference:11.4e}  ")?;
        }
        f.write_str(match self.verdict() {
            Verdict::Holds => "holds",
            Verdict::Fails => "FAILS",
            Verdict::FailsAsItMust => "fails, as it must",
            Verdict::HoldsThoughWrong => "HOLDS, AND MUST NOT",
            Verdict::NothingCompared => "NOTHING COMPARED",
        })
    }
}

/// A network without biases, and initial weights and learning rate as the tutorial has them.
fn plain(hidden: Vec<usize>, activation: Activation, loss: Loss) -> Recipe {
    let output = match loss {
        Loss::SquaredError => Activation::Sigmoid,
        Loss::SoftmaxCrossEntropy => Activation::Identity,
    };
    let init = Init::Tutorial;
    let (bias, learning_rate, epochs) = (false, 0.0005, 20);
    Recipe {
        hidden,
        activation,
        output,
        loss,
        init,
        bias,
        learning_rate,
        epochs,
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
) -> Result<Vec<Row>, NotFinite> {
    let (pixels, classes) = (set.images.pixels(), set.classes());
    let initial_weights = plain(vec![100], relu, Loss::SoftmaxCrossEntropy)
        .network(pixels, classes, random)
        .parameters();
    let mut rows = Vec::new();
    for (relu, must_fail) in [(relu, false), (Activation::ReluAsPrinted, true)] {
        let recipe = plain(vec![100], relu, Loss::SoftmaxCrossEntropy);
        let mut network = recipe.network(pixels, classes, random);
        network.set_parameters(&initial_weights);
        for trained in [false, true] {
            if trained {
                // As the tutorial does.
                let order = (0..recipe.epochs).flat_map(|_| 0..set.len());
                train_epoch(&mut network, set, order, recipe.learning_rate, |_, _| ())?;
            }
            let checks = along_directions(&mut network, set, directions, random)?;
            let weights = if trained { "trained" } else { "untrained" };
            let network = format!("{}, {weights}", name(&recipe, &network));
            rows.push(Row { network, checks, must_fail });
        }
    }
    Ok(rows)
}

/// Checks the gradient of the cross-entropy, summed over all images of `set`, along `directions`
/// random directions.
pub fn along_directions(
    network: &mut Network,
    set: &Dataset,
    directions: usize,
    random: &mut impl Random,
) -> Result<Vec<Check>, NotFinite> {
    let mut pass = Pass::new(network);
    pass.show(set, 0..set.len());
    let mut check = GradientCheck::new(network, Loss::SoftmaxCrossEntropy, &mut pass);
    let gradient = check.gradient()?;
    Ok(check.directions(&gradient, directions, random))
}

/// Small networks of every kind on random inputs, each parameter on its own. `relu` is ReLU with
/// the derivative to be checked.
pub fn small(relu: Activation, random: &mut impl Random) -> Result<Vec<Row>, NotFinite> {
    // No size is a multiple of the vector registers', and no two neighbours are equal.
    let depths = [vec![], vec![7], vec![9, 6]];
    let activations = [Activation::Identity, Activation::Sigmoid, Activation::Tanh, relu];
    let mut rows = Vec::new();
    for loss in [Loss::SoftmaxCrossEntropy, Loss::SquaredError] {
        for hidden in &depths {
            // A network without a hidden layer has no use for an activation.
            let kinds = if hidden.is_empty() { &activations[..1] } else { &activations };
            for &activation in kinds {
                let plain = plain(hidden.clone(), activation, loss);
                let biased = Recipe { bias: true, ..plain.clone() };
                rows.push(small_row(&plain, random)?);
                rows.push(small_row(&biased, random)?);
                if hidden.len() == 2 {
                    let dropout = Dropout { input: 0.0, hidden: 0.4 };
                    rows.push(small_row(&Recipe { dropout, ..biased }, random)?);
                }
            }
        }
    }
    Ok(rows)
}

fn small_row(recipe: &Recipe, random: &mut impl Random) -> Result<Row, NotFinite> {
    const SAMPLES: usize = 4;
    let (inputs, outputs) = (5, 3);
    let mut network = recipe.network(inputs, outputs, random);
    // Any value for every parameter, biases too: zeros and symmetries could hide a mistake.
    let parameters: Vec<_> =
        (0..network.parameters_len()).map(|_| 2.0 * random.uniform() - 1.0).collect();
    network.set_parameters(&parameters);
    let samples = Table::new(
        Matrix::from_fn(SAMPLES, inputs, |_, _| random.normal()),
        Matrix::from_fn(SAMPLES, outputs, |i, j| f64::from(u8::from(i % outputs == j))),
    );
    let mut pass = Pass::new(&network);
    pass.show(&samples, 0..samples.count());
    if recipe.dropout != Dropout::default() {
        for (mask, units) in pass.masks_mut().iter_mut().zip(&recipe.hidden) {
            mask.extend((0..SAMPLES * units).map(|_| recipe.dropout.mask(random)));
        }
    }
    let name = name(recipe, &network);
    let mut check = GradientCheck::new(&mut network, recipe.loss, &mut pass);
    let gradient = check.gradient()?;
    Ok(Row { network: name, checks: check.one_by_one(&gradient), must_fail: false })
}

/// `784-100-10 relu, cross-entropy`, and what else the network has.
fn name(recipe: &Recipe, network: &Network) -> String {
    let sizes = network.shape();
    let activation = match recipe.activation {
        _ if recipe.hidden.is_empty() => "",
        Activation::Identity => " identity",
        Activation::Sigmoid => " sigmoid",
        Activation::Tanh => " tanh",
        Activation::Relu => " relu",
        Activation::ReluAsPrinted => " printed relu",
    };
    let loss = match recipe.loss {
        Loss::SoftmaxCrossEntropy => "cross-entropy",
        Loss::SquaredError => "squared error",
    };
    let bias = if recipe.bias { ", bias" } else { "" };
    let dropout = if recipe.dropout == Dropout::default() { "" } else { ", dropout" };
    format!("{sizes}{activation}, {loss}{bias}{dropout}")
}
