//! A run of `train` that is killed at any moment and goes on with `--resume` ends with the same
//! bytes in every file as one that was not; a checkpoint of another run, or a damaged one, is
//! refused.

use crate::support::{folders, program};
use backprop::format::npy::{Array, Values};
use backprop::format::npz;
use backprop::matrix::Matrix;
use backprop::network::Table;
use backprop::random::{Random, Xorshift};
use backprop::training::dropout::Dropout;
use backprop::training::{Recipe, Trainer};
use folders::{Folder, images, labels};
use program::{Run, backprop, kill, program};
use std::fs;
use std::sync::atomic::AtomicUsize;

const EPOCHS: usize = 4;

/// 130 images of 79,510 parameters are a batch worth sharing out among threads.
const ALL: &str = "--train=260 --validation=20 --test=50 --batch=130 --hidden=100 --epochs=4 \
                   --momentum=0.9 --weight-decay=1e-4 --dropout=0.2,0.5 --max-norm=2 \
                   --augment=elastic --threads=2";

/// All that [`ALL`] leaves out.
const PLAIN: &str = "--train=1000 --test=20 --hidden=30 --epochs=4 --batch=1 --learning-rate=0.01 \
                     --momentum=0 --bias=no --loss=squared-error";

fn args<'a>(out: &'a Folder, flags: &'a [&str]) -> Vec<&'a str> {
    let words = flags.iter().flat_map(|flags| flags.split_whitespace());
    ["train", "--out", out.arg()].into_iter().chain(words).collect()
}

fn train(out: &Folder, flags: &[&str]) -> Run {
    backprop(args(out, flags))
}

/// Kills a run some milliseconds after it has written some lines.
fn killed(out: &Folder, flags: &[&str], lines: usize, milliseconds: u64) {
    let mut command = program();
    command.args(args(out, flags));
    kill(command, lines, milliseconds);
}

/// Kills runs with these flags at twenty points, each in a folder of its own, and resumes them.
fn resumes_anywhere(flags: &[&str]) {
    let undisturbed = Folder::new();
    let log = train(&undisturbed, flags).done().stdout;
    let with_resume = [flags, &["--resume"]].concat();
    let mut in_the_middle = 0;
    for point in 0..20 {
        let (lines, milliseconds) = (point % (EPOCHS + 1), 3 * (point / (EPOCHS + 1)) as u64);
        let place = format!("{flags:?} killed {milliseconds} ms after line {lines}");
        let out = Folder::new();
        killed(&out, flags, lines, milliseconds);
        if point % 3 == 0 {
            // After the note and one more line.
            killed(&out, &with_resume, 2, milliseconds);
        }
        let run = train(&out, &with_resume).done();
        assert!(log.ends_with(&run.stdout), "{place}\n{}is not the end of\n{log}", run.stdout);
        in_the_middle += usize::from((2..=EPOCHS).contains(&run.stdout.lines().count()));
        let (found, expected) = (out.files(), undisturbed.files());
        for (found, expected) in found.iter().zip(&expected) {
            assert!(found == expected, "{place}: {} differs from {}", found.0, expected.0);
        }
        assert_eq!(found.len(), expected.len(), "{place}: files");
    }
    assert!(in_the_middle >= 6, "only {in_the_middle} of 20 went on in the middle");
}

#[test]
fn killed_at_twenty_points_with_all_that_training_can_do() {
    resumes_anywhere(&[ALL]);
}

#[test]
fn killed_at_twenty_points_without_momentum_and_biases() {
    resumes_anywhere(&[PLAIN]);
}

#[test]
fn killed_at_twenty_points_with_adam_from_a_model_and_with_patience() {
    let first = Folder::new();
    train(&first, &["--train=50 --test=9 --hidden=100 --epochs=1 --learning-rate=1e-9"]).done();
    let from = format!("--from={}/model.npz", first.arg());
    // The best epoch is neither the first nor the last.
    let flags = "--train=260 --validation=20 --test=50 --batch=20 --epochs=40 --threads=2 \
                 --optimizer=adam --learning-rate=0.02 --weight-decay=0.01 --patience=2";
    resumes_anywhere(&[flags, &from]);
}

