//! Arrays in files: .npy, .npz and the zip archive around it, model files, checkpoints.

use backprop::format::{npy, npz};
use backprop::matrix::Matrix;
use backprop::network::{Activation, Hints, Model, Table};
use backprop::random::Xorshift;
use backprop::training::checkpoint::{floats, values};
use backprop::training::{Recipe, Trainer};

use crate::archives::{any_members, changed_members, read_zip, repair_zip};
use crate::grammar::{number, one_in, pick, size};
use crate::mutation::below;
use crate::parser::{Parser, as_it_is};

const NPY: [&[u8]; 3] = [
    include_bytes!("../fixtures/npz/version_1.npy"),
    include_bytes!("../fixtures/npz/text.npy"),
    include_bytes!("../fixtures/npz/full_header.npy"),
];
const NPZ: [&[u8]; 5] = [
    include_bytes!("../fixtures/npz/savez.npz"),
    include_bytes!("../fixtures/npz/piped_compressed.npz"),
    include_bytes!("../fixtures/npz/types.npz"),
    include_bytes!("../fixtures/npz/shapes.npz"),
    include_bytes!("../fixtures/npz/plain.npz"),
];
const MODELS: [&[u8]; 5] = [
    include_bytes!("../fixtures/model/as_ours.npz"),
    include_bytes!("../fixtures/model/bias_rows.npz"),
    include_bytes!("../fixtures/model/pytorch.npz"),
    include_bytes!("../fixtures/model/pytorch_transposed.npz"),
    include_bytes!("../fixtures/model/single_fortran.npz"),
];

/// A deflated byte may become 1032, one of a .npy file eight; a vector that grows is there twice.
const INFLATED: usize = 1032 * 2;
const OF_ARRAY: usize = 8;

pub fn all() -> Vec<Parser> {
    let owned = |files: &[&[u8]]| files.iter().map(|file| file.to_vec()).collect();
    let zipped = |name, seeds, generate, parse| Parser {
        name,
        seeds,
        generate,
        repair: repair_zip,
        memory: (1 << 20, INFLATED * (1 + OF_ARRAY)),
        parse,
    };
    let npy = Parser {
        name: "npy",
        seeds: owned(&NPY),
        generate: npy_file,
        repair: as_it_is,
        memory: (1 << 16, 2 * OF_ARRAY),
        parse: Box::new(read_npy),
    };
    vec![
        npy,
        zipped("zip", owned(&NPZ), any_archive, Box::new(read_zip)),
        zipped("npz", owned(&NPZ), npz_file, Box::new(read_npz)),
        zipped("model", owned(&MODELS), model, Box::new(read_model)),
        zipped("checkpoint", vec![sound_checkpoint()], checkpoint, Box::new(resume)),
    ]
}

pub const MODEL_ARRAYS: [&str; 12] = [
    "weights_1.npy",
    "bias_1.npy",
    "weights_2.npy",
    "activation.npy",
    "output_activation.npy",
    "loss.npy",
    "input_size.npy",
    "W1.npy",
    "b1.npy",
    "fc1.weight.npy",
    "fc1.bias.npy",
    "flags.npy",
];

pub const CHECKPOINT_ARRAYS: [&str; 8] = [
    "epoch.npy",
    "parameters.npy",
    "velocities.npy",
    "generator.npy",
    "stream.npy",
    "order.npy",
    "history.npy",
    "run.npy",
];

fn read_npy(file: &[u8]) -> Result<usize, String> {
    let array = npy::read(file).map_err(|error| error.to_string())?;
    // What can be read can be written, and is the same when it is read again.
    let again = npy::write(&array);
    let written = npy::read(&again).map(|array| npy::write(&array));
    assert!(written.as_ref() == Ok(&again), "written and read: {written:?}");
    Ok(array.shape.iter().product())
}

fn read_npz(file: &[u8]) -> Result<usize, String> {
    npz::read(file).map(|arrays| arrays.len()).map_err(|error| error.to_string())
}

