//! An output folder that cannot be written to is found out before the work starts. Its `run.txt`
//! says which run wrote each file beside it and how it ended. The files of an earlier run stay
//! until the new one has its own; those that no run wrote stay in any case, and one process writes
//! at a time. A command that fails before its work leaves nothing.

use crate::support::{folders, program};
use backprop::format::crc32::crc32;
use backprop::format::npz;
use folders::{Folder, NAMES, idx, images, labels};
use program::{Run, backprop, kill, program, run, start};
use std::fs;
use std::path::Path;

const NOTEBOOK: [&str; 5] = ["notebook", "--train=30", "--test=10", "--hidden=5", "--epochs=3"];
const TRAIN: [&str; 5] = ["train", "--train=30", "--test=10", "--hidden=5", "--epochs=3"];
const EVALUATE: [&str; 2] = ["evaluate", "--test=10"];

/// Every command with an output folder, and one of the files that it writes there.
const COMMANDS: [(&[&str], &str); 7] = [
    (&NOTEBOOK, "history.csv"),
    (&TRAIN, "checkpoint.npz"),
    (&EVALUATE, "mistakes.svg"),
    (&["reproduce"], "model.npz"),
    (&["errata"], "errata.svg"),
    (&["results", "--row=linear"], "results.md"),
    (&["page"], "index.html"),
];

fn into(out: &Path, command: &[&str]) -> Run {
    run(program().args(command).arg("--out").arg(out))
}

/// The entry of run.txt after this name and a colon.
fn entry(out: &Folder, name: &str) -> String {
    let text = out.read("run.txt");
    let mut entries = text.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    entries.next().unwrap_or_else(|| panic!("no {name} in\n{text}")).to_string()
}

#[test]
fn it_names_the_command_the_data_and_how_they_were_used() {
    // Sixty thousand images and their labels, which `results` needs, of one pixel each.
    let digits = |count: u32| labels(&(0..count).map(|k| (k % 10) as u8).collect::<Vec<_>>());
    let alike = |count: u32| idx(8, &[count, 1, 1], &vec![255; count as usize]);
    let data = Folder::with_set([alike(60_000), digits(60_000), alike(10_000), digits(10_000)]);
    let model = Folder::new();
    backprop([&TRAIN[..], &["--data", data.arg(), "--out", model.arg()]].concat()).done();
    let model = format!("{}/model.npz", model.arg());
    let results = ["results", "--row=linear", "--seeds=2"];
    for (command, seed, files) in [
        (&NOTEBOOK[..], "884736743", "history.csv, loss.svg, accuracy.svg, model.npz"),
        (&[&TRAIN[..], &["--seed", "7"]].concat(), "7", "checkpoint.npz, history.csv, "),
        (&["evaluate", "--test", "10", "--model", &model], "", "confusion.svg, "),
        (&results, "1 to 2", "runs.csv, results.md"),
    ] {
        let parent = Folder::new();
        let out = parent.path().join("a \u{1b}\n'\"");
        let command = [command, &["--threads=1", "--data", data.arg()]].concat();
        let run =
            run(program().args(&command).arg("--out").arg(&out).env("BACKPROP_WIDTH", "plain"));
        run.done();
        let spelled = format!("backprop {} --out {out:?}", command.join(" "));
        let version = env!("CARGO_PKG_VERSION");
        let mut expected = format!("command: {spelled}\nversion: {version}\nfiles: ");
        let text = fs::read_to_string(out.join("run.txt")).expect("run.txt");
        let (_, listed) = text.split_once("\nfiles: ").expect("the files");
        let (listed, _) = listed.split_once('\n').expect("a line");
        assert!(listed.starts_with(files), "{listed}");
        expected += &format!("{listed}\n");
        if !seed.is_empty() {
            expected += &format!("seed: {seed}\n");
        }
        for name in NAMES {
            let crc = crc32(&data.bytes(name));
            expected += &format!("data: {}/{name} CRC-32 {crc:08x}\n", data.arg());
        }
        expected += "vector width: plain\nthreads: 1\ntime: ";
        let end = text.strip_prefix(&expected);
        let end = end.unwrap_or_else(|| panic!("expected\n{expected}found\n{text}"));
        let seconds = end.strip_suffix(" s\nstatus: finished\n").expect(end);
        assert!(seconds.parse::<f64>().is_ok(), "{end}");
    }
}

/// The learning rate with which training diverges, after an epoch or in it.
const EXPLODES: [&str; 5] =
    ["notebook", "--train=200", "--test=50", "--learning-rate=900", "--epochs=3"];

