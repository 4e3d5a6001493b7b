//! A model file keeps a network to the bit and explains itself; other programs' files are read; no
//! bytes make the reader panic.

use crate::support::{arrays, mutation};
use arrays::describe;
use backprop::format::npz;
use backprop::matrix::Matrix;
use backprop::mnist::Prepare;
use backprop::network::{Activation, Dense, Hints, Loss, Model, Network};
use backprop::random::Xorshift;
use backprop::training::Recipe;
use mutation::{MOST_MEMORY, survives};
use std::path::Path;

const TANH: Hints =
    Hints { activation: Some(Activation::Tanh), layout: None, mean: None, std: None };

/// A network for images of 2 x 3 pixels with awkward weights, layers of these activations.
fn model(activations: &[Activation], bias: bool, loss: Loss) -> Model {
    let recipe = Recipe { hidden: vec![4; activations.len() - 1], bias, ..Recipe::default() };
    let network = recipe.network(6, 3, &mut Xorshift::new(1));
    let layers = network.layers().iter().zip(activations).map(|(layer, &activation)| {
        let bias = layer.bias().map(|bias| vec![-0.0; bias.len()]);
        Dense::new(layer.weights(), bias, activation)
    });
    Model {
        image_size: Some((2, 3)),
        prepare: Some(Prepare::None),
        flags: "train --hidden 4".into(),
        seed: "18446744073709551616".into(),
        ..Model::new(Network::new(layers.collect()), loss)
    }
}

/// Everything about a model, floats as their bits.
fn spelled(model: &Model) -> String {
    let bits = |values: Vec<f64>| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    let layer = |layer: &Dense| {
        let weights = layer.weights();
        let bias = layer.bias().map(|bias| bits(bias.to_vec()));
        let size = (weights.rows(), weights.columns());
        format!(
            "{:?} {size:?} {:?} {bias:?}",
            layer.activation(),
            bits(weights.elements().collect())
        )
    };
    let layers: Vec<_> = model.network.layers().iter().map(layer).collect();
    let Model { loss, image_size, prepare, flags, seed, .. } = model;
    format!("{layers:#?} {loss:?} {image_size:?} {prepare:?} {flags} {seed}")
}

#[test]
fn what_is_written_is_read_again() {
    use Activation::{Identity, Relu, Sigmoid, Tanh};
    for (activations, bias, loss) in [
        (&[Relu, Identity][..], true, Loss::SoftmaxCrossEntropy),
        (&[Tanh, Tanh, Sigmoid], false, Loss::SquaredError),
        (&[Tanh, Sigmoid, Relu, Identity], true, Loss::SoftmaxCrossEntropy),
        (&[Identity], false, Loss::SoftmaxCrossEntropy),
    ] {
        let written = model(activations, bias, loss);
        let file = written.to_npz().unwrap();
        let read = Model::from_npz(&file).unwrap();
        assert_eq!(spelled(&read), spelled(&written));
        assert!(read.to_npz().unwrap() == file, "{activations:?}: other bytes the second time");
    }
}

