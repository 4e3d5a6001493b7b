//! The MNIST program prints the tutorial's log, and NumPy's for other seeds and sizes, digit for
//! digit, whatever the vector width and the number of threads.

use crate::support::{folders, program};
use backprop::document::printed;
use folders::Folder;
use program::{Run, program, run};
use std::fs;
use std::path::Path;

/// Runs `backprop notebook` with a vector width: its run, and its output folder.
fn notebook(flags: &[&str], width: &str) -> (Run, Folder) {
    let out = Folder::new();
    let mut command = program();
    command.args(["notebook", "--out", out.arg()]).args(flags).env("BACKPROP_WIDTH", width);
    (run(&mut command), out)
}

#[test]
fn the_nine_printed_epochs_and_the_charts_that_the_readme_shows_come_out_again() {
    let (run, out) = notebook(&[], "");
    let log = run.done().stdout;
    assert_eq!(log.lines().count(), 20, "all twenty epochs are run:\n{log}");
    let compared = printed::compare(printed::TRAINING_LOG, &log);
    assert_eq!(compared.first_difference, None);
    assert_eq!((compared.same, compared.printed), (9, 9));
    // NumPy's own run of all twenty: the document cuts the ninth and hides the rest.
    let last = "Epoch: 19 Training set error: 139.395 Traing set accuracy: 0.930 \
                Test set error: 124.390 Test set accuracy: 0.897 ";
    assert_eq!(log.lines().last(), Some(last));
    for name in ["loss.svg", "accuracy.svg"] {
        let shown = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/document").join(name);
        assert!(out.read(name) == fs::read_to_string(&shown).unwrap(), "{name} differs");
    }
}

#[test]
fn other_seeds_and_sizes_give_numpys_log() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/notebook");
    let mut logs = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        // The first line holds the flags, the rest is what NumPy printed with them.
        let (flags, expected) = text.split_once('\n').unwrap();
        let flags: Vec<_> = flags.split(' ').collect();
        assert_eq!(notebook(&flags, "").0.done().stdout, expected, "{flags:?}");
        logs += 1;
    }
    assert!(logs >= 10, "{logs} logs in {}", folder.display());
}

#[test]
fn every_width_and_number_of_threads_writes_the_same_bytes() {
    let flags = ["--train", "500", "--test", "100", "--hidden", "37", "--epochs", "3"];
    for extra in [&[][..], &["--corrected"]] {
        let run = |threads: &str, width: &str| {
            let flags = [&flags, extra, &["--threads", threads]].concat();
            let (run, out) = notebook(&flags, width);
            let files = out.files();
            assert_eq!(files.len(), 4, "history.csv, loss.svg, accuracy.svg, model.npz");
            (run.done().stdout, files)
        };
        let expected = run("1", "plain");
        for (threads, width) in [("2", "plain"), ("1", "avx2"), ("2", "avx512"), ("all", "")] {
            let same = run(threads, width) == expected;
            assert!(same, "{threads} threads, width {width:?}, {extra:?}");
        }
    }
}

#[test]
fn the_history_holds_the_sums_that_the_tutorial_plots() {
    let flags = ["--train", "50", "--test", "20", "--hidden", "8", "--epochs", "2"];
    let (run, out) = notebook(&flags, "");
    let (log, csv) = (run.done().stdout, out.read("history.csv"));
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0], ["train_loss", "test_loss", "train_acc", "test_acc"]);
    assert_eq!(rows.len(), 3, "a row of names and two epochs");
    for (line, row) in log.lines().zip(&rows[1..]) {
        let value = |i: usize| row[i].parse::<f64>().unwrap();
        let expected = format!(
            "Training set error: {:.3} Traing set accuracy: {:.3} Test set error: {:.3} \
             Test set accuracy: {:.3} ",
            value(0) / 50.0,
            value(2) / 50.0,
            value(1) / 20.0,
            value(3) / 20.0
        );
        assert!(line.ends_with(&expected), "{line}\n{expected}");
    }
}

#[test]
fn a_run_that_explodes_stops_names_the_epoch_and_suggests_a_smaller_rate() {
    let (run, out) = notebook(&["--train=200", "--test=50", "--learning-rate=900"], "");
    assert_eq!(run.code, 1, "{}", run.stderr);
    for part in ["diverged in epoch", "layer", "learning rate 900", "such as 0.1"] {
        assert!(run.stderr.contains(part), "{part:?} is missing: {}", run.stderr);
    }
    assert_eq!(out.files(), [], "no epoch ended, so there is no file");
}
