//! The model that is compiled in is `data/model/mnist.npz`, and it knows MNIST's digits.

use crate::support::{folders, program};
use backprop::network::Model;
use folders::Folder;
use program::backprop;
use std::fs;
use std::path::{Path, PathBuf};

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/model/mnist.npz")
}

fn readme() -> String {
    fs::read_to_string(path().with_file_name("README.md")).expect("a README")
}

#[test]
fn it_is_right_for_9915_of_10000_test_images() {
    let out = Folder::new();
    let data = folders::mnist();
    let data = data.to_str().expect("Unicode");
    let run = backprop(["evaluate", "--data", data, "--out", out.arg()]).done();
    let accuracy = run.stdout.lines().find_map(|line| line.strip_prefix("test accuracy "));
    let accuracy = accuracy.and_then(|rest| rest.strip_suffix(" of 10000 wrong"));
    let (percent, wrong) = accuracy.and_then(|rest| rest.split_once(" %: ")).expect("a line");
    assert!(percent.parse::<f64>().expect("a number") >= 99.15, "{percent} %");

    let halves = run.stdout.lines().find_map(|line| line.strip_prefix("first half: "));
    let (first, last) = halves.and_then(|rest| rest.split_once("; last half: ")).expect("a line");
    let row = |images: &str, wrong: &str, all: f64| {
        let wrong: f64 = wrong.split(' ').next().and_then(|word| word.parse().ok()).expect("wrong");
        format!("| {images} | {wrong} | {:.2} % |\n", 100.0 - 100.0 * wrong / all)
    };
    let rows = row("the 10000 test images", wrong, 10_000.0)
        + &row("their first half", first, 5000.0)
        + &row("their last half", last, 5000.0);
    assert!(readme().contains(&rows), "data/model/README.md lacks\n{rows}");

    // The same as from the file.
    let file = path();
    let flags = ["--model", file.to_str().expect("Unicode"), "--data", data, "--out", out.arg()];
    let from_file = backprop(["evaluate"].iter().chain(&flags)).done().stdout;
    let measured = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_string());
    assert_eq!(measured(&from_file), measured(&run.stdout));
    for name in out.names() {
        let size = out.bytes(&name).len();
        assert!(size < 1_000_000, "{name} has {size} bytes");
    }
}

#[test]
fn its_file_is_small_and_the_same_bytes_if_it_is_written_again() {
    let file = fs::read(path()).expect("the file is there");
    assert!(file.len() <= 1_000_000, "{} bytes", file.len());
    let model = Model::read(&path()).expect("a model");
    assert!(model.to_npz().expect("it fits") == file, "other bytes: make model");
}

#[test]
fn the_documents_show_how_it_was_made() {
    let readme = readme();
    let model = Model::read(&path()).expect("a model");
    let makefile = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Makefile"));
    let recipe = makefile.expect("a Makefile");
    let recipe = recipe.lines().find_map(|line| line.strip_prefix("MODEL_FLAGS = "));
    let recipe = recipe.expect("the flags of `make model`");
    for flag in recipe.split(" --").map(|flag| flag.trim_start_matches("--")) {
        let flag = format!(" --{flag}");
        assert!(model.flags.contains(&flag), "the model was trained with {}", model.flags);
    }
    assert!(readme.contains(recipe), "data/model/README.md shows {recipe}");
}