#[test]
fn a_file_explains_itself() {
    use Activation::{Identity, ReluAsPrinted};
    let layer = |weights: Matrix, activation| {
        let bias = vec![0.5; weights.columns()];
        Dense::new(weights, Some(bias), activation)
    };
    let mut model = model(&[Identity], true, Loss::SquaredError);
    model.network = Network::new(vec![
        layer(Matrix::from_rows(&[[1.0], [2.0]]), ReluAsPrinted),
        layer(Matrix::from_rows(&[[-2.0, 1.0]]), Identity),
    ]);
    (model.image_size, model.classes) = (Some((1, 2)), vec!["0".into(), "1".into()]);
    let arrays = npz::read(&model.to_npz().unwrap()).unwrap();
    let found: Vec<_> = arrays
        .iter()
        .map(|(name, array)| describe(name, array).replace("\\u{", "").replace('}', ""))
        .collect();
    let words = |text: &str| text.chars().map(|c| format!("{:x}", c as u32)).collect::<String>();
    let expected = [
        "weights_1\tf\t[2, 1]\t3ff0000000000000 4000000000000000".to_string(),
        "bias_1\tf\t[1]\t3fe0000000000000".into(),
        "weights_2\tf\t[1, 2]\tc000000000000000 3ff0000000000000".into(),
        "bias_2\tf\t[2]\t3fe0000000000000 3fe0000000000000".into(),
        format!("activation\tU\t[]\t\"{}\"", words("relu")),
        format!("output_activation\tU\t[]\t\"{}\"", words("identity")),
        format!("loss\tU\t[]\t\"{}\"", words("squared-error")),
        "input_size\ti\t[2]\t1 2".into(),
        "classes\ti\t[2]\t0 1".into(),
        format!("prepare\tU\t[]\t\"{}\"", words("none")),
        format!("flags\tU\t[]\t\"{}\"", words("train --hidden 4")),
        format!("seed\tU\t[]\t\"{}\"", words("18446744073709551616")),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_model_that_could_not_be_read_is_not_written() {
    let written = |layers: &[(usize, usize, f64)], bias: Option<f64>| {
        let layer = |&(inputs, outputs, weight): &(usize, usize, f64)| {
            let weights = Matrix::from_fn(inputs, outputs, |_, _| weight);
            Dense::new(weights, bias.map(|bias| vec![bias; outputs]), Activation::Identity)
        };
        let network = Network::new(layers.iter().map(layer).collect());
        Model::new(network, Loss::SquaredError).to_npz().map_err(|fault| fault.to_string())
    };
    for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let fault = written(&[(3, 2, 0.5), (2, 2, weight)], None).unwrap_err();
        let found =
            format!("the array weights_2: expected finite numbers, found {weight} at [0, 0]");
        assert!(fault.starts_with(&found), "{fault}");
        let fault = written(&[(3, 2, 0.5)], Some(weight)).unwrap_err();
        assert!(
            fault.contains(&format!("bias_1: expected finite numbers, found {weight}")),
            "{fault}"
        );
    }
    for outputs in [1, 257] {
        let fault = written(&[(3, outputs, 0.5)], None).unwrap_err();
        let found = format!(
            "weights_1: expected 2 to 256 outputs in the last layer, one for each \
                             class, found {outputs}"
        );
        assert!(fault.contains(&found), "{fault}");
    }
    let fault = written(&[(17 << 20, 2, 0.5)], None).unwrap_err();
    assert!(fault.contains("expected at most 1073741824 bytes of weights"), "{fault}");
    let fault = written(&vec![(2, 2, 0.5); 66_000], None).unwrap_err();
    assert!(fault.contains("expected at most 65535 members"), "{fault}");
    for outputs in [2, 256] {
        let file = written(&[(3, outputs, 0.5)], None).expect("a model");
        assert!(Model::from_npz(&file).is_ok(), "{outputs} outputs");
    }
}

#[test]
fn probabilities_lie_from_0_to_1_and_keep_the_order_of_the_outputs() {
    let squared = model(&[Activation::Identity], true, Loss::SquaredError);
    for (outputs, expected) in [
        ([0.25, 1.0, 0.0], [0.25, 1.0, 0.0]),
        ([-0.5, 0.75, 1.0], [0.0, 0.75, 1.0]),
        ([2.0, -1e300, 4.0], [0.5, 0.0, 1.0]),
        ([f64::MAX, 0.0, f64::MAX], [1.0, 0.0, 1.0]),
    ] {
        assert_eq!(squared.probabilities(&outputs), expected);
    }
    let softmax = model(&[Activation::Identity], true, Loss::SoftmaxCrossEntropy);
    assert_eq!(softmax.probabilities(&[f64::MAX, f64::MIN, f64::MAX]), [0.5, 0.0, 0.5]);
}

#[test]
fn floats_take_four_bytes_where_these_hold_every_parameter_exactly() {
    use Activation::{Identity, Relu};
    let double = model(&[Relu, Identity], true, Loss::SoftmaxCrossEntropy);
    let mut single = double.clone();
    single.network.round_to_f32();
    for (was, is) in double.network.parameters().into_iter().zip(single.network.parameters()) {
        assert_eq!(f64::from(was as f32).to_bits(), is.to_bits(), "{was} is rounded");
    }
    let (long, short) = (double.to_npz().unwrap(), single.to_npz().unwrap());
    for (file, descr) in [(&long, "'<f8'"), (&short, "'<f4'")] {
        let arrays = String::from_utf8_lossy(file).matches(descr).count();
        assert_eq!(arrays, 4, "two layers of weights and biases are {descr}");
    }
    assert!(short.len() < long.len(), "{} bytes, {} bytes", short.len(), long.len());
    let read = Model::from_npz(&short).unwrap();
    assert_eq!(spelled(&read), spelled(&single));
    assert!(read.to_npz().unwrap() == short, "other bytes the second time");
}

#[test]
fn what_other_programs_write() {
    // The numbers of `compare/model.py`, which made the files.
    let number = |k: usize| (k % 7) as f64 / 8.0 - 0.5;
    let weights = [(0, 6, 4), (1, 4, 3)].map(|(start, inputs, outputs)| {
        Matrix::from_fn(inputs, outputs, |i, j| number(start + i * outputs + j))
    });
    let biases = [(2..6), (3..6)].map(|range| range.map(number).collect::<Vec<_>>());
    for name in
        ["as_ours", "single_fortran", "bias_rows", "no_biases", "pytorch", "pytorch_transposed"]
    {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/model");
        let file = file.join(format!("{name}.npz"));
        let model = Model::read_with(&file, &TANH).unwrap();
        assert_eq!(model.network.shape(), "6-4-3", "{name}");
        for (l, layer) in model.network.layers().iter().enumerate() {
            let bias = (name != "no_biases").then_some(&biases[l][..]);
            assert!(layer.weights() == weights[l], "{name}: {:?}", layer.weights());
            assert_eq!(layer.bias(), bias, "{name}");
            let activation = [Activation::Tanh, Activation::Identity][l];
            assert_eq!(layer.activation(), activation, "{name}");
        }
        assert_eq!(
            (model.loss, model.image_size, model.prepare),
            (Loss::SoftmaxCrossEntropy, None, None),
            "{name}"
        );
        let error = Model::read(&file).unwrap_err().to_string();
        let expected = "npz: expected the array activation, found none; say the activation of the \
                        hidden units: --activation relu, tanh, sigmoid or identity";
        assert!(error.starts_with(file.to_str().unwrap()) && error.ends_with(expected), "{error}");
    }
}

#[test]
fn a_hundred_thousand_damaged_files() {
    use Activation::{Identity, Tanh};
    let ours = model(&[Tanh, Identity], true, Loss::SoftmaxCrossEntropy).to_npz().unwrap();
    let pytorch = include_bytes!("../fixtures/model/pytorch.npz");
    let fortran = include_bytes!("../fixtures/model/single_fortran.npz");
    survives(&[&ours, pytorch, fortran], MOST_MEMORY, |file| {
        Model::from_npz_with(file, &TANH).is_err()
    });
}
