//! `backprop train` from its command line to its files: what it prints and writes, the same bytes
//! for any number of threads, and a validation set that keeps the test images out of sight.

use crate::support::{folders, program};
use backprop::mnist::Prepare;
use backprop::network::Model;
use folders::{Folder, images, labels};
use program::{Run, backprop};

/// What all runs here share: little of everything, so that each is over at once.
const SMALL: [&str; 8] = ["--train", "300", "--test", "100", "--hidden", "20", "--epochs", "2"];

fn train(out: &Folder, flags: &[&str]) -> Run {
    backprop(["train", "--out", out.arg()].iter().chain(flags))
}

/// Files with their names.
type Files = Vec<(String, Vec<u8>)>;

/// A run that must succeed: its stdout, and its files in the order of their names.
fn done(flags: &[&str]) -> (String, Files) {
    let out = Folder::new();
    (train(&out, flags).done().stdout, out.files())
}

/// The small run with some more flags.
fn small(flags: &[&str]) -> (String, Files) {
    done(&[&SMALL, flags].concat())
}

fn file<'a>(files: &'a [(String, Vec<u8>)], name: &str) -> &'a str {
    let found = files.iter().find(|(known, _)| known == name);
    str::from_utf8(&found.unwrap_or_else(|| panic!("there is no {name}")).1).expect("text")
}

/// The columns of `history.csv` after the epoch, each as its name and its values' texts.
fn columns(files: &[(String, Vec<u8>)]) -> Vec<Vec<&str>> {
    let rows: Vec<Vec<&str>> =
        file(files, "history.csv").lines().map(|line| line.split(',').collect()).collect();
    let epochs = (0..rows.len() - 1).map(|epoch| epoch.to_string());
    assert!(
        rows.iter().map(|row| row[0].to_string()).eq(["epoch".into()].into_iter().chain(epochs))
    );
    (1..rows[0].len()).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

#[test]
fn it_prints_a_line_per_epoch_and_writes_files_that_agree() {
    let (log, files) = small(&["--learning-rate=0.1"]);
    let names: Vec<_> = files.iter().map(|(name, _)| &name[..]).collect();
    let expected = "accuracy.svg checkpoint.npz confusion.svg confusion.txt history.csv loss.svg \
                    model.npz";
    assert_eq!(names.join(" "), expected);

    let columns = columns(&files);
    let heads: Vec<_> = columns.iter().map(|column| column[0]).collect();
    assert_eq!(heads, ["train_loss", "test_loss", "train_acc", "test_acc"]);
    let value = |column: usize, epoch: usize| columns[column][epoch + 1].parse::<f64>().unwrap();
    let mut expected = String::new();
    for epoch in 0..2 {
        expected += &format!(
            "epoch {epoch:3}  train loss {:.4}  acc {:.2} %  test loss {:.4}  acc {:.2} %\n",
            value(0, epoch),
            100.0 * value(2, epoch),
            value(1, epoch),
            100.0 * value(3, epoch),
        );
    }
    let right = (100.0 * value(3, 1)).round() as usize;
    expected += &format!("test accuracy {right}.00 %: {} of 100 wrong\n", 100 - right);
    assert_eq!(log, expected);
    assert!(right > 50, "{right} of 100 right; by guessing, 10");

    // The diagonal of the confusion matrix holds what is right, and all of it the test images.
    let rows: Vec<Vec<usize>> = file(&files, "confusion.txt")
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().skip(1).map_while(|n| n.parse().ok()).collect())
        .collect();
    assert_eq!((0..10).map(|class| rows[class][class]).sum::<usize>(), right);
    assert_eq!(rows.iter().map(|row| row[..10].iter().sum::<usize>()).sum::<usize>(), 100);
    for (chart, lines) in
        [("loss.svg", ["train_loss", "test_loss"]), ("accuracy.svg", ["train_acc", "test_acc"])]
    {
        let names = ["after each epoch", ">epoch<", ">0<", ">1<"];
        for text in lines.into_iter().chain(names) {
            assert!(file(&files, chart).contains(text), "{chart} shows {text}");
        }
        assert!(!file(&files, chart).contains(">0.2<"), "{chart}: a part of an epoch");
    }
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    // 300 samples of 79,510 parameters are a batch worth sharing out among threads.
    let flags = |threads| {
        ["--hidden=100", "--train=300", "--test=100", "--epochs=2", "--batch=300", threads]
    };
    let hard = ["--dropout=0.2,0.5", "--augment=elastic", "--weight-decay=1e-4", "--max-norm=2"];
    for extra in [&[][..], &hard] {
        let expected = done(&[&flags("--threads=1"), extra].concat());
        for threads in ["--threads=2", "--threads=3", "--threads=all"] {
            let found = done(&[&flags(threads), extra].concat());
            assert!(found == expected, "{threads} {extra:?}:\n{}\n{}", found.0, expected.0);
        }
    }
}

