//! Whole commands on damaged files: a model goes to `evaluate` and `predict`, a checkpoint to
//! `train --resume`, the table of the runs to `results`.
//!
//! A command runs in a process of its own, with the address space that is stated below. It must end
//! with an answer or with an error of its own, and an answer is made of finite numbers: what is a
//! probability or a percentage is none beyond its bounds.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use backprop::format::npy::{self, Array, Values};
use backprop::format::npz;
use backprop::format::png::write_grey;
use backprop::network::{Activation, Loss, Model};
use backprop::random::{Random, Xorshift};
use backprop::training::Recipe;

use crate::archives::{archive, changed_members};
use crate::arrays::{CHECKPOINT_ARRAYS, MODEL_ARRAYS};
use crate::deflate::{FIXED_DISTANCES, fixed, fixed_literals};
use crate::folders::{Folder, quick_set, small_set};
use crate::grammar::{number, one_in, pick};
use crate::mutation::below;
use crate::parser::{Parser, as_it_is};

/// The most address space of a command, in KiB. Of an input of 16 KiB a model of 17 MB may come,
/// of which there are some copies; each thread reserves 64 MiB, and an idle command takes 10.
const MOST_KIB: &str = "1048576";

pub fn all() -> Vec<Parser> {
    let command = |name, seeds: &Vec<Vec<u8>>, generate, parse| Parser {
        name,
        seeds: seeds.clone(),
        generate,
        repair: crate::archives::repair_zip,
        memory: (1 << 20, 16), // of this process, which holds what the command writes
        parse,
    };
    let (of_model, of_checkpoint, of_table) = (folder(), folder(), folder_of_results());
    let table = command(
        "results",
        &TABLES,
        table,
        Box::new(move |file| {
            of_table.write("out/runs.csv", file);
            run(&of_table, RESULTS).map(|text| text.len())
        }),
    );
    vec![
        command("answers", &MODELS, model, Box::new(move |file| answers(&of_model, file))),
        command(
            "resume",
            &CHECKPOINTS,
            checkpoint,
            Box::new(move |file| {
                of_checkpoint.write("out/checkpoint.npz", file);
                run(&of_checkpoint, &format!("{TRAIN} --resume")).map(|text| text.len())
            }),
        ),
        Parser { repair: as_it_is, ..table },
    ]
}

const TRAIN: &str =
    "train --data . --out out --overwrite --hidden 4 --epochs 3 --batch 2 --threads 1";
const RESULTS: &str = "results --data . --out out --row linear --seeds 1 --threads 1";

/// The small set, a picture like its images, and a folder for what comes out.
fn folder() -> Folder {
    let folder = Folder::with_set(small_set());
    fs::create_dir(folder.path().join("out")).expect("a new folder");
    folder.write("picture.png", &write_grey(3, 2, &[0, 50, 100, 150, 200, 250]));
    folder
}

/// The data set that `results` takes, and its folder after the one run.
fn folder_of_results() -> Folder {
    let folder = quick_set();
    run(&folder, RESULTS).expect("it is trained");
    folder
}

/// Runs a command in a folder: what it prints, or its error.
///
/// # Panics
/// If it ends in any other way, or prints a number that cannot be.
fn run(folder: &Folder, line: &str) -> Result<String, String> {
    let program = env!("CARGO_BIN_EXE_backprop");
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -v $0 && exec \"$@\"", MOST_KIB, program]);
        shell
    } else {
        Command::new(program)
    };
    command.args(line.split(' ')).current_dir(folder.path()).stdin(Stdio::null());
    let output = command.output().expect("it starts");
    let [answer, notes] =
        [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    match (output.status.code(), notes.split_once("error: ")) {
        (Some(0), _) => {}
        (Some(1), Some((_, error))) => return Err(error.to_string()),
        _ => panic!("{line}: {}\n{notes}", output.status),
    }
    for line in answer.lines() {
        check_numbers(line);
    }
    Ok(answer.into_owned())
}

/// Asserts that the numbers of a line are finite, probabilities at most 1, and the numbers before a
/// percent sign or in a row of the table of results at most 100.
fn check_numbers(line: &str) {
    let words: Vec<_> = line.split([' ', ',', ';', '[', ']', '{', '}']).collect();
    let numbers = words.iter().filter_map(|word| word.parse::<f64>().ok());
    assert!(numbers.clone().all(f64::is_finite), "no number: {line}");
    let within = |x: f64, most: f64| assert!((0.0..=most).contains(&x), "beyond {most}: {line}");
    for pair in words.windows(2).filter(|pair| pair[1].starts_with('%')) {
        within(pair[0].parse().expect("a number before %"), 100.0);
    }
    if line.starts_with("linear ") {
        numbers.for_each(|percent| within(percent, 100.0));
    }
    if let Some((_, probabilities)) = line.split_once("\"probabilities\":[") {
        let (probabilities, _) = probabilities.split_once(']').expect("an end");
        probabilities.split(',').for_each(|text| within(text.parse().expect("a number"), 1.0));
    }
}

/// What a model says to the test images and to a picture.
fn answers(folder: &Folder, file: &[u8]) -> Result<usize, String> {
    folder.write("model.npz", file);
    let predict = "predict --model model.npz --prepare none picture.png";
    let lines = ["evaluate --data . --out out --threads 1 --model model.npz", predict];
    let mut texts = lines.map(|line| run(folder, line)).to_vec();
    texts.push(run(folder, &format!("{predict} --json")));
    let texts: String = texts.into_iter().collect::<Result<_, _>>()?;
    Ok(texts.len())
}

