//! The numbers of every erratum, as printed and corrected, show what its text claims. They are
//! measured here anew; the tests assert relations between them, not values.

use crate::support::{folders, program};
use backprop::document::errata::experiment::{
    CORRECTED, Experiment, FASTER, PRINTED, PRINTED_FASTER, Runs, SEEDS, SHUFFLED, WITH_BIAS,
};
use backprop::document::errata::{CHOICES, Erratum, Fact, MISTAKES};
use backprop::document::notebook::{Epoch, Notebook};
use backprop::mnist::{self, Mnist};
use backprop::random::NumpyRandom;
use backprop::training::Diverged;
use folders::Folder;
use program::{Run, backprop};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

/// The command's quick form, run once for all tests.
fn measured() -> &'static (Experiment, Runs) {
    static MEASURED: OnceLock<(Experiment, Runs)> = OnceLock::new();
    MEASURED.get_or_init(|| {
        let Mnist { train, test: all_test } =
            mnist::load(&folders::mnist(), Some(2000), None).unwrap();
        let data = Mnist { train, test: all_test.slice(0..1000) };
        let experiment = Experiment { data, all_test, epochs: 10, threads: 2 };
        let programs = [PRINTED, CORRECTED, FASTER, PRINTED_FASTER, WITH_BIAS, SHUFFLED];
        let runs = experiment.run(&programs, &AtomicUsize::new(0)).unwrap();
        (experiment, runs)
    })
}

/// Every erratum with its numbers.
fn all() -> &'static [(&'static Erratum, Vec<Fact>)] {
    static ALL: OnceLock<Vec<(&Erratum, Vec<Fact>)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let (experiment, runs) = measured();
        let errata = MISTAKES.iter().chain(&CHOICES);
        errata.map(|erratum| (erratum, (erratum.facts)(experiment, runs))).collect()
    })
}

/// The two numbers of the fact whose text begins so, of the erratum whose title begins so.
fn fact(title: &str, what: &str) -> (f64, f64) {
    let found = all().iter().find(|(erratum, _)| erratum.title.starts_with(title));
    let (_, facts) = found.unwrap_or_else(|| panic!("no erratum {title:?}"));
    let fact = facts.iter().find(|fact| fact.what.starts_with(what));
    let fact = fact.unwrap_or_else(|| panic!("{title:?} has no fact {what:?}"));
    fact.numbers.into()
}

#[test]
fn the_printed_step_leads_away_from_a_target_above_and_towards_one_below() {
    let title = "The worked example";
    let (printed, corrected) = fact(title, "change of the distance to the target 1");
    assert!(printed > 0.0 && corrected < 0.0, "target 1: {printed}, corrected {corrected}");
    let (printed, corrected) = fact(title, "change of the distance to the target 0");
    assert!(printed < 0.0 && corrected < 0.0, "target 0: {printed}, corrected {corrected}");
    let (printed, corrected) = fact(title, "prediction after");
    assert!(printed < corrected, "{printed} is not below {corrected}");
}

#[test]
fn the_printed_derivative_lets_error_through_fails_the_gradient_check_and_costs_accuracy() {
    let title = "ReLU's derivative";
    let (printed, corrected) = fact(title, "squared error terms in units that are off");
    assert!(printed > 0.1 && corrected == 0.0, "let through: {printed}, corrected {corrected}");
    let (printed, corrected) = fact(title, "largest relative error of the gradient");
    assert!(printed > 0.01 && corrected < 1e-5, "gradient check: {printed}, corrected {corrected}");
    let (printed, corrected) = fact(title, "test accuracy");
    assert!(printed < corrected, "accuracy {printed}, corrected {corrected}");
    let (printed, corrected) = fact(title, "test accuracy with ten times the learning rate");
    assert!(printed + 0.005 < corrected, "at ten times the rate {printed}, corrected {corrected}");
    let (printed, corrected) = fact(title, "hidden units that are off");
    assert!(printed > 0.0 && corrected > 0.0, "units off: {printed}, corrected {corrected}");
}

#[test]
fn the_raw_error_rises_while_accuracy_and_cross_entropy_improve() {
    let epochs = &measured().1.of(PRINTED)[0].squared_error;
    let (first, last) = (epochs[0].train, epochs[9].train);
    assert!(first.correct < last.correct, "accuracy rises: {first:?}, {last:?}");
    let title = "The error is taken before softmax";
    let first = fact(title, "training error after the first epoch");
    let last = fact(title, "training error after the last epoch");
    assert!(first.0 < last.0 && first.1 > last.1, "from {first:?} to {last:?}");
    let (printed, corrected) = fact(title, "epochs in which it rises");
    assert!(printed > corrected && corrected == 0.0, "rises: {printed}, corrected {corrected}");
}

