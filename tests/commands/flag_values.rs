//! A flag's value is understood as written or refused with what was expected: every kind of
//! value, at and beyond its bounds, and the default where nothing is given.

use crate::support::{folders, program};
use backprop::cli::args::Flags;
use backprop::cli::augment;
use backprop::cli::shared_flags::{THREADS, threads};
use backprop::training::augmentation::{Augmentation, Elastic};
use folders::Folder;
use program::{program, run};
use std::ffi::OsString;
use std::ops::Bound::{Excluded, Included};
use std::path::Path;

const LINES: &[&str] = &[
    "--units N [100] for this test",
    "--layers N,N [300,100] for this test",
    "--rate X [0.0005] for this test",
    "--seed N [884736743] for this test",
    "--out DIR [out/here] for this test",
    "--rule NAME [plain] for this test",
    "--most N [all] for this test",
    "--fast for this test",
    THREADS,
];

fn parse(args: &[&str]) -> Flags {
    Flags::parse(LINES, args.iter().map(OsString::from)).expect("a right command line")
}

#[test]
fn without_flags_every_default_is_what_its_text_says() {
    let flags = parse(&[]);
    assert_eq!(flags.count("units", 1..), Ok(100));
    assert_eq!(flags.counts("layers", 1..), Ok(vec![300, 100]));
    assert_eq!(flags.float("rate", 0.0..), Ok(0.0005));
    assert_eq!(flags.seed("seed"), Ok("884736743"));
    assert_eq!(flags.path("out").as_deref(), Ok(Path::new("out/here")));
    assert_eq!(flags.choice("rule", &[("momentum", 1), ("plain", 2)]), Ok(2));
    assert_eq!(flags.limit("most", 1..), Ok(None));
    for name in ["units", "layers", "rate", "seed", "out", "rule", "most", "fast", "threads"] {
        assert!(!flags.is_given(name), "--{name} is not given");
    }
}

#[test]
fn both_ways_of_giving_a_value_mean_the_same() {
    for flags in [parse(&["--units", "8", "--fast"]), parse(&["--fast", "--units=8"])] {
        assert_eq!(flags.count("units", 1..), Ok(8));
        assert!(flags.is_given("units") && flags.is_given("fast") && !flags.is_given("out"));
    }
    // Only the first = divides the name from the value.
    assert_eq!(parse(&["--out=a=b"]).path("out").as_deref(), Ok(Path::new("a=b")));
    assert_eq!(parse(&["--out", "a=b"]).path("out").as_deref(), Ok(Path::new("a=b")));
    assert_eq!(parse(&["--out=--fast"]).path("out").as_deref(), Ok(Path::new("--fast")));
}

#[test]
fn a_value_of_every_kind_is_understood_up_to_its_bounds() {
    for (text, expected) in [("7", 7), ("08", 8), ("9", 9)] {
        assert_eq!(parse(&["--units", text]).count("units", 7..=9), Ok(expected), "{text}");
        assert_eq!(parse(&["--most", text]).limit("most", 7..=9), Ok(Some(expected)), "{text}");
    }
    for (text, expected) in [("7", &[7][..]), ("17,9,8", &[17, 9, 8]), ("17, 9", &[17, 9])] {
        let counts = parse(&["--layers", text]).counts("layers", 7..=17);
        assert_eq!(counts.as_deref(), Ok(expected), "{text}");
    }
    for (text, expected) in [("5e-4", 0.0005), ("10", 10.0), (".5", 0.5)] {
        let float = parse(&["--rate", text]).float("rate", (Excluded(0.0), Included(10.0)));
        assert_eq!(float, Ok(expected), "{text}");
    }
    for digits in ["0", "007", "340282366920938463463374607431768211455"] {
        assert_eq!(parse(&["--seed", digits]).seed("seed"), Ok(digits));
    }
    let words = [("plain", 'p'), ("momentum", 'm')];
    assert_eq!(parse(&["--rule", "momentum"]).choice("rule", &words), Ok('m'));
}

#[test]
fn threads_are_all_cores_or_as_many_as_asked_up_to_that() {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    for (text, expected) in [("all", cores), ("1", 1), ("1000000", cores)] {
        assert_eq!(threads(&parse(&["--threads", text])), Ok(expected), "--threads {text}");
    }
}

