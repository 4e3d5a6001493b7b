//! Results that this crate computed, for the page's test to compare with.

use super::drawing::{drawings, photograph};
use super::examples;
use backprop::format::json::Json;
use backprop::matrix::Matrix;
use backprop::network::gradient_check::GradientCheck;
use backprop::network::{Dense, Network, Pass, Table};
use backprop::page::trained::{IMAGES, Trained};

/// Steps of teaching, on the first images.
const STEPS: usize = 4;

/// The learning rate of the steps.
const RATE: f64 = 0.01;

/// Weights of each layer whose derivatives are compared.
const WEIGHTS: usize = 12;

/// Outputs and probabilities for each of the page's images; steps of backpropagation, with all that
/// they compute; the worked examples; what is read in pictures.
pub fn cases(trained: &Trained) -> Json {
    let images = 0..trained.data.test.len().min(IMAGES);
    let pixels = |i| trained.data.test.images.dense(i);
    let outputs: Vec<_> = images
        .clone()
        .map(|i| trained.model.network.predict(&pixels(i)).expect("finite numbers"))
        .collect();
    let probabilities = outputs.iter().map(|z| Json::array(trained.model.probabilities(z)));
    Json::object([
        ("probabilities", Json::array(probabilities)),
        ("outputs", Json::array(outputs.iter().map(|z| Json::array(z.iter().copied())))),
        ("tested", trained.data.test.len().into()),
        ("steps", Json::array(images.take(STEPS).map(|i| step(trained, i)))),
        ("examples", examples::results()),
        ("drawings", drawings(trained)),
        ("photograph", photograph(trained)),
    ])
}

/// A step on image `i`: towards its label for the first, for the others towards another digit,
/// where the deltas are larger.
fn step(trained: &Trained, i: usize) -> Json {
    let (model, test) = (&trained.model, &trained.data.test);
    let mut network = model.network.clone();
    let pixels = test.images.dense(i);
    let label = (usize::from(test.labels[i]) + usize::from(i > 0)) % test.classes();
    let sample = Table::with_labels(Matrix::from_rows(&[&pixels]), &[label], test.classes());

    let mut pass = Pass::new(&network);
    pass.load(&sample, [0]);
    let mut check = GradientCheck::new(&mut network, model.loss, &mut pass);
    let gradient = check.gradient().expect("finite numbers");
    let derivatives = places(&model.network, &gradient);
    let derivatives = derivatives.into_iter().map(|(layer, array, index, parameter)| {
        let found = check.parameter(&gradient, parameter);
        Json::object([
            ("layer", layer.into()),
            ("array", array.into()),
            ("index", index.into()),
            ("backward", found.backward.into()),
            ("difference", found.difference.into()),
        ])
    });
    let derivatives = Json::array(derivatives.collect::<Vec<_>>());

    network.backprop(model.loss, &mut pass).expect("finite numbers");
    let deltas = (0..network.layers().len()).map(|l| Json::array(pass.deltas(l).elements()));
    let (loss, deltas) = (pass.losses()[0], Json::array(deltas));
    network.descend(RATE, &mut pass);
    network.backprop(model.loss, &mut pass).expect("finite numbers");
    Json::object([
        ("image", i.into()),
        ("label", label.into()),
        ("rate", RATE.into()),
        ("loss", loss.into()),
        ("deltas", deltas),
        ("derivatives", derivatives),
        ("after", Json::array(model.probabilities(pass.output(0)))),
    ])
}

/// A parameter's layer, its array (`weights`, inputs × outputs, or `bias`), its index there, and
/// its index among all parameters of the network.
type Place = (usize, &'static str, usize, usize);

/// Some parameters of each layer whose derivative is not zero.
fn places(network: &Network, gradient: &[f64]) -> Vec<Place> {
    let arrays = |(layer, dense): (usize, &Dense)| {
        let bias = dense.bias().map_or(0, <[f64]>::len);
        [(layer, "weights", dense.inputs() * dense.outputs(), WEIGHTS), (layer, "bias", bias, 1)]
    };
    let mut places = Vec::new();
    let mut start = 0;
    for (layer, array, len, wanted) in network.layers().iter().enumerate().flat_map(arrays) {
        let moves: Vec<_> = (0..len).filter(|index| gradient[start + index] != 0.0).collect();
        let apart = moves.len().div_ceil(wanted).max(1);
        let place = |&index| (layer, array, index, start + index);
        places.extend(moves.iter().step_by(apart).map(place));
        start += len;
    }
    places
}
