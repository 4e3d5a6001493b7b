//! The trained network and the images that the page shows, as data for its scripts.

use crate::format::base64;
use crate::format::json::Json;
use crate::mnist::Mnist;
use crate::network::Model;

/// Test images that the page holds, from the first.
pub const IMAGES: usize = 40;

/// The network as the page has it, and the data that it is shown with.
#[derive(Clone, Debug)]
pub struct Trained<'a> {
    /// The network, each parameter rounded to 32 bits, as it is in the page.
    pub model: Model,
    /// MNIST.
    pub data: &'a Mnist,
}

impl<'a> Trained<'a> {
    /// Rounds the parameters of `model`.
    pub fn new(model: &Model, data: &'a Mnist) -> Self {
        let mut model = model.clone();
        model.network.round_to_f32();
        Self { model, data }
    }

    /// Layers and loss; the parameters of a layer, `weights` (inputs × outputs) and `bias`, as
    /// little-endian 32-bit floats in base64.
    pub fn weights(&self) -> Json {
        let layers = self.model.network.layers().iter().map(|layer| {
            Json::object([
                ("inputs", layer.inputs().into()),
                ("outputs", layer.outputs().into()),
                ("activation", layer.activation().name().into()),
                ("weights", floats(layer.weights().elements())),
                ("bias", floats(layer.bias().into_iter().flatten().copied())),
            ])
        });
        Json::object([
            ("shape", self.model.network.shape().into()),
            ("loss", self.model.loss.name().into()),
            ("layers", Json::array(layers)),
        ])
    }

    /// Test images with their labels and what the network says, from the first.
    pub fn images(&self) -> Json {
        let test = &self.data.test;
        let image = |i: usize| {
            let pixels = test.images.dense(i);
            Json::object([
                ("number", i.into()),
                ("label", usize::from(test.labels[i]).into()),
                ("pixels", bytes(&pixels)),
                ("probabilities", Json::array(self.probabilities(&pixels))),
            ])
        };
        Json::array((0..test.len().min(IMAGES)).map(image))
    }

    /// The probability of each class for an image; none where an output is no finite number, which
    /// no test image has led to.
    pub fn probabilities(&self, image: &[f64]) -> Vec<f64> {
        self.model.answer(image).unwrap_or_default()
    }
}

/// Pixels from 0 to 1 as bytes in base64.
pub fn bytes(pixels: &[f64]) -> Json {
    let bytes: Vec<_> = pixels.iter().map(|pixel| (pixel * 255.0).round() as u8).collect();
    base64::encode(&bytes).into()
}

fn floats(values: impl Iterator<Item = f64>) -> Json {
    let bytes: Vec<_> = values.flat_map(|x| (x as f32).to_le_bytes()).collect();
    base64::encode(&bytes).into()
}
