//! What can be wrong with a model file.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;

use super::MAX_FILE;
use crate::format::npz::NpzError;
use crate::format::shown::shown;

/// Why a model cannot be used: a file, and its fault.
#[derive(Debug)]
pub struct ModelError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: ModelFault,
}

/// What is wrong with a model file.
#[derive(Debug)]
pub enum ModelFault {
    /// The file cannot be opened or read.
    Unreadable(io::Error),
    /// The file has more than [`MAX_FILE`] bytes.
    TooLarge,
    /// The file is not a .npz file that can be read.
    Npz(NpzError),
    /// No array has the name of a layer's weights; these are the names.
    NoLayers(Vec<String>),
    /// A layer lacks its weights.
    MissingWeights {
        /// The array that is missing.
        array: String,
        /// An array that takes part in the same network.
        beside: String,
    },
    /// Two arrays that do not belong to one network: the same part twice, or other names.
    TwoNetworks(String, String),
    /// An array is not what it should be.
    Array {
        /// Its name.
        name: String,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
        /// What to do.
        advice: &'static str,
    },
    /// The weights of this name fit as inputs x outputs and as outputs x inputs.
    EitherWay(String),
    /// Nothing says what hidden units do to their sums.
    NoActivation,
    /// The images are of another size.
    OtherImages {
        /// What the file says of its images.
        takes: String,
        /// Height of the images.
        height: usize,
        /// Width of the images.
        width: usize,
    },
}

impl ModelFault {
    /// The array `name` is not what it should be.
    pub(super) fn array(
        name: &str,
        expected: impl fmt::Display,
        found: impl fmt::Display,
        advice: &'static str,
    ) -> Self {
        let (name, expected) = (name.to_string(), expected.to_string());
        Self::Array { name, expected, found: found.to_string(), advice }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", shown(&self.path), self.fault)
    }
}

impl fmt::Display for ModelFault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Unreadable(error) => write!(
                f,
                "cannot read the file: {error}; expected a model.npz, as backprop train writes it"
            ),
            Self::TooLarge => write!(
                f,
                "expected a model file of at most {MAX_FILE} bytes, found more; check the path, or \
                 save the weights alone"
            ),
            Self::Npz(error) => write!(
                f,
                "{error}; expected a model.npz, as backprop train or numpy.savez writes it"
            ),
            Self::NoLayers(names) => {
                let first: Vec<_> = names.iter().take(10).map(shown).collect();
                let found = if first.is_empty() { "none".into() } else { first.join(", ") };
                write!(
                    f,
                    "expected arrays weights_1, bias_1, weights_2, ... (or W1, b1, ..., or \
                     fc1.weight, fc1.bias, ...), found {found}; save them under such names: \
                     numpy.savez(file, weights_1=...)"
                )
            }
            Self::MissingWeights { array, beside } => write!(
                f,
                "expected the array {} beside {}, found none; save the weights of every layer",
                shown(array),
                shown(beside)
            ),
            Self::TwoNetworks(first, second) => write!(
                f,
                "expected the arrays of one network, found {} and {}; leave one of them out",
                shown(first),
                shown(second)
            ),
            Self::Array { name, expected, found, advice } => {
                let name = shown(name);
                write!(f, "the array {name}: expected {expected}, found {found}; {advice}")
            }
            Self::EitherWay(name) => write!(
                f,
                "the array {0}: its shape and the others' fit as outputs x inputs, as PyTorch \
                 saves weights, and as inputs x outputs; save them under names that say it: \
                 weights_1={0}.T, ...",
                shown(name)
            ),
            Self::NoActivation => f.write_str(
                "expected the array activation, found none; say what the hidden units do to their \
                 sums: --activation relu, tanh, sigmoid or identity",
            ),
            Self::OtherImages { takes, height, width } => write!(
                f,
                "{takes}, found images of {height} x {width} pixels; choose images of this model's \
                 size, or another model"
            ),
        }
    }
}

impl Error for ModelError {}
impl Error for ModelFault {}
