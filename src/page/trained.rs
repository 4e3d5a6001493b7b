//! The trained network and the images that the page shows, as data for its scripts.

use crate::format::base64;
use crate::format::json::Json;
use crate::mnist::Mnist;
use crate::network::Model;

/// Test images that the page holds, from the first: number 61 is the first 8.
pub const IMAGES: usize = 62;

/// The digits 0 to 88 of a parameter: what JSON in HTML holds as one byte.
fn digits() -> impl Iterator<Item = char> {
    ('#'..='~').filter(|digit| !"&<\\".contains(*digit))
}

/// A parameter is a whole number of steps of its array, from -LIMIT to LIMIT, as three digits.
const BASE: i32 = 89;
const LIMIT: i32 = (BASE * BASE * BASE - 1) / 2;

/// The network as the page has it, and the data that it is shown with.
#[derive(Clone, Debug)]
pub struct Trained<'a> {
    /// The network, its parameters rounded as they are in the page.
    pub model: Model,
    /// MNIST.
    pub data: &'a Mnist,
    /// The network for the scripts: the parameters of a layer are `weights` (inputs × outputs) and
    /// `bias`.
    pub network: Json,
}

impl<'a> Trained<'a> {
    /// Rounds the parameters of `model`.
    ///
    /// Three characters take little more than half of the room of a 32-bit float in base64. Of the
    /// built-in network's answers to the 10,000 test images no class changes; what `predict` prints
    /// of the first two classes changes in five.
    pub fn new(model: &Model, data: &'a Mnist) -> Self {
        let mut model = model.clone();
        let mut rounded = Vec::new();
        let mut written = |values: &[f64]| {
            let (steps, step) = in_steps(values);
            rounded.extend(steps.iter().map(|&count| f64::from(count) * step));
            Json::object([("step", step.into()), ("digits", text(&steps).into())])
        };
        let layers = Json::array(model.network.layers().iter().map(|layer| {
            Json::object([
                ("inputs", layer.inputs().into()),
                ("outputs", layer.outputs().into()),
                ("activation", layer.activation().name().into()),
                ("weights", written(&layer.weights().elements().collect::<Vec<_>>())),
                ("bias", written(layer.bias().unwrap_or_default())),
            ])
        }));
        model.network.set_parameters(&rounded);
        let network = Json::object([
            ("loss", model.loss.name().into()),
            ("digits", digits().collect::<String>().into()),
            ("layers", layers),
        ]);
        Self { model, data, network }
    }

    /// Test images with their labels, from the first.
    pub fn images(&self) -> Json {
        let test = &self.data.test;
        let image = |i: usize| {
            Json::object([
                ("number", i.into()),
                ("label", usize::from(test.labels[i]).into()),
                ("pixels", bytes(&test.images.dense(i))),
            ])
        };
        Json::array((0..test.len().min(IMAGES)).map(image))
    }
}

/// Pixels from 0 to 1 as bytes in base64.
pub fn bytes(pixels: &[f64]) -> Json {
    let bytes: Vec<_> = pixels.iter().map(|pixel| (pixel * 255.0).round() as u8).collect();
    base64::encode(&bytes).into()
}

/// The values as counts of a step, the largest as [`LIMIT`] steps.
fn in_steps(values: &[f64]) -> (Vec<i32>, f64) {
    let largest = values.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let step = if largest > 0.0 { largest / f64::from(LIMIT) } else { 1.0 };
    (values.iter().map(|value| (value / step).round() as i32).collect(), step)
}

/// Numbers from -LIMIT to LIMIT, three digits for each.
fn text(numbers: &[i32]) -> String {
    let digits: Vec<_> = digits().collect();
    let three = |number: &i32| {
        let number = number + LIMIT;
        [number / (BASE * BASE), number / BASE % BASE, number % BASE].map(|k| digits[k as usize])
    };
    numbers.iter().flat_map(three).collect()
}