#[test]
fn a_distortion_is_a_preset_or_amounts_or_a_preset_and_what_differs() {
    let all = Augmentation {
        shift: 2.0,
        rotation: 15.0,
        scaling: 0.15,
        shear: 0.1,
        elastic: Some(Elastic { alpha: 36.0, sigma: 5.0 }),
        stroke: 0.5,
    };
    let bent = |alpha, sigma| Some(Elastic { alpha, sigma });
    let cases = [
        ("none", Augmentation::none()),
        ("affine", Augmentation::affine()),
        (" elastic ", Augmentation::elastic()),
        ("shift=2", Augmentation { shift: 2.0, ..Augmentation::none() }),
        ("shift=2,rotate=15,scale=0.15,shear=0.1,alpha=36,sigma=5,stroke=0.5", all),
        ("stroke=.5,sigma=5, alpha = 36, shear=.1, scale=15e-2, rotate=15.0, shift=2", all),
        ("affine,shift=0", Augmentation { shift: 0.0, ..Augmentation::affine() }),
        (
            "affine,alpha=34,sigma=4",
            Augmentation { elastic: bent(34.0, 4.0), ..Augmentation::affine() },
        ),
        ("elastic,sigma=4", Augmentation { elastic: bent(36.0, 4.0), ..Augmentation::elastic() }),
    ];
    for (text, expected) in cases {
        assert_eq!(augment::parse(text), Ok(expected), "'{text}'");
    }
}

/// The program refuses a flag before it does anything: exit 2, nothing on stdout, no file, and on
/// stderr exactly the message and the help to turn to.
fn refuses(command: &str, flag: &str, message: &str) {
    let folder = Folder::new();
    let run = run(program().args([command, flag]).current_dir(folder.path()));
    let expected = format!("error: {message}\ntry: backprop {command} --help\n");
    assert_eq!(run.stderr, expected, "backprop {command} {flag}");
    assert_eq!((run.code, &*run.stdout), (2, ""), "backprop {command} {flag}");
    assert_eq!(folder.names(), [""; 0], "backprop {command} {flag} writes a file");
}

/// The same for values with the message `--flag must be this, not that`.
fn must_be(command: &str, rows: &[(&str, &str, &str)]) {
    for (flag, value, expected) in rows {
        let is_plain = !value.is_empty() && !value.contains(' ');
        let shown = if is_plain { value.to_string() } else { format!("{value:?}") };
        let message = format!("--{flag} must be {expected}, not {shown}");
        refuses(command, &format!("--{flag}={value}"), &message);
    }
}

#[test]
fn a_wrong_number_is_shown_beside_what_was_expected() {
    let huge = "99999999999999999999999";
    let decimal = "a number such as 0.0005 or 5e-4";
    must_be(
        "notebook",
        &[
            ("hidden", "0", "at least 1"),
            ("hidden", "10001", "at most 10000"),
            ("hidden", huge, "at most 10000"),
            ("train", huge, &format!("at most {}", usize::MAX)),
            ("learning-rate", "0", "above 0"),
            ("learning-rate", "-0.0", "above 0"),
            ("learning-rate", "1e-999", "above 0"),
            ("learning-rate", "1000.1", "at most 1000"),
            ("learning-rate", "NaN", "a finite number"),
            ("learning-rate", "inf", "a finite number"),
            ("learning-rate", "1e999", "a finite number"),
            ("learning-rate", "0,5", decimal),
            ("learning-rate", "1/2", decimal),
        ],
    );
    for odd in ["-8", "8.0", "8e0", "1_000", "eight", "0x8", "", " 8"] {
        must_be("notebook", &[("hidden", odd, "a whole number")]);
    }
    for odd in ["", "-1", "+1", "1.0", "1e3", "0x1f", "340282366920938463463374607431768211456"] {
        let expected = "a non-negative whole number below 2^128, decimal digits only";
        must_be("notebook", &[("seed", odd, expected)]);
    }
}

