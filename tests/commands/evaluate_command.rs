//! `backprop evaluate` measures a model as `train` measured it, draws its mistakes and the weights
//! of its first layer, and refuses a model that does not fit the data.

use crate::support::{folders, program, xml};
use backprop::format::npy::{Array, Values};
use backprop::format::{base64, npz, png};
use backprop::mnist;
use folders::{Folder, images, labels, small_set};
use program::{Run, backprop};
use xml::well_formed;

/// A network that is trained at once and makes mistakes.
fn trained(flags: &[&str]) -> (Run, Folder) {
    let out = Folder::new();
    let small = ["train", "--train=300", "--test=100", "--epochs=2", "--out", out.arg()];
    (backprop([&small, flags].concat()).done(), out)
}

fn evaluate(model: &Folder, flags: &[&str]) -> (Run, Folder) {
    let (path, out) = (model.path().join("model.npz"), Folder::new());
    let model = ["evaluate", "--model", path.to_str().expect("Unicode"), "--out", out.arg()];
    (backprop([&model, flags].concat()), out)
}

/// The labels and the probabilities of each image, as `probabilities.npz` has them.
fn probabilities(out: &Folder) -> (Vec<u8>, Vec<Vec<f64>>) {
    let arrays = npz::read(&out.bytes("probabilities.npz")).expect("a .npz file");
    let [(name, label), (rows_name, rows)] = &arrays[..] else { panic!("two arrays: {arrays:?}") };
    assert_eq!((&**name, &**rows_name), ("labels", "probabilities"));
    let (Values::U8(label), Values::F64(values)) = (&label.values, &rows.values) else {
        panic!("labels are bytes, probabilities are floats: {arrays:?}")
    };
    (label.clone(), values.chunks(rows.shape[1]).map(<[f64]>::to_vec).collect())
}

#[test]
fn it_measures_what_train_measured() {
    for (flags, shape, loss) in [
        (&["--hidden=20"][..], "784-20-10", "cross-entropy"),
        (&["--hidden=none", "--bias=no"], "784-10", "cross-entropy"),
        (
            &["--hidden=9,8", "--loss=squared-error", "--activation=tanh"],
            "784-9-8-10",
            "squared-error",
        ),
    ] {
        let (train, model) = trained(flags);
        let (run, out) = evaluate(&model, &["--test=100"]);
        let text = run.done().stdout;
        let first = format!("/model.npz: {shape}, trained with\n  train --hidden ");
        assert!(text.contains(&first), "{text}\n{first}");
        let history = model.read("history.csv");
        let test_loss = history.lines().last().and_then(|line| line.split(',').nth(2)).unwrap();
        let test_loss: f64 = test_loss.parse().unwrap();
        let accuracy = train.stdout.lines().last().expect("a line");
        let measured = format!("\ntest loss {test_loss:.4} ({loss})\n{accuracy}\n95 % interval ");
        assert!(text.contains(&measured), "{text}\n{measured}");
        assert!(text.contains(&model.read("confusion.txt")), "{text}");
        assert_eq!(out.read("confusion.svg"), model.read("confusion.svg"));
        let names =
            ["confusion.svg", "mistakes.svg", "probabilities.npz", "run.txt", "weights.svg"];
        assert_eq!(out.names(), names);
    }
}

