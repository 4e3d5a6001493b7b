//! `results` keeps every finished run in runs.csv and goes on from there when it is started again.

use crate::support::{folders, program};
use folders::{Folder, quick_set};
use program::{Run, backprop, kill, program, start};

fn args<'a>(data: &'a Folder, out: &'a Folder, more: &[&'a str]) -> Vec<&'a str> {
    [&["results", "--threads=1", "--data", data.arg(), "--out", out.arg()], more].concat()
}

fn results(data: &Folder, out: &Folder, more: &[&str]) -> Run {
    backprop(args(data, out, more))
}

fn killed(data: &Folder, out: &Folder, more: &[&str], lines: usize) {
    let mut command = program();
    command.args(args(data, out, more));
    kill(command, lines, 0);
}

/// The seeds in the notes about runs that were trained.
fn trained(run: &Run) -> Vec<u64> {
    let seed = |line: &str| {
        let (seed, _) = line.strip_prefix("linear, seed ")?.split_once(':')?;
        seed.parse().ok()
    };
    run.stderr.lines().filter_map(seed).collect()
}

/// Text without the one number that differs from run to run: the seconds, in a table the ninth
/// cell and in runs.csv the sixth.
fn without_seconds(text: &str) -> String {
    let line = |line: &str| {
        let (mark, at) = if line.starts_with('|') { ("|", 9) } else { (",", 5) };
        let cells = line.split(mark).enumerate().filter(|(place, _)| *place != at);
        cells.map(|(_, cell)| cell.trim()).collect::<Vec<_>>().join(mark) + "\n"
    };
    text.lines().map(line).collect()
}

#[test]
fn a_killed_command_goes_on_with_the_runs_that_are_missing() {
    let (data, undisturbed) = (quick_set(), Folder::new());
    let flags = ["--row=linear", "--seeds=5"];
    let expected = results(&data, &undisturbed, &flags).done();
    assert_eq!(trained(&expected), [1, 2, 3, 4, 5]);
    for lines in 1..=4 {
        let out = Folder::new();
        // A run prints a line at its start and one at its end.
        killed(&data, &out, &flags, 2 * lines);
        let done = out.read("runs.csv").lines().count() - 1;
        assert!(done >= lines, "{lines} runs were printed, {done} kept");
        assert_eq!(
            out.read("results.md").ends_with("\n0 of 0 rows met; not trained yet: linear\n"),
            done < 5,
            "{}",
            out.read("results.md")
        );
        // Killed once more, before the first of the other runs is done.
        killed(&data, &out, &flags, 1);
        let done = out.read("runs.csv").lines().count() - 1;

        let run = results(&data, &out, &flags).done();
        let note = format!("note: {done} of 5 runs are done; --fresh repeats them\n");
        assert!(run.stderr.starts_with(&note), "{}", run.stderr);
        assert_eq!(trained(&run), Vec::from_iter(done as u64 + 1..=5));
        assert_eq!(run.stdout, expected.stdout);
        for file in ["runs.csv", "results.md"] {
            let (found, expected) = (out.read(file), undisturbed.read(file));
            assert_eq!(without_seconds(&found), without_seconds(&expected), "{file}");
        }
        let again = results(&data, &out, &flags).done();
        assert_eq!((trained(&again), again.stdout), (vec![], run.stdout), "all are done");
    }
}

#[test]
fn more_seeds_need_only_the_missing_runs_and_fresh_repeats_all() {
    let (data, out) = (quick_set(), Folder::new());
    for (flags, expected) in [
        (&["--seeds=2"][..], &[1, 2][..]),
        (&["--seeds=3"], &[3]),
        (&["--seeds=1"], &[]),
        (&["--seeds=1", "--fresh"], &[1]),
        (&["--seeds=3"], &[]),
    ] {
        let run = results(&data, &out, &[&["--row=linear"], flags].concat()).done();
        assert_eq!(trained(&run), expected, "{flags:?}");
    }
}

#[test]
fn the_table_has_every_row_that_is_done_and_names_the_others() {
    let (data, out) = (quick_set(), Folder::new());
    results(&data, &out, &["--row=linear", "--seeds=1"]).done();
    killed(&data, &out, &["--quick"], 1);
    let table = out.read("results.md");
    assert_eq!(table.matches("\n| linear, squared error ").count(), 1, "{table}");
    let others = "nielsen-30, nielsen-100, 300, 300-100";
    let verdict = format!("\n0 of 1 rows met; not met: linear; not trained yet: {others}\n");
    assert!(table.ends_with(&verdict), "{table}");
}

#[test]
fn a_row_that_another_command_has_trained_stays_in_the_table() {
    let (data, out) = (quick_set(), Folder::new());
    results(&data, &out, &["--row=linear", "--seeds=2"]).done();
    killed(&data, &out, &["--long", "--seeds=2"], 1);
    let table = out.read("results.md");
    assert_eq!(table.matches("\n| linear, squared error ").count(), 1, "{table}");
    let others = "1000-500-elastic, deep-dropout, deep-max-norm";
    let verdict = format!("\n0 of 1 rows met; not met: linear; not trained yet: {others}\n");
    assert!(table.ends_with(&verdict), "{table}");

    // With fewer runs than are asked for it is not done, and nobody asked for it.
    killed(&data, &out, &["--long", "--seeds=3"], 1);
    let table = out.read("results.md");
    assert!(table.ends_with(&format!("\n0 of 0 rows met; not trained yet: {others}\n")), "{table}");
}

