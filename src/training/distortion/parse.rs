//! Amounts of distortion as they are written on a command line: `affine`, `elastic`,
//! `shift=2,rotate=15`, or a preset and what differs from it, `elastic,alpha=34,sigma=4`.

use super::{Distortion, Elastic};
use std::error::Error;
use std::fmt;

/// Name, unit, smallest and largest value. The bounds only keep out what cannot be meant.
const AMOUNTS: [(&str, &str, f64, f64); 6] = [
    ("shift", "pixels", 0.0, 100.0),
    ("rotate", "degrees", 0.0, 180.0),
    ("scale", "a fraction", 0.0, 0.9),
    ("shear", "a fraction", 0.0, 1.0),
    ("alpha", "pixels", 0.0, 1000.0),
    ("sigma", "pixels", 0.1, 100.0),
];

/// Why a text does not describe a distortion.
#[derive(Clone, Debug, PartialEq)]
pub enum DistortionError {
    /// Neither a preset nor `name=value` with a known name.
    Unknown {
        /// The part of the text in question.
        found: String,
    },
    /// The value is not a number, or not in the range that makes sense.
    Value {
        /// The amount's name.
        name: &'static str,
        /// Its unit.
        unit: &'static str,
        /// The smallest value allowed.
        least: f64,
        /// The largest value allowed.
        most: f64,
        /// What stands there instead.
        found: String,
    },
    /// An amount is given twice.
    Repeated {
        /// The amount's name.
        name: &'static str,
    },
    /// A preset stands behind something else, which it would undo.
    PresetNotFirst {
        /// The preset's name.
        found: String,
    },
    /// Of alpha and sigma, which only work together, one is given.
    HalfElastic,
}

impl fmt::Display for DistortionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { found } => write!(
                f,
                "distortion: expected none, affine, elastic, or name=value with one of the names \
                 shift, rotate, scale, shear, alpha, sigma; found '{found}'"
            ),
            Self::Value { name, unit, least, most, found } => write!(
                f,
                "distortion: {name} ({unit}): expected a number from {least} to {most}; \
                 found '{found}'"
            ),
            Self::Repeated { name } => {
                write!(f, "distortion: {name} is given twice; write it once")
            }
            Self::PresetNotFirst { found } => write!(
                f,
                "distortion: '{found}' sets every amount; write it first, and then what differs"
            ),
            Self::HalfElastic => write!(
                f,
                "distortion: alpha and sigma work together; write both, as in alpha=36,sigma=6"
            ),
        }
    }
}

impl Error for DistortionError {}

impl Distortion {
    /// Reads a preset (`none`, `affine`, `elastic`), amounts (`shift=2,rotate=15,scale=0.15,
    /// shear=0.1,alpha=36,sigma=6`, each optional), or a preset followed by amounts that replace
    /// its own.
    pub fn parse(text: &str) -> Result<Self, DistortionError> {
        let mut preset = Self::none();
        let mut given = [None; AMOUNTS.len()];
        for (place, item) in text.split(',').map(str::trim).enumerate() {
            match (item.split_once('='), Self::preset(item)) {
                (Some((name, value)), _) => set(&mut given, item, name.trim(), value.trim())?,
                (None, Some(known)) if place == 0 => preset = known,
                (None, Some(_)) => {
                    return Err(DistortionError::PresetNotFirst { found: item.to_string() });
                }
                (None, None) => {
                    return Err(DistortionError::Unknown { found: item.to_string() });
                }
            }
        }
        let [shift, rotation, scaling, shear, alpha, sigma] = given;
        let elastic = match (
            alpha.or(preset.elastic.map(|e| e.alpha)),
            sigma.or(preset.elastic.map(|e| e.sigma)),
        ) {
            (Some(alpha), Some(sigma)) => Some(Elastic { alpha, sigma }),
            (None, None) => None,
            _ => return Err(DistortionError::HalfElastic),
        };
        Ok(Self {
            shift: shift.unwrap_or(preset.shift),
            rotation: rotation.unwrap_or(preset.rotation),
            scaling: scaling.unwrap_or(preset.scaling),
            shear: shear.unwrap_or(preset.shear),
            elastic,
        })
    }

    fn preset(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::none()),
            "affine" => Some(Self::affine()),
            "elastic" => Some(Self::elastic()),
            _ => None,
        }
    }
}

/// Reads one `name=value` into its place among `given`.
fn set(
    given: &mut [Option<f64>; AMOUNTS.len()],
    item: &str,
    name: &str,
    value: &str,
) -> Result<(), DistortionError> {
    let Some(place) = AMOUNTS.iter().position(|amount| amount.0 == name) else {
        return Err(DistortionError::Unknown { found: item.to_string() });
    };
    let (name, unit, least, most) = AMOUNTS[place];
    if given[place].is_some() {
        return Err(DistortionError::Repeated { name });
    }
    match value.parse::<f64>() {
        Ok(number) if (least..=most).contains(&number) => given[place] = Some(number),
        _ => {
            return Err(DistortionError::Value {
                name,
                unit,
                least,
                most,
                found: value.to_string(),
            });
        }
    }
    Ok(())
}
