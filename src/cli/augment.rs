//! The value of `--augment`: a preset (`none`, `affine`, `elastic`), amounts
//! (`shift=2,rotate=15`, each optional), or a preset and then the amounts that differ from it
//! (`elastic,alpha=34,sigma=4`).

use super::Failure;
use super::suggest::did_you_mean;
use crate::format::shown::shown;
use crate::training::augmentation::{AMOUNTS, Augmentation, Elastic};
use std::fmt::Display;

/// The distortion that a text describes.
pub fn parse(text: &str) -> Result<Augmentation, Failure> {
    let mut preset = Augmentation::none();
    let mut given = [None; AMOUNTS.len()];
    for (place, item) in text.split(',').map(str::trim).enumerate() {
        let Some((name, value)) = item.split_once('=') else {
            preset = match item {
                "none" => Augmentation::none(),
                "affine" => Augmentation::affine(),
                "elastic" => Augmentation::elastic(),
                _ => return Err(unknown(item)),
            };
            if place > 0 {
                return Err(wrong(format!(
                    "'{item}' sets every amount; write it first, and then what differs"
                )));
            }
            continue;
        };
        let is_named = |(known, ..): &(&str, &str, f64, f64)| *known == name.trim();
        let at = AMOUNTS.iter().position(is_named).ok_or_else(|| unknown(item))?;
        if given[at].replace(amount(at, value.trim())?).is_some() {
            return Err(wrong(format!("{} is given twice; write it once", AMOUNTS[at].0)));
        }
    }
    let [shift, rotation, scaling, shear, alpha, sigma, stroke] = given;
    let alpha = alpha.or(preset.elastic.map(|elastic| elastic.alpha));
    let sigma = sigma.or(preset.elastic.map(|elastic| elastic.sigma));
    if alpha.is_some() != sigma.is_some() {
        return Err(wrong("alpha and sigma work together; write both, as in alpha=36,sigma=6"));
    }
    Ok(Augmentation {
        shift: shift.unwrap_or(preset.shift),
        rotation: rotation.unwrap_or(preset.rotation),
        scaling: scaling.unwrap_or(preset.scaling),
        shear: shear.unwrap_or(preset.shear),
        elastic: alpha.zip(sigma).map(|(alpha, sigma)| Elastic { alpha, sigma }),
        stroke: stroke.unwrap_or(preset.stroke),
    })
}

/// The value of one amount, within its range.
fn amount(at: usize, value: &str) -> Result<f64, Failure> {
    let (name, unit, least, most) = AMOUNTS[at];
    value.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| {
        let value = shown(value);
        wrong(format!("{name} ({unit}): expected a number from {least} to {most}; found {value}"))
    })
}

fn unknown(item: &str) -> Failure {
    if AMOUNTS.iter().any(|(name, ..)| *name == item) {
        return wrong(format!("{item} needs a number, as in {item}=0.5"));
    }
    let names = ["none", "affine", "elastic"].into_iter().chain(AMOUNTS.map(|(name, ..)| name));
    let word = item.split('=').next().unwrap_or(item);
    wrong(format!(
        "expected none, affine, elastic, or name=value with one of the names shift, rotate, scale, \
         shear, alpha, sigma, stroke; found {}{}",
        shown(item),
        did_you_mean(word, "", names)
    ))
}

fn wrong(message: impl Display) -> Failure {
    Failure::usage(format!("--augment: {message}"))
}