/// Reads a model, with the activation that the file names or else with ReLU, uses it and writes it.
fn read_model(file: &[u8]) -> Result<usize, String> {
    let model = Model::from_npz(file)
        .or_else(|_| {
            Model::from_npz_with(
                file,
                &Hints { activation: Some(Activation::Relu), ..Hints::default() },
            )
        })
        .map_err(|fault| format!("{fault:?}"))?;
    if let Ok(answer) = model.answer(&vec![0.5; model.network.inputs()]) {
        assert!(answer.iter().all(|p| (0.0..=1.0).contains(p)), "probabilities: {answer:?}");
    }
    let again = model.to_npz().map_err(|error| error.to_string())?;
    assert!(Model::from_npz(&again).is_ok(), "a model that was written can be read");
    Ok(model.network.outputs())
}

/// Exclusive or, learned by four hidden units in three epochs.
fn learning<T>(run: impl FnOnce(&mut Trainer) -> T) -> T {
    let inputs = Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    let samples = Table::with_labels(inputs, &[0, 1, 1, 0], 2);
    let recipe = Recipe { hidden: vec![4], epochs: 3, batch: 2, ..Recipe::default() };
    run(&mut Trainer::new(&recipe, &samples, 1, Xorshift::new(1)))
}

fn sound_checkpoint() -> Vec<u8> {
    let arrays = learning(|trainer| {
        trainer.train_epoch().expect("it does not diverge");
        trainer.checkpoint()
    });
    npz::write(&arrays).expect("it fits")
}

/// Goes on from a checkpoint, to the end of the training.
fn resume(file: &[u8]) -> Result<usize, String> {
    let arrays = npz::read(file).map_err(|error| error.to_string())?;
    // What the command looks for besides.
    let _ = (values(&arrays, "run"), floats(&arrays, "history", 4));
    learning(|trainer| {
        trainer.resume(&arrays).map_err(|misfit| format!("{misfit:?}"))?;
        for _ in trainer.epoch()..3 {
            trainer.train_epoch().map_err(|error| error.to_string())?;
        }
        Ok(trainer.epoch())
    })
}

fn any_archive(random: &mut Xorshift) -> Vec<u8> {
    any_members(random, &["a", "b/", "b/c.npy"])
}

fn npz_file(random: &mut Xorshift) -> Vec<u8> {
    changed_members(random, &NPZ, &["a.npy", "b.npy", "c"])
}

fn model(random: &mut Xorshift) -> Vec<u8> {
    changed_members(random, &MODELS, &MODEL_ARRAYS)
}

fn checkpoint(random: &mut Xorshift) -> Vec<u8> {
    changed_members(random, &[&sound_checkpoint()], &CHECKPOINT_ARRAYS)
}

/// A header as NumPy writes it, or with other types, shapes and spaces; and its data.
pub fn npy_file(random: &mut Xorshift) -> Vec<u8> {
    let types =
        ["<f8", "<f8", ">f8", "<f4", ">f4", "<i8", "|u1", "|b1", "<U1", "<U4", "|O", "<c16"];
    let descr = pick(random, &types);
    let shape: Vec<u32> = (0..below(random, 4)).map(|_| size(random)).collect();
    let mut sizes: String = shape.iter().map(|size| format!("{size}, ")).collect();
    if one_in(16, random) {
        sizes += &number(random);
    }
    let order = if one_in(3, random) { "True" } else { "False" };
    let mut items = [
        format!("'descr': '{descr}'"),
        format!("'fortran_order': {order}"),
        format!("'shape': ({sizes})"),
    ];
    items.rotate_left(below(random, 3));
    let text = format!("{{{}}}{}\n", items.join(", "), " ".repeat(below(random, 70)));
    let version = pick(random, &[1, 1, 1, 2, 3, 4]);
    let mut file = [b"\x93NUMPY", &[version, 0][..]].concat();
    match version {
        1 => file.extend((text.len() as u16).to_le_bytes()),
        _ => file.extend((text.len() as u32).to_le_bytes()),
    }
    file.extend(text.bytes());
    let width = if descr.contains(['8', '6']) { 8 } else { 4 };
    let count = shape.iter().fold(width, |count: usize, &size| count.saturating_mul(size as usize));
    match descr {
        // Letters.
        "<U1" | "<U4" => (0..count.min(200)).for_each(|i| file.push([97, 0, 0, 0][i % 4])),
        _ => file.resize(file.len() + count.min(2000), pick(random, &[0, 1, 63, 255])),
    }
    file
}