#[test]
fn a_run_is_its_seed_and_its_flags() {
    let (log, files) = small(&[]);
    assert!(small(&["--seed", "884736743"]) == (log.clone(), files));
    for other in [
        &["--seed=1"][..],
        &["--hidden=none"],
        &["--hidden=20,10"],
        &["--activation=tanh"],
        &["--loss=squared-error"],
        &["--init=xavier"],
        &["--bias=no", "--init=tutorial"],
        &["--batch=1", "--learning-rate=0.01"],
        &["--schedule=constant"],
        &["--momentum=0"],
        &["--optimizer=adam"],
        &["--weight-decay=0.01"],
        &["--dropout=0.2,0"],
        &["--dropout=0, 0.5"],
        &["--max-norm=0.5"],
        &["--augment=shift=2"],
    ] {
        // A flag that stands in SMALL may not be given twice.
        let given = |name: &str| other.iter().any(|flag| flag.starts_with(&format!("{name}=")));
        let rest = SMALL.chunks(2).filter(|flag| !given(flag[0])).flatten().copied();
        let flags: Vec<_> = rest.chain(other.iter().copied()).collect();
        let (other_log, _) = done(&flags);
        assert!(other_log != log, "{other:?} changes nothing");
        assert!(other_log.lines().count() == 3, "{other:?}:\n{other_log}");
    }
}

#[test]
fn what_is_held_out_is_measured_and_never_learned_from() {
    let (log, files) = small(&["--validation", "100"]);
    for line in log.lines().take(2) {
        assert!(line.contains("  val loss ") && !line.contains("test"), "{line}");
    }
    assert!(log.lines().nth(2).unwrap().starts_with("test accuracy "), "{log}");
    let held_out = columns(&files);
    let heads: Vec<_> = held_out.iter().map(|column| column[0]).collect();
    assert_eq!(heads, ["train_loss", "validation_loss", "train_acc", "validation_acc"]);
    assert!(file(&files, "loss.svg").contains("validation_loss"));

    // The same as if the 100 had never been there, and in the end the same network.
    let shorter = ["--train=200", "--test=100", "--hidden=20", "--epochs=2"];
    let (shorter_log, shorter_files) = done(&shorter);
    let never_there = columns(&shorter_files);
    assert_eq!(held_out[0], never_there[0], "the loss on the 200 that are learned from");
    assert_eq!(held_out[2], never_there[2], "the accuracy on them");
    assert_ne!(held_out[1][1..], never_there[1][1..], "measured on other images");
    assert_eq!(log.lines().last(), shorter_log.lines().last(), "the accuracy on test images");
    assert_eq!(file(&files, "confusion.txt"), file(&shorter_files, "confusion.txt"));
}

#[test]
fn a_batch_larger_than_the_set_is_the_whole_set() {
    let flags = |batch| ["--train=5", "--test=5", "--hidden=3", "--epochs=2", batch];
    let history = |batch| file(&done(&flags(batch)).1, "history.csv").to_string();
    assert_eq!(history("--batch=64"), history("--batch=5"));
    assert_ne!(history("--batch=64"), history("--batch=4"));
}

#[test]
fn other_data_of_any_size_is_trained_on() {
    let data = Folder::with_set([
        images(6, 2, 3),
        labels(&[0, 1, 2, 0, 1, 2]),
        images(3, 2, 3),
        labels(&[0, 1, 2]),
    ]);
    let (log, files) =
        done(&["--data", data.arg(), "--epochs=3", "--hidden=4", "--augment=affine"]);
    assert_eq!(log.lines().count(), 4, "{log}");
    assert_eq!(file(&files, "confusion.txt").lines().count(), 1 + 3, "three classes");
}

#[test]
fn an_explosion_exits_1_says_where_and_leaves_no_test() {
    let out = Folder::new();
    for flags in [
        &["--learning-rate=1000", "--schedule=constant", "--weight-decay=1"][..],
        &["--learning-rate=1000", "--schedule=constant", "--weight-decay=1", "--batch=1"],
    ] {
        let run = train(&out, &[&SMALL[..6], flags, &["--epochs=40"]].concat());
        let message = run.stderr;
        assert_eq!(run.code, 1, "{flags:?}: {message}");
        assert!(message.contains("error: training diverged in epoch "), "{message}");
        assert!(message.contains(": the outputs of layer "), "{message}");
        assert!(message.contains("; try a smaller one, such as 0.1\n"), "{message}");
        let is_test = |name: &String| name.starts_with("confusion");
        assert!(!out.names().iter().any(is_test), "a failed run is not tested");
    }
}

