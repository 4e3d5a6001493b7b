//! A model file that does not fit gets an error that names the array, what was expected, what was
//! found and what to do.

use crate::support::{arrays, folders, mutation};
use arrays::{archive, fixture};
use backprop::format::npy::{Array, Values};
use backprop::format::npz;
use backprop::network::{Activation, Hints, Model};
use folders::Folder;
use mutation::peak;
use std::path::Path;

const RELU: Hints =
    Hints { activation: Some(Activation::Relu), layout: None, mean: None, std: None };

fn floats(shape: &[usize], value: f64) -> Array {
    let count = shape.iter().product();
    Array { shape: shape.to_vec(), values: Values::F64(vec![value; count]) }
}

fn text(words: &[&str]) -> Array {
    let words: Vec<_> = words.iter().map(|word| word.to_string()).collect();
    Array { shape: vec![words.len()], values: Values::Text(words) }
}

fn named(arrays: &[(&str, Array)]) -> Vec<(String, Array)> {
    arrays.iter().map(|(name, array)| (name.to_string(), array.clone())).collect()
}

/// The error of a file with these arrays.
fn fault(arrays: &[(String, Array)], hints: &Hints) -> String {
    match Model::from_npz_with(&npz::write(arrays).unwrap(), hints) {
        Ok(_) => panic!("{arrays:?} is taken for a model"),
        Err(fault) => fault.to_string(),
    }
}

/// The arrays of a sound file, to be changed.
fn arrays() -> Vec<(String, Array)> {
    let size = Array { shape: vec![2], values: Values::I64(vec![2, 3]) };
    named(&[
        ("weights_1", floats(&[6, 4], 0.5)),
        ("bias_1", floats(&[4], 0.5)),
        ("weights_2", floats(&[4, 3], 0.5)),
        ("bias_2", floats(&[3], 0.5)),
        ("activation", text(&["tanh"])),
        ("output_activation", text(&["identity"])),
        ("loss", text(&["cross-entropy"])),
        ("input_size", size),
        ("prepare", text(&["digit"])),
    ])
}

#[test]
fn shapes_settle_which_way_weights_lie_or_the_file_is_refused() {
    let bias = |outputs| floats(&[outputs], 0.5);
    // There are at most 256 outputs, so 784 are inputs even without a bias.
    for size in [[10, 784], [784, 10]] {
        for bias in [&[("out.bias", bias(10))][..], &[]] {
            let file = named(&[&[("out.weight", floats(&size, 0.5))], bias].concat());
            let model = Model::from_npz(&npz::write(&file).unwrap()).unwrap();
            assert_eq!(model.network.shape(), "784-10", "{} arrays", file.len());
        }
    }
    // Without a bias, a single matrix fits either way; so do square ones.
    for file in [
        named(&[("out.weight", floats(&[10, 200], 0.5))]),
        named(&[("out.weight", floats(&[6, 6], 0.5)), ("out.bias", bias(6))]),
        named(&[("out.weight", floats(&[6, 4], 0.5)), ("b.weight", floats(&[4, 6], 0.5))]),
    ] {
        assert_eq!(
            fault(&file, &RELU),
            "the array out.weight: its shape and the others' fit as outputs x inputs, as PyTorch \
             saves weights, and as inputs x outputs; say which with --layout out-in or --layout \
             in-out"
        );
    }
    // Under our names a square matrix is inputs x outputs.
    let file = named(&[("W1", floats(&[6, 6], 0.5))]);
    assert!(Model::from_npz(&npz::write(&file).unwrap()).is_ok());
}

#[test]
fn the_file_to_be_changed_is_sound() {
    Model::from_npz(&npz::write(&arrays()).unwrap()).expect("a model");
}

