//! The command line keeps its word: exit code 0, 1 or 2, results on stdout only, and for every
//! wrong form a message that names what was wrong. Drives the real program.

use crate::support::{folders, program};
use backprop::cli::COMMANDS;
use backprop::cli::args::Flag;
use backprop::cli::suggest::did_you_mean;
use folders::Folder;
use program::{backprop, program, run};

/// The command line is wrong: exit 2, nothing on stdout, on stderr exactly the message and the
/// help to turn to.
fn assert_wrong(args: &[&str], message: &str, help: &str) {
    let run = backprop(args);
    assert_eq!(run.stderr, format!("error: {message}\ntry: {help}\n"), "backprop {args:?}");
    assert_eq!((run.code, &*run.stdout), (2, ""), "backprop {args:?}");
}

/// The command line asks for a text: exit 0, nothing on stderr.
fn assert_prints(args: &[&str]) -> String {
    let run = backprop(args);
    assert_eq!((run.code, &*run.stderr), (0, ""), "backprop {args:?}");
    run.stdout
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
    wrong(&["--help=train"], "--help takes no value, but got train");
    wrong(&["--version=2"], "--version takes no value, but got 2");
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
    wrong(&["train", "--help=x"], "--help takes no value, but got x");
    wrong(&["train", "-h=x"], "-h takes no value, but got x");
    wrong(&["example", "--corrected=yes"], "--corrected takes no value, but got yes");
    wrong(&["example", "--corrected", "--corrected"], "--corrected is given more than once");
    wrong(&["notebook", "--seed", "1", "--seed=1"], "--seed is given more than once");
    wrong(&["notebook", "--epochs"], "--epochs needs a value: --epochs N");
    wrong(&["notebook", "--epochs", "-3"], "--epochs must be a whole number, not -3");
    wrong(
        &["notebook", "--out", "--corrected"],
        "--out needs a value: --out DIR, but --corrected follows \
         (if that is the value, write --out=--corrected)",
    );
}

#[test]
fn a_name_is_suggested_only_when_it_is_near() {
    let names = ["epochs", "seed", "test", "train", "out", "learning-rate", "momenta", "moments"];
    for (given, meant) in [
        ("--epochs", Some("epochs")),
        ("--epoch", Some("epochs")),
        ("--peochs", Some("epochs")), // two neighbours swapped: one slip
        ("--EPOCHS", Some("epochs")),
        ("--epcohss", Some("epochs")),   // two slips
        ("--learnin-rtaes", None),       // three
        ("--momentsx", Some("moments")), // one slip is nearer than the two of momenta
        ("--seeds", Some("seed")),
        ("--tset", Some("test")),
        ("--tr", None),
        ("--tra", Some("train")),
        ("--put", Some("out")),
        ("--x", None),
        ("--hidden", None),
        ("", None),
    ] {
        let expected = meant.map_or(String::new(), |name| format!("; did you mean --{name}?"));
        assert_eq!(did_you_mean(given, "--", names), expected, "nearest to {given:?}");
    }
}

#[test]
fn a_name_among_other_words_is_answered_with_the_name() {
    for (given, meant) in [
        ("--learning-rate-decay", "learning-rate"),
        ("--batch-size", "batch"),
        ("--num-epochs", "epochs"),
        ("--hidden-units", "hidden"),
        ("--data-dir", "data"),
        ("--random-seed", "seed"),
    ] {
        let run = backprop(["train", given, "1"]);
        let answer = format!("error: unknown flag {given}; did you mean --{meant}?\n");
        assert!(run.code == 2 && run.stderr.starts_with(&answer), "{}", run.stderr);
    }
}

#[test]
fn what_other_programs_have_is_answered_with_what_is_here() {
    for (args, answer) in [
        (&["fit"][..], "unknown command fit; did you mean train?"),
        (&["test"], "unknown command test; did you mean evaluate?"),
        (&["version"], "unknown command version; did you mean --version?"),
        (&["train", "--adam"], "unknown flag --adam; did you mean --optimizer?"),
        (&["train", "--early-stopping"], "unknown flag --early-stopping; did you mean --patience?"),
        (&["train", "--lr=1"], "unknown flag --lr; did you mean --learning-rate?"),
        (
            &["train", "--hidden", "100", "50"],
            "unexpected argument 50; several values of a flag stand between commas, as in 300,100",
        ),
        (
            &["evaluate", "out/train/model.npz"],
            "unexpected argument out/train/model.npz; did you mean --model out/train/model.npz?",
        ),
        (&["reproduce", "50"], "unexpected argument 50"),
    ] {
        let run = backprop(args);
        assert_eq!(run.stderr.lines().next(), Some(&format!("error: {answer}")[..]));
        assert_eq!(run.code, 2);
    }
}

