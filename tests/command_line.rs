//! The command line keeps its word: exit code 0, 1 or 2, results on stdout only, and for every
//! wrong form a message that names what was wrong. Drives the real program.

use backprop::cli::COMMANDS;
use std::process::{Command, Output, Stdio};

fn backprop(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backprop"));
    command.args(args).stdin(Stdio::null()).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the program writes UTF-8")
}

/// The command line is wrong: exit 2, nothing on stdout, on stderr exactly the message and the
/// help to turn to.
fn assert_wrong(args: &[&str], message: &str, help: &str) {
    let output = backprop(args);
    assert_eq!(
        text(&output.stderr),
        format!("error: {message}\ntry: {help}\n"),
        "backprop {args:?}"
    );
    assert_eq!(output.status.code(), Some(2), "exit code of backprop {args:?}");
    assert_eq!(text(&output.stdout), "", "stdout of backprop {args:?}");
}

/// The command line asks for a text: exit 0, nothing on stderr.
fn assert_prints(args: &[&str]) -> String {
    let output = backprop(args);
    assert_eq!(text(&output.stderr), "", "stderr of backprop {args:?}");
    assert_eq!(output.status.code(), Some(0), "exit code of backprop {args:?}");
    text(&output.stdout).to_string()
}

#[test]
fn a_wrong_command_is_named_and_the_nearest_suggested() {
    let wrong = |args: &[&str], message: &str| assert_wrong(args, message, "backprop --help");
    wrong(&["notbook"], "unknown command notbook; did you mean notebook?");
    wrong(&["Example"], "unknown command Example; did you mean example?");
    wrong(&["hlep"], "unknown command hlep; did you mean help?");
    wrong(&["zebra"], "unknown command zebra");
    wrong(&[""], "unknown command \"\"");
    wrong(&["--verison"], "there is no flag --verison; did you mean --version?");
    wrong(
        &["--epochs", "3", "notebook"],
        "there is no flag --epochs before the command; flags stand after it: \
         backprop <command> [flags]",
    );
    wrong(&["help", "exampel"], "unknown command exampel; did you mean example?");
    wrong(&["help", "example", "notebook"], "unexpected argument notebook");
    wrong(&["--version", "now"], "unexpected argument now");
}

#[test]
fn a_wrong_flag_is_named_and_the_nearest_suggested() {
    let wrong = |args: &[&str], message: &str| {
        assert_wrong(args, message, &format!("backprop {} --help", args[0]));
    };
    wrong(&["notebook", "--epcohs", "3"], "unknown flag --epcohs; did you mean --epochs?");
    wrong(&["notebook", "--epcohs=3"], "unknown flag --epcohs; did you mean --epochs?");
    wrong(
        &["notebook", "--learning_rate", "1"],
        "unknown flag --learning_rate; did you mean --learning-rate?",
    );
    wrong(&["notebook", "--learn", "1"], "unknown flag --learn; did you mean --learning-rate?");
    wrong(&["notebook", "-epochs", "3"], "unknown flag -epochs; did you mean --epochs?");
    wrong(&["notebook", "epochs=2000"], "unexpected argument epochs=2000; did you mean --epochs?");
    wrong(&["example", "--zebra"], "unknown flag --zebra");
    wrong(&["example", "stray"], "unexpected argument stray");
    wrong(&["example", "--corrected", "yes"], "unexpected argument yes");
    wrong(&["example", "--corrected=yes"], "--corrected takes no value, but got yes");
    wrong(&["example", "--corrected", "--corrected"], "--corrected is given more than once");
    wrong(&["notebook", "--seed", "1", "--seed=1"], "--seed is given more than once");
    wrong(&["notebook", "--epochs"], "--epochs needs a value: --epochs N");
    wrong(
        &["notebook", "--out", "--corrected"],
        "--out needs a value: --out DIR, but --corrected follows \
         (if that is the value, write --out=--corrected)",
    );
}

#[test]
fn a_wrong_value_is_shown_beside_what_was_expected() {
    let wrong = |args: &[&str], message: &str| {
        let args = [&["notebook"], args].concat();
        assert_wrong(&args, message, "backprop notebook --help");
    };
    for flag in ["train", "test", "hidden", "epochs", "threads"] {
        let given = format!("--{flag}");
        wrong(&[&given, "0"], &format!("--{flag} must be at least 1, not 0"));
        wrong(&[&given, "ten"], &format!("--{flag} must be a whole number, not ten"));
    }
    wrong(&["--hidden", "100000000000"], "--hidden must be at most 10000, not 100000000000");
    wrong(&["--epochs=-3"], "--epochs must be a whole number, not -3");
    wrong(&["--epochs", "-3"], "--epochs must be a whole number, not -3");
    wrong(&["--learning-rate", "0"], "--learning-rate must be above 0, not 0");
    wrong(&["--learning-rate", "-0.5"], "--learning-rate must be above 0, not -0.5");
    wrong(&["--learning-rate", "1e-999"], "--learning-rate must be above 0, not 1e-999");
    wrong(&["--learning-rate", "1e9"], "--learning-rate must be at most 1000, not 1e9");
    for odd in ["NaN", "inf", "1e999"] {
        let message = format!("--learning-rate must be a finite number, not {odd}");
        wrong(&["--learning-rate", odd], &message);
    }
    wrong(
        &["--learning-rate", "0,5"],
        "--learning-rate must be a number such as 0.0005 or 5e-4, not 0,5",
    );
    for odd in ["-1", "+1", "1.5", "0x1f"] {
        let message = "--seed must be a non-negative whole number, decimal digits only";
        wrong(&["--seed", odd], &format!("{message}, not {odd}"));
    }
    wrong(&["--out="], "--out must be a path, not \"\"");
    wrong(&["--data", ""], "--data must be a path, not \"\"");
}

