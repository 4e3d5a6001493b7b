//! The trained network that a command uses: a file, or the one that is compiled in.

use super::{Failure, Flags};
use crate::network::model_file::ModelError;
use crate::network::{Activation, Model};
use std::path::PathBuf;

/// See [`load_model`].
pub const MODEL: &str = "--model FILE [the built-in one] a trained network: model.npz of train or \
                         notebook, or a .npz file of weights that NumPy wrote";

/// See [`load_model`].
pub const ACTIVATION: &str = "--activation NAME [as the file says] what hidden units do to their \
                              sums, for a file that does not say it: relu, tanh, sigmoid, identity";

/// `make model` makes it; data/model/README.md has its flags.
static BUILT_IN: &[u8] = include_bytes!("../../data/model/mnist.npz");

/// The network that [`MODEL`] and [`ACTIVATION`] name, and the file's name for messages.
pub fn load_model(flags: &Flags) -> Result<(Model, PathBuf), Failure> {
    let activation = flags
        .is_given("activation")
        .then(|| flags.choice("activation", &Activation::named()))
        .transpose()?;
    if flags.is_given("model") {
        let path = flags.path("model")?;
        return Ok((Model::read(&path, activation)?, path));
    }
    let path = PathBuf::from("data/model/mnist.npz (built in)");
    let model = Model::from_npz(BUILT_IN, activation);
    Ok((model.map_err(|fault| ModelError { path: path.clone(), fault })?, path))
}
