//! What the program writes fits a terminal of 80 columns and never drives it: text that is not its
//! own is escaped, and cut if it is long.

use crate::support::{folders, program};
use backprop::cli::COMMANDS;
use backprop::format::npy::{Array, Values};
use backprop::format::npz;
use backprop::format::shown::shown;
use folders::{Folder, NAMES, idx, labels, quick_set, small_set};
use program::{Run, program, run};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

/// Colours, a C1 control, a reversed direction of writing, a carriage return, a bell, a tab.
const HOSTILE: &str = "\u{1b}[31m\u{9b}1m\u{202e}evil\r\u{7}\t";

/// Runs the program in a folder.
fn in_folder<A: AsRef<OsStr>>(folder: &Folder, args: impl IntoIterator<Item = A>) -> Run {
    run(program().args(args).current_dir(folder.path()))
}

/// The run wrote nothing that drives a terminal. (That it is UTF-8 is asserted by all runs.)
fn assert_harmless(run: &Run, what: &str) {
    for text in [&run.stdout, &run.stderr] {
        let is_odd = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{200e}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.contains(is_odd), "{what}: {text:?}");
    }
}

#[test]
fn visible_text_is_shown_as_it_stands_and_all_else_in_quotes_and_escaped() {
    for plain in ["out/train", "it's", "a\"b\\c", "데이터/mnist", "été"] {
        assert_eq!(shown(plain), plain);
    }
    for (given, expected) in [
        ("", r#""""#),
        ("my data", r#""my data""#),
        ("a\nb\t\r", r#""a\nb\t\r""#),
        ("\u{1b}[2J", r#""\u{1b}[2J""#),
        ("\u{9b}\u{7f}", r#""\u{9b}\u{7f}""#),
        ("a\u{202e}b\u{2066}", r#""a\u{202e}b\u{2066}""#),
        ("\u{3164}", r#""\u{3164}""#),
        ("a\u{115f}\u{1160}", r#""a\u{115f}\u{1160}""#),
        ("\u{ffa0}\u{2800}\u{1d159}", r#""\u{ffa0}\u{2800}\u{1d159}""#),
        ("\u{303f}\u{ad}\u{fe0f}\u{e0041}", r#""\u{303f}\u{ad}\u{fe0f}\u{e0041}""#),
    ] {
        assert_eq!(shown(given), expected);
    }
    assert_eq!(shown(Path::new("a b")), r#""a b""#);
    let text = |length: usize| "ab".repeat(length / 2);
    assert_eq!(shown(&text(200)), text(200));
    assert_eq!(shown(&text(202)), format!("{0}...{0} (202 characters)", text(60)));
}

#[test]
fn long_lists_of_numbers_are_cut() {
    let folder = Folder::with_set(small_set());
    let layers = ["10000"; 1000].join(",");
    let run = in_folder(&folder, ["train", "--data=.", "--hidden", &layers]);
    let shape = "6-10000-10000-10000-10000-10000-10000-10000-...-5 (1002 numbers)";
    assert!(run.code == 1 && run.stderr.contains(shape), "{:.500}", run.stderr);
    assert!(run.stderr.len() < 500, "{} bytes", run.stderr.len());
    folder.write(NAMES[0], &idx(8, &[1; 255], &[0]));
    let run = in_folder(&folder, ["train", "--data=."]);
    let size = "found 255 dimensions of size [1, 1, 1, 1, 1, 1, 1, 1, ..., 1 (255 numbers)]";
    assert!(run.code == 1 && run.stderr.contains(size), "{:.500}", run.stderr);
}

#[test]
fn no_message_prints_a_path_as_it_stands() {
    fn check(folder: &Path) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                check(&path);
                continue;
            }
            let source = fs::read_to_string(&path).expect("a source file");
            assert!(!source.contains(".display()"), "{path:?}: use format::shown for foreign text");
        }
    }
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
}

#[test]
fn arguments_of_every_command_are_escaped_and_cut() {
    let folder = Folder::with_set(small_set());
    let long = "x".repeat(100_000);
    let mut calls: Vec<Vec<&str>> = vec![vec!["{}"], vec!["--{}"], vec!["help", "{}"]];
    for command in COMMANDS {
        // Operands, where the command takes them; else stray arguments.
        calls.extend([vec![command.name, "{}"], vec![command.name, "--{}"]]);
        for line in command.flags.iter().filter(|line| line.starts_with("--")) {
            let flag = line.split(' ').next().expect("a name");
            calls.push(vec![command.name, flag, "{}"]);
            if flag == "--out" {
                // Without data of its own the command would train on MNIST.
                calls.last_mut().expect("a call").extend(["--data", "."]);
            }
        }
    }
    for call in calls {
        for value in [HOSTILE, &long] {
            let run = in_folder(&folder, call.iter().map(|part| part.replace("{}", value)));
            assert_harmless(&run, &call.join(" "));
            let length = run.stdout.len() + run.stderr.len();
            // JSON is for programs: a name stays whole.
            let whole = if call.contains(&"--json") { value.len() } else { 0 };
            let most = 1500 + whole;
            assert!(length < most, "{} with a long value writes {length} bytes", call.join(" "));
        }
    }
}

#[test]
fn paths_that_are_written_to_are_escaped() {
    let folder = Folder::with_set(small_set());
    let small = ["--data=.", "--train=3", "--test=2", "--epochs=1", "--out", HOSTILE];
    for flags in [&["train"][..], &["train", "--resume"]] {
        let run = in_folder(&folder, flags.iter().chain(&small)).done();
        assert_harmless(&run, &flags.join(" "));
    }
    let another = format!("{HOSTILE}2");
    let run = in_folder(&folder, ["notebook"].iter().chain(&small[..5]).chain(&[&another[..]]));
    assert_harmless(&run, "notebook");
    assert!(run.code == 0 && run.stderr.contains(r"\u{1b}[31m"), "it says where: {}", run.stderr);
    let (model, third) = (format!("{HOSTILE}/model.npz"), format!("{HOSTILE}3"));
    let run = in_folder(&folder, ["evaluate", "--data=.", "--model", &model, "--out", &third]);
    assert_harmless(&run.done(), "evaluate");
    // A file where a folder is needed, and a damaged file.
    fs::write(folder.path().join(HOSTILE).join("checkpoint.npz"), "x").expect("a file");
    let run = in_folder(&folder, ["train", "--resume"].iter().chain(&small));
    assert!(run.code == 1 && run.stderr.contains("is damaged"), "{}", run.stderr);
    assert_harmless(&run, "a damaged checkpoint");
    let blocked = format!("{model}/out");
    let run = in_folder(&folder, ["evaluate", "--data=.", "--model", &model, "--out", &blocked]);
    assert!(run.code == 1 && run.stderr.contains("is not a folder"), "{}", run.stderr);
    assert_harmless(&run, "a file in the way");
}

#[test]
fn names_found_in_the_data_folder_are_escaped_and_cut() {
    let folder = Folder::new();
    let long = "x".repeat(200);
    for prefix in [HOSTILE, &long] {
        folder.write(&format!("{prefix}{}", NAMES[0]), b"");
        let run = in_folder(&folder, ["train", "--data=."]);
        assert_eq!(run.code, 1);
        assert_harmless(&run, "file names");
        assert!(run.stderr.len() < 1500, "{}", run.stderr);
    }
}

#[test]
fn names_and_strings_found_in_a_model_are_escaped_and_cut() {
    let folder = Folder::with_set(small_set());
    let long = "long ".repeat(20_000);
    let weights = || Array { shape: vec![6, 5], values: Values::F64(vec![0.5; 30]) };
    let text = |text: &str| Array { shape: vec![], values: Values::Text(vec![text.to_string()]) };
    for odd in [HOSTILE, &long] {
        for (name, array) in [
            (odd, weights()),
            ("weights_2", weights()),
            ("flags", text(odd)),
            ("loss", text(odd)),
            ("output_activation", text(odd)),
        ] {
            // Two members of one name are refused, and so are names beyond 65,535 bytes.
            let name: String = name.chars().take(60_000).collect();
            let arrays = [("weights_1".to_string(), weights()), (name.clone(), array)];
            folder.write("model.npz", &npz::write(&arrays).expect("a .npz file"));
            let run = in_folder(&folder, ["evaluate", "--data=.", "--model=model.npz"]);
            assert_harmless(&run, &format!("the array {name:.20?}"));
            let length = run.stdout.len() + run.stderr.len();
            assert!(length < 1500, "the array {name:.20?}: {length} bytes");
        }
    }
}

#[test]
#[cfg(unix)]
fn names_that_are_no_text_are_escaped() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::with_set(small_set());
    let odd = OsStr::from_bytes(b"\xff\x1b\x9b[31m");
    assert_eq!(shown(odd), r#""\xFF\u{1b}\x9B[31m""#);
    for (command, flag) in [("train", "--data"), ("evaluate", "--model"), ("predict", "--model")] {
        let run = in_folder(&folder, [OsStr::new(command), OsStr::new(flag), odd, odd]);
        assert_harmless(&run, command);
        let run = in_folder(&folder, [OsStr::new(command), OsStr::new(flag), odd]);
        assert_harmless(&run, command);
    }
    let run = in_folder(&folder, [OsStr::new("predict"), odd]);
    assert!(run.stderr.starts_with(r#""\xFF\u{1b}"#), "{}", run.stderr);
    assert_harmless(&run, "predict");
}

/// How many columns of a terminal a line takes: Hangul and other wide letters take two.
fn columns(line: &str) -> usize {
    line.chars()
        .map(|c| if ('\u{1100}'..'\u{2000}').contains(&c) || c >= '\u{2e80}' { 2 } else { 1 })
        .sum()
}

#[test]
fn every_line_of_every_command_fits_80_columns() {
    let folder = quick_set(); // `results` demands as many images as MNIST has
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/document/five.png");
    fs::copy(picture, folder.path().join("five.png")).expect("a copy");
    let mut calls = vec![
        "",
        "help",
        "--version",
        "example",
        "example --corrected",
        "example --trace",
        "example --trace --corrected",
        "example --network two-by-two",
        "check-gradients",
        "check-gradients --derivative printed",
        "errata --list",
        "errata",
        "train --train 2000 --test 500 --epochs 1",
        "train --train 2000 --test 500 --epochs 2 --validation 500 --resume",
        "train --train 20 --test 20 --epochs 2 --learning-rate 900 --momentum 0.99 \
         --activation identity --batch 1",
        "train --train 2000 --test 500 --epochs 1 --resume",
        "evaluate",
        "predict five.png --show",
        "results --list",
        "results --data . --row linear --seeds 1",
        "results --data . --row linear --seeds 2",
    ];
    let helps: Vec<_> = COMMANDS.iter().map(|command| format!("help {}", command.name)).collect();
    calls.extend(helps.iter().map(String::as_str));
    for call in calls {
        let run = in_folder(&folder, call.split_whitespace());
        assert_harmless(&run, call);
        // Errors are longer; the terminal wraps them.
        let notes = run.stderr.lines().filter(|line| !line.starts_with("error: "));
        for line in run.stdout.lines().chain(notes) {
            assert!(columns(line) <= 80, "{call}: wider than 80 columns: {line:?}");
            assert_eq!(line, line.trim_end(), "{call}: blanks at the end of a line");
        }
    }
}

#[test]
fn a_confusion_matrix_that_does_not_fit_is_left_to_its_chart() {
    let set =
        [idx(8, &[1, 1, 1], &[9]), labels(&[46]), idx(8, &[2, 1, 1], &[7, 8]), labels(&[0, 46])];
    let folder = Folder::with_set(set);
    in_folder(&folder, ["train", "--data=.", "--epochs=1"]).done();
    let run = in_folder(&folder, ["evaluate", "--data=.", "--model=out/train/model.npz"]).done();
    let line = "\n\nthe confusion matrix of 47 classes is in confusion.svg\n\n";
    assert!(run.stdout.contains(line), "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| columns(line) <= 80), "{}", run.stdout);
}