#[test]
fn measures_mistakes_and_probabilities_agree() {
    let (_, model) = trained(&["--hidden=20"]);
    let (run, out) = evaluate(&model, &["--test=101"]);
    let text = run.done().stdout;
    let (labels, rows) = probabilities(&out);
    let answer = |i: usize| {
        let best = (0..10).max_by(|&a, &b| rows[i][a].total_cmp(&rows[i][b])).unwrap();
        (best, rows[i][best])
    };
    assert!(rows.iter().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 1e-15));
    let wrong = |range: std::ops::Range<usize>| {
        range.filter(|&i| usize::from(labels[i]) != answer(i).0).collect::<Vec<_>>()
    };
    let mut mistakes = wrong(0..101);
    assert!(!text.contains("half"), "halves are of MNIST's own test set:\n{text}");
    for class in 0..10 {
        let of = |what: &dyn Fn(usize) -> bool| (0..101).filter(|&i| what(i)).count() as f64;
        let right = of(&|i| usize::from(labels[i]) == class && answer(i).0 == class);
        let said = of(&|i| answer(i).0 == class);
        let all = of(&|i| usize::from(labels[i]) == class);
        let percent = |part: f64, whole: f64| match whole {
            0.0 => format!("{:>11}", "-"),
            _ => format!("{:>9.2} %", 100.0 * part / whole),
        };
        let f1 = percent(2.0 * right, said + all);
        let line = format!("{class:>18}{}{}{f1}\n", percent(right, said), percent(right, all));
        assert!(text.contains(&line), "{line} is not in\n{text}");
    }
    // Where (p - accuracy)² = z² p (1 - p) / n, which Wilson's interval solves for p.
    let interval = text.lines().find_map(|line| line.strip_prefix("95 % interval ")).expect("one");
    let (low, high) = interval.trim_end_matches(" %").split_once(" to ").expect("two ends");
    let accuracy = 1.0 - mistakes.len() as f64 / 101.0;
    for end in [low, high].map(|end| end.parse::<f64>().expect("a number") / 100.0) {
        let reach = 1.96 * (end * (1.0 - end) / 101.0).sqrt();
        assert!(((end - accuracy).abs() - reach).abs() < 1e-4, "{interval}, accuracy {accuracy}");
    }

    // The mistakes as they are drawn: most confident first, each with its picture and caption.
    assert!(mistakes.len() > 10, "a network that makes mistakes");
    mistakes.sort_by(|&a, &b| answer(b).1.total_cmp(&answer(a).1));
    let data = mnist::load(&folders::mnist(), Some(1), Some(101)).expect("MNIST").test;
    let svg = out.read("mistakes.svg");
    well_formed(&svg).expect("a sound file");
    let mut rest = &svg[..];
    for &i in &mistakes {
        let ink = data.images.bytes(i);
        let paper: Vec<_> = ink.iter().map(|ink| 255 - ink).collect();
        let picture = base64::encode(&png::write_grey(28, 28, &paper));
        let (class, probability) = answer(i);
        let caption = format!(">{} \u{2192} {class}<", labels[i]);
        for expected in [&picture, &caption, &format!(">{:.1} %<", 100.0 * probability)] {
            let at = rest.find(expected.as_str());
            rest = &rest[at.unwrap_or_else(|| panic!("image {i}: {expected} in its place"))..];
        }
    }
    assert_eq!(svg.matches("<image").count(), mistakes.len());

    let weights = out.read("weights.svg");
    well_formed(&weights).expect("a sound file");
    assert_eq!(weights.matches("<image").count(), 20 + 1, "each unit, and the key");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (_, model) = trained(&["--hidden=20"]);
    let run = |threads| {
        let (run, out) = evaluate(&model, &["--test=100", threads]);
        (run.done().stdout, out.files())
    };
    assert!(run("--threads=1") == run("--threads=2"));
}

#[test]
fn one_image_is_a_set() {
    let (_, model) = trained(&["--hidden=20", "--learning-rate=0.1"]);
    let (run, out) = evaluate(&model, &["--test=1"]);
    let text = run.done().stdout;
    assert!(text.contains("\n95 % interval 20.65 to 100.00 %\n"), "{text}");
    let svg = out.read("mistakes.svg");
    assert!(svg.contains(">0 of 1 test images are wrong<"), "{svg}");
}

/// A file `model.npz` of one layer with the arrays `W1` and `b1`, all of them `value`.
fn linear_of(value: f64, inputs: usize, outputs: usize) -> Folder {
    let floats = |shape: &[usize]| Array {
        shape: shape.to_vec(),
        values: Values::F64(vec![value; shape.iter().product()]),
    };
    let folder = Folder::new();
    let arrays = [("W1".into(), floats(&[inputs, outputs])), ("b1".into(), floats(&[outputs]))];
    folder.write("model.npz", &npz::write(&arrays).expect("it fits"));
    folder
}

fn linear(inputs: usize, outputs: usize) -> Folder {
    linear_of(0.5, inputs, outputs)
}

#[test]
fn other_data_and_other_programs_models_are_evaluated() {
    // Two images of 2 x 3 pixels with the labels 3 and 2. All scores are equal, so each class has
    // the same probability, and the first is the answer.
    let data = Folder::with_set(small_set());
    let (run, out) = evaluate(&linear(6, 5), &["--data", data.arg()]);
    let text = run.done().stdout;
    let expected = ": 6-5\ntest loss 1.6094 (cross-entropy)\ntest accuracy 0.00 %: 2 of 2 wrong\n";
    assert!(text.contains(expected), "{text}");
    assert_eq!(probabilities(&out), (vec![3, 2], vec![vec![0.2; 5]; 2]));
    // Pictures keep the proportions of the images.
    let weights = out.read("weights.svg");
    assert!(weights.contains("width=\"40.32\" height=\"26.88\""), "2 x 3 pixels: {weights}");
    // A network may have more outputs than the data have classes.
    evaluate(&linear(6, 7), &["--data", data.arg()]).0.done();
}

