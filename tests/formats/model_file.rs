//! A model file keeps a network to the bit and explains itself; other programs' files are read; no
//! bytes make the reader panic.

use crate::support::{arrays, mutation};
use arrays::describe;
use backprop::format::npy::{Array, Values};
use backprop::format::npz;
use backprop::matrix::Matrix;
use backprop::mnist::Prepare;
use backprop::network::{Activation, Dense, Hints, Layout, Loss, Model, Network};
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

/// A file of arrays of floats with these shapes, each of numbers of its own.
fn file(arrays: &[(&str, &[usize])]) -> Vec<u8> {
    let array = |(i, &(name, shape)): (usize, &(&str, &[usize]))| {
        let value = |k: usize| ((i * 31 + k * 7) % 16) as f64 / 8.0 - 1.0;
        let values = Values::F64((0..shape.iter().product()).map(value).collect());
        (name.to_string(), Array { shape: shape.to_vec(), values })
    };
    npz::write(&arrays.iter().enumerate().map(array).collect::<Vec<_>>()).unwrap()
}

#[test]
fn keras_and_scikit_learn_name_and_order_their_arrays_otherwise() {
    let ours = |names: [&'static str; 4]| {
        [(names[0], &[6, 4][..]), (names[1], &[4]), (names[2], &[4, 3]), (names[3], &[3])]
    };
    let expected = Model::from_npz_with(&file(&ours(["W1", "b1", "W2", "b2"])), &TANH).unwrap();
    for names in [
        ["coefs_0", "intercepts_0", "coefs_1", "intercepts_1"],
        ["dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"],
        ["a/dense/kernel:0", "a/dense/bias:0", "a/out/kernel:0", "a/out/bias:0"],
        ["arr_0", "arr_1", "arr_2", "arr_3"],
    ] {
        let read = Model::from_npz_with(&file(&ours(names)), &TANH).unwrap();
        assert_eq!(spelled(&read), spelled(&expected), "{names:?}");
    }
    // All matrices, then all biases; a square layer in each place is in doubt with no other.
    let sizes = [&[6, 4][..], &[4, 4], &[4, 3], &[4], &[4], &[3]];
    let of = |names: [&'static str; 6]| names.into_iter().zip(sizes).collect::<Vec<_>>();
    let read = Model::from_npz_with(
        &file(&of(["arr_0", "arr_1", "arr_2", "arr_3", "arr_4", "arr_5"])),
        &TANH,
    );
    let expected = Model::from_npz_with(&file(&of(["W1", "W2", "W3", "b1", "b2", "b3"])), &TANH);
    assert_eq!(spelled(&read.unwrap()), spelled(&expected.unwrap()));
}

#[test]
fn a_hint_says_how_square_weights_lie() {
    let square = file(&[("out.weight", &[6, 6]), ("out.bias", &[6])]);
    let weights = |layout| {
        let hints = Hints { layout: Some(layout), ..Hints::default() };
        Model::from_npz_with(&square, &hints).unwrap().network.layers()[0].weights()
    };
    assert!(weights(Layout::InOut) == weights(Layout::OutIn).transposed());
    assert_eq!(weights(Layout::InOut).row(0)[1], (7 % 16) as f64 / 8.0 - 1.0);
    // Names do not overrule it.
    let hints = Hints { layout: Some(Layout::OutIn), ..Hints::default() };
    let read = Model::from_npz_with(&file(&[("W1", &[6, 4]), ("b1", &[6])]), &hints).unwrap();
    assert_eq!(read.network.shape(), "4-6");
}

#[test]
fn a_network_for_normalised_inputs_becomes_one_for_the_inputs() {
    let bias: &[(&str, &[usize])] = &[("b1", &[4])];
    for bias in [bias, &[]] {
        let arrays = [&[("W1", &[6, 4][..])], bias].concat();
        let plain = Model::from_npz(&file(&arrays)).unwrap();
        let check = |read: &Model, mean: [f64; 6], std: [f64; 6]| {
            for x in [[0.0; 6], [1.0, 0.5, 0.25, 0.0, 0.75, 0.125]] {
                let normalised: Vec<_> = (0..6).map(|p| (x[p] - mean[p]) / std[p]).collect();
                let expected = plain.network.predict(&normalised).unwrap();
                for (a, b) in read.network.predict(&x).unwrap().iter().zip(expected) {
                    assert!((a - b).abs() < 1e-12, "{a}, {b}");
                }
            }
        };
        let hints = Hints { mean: Some(0.1307), std: Some(0.3081), ..Hints::default() };
        let read = Model::from_npz_with(&file(&arrays), &hints).unwrap();
        check(&read, [0.1307; 6], [0.3081; 6]);
        // What is written is folded, and no longer says that inputs are normalised.
        let again = Model::from_npz(&read.to_npz().unwrap()).unwrap();
        assert_eq!(spelled(&again), spelled(&read));
        let each =
            |values: [f64; 6]| Array { shape: vec![6], values: Values::F64(values.to_vec()) };
        let (mean, std) = ([-1.0, 0.0, 0.5, 2.0, 0.0, 0.1], [1.0, 0.5, 0.1, 3.0, 1.0, 2.0]);
        let mut with = npz::read(&file(&arrays)).unwrap();
        with.extend([("mean".to_string(), each(mean)), ("std".to_string(), each(std))]);
        check(&Model::from_npz(&npz::write(&with).unwrap()).unwrap(), mean, std);
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