#[test]
fn a_run_that_fails_leaves_its_reason_and_the_earlier_files_that_it_has_not_replaced() {
    let later = ["--learning-rate=1000", "--schedule=constant", "--weight-decay=1", "--batch=10"];
    let later = [&TRAIN[..4], &later, &["--epochs=400"]].concat();
    for (command, fails, left) in [
        (&NOTEBOOK[..], &EXPLODES[..], "history.csv, loss.svg, accuracy.svg, model.npz"),
        (&TRAIN, &later, "confusion.txt, confusion.svg, model.npz"),
    ] {
        let out = Folder::new();
        into(out.path(), command).done();
        out.write("notes.txt", b"mine");
        let (earlier, files) = (out.read("run.txt"), out.files());
        let run = into(out.path(), fails);
        let message = run.stderr.trim_end().strip_prefix("error: ").expect("an error");
        assert!(run.code == 1 && message.starts_with("training diverged"), "{message}");
        assert_eq!(entry(&out, "status"), format!("failed: {message}"));
        assert_eq!(entry(&out, "not written yet"), left);
        assert!(out.read("run.txt").ends_with(&format!("\n\n{earlier}")), "the earlier run's");
        for ((name, found), (_, before)) in out.files().iter().zip(&files) {
            let is_kept = left.contains(name.as_str()) || name == "notes.txt";
            assert_eq!(found == before, is_kept, "{name}");
        }
        let epochs = run.stdout.lines().count();
        if epochs > 0 {
            assert_eq!(out.read("history.csv").lines().count(), 1 + epochs);
        }

        // When all are replaced, nothing is said of the run before.
        into(out.path(), command).done();
        assert_eq!(out.read("run.txt").matches("command: ").count(), 1);
    }
}

#[test]
fn killed_at_any_moment_every_file_is_whole_and_of_the_run_that_is_named() {
    let digits = |count: u8| labels(&(0..count).map(|k| k % 10).collect::<Vec<_>>());
    let data = Folder::with_set([images(30, 4, 4), digits(30), images(10, 4, 4), digits(10)]);
    let command =
        ["train", "--hidden=5", "--epochs=6", "--threads=1", "--data", data.arg(), "--seed"];
    let trained = ["1", "2"].map(|seed| {
        let out = Folder::new();
        into(out.path(), &[&command[..], &[seed]].concat()).done();
        out
    });
    let mut interrupted = 0;
    for point in 0..16 {
        let out = Folder::new();
        into(out.path(), &[&command[..], &["1"]].concat()).done();
        let mut second = program();
        second.args(command).args(["2", "--out", out.arg()]);
        kill(second, point % 5, point as u64 / 5);
        let text = out.read("run.txt");
        let runs: Vec<_> = text.split("\n\n").collect();
        interrupted += usize::from(runs.len() == 2);
        for (name, bytes) in out.files() {
            let says = |run: &str, line: &str| {
                let mut lines = run.lines().filter_map(|found| found.strip_prefix(line));
                lines.any(|names| names.split(", ").any(|found| found == name))
            };
            if says(runs[0], "being written: ") {
                continue;
            }
            let owner = runs.iter().find(|run| !says(run, "not written yet: ")).expect("an owner");
            let place = format!("{name}, killed at {point}:\n{text}");
            if owner.contains(" --seed 1 ") {
                assert!(bytes == trained[0].bytes(&name), "{place}");
            } else if name == "model.npz" {
                assert!(bytes == trained[1].bytes(&name), "no network of half a run: {place}");
            } else {
                assert!(bytes != trained[0].bytes(&name), "{place}");
            }
            if name.ends_with(".npz") {
                npz::read(&bytes).unwrap_or_else(|error| panic!("{error}: {place}"));
            }
        }
        into(out.path(), &[&command[..], &["2"]].concat()).done();
        assert!(out.files() == trained[1].files(), "the run after {point}");
        assert!(!out.names().iter().any(|name| name.starts_with('.')), "{:?}", out.names());
    }
    assert!(interrupted > 3, "only {interrupted} of 16 were killed while both runs had files");
}

#[test]
#[cfg(unix)]
fn of_a_link_to_an_earlier_file_the_link_stays() {
    let (out, elsewhere) = (Folder::new(), Folder::new());
    into(out.path(), &NOTEBOOK).done();
    let link = out.path().join("model.npz");
    fs::rename(&link, elsewhere.path().join("kept.npz")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("kept.npz"), &link).unwrap();
    let before = elsewhere.bytes("kept.npz");
    assert_eq!(into(out.path(), &EXPLODES).code, 1);
    assert!(link.is_symlink() && elsewhere.bytes("kept.npz") == before, "the earlier model");
    into(out.path(), &[&NOTEBOOK[..], &["--seed=1"]].concat()).done();
    assert!(link.is_symlink() && elsewhere.bytes("kept.npz") != before, "the new model");
}