#[test]
fn an_array_that_does_not_fit_is_named() {
    let shape = "; each layer takes as many inputs as the one before it has outputs; if all weights \
                 lie the other way, say --layout out-in";
    let bias = "; a bias has a number for each output of its layer";
    let diverged = "; its training diverged: train again with a smaller learning rate";
    let long = "[1, 1, 1, 1, 1, 1, 1, 1, ..., 1 (64 numbers)]";
    let float = "; save the array as floats: array.astype('<f8')";
    let no_other = "; no other network can be computed here";
    let size = "expected height and width, two integers whose product is the 6 inputs, found";
    let as_array = "; save it as numpy.array([28, 28]) for images of 28 x 28 pixels";
    let ints =
        |values: &[i64]| Array { shape: vec![values.len()], values: Values::I64(values.to_vec()) };
    let with = |array: &mut Array, at, value| {
        let Values::F64(values) = &mut array.values else { panic!("floats") };
        values[at] = value;
    };
    let (mut nan, mut infinite) = (floats(&[6, 4], 0.5), floats(&[3], 0.5));
    with(&mut nan, 23, f64::NAN);
    with(&mut infinite, 1, f64::NEG_INFINITY);
    let weights = |array: Array, expected: &str| {
        let message = format!("expected the shape {expected}, found {:?}{shape}", array.shape);
        (array, message)
    };
    let word = |word: &str, expected: &str| {
        let found = if word.contains('\x1b') { format!("{word:?}") } else { word.to_string() };
        (text(&[word]), format!("expected one of {expected}, found {found}{no_other}"))
    };
    let activations = "relu, tanh, sigmoid, identity";
    let two_words = (
        text(&["relu", "relu"]),
        "expected one string, or one for each of 1 hidden layers, found 2 strings; save one \
         string, or one for each"
            .to_string(),
    );
    let no_word = "expected one string, found 0 strings; save it as a string";
    let no_text = "expected a string, found floats; save it as a string";
    for (name, (array, message)) in [
        ("weights_2", weights(floats(&[5, 3], 0.5), "[4, outputs]")),
        ("weights_2", weights(floats(&[3, 4], 0.5), "[4, outputs]")),
        ("weights_2", weights(floats(&[12], 0.5), "[4, outputs]")),
        ("weights_1", weights(floats(&[0, 4], 0.5), "[inputs, outputs]")),
        ("weights_2", weights(floats(&[4, 0], 0.5), "[4, outputs]")),
        ("bias_1", (floats(&[1; 64], 0.5), format!("expected the shape [4], found {long}{bias}"))),
        ("bias_1", (floats(&[3], 0.5), format!("expected the shape [4], found [3]{bias}"))),
        ("bias_2", (floats(&[3, 1], 0.5), format!("expected the shape [3], found [3, 1]{bias}"))),
        ("weights_1", (nan, format!("expected finite numbers, found NaN at [5, 3]{diverged}"))),
        ("bias_2", (infinite, format!("expected finite numbers, found -inf at [1]{diverged}"))),
        ("bias_2", (ints(&[1, 2, 3]), format!("expected floats, found integers{float}"))),
        ("activation", word("gelu\x1b", activations)),
        ("activation", two_words),
        ("activation", (floats(&[], 0.5), no_text.into())),
        ("output_activation", word("softmax", activations)),
        ("loss", word("mse", "cross-entropy, squared-error")),
        ("loss", (text(&[]), no_word.into())),
        ("prepare", word("letter", "digit, none")),
        ("input_size", (ints(&[3, 3]), format!("{size} [3, 3]{as_array}"))),
        ("input_size", (ints(&[6]), format!("{size} [6]{as_array}"))),
        ("input_size", (ints(&[-2, -3]), format!("{size} [-2, -3]{as_array}"))),
        ("input_size", (floats(&[2], 2.0), format!("{size} floats{as_array}"))),
    ] {
        let mut changed = arrays();
        let place = changed.iter().position(|(known, _)| known == name).expect("it is there");
        changed[place].1 = array;
        assert_eq!(fault(&changed, &Hints::default()), format!("the array {name}: {message}"));
    }
}

#[test]
fn an_output_for_each_class_and_no_more() {
    for outputs in [1, 257, 300_000] {
        assert_eq!(
            fault(&named(&[("weights_1", floats(&[4, outputs], 0.5))]), &RELU),
            format!(
                "the array weights_1: expected 2 to 256 outputs in the last layer, one for each \
                 class, found {outputs}; other networks do not classify"
            )
        );
    }
}

