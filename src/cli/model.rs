//! The trained network that a command uses: a file, or the one that is compiled in.

use super::{Failure, Flags, memory};
use crate::format::shown::shown;
use crate::network::{Activation, Model};

/// See [`load_model`].
pub const MODEL: &str = "--model FILE [the built-in one] a trained network: model.npz of train or \
                         notebook, checkpoint.npz, or a .npz file of weights that NumPy wrote";

/// See [`load_model`].
pub const ACTIVATION: &str = "--activation NAME [as the file says] what hidden units do to their \
                              sums, for a file that does not say it: relu, tanh, sigmoid, identity";

/// `make model` makes it; data/model/README.md has its flags.
static BUILT_IN: &[u8] = include_bytes!("../../data/model/mnist.npz");

/// The network that [`MODEL`] and [`ACTIVATION`] name, and the file's name as messages show it.
pub fn load_model(flags: &Flags) -> Result<(Model, String), Failure> {
    memory::check("to read a model", 16 << 20, 0, "raise its limit")?;
    let activation = flags
        .is_given("activation")
        .then(|| flags.choice("activation", &Activation::named()))
        .transpose()?;
    if flags.is_given("model") {
        let path = flags.path("model")?;
        return Ok((Model::read(&path, activation)?, shown(&path)));
    }
    let name = "data/model/mnist.npz (built in)".to_string();
    let model = Model::from_npz(BUILT_IN, activation);
    Ok((model.map_err(|fault| Failure::failed(format!("{name}: {fault}")))?, name))
}