/// Models that fit the small set: of each loss, with a hidden layer and without.
static MODELS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let losses = [Loss::SoftmaxCrossEntropy, Loss::SquaredError];
    let model = |(loss, hidden): (Loss, &[usize])| {
        // What comes out of a sigmoid is a probability whatever the loss.
        let output = Activation::Sigmoid;
        let recipe = Recipe { hidden: hidden.to_vec(), output, loss, ..Recipe::default() };
        let network = recipe.network(6, 5, &mut Xorshift::new(1));
        let arrays = Model { image_size: Some((2, 3)), ..Model::new(network, loss) };
        arrays.to_npz().expect("it fits")
    };
    losses.iter().flat_map(|&loss| [(loss, &[4][..]), (loss, &[])]).map(model).collect()
});

/// A model with changed arrays, with numbers at the limits, or with a great many outputs.
fn model(random: &mut Xorshift) -> Vec<u8> {
    let outputs = pick(random, &[0, 1, 2, 4, 5, 6, 255, 256, 257, 3000, 40_000]);
    let size = Array { shape: vec![2], values: Values::I64(vec![2, 3]) };
    let loss = pick(random, &["cross-entropy", "squared-error"]);
    let loss = Array { shape: vec![], values: Values::Text(vec![loss.into()]) };
    match below(random, 4) {
        0 => {
            let members = [("input_size.npy", &size), ("loss.npy", &loss)];
            let members = members.map(|(name, array)| (name.into(), 0, npy::write(array)));
            let weights = ("weights_1.npy".into(), 8, deflated_zeros(outputs));
            archive(&[&members[..], &[weights]].concat())
        }
        1 => {
            let scale = pick(random, &[1e308, 1e155, 50.0, 1.0, 1e-155, 5e-324]);
            let outputs = outputs.min(6);
            let values = (0..6 * outputs).map(|_| scale * (2.0 * random.uniform() - 0.9));
            let weights = Array { shape: vec![6, outputs], values: Values::F64(values.collect()) };
            let arrays = [("weights_1", weights), ("input_size", size), ("loss", loss)];
            npz::write(&arrays.map(|(name, array)| (name.into(), array))).expect("it fits")
        }
        _ => {
            let models: Vec<_> = MODELS.iter().map(Vec::as_slice).collect();
            changed_members(random, &models, &MODEL_ARRAYS)
        }
    }
}

/// The .npy file of `6 × outputs` zeros, deflated: after the header a zero, which is repeated.
fn deflated_zeros(outputs: usize) -> Vec<u8> {
    let one = Array { shape: vec![6, 1], values: Values::F64(vec![0.0; 6]) };
    let file = npy::write(&one);
    let header = String::from_utf8_lossy(&file[10..file.len() - 48]).into_owned();
    let header = header.replace("(6, 1)", &format!("(6, {outputs})"));
    let mut start = [b"\x93NUMPY\x01\0", &(header.len() as u16).to_le_bytes()[..]].concat();
    start.extend(header.bytes().chain([0]));
    let literals = fixed_literals();
    let mut bits = start.iter().fold(fixed(), |bits, &byte| bits.symbol(&literals, byte.into()));
    for _ in 0..(48 * outputs).div_ceil(258) {
        bits = bits.symbol(&literals, 285).symbol(&FIXED_DISTANCES, 0);
    }
    bits.symbol(&literals, 256).bytes()
}

/// The checkpoints of the last epoch, and of the first.
static CHECKPOINTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = folder();
    run(&folder, TRAIN).expect("it is trained");
    let last = folder.bytes("out/checkpoint.npz");
    let mut arrays = npz::read(&last).expect("a checkpoint");
    for (name, Array { shape, values }) in &mut arrays {
        match (&**name, values) {
            ("epoch", Values::I64(epoch)) => epoch[0] = 1,
            ("history", Values::F64(rows)) => {
                rows.truncate(rows.len() / 3);
                shape[0] = 1;
            }
            _ => {}
        }
    }
    vec![last, npz::write(&arrays).expect("it fits")]
});

fn checkpoint(random: &mut Xorshift) -> Vec<u8> {
    let checkpoints: Vec<_> = CHECKPOINTS.iter().map(Vec::as_slice).collect();
    changed_members(random, &checkpoints, &CHECKPOINT_ARRAYS)
}

/// The table after a run, which is found in it and not trained again.
static TABLES: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| vec![folder_of_results().bytes("out/runs.csv")]);

/// The table with other numbers, so that a run is reported on that never was.
fn table(random: &mut Xorshift) -> Vec<u8> {
    let table = String::from_utf8_lossy(&TABLES[0]).into_owned();
    let (headings, run) = table.split_once('\n').expect("a run");
    let mut fields: Vec<_> = run.split(',').map(String::from).collect();
    for _ in 0..=below(random, 2) {
        // Images, wrong answers in both halves, seconds; seldom the seed.
        let field = if one_in(8, random) { 1 } else { 2 + below(random, 4) };
        fields[field] = number(random);
    }
    format!("{headings}\n{}", fields.join(",")).into_bytes()
}
