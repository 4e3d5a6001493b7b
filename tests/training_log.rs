//! The MNIST program prints the tutorial's log, and NumPy's for other seeds and sizes, digit for
//! digit, whatever the vector width and the number of threads.

use backprop::document::printed;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs `backprop notebook` with its own output folder, so that tests may run side by side.
fn notebook(folder: &str, flags: &[&str], width: &str) -> Output {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let run = Command::new(env!("CARGO_BIN_EXE_backprop"))
        .args(["notebook", "--out", out.to_str().unwrap()])
        .args(flags)
        .env("BACKPROP_WIDTH", width)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run
}

#[test]
fn the_nine_printed_epochs_come_out_again() {
    let run = notebook("printed", &[], "");
    let log = String::from_utf8(run.stdout).unwrap();
    assert_eq!(log.lines().count(), 20, "all twenty epochs are run:\n{log}");
    let compared = printed::compare(printed::TRAINING_LOG, &log);
    assert_eq!(compared.first_difference, None);
    assert_eq!((compared.same, compared.printed), (9, 9));
    // NumPy's own run of all twenty: the document cuts the ninth and hides the rest.
    let last = "Epoch: 19 Training set error: 139.395 Traing set accuracy: 0.930 \
                Test set error: 124.390 Test set accuracy: 0.897 ";
    assert_eq!(log.lines().last(), Some(last));
}

#[test]
fn the_charts_are_those_that_the_readme_shows() {
    notebook("charts", &[], "");
    for name in ["loss.svg", "accuracy.svg"] {
        let drawn = Path::new(env!("CARGO_TARGET_TMPDIR")).join("charts").join(name);
        let shown = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/document").join(name);
        assert!(fs::read(&drawn).unwrap() == fs::read(&shown).unwrap(), "{name} differs");
    }
}

#[test]
fn other_seeds_and_sizes_give_numpys_log() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/notebook");
    let mut logs = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        // The first line holds the flags, the rest is what NumPy printed with them.
        let (flags, expected) = text.split_once('\n').unwrap();
        let flags: Vec<_> = flags.split(' ').collect();
        let run = notebook(path.file_stem().unwrap().to_str().unwrap(), &flags, "");
        assert_eq!(String::from_utf8(run.stdout).unwrap(), expected, "{flags:?}");
        logs += 1;
    }
    assert!(logs >= 10, "{logs} logs in {}", folder.display());
}

#[test]
fn every_width_and_number_of_threads_writes_the_same_bytes() {
    let flags = ["--train", "500", "--test", "100", "--hidden", "37", "--epochs", "3"];
    for corrected in [false, true] {
        let run = |folder: &str, threads: &str, width: &str| {
            let mut flags = flags.to_vec();
            flags.extend(["--threads", threads]);
            flags.extend(corrected.then_some("--corrected"));
            let log = notebook(folder, &flags, width).stdout;
            let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
            let files = ["history.csv", "loss.svg", "accuracy.svg"];
            (log, files.map(|name| fs::read(out.join(name)).unwrap()))
        };
        let expected = run("same-1", "1", "plain");
        for (threads, width) in [("2", "plain"), ("1", "avx2"), ("2", "avx512"), ("all", "")] {
            assert!(
                run(&format!("same-{threads}-{width}"), threads, width) == expected,
                "{threads} threads, width {width:?}, corrected {corrected}"
            );
        }
    }
}

#[test]
fn the_history_holds_the_sums_that_the_tutorial_plots() {
    let flags = ["--train", "50", "--test", "20", "--hidden", "8", "--epochs", "2"];
    let log = String::from_utf8(notebook("history", &flags, "").stdout).unwrap();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("history/history.csv");
    let csv = fs::read_to_string(path).unwrap();
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
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explodes");
    let _ = fs::remove_dir_all(&out);
    let run = Command::new(env!("CARGO_BIN_EXE_backprop"))
        .args(["notebook", "--train", "200", "--test", "50", "--learning-rate", "900", "--out"])
        .arg(&out)
        .output()
        .unwrap();
    let message = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{message}");
    for part in ["exploded in epoch", "layer", "learning rate 900", "--learning-rate 90"] {
        assert!(message.contains(part), "{part:?} is missing: {message}");
    }
    assert!(!out.join("history.csv").exists(), "no file of a failed run");
}