#[test]
fn a_file_that_no_run_wrote_is_not_replaced_unless_that_is_allowed() {
    for (command, file) in COMMANDS {
        for file in [file, "run.txt"] {
            let out = Folder::new();
            out.write(file, b"my own");
            let run = into(out.path(), command);
            let path = out.path().join(file);
            let message = format!(
                "error: {} is there, and no run wrote it; choose another folder with --out, or let \
                 --overwrite replace it\n",
                path.display()
            );
            assert_eq!((run.code, &*run.stderr), (1, &*message), "{command:?}");
            assert_eq!(out.names(), [file], "{command:?}");
            assert_eq!(out.read(file), "my own", "{command:?}");
        }
    }
    // Nor one beside an earlier run's, which that run never came to write.
    let out = Folder::new();
    let mut endless = program();
    endless.args(&TRAIN[..4]).args(["--epochs=100000", "--out", out.arg()]);
    kill(endless, 2, 0);
    out.write("confusion.txt", b"my own");
    assert_eq!(into(out.path(), &TRAIN).code, 1);
    assert_eq!(out.read("confusion.txt"), "my own");
    into(out.path(), &[&TRAIN[..], &["--overwrite"]].concat()).done();
    assert_ne!(out.read("confusion.txt"), "my own");
    into(out.path(), &TRAIN).done();
}

#[test]
fn a_second_process_is_refused_and_a_killed_one_stands_in_nobodys_way() {
    let out = Folder::new();
    let mut endless = program();
    endless.args(&TRAIN[..4]).args(["--epochs=100000", "--out", out.arg()]);
    let (mut first, _rest) = start(endless, 2);
    for (command, _) in COMMANDS {
        if command[0] == "results" {
            continue; // which takes no other data than MNIST, or its size
        }
        let run = into(out.path(), command);
        let process = if cfg!(unix) { format!("process {}", first.id()) } else { "another".into() };
        assert_eq!(run.code, 1, "{command:?}: {run:?}");
        assert!(run.stderr.contains(&format!("{process} is writing into the folder")), "{run:?}");
    }
    first.kill().and_then(|()| first.wait()).expect("it is killed");
    // The number that it left may be a living process's by now.
    out.write(".backprop-lock", std::process::id().to_string().as_bytes());
    into(out.path(), &TRAIN).done();
    assert!(cfg!(not(unix)) || !out.names().contains(&".backprop-lock".into()), "it stays");
}

