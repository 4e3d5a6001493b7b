//! `results` trains what `train` would train with the same flags and says honestly how it went.

mod folders;
mod program;

use folders::{Folder, idx, labels, mnist, small_set};
use program::{Run, backprop};
use std::path::Path;

/// The cells of each row of the table in Markdown.
fn cells(table: &str) -> Vec<Vec<String>> {
    let rows = table.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().into()).collect())
        .collect()
}

/// `results` on the linear row, and the file that it writes.
fn linear(data: &Path, more: &[&str]) -> (Run, String) {
    let out = Folder::new();
    let data = data.to_str().expect("Unicode");
    let args = ["results", "--row", "linear", "--out", out.arg(), "--data", data];
    let run = backprop(args.iter().chain(more)).done();
    (run, out.read("results.md"))
}

#[test]
fn a_row_is_what_train_makes_of_its_recipe() {
    let (Run { stdout: table, stderr: notes, .. }, file) = linear(&mnist(), &["--seeds", "2"]);
    assert_eq!(table, file, "stdout and results.md");
    let recipe = table
        .lines()
        .find_map(|line| line.strip_prefix("- linear: `backprop ")?.strip_suffix('`'))
        .unwrap_or_else(|| panic!("no recipe in\n{table}"));

    let wrong = ["1", "2"].map(|seed| {
        let out = Folder::new();
        let mut args: Vec<_> = recipe.split(' ').collect();
        args.extend(["--seed", seed, "--out", out.arg()]);
        let trained = backprop(args).done().stdout;
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
        let (run, _) = linear(&mnist(), &["--seeds", "2", "--threads", threads]);
        let mut row = cells(&run.stdout).remove(0);
        row.remove(8);
        row
    };
    assert_eq!(without_time("1"), without_time("2"));
}

#[test]
fn every_recipe_is_understood_before_the_data_are_looked_at() {
    let folder = Folder::with_set(small_set());
    let run = backprop(["results", "--data", folder.arg(), "--out", Folder::new().arg()]);
    assert!(run.code == 1 && run.stderr.contains("60000"), "the data set is too small: {run:?}");
}

#[test]
fn a_row_that_is_missed_is_shown_as_missed() {
    // Nothing can be learned from images that are all alike.
    let digits = |count: u32| labels(&(0..count).map(|k| (k % 10) as u8).collect::<Vec<_>>());
    let alike = |count: u32| idx(8, &[count, 1, 1], &vec![255; count as usize]);
    let set = Folder::with_set([alike(60_000), digits(60_000), alike(10_000), digits(10_000)]);
    let table = linear(set.path(), &["--seeds", "1"]).0.stdout;
    let row = &cells(&table)[0];
    assert_eq!((&*row[3], &*row[9]), ("90.00", "no"), "{row:?}");
    assert!(table.ends_with("\n0 of 1 rows met; not met: linear\n"), "{table}");
}
