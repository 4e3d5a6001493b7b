//! A flag's value is understood as written or refused with what was expected: every kind of
//! value, at and beyond its bounds, and the default where nothing is given.

use backprop::cli::args::{Flag, Flags, Request};
use backprop::cli::failure::Failure;
use std::ffi::OsString;
use std::ops::Bound::{Excluded, Included};
use std::path::Path;

const fn flag(name: &'static str, default: Option<&'static str>) -> Flag {
    Flag { name, value: Some("V"), default, help: "for this test" }
}

const TABLE: &[Flag] = &[
    flag("units", Some("100")),
    flag("layers", Some("300,100")),
    flag("rate", Some("0.0005")),
    flag("seed", Some("884736743")),
    flag("out", Some("out/here")),
    flag("rule", Some("plain")),
    flag("model", None),
    Flag { name: "fast", value: None, default: None, help: "for this test" },
];

fn parse(args: &[&str]) -> Flags {
    match Flags::parse(TABLE, args.iter().map(OsString::from)) {
        Ok(Request::Run(flags)) => flags,
        other => panic!("{args:?} is parsed as {other:?}"),
    }
}

fn wrong<T>(message: &str) -> Result<T, Failure> {
    Err(Failure::Usage(message.to_string()))
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
    for flag in TABLE {
        assert!(!flags.is_given(flag.name), "--{} is given by nobody", flag.name);
    }
    assert_eq!(flags.path("model"), wrong("--model V is needed"));
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
fn a_count_lies_within_its_range() {
    let count = |text| parse(&["--units", text]).count("units", 7..=9);
    assert_eq!((count("7"), count("08"), count("9")), (Ok(7), Ok(8), Ok(9)));
    assert_eq!(count("6"), wrong("--units must be at least 7, not 6"));
    assert_eq!(count("10"), wrong("--units must be at most 9, not 10"));
    let huge = "99999999999999999999999";
    assert_eq!(count(huge), wrong(&format!("--units must be at most 9, not {huge}")));
    let unbounded = parse(&["--units", huge]).count("units", ..);
    let most = usize::MAX;
    assert_eq!(unbounded, wrong(&format!("--units must be at most {most}, not {huge}")));
    assert_eq!(parse(&["--units", "9"]).count("units", 7..9), {
        wrong("--units must be below 9, not 9")
    });
    for odd in ["-8", "8.0", "8e0", "1_000", "eight", "0x8"] {
        assert_eq!(count(odd), wrong(&format!("--units must be a whole number, not {odd}")));
    }
    assert_eq!(count(""), wrong("--units must be a whole number, not \"\""));
    assert_eq!(count(" 8"), wrong("--units must be a whole number, not \" 8\""));
}

#[test]
fn a_list_holds_counts_within_their_range() {
    let counts = |text| parse(&["--layers", text]).counts("layers", 1..=1000);
    assert_eq!(counts("7"), Ok(vec![7]));
    assert_eq!(counts("17,9,8"), Ok(vec![17, 9, 8]));
    assert_eq!(counts("17, 9"), Ok(vec![17, 9]));
    let each = "--layers must be numbers between commas, each";
    for odd in ["300,,100", "300,", "300;100"] {
        assert_eq!(counts(odd), wrong(&format!("{each} a whole number, not {odd}")));
    }
    assert_eq!(counts("300,0"), wrong(&format!("{each} at least 1, not 300,0")));
    assert_eq!(counts("1001"), wrong(&format!("{each} at most 1000, not 1001")));
}

#[test]
fn a_float_is_finite_and_within_its_range() {
    let float = |text| parse(&["--rate", text]).float("rate", (Excluded(0.0), Included(10.0)));
    assert_eq!(float("5e-4"), Ok(0.0005));
    assert_eq!((float("10"), float(".5")), (Ok(10.0), Ok(0.5)));
    for (odd, expected) in [
        ("0", "above 0"),
        ("-0.0", "above 0"),
        ("-1", "above 0"),
        ("10.5", "at most 10"),
        ("nan", "a finite number"),
        ("infinity", "a finite number"),
        ("1e400", "a finite number"),
        ("0,5", "a number such as 0.0005 or 5e-4"),
        ("1/2", "a number such as 0.0005 or 5e-4"),
    ] {
        assert_eq!(float(odd), wrong(&format!("--rate must be {expected}, not {odd}")));
    }
    let below_one = parse(&["--rate", "1"]).float("rate", 0.0..1.0);
    assert_eq!(below_one, wrong("--rate must be below 1, not 1"));
}

#[test]
fn a_seed_is_decimal_digits_of_any_length() {
    let long = "9".repeat(1000);
    for digits in ["0", "007", "18446744073709551616", &long] {
        assert_eq!(parse(&["--seed", digits]).seed("seed"), Ok(digits));
    }
    for odd in ["", "-1", "+1", "1.0", "1e3", "\u{0663}"] {
        assert!(parse(&["--seed", odd]).seed("seed").is_err(), "{odd} is not a seed");
    }
}

#[test]
fn a_choice_is_one_of_its_words() {
    let words = &[("plain", 'p'), ("momentum", 'm'), ("adam", 'a')];
    let choice = |text| parse(&["--rule", text]).choice("rule", words);
    assert_eq!(choice("adam"), Ok('a'));
    let expected = "--rule must be one of plain, momentum, adam, not";
    assert_eq!(choice("sgd"), wrong(&format!("{expected} sgd")));
    assert_eq!(choice("Adam"), wrong(&format!("{expected} Adam; did you mean adam?")));
    assert_eq!(choice("momemtum"), {
        wrong(&format!("{expected} momemtum; did you mean momentum?"))
    });
}

#[test]
fn a_name_is_suggested_only_when_it_is_near() {
    use backprop::cli::suggest::nearest;
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
        assert_eq!(nearest(given, names), meant, "nearest to {given:?}");
    }
}

#[test]
fn threads_are_all_cores_or_as_many_as_asked_up_to_that() {
    use backprop::cli::common::{THREADS, threads};
    const TABLE: &[Flag] = &[THREADS];
    let threads = |args: &[&str]| match Flags::parse(TABLE, args.iter().map(OsString::from)) {
        Ok(Request::Run(flags)) => threads(&flags),
        other => panic!("{args:?} is parsed as {other:?}"),
    };
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    assert_eq!(threads(&[]), Ok(cores));
    assert_eq!(threads(&["--threads", "all"]), Ok(cores));
    assert_eq!(threads(&["--threads", "1"]), Ok(1));
    assert_eq!(threads(&["--threads", "1000000"]), Ok(cores));
    assert_eq!(threads(&["--threads", "0"]), wrong("--threads must be at least 1, not 0"));
}
