//! Training that takes more memory than is allowed, or than the system gives, is refused before
//! anything is allocated for it; and within any limit a command ends in success or in a message.

use crate::support::{folders, program};
use backprop::format::npy::{Array, Values};
use backprop::format::{npz, png};
use folders::{Folder, idx, labels, quick_set};
use program::{Run, backprop};
use std::process::{Command, Stdio};

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
    let few = ["--data", data.arg(), "--train=1", "--test=1", "--threads=1"];
    // 16777216 x 104 weights of 128 bytes, the lists of as many gradients; or of 96.
    let gradients = ["check-gradients", "--data", data.arg(), "--images=1"];
    refused(&gradients, "16777216-100-10 takes up to 223.7 GB");
    refused(&[&["notebook"], &few[..]].concat(), "16777216-100-10 takes up to 167.9 GB");
    refused(&[&["train"], &few[..]].concat(), "16777216-100-10 takes up to 167.9 GB");
}

#[test]
fn large_layers_and_batches_are_refused() {
    let few = ["train", "--train=1", "--test=1", "--threads=1"];
    let hidden = ["--hidden=10000,10000"];
    refused(&[&few[..], &hidden].concat(), "784-10000-10000-10 takes up to 10.7 GB");
    let batch = ["train", "--hidden=10000", "--batch=60000", "--threads=1"];
    refused(&batch, "784-10000-10 takes up to 104.1 GB");
}

#[test]
fn to_distort_images_of_one_long_row_is_refused_before_the_gaussian_is_made() {
    let image = |count| idx(8, &[count, 1, 100_000], &vec![0; 100_000 * count as usize]);
    let data = Folder::with_set([image(2), labels(&[0, 1]), image(1), labels(&[1])]);
    let flags = ["--hidden=1", "--epochs=1", "--augment=elastic", "--threads=1"];
    let out = Folder::new();
    let args = [&["train", "--data", data.arg(), "--out", out.arg()], &flags[..]].concat();
    let run = backprop(args);
    let expected = "error: to train 100000-1-2 takes up to 80.8 GB of memory";
    assert!(run.code == 1 && run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn more_layers_than_a_model_file_holds_are_refused_before_training() {
    let run = backprop(["train", &format!("--hidden=1{}", ",1".repeat(40_000))]);
    let expected = "error: the number of hidden layers must be at most 1000, not 40001\n";
    assert!(run.code == 2 && run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn a_model_that_claims_many_classes_is_refused() {
    let weights = |shape: [usize; 2]| Array {
        values: Values::F64(vec![0.0; shape[0] * shape[1]]),
        shape: shape.to_vec(),
    };
    let relu = Array { shape: vec![], values: Values::Text(vec!["relu".into()]) };
    let arrays = [
        ("weights_1".into(), weights([784, 1])),
        ("weights_2".into(), weights([1, 300_000])),
        ("activation".into(), relu),
    ];
    let folder = Folder::new();
    folder.write("wide.npz", &npz::write(&arrays).expect("a small archive"));
    let (model, out) = (folder.path().join("wide.npz"), folder.path().join("out"));
    let [model, out] = [&model, &out].map(|path| path.to_str().expect("Unicode"));
    let run = backprop(["evaluate", "--test=1", "--model", model, "--out", out]);
    assert!(run.code == 1 && run.stderr.starts_with("error: "), "{} {}", run.code, run.stderr);
    assert_eq!(folder.names(), ["wide.npz"]);
}

/// Runs the program with so many kilobytes of address space; none where no shell can limit it.
fn within(kilobytes: usize, args: &[&str]) -> Option<Run> {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {kilobytes} || exit 77; exec \"$0\" \"$@\"")]);
    shell.arg(env!("CARGO_BIN_EXE_backprop")).args(args).stdin(Stdio::null());
    let Ok(output) = shell.output() else {
        println!("skipped: there is no sh");
        return None;
    };
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.code() {
        Some(77) => println!("skipped: sh cannot limit memory: {stderr}"),
        Some(code) => return Some(Run { code, stdout: String::new(), stderr }),
        None => panic!("{args:?} with {kilobytes} kB: {}: {stderr}", output.status),
    }
    None
}

#[test]
fn what_the_system_does_not_give_is_an_error() {
    let (out, few) = (Folder::new(), ["train", "--train=100", "--test=10", "--threads=1"]);
    let args = |hidden| [&few[..], &["--epochs=1", hidden, "--out", out.arg()]].concat();
    let Some(run) = within(300_000, &args("--hidden=2000,2000")) else { return };
    let expected = "error: to train 784-2000-2000-10 takes up to 685 MB of memory, and the system \
                    does not give that much; take smaller images, layers or batches\n";
    assert_eq!((run.code, &*run.stderr), (1, expected));
    within(300_000, &args("--hidden=500")).expect("a shell").done();
}

/// Ten thousand training and a hundred test images, all white.
fn white_set() -> Folder {
    let digits = |count: u32| labels(&(0..count).map(|k| (k % 10) as u8).collect::<Vec<_>>());
    let white = |count: u32| idx(8, &[count, 28, 28], &vec![0; 784 * count as usize]);
    Folder::with_set([white(10_000), digits(10_000), white(1000), digits(1000)])
}

#[test]
fn within_any_limit_every_command_ends_in_success_or_in_a_message() {
    let (white, quick, pictures) = (white_set(), quick_set(), Folder::new());
    let pixels: Vec<u8> = (0..1 << 20).map(|i| if i % 1024 == 512 { 0 } else { 255 }).collect();
    pictures.write("large.png", &png::write_grey(1024, 1024, &pixels));
    let picture = pictures.path().join("large.png");
    let [white, quick] = [white.arg(), quick.arg()];
    let few = ["--train=100", "--test=50", "--epochs=1"];
    for args in [
        &["example"][..],
        &[&["notebook", "--data", white], &few[..]].concat(),
        &["reproduce", "--data", white],
        &["errata", "1", "--data", white],
        &["check-gradients", "--images=1", "--directions=1"],
        &[&["train", "--augment=elastic"], &few[..]].concat(),
        &[&["train", "--hidden=300", "--validation=10"], &few[..]].concat(),
        &["evaluate", "--test=50"],
        &["predict", picture.to_str().expect("Unicode")],
        &["page", "--data", white],
        &["results", "--row=nielsen-30", "--seeds=1", "--data", quick],
    ] {
        let writes = !["example", "check-gradients", "predict"].contains(&args[0]);
        // From 10 MB on, which the program itself and the libraries take.
        let mut limit = 10_000;
        loop {
            let out = Folder::new();
            let out = if writes { &["--out", out.arg()] } else { &[][..] };
            let Some(run) = within(limit, &[args, out].concat()) else { return };
            let lacks_memory = run.stderr.contains("memory");
            let (code, told) = (run.code, &run.stderr);
            let is_told = code == 1 && told.lines().any(|line| line.starts_with("error: "));
            assert!(code == 0 || is_told, "{args:?} with {limit} kB: {code}\n{told}");
            if !lacks_memory {
                break;
            }
            limit += limit / 3;
            assert!(limit < 2_000_000, "{args:?} wants ever more: {told}");
            // With as much as it says that it needs, the page takes seconds; page.rs writes it.
            if args[0] == "page" && limit > 400_000 {
                break;
            }
        }
    }
}