#[test]
fn a_printed_epoch_is_in_the_history_and_the_charts() {
    let (out, undisturbed) = (Folder::new(), Folder::new());
    killed(&out, &[PLAIN], 2, 0);
    train(&undisturbed, &[PLAIN]).done();
    let (part, whole) = (out.read("history.csv"), undisturbed.read("history.csv"));
    assert!(whole.starts_with(&part), "{part}is not the start of\n{whole}");
    assert!(part.lines().count() > 2, "two epochs were printed:\n{part}");
    for chart in ["loss.svg", "accuracy.svg"] {
        assert!(out.read(chart).contains("<svg"), "{chart}");
    }
}

#[test]
fn without_a_checkpoint_it_starts_at_the_beginning_and_a_run_that_is_done_says_so() {
    let (out, fresh) = (Folder::new(), Folder::new());
    let expected = train(&fresh, &[PLAIN]).done();
    let run = train(&out, &[PLAIN, "--resume"]).done();
    let note = format!("note: no checkpoint in {}: training starts at epoch 0\n", out.arg());
    assert!(run.stderr.starts_with(&note), "{}", run.stderr);
    assert_eq!(run.stdout, expected.stdout);
    assert!(out.files() == fresh.files());

    // The number of threads changes nothing, so it may be another.
    let run = train(&out, &[PLAIN, "--resume --threads=1"]).done();
    assert!(run.stderr.starts_with("note: this run is done; here is its test\n"), "{}", run.stderr);
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), [expected.stdout.lines().last().unwrap()]);
    assert!(out.files() == fresh.files());
}

/// Asserts that `--resume` fails with this message and changes no file.
fn refused(out: &Folder, flags: &[&str], message: &str) {
    let before = out.files();
    let run = train(out, flags);
    assert_eq!((run.code, &*run.stdout), (1, ""), "{flags:?}: {}", run.stderr);
    let expected = format!("error: {}/checkpoint.npz {message}\n", out.arg());
    assert_eq!(run.stderr, expected, "{flags:?}");
    assert!(out.files() == before, "{flags:?} changes a file");
}

#[test]
fn the_checkpoint_of_other_flags_is_refused_and_the_first_that_differs_named() {
    let out = Folder::new();
    let base = "--train=50 --test=20 --threads=1";
    train(&out, &[base, "--epochs=2 --hidden=5"]).done();
    for (flags, saved, given) in [
        ("--epochs=3 --hidden=5", "--epochs 2", "--epochs 3"),
        ("--epochs=1 --hidden=5", "--epochs 2", "--epochs 1"),
        ("--epochs=2", "--hidden 5", "--hidden 100"),
        ("--hidden=6 --epochs=9 --seed=1", "--hidden 5", "--hidden 6"),
        ("--epochs=2 --hidden=5 --seed=1", "--seed 884736743", "--seed 1"),
        ("--epochs=2 --hidden=5 --validation=9", "--validation 0", "--validation 9"),
        ("--epochs=2 --hidden=5 --augment=affine", "--augment none", "--augment affine"),
    ] {
        let message = format!(
            "is of a run with \"{saved}\", this run has \"{given}\"; repeat the command of that \
             run, or start afresh without --resume"
        );
        refused(&out, &[base, flags, "--resume"], &message);
    }
}