#[test]
fn what_explodes_in_an_epochs_last_step_is_not_reported_as_a_result() {
    // All images are one batch: each step is its epoch's last, and only measuring comes after it.
    let flags = ["--train=20", "--batch=20", "--test=20", "--hidden=5", "--epochs=400"];
    let absurd = ["--learning-rate=1000", "--schedule=constant", "--weight-decay=1"];
    let run = train(&Folder::new(), &[&flags[..], &absurd].concat());
    let (log, message) = (run.stdout, run.stderr);
    assert_eq!(run.code, 1, "{message}");
    assert!(!log.contains("NaN") && !log.contains("inf"), "{log}");
    let epoch = format!("error: training diverged in epoch {}: ", log.lines().count());
    assert!(message.contains(&epoch), "the epoch after the last that is printed: {message}");
}

#[test]
fn what_the_data_do_not_allow_is_an_error_that_tells_what_they_do() {
    for (flags, code, expected) in [
        (
            ["--train=60001", "--test=1"],
            1,
            "at least 60001 images, found 60000; take a larger data set, or --train 60000",
        ),
        (
            ["--train=20000", "--test=10001"],
            1,
            "at least 10001 images, found 10000; take a larger data set, or --test 10000",
        ),
        (
            ["--train=50", "--validation=50"],
            2,
            "--validation must be below the 50 training images, not 50",
        ),
    ] {
        let out = Folder::new();
        let run = train(&out, &flags);
        assert!(run.stderr.contains(expected), "{flags:?}: {}", run.stderr);
        assert_eq!((run.code, &*run.stdout), (code, ""), "{flags:?}");
        assert_eq!(out.names(), [""; 0], "{flags:?} writes nothing");
    }
}

#[test]
fn the_flags_in_a_model_file_train_it_again() {
    for flags in [
        &["train", "--train=50", "--test=9", "--hidden=7, 6", "--epochs=1", "--dropout=0, 0.5"][..],
        &["train", "--train=50", "--test=9", "--hidden=7", "--epochs=1", "--weights=f4"],
        &["train", "--train=50", "--test=9", "--epochs=1", "--optimizer=adam"],
        &["notebook", "--train=50", "--test=9", "--hidden=7", "--epochs=1", "--corrected"],
        &["notebook", "--train=50", "--test=9", "--hidden=7", "--epochs=1", "--seed=7"],
    ] {
        let (first, again) = (Folder::new(), Folder::new());
        backprop([flags, &["--threads=1", "--out", first.arg()]].concat()).done();
        let model = Model::read(&first.path().join("model.npz")).expect("a model");
        let is_f4 = model.network.parameters().iter().all(|&x| f64::from(x as f32) == x);
        assert_eq!(is_f4, flags.contains(&"--weights=f4"), "{flags:?}");
        assert_eq!(model.prepare, Some(Prepare::Digit), "{flags:?}");
        let spelled: Vec<_> = model.flags.split(' ').collect();
        backprop([&spelled[..], &["--out", again.arg()]].concat()).done();
        assert!(first.bytes("model.npz") == again.bytes("model.npz"), "{}", model.flags);
    }
}

/// A model of these flags in a folder, and its path.
fn model(flags: &[&str]) -> (Folder, String) {
    let out = Folder::new();
    train(&out, flags).done();
    let path = out.path().join("model.npz").to_str().expect("Unicode").to_string();
    (out, path)
}

#[test]
fn from_a_model_it_goes_on_and_takes_a_new_last_layer_for_other_classes() {
    let (first, path) = model(&[&SMALL[..], &["--activation=tanh", "--bias=no"]].concat());
    let before = Model::read(&first.path().join("model.npz")).expect("a model");
    let flags =
        ["--train=300", "--test=100", "--epochs=1", "--learning-rate=1e-9", "--from", &path];
    let out = Folder::new();
    let run = train(&out, &flags).done();
    assert!(!run.stderr.contains("the last layer"), "{}", run.stderr);
    let after = Model::read(&out.path().join("model.npz")).expect("a model");
    assert_eq!(after.network.shape(), "784-20-10");
    for (a, b) in after.network.parameters().iter().zip(before.network.parameters()) {
        assert!((a - b).abs() < 1e-6, "with next to no learning rate: {a} from {b}");
    }
    for layer in 0..2 {
        let activation = |model: &Model| model.network.layers()[layer].activation();
        assert_eq!(activation(&after), activation(&before), "layer {layer}");
        assert_eq!(after.network.layers()[layer].bias(), None, "layer {layer}");
    }

    let three =
        [images(6, 28, 28), labels(&[0, 1, 2, 0, 1, 2]), images(3, 28, 28), labels(&[0; 3])];
    let data = Folder::with_set(three);
    let out = Folder::new();
    let run = train(&out, &["--data", data.arg(), "--from", &path, "--epochs=1"]).done();
    let note = format!("note: {path} has 10 classes, the data have 3: the last layer is new\n");
    assert!(run.stderr.contains(&note), "{}", run.stderr);
    let found = Model::read(&out.path().join("model.npz")).expect("a model");
    assert_eq!(found.network.shape(), "784-20-3");

    // Classes of other names are others, even if there are as many.
    let named = Model { classes: (0..10).map(|k| format!("class {k}")).collect(), ..before };
    named.write(&first.path().join("named.npz")).expect("a model");
    let named = first.path().join("named.npz").to_str().expect("Unicode").to_string();
    let run = train(&Folder::new(), &["--train=20", "--test=9", "--epochs=1", "--from", &named]);
    let note = "other names of classes than the data: the last layer is new\n";
    assert!(run.done().stderr.contains(note));
}

