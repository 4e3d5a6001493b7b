//! What the flags of `train` say about the network and its training, as a [`Recipe`].

use super::shared_flags::NO_MATTER;
use super::{Failure, Flags, augment};
use crate::format::shown::shown;
use crate::network::{Activation, Init, Loss};
use crate::training::dropout::Dropout;
use crate::training::{Optimizer, Recipe, Schedule, recipe};

/// The recipe that the flags describe.
pub fn recipe(flags: &Flags) -> Result<Recipe, Failure> {
    let hidden = match flags.text("hidden")? {
        "none" => Vec::new(),
        _ => flags.counts("hidden", recipe::UNITS)?,
    };
    let activation = flags.choice("activation", &Activation::named())?;
    let loss = flags.choice("loss", &Loss::named())?;
    let automatic = if activation == Activation::Relu { Init::He } else { Init::Xavier };
    let initials = [vec![("auto", automatic)], Init::named()].concat();
    let optimizer = flags.choice("optimizer", &Optimizer::named())?;
    let of_adam = |name| optimizer == Optimizer::Adam && !flags.is_given(name);
    let recipe = Recipe {
        hidden,
        activation,
        output: if loss == Loss::SquaredError { Activation::Sigmoid } else { Activation::Identity },
        loss,
        init: flags.choice("init", &initials)?,
        bias: flags.choice("bias", &[("yes", true), ("no", false)])?,
        optimizer,
        batch: flags.count("batch", recipe::BATCH)?,
        learning_rate: match of_adam("learning-rate") {
            true => 0.001,
            false => flags.float("learning-rate", recipe::LEARNING_RATE)?,
        },
        schedule: flags.choice("schedule", &Schedule::named())?,
        momentum: match of_adam("momentum") {
            true => 0.0,
            false => flags.float("momentum", recipe::MOMENTUM)?,
        },
        weight_decay: flags.float("weight-decay", recipe::WEIGHT_DECAY)?,
        dropout: dropout(flags.text("dropout")?)?,
        max_norm: match flags.text("max-norm")? {
            "none" => None,
            _ => Some(flags.float("max-norm", recipe::MAX_NORM)?),
        },
        augmentation: augment::parse(flags.text("augment")?)?,
        epochs: flags.count("epochs", recipe::EPOCHS)?,
    };
    recipe.check().map_err(Failure::usage)?;
    Ok(recipe)
}

/// The flags that decide the result; with Adam not the defaults that are SGD's.
pub fn spelled(flags: &Flags) -> Vec<String> {
    let is_sgd = flags.text("optimizer") == Ok("sgd");
    let of_sgd = ["learning-rate", "momentum"].into_iter();
    let left_out = of_sgd.filter(|name| !is_sgd && !flags.is_given(name)).chain(NO_MATTER);
    flags.spelled(&left_out.collect::<Vec<_>>())
}

/// Two rates between a comma: `0.2,0.5`.
fn dropout(text: &str) -> Result<Dropout, Failure> {
    let rate = |text: &str| text.trim().parse().ok().filter(|rate| recipe::DROPOUT.contains(rate));
    let rates = text
        .split_once(',')
        .and_then(|(input, hidden)| Some(Dropout { input: rate(input)?, hidden: rate(hidden)? }));
    rates.ok_or_else(|| {
        let one = rate(text).map_or(String::new(), |_: f64| {
            format!("; for the hidden units alone: --dropout 0,{}", shown(text.trim()))
        });
        Failure::usage(format!(
            "--dropout takes two rates from 0 to less than 1, of the inputs and of the hidden \
             units, such as 0.2,0.5; not {}{one}",
            shown(text)
        ))
    })
}