#[test]
fn classes_are_called_what_the_model_calls_them() {
    let data = Folder::with_set(small_set());
    let model = linear(6, 5);
    let mut arrays = npz::read(&model.bytes("model.npz")).expect("arrays");
    let names = ["ant", "bee", "cat", "dog", "elk"].map(String::from).to_vec();
    arrays.push(("classes".into(), Array { shape: vec![5], values: Values::Text(names) }));
    model.write("model.npz", &npz::write(&arrays).expect("it fits"));
    let (run, out) = evaluate(&model, &["--data", data.arg()]);
    let text = run.done().stdout;
    let dog = format!("\n{:>18}{:>11}{:>9.2} %{:>9.2} %\n", "dog", "-", 0.0, 0.0);
    assert!(text.contains(&dog), "{text}");
    assert!(out.read("mistakes.svg").contains(">dog \u{2192} ant<"), "in mistakes.svg");
    assert!(out.read("confusion.svg").contains("dog taken for ant: 1 of 1"), "in confusion.svg");
    // Data whose classes are in another order would be measured wrongly.
    let list = Folder::new();
    list.write("names.txt", b"bee\nant\ncat\ndog\nelk\n");
    let list = list.path().join("names.txt");
    let flags = ["--data", data.arg(), "--classes", list.to_str().expect("Unicode")];
    let (run, _) = evaluate(&model, &flags);
    let message = "expected the class 0 to be ant, found bee; choose the data that the model was";
    assert!(run.code == 1 && run.stderr.contains(message), "{run:?}");
}

#[test]
fn more_mistakes_than_can_be_drawn_are_counted() {
    let test = [images(201, 1, 2), labels(&[1; 201])];
    let data = Folder::with_set(
        [&[images(1, 1, 2), labels(&[0])], &test[..]].concat().try_into().unwrap(),
    );
    let (run, out) = evaluate(&linear(2, 2), &["--data", data.arg()]);
    run.done();
    let svg = out.read("mistakes.svg");
    let title = ">201 of 201 test images are wrong; the 200 most probable: label \u{2192} answer<";
    assert!(svg.contains(title), "{}", &svg[..600]);
}

#[test]
fn what_does_not_fit_is_named_with_what_was_expected_and_what_to_do() {
    let small = Folder::with_set(small_set());
    let set = [images(1, 28, 28), labels(&[12]), images(1, 28, 28), labels(&[3])];
    let twelve = Folder::with_set(set);
    let (_, ours) = trained(&["--hidden=3"]);
    let other_size = "; choose images of this model's size, or another model\n";
    let found = format!("found images of 2 x 3 pixels{other_size}");
    let empty = Folder::new();
    for (model, data, message) in [
        (&ours, small.arg(), format!("model.npz: input_size is 28 x 28, {found}")),
        (
            &linear(7, 5),
            small.arg(),
            format!("model.npz: layer 1 has weights for 7 inputs, {found}"),
        ),
        (
            &linear(6, 4),
            small.arg(),
            "model.npz: expected labels below 4, the outputs of the last layer, found 4 in the \
             data; choose the data that the model was trained on, or another model\n"
                .into(),
        ),
        (
            &linear_of(f64::MAX, 6, 5),
            small.arg(),
            "model.npz: the outputs of layer 1 or their errors are no longer finite numbers: its \
             weights are too large; train it again\n"
                .into(),
        ),
        (
            &empty,
            small.arg(),
            "model.npz: cannot read the file: No such file or directory (os error 2); expected a \
             model.npz, as backprop train writes it\n"
                .into(),
        ),
    ] {
        let (run, out) = evaluate(model, &["--data", data]);
        assert!(run.stderr.starts_with("error: ") && run.stderr.ends_with(&message), "{run:?}");
        assert_eq!((run.code, &*run.stdout), (1, ""));
        assert_eq!(out.files(), [], "no file of a failed run");
    }
    let run = backprop(["evaluate", "--data", twelve.arg(), "--out", empty.arg()]);
    assert_eq!(run.code, 1);
    let message = "(built in): expected labels below 10, the outputs of the last layer, found 12";
    assert!(run.stderr.contains(message), "{run:?}");
}

#[test]
fn a_flag_says_what_hidden_units_do_if_the_file_does_not() {
    let set = [images(1, 2, 3), labels(&[0]), images(2, 2, 3), labels(&[2, 1])];
    let data = Folder::with_set(set);
    let model = Folder::new();
    model.write("model.npz", include_bytes!("../fixtures/model/pytorch.npz"));
    let (run, _) = evaluate(&model, &["--data", data.arg()]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(": expected the array activation, found none; "), "{run:?}");
    assert!(run.stderr.contains("--activation relu, tanh, sigmoid or identity\n"), "{run:?}");
    // Each of the four is another network.
    let loss = |name| {
        let (run, _) = evaluate(&model, &["--data", data.arg(), "--activation", name]);
        run.done().stdout.lines().nth(1).expect("a line").to_string()
    };
    let mut losses = ["relu", "tanh", "sigmoid", "identity"].map(loss);
    losses.sort();
    assert!(losses.windows(2).all(|pair| pair[0] != pair[1]), "{losses:?}");
}