#[test]
fn the_checkpoint_of_other_data_is_refused() {
    let out = Folder::new();
    let set = || [images(4, 2, 3), labels(&[0, 1, 2, 0]), images(2, 2, 3), labels(&[2, 1])];
    let first = Folder::with_set(set());
    train(&out, &["--epochs=2 --data", first.arg()]).done();
    let same = Folder::with_set(set());
    train(&out, &["--epochs=2 --resume --data", same.arg()]).done();
    for (file, part) in [(0, "training"), (1, "training"), (2, "test"), (3, "test")] {
        let mut changed = set();
        let last = changed[file].last_mut().expect("a pixel or a label");
        *last ^= 1;
        let data = Folder::with_set(changed);
        let run = train(&out, &["--epochs=2 --resume --data", data.arg()]);
        assert_eq!((run.code, &*run.stdout), (1, ""), "{}", run.stderr);
        let expected = format!(" is of a run with \"{part} data of CRC-32 ");
        assert!(run.stderr.contains(&expected), "expected {expected}: {}", run.stderr);
    }
}

#[test]
fn a_damaged_checkpoint_is_refused() {
    let out = Folder::new();
    let run = ["--train=50 --test=20 --epochs=2 --hidden=5 --threads=1", "--resume"];
    train(&out, &run[..1]).done();
    let path = out.path().join("checkpoint.npz");
    let sound = fs::read(&path).expect("a checkpoint");
    let damaged = |file: &[u8], error: &str| {
        fs::write(&path, file).expect("a checkpoint");
        refused(&out, &run, &format!("is damaged: {error}; start afresh without --resume"));
    };
    damaged(b"", "expected a zip archive, which begins PK, found no bytes");
    damaged(
        &sound[..sound.len() / 2],
        "expected a zip archive to end with its end record, found none: the file is cut short, or \
         other bytes follow",
    );

    let arrays = npz::read(&sound).expect("a .npz file");
    let misfit = |name: &str, values: Values, expected: &str| {
        let mut arrays = arrays.clone();
        let place = arrays.iter().position(|(known, _)| known == name);
        let shape = vec![match &values {
            Values::F64(values) => values.len(),
            Values::I64(values) => values.len(),
            _ => 0,
        }];
        arrays[place.expect("an array")].1 = Array { shape, values };
        let error = format!("expected the array {name} to hold {expected}, found another or none");
        damaged(&npz::write(&arrays).expect("it fits"), &error);
    };
    let zeros = |count| Values::I64(vec![0; count]);
    misfit("epoch", Values::I64(vec![3]), "a number from 0 to 2");
    misfit("epoch", Values::I64(vec![-1]), "a number from 0 to 2");
    misfit("epoch", zeros(2), "1 values of type int64");
    misfit("epoch", Values::F64(vec![2.0]), "1 values of type int64");
    misfit("velocities", Values::F64(vec![]), "3985 finite values of type float64");
    misfit("velocities", Values::F64(vec![f64::NAN; 3985]), "3985 finite values of type float64");
    misfit("generator", zeros(3), "4 values of type int64");
    misfit("generator", zeros(4), "a state of the random generator");
    misfit("stream", zeros(0), "1 values of type int64");
    misfit("order", zeros(49), "50 values of type int64");
    misfit("order", zeros(50), "each number below 50 once");
    misfit("order", Values::I64((1..=50).collect()), "each number below 50 once");
    misfit("history", Values::F64(vec![0.0; 4]), "8 finite values of type float64");
    misfit("run", zeros(0), "version, flags and data as text");
    let is_state = |name: &str| {
        ["epoch", "velocities", "generator", "stream", "order", "history", "run"].contains(&name)
    };
    let state: Vec<_> = (0..arrays.len()).filter(|&i| is_state(&arrays[i].0)).collect();
    assert_eq!(state.len(), 7, "arrays beside those of a model");
    for absent in state {
        let mut arrays = arrays.clone();
        let (name, _) = arrays.remove(absent);
        fs::write(&path, npz::write(&arrays).expect("it fits")).expect("a checkpoint");
        let run = train(&out, &run);
        let expected = format!(" is damaged: expected the array {name} to hold ");
        assert!(run.code == 1 && run.stderr.contains(&expected), "without {name}: {run:?}");
    }

    // The network is read as a model's is, and must be the one of these flags.
    let mut other = arrays.clone();
    other.iter_mut().find(|(name, _)| name == "bias_2").expect("a bias").1.shape = vec![5, 2];
    fs::write(&path, npz::write(&other).expect("it fits")).expect("a checkpoint");
    let expected = "is damaged: the array bias_2: expected the shape [10]";
    assert!(train(&out, &run).stderr.contains(expected), "{:?}", train(&out, &run));
    other.retain(|(name, _)| name != "bias_2");
    fs::write(&path, npz::write(&other).expect("it fits")).expect("a checkpoint");
    let expected = "is damaged: expected the array parameters to hold 3985 finite values";
    assert!(train(&out, &run).stderr.contains(expected), "{:?}", train(&out, &run));

    // More than such a run can write is not read.
    let huge =
        fs::OpenOptions::new().write(true).open(&path).and_then(|file| file.set_len(8 << 30));
    huge.expect("a file with a hole");
    assert!(train(&out, &run).stderr.contains("expected at most 67"), "{:?}", train(&out, &run));

    fs::remove_file(&path).and_then(|()| fs::create_dir(&path)).expect("a folder in its place");
    let run = train(&out, &run);
    let message = format!(
        "error: cannot read {}: expected a file, found a folder; remove it, or choose another folder with --out\n",
        path.display()
    );
    assert_eq!((run.code, run.stderr), (1, message));
}