#[test]
#[cfg(unix)]
fn files_keep_their_modes_also_when_the_run_is_killed_and_goes_on() {
    use std::os::unix::fs::PermissionsExt;
    let out = Folder::new();
    let is_private = |name: &String| {
        let mode = fs::metadata(out.path().join(name)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    };
    into(out.path(), &TRAIN).done();
    for name in out.names() {
        let private = fs::Permissions::from_mode(0o600);
        fs::set_permissions(out.path().join(name), private).expect("it is mine");
    }
    into(out.path(), &TRAIN).done();
    out.names().iter().for_each(is_private);

    let mut command = program();
    command.args(TRAIN).args(["--seed=2", "--out", out.arg()]);
    kill(command, 2, 0);
    let is_result = |name: &String| !name.starts_with('.');
    out.names().into_iter().filter(is_result).for_each(|name| is_private(&name));
    into(out.path(), &[&TRAIN[..], &["--seed=2", "--resume"]].concat()).done();
    out.names().iter().for_each(is_private);
}

#[test]
fn more_than_a_record_can_hold_is_not_read() {
    let out = Folder::new();
    into(out.path(), &TRAIN).done();
    let file = fs::OpenOptions::new().write(true).open(out.path().join("run.txt"));
    file.and_then(|file| file.set_len(8 << 30)).expect("a file with a hole");
    let run = into(out.path(), &TRAIN);
    let message = "run.txt: expected at most 16777216 bytes, found more; ";
    assert!(run.code == 1 && run.stderr.contains(message), "{run:?}");
}

#[test]
fn a_run_that_is_killed_leaves_each_printed_epoch_and_says_that_it_did_not_finish() {
    for command in [&NOTEBOOK, &TRAIN] {
        let out = Folder::new();
        let mut endless = program();
        endless.args(&command[..4]).args(["--epochs=100000", "--out", out.arg()]);
        kill(endless, 2, 0);
        assert_eq!(entry(&out, "status"), "not finished: it runs, or was killed");
        assert!(!out.read("run.txt").contains("being written"), "an epoch's files are written");
        assert!(out.read("history.csv").lines().count() > 2, "two epochs were printed");
        for chart in ["loss.svg", "accuracy.svg"] {
            assert!(out.read(chart).contains("<svg"), "{chart}");
        }
    }
}

#[test]
fn a_folder_with_another_commands_files_is_refused() {
    let out = Folder::new();
    into(out.path(), &NOTEBOOK).done();
    let before = out.read("run.txt");
    let run = into(out.path(), &TRAIN);
    assert!(run.code == 1 && run.stderr.contains("another command wrote"), "{run:?}");
    assert_eq!(out.read("run.txt"), before, "nothing is changed");
}

#[test]
fn a_run_that_goes_on_says_so() {
    let out = Folder::new();
    into(out.path(), &TRAIN).done();
    into(out.path(), &[&TRAIN[..], &["--resume"]].concat()).done();
    assert_eq!(entry(&out, "continues"), "checkpoint.npz, epoch 3");
    assert_eq!(entry(&out, "status"), "finished");

    // What the first of the two wrote is theirs, and the rest still to come.
    let out = Folder::new();
    for (resume, lines) in [(&[][..], 2), (&["--resume"], 3)] {
        let mut endless = program();
        endless.args(&TRAIN[..4]).args(["--epochs=100000", "--out", out.arg()]).args(resume);
        kill(endless, lines, 0);
        assert_eq!(entry(&out, "not written yet"), "confusion.txt, confusion.svg");
        assert_eq!(out.read("run.txt").matches("command: ").count(), 1);
    }
}

#[test]
fn a_run_that_cannot_be_read_or_written_says_what_is_there_and_how_to_go_on() {
    let closed = "standard output was closed; ";
    let full = "the results cannot be written to standard output: No space left on device (os \
                error 28); ";
    for (command, files, advice) in [
        (&NOTEBOOK[..], "history.csv, loss.svg, accuracy.svg", "start it again"),
        (
            &TRAIN,
            "checkpoint.npz, history.csv, loss.svg, accuracy.svg, model.npz",
            "--resume goes on from its last epoch",
        ),
        (&EVALUATE, "nothing", "start it again"),
    ] {
        for fault in [closed, full] {
            let mut program = program();
            let out = Folder::new();
            program.args(command).args(["--out", out.arg()]);
            if fault == closed {
                let (reader, writer) = std::io::pipe().expect("a pipe");
                drop(reader);
                program.stdout(writer);
            } else if cfg!(target_os = "linux") {
                program.stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
            } else {
                continue;
            }
            let run = run(&mut program);
            let message = format!(
                "{fault}the run is not finished: {} holds {files} of it; {advice}",
                out.arg()
            );
            assert_eq!((run.code, run.stderr), (1, format!("error: {message}\n")), "{command:?}");
            assert_eq!(entry(&out, "status"), format!("failed: {message}"));
        }
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_found_out_before_the_work() {
    for (command, file) in COMMANDS {
        let folder = Folder::new();
        folder.write("plain", b"old");
        let plain = folder.path().join("plain");
        let refused = |out: &Path, expected: String| {
            let run = into(out, command);
            assert_eq!(run.code, 1, "{command:?}: {run:?}");
            assert_eq!(run.stderr, format!("error: {expected}\n"), "{command:?}");
            assert!(!run.stdout.contains("poch"), "{command:?} has worked: {}", run.stdout);
        };
        for out in [&plain, &plain.join("below")] {
            let (out_name, plain) = (out.display(), plain.display());
            let advice = "move it or choose another path";
            refused(
                out,
                format!("cannot make the folder {out_name}: {plain} is not a folder; {advice}"),
            );
        }
        for name in [file, "run.txt"] {
            let out = folder.path().join("out");
            fs::create_dir_all(out.join(name)).unwrap();
            let advice = "it is a folder; remove it or choose another path";
            refused(&out, format!("cannot write {}: {advice}", out.join(name).display()));
            fs::remove_dir_all(&out).unwrap();
        }
        assert_eq!(folder.names(), ["plain"], "{command:?} leaves something");
        if cfg!(target_os = "linux") {
            // No permission bit stops root, who may run this, but nobody can write here.
            let run = into(Path::new("/proc"), command);
            assert!(
                run.stderr.starts_with("error: cannot write into the folder /proc: "),
                "{run:?}"
            );
            assert_eq!(run.code, 1, "{command:?}");
        }
    }
}

#[test]
fn what_fails_before_its_work_leaves_no_folder() {
    let folder = Folder::new();
    let out = folder.path().join("a/b");
    for (command, _) in COMMANDS {
        for wrong in ["--data=no/such/folder", "--threads=0"] {
            let run = into(&out, &[command, &[wrong]].concat());
            assert_ne!(run.code, 0, "{command:?} {wrong}");
            assert_eq!(folder.names(), [""; 0], "{command:?} {wrong}");
        }
    }
}