#[test]
fn the_step_is_the_gradient_of_cross_entropy_and_not_of_the_squares() {
    let title = "What is called MSE";
    let (squares, cross_entropy) = fact(title, "degrees");
    assert!(squares > 5.0 && cross_entropy < 0.01, "angles {squares} and {cross_entropy}");
    let (squares, cross_entropy) = fact(title, "relative difference");
    assert!(squares > 0.1 && cross_entropy < 1e-4, "differences {squares} and {cross_entropy}");
    let (printed, mean) = fact(title, "training error of the last epoch");
    assert_eq!(printed / 10.0, mean, "a mean of squares is divided by the ten scores too");
}

#[test]
fn sums_over_sets_of_different_sizes_differ_by_the_sizes_ratio() {
    for what in ["training line over test line, accuracy", "training line over test line, error"] {
        let (sums, means) = fact("The charts", what);
        let sizes = 2000.0 / 1000.0;
        assert!((sums / means - sizes).abs() < 1e-12, "{what}: {sums} against {means}");
        assert!((means - 1.0).abs() < 0.5, "{what}: means are near each other, {means}");
    }
}

#[test]
fn what_is_gathered_is_thrown_away_and_was_the_better_number() {
    let title = "Sums are gathered";
    let (kept, gathered) = fact(title, "training error of the last epoch");
    // Two probability vectors are never more than √2 apart.
    assert!(kept > 2.0 && gathered < 2.0, "kept {kept}, gathered {gathered}");
    let sums = &measured().1.of(PRINTED)[0].gathered;
    assert!(sums[0] > sums[9], "it falls: {sums:?}");
    assert_eq!(fact(title, "sums gathered and never read"), (20.0, 0.0), "two in ten epochs");
    let (with, without) = fact(title, "millions of products");
    // 784 · 100 + 100 · 10 weights, 2000 images.
    assert!((with - without - 158.8).abs() < 1e-9, "one forward pass: {with} - {without}");
}

#[test]
fn the_corrected_text_has_none_of_the_printed_slips() {
    assert_eq!(fact("The log's lines", "lines with the word Traing"), (9.0, 0.0));
    assert_eq!(fact("The log's lines", "lines that end in a space"), (8.0, 0.0));
    assert_eq!(fact("The log's lines", "epochs shown whole"), (8.0, 10.0));
}

#[test]
fn choices_cost_what_is_said() {
    let (printed, instead) = fact("A small learning rate", "test accuracy");
    assert!(instead > printed + 0.05, "{printed}, ten times the rate {instead}");
    for title in ["The same order", "No biases"] {
        let (printed, _) = fact(title, "test accuracy");
        let (lowest, _) = fact(title, "the lowest");
        let (highest, _) = fact(title, "the highest");
        assert!(lowest <= printed && printed <= highest, "{lowest} {printed} {highest}");
    }
    let (part, whole) = fact("The first thousand", "its standard deviation");
    assert!(part > 3.0 * whole, "{part} of 1000 images, {whole} of 10000");
    let (array, row) = fact("softmax", "sum of the first row");
    assert!(array == 0.0 && (row - 1.0).abs() < 1e-15, "{array}, {row}");
    let (array, row) = fact("softmax", "its first element");
    assert!(array.is_nan() && row > 0.0, "{array}, {row}");
    let (unknown, known) = fact("Unknown labels", "sum");
    assert!((unknown + 1.0).abs() < 1e-12 && known.abs() < 1e-12, "{unknown}, {known}");
}

#[test]
fn the_runs_are_those_of_the_notebook_command() {
    let (experiment, runs) = measured();
    for program in [PRINTED, CORRECTED] {
        let run = &runs.of(program)[0];
        let epochs = if program.corrected { &run.cross_entropy } else { &run.squared_error };
        let notebook = Notebook { epochs: experiment.epochs, ..program };
        assert_eq!(*epochs, measurements(notebook, &experiment.data));
    }
}

/// What the notebook reports with the tutorial's seed.
fn measurements(notebook: Notebook, data: &Mnist) -> Vec<Epoch> {
    let mut epochs = Vec::new();
    let report = |_, epoch| {
        epochs.push(epoch);
        Ok::<(), Diverged>(())
    };
    let notebook = Notebook { threads: 2, ..notebook };
    notebook.run(data, &mut NumpyRandom::new(SEEDS[0]), &AtomicUsize::new(0), report).unwrap();
    epochs
}

