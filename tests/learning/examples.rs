//! The three examples run and learn what they claim: exclusive or, a sine, two spirals.
//!
//! `cargo test` builds the examples, `cargo test --test learning` alone does not:
//! `cargo build --examples` does.

use crate::support::xml;
use backprop::matrix::Matrix;
use backprop::mnist::Dataset;
use backprop::network::{Activation, Loss, Model, Network, Pass, Table};
use backprop::random::{NumpyRandom, Xorshift};
use backprop::training::{Diverged, History, Recipe, Sgd, Trainer};
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use xml::well_formed;

/// The program of an example, built with the same profile as this test: `examples/NAME` beside the
/// folder `deps` of this test's own program. It must be newer than its sources, which Cargo lists
/// in a file beside it, or this test would pass on old code.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("this program has a path");
    let profile = test.ancestors().nth(2).expect("this program lies in PROFILE/deps");
    let program = profile.join("examples").join(format!("{name}{EXE_SUFFIX}"));
    let advice = "run `cargo test` whole or `cargo build --examples` (with --release if this test)";
    let time = |path: &Path| fs::metadata(path).and_then(|found| found.modified());
    let built = time(&program);
    let built = built.unwrap_or_else(|error| panic!("{}: {error}; {advice}", program.display()));

    let list = fs::read_to_string(program.with_extension("d")).expect("Cargo's list of sources");
    let (_, sources) = list.trim_end().split_once(": ").expect("the program, then its sources");
    let sources = sources.replace("\\ ", "\0"); // a space within a path
    for source in sources.split(' ').map(|source| source.replace('\0', " ")) {
        let is_older = time(Path::new(&source)).is_ok_and(|written| written <= built);
        assert!(is_older, "{} is older than {source}; {advice}", program.display());
    }
    program
}

fn run(name: &str, arguments: &[&OsStr]) -> Output {
    Command::new(program(name)).args(arguments).output().expect("the example starts")
}

/// What an example prints if it succeeds, line by line.
fn lines(name: &str, arguments: &[&OsStr]) -> Vec<String> {
    let output = run(name, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {}: {errors}", output.status);
    String::from_utf8(output.stdout).unwrap().lines().map(String::from).collect()
}

/// The number after `words` in the first line that has them.
fn number_after(words: &str, lines: &[String]) -> f64 {
    let rest = lines.iter().find_map(|line| Some(line.split_once(words)?.1));
    let rest = rest.unwrap_or_else(|| panic!("no line with {words:?}: {lines:#?}"));
    let word = rest.split([' ', ',']).find(|word| !word.is_empty()).unwrap_or_default();
    word.parse().unwrap_or_else(|_| panic!("not a number after {words:?}: {word:?}"))
}

#[test]
fn xor_needs_a_hidden_layer_and_answers_all_four_cases_with_it() {
    let lines = lines("xor", &[]);
    let linear = number_after("network 2-2: mean loss ", &lines);
    assert!((linear - 2.0_f64.ln()).abs() < 1e-3, "without a hidden layer: {linear}");
    let at = lines.iter().position(|line| line.starts_with("network 2-8-2")).expect("its line");
    assert_eq!(lines.len(), at + 5, "a line for each of the four cases: {lines:#?}");
    for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let answer = format!("{a} xor {b} = {} with probability ", a ^ b);
        let probability = number_after(&answer, &lines[at..]);
        assert!((0.95..=1.0).contains(&probability), "{answer}{probability}, not 0.95 or more");
    }
}

#[test]
fn the_sine_is_learned_to_two_decimals() {
    let lines = lines("sine", &[]);
    let largest = number_after("largest error between the samples ", &lines);
    assert!(largest < 0.01, "largest error between the samples {largest}");
    let mut rows = 0;
    for line in &lines[1..lines.len() - 1] {
        let row: Vec<f64> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
        let [x, sine, network] = row[..] else { panic!("not x, sin x, network: {line}") };
        assert!((sine - x.sin()).abs() < 1e-4, "not the sine of {x}: {sine}");
        assert!((network - sine).abs() < 0.01, "the network at {x}: {network}, not {sine}");
        rows += 1;
    }
    assert_eq!(rows, 13, "from -3 to 3 in halves: {lines:#?}");
}

#[test]
fn the_spirals_are_separated_and_drawn_the_same_each_time() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("examples");
    let _ = fs::remove_dir_all(&target);
    let draw = |folder: &str| {
        let folder = target.join(folder);
        let lines = lines("spiral", &[folder.as_os_str()]);
        let svg = fs::read_to_string(folder.join("spiral.svg")).expect("the chart is written");
        let numbers = lines.into_iter().filter(|line| !line.starts_with("decision regions: "));
        (numbers.collect::<Vec<_>>(), svg)
    };
    let (lines, svg) = draw("a");
    for points in ["training", "unseen"] {
        let line: Vec<_> = lines.iter().filter(|line| line.starts_with(points)).cloned().collect();
        let loss = number_after("mean loss ", &line);
        let accuracy = number_after("accuracy ", &line);
        assert!(loss < 0.1, "{points} points: mean loss {loss}");
        assert!(accuracy > 0.98, "{points} points: accuracy {accuracy}");
    }
    assert_eq!(well_formed(&svg), Ok(()));
    assert!(svg.len() < 500_000, "{} bytes", svg.len());
    assert_eq!(svg.matches("<circle ").count(), 300, "a dot for each training point");
    assert!((lines, svg) == draw("b"), "a second run writes other bytes");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let output = run("spiral", &[file.join("folder").as_os_str()]);
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("Cargo.toml is not a folder"), "{message}");
}

#[test]
fn what_has_a_name_is_read_by_it() {
    for (word, activation) in Activation::named() {
        assert_eq!(word.parse(), Ok(activation));
        assert_eq!(activation.to_string(), word);
    }
    let error = "softmax".parse::<Loss>().unwrap_err();
    assert_eq!(error, "expected one of cross-entropy, squared-error, found \"softmax\"");
}

#[test]
fn data_networks_and_training_may_go_to_another_thread_or_be_shared() {
    // It compiles, or it does not.
    fn crosses<T: Send + Sync>() {}
    crosses::<(Matrix, Dataset, Table)>();
    crosses::<(Network, Pass, Model, Recipe, Sgd, History, Diverged)>();
    crosses::<(Trainer, Xorshift, NumpyRandom)>();
}
