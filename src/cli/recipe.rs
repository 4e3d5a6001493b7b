//! What the flags of `train` say about the network and its training, as a [`Recipe`].

use super::{Failure, Flags, augment};
use crate::format::shown::shown;
use crate::network::{Activation, Init, Loss};
use crate::training::dropout::Dropout;
use crate::training::{Recipe, Schedule};
use std::ops::Bound::{Excluded, Included, Unbounded};

/// The recipe that the flags describe.
pub fn recipe(flags: &Flags) -> Result<Recipe, Failure> {
    let hidden = match flags.text("hidden")? {
        "none" => Vec::new(),
        _ => flags.counts("hidden", 1..=10_000).and_then(few_layers)?,
    };
    let activation = flags.choice("activation", &Activation::named())?;
    let loss = flags.choice("loss", &Loss::named())?;
    let automatic = if activation == Activation::Relu { Init::He } else { Init::Xavier };
    let initials = [
        ("auto", automatic),
        ("he", Init::He),
        ("xavier", Init::Xavier),
        ("tutorial", Init::Tutorial),
    ];
    let schedules = [("cosine", Schedule::Cosine), ("constant", Schedule::Constant)];
    Ok(Recipe {
        hidden,
        activation,
        output: if loss == Loss::SquaredError { Activation::Sigmoid } else { Activation::Identity },
        loss,
        init: flags.choice("init", &initials)?,
        bias: flags.choice("bias", &[("yes", true), ("no", false)])?,
        batch: flags.count("batch", 1..)?,
        learning_rate: flags.float("learning-rate", (Excluded(0.0), Included(1000.0)))?,
        schedule: flags.choice("schedule", &schedules)?,
        momentum: flags.float("momentum", 0.0..1.0)?,
        weight_decay: flags.float("weight-decay", 0.0..=1.0)?,
        dropout: dropout(flags.text("dropout")?)?,
        max_norm: match flags.text("max-norm")? {
            "none" => None,
            _ => Some(flags.float("max-norm", (Excluded(0.0), Unbounded))?),
        },
        augmentation: augment::parse(flags.text("augment")?)?,
        epochs: flags.count("epochs", 1..=1_000_000)?,
    })
}

/// More layers are no network that anyone trains, and from 32,764 on no model file.
fn few_layers(hidden: Vec<usize>) -> Result<Vec<usize>, Failure> {
    match hidden.len() {
        ..=1000 => Ok(hidden),
        found => Err(Failure::usage(format!("--hidden takes at most 1000 layers, not {found}"))),
    }
}

/// Two rates between a comma: `0.2,0.5`.
fn dropout(text: &str) -> Result<Dropout, Failure> {
    let rate = |text: &str| text.trim().parse().ok().filter(|rate| (0.0..1.0).contains(rate));
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
