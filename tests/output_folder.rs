//! An output folder that cannot be written to is found out before the work starts. Its `run.txt`
//! says which run wrote the files beside it and how it ended; no file of an earlier run stays. A
//! command that fails before its work leaves nothing.

mod folders;
mod program;

use backprop::format::crc32::crc32;
use folders::{Folder, NAMES, idx, labels};
use program::{Run, backprop, kill, program, run};
use std::fs;
use std::path::Path;

const NOTEBOOK: [&str; 5] = ["notebook", "--train=30", "--test=10", "--hidden=5", "--epochs=3"];
const TRAIN: [&str; 5] = ["train", "--train=30", "--test=10", "--hidden=5", "--epochs=3"];
const EVALUATE: [&str; 2] = ["evaluate", "--test=10"];

/// Every command with an output folder, and one of the files that it writes there.
const COMMANDS: [(&[&str], &str); 6] = [
    (&NOTEBOOK, "history.csv"),
    (&TRAIN, "checkpoint.npz"),
    (&EVALUATE, "mistakes.svg"),
    (&["reproduce"], "model.npz"),
    (&["errata"], "errata.svg"),
    (&["results", "--row=linear"], "results.md"),
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

#[test]
fn a_run_that_fails_leaves_its_reason_and_no_file_of_an_earlier_run() {
    let explodes = ["notebook", "--train=200", "--test=50", "--learning-rate=900"];
    let later = ["--learning-rate=1000", "--schedule=constant", "--weight-decay=1", "--batch=10"];
    for (command, fails) in
        [(NOTEBOOK, &explodes[..]), (TRAIN, &[&TRAIN[..4], &later, &["--epochs=400"]].concat())]
    {
        let out = Folder::new();
        into(out.path(), &command).done();
        out.write("notes.txt", b"mine");
        let run = into(out.path(), fails);
        let message = run.stderr.trim_end().strip_prefix("error: ").expect("an error");
        assert!(run.code == 1 && message.starts_with("training diverged"), "{message}");
        assert_eq!(entry(&out, "status"), format!("failed: {message}"));
        let epochs = run.stdout.lines().count();
        let history = out.files().into_iter().find(|(name, _)| name == "history.csv");
        let rows = history.map_or(0, |(_, csv)| csv.iter().filter(|&&c| c == b'\n').count() - 1);
        assert_eq!(rows, epochs, "history.csv is of the earlier run");
        assert!(!out.names().contains(&"model.npz".to_string()), "the earlier model");
        assert_eq!(out.read("notes.txt"), "mine");
    }
}

#[test]
#[cfg(unix)]
fn of_a_link_to_an_earlier_file_the_link_stays() {
    let (out, elsewhere) = (Folder::new(), Folder::new());
    elsewhere.write("model.npz", b"of an earlier run");
    let link = out.path().join("model.npz");
    std::os::unix::fs::symlink(elsewhere.path().join("model.npz"), &link).unwrap();
    let run = into(out.path(), &["notebook", "--train=200", "--test=50", "--learning-rate=900"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(link.is_symlink() && elsewhere.names().is_empty(), "the earlier model is still there");
}

#[test]
fn a_run_that_is_killed_leaves_each_printed_epoch_and_says_that_it_did_not_finish() {
    for command in [&NOTEBOOK, &TRAIN] {
        let out = Folder::new();
        let mut endless = program();
        endless.args(&command[..4]).args(["--epochs=100000", "--out", out.arg()]);
        kill(endless, 2, 0);
        assert_eq!(entry(&out, "status"), "not finished: it runs, or was killed");
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
}

#[test]
fn a_closed_pipe_is_a_reason_to_stop() {
    let out = Folder::new();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    run(program().args(NOTEBOOK).args(["--out", out.arg()]).stdout(writer));
    assert_eq!(entry(&out, "status"), "stopped: standard output was closed");
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
            assert!(run.stderr.starts_with("error: cannot write /proc/run.txt: "), "{run:?}");
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
