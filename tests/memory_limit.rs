//! Training that takes more memory than is allowed, or than the system gives, is refused before
//! anything is allocated for it.

mod folders;
mod program;

use folders::{Folder, idx, labels};
use program::{Run, backprop, run};
use std::process::Command;

/// One training and one test image of 4096 x 4096 pixels, all white.
fn huge_images() -> Folder {
    let image = || idx(8, &[1, 4096, 4096], &vec![0; 1 << 24]);
    Folder::with_set([image(), labels(&[9]), image(), labels(&[9])])
}

/// Asserts that a command is refused with this need, and leaves no folder.
fn refused(flags: &[&str], need: &str) {
    let folder = Folder::new();
    let out = folder.path().join("out");
    let out = ["--out", out.to_str().expect("Unicode")];
    let out = if flags[0] == "check-gradients" { &[] } else { &out[..] };
    let run = backprop([flags, out].concat());
    let advice = "at most 8.0 GB are allowed; take smaller images, layers or batches";
    let expected = format!("error: to train {need} of memory, and {advice}\n");
    assert_eq!((run.code, &*run.stderr, &*run.stdout), (1, &*expected, ""), "{flags:?}");
    assert_eq!(folder.names(), [""; 0], "{flags:?}");
}

#[test]
fn huge_images_are_refused_by_every_command() {
    let data = huge_images();
    let need = "16777216-100-10 takes up to 139.6 GB";
    let few = ["--data", data.arg(), "--train=1", "--test=1", "--threads=1"];
    refused(&["check-gradients", "--data", data.arg(), "--images=1"], need);
    refused(&[&["notebook"], &few[..]].concat(), need);
    // Each thread also distorts images, which takes 1.3 GB.
    refused(&[&["train"], &few[..]].concat(), "16777216-100-10 takes up to 140.9 GB");
}

#[test]
fn large_layers_and_batches_are_refused() {
    let few = ["train", "--train=1", "--test=1", "--threads=1"];
    let hidden = ["--hidden=10000,10000"];
    refused(&[&few[..], &hidden].concat(), "784-10000-10000-10 takes up to 8.8 GB");
    let batch = ["train", "--hidden=10000", "--batch=60000", "--threads=1"];
    refused(&batch, "784-10000-10 takes up to 65.4 GB");
}

#[test]
#[cfg(target_os = "linux")]
fn what_the_system_does_not_give_is_an_error() {
    let within = |kilobytes: u32, hidden: &str| -> Run {
        let out = Folder::new();
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\""));
        shell.args([env!("CARGO_BIN_EXE_backprop"), "train", "--train=100", "--test=10"]);
        run(shell.args(["--threads=1", "--epochs=1", hidden, "--out", out.arg()]))
    };
    let run = within(300_000, "--hidden=2000,2000");
    let expected = "error: to train 784-2000-2000-10 takes up to 0.5 GB of memory, and the system \
                    does not give that much; take smaller images, layers or batches\n";
    assert_eq!((run.code, &*run.stderr), (1, expected));
    within(300_000, "--hidden=500").done();
}