#[test]
fn a_layer_is_there_once() {
    let weights = || floats(&[6, 6], 0.5);
    let missing = "found none; save the weights of every layer";
    let two = "expected the arrays of one network, found";
    for (names, message) in [
        (&["weights_2"][..], format!("expected the weights of layer 1 beside weights_2, {missing}")),
        (&["W1", "W3"], format!("expected the weights of layer 2 beside W3, {missing}")),
        (&["W0", "W1"], format!("expected the weights of layer 1 beside W0, {missing}")),
        (
            &["weights_1", "bias_2"],
            format!("expected the weights of layer 2 beside bias_2, {missing}"),
        ),
        (&["a.bias"], format!("expected the weights of layer 1 beside a.bias, {missing}")),
        (&["W1", "weights_1"], format!("{two} W1 and weights_1; leave one of them out")),
        (&["W1", "a.weight"], format!("{two} W1 and a.weight; leave one of them out")),
        (
            &["kernel", "W01", "W+1"],
            "expected arrays weights_1, bias_1, weights_2, ... (or W1, b1, ..., or fc1.weight, \
             fc1.bias, ..., or coefs_0, intercepts_0, ...), found kernel, W01, W+1; save them under such names: \
             numpy.savez(file, weights_1=...)"
                .into(),
        ),
    ] {
        let arrays: Vec<_> = names.iter().map(|&name| (name, weights())).collect();
        assert_eq!(fault(&named(&arrays), &RELU), message, "{names:?}");
    }
    let none = fault(&[], &RELU);
    let advice = "found none; of PyTorch: numpy.savez(file, **model.state_dict())";
    assert!(none.ends_with(advice), "{none}");
}

#[test]
fn a_layer_of_another_kind_is_refused_as_what_it_is() {
    let fc: &[(&str, &[usize])] = &[("fc.weight", &[3, 6]), ("fc.bias", &[3])];
    let norm = [("bn1.weight", &[6][..]), ("bn1.bias", &[6])];
    let keras: &[(&str, &[usize])] = &[("dense/kernel", &[6, 3]), ("dense/bias", &[3])];
    for (arrays, message) in [
        (
            [fc, &norm, &[("bn1.running_mean", &[6])]].concat(),
            "bn1.running_mean belongs to a normalisation layer; only fully connected layers are \
             computed here: train without it",
        ),
        (
            [fc, &norm].concat(),
            "the array bn1.weight: expected a matrix, found [6], as normalisation has it; only \
             fully connected layers are computed here",
        ),
        (
            [&[("conv1.weight", &[8, 1, 3, 3][..]), ("conv1.bias", &[8])], fc].concat(),
            "the array conv1.weight: expected a matrix, found [8, 1, 3, 3], as a convolution has \
             it; only fully connected layers are computed here",
        ),
        (
            [fc, &[("lstm.weight_ih_l0", &[3, 6])]].concat(),
            "lstm.weight_ih_l0 belongs to another kind of layer; only fully connected layers are \
             computed here: train without it",
        ),
        (
            [keras, &[("ln/gamma", &[3])]].concat(),
            "ln/gamma belongs to a normalisation layer; only fully connected layers are computed \
             here: train without it",
        ),
        (
            vec![("arr_0", &[6, 3]), ("arr_1", &[3]), ("arr_2", &[3])],
            "expected arrays arr_0, ... of as many vectors, the biases, as matrices, found 2 and \
             1; only fully connected layers are computed here, no normalisation",
        ),
    ] {
        let floats = |&(name, shape): &(&str, &[usize])| (name.to_string(), floats(shape, 0.5));
        assert_eq!(fault(&arrays.iter().map(floats).collect::<Vec<_>>(), &RELU), message);
    }
}