#[test]
fn without_arguments_the_help_goes_to_stderr() {
    let output = backprop(&[]);
    assert_eq!(output.status.code(), Some(2), "nothing was asked for, so nothing was done");
    assert_eq!(text(&output.stdout), "");
    assert_eq!(text(&output.stderr), assert_prints(&["--help"]));
}

#[test]
fn every_way_of_asking_for_help_gives_the_same_text() {
    let overview = assert_prints(&["--help"]);
    for args in [&["-h"][..], &["help"], &["help", "help"], &["help", "--help"]] {
        assert_eq!(assert_prints(args), overview, "backprop {args:?}");
    }
    for command in COMMANDS {
        let help = assert_prints(&[command.name, "--help"]);
        for args in [[command.name, "-h"], ["help", command.name], ["--help", command.name]] {
            assert_eq!(assert_prints(&args), help, "backprop {args:?}");
        }
    }
    let after_flags = assert_prints(&["notebook", "--epochs", "3", "--help"]);
    assert_eq!(after_flags, assert_prints(&["help", "notebook"]));
}

#[test]
fn the_help_shows_every_command_flag_and_default_within_80_columns() {
    // Texts wrap, so they are compared with every run of blanks as one space.
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let overview = assert_prints(&["--help"]);
    let mut texts = vec![overview.clone()];
    for command in COMMANDS {
        let listed = joined(&format!("{} {}", command.name, command.summary));
        assert!(joined(&overview).contains(&listed), "the overview lists {listed:?}");
        let help = assert_prints(&["help", command.name]);
        assert!(help.contains(&format!("Usage: backprop {}", command.name)), "{help}");
        for flag in command.flags {
            let value = flag.value.map_or(String::new(), |value| format!(" {value}"));
            let default = flag.default.map_or(String::new(), |default| format!(" [{default}]"));
            let row = joined(&format!("--{}{value} {}{default}", flag.name, flag.help));
            assert!(joined(&help).contains(&row), "help {} shows {row:?}", command.name);
        }
        texts.push(help);
    }
    for line in texts.iter().flat_map(|text| text.lines()) {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line:?}");
        assert_eq!(line, line.trim_end(), "blanks at the end of a line");
    }
}

#[test]
fn the_version_is_the_crates() {
    let version = format!("backprop {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(assert_prints(&["--version"]), version);
    assert_eq!(assert_prints(&["-V"]), version);
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = Command::new(env!("CARGO_BIN_EXE_backprop"))
        .arg("--help")
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .expect("the program starts");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_stdout_is_reported() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let mut command = Command::new(env!("CARGO_BIN_EXE_backprop"));
    command.arg("--help").stdout(full()).stderr(Stdio::piped());
    let output = command.output().expect("the program starts");
    let message = "error: the results cannot be written to standard output: No space left";
    assert!(text(&output.stderr).starts_with(message), "{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(1));

    // Nor does a full disk behind stderr change the exit code.
    command.args(["--bogus"]).stdout(Stdio::null()).stderr(full());
    assert_eq!(command.status().expect("the program starts").code(), Some(2));
}

#[test]
#[cfg(unix)]
fn arguments_that_are_not_unicode_are_errors_or_paths() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let run = |args: &[&[u8]]| {
        Command::new(env!("CARGO_BIN_EXE_backprop"))
            .args(args.iter().map(|arg| OsStr::from_bytes(arg)))
            .output()
            .expect("the program starts")
    };
    let wrong = |args: &[&[u8]], message: &str| {
        let output = run(args);
        let stderr = text(&output.stderr);
        assert_eq!(stderr.lines().next(), Some(message), "backprop {args:?}");
        assert_eq!(output.status.code(), Some(2));
    };
    wrong(&[b"ex\xFFmple"], "error: unknown command \"ex\\xFFmple\"; did you mean example?");
    wrong(
        &[b"notebook", b"--out=\xFF"],
        "error: \"--out=\\xFF\" is not Unicode text; if it holds a path, write a space for the =",
    );
    wrong(
        &[b"notebook", b"--epochs", b"\xFF"],
        "error: --epochs must be Unicode text, not \"\\xFF\"",
    );
    // As a path it is as good as any other: only the value after it is wrong.
    wrong(
        &[b"notebook", b"--out", b"\xFF", b"--epochs", b"0"],
        "error: --epochs must be at least 1, not 0",
    );
}

#[test]
fn a_message_neither_drives_the_terminal_nor_fills_it() {
    let output = backprop(&["notebook", "\u{1b}[2J"]);
    assert!(!output.stderr.contains(&0x1b), "an escape sequence is passed on");
    let output = backprop(&["notebook", "--seed", &"x".repeat(100_000)]);
    assert!(output.stderr.len() < 300, "a value of 100,000 letters is repeated in full");
}
