//! What is to be read is a file. A pipe, which may have no writer, or a device, which may have no
//! end, is refused at once.

#![cfg(unix)]

use crate::support::{folders, program};
use folders::{Folder, NAMES, small_set};
use program::backprop;
use std::path::Path;
use std::process::Command;

const REFUSED: &str = "expected a file, found a pipe, device or socket";

/// Asserts that a command refuses the pipe at `path`. Should the command open it, there is a
/// writer, so that this fails and does not wait.
fn refuses_pipe(path: &Path, args: &[&str]) {
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success(), "no pipe");
    let mut writer = Command::new("sh").args(["-c", "echo > \"$0\""]).arg(path).spawn().unwrap();
    let run = backprop(args);
    writer.kill().and_then(|()| writer.wait()).expect("the writer ends");
    assert_eq!((run.code, &*run.stdout), (1, ""), "{args:?}: {}", run.stderr);
    let name = path.to_str().expect("Unicode");
    assert!(run.stderr.contains(name) && run.stderr.contains(REFUSED), "{args:?}: {}", run.stderr);
}

#[test]
fn data_a_model_a_picture_or_a_checkpoint_that_is_a_pipe_is_refused() {
    let out = Folder::new();
    for name in NAMES {
        let data = Folder::with_set(small_set());
        data.remove(name);
        let flags = ["train", "--data", data.arg(), "--out", out.arg()];
        refuses_pipe(&data.path().join(name), &flags);
    }
    let data = Folder::with_set(small_set());
    let resume = ["train", "--data", data.arg(), "--out", out.arg(), "--resume"];
    refuses_pipe(&out.path().join("checkpoint.npz"), &resume);

    let pipe = out.path().join("pipe");
    let name = pipe.to_str().expect("Unicode");
    refuses_pipe(&pipe, &["evaluate", "--data", data.arg(), "--model", name]);
    std::fs::remove_file(&pipe).unwrap();
    refuses_pipe(&pipe, &["predict", name]);
}

#[test]
fn a_device_is_refused() {
    let run = backprop(["predict", "--model=/dev/zero", "a.png"]);
    let message = format!("error: /dev/zero: cannot read the file: {REFUSED}; ");
    assert!(run.code == 1 && run.stderr.starts_with(&message), "{run:?}");
}