#[test]
fn a_hint_that_contradicts_the_file_is_refused() {
    let activation = fault(&arrays(), &RELU);
    assert!(activation.contains("activation") && activation.contains("tanh"), "{activation}");
    let hints = Hints { mean: Some(0.25), std: Some(0.25), ..Hints::default() };
    for name in ["mean", "std"] {
        let with = |array| [arrays(), named(&[(name, array)])].concat();
        assert_eq!(
            fault(&with(floats(&[], 0.5)), &hints),
            format!("the file says {name} itself; leave out --{name}")
        );
        let mut wrong = vec![floats(&[5], 0.5), floats(&[], f64::NAN), text(&["0.5"])];
        wrong.extend((name == "std").then(|| floats(&[6], 0.0)));
        for array in wrong {
            let found = fault(&with(array), &Hints::default());
            assert!(found.starts_with(&format!("the array {name}: expected ")), "{found}");
        }
    }
    let tiny = fault(&arrays(), &Hints { std: Some(5e-324), ..Hints::default() });
    assert!(tiny.starts_with("with this mean and std a weight is no number"), "{tiny}");
}

#[test]
fn an_array_of_no_use_may_be_of_any_type() {
    let sound = npz::write(&arrays()).unwrap();
    let members = backprop::format::zip::members(&sound).unwrap();
    let mut members: Vec<_> =
        members.iter().map(|member| (member.name.clone(), member.read().unwrap())).collect();
    for (name, content) in [
        ("epochs.npy", fixture("complex.npy")),
        ("objects.npy", fixture("objects.npy")),
        ("no_array.npy", b"x".to_vec()),
    ] {
        members.push((name.to_string(), content));
    }
    let file: Vec<_> = members.iter().map(|(name, bytes)| (&name[..], &bytes[..])).collect();
    let model = Model::from_npz(&archive(&file)).expect("a model");
    assert_eq!(model.network.shape(), "6-4-3");
    // Under a name that is of use it is an error.
    members.push(("weights_3.npy".to_string(), fixture("complex.npy")));
    let file: Vec<_> = members.iter().map(|(name, bytes)| (&name[..], &bytes[..])).collect();
    let message = Model::from_npz(&archive(&file)).unwrap_err().to_string();
    assert!(message.starts_with("the array weights_3: expected elements of the type"), "{message}");
}

#[test]
fn a_file_that_is_no_model_is_named_with_its_reason() {
    let error = |path: &str| Model::read(Path::new(path)).unwrap_err().to_string();
    let message = error("no/such.npz");
    let expected = "expected a model.npz, as backprop train writes it";
    assert!(message.starts_with("no/such.npz: cannot read the file: "), "{message}");
    assert!(message.ends_with(expected), "{message}");
    assert_eq!(
        error("Cargo.toml"),
        "Cargo.toml: expected a zip archive, which begins PK, found [pac; expected a model.npz, as \
         backprop train or numpy.savez writes it"
    );
    let file = archive(&[("weights_1.npy", b"no array")]);
    let message = Model::from_npz(&file).unwrap_err().to_string();
    assert!(message.starts_with("the array weights_1: expected a .npy file"), "{message}");
}

#[test]
fn a_small_file_with_a_column_takes_no_more_memory_than_a_large_one_may() {
    // Rows are padded to eight values: 17 million rows of one weight would take 1.1 GB.
    let size = [17 << 20, 1];
    let file = named(&[("weights_1", floats(&size, 0.0))]);
    assert_eq!(
        fault(&file, &RELU),
        "the array weights_1: expected at most 1073741824 bytes of weights, rows padded to 8, \
         found [17825792, 1] and the layers before it; use a smaller network"
    );
}

#[test]
fn a_file_larger_than_any_model_is_refused_unread() {
    let folder = Folder::new();
    let path = folder.write("model.npz", b"").path().join("model.npz");
    // Zeros that take no room on the disk.
    let file = std::fs::File::options().write(true).open(&path).expect("the file");
    file.set_len((1 << 30) + 1).expect("a sparse file");
    let (refused, peak) = peak(|| Model::read(&path).expect_err("too large").to_string());
    assert!(refused.contains("expected at most 1073741824 bytes, found more"), "{refused}");
    assert!(peak < 1 << 20, "{peak} bytes");
}