#[test]
fn every_flag_of_every_command_has_its_bounds() {
    must_be(
        "notebook",
        &[
            ("train", "0", "at least 1"),
            ("test", "0", "at least 1"),
            ("epochs", "0", "at least 1"),
            ("epochs", "1000001", "at most 1000000"),
            ("threads", "0", "at least 1"),
            ("out", "", "a path"),
            ("data", "", "a path"),
        ],
    );
    must_be(
        "evaluate",
        &[("test", "0", "at least 1"), ("model", "", "a path"), ("data", "", "a path")],
    );
    for command in ["reproduce", "errata", "train", "evaluate", "results"] {
        must_be(command, &[("threads", "0", "at least 1"), ("out", "", "a path")]);
    }
    must_be(
        "check-gradients",
        &[
            ("images", "0", "at least 1"),
            ("images", "1001", "at most 1000"),
            ("directions", "0", "at least 1"),
            ("directions", "1000001", "at most 1000000"),
            ("seed", "x", "a non-negative whole number below 2^128, decimal digits only"),
        ],
    );
    must_be("results", &[("seeds", "0", "at least 1"), ("seeds", "1001", "at most 1000")]);
    let each = |expected| format!("numbers between commas, each {expected}");
    must_be(
        "train",
        &[
            ("hidden", "5,0", &each("at least 1")),
            ("hidden", "10001", &each("at most 10000")),
            ("hidden", "5,,5", &each("a whole number")),
            ("hidden", "5,", &each("a whole number")),
            ("hidden", "5;5", &each("a whole number")),
            ("batch", "0", "at least 1"),
            ("learning-rate", "0", "above 0"),
            ("learning-rate", "1e9", "at most 1000"),
            ("momentum", "1", "below 1"),
            ("momentum", "-0.1", "at least 0"),
            ("weight-decay", "1.5", "at most 1"),
            ("weight-decay", "-1", "at least 0"),
            ("max-norm", "nan", "a finite number"),
            ("max-norm", "0", "above 0"),
            ("epochs", "0", "at least 1"),
            ("train", "0", "at least 1"),
            ("test", "few", "a whole number"),
            ("validation", "-1", "a whole number"),
        ],
    );
    refuses("train", "--seed=18446744073709551616", "--seed must be below 2^64");
    for rates in ["0.5", "1,0", "0,-1", "0,0,0", "nan,0"] {
        let expected = "--dropout takes two rates from 0 to less than 1, of the inputs and of the \
                        hidden units, such as 0.2,0.5; not";
        let one = match rates {
            "0.5" => "; for the hidden units alone: --dropout 0,0.5",
            _ => "",
        };
        refuses("train", &format!("--dropout={rates}"), &format!("{expected} {rates}{one}"));
    }
}

#[test]
fn a_wrong_word_is_shown_beside_the_right_ones_and_the_nearest_suggested() {
    let derivatives = "true, printed";
    let rows = "all, linear, nielsen-30, nielsen-100, 300, 300-100, 500-150, 300-distorted, \
                300-100-distorted, 500-150-distorted, 800, 800-affine, 800-elastic, dropout, \
                dropout-inputs, 1000-500-elastic, deep-dropout, deep-max-norm";
    let losses = "cross-entropy, squared-error";
    let activations = "relu, tanh, sigmoid, identity";
    for (command, flag, word, words, near) in [
        ("check-gradients", "derivative", "prnted", derivatives, "; did you mean printed?"),
        ("results", "row", "linea", rows, "; did you mean linear?"),
        ("train", "activation", "rleu", activations, "; did you mean relu?"),
        ("evaluate", "activation", "rleu", activations, "; did you mean relu?"),
        ("train", "loss", "Squared-Error", losses, "; did you mean squared-error?"),
        ("train", "init", "zero", "auto, he, xavier, tutorial", ""),
        ("train", "bias", "true", "yes, no", ""),
        ("train", "bias", "maybe", "yes, no", ""),
        ("train", "schedule", "linear", "cosine, constant", ""),
    ] {
        let message = format!("--{flag} must be one of {words}, not {word}{near}");
        refuses(command, &format!("--{flag}={word}"), &message);
    }
}

#[test]
fn a_wrong_distortion_is_answered_with_what_is_expected() {
    let unknown = "expected none, affine, elastic, or name=value with one of the names shift, \
                   rotate, scale, shear, alpha, sigma, stroke; found ";
    let amount =
        |what: &str, range: &str| format!("{what}: expected a number from {range}; found ");
    let half = "alpha and sigma work together; write both, as in alpha=36,sigma=6";
    for (text, expected) in [
        ("", format!("{unknown}\"\"")),
        ("afine", format!("{unknown}afine; did you mean affine?")),
        ("shfit=1", format!("{unknown}shfit=1; did you mean shift?")),
        ("shift=1,", format!("{unknown}\"\"")),
        ("turn=3", format!("{unknown}turn=3")),
        ("shift", "shift needs a number, as in shift=0.5".to_string()),
        ("shift=x", amount("shift (pixels)", "0 to 100") + "x"),
        ("shift=-1", amount("shift (pixels)", "0 to 100") + "-1"),
        ("rotate=nan", amount("rotate (degrees)", "0 to 180") + "nan"),
        ("scale=1", amount("scale (a fraction)", "0 to 0.9") + "1"),
        ("shear=", amount("shear (a fraction)", "0 to 1") + "\"\""),
        ("stroke=1.1", amount("stroke (a fraction)", "0 to 1") + "1.1"),
        ("alpha=inf,sigma=5", amount("alpha (pixels)", "0 to 1000") + "inf"),
        ("alpha=1,sigma=0", amount("sigma (pixels)", "0.1 to 100") + "0"),
        ("shift=1,shift=2", "shift is given twice; write it once".to_string()),
        (
            "shift=1,affine",
            "'affine' sets every amount; write it first, and then what differs".to_string(),
        ),
        ("affine,sigma=4", half.to_string()),
        ("alpha=4", half.to_string()),
    ] {
        refuses("train", &format!("--augment={text}"), &format!("--augment: {expected}"));
    }
}
