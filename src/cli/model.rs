//! The trained network that a command uses: a file, or the one that is compiled in.

use super::{Failure, Flags, memory};
use crate::format::shown::shown;
use crate::network::{Activation, Hints, Layout, Model};
use std::ops::Bound;

/// See [`load_model`].
pub const MODEL: &str = "--model FILE [the built-in one] a trained network: model.npz of train or \
                         notebook, checkpoint.npz, or a .npz file of weights of PyTorch, Keras, \
                         scikit-learn or NumPy (data/model/elsewhere.md); inputs are pixels / 255";

/// See [`load_model`], as for the next three. A file of another program may leave these open.
pub const ACTIVATION: &str = "--activation NAME [as the file says] of the hidden units: relu, \
                              tanh, sigmoid, identity";
/// How weights lie.
pub const LAYOUT: &str = "--layout NAME [as the file says] of the weights: in-out (a row for each \
                          input) or out-in (as PyTorch's)";
/// The mean of the inputs.
pub const MEAN: &str = "--mean X [as the file says] was subtracted from the inputs, pixels / 255, \
                        in training";
/// Their standard deviation.
pub const STD: &str = "--std X [as the file says] by which they were divided then";

/// `make model` makes it; data/model/README.md has its flags.
static BUILT_IN: &[u8] = include_bytes!("../../data/model/mnist.npz");

/// The network that [`MODEL`] and [`ACTIVATION`] name, and the file's name as messages show it.
pub fn load_model(flags: &Flags) -> Result<(Model, String), Failure> {
    memory::check("to read a model", 16 << 20, 0, "raise its limit")?;
    let given = |name| flags.is_given(name).then_some(name);
    let number = |name, range| given(name).map(|name| flags.float(name, range)).transpose();
    let hints = Hints {
        activation: given("activation")
            .map(|name| flags.choice(name, &Activation::named()))
            .transpose()?,
        layout: given("layout").map(|name| flags.choice(name, &Layout::named())).transpose()?,
        mean: number("mean", (Bound::Unbounded, Bound::Unbounded))?,
        std: number("std", (Bound::Excluded(0.0), Bound::Unbounded))?,
    };
    if flags.is_given("model") {
        let path = flags.path("model")?;
        return Ok((Model::read_with(&path, &hints)?, shown(&path)));
    }
    let name = "data/model/mnist.npz (built in)".to_string();
    let model = Model::from_npz_with(BUILT_IN, &hints);
    Ok((model.map_err(|fault| Failure::failed(format!("{name}: {fault}")))?, name))
}
