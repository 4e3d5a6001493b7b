//! A trained network as a file: a [.npz](crate::format::npz) that explains itself.
//!
//! ```text
//! weights_1           inputs × outputs of the first layer, as the tutorial's
//! bias_1              outputs; not there if the layer has none
//! weights_2, ...      the same of the next layers
//! activation          of the hidden units: relu, tanh, sigmoid or identity
//! output_activation   of the output units
//! loss                cross-entropy (of a softmax of the outputs) or squared-error
//! input_size          height and width of the images
//! classes             the name of each class, or its number
//! prepare             how pictures become such images: digit (as MNIST's digits were made) or none
//! flags, seed         how it was trained
//! ```
//!
//! Weights and biases are `float32` if that holds all of them exactly, else `float64`. So in NumPy
//! `x @ model["weights_1"] + model["bias_1"]` is the tutorial's own line. The same model gives the
//! same bytes every time.
//!
//! Files of other programs are read as well: `names` knows other names, and [`Hints`] are what the
//! user adds. Where a file does not say it, the outputs are scores and the loss is the
//! cross-entropy of their softmax. The activation of the hidden units has no such default. Arrays
//! of other names are passed over, whatever their type.

mod error;
mod fields;
mod hints;
mod layers;
mod names;

use std::ops::RangeInclusive;
use std::path::Path;

pub use error::ModelError;
pub use hints::{Hints, Layout};

use super::loss::softmax;
use super::{Activation, Dense, Loss, Network, NotFinite};
use crate::format::npy::{Array, Values};
use crate::format::npz;
use crate::format::open_file::read_file;
use crate::format::shown::shown;
use crate::format::write_file::write_atomically;
use crate::mnist::Prepare;
use fields::Fields;

/// The most bytes of a file that is read: 1 GiB. The largest network that `backprop train` makes
/// takes 0.7 GB.
pub const MAX_FILE: u64 = 1 << 30;

/// The outputs that a model may have, one for each class: a label is a byte.
const OUTPUTS: RangeInclusive<usize> = 2..=256;

/// A network, and what it takes to use it.
#[derive(Clone, Debug)]
pub struct Model {
    /// The network.
    pub network: Network,
    /// What its training made small.
    pub loss: Loss,
    /// Height and width of its images, if known.
    pub image_size: Option<(usize, usize)>,
    /// How a picture becomes such an image, if known.
    pub prepare: Option<Prepare>,
    /// What the classes are called, one name for each output.
    pub classes: Vec<String>,
    /// The command and the flags that trained it; empty if unknown.
    pub flags: String,
    /// The seed of its training; empty if unknown.
    pub seed: String,
}

impl Model {
    /// A network of which nothing else is known.
    pub fn new(network: Network, loss: Loss) -> Self {
        let classes = (0..network.outputs()).map(|class| class.to_string()).collect();
        let (flags, seed) = (String::new(), String::new());
        Self { network, loss, image_size: None, prepare: None, classes, flags, seed }
    }

    /// Whether the classes have names other than their numbers.
    pub fn has_names(&self) -> bool {
        self.classes.iter().enumerate().any(|(class, name)| *name != class.to_string())
    }

    /// The probability of each class for an input.
    ///
    /// # Panics
    /// If there are not as many inputs as the network has.
    pub fn answer(&self, inputs: &[f64]) -> Result<Vec<f64>, NotFinite> {
        Ok(self.probabilities(&self.network.predict(inputs)?))
    }

    /// The probability of each class, from the network's outputs, which are finite. Trained with
    /// the squared error, an output is itself the estimate of its target, which is 1 for its class
    /// and 0 for others. Then what is below 0 is taken for 0, and if the largest is above 1, all
    /// are divided by it: the classes keep their order.
    pub fn probabilities(&self, outputs: &[f64]) -> Vec<f64> {
        if self.loss == Loss::SoftmaxCrossEntropy {
            let mut probabilities = outputs.to_vec();
            softmax(&mut probabilities);
            return probabilities;
        }
        let most = outputs.iter().copied().fold(1.0, f64::max);
        let share = |output: &f64| if *output > 0.0 { output / most } else { 0.0 };
        outputs.iter().map(share).collect()
    }

    /// Whether the network takes images of this size.
    pub fn check_image_size(&self, height: usize, width: usize) -> Result<(), ModelError> {
        let takes = match self.image_size {
            Some(size) if size == (height, width) => return Ok(()),
            Some((height, width)) => format!("input_size is {height} x {width}"),
            None if self.network.inputs() == height * width => return Ok(()),
            None => format!("layer 1 has weights for {} inputs", self.network.inputs()),
        };
        Err(ModelError(format!(
            "{takes}, found images of {height} x {width} pixels; choose images of this model's \
             size, or another model"
        )))
    }