#[test]
fn flags_and_data_that_contradict_the_model_to_go_on_from_are_named() {
    let (_first, path) = model(&SMALL);
    for (flag, value) in [("hidden", "20,20"), ("bias", "no"), ("loss", "squared-error")] {
        let (out, flag_value) = (Folder::new(), format!("--{flag}={value}"));
        let run = train(&out, &["--train=9", "--test=9", "--from", &path, &flag_value]);
        let expected = format!(
            "error: --{flag} contradicts {path}, a network of 784-20-10 for cross-entropy; leave it out"
        );
        assert!(run.code == 2 && run.stderr.starts_with(&expected), "{}", run.stderr);
    }
    let run = train(&Folder::new(), &["--train=9", "--from", &path, "--activation=tanh"]);
    assert!(run.code == 1 && run.stderr.contains("the activation is relu"), "{}", run.stderr);
    let data =
        Folder::with_set([images(3, 2, 3), labels(&[0, 1, 2]), images(1, 2, 3), labels(&[0])]);
    let run = train(&Folder::new(), &["--data", data.arg(), "--from", &path]);
    let expected = "model.npz: input_size is 28 x 28, found images of 2 x 3 pixels";
    assert!(run.code == 1 && run.stderr.contains(expected), "{}", run.stderr);
    let run = train(&Folder::new(), &["--optimizer=adam", "--momentum=0.9"]);
    let expected = "error: momentum must be 0 with adam, which has its own";
    assert!(run.code == 2 && run.stderr.starts_with(expected), "{}", run.stderr);
    let run = train(&Folder::new(), &["--patience=2"]);
    let expected = "error: --patience needs images to measure on: --validation N";
    assert!(run.code == 2 && run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn with_patience_it_stops_and_the_epoch_of_the_smallest_loss_is_kept() {
    let flags = "--train=300 --validation=100 --test=100 --hidden=20 --schedule=constant \
                 --learning-rate=0.2 --epochs=40";
    let flags: Vec<_> = flags.split_whitespace().collect();
    let out = Folder::new();
    let run = train(&out, &[&flags[..], &["--patience=3"]].concat()).done();
    let files = out.files();
    let losses = &columns(&files)[1][1..];
    let losses: Vec<f64> = losses.iter().map(|loss| loss.parse().expect("a loss")).collect();
    let best = (0..losses.len()).min_by(|&a, &b| losses[a].total_cmp(&losses[b])).expect("one");
    assert_eq!(losses.len(), best + 4, "three epochs after the best: {losses:?}");
    assert!(losses.len() < 40, "it stopped: {losses:?}");
    let note = format!("note: the network of epoch {best} is kept");
    assert!(run.stderr.contains(&note), "{}", run.stderr);
    for chart in ["loss.svg", "accuracy.svg"] {
        assert!(file(&files, chart).contains(&format!("epoch {best}, kept")), "{chart}");
    }
    // The network is the one of a run that ends there.
    let (shorter, epochs) = (Folder::new(), format!("--epochs={}", best + 1));
    train(&shorter, &[&flags[..6], &[&epochs]].concat()).done();
    let network = |out: &Folder| {
        let model = Model::read(&out.path().join("model.npz")).expect("a model");
        model.network.parameters()
    };
    assert!(network(&out) == network(&shorter), "the network of epoch {best}");
    assert_eq!(out.read("confusion.txt"), shorter.read("confusion.txt"));
}

#[test]
fn the_validation_set_is_the_last_training_images() {
    // Of the class 1, which the others do not show.
    let classes: Vec<u8> = (0..30).map(|i| u8::from(i >= 20)).collect();
    let set = [images(30, 2, 3), labels(&classes), images(2, 2, 3), labels(&[0, 1])];
    let (data, out) = (Folder::with_set(set), Folder::new());
    let flags = ["--data", data.arg(), "--validation", "10", "--hidden", "none", "--epochs", "30"];
    let text = train(&out, &flags).done().stdout;
    let last = text.lines().rfind(|line| line.starts_with("epoch")).expect("an epoch");
    assert!(last.contains("acc 100.00 %  val ") && last.ends_with("acc 0.00 %"), "{text}");
}
