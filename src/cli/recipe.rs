//! What the flags of `train` say about the network and how it is trained, as a [`Recipe`].

use super::args::{Flags, shown};
use super::failure::Failure;
use crate::network::{Activation, Initial, Loss};
use crate::training::distortion::Distortion;
use crate::training::dropout::Dropout;
use crate::training::{Recipe, Schedule};
use std::ops::Bound;

/// The recipe that the flags spell.
pub(super) fn recipe(flags: &Flags) -> Result<Recipe, Failure> {
    let hidden = match flags.text("hidden")? {
        "none" => Vec::new(),
        _ => flags.counts("hidden", 1..=10_000)?,
    };
    let activation = flags.choice(
        "activation",
        &[
            ("relu", Activation::Relu),
            ("tanh", Activation::Tanh),
            ("sigmoid", Activation::Sigmoid),
            ("identity", Activation::Identity),
        ],
    )?;
    let losses =
        [("cross-entropy", Loss::SoftmaxCrossEntropy), ("squared-error", Loss::SquaredError)];
    let automatic = if activation == Activation::Relu { Initial::He } else { Initial::Xavier };
    let initials = [
        ("auto", automatic),
        ("he", Initial::He),
        ("xavier", Initial::Xavier),
        ("tutorial", Initial::Tutorial),
    ];
    let share = |text: &str| match text.trim().parse::<f64>() {
        Ok(share) if (0.0..1.0).contains(&share) => Ok(share),
        _ => Err(Failure::usage(format!(
            "--dropout takes two shares from 0 to less than 1, of the inputs and of the hidden \
             units, such as 0.2,0.5; not {}",
            shown(flags.text("dropout")?.as_ref())
        ))),
    };
    let (input, hidden_share) = flags.text("dropout")?.split_once(',').unwrap_or(("", ""));
    Ok(Recipe {
        hidden,
        activation,
        loss: flags.choice("loss", &losses)?,
        initial: flags.choice("init", &initials)?,
        bias: flags.choice("bias", &[("yes", true), ("no", false)])?,
        batch: flags.count("batch", 1..)?,
        learning_rate: flags
            .float("learning-rate", (Bound::Excluded(0.0), Bound::Included(1000.0)))?,
        schedule: flags.choice(
            "schedule",
            &[("cosine", Schedule::Cosine), ("constant", Schedule::Constant)],
        )?,
        momentum: flags.float("momentum", 0.0..1.0)?,
        weight_decay: flags.float("weight-decay", 0.0..=1.0)?,
        dropout: Dropout { input: share(input)?, hidden: share(hidden_share)? },
        max_norm: match flags.text("max-norm")? {
            "none" => None,
            _ => Some(flags.float("max-norm", (Bound::Excluded(0.0), Bound::Unbounded))?),
        },
        distortion: Distortion::parse(flags.text("augment")?)
            .map_err(|error| Failure::usage(format!("--augment: {error}")))?,
        epochs: flags.count("epochs", 1..=1_000_000)?,
    })
}