    /// The model as a .npz file. Both kinds of ReLU are written as `relu`: they differ only in
    /// training.
    ///
    /// A model that could not be read again is refused.
    pub fn to_npz(&self) -> Result<Vec<u8>, ModelError> {
        let mut arrays = Vec::new();
        let mut add = |name: &str, shape: &[usize], values| {
            arrays.push((name.to_string(), Array { shape: shape.to_vec(), values }));
        };
        let text = |text: &str| Values::Text(vec![text.to_string()]);
        let is_f32 =
            self.network.parameters().iter().all(|&x| f64::from(x as f32) == x && x.is_finite());
        let floats = |values: Vec<f64>| match is_f32 {
            true => Values::F32(values.into_iter().map(|value| value as f32).collect()),
            false => Values::F64(values),
        };
        let layers = self.network.layers();
        for (l, layer) in (1..).zip(layers) {
            let weights = floats(layer.weights().elements().collect());
            add(&format!("weights_{l}"), &[layer.inputs(), layer.outputs()], weights);
            if let Some(bias) = layer.bias() {
                add(&format!("bias_{l}"), &[bias.len()], floats(bias.to_vec()));
            }
        }
        let names: Vec<_> = layers.iter().map(|layer| layer.activation().name()).collect();
        let (output, hidden) = names.split_last().expect("a network has a layer");
        match hidden {
            [] => {}
            [first, others @ ..] if others.iter().all(|other| other == first) => {
                add("activation", &[], text(first));
            }
            each => {
                let each = each.iter().map(|name| name.to_string()).collect();
                add("activation", &[hidden.len()], Values::Text(each));
            }
        }
        add("output_activation", &[], text(output));
        add("loss", &[], text(self.loss.name()));
        if let Some((height, width)) = self.image_size {
            add("input_size", &[2], Values::I64(vec![height as i64, width as i64]));
        }
        let classes = self.classes.len();
        if classes != self.network.outputs() {
            let expected = format!("a name for each of {} outputs", self.network.outputs());
            return Err(ModelError::array("classes", expected, classes, "name them all"));
        }
        let values = match self.has_names() {
            true => Values::Text(self.classes.clone()),
            false => Values::I64((0..classes as i64).collect()),
        };
        add("classes", &[classes], values);
        if let Some(prepare) = self.prepare {
            add("prepare", &[], text(prepare.name()));
        }
        add("flags", &[], text(&self.flags));
        add("seed", &[], text(&self.seed));
        layers::check(&arrays)?;
        npz::write(&arrays).map_err(|error| ModelError(error.to_string()))
    }

    /// Writes the model to a file, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), ModelError> {
        let written = write_atomically(path, &self.to_npz()?);
        written.map_err(|error| ModelError(format!("{}: {error}", shown(path))))
    }

    /// The model in a file.
    pub fn read(path: &Path) -> Result<Self, ModelError> {
        Self::read_with(path, &Hints::default())
    }

    /// The model in a file that leaves something open.
    pub fn read_with(path: &Path, hints: &Hints) -> Result<Self, ModelError> {
        let fault = |fault: String| ModelError(format!("{}: {fault}", shown(path)));
        let file = read_file(path, MAX_FILE).map_err(|error| {
            let advice = "expected a model.npz, as backprop train writes it";
            fault(format!("cannot read the file: {error}; {advice}"))
        })?;
        Self::from_npz_with(&file, hints).map_err(|error| fault(error.0))
    }

    /// The model in the bytes of a file.
    pub fn from_npz(file: &[u8]) -> Result<Self, ModelError> {
        Self::from_npz_with(file, &Hints::default())
    }

    /// The same where the file leaves something open.
    pub fn from_npz_with(file: &[u8], hints: &Hints) -> Result<Self, ModelError> {
        let wanted = |name: &str| layers::is_of_layer(name) || fields::NAMES.contains(&name);
        let (arrays, others) = npz::read_some(file, wanted).map_err(|error| {
            let advice = "expected a model.npz, as backprop train or numpy.savez writes it";
            ModelError(format!("{error}; {advice}"))
        })?;
        let is_field = |(name, _): &(String, _)| fields::NAMES.contains(&&**name);
        let (fields, arrays): (Vec<_>, Vec<_>) = arrays.into_iter().partition(is_field);
        let mut layers = layers::read(&arrays, &others, hints.layout)?;
        let fields = Fields(&fields);
        hints::fold(&fields, hints, &mut layers[0])?;
        let mut activations = fields.hidden_activations(layers.len() - 1, hints.activation)?;
        let output = fields.one_of("output_activation", &Activation::named())?;
        activations.push(output.unwrap_or(Activation::Identity));
        let loss = fields.one_of("loss", &Loss::named())?;
        let image_size = fields.image_size(layers[0].0.rows())?;
        let layers = layers.into_iter().zip(activations);
        let layers = layers.map(|((weights, bias), f)| Dense::new(weights, bias, f));
        let network = Network::new(layers.collect());
        Ok(Self {
            image_size,
            classes: fields.classes(network.outputs())?,
            prepare: fields.one_of("prepare", &Prepare::named())?,
            flags: fields.note("flags"),
            seed: fields.note("seed"),
            ..Self::new(network, loss.unwrap_or(Loss::SoftmaxCrossEntropy))
        })
    }
}
