//! What the flags of `train` say about the network and its training, as a [`Recipe`].

use super::{Failure, Flags, augment};
use crate::format::shown::shown;
use crate::network::{Activation, Init, Loss};
use crate::training::dropout::Dropout;
use crate::training::{Recipe, Schedule, recipe};

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
    let recipe = Recipe {
        hidden,
        activation,
        output: if loss == Loss::SquaredError { Activation::Sigmoid } else { Activation::Identity },
        loss,
        init: flags.choice("init", &initials)?,
        bias: flags.choice("bias", &[("yes", true), ("no", false)])?,
        batch: flags.count("batch", recipe::BATCH)?,
        learning_rate: flags.float("learning-rate", recipe::LEARNING_RATE)?,
        schedule: flags.choice("schedule", &Schedule::named())?,
        momentum: flags.float("momentum", recipe::MOMENTUM)?,
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
