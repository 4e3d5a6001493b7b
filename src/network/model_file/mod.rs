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
//! classes             the label of each output
//! prepare             how pictures become such images: digit (as MNIST's digits were made) or none
//! flags, seed         how it was trained
//! ```
//!
//! Weights and biases are `float32` if that holds all of them exactly, else `float64`. So in NumPy `x @ model["weights_1"] + model["bias_1"]` is the tutorial's own line. The same
//! model gives the same bytes every time.
//!
//! Files of other programs are read as well; `layers` knows other names. Where a file does not say
//! it, the outputs are scores and the loss is the cross-entropy of their softmax. What hidden units
//! do to their sums has no such default. Arrays of other names are passed over, whatever their type.

mod error;
mod fields;
mod layers;

use std::ops::RangeInclusive;
use std::path::Path;

pub use error::ModelError;

use super::loss::softmax;
use super::{Activation, Dense, Loss, Network, NotFinite};
use crate::format::npy::{Array, Values};
use crate::format::npz;
use crate::format::open_file::read_file;
use crate::format::shown::shown;
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
    /// The command and the flags that trained it; empty if unknown.
    pub flags: String,
    /// The seed of its training; empty if unknown.
    pub seed: String,
}

impl Model {
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
        let classes = self.network.outputs();
        add("classes", &[classes], Values::I64((0..classes as i64).collect()));
        if let Some(prepare) = self.prepare {
            add("prepare", &[], text(prepare.name()));
        }
        add("flags", &[], text(&self.flags));
        add("seed", &[], text(&self.seed));
        layers::check(&arrays)?;
        npz::write(&arrays).map_err(|error| ModelError(error.to_string()))
    }

    /// The model in a file. What its hidden units do to their sums is `activation`, or what the
    /// file says.
    pub fn read(path: &Path, activation: Option<Activation>) -> Result<Self, ModelError> {
        let fault = |fault: String| ModelError(format!("{}: {fault}", shown(path)));
        let file = read_file(path, MAX_FILE).map_err(|error| {
            let advice = "expected a model.npz, as backprop train writes it";
            fault(format!("cannot read the file: {error}; {advice}"))
        })?;
        Self::from_npz(&file, activation).map_err(|error| fault(error.0))
    }

    /// The model in the bytes of a file; see [`Model::read`].
    pub fn from_npz(file: &[u8], activation: Option<Activation>) -> Result<Self, ModelError> {
        let wanted = |name: &str| layers::is_of_layer(name) || fields::NAMES.contains(&name);
        let (arrays, others) = npz::read_some(file, wanted).map_err(|error| {
            let advice = "expected a model.npz, as backprop train or numpy.savez writes it";
            ModelError(format!("{error}; {advice}"))
        })?;
        let layers = layers::read(&arrays, &others)?;
        let fields = Fields(&arrays);
        let mut activations = fields.hidden_activations(layers.len() - 1, activation)?;
        let output = fields.one_of("output_activation", &Activation::named())?;
        activations.push(output.unwrap_or(Activation::Identity));
        let loss = fields.one_of("loss", &Loss::named())?;
        let image_size = fields.image_size(layers[0].0.rows())?;
        let layers = layers.into_iter().zip(activations);
        let layers = layers.map(|((weights, bias), f)| Dense::new(weights, bias, f));
        Ok(Self {
            network: Network::new(layers.collect()),
            loss: loss.unwrap_or(Loss::SoftmaxCrossEntropy),
            image_size,
            prepare: fields.one_of("prepare", &Prepare::named())?,
            flags: fields.note("flags"),
            seed: fields.note("seed"),
        })
    }
}
