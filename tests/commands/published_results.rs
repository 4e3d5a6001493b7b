//! `results` trains what `train` would train with the same flags and says honestly how it went.

use crate::support::{folders, program};
use folders::{Folder, idx, labels, mnist, quick_set, small_set};
use program::{Run, backprop, kill, program};
use std::path::Path;
use std::sync::OnceLock;

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

/// Two seeds on one thread, trained once for all tests.
fn on_one_thread() -> &'static (Run, String) {
    static RUN: OnceLock<(Run, String)> = OnceLock::new();
    RUN.get_or_init(|| linear(&mnist(), &["--seeds", "2", "--threads", "1"]))
}

#[test]
fn a_row_is_what_train_makes_of_its_recipe() {
    let (Run { stdout, stderr: notes, .. }, table) = on_one_thread();
    let recipe = table
        .lines()
        .find_map(|line| line.strip_prefix("- linear: `backprop ")?.strip_suffix('`'))
        .unwrap_or_else(|| panic!("no recipe in\n{table}"));

    let wrong = ["1", "2"].map(|seed| {
        let beginning = format!("linear, seed {seed}: ");
        let (_, wrong) = notes.split_once(&beginning).expect("a note of each run");
        let (wrong, _) = wrong.split_once(" of 10000 wrong").expect("how many are wrong");
        wrong.parse::<u32>().expect("a number")
    });
    let out = Folder::new();
    let mut args: Vec<_> = recipe.split(' ').collect();
    args.extend(["--seed", "2", "--out", out.arg()]);
    let trained = backprop(args).done().stdout;
    let last = format!(": {} of 10000 wrong\n", wrong[1]);
    assert!(trained.ends_with(&last), "results says {last}, train:\n{trained}");
    let row = &cells(table)[0];
    let mean = f64::from(wrong[0] + wrong[1]) / 2.0 / 100.0;
    assert_eq!(row[3], format!("{mean:.2}"), "the mean error in {row:?}");
    let [least, most] = [wrong.iter().min(), wrong.iter().max()].map(|wrong| {
        let wrong = wrong.expect("two runs");
        f64::from(*wrong) / 100.0
    });
    assert_eq!(row[4], format!("{least:.2} to {most:.2}"), "the spread in {row:?}");
    let halves: f64 = row[5..7].iter().map(|cell| cell.parse::<f64>().expect("a number")).sum();
    assert!((halves / 2.0 - mean).abs() < 0.011, "the halves' mean is not the whole's: {row:?}");

    // The terminal gets the name and the numbers of the same row.
    let line = stdout.lines().find_map(|line| line.strip_prefix("linear "));
    let line = line.unwrap_or_else(|| panic!("no row in\n{stdout}"));
    let numbers: Vec<_> = line.split("  ").map(str::trim).filter(|text| !text.is_empty()).collect();
    assert_eq!(numbers, [&row[1], &row[3], &row[4], &row[5], &row[6], &row[9]]);
    for (number, seed) in [(1, 1), (2, 2)] {
        let note = format!("run {number} of 2: linear (linear, squared error), seed {seed}\n");
        assert!(notes.contains(&note), "{note} is not in\n{notes}");
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let without_time = |table: &str| {
        let mut row = cells(table).remove(0);
        row.remove(8);
        row
    };
    let (_, on_two) = linear(&mnist(), &["--seeds", "2", "--threads", "2"]);
    assert_eq!(without_time(&on_one_thread().1), without_time(&on_two));
}

#[test]
fn every_recipe_is_understood_before_the_data_are_looked_at() {
    let folder = Folder::with_set(small_set());
    let run = backprop(["results", "--data", folder.arg(), "--out", Folder::new().arg()]);
    assert!(run.code == 1 && run.stderr.contains("60000"), "the data set is too small: {run:?}");
}

#[test]
fn a_row_that_is_missed_is_shown_as_missed() {
    let table = linear(quick_set().path(), &["--seeds", "1"]).1;
    let row = &cells(&table)[0];
    assert_eq!((&*row[3], &*row[9]), ("90.00", "no"), "{row:?}");
    assert!(table.ends_with("\n0 of 1 rows met; not met: linear\n"), "{table}");
}

#[test]
fn the_halves_of_the_test_set_are_its_first_and_its_last_images() {
    // All images are alike, so that they get one answer: a tenth of the first half is right, and a
    // fifth of the last, or nothing.
    let alike = |count: u32| idx(8, &[count, 1, 1], &vec![255; count as usize]);
    let digits = |count: u32| labels(&(0..count).map(|k| (k % 10) as u8).collect::<Vec<_>>());
    let test = (0..10_000).map(|k| if k < 5000 { k / 2 % 10 } else { k / 2 % 5 } as u8);
    let test = labels(&test.collect::<Vec<_>>());
    let set = Folder::with_set([alike(60_000), digits(60_000), alike(10_000), test]);
    let table = linear(set.path(), &["--seeds", "1"]).1;
    let row = &cells(&table)[0];
    assert!(row[5] == "90.00" && ["80.00", "100.00"].contains(&&*row[6]), "{row:?}");
}

#[test]
fn a_row_is_met_by_a_mean_that_is_not_above_the_published_one_by_the_least() {
    // Three runs, of which one is trained and the others are copied, with these wrong answers.
    let (data, out) = (quick_set(), Folder::new());
    let flags = ["--row", "linear", "--data", data.arg(), "--out", out.arg(), "--seeds"];
    let results = |seeds| backprop(["results"].iter().chain(&flags).chain(&[seeds])).done();
    results("1");
    let (headings, run) = out.read("runs.csv").split_once('\n').map(own).expect("a run");
    let parts: Vec<_> = run.splitn(6, ',').collect();
    // 12 % are 1200 of 10000, and 3600 of 30000.
    for (last, met) in [(600, "yes"), (601, "no")] {
        let line = |seed: u32| {
            let wrong = if seed == 3 { last } else { 600 };
            format!("linear,{seed},60000,600,{wrong},{}", parts[5])
        };
        let lines: String = (1..=3).map(line).collect();
        out.write("runs.csv", format!("{headings}\n{lines}").as_bytes());
        results("3");
        let table = out.read("results.md");
        let row = &cells(&table)[0];
        assert_eq!((&*row[3], &*row[9]), ("12.00", met), "{row:?}");
    }
}

/// Both parts of a text, each its own.
fn own((before, after): (&str, &str)) -> (String, String) {
    (before.to_string(), after.to_string())
}

#[test]
fn the_list_has_the_rows_of_the_table_and_their_times() {
    let list = backprop(["results", "--list"]).done().stdout;
    let listed = list.lines().skip(1).map(|line| {
        let cells = line.split("  ").map(str::trim).filter(|cell| !cell.is_empty());
        let number = |cell: &str| cell.trim_end_matches(" %").trim_end_matches(" s").to_string();
        cells.map(number).collect::<Vec<_>>()
    });
    // Network, published error, seconds.
    let listed: Vec<_> = listed.map(|cells| cells[1..].to_vec()).collect();
    let table = cells(include_str!("../../data/published/README.md")).into_iter();
    let shown: Vec<_> = table.map(|row| [0, 1, 8].map(|cell| row[cell].clone())).collect();
    assert_eq!(listed, shown, "listed (left), in data/published/README.md (right)");
}

/// The names that `--list` prints.
fn listed(flags: &[&str]) -> Vec<String> {
    let name = |line: &str| line.split(' ').next().map(String::from);
    let list = backprop([&["results", "--list"], flags].concat()).done().stdout;
    list.lines().skip(1).filter_map(name).collect()
}

#[test]
fn each_size_has_its_flag_and_each_row_its_name() {
    let all = listed(&[]);
    let help = backprop(["help", "results"]).done().stdout;
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains(&format!("table: {} [all]", all.join(", "))), "{help}");
    let quick = ["linear", "nielsen-30", "nielsen-100", "300", "300-100"];
    let long = ["1000-500-elastic", "deep-dropout", "deep-max-norm"];
    assert_eq!(listed(&["--quick"]), quick);
    assert_eq!(listed(&["--long"]), long);
    assert!(all.starts_with(&quick.map(String::from)) && all.ends_with(&long.map(String::from)));
    for name in &all {
        assert_eq!(listed(&["--row", name]), [&**name]);
    }
    assert_eq!(listed(&["--quick", "--row", "300"]), ["300"]);
    assert_eq!(listed(&["--long", "--row", "deep-dropout"]), ["deep-dropout"]);
    for flags in [
        &["--row", "dropout", "--quick"][..],
        &["--row", "dropout", "--long"],
        &["--quick", "--long"],
    ] {
        let run = backprop([&["results"], flags].concat());
        let message = "error: together, --row, --quick and --long leave no row; ";
        assert!(run.code == 2 && run.stderr.starts_with(message), "{}", run.stderr);
    }
}

#[test]
fn without_flags_all_but_the_large_networks_are_trained() {
    // Interrupted before the first run is done.
    let (data, out) = (quick_set(), Folder::new());
    let mut command = program();
    command.args(["results", "--threads=1", "--data", data.arg(), "--out", out.arg()]);
    kill(command, 1, 0);
    let table = out.read("results.md");
    let (_, missing) = table.trim_end().split_once("not trained yet: ").expect("nothing is done");
    let long = listed(&["--long"]);
    let expected: Vec<_> = listed(&[]).into_iter().filter(|name| !long.contains(name)).collect();
    assert_eq!(missing.split(", ").collect::<Vec<_>>(), expected);
}
