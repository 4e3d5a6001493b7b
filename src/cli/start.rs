//! `train --from`: the trained network that training goes on from.

use super::{Failure, Flags, memory, output};
use crate::format::shown::shown;
use crate::mnist::Dataset;
use crate::network::{Activation, Dense, Model, Network};
use crate::random::Random;
use crate::training::Recipe;

/// The recipe with the layers and the loss of the model that `--from` names, and its network.
///
/// A model that does not take images as those of `set` is refused, and so are flags that
/// contradict it.
pub(super) fn start(
    flags: &Flags,
    recipe: &Recipe,
    set: &Dataset,
) -> Result<(Recipe, Option<Network>), Failure> {
    if !flags.is_given("from") {
        return Ok((recipe.clone(), None));
    }
    memory::check("to read a model", 16 << 20, 0, "raise its limit")?;
    let path = flags.path("from")?;
    // The flag is for a file that does not say it.
    let given = flags.is_given("activation").then_some(recipe.activation);
    let model = Model::read(&path, None).or_else(|_| Model::read(&path, given))?;
    let fit = model.check_image_size(set.images.height(), set.images.width());
    fit.map_err(|fault| Failure::failed(format!("{}: {fault}", shown(&path))))?;
    let (network, loss) = (model.network, model.loss);
    let (last, before) = network.layers().split_last().expect("a network has a layer");
    let is_other = |activation: Activation| activation != recipe.activation;
    for (flag, is_wrong) in [
        ("hidden", network.hidden() != recipe.hidden),
        ("activation", before.iter().any(|layer| is_other(layer.activation()))),
        ("bias", network.layers().iter().any(|layer| layer.bias().is_some() != recipe.bias)),
        ("loss", loss != recipe.loss),
    ] {
        if is_wrong && flags.is_given(flag) {
            let (path, shape) = (shown(&path), network.shape());
            return Err(Failure::usage(format!(
                "--{flag} contradicts --from {path}, a network of {shape} trained by {loss}; leave \
                 it out"
            )));
        }
    }
    let (classes, outputs) = (set.classes(), network.outputs());
    if classes != outputs {
        output::note(&format!(
            "note: {} has {outputs} classes, the data have {classes}: the last layer is new",
            shown(&path)
        ));
    }
    let (hidden, output) = (network.hidden(), last.activation());
    Ok((Recipe { hidden, output, loss, ..recipe.clone() }, Some(network)))
}

/// The network; with a new last layer if it has not one output for each class.
pub(super) fn with_classes(
    network: &Network,
    classes: usize,
    recipe: &Recipe,
    random: &mut impl Random,
) -> Network {
    let mut layers = network.layers().to_vec();
    if network.outputs() != classes {
        let last = layers.pop().expect("a network has a layer");
        let weights = recipe.init.weights(last.inputs(), classes, random);
        let bias = last.bias().map(|_| vec![0.0; classes]);
        layers.push(Dense::new(weights, bias, last.activation()));
    }
    Network::new(layers)
}
