//! A thread that cannot be started is no reason to fail: those that are there do its work.

mod folders;
mod program;

use folders::Folder;
use program::{program, run};

/// A stack of 2^62 bytes, which no system has, so that no thread can be started.
const NO_THREADS: (&str, &str) = ("RUST_MIN_STACK", "4611686018427387904");

#[test]
fn without_a_second_thread_every_command_gives_the_same_bytes() {
    for flags in [
        &["notebook", "--train=100", "--test=50", "--hidden=10", "--epochs=3"][..],
        // 130 images of 79,510 parameters are a batch worth sharing out among threads.
        &["train", "--train=260", "--test=50", "--batch=130", "--epochs=2"],
        &["evaluate", "--test=100"],
    ] {
        let result = |stack: Option<(&str, &str)>| {
            let out = Folder::new();
            let mut command = program();
            command.args(flags).args(["--threads=2", "--out", out.arg()]).envs(stack);
            (run(&mut command).done().stdout, out.files())
        };
        assert!(result(Some(NO_THREADS)) == result(None), "{flags:?} differs");
    }
}
