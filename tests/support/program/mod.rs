//! Runs the program: `backprop(["example"])` gives its exit code, stdout and stderr.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Lines, PipeReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

/// A finished run.
#[derive(Debug, PartialEq)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program with these arguments.
pub fn backprop<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Run {
    run(program().args(args))
}

/// The program, for tests that change more than its arguments.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backprop"));
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let output = command.output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    let code = output.status.code().expect("the program is not ended by a signal");
    Run { code, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Starts a command and waits until it has written `lines` lines, on either stream, or has ended.
/// The rest of its lines must be kept as long as it runs.
pub fn start(mut command: Command, lines: usize) -> (Child, Lines<BufReader<PipeReader>>) {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    command.stdout(writer.try_clone().expect("a second end")).stderr(writer);
    let child = command.spawn().expect("the program starts");
    drop(command); // and with it the pipe's other ends
    let mut rest = BufReader::new(reader).lines();
    rest.by_ref().take(lines).for_each(|line| drop(line.expect("UTF-8")));
    (child, rest)
}

/// Starts a command and kills it some milliseconds after it has written `lines` lines, or ended.
pub fn kill(command: Command, lines: usize, milliseconds: u64) {
    let (mut child, _rest) = start(command, lines);
    thread::sleep(Duration::from_millis(milliseconds));
    child.kill().expect("it is killed or has ended");
    child.wait().expect("it has ended");
}

impl Run {
    /// This run, which must have succeeded.
    pub fn done(self) -> Run {
        assert_eq!(self.code, 0, "stdout:\n{}stderr:\n{}", self.stdout, self.stderr);
        self
    }
}