#[test]
fn an_interrupted_run_leaves_a_network_to_evaluate_and_to_predict_with() {
    let (out, elsewhere) = (Folder::new(), Folder::new());
    killed(&out, &["--train=5000 --test=20 --hidden=30 --epochs=4"], 2, 0);
    let digit = concat!(env!("CARGO_MANIFEST_DIR"), "/data/document/five.png");
    for file in ["model.npz", "checkpoint.npz"] {
        let model = out.path().join(file);
        let model = model.to_str().expect("Unicode");
        let run = backprop(["evaluate", "--test=20", "--model", model, "--out", elsewhere.arg()]);
        let epochs = run.done().stdout;
        assert!(epochs.contains(" of 4 epochs of train --hidden 30"), "{file}: {epochs}");
        let answer = backprop(["predict", "--model", model, digit]).done().stdout;
        assert!(answer.starts_with(digit), "{file}: {answer}");
    }
}

#[test]
fn a_trainer_goes_on_from_the_checkpoint_of_one_with_another_seed() {
    let dropout = Dropout { input: 0.2, hidden: 0.5 };
    let recipe = Recipe { hidden: vec![4], batch: 2, epochs: 3, dropout, ..Recipe::default() };
    let inputs = Matrix::from_fn(9, 3, |i, j| (i + j) as f64);
    let set = Table::new(inputs, Matrix::from_fn(9, 2, |i, j| f64::from(i % 2 == j)));
    let seen = AtomicUsize::new(0);
    let mut trainer = Trainer::new(&recipe, &set, 1, Xorshift::new(1));
    trainer.train_epoch_counted(&seen).unwrap();
    let mut other = Trainer::new(&recipe, &set, 1, Xorshift::new(2));
    other.resume(&trainer.checkpoint()).unwrap();
    for trainer in [&mut trainer, &mut other] {
        trainer.train_epoch_counted(&seen).unwrap();
    }
    assert_eq!(other.checkpoint(), trainer.checkpoint());
}

#[test]
fn a_restored_generator_draws_on() {
    let mut xorshift = Xorshift::new(1);
    xorshift.next_u64();
    let mut again = Xorshift::from_state(xorshift.state()).expect("a state");
    assert_eq!(again.next_u64(), xorshift.next_u64());
    assert_eq!(Xorshift::from_state([0; 4]), None, "the engine never leaves it");
}