#[test]
fn two_dashes_end_the_flags() {
    assert_eq!(
        assert_prints(&["--", "errata", "--list", "--"]),
        assert_prints(&["errata", "--list"])
    );
    let wrong = |args: &[&str], word: &str| {
        let help = format!("backprop {} --help", args[0]);
        assert_wrong(args, &format!("unexpected argument {word}"), &help);
    };
    wrong(&["train", "--", "-h"], "-h");
    wrong(&["example", "--", "--corrected"], "--corrected");
    wrong(&["example", "--", "--"], "--");
}

#[test]
fn without_arguments_the_help_goes_to_stderr() {
    let run = backprop([""; 0]);
    assert_eq!(run.code, 2, "nothing was asked for, so nothing was done");
    assert_eq!((&*run.stdout, run.stderr), ("", assert_prints(&["--help"])));
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
    let notebook = assert_prints(&["help", "notebook"]);
    for args in [&["--epochs", "3", "--help"][..], &["--foo", "-h"], &["-h", "--foo"]] {
        assert_eq!(assert_prints(&[&["notebook"], args].concat()), notebook, "notebook {args:?}");
    }
}

#[test]
fn the_help_shows_every_command_flag_and_default() {
    // Texts wrap, so they are compared with every run of blanks as one space.
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let overview = assert_prints(&["--help"]);
    for command in COMMANDS {
        let listed = joined(&format!("{} {}", command.name, command.summary));
        assert!(joined(&overview).contains(&listed), "the overview lists {listed:?}");
        let help = assert_prints(&["help", command.name]);
        assert!(help.contains(&format!("Usage: backprop {}", command.name)), "{help}");
        for line in command.flags {
            if !line.starts_with("--") {
                assert!(
                    joined(&help).contains(&joined(line)),
                    "help {} shows {line:?}",
                    command.name
                );
                continue;
            }
            let Flag { name, value, help: text } = Flag::new(line);
            let row = match value {
                Some((value, default)) => format!("--{name} {value} {text} [{default}]"),
                None => format!("--{name} {text}"),
            };
            let row = joined(&row);
            assert!(joined(&help).contains(&row), "help {} shows {row:?}", command.name);
        }
    }
}

#[test]
fn the_version_is_the_crates() {
    let version = format!("backprop {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(assert_prints(&["--version"]), version);
    assert_eq!(assert_prints(&["-V"]), version);
    assert_eq!(assert_prints(&["train", "-V"]), version);
}

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let run = run(program().arg("--help").stdout(writer));
    assert_eq!((run.code, &*run.stderr), (0, ""));
}

#[test]
fn a_check_into_a_closed_pipe_has_not_held_and_exits_1() {
    let out = Folder::new();
    for args in [&["reproduce", "--out", out.arg()][..], &["check-gradients", "--images=1"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let run = run(program().args(args).stdout(writer));
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.starts_with("error: standard output was closed"), "{}", run.stderr);
    }
}

#[test]
fn an_unknown_vector_width_is_an_error() {
    let run = run(program().arg("example").env("BACKPROP_WIDTH", "avx3"));
    let message = "error: BACKPROP_WIDTH must be one of plain, avx2, avx512, not avx3\n";
    assert_eq!((run.code, &*run.stdout, &*run.stderr), (2, "", message));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_behind_stdout_is_reported() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let to_full = run(program().arg("--help").stdout(full()));
    let message = "error: the results cannot be written to standard output: No space left";
    assert!(to_full.stderr.starts_with(message), "{}", to_full.stderr);
    assert_eq!(to_full.code, 1);

    // Nor does a full disk behind stderr change the exit code.
    assert_eq!(run(program().arg("--bogus").stderr(full())).code, 2);
}

#[test]
#[cfg(unix)]
fn arguments_that_are_not_unicode_are_errors_or_paths() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let wrong = |args: &[&[u8]], message: &str| {
        let run = backprop(args.iter().map(|arg| OsStr::from_bytes(arg)));
        assert_eq!(run.stderr.lines().next(), Some(message), "backprop {args:?}");
        assert_eq!(run.code, 2);
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