#[test]
fn runs_of_another_name_recipe_seed_or_data_are_kept_and_not_mixed_in() {
    let (data, out) = (quick_set(), Folder::new());
    let flags = ["--row=linear", "--seeds=1"];
    let expected = results(&data, &out, &flags).done();
    let own = out.read("runs.csv");
    let (headings, line) = own.split_once('\n').expect("headings and a run");
    let [.., crc, recipe] = &line.trim_end().split(',').collect::<Vec<_>>()[..] else {
        panic!("a run in {own}");
    };
    let other = |name, seed, crc, recipe| format!("{name},{seed},60000,1,2,0.5,{crc},{recipe}\n");
    let named = other("nielsen-30", 1, *crc, *recipe);
    let others = [
        other("linear", 2, crc, recipe),
        other("linear", 1, "00000000-00000000", recipe),
        other("linear", 1, crc, "\"--hidden none --epochs 3,4\""),
    ]
    .concat();
    out.write("runs.csv", format!("{headings}\n{named}{others}").as_bytes());
    let run = results(&data, &out, &flags).done();
    assert_eq!(trained(&run), [1]);
    assert_eq!(run.stdout, expected.stdout);
    let kept = without_seconds(&out.read("runs.csv"));
    assert_eq!(kept, without_seconds(&format!("{headings}\n{named}{others}{line}")));

    // Afresh means the runs that are asked for; until each is done, the one before stays.
    let fresh = [&flags[..], &["--fresh"]].concat();
    killed(&data, &out, &fresh, 1);
    assert_eq!(out.read("runs.csv").lines().count(), 6, "a finished run is lost");
    assert_eq!(trained(&results(&data, &out, &fresh).done()), [1]);
    let kept = without_seconds(&out.read("runs.csv"));
    assert_eq!(kept, without_seconds(&format!("{headings}\n{named}{others}{line}")));
}

#[test]
fn a_damaged_line_is_named_and_nothing_is_changed() {
    let (data, out) = (quick_set(), Folder::new());
    results(&data, &out, &["--row=linear", "--seeds=2"]).done();
    let sound = out.read("runs.csv");
    let lines: Vec<_> = sound.lines().collect();
    let recipe = "\"--hidden none --loss squared-error\"";
    for (number, damaged) in [
        (1, ""),
        (1, lines[1]),
        (2, ""),
        (2, lines[0]),
        (2, "linear"),
        (3, &lines[2][..lines[2].len() - 1]),
        (3, &lines[2].replacen(",2,", ",two,", 1)),
        (3, &lines[2].replacen(",2,", ",-2,", 1)),
        (3, &lines[2].replacen(",2,", ",02,", 1)),
        (2, &format!("linear,1,60000,1,2,-0.5,0,{recipe}")),
        (2, &format!("linear,1,60000,1,2,NaN,0,{recipe}")),
        (2, &format!("linear,1,60000,1,2,inf,0,{recipe}")),
        (2, &format!("linear,1,60000,1.5,2,1,0,{recipe}")),
        (2, &format!("linear,1,60000,1,2,1e300,0,{recipe}")),
        // More than half of the test images wrong in a half; more or fewer training images than
        // the row's, or than there are.
        (2, &format!("linear,1,60000,5001,2,1,0,{recipe}")),
        (2, &format!("linear,1,60000,{},5,1,0,{recipe}", u64::MAX)),
        (2, &format!("linear,1,59999,1,2,1,0,{recipe}")),
        (2, &format!("gone,1,60001,1,2,1,0,{recipe}")),
        (2, &format!("gone,1,0,1,2,1,0,{recipe}")),
    ] {
        let mut changed = lines.clone();
        changed[number - 1] = damaged;
        let text = changed.join("\n");
        out.write("runs.csv", text.as_bytes());
        let run = results(&data, &out, &["--row=linear", "--seeds=3", "--fresh"]);
        let place = format!("error: {}/runs.csv, line {number}: expected ", out.arg());
        assert!(run.stderr.starts_with(&place), "{damaged}: {}", run.stderr);
        assert!(run.stderr.ends_with("; remove the line or the file\n"), "{}", run.stderr);
        assert_eq!((run.code, &*run.stdout), (1, ""), "{damaged}");
        assert_eq!(out.read("runs.csv"), text, "the file is changed");
    }
}

#[test]
fn of_two_commands_at_a_time_the_second_is_refused_and_loses_nothing() {
    let (data, out) = (quick_set(), Folder::new());
    let mut command = program();
    command.args(args(&data, &out, &["--row=linear", "--seeds=5"]));
    let (mut first, rest) = start(command, 2);
    let second = results(&data, &out, &["--row=nielsen-30", "--seeds=2"]);
    assert!(second.code == 1 && second.stderr.contains("is writing into the folder"), "{second:?}");
    rest.for_each(drop);
    assert!(first.wait().expect("it ends").success());
    assert_eq!(out.read("runs.csv").lines().count(), 6, "a finished run is lost");
}

#[test]
fn more_than_a_table_can_hold_is_not_read() {
    let (data, out) = (quick_set(), Folder::new());
    results(&data, &out, &["--row=linear", "--seeds=1"]).done();
    let file = std::fs::OpenOptions::new().write(true).open(out.path().join("runs.csv"));
    file.and_then(|file| file.set_len(8 << 30)).expect("a file with a hole");
    let run = results(&data, &out, &["--row=linear", "--seeds=1"]);
    let message = "runs.csv: expected at most 16777216 bytes, found more; ";
    assert!(run.code == 1 && run.stderr.contains(message), "{run:?}");
}
