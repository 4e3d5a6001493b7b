//! `results` trains what `train` would train with the same flags and says honestly how it went.

mod folders;

use folders::{Folder, idx, labels, small_set};
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn backprop(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backprop"));
    command.args(args).stdin(Stdio::null()).output().expect("the program starts")
}

/// The cells of each row of the table in Markdown.
fn cells(table: &str) -> Vec<Vec<String>> {
    let rows = table.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().into()).collect())
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

/// `results` on the linear row, and the file that it writes.
fn linear(data: &Path, more: &[&str]) -> (Output, String) {
    let out = Folder::new();
    let (folder, data) = (out.path().to_str().expect("Unicode"), data.to_str().expect("Unicode"));
    let args = ["results", "--row", "linear", "--out", folder, "--data", data];
    let output = backprop(&[&args[..], more].concat());
    let file = std::fs::read_to_string(out.path().join("results.md")).expect("results.md");
    (output, file)
}

#[test]
fn a_row_is_what_train_makes_of_its_recipe() {
    let (output, file) = linear(&folders::mnist(), &["--seeds", "2"]);
    let (table, notes) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{notes}");
    assert_eq!(table, file, "stdout and results.md");
    let recipe = table
        .lines()
        .find_map(|line| line.strip_prefix("- linear: `backprop ")?.strip_suffix('`'))
        .unwrap_or_else(|| panic!("no recipe in\n{table}"));

    let wrong = ["1", "2"].map(|seed| {
        let out = Folder::new();
        let (out, data) = (out.path().to_str().expect("Unicode"), folders::mnist());
        let mut args: Vec<_> = recipe.split(' ').collect();
        args.extend(["--seed", seed, "--out", out, "--data", data.to_str().expect("Unicode")]);
        let trained = text(&backprop(&args).stdout);
        let (_, last) = trained.rsplit_once(": ").expect("the last line has a colon");
        let wrong = last.trim().strip_suffix(" of 10000 wrong").expect("how many are wrong");
        let note = format!("linear, seed {seed}: {wrong} of 10000 wrong");
        assert!(notes.contains(&note), "train says {note}, results:\n{notes}");
        wrong.parse::<u32>().expect("a number")
    });
    let row = &cells(&table)[0];
    let mean = f64::from(wrong[0] + wrong[1]) / 2.0 / 100.0;
    assert_eq!(row[3], format!("{mean:.2}"), "the mean error in {row:?}");
    let [least, most] = [wrong.iter().min(), wrong.iter().max()].map(|wrong| {
        let wrong = wrong.expect("two runs");
        f64::from(*wrong) / 100.0
    });
    assert_eq!(row[4], format!("{least:.2} to {most:.2}"), "the spread in {row:?}");
    let halves: f64 = row[5..7].iter().map(|cell| cell.parse::<f64>().expect("a number")).sum();
    assert!((halves / 2.0 - mean).abs() < 0.011, "the halves' mean is not the whole's: {row:?}");
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let without_time = |threads| {
        let (output, _) = linear(&folders::mnist(), &["--seeds", "2", "--threads", threads]);
        let mut row = cells(&text(&output.stdout)).remove(0);
        row.remove(8);
        row
    };
    assert_eq!(without_time("1"), without_time("2"));
}

#[test]
fn every_recipe_is_understood_before_the_data_are_looked_at() {
    let folder = Folder::with_set(small_set());
    let output = backprop(&["results", "--data", folder.path().to_str().expect("Unicode")]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("60000"), "the data set is too small, but:\n{message}");
}

#[test]
fn a_row_that_is_missed_is_shown_as_missed() {
    // Nothing can be learned from images that are all alike.
    let digits = |count: u32| labels(&(0..count).map(|k| (k % 10) as u8).collect::<Vec<_>>());
    let alike = |count: u32| idx(8, &[count, 1, 1], &vec![255; count as usize]);
    let set = Folder::with_set([alike(60_000), digits(60_000), alike(10_000), digits(10_000)]);
    let (output, _) = linear(set.path(), &["--seeds", "1"]);
    let table = text(&output.stdout);
    let row = &cells(&table)[0];
    assert_eq!((&*row[3], &*row[9]), ("90.00", "no"), "{row:?}");
    assert!(table.ends_with("\n0 of 1 rows met; not met: linear\n"), "{table}");
}

#[test]
fn an_unknown_row_is_named_and_the_nearest_suggested() {
    let output = backprop(&["results", "--row", "linea"]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("--row must be one of all, linear, "), "{message}");
    assert!(message.contains("not linea; did you mean linear?"), "{message}");
}