fn command(flags: &[&str], out: &Folder) -> Run {
    backprop([&["errata", "--out", out.arg()], flags].concat())
}

/// What the command prints on one thread, and the files that it writes.
fn whole() -> &'static (String, Files) {
    static WHOLE: OnceLock<(String, Files)> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let out = Folder::new();
        (command(&["--threads", "1"], &out).done().stdout, out.files())
    })
}

/// Names and bytes.
type Files = Vec<(String, Vec<u8>)>;

#[test]
fn the_command_prints_every_number_on_one_thread_as_it_is_measured_on_two() {
    let (text, files) = whole();
    let names: Vec<_> = files.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["errata.md", "errata.svg"]);
    let tables = String::from_utf8_lossy(&files[0].1);
    let in_one_line = squeezed(text);
    for (i, (erratum, facts)) in all().iter().enumerate() {
        assert!(text.contains(&format!("\n{}. {}\n", i + 1, erratum.title)), "{}", erratum.title);
        for line in erratum.printed {
            assert!(text.contains(&format!("\n    {line}\n")), "{line}");
        }
        for fact in facts {
            let [printed, corrected] = fact.texts();
            let row = squeezed(&format!("{} {printed} {corrected}", fact.what));
            assert!(in_one_line.contains(&row), "{row}\n{text}");
        }
        let [printed, corrected] = facts[0].texts();
        let row = format!("| {} | {} | {printed} | {corrected} |", erratum.title, facts[0].what);
        assert!(tables.contains(&row), "errata.md lacks {row}:\n{tables}");
    }
}

#[test]
fn each_is_measured_on_the_programs_that_it_names() {
    let data = mnist::load(&folders::mnist(), Some(60), Some(20)).unwrap();
    let all_test = data.test.clone();
    let experiment = Experiment { data, all_test, epochs: 1, threads: 2 };
    for (erratum, facts) in all() {
        let runs = experiment.run(erratum.programs, &AtomicUsize::new(0)).unwrap();
        // With one program fewer than it needs it would panic.
        assert_eq!((erratum.facts)(&experiment, &runs).len(), facts.len(), "{}", erratum.title);
    }
}

#[test]
fn numbers_select_what_is_shown_and_the_list_trains_nothing() {
    let out = Folder::new();
    let whole = &whole().0;
    let two = command(&["11", "2"], &out).done().stdout;
    let blocks: Vec<_> = two.split("\n\n").skip(1).collect();
    assert!(blocks[0].starts_with("2. The worked example steps"), "{two}");
    assert_eq!(two.matches(" instead: ").count(), 2, "{two}");
    for block in blocks {
        assert!(whole.contains(block), "a part differs from the whole:\n{block}");
    }
    assert_eq!(out.names(), [""; 0], "a part writes no file");

    let list = command(&["--list", "--data", "no/such/folder"], &out).done();
    let title =
        |(i, (erratum, _)): (usize, &(&Erratum, _))| format!("{}. {}\n", i + 1, erratum.title);
    assert_eq!(list.stdout, all().iter().enumerate().map(title).collect::<String>());
    for wrong in ["0", "15", "x", "1.0"] {
        let run = command(&[wrong], &out);
        let message =
            format!("a number from 1 to 14 (see backprop errata --list), found {wrong}\n");
        assert!(run.code == 2 && run.stderr.contains(&message), "{}", run.stderr);
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_tables_and_the_chart_beside_the_data_are_those_of_the_full_form() {
    let out = Folder::new();
    command(&["--full"], &out).done();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/document");
    let shown = |name| fs::read_to_string(folder.join(name)).unwrap();
    for table in out.read("errata.md").split("\n\n") {
        let table = table.trim_end();
        assert!(shown("README.md").contains(table), "data/document/README.md lacks\n{table}");
    }
    let is_shown = shown("errata.svg") == out.read("errata.svg");
    assert!(is_shown, "data/document/errata.svg differs");
}

#[test]
fn without_data_only_what_needs_no_training_is_measured() {
    let out = Folder::new();
    let run = command(&["--data", "no/such/folder"], &out);
    assert_eq!((run.code, &*run.stdout), (1, ""));
    assert!(run.stderr.contains("no/such/folder"), "{}", run.stderr);
    assert_eq!(out.names(), [""; 0], "no file of a failed run");

    let without = ["1", "2", "8", "13", "14", "--data", "no/such/folder"];
    let shown = command(&without, &out).done().stdout;
    for block in shown.split("\n\n").skip(1) {
        assert!(whole().0.contains(block), "without data it differs:\n{block}");
    }
    assert_eq!(shown.matches(" instead: ").count(), 5, "{shown}");
}
