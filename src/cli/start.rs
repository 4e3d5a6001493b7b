//! `train --from`: the trained network that training goes on from.

use super::{Failure, Flags, memory, output};
use crate::format::shown::shown;
use crate::mnist::Dataset;
use crate::network::{Dense, Hints, Model, Network};
use crate::random::Random;
use crate::training::Recipe;

/// The network of the model that `--from` names, if it is given; with a new last layer if it has
/// other classes than `set`. The recipe takes over its layers and its loss.
pub(super) fn start(
    flags: &Flags,
    recipe: &mut Recipe,
    set: &Dataset,
    random: &mut impl Random,
) -> Result<Option<Network>, Failure> {
    if !flags.is_given("from") {
        return Ok(None);
    }
    memory::check("to read a model", 16 << 20, 0, "raise its limit")?;
    let path = flags.path("from")?;
    let activation = flags.is_given("activation").then_some(recipe.activation);
    let model = Model::read_with(&path, &Hints { activation, ..Hints::default() })?;
    let (path, network, hidden) = (shown(&path), &model.network, model.network.hidden());
    let fit = model.check_image_size(set.images.height(), set.images.width());
    fit.map_err(|fault| Failure::failed(format!("{path}: {fault}")))?;
    let other_bias = |layer: &Dense| layer.bias().is_some() != recipe.bias;
    for (flag, contradicts) in [
        ("hidden", hidden != recipe.hidden),
        ("bias", network.layers().iter().any(other_bias)),
        ("loss", model.loss != recipe.loss),
    ] {
        if contradicts && flags.is_given(flag) {
            let (shape, loss) = (network.shape(), model.loss);
            return Err(Failure::usage(format!(
                "--{flag} contradicts {path}, a network of {shape} for {loss}; leave it out"
            )));
        }
    }
    let (mut layers, classes) = (network.layers().to_vec(), set.classes());
    recipe.output = layers[layers.len() - 1].activation();
    (recipe.hidden, recipe.loss) = (hidden, model.loss);
    let has_others = model.has_names() && model.classes != set.class_names();
    if let Some(last) = layers.pop_if(|last| last.outputs() != classes || has_others) {
        let what = match last.outputs() {
            outputs if outputs == classes => "other names of classes than the data".to_string(),
            outputs => format!("{outputs} classes, the data have {classes}"),
        };
        output::note(&format!("note: {path} has {what}: the last layer is new"));
        let weights = recipe.init.weights(last.inputs(), classes, random);
        let bias = last.bias().map(|_| vec![0.0; classes]);
        layers.push(Dense::new(weights, bias, last.activation()));
    }
    Ok(Some(Network::new(layers)))
}
