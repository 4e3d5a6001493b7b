//! `backprop predict` reads the digits in a picture: one, with its probability and the runner-up,
//! or rows of them; where there is none, it says why. For a model of other images it takes the
//! picture as it is, and answers what `evaluate` does.

use crate::support::{folders, program};
use backprop::format::npy::{Array, Values};
use backprop::format::npz;
use backprop::format::png::write_grey;
use backprop::mnist;
use backprop::random::{Random, Xorshift};
use folders::Folder;
use program::{Run, backprop, program};
use std::fs;
use std::io::Write;

/// Test image `i` as a PNG, black on white, each pixel as `scale` × `scale`; and its label.
fn digit(i: usize, scale: usize) -> (Vec<u8>, u8) {
    let set = mnist::load(&folders::mnist(), Some(1), Some(i + 1)).unwrap().test;
    let image = set.images.bytes(i);
    let side = 28 * scale;
    let pixel = |p: usize| 255 - image[p / side / scale * 28 + p % side / scale];
    let pixels: Vec<_> = (0..side * side).map(pixel).collect();
    (write_grey(side, side, &pixels), set.labels[i])
}

/// A white page of 60 × 60 pixels with black rectangles: top, left, height, width.
fn page(black: &[[usize; 4]]) -> Vec<u8> {
    let mut pixels = vec![255; 60 * 60];
    for &[top, left, height, width] in black {
        for y in top..top + height {
            pixels[y * 60 + left..][..width].fill(0);
        }
    }
    write_grey(60, 60, &pixels)
}

fn predict(folder: &Folder, names: &[&str], flags: &[&str]) -> Run {
    let paths: Vec<_> = names.iter().map(|name| folder.path().join(name)).collect();
    let paths = paths.iter().map(|path| path.to_str().unwrap());
    backprop(["predict"].into_iter().chain(flags.iter().copied()).chain(paths).collect::<Vec<_>>())
}

#[test]
fn digits_of_the_test_set_are_named_line_by_line() {
    let folder = Folder::new();
    let names: Vec<_> = (0..6).map(|i| format!("{i}.png")).collect();
    let labels: Vec<_> = (0..6)
        .map(|i| {
            let (png, label) = digit(i, 3 + i);
            folder.write(&names[i], &png);
            label
        })
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let run = predict(&folder, &names, &[]);
    assert_eq!((run.code, &run.stderr[..]), (0, ""), "{}", run.stdout);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 6, "a line per picture: {}", run.stdout);
    for ((line, name), label) in lines.iter().zip(&names).zip(labels) {
        let (file, answer) = line.split_once(": ").unwrap();
        assert!(file.ends_with(name), "{line}, where {name} was expected");
        let (digit, rest) = answer.split_once(", ").unwrap();
        assert_eq!(digit, label.to_string(), "{line}");
        let (percent, second) = rest.split_once(" %; then ").unwrap();
        assert!((40.0..=100.0).contains(&percent.parse::<f64>().unwrap()), "{line}");
        assert!(second.ends_with(" %") && !second.starts_with(digit), "{line}");
    }
}

#[test]
fn a_picture_may_come_on_standard_input() {
    let (png, label) = digit(0, 4);
    // A shell's `<(...)` is /dev/fd/63 or so.
    let names = ["-", "/dev/stdin", "/dev/fd/0"];
    for name in if cfg!(unix) { &names[..] } else { &names[..1] } {
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(&png).unwrap();
        drop(writer);
        let run = program().args(["predict", name]).stdin(reader).output().unwrap();
        let line = String::from_utf8(run.stdout).unwrap();
        assert!(line.starts_with(&format!("{name}: {label}, ")), "{line}");
    }
}

#[test]
fn what_shows_no_digit_is_named_with_the_reason_and_exits_1() {
    let folder = Folder::new();
    folder.write("empty.png", &page(&[]));
    folder.write("blot.png", &page(&[[20, 20, 20, 20]]));
    folder.write("photo.jpg", b"\xff\xd8\xff\xe0 JFIF");
    folder.write("cut.png", &digit(0, 2).0[..300]);
    folder.write("text.png", b"a note");
    let (png, label) = digit(0, 4);
    folder.write("good.png", &png);
    for (name, reason) in [
        ("empty.png", "nothing differs from its ground"),
        ("blot.png", "a filled shape"),
        ("photo.jpg", "JPEG"),
        ("cut.png", "PNG"),
        ("text.png", "PNG"),
        ("missing.png", "cannot be opened"),
    ] {
        let run = predict(&folder, &[name, "good.png"], &[]);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        let (about_file, error) = run.stderr.split_once('\n').unwrap();
        assert!(about_file.contains(name) && about_file.contains(reason), "{about_file}");
        assert_eq!(error, "error: 1 of 2 pictures without answer\n");
        assert!(run.stdout.contains(&format!("good.png: {label}, ")), "the other: {}", run.stdout);
    }
}

#[test]
fn show_draws_what_the_network_sees_within_80_columns() {
    let folder = Folder::new();
    folder.write("0.png", &digit(0, 5).0);
    let run = predict(&folder, &["0.png"], &["--show"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("ink ") && lines[0].ends_with("| image, 28 x 28"), "{}", lines[0]);
    assert_eq!(lines.len(), 1 + 14 + 1 + 1, "titles, pictures, strokes, answer: {}", run.stdout);
    let drawn = &lines[1..15];
    assert!(drawn.iter().any(|line| line.contains('█')), "{}", run.stdout);
    let widest = drawn.iter().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?} columns: {}", run.stdout);
}

#[test]
fn a_row_is_read_in_order_with_the_least_sure_digit_and_each_image_is_drawn() {
    let folder = Folder::new();
    // Of a thin stroke and a thick one the network is surer of the thick one.
    for (widths, thin) in [([4, 9], 1), ([9, 4], 2)] {
        folder.write("11.png", &page(&[[5, 10, 40, widths[0]], [5, 40, 40, widths[1]]]));
        let run = predict(&folder, &["11.png"], &["--show"]).done();
        let (drawn, answer) = run.stdout.trim_end().rsplit_once('\n').unwrap();
        let (_, answer) = answer.split_once("11.png: ").unwrap();
        assert!(answer.starts_with(&format!("11; least sure: number {thin}, 1 with ")), "{answer}");
        assert!(drawn.contains("image, 28 x 28") && drawn.matches("image").count() == 2, "{drawn}");
        assert!(drawn.lines().all(|line| line.chars().count() <= 80), "{drawn}");
    }
}

#[test]
fn a_line_of_json_has_the_digits_with_their_probabilities_and_places_or_the_reason() {
    let folder = Folder::new();
    folder.write("11.png", &page(&[[5, 10, 40, 4], [5, 40, 40, 4]]));
    folder.write("empty.png", &page(&[]));
    let run = predict(&folder, &["11.png", "empty.png", "missing.png"], &["--json"]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 3), "{}", run.stdout);
    let lines: Vec<_> = run.stdout.lines().collect();
    let of_the_row = [r#""text":"11""#, r#""row":0,"box":[10,5,4,40]"#, r#""box":[40,5,4,40]"#];
    for part in of_the_row {
        assert!(lines[0].contains(part), "{part} in {}", lines[0]);
    }
    let probabilities = lines[0].split_once(r#""probabilities":["#).unwrap().1;
    let probabilities: Vec<f64> = probabilities
        .split_once(']')
        .unwrap()
        .0
        .split(',')
        .map(|text| text.parse().unwrap())
        .collect();
    let sum: f64 = probabilities.iter().sum();
    assert!(probabilities.len() == 10 && (sum - 1.0).abs() < 1e-12, "{probabilities:?}");
    assert!(lines[1].contains(r#""reason":"nothing differs"#), "{}", lines[1]);
    assert!(lines[2].contains(r#""reason":"cannot be opened"#), "{}", lines[2]);
}

#[test]
fn places_are_those_in_the_file_also_where_the_picture_was_reduced() {
    let (folder, width) = (Folder::new(), 4096);
    let mut pixels = vec![255; width * 1024];
    (100..900).for_each(|y| pixels[y * width + 1000..][..80].fill(0));
    folder.write("large.png", &write_grey(width, 1024, &pixels));
    let line = predict(&folder, &["large.png"], &["--json"]).done().stdout;
    assert!(line.contains(r#""box":[1000,100,80,800]"#), "{line}");
}

#[test]
fn a_model_of_other_images_takes_pictures_as_they_are_and_answers_what_evaluate_does() {
    // Bright bars on grey, 8 x 10 pixels: a quarter of it is where the class says.
    let mut random = Xorshift::new(7);
    let mut image = |class: usize| -> Vec<u8> {
        let lit = |i: usize| i / 10 / 4 * 2 + i % 10 / 5 == class;
        (0..80).map(|i| 60 + 120 * u8::from(lit(i)) + random.below(60) as u8).collect()
    };
    let labels: Vec<u8> = (0..200).map(|i| i % 4).collect();
    let images: Vec<Vec<u8>> = labels.iter().map(|&label| image(label.into())).collect();
    let set = || [idx(&[200, 8, 10], &images.concat()), idx(&[200], &labels)];
    let folder = Folder::with_set([set(), set()].concat().try_into().unwrap());
    let out = folder.path().join("out");
    let (data, out) = (folder.path().to_str().unwrap(), out.to_str().unwrap());
    let train = ["train", "--data", data, "--hidden", "8", "--epochs", "3", "--out", out];
    backprop(train).done();
    let model = format!("{out}/model.npz");
    let out = format!("{out}-evaluated");
    backprop(["evaluate", "--data", data, "--model", &model, "--out", &out]).done();
    let evaluated = npz::read(&fs::read(format!("{out}/probabilities.npz")).unwrap()).unwrap();
    let Values::F64(evaluated) = &evaluated[1].1.values else { panic!("probabilities") };
    let names: Vec<_> = (0..20).map(|i| format!("{i}.png")).collect();
    for (name, image) in names.iter().zip(&images) {
        folder.write(name, &write_grey(10, 8, image));
    }
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let run = predict(&folder, &names, &["--model", &model, "--json"]).done();
    assert!(run.stderr.contains("taken as they are, light on dark, reduced to 8 x 10"));
    for (line, expected) in run.stdout.lines().zip(evaluated.chunks(4)) {
        let expected: Vec<_> = expected.iter().map(f64::to_string).collect();
        assert!(line.contains(&format!("[{}]", expected.join(","))), "{expected:?} in {line}");
    }
    let run = predict(&folder, &["0.png"], &["--model", &model, "--prepare", "digit"]);
    assert!(run.stderr.contains("input_size is 8 x 10, found images of 28 x 28"), "{}", run.stderr);
}

#[test]
fn a_model_that_does_not_say_it_gets_digits_prepared_with_a_note() {
    let folder = Folder::new();
    let weights = Array { shape: vec![784, 10], values: Values::F64(vec![0.0; 7840]) };
    folder.write("model.npz", &npz::write(&[("weights_1".into(), weights)]).unwrap());
    folder.write("7.png", &digit(0, 2).0);
    let model = folder.path().join("model.npz");
    let run = predict(&folder, &["7.png"], &["--model", model.to_str().unwrap()]);
    let (note, answer) = run.stderr.split_once('\n').unwrap();
    assert_eq!(note, "note: pictures are prepared as MNIST's digits, unless --prepare none");
    assert!(answer.contains("no digit that the network knows: at best 0, 10.0 %"), "{answer}");
}

#[test]
fn an_answer_takes_a_probability_of_two_fifths() {
    let folder = Folder::new();
    folder.write("7.png", &digit(0, 2).0);
    for (percent, sure) in [(39.0, false), (41.0, true)] {
        // Whatever the image, class 3 has this probability and each other one a ninth of the rest.
        let mut bias = vec![0.0; 10];
        bias[3] = f64::ln(9.0 * percent / (100.0 - percent));
        let array = |shape, values| Array { shape, values: Values::F64(values) };
        let arrays = [
            ("weights_1".into(), array(vec![784, 10], vec![0.0; 7840])),
            ("bias_1".into(), array(vec![10], bias)),
        ];
        folder.write("model.npz", &npz::write(&arrays).unwrap());
        let model = folder.path().join("model.npz");
        let flags = ["--prepare", "digit", "--model", model.to_str().unwrap()];
        let run = predict(&folder, &["7.png"], &flags);
        let answer = format!("3, {percent:.1} %; then 0, ");
        let (code, text) = if sure { (0, &run.stdout) } else { (1, &run.stderr) };
        assert!(run.code == code && text.contains(&answer), "{percent} %: {run:?}");
        assert_eq!(run.stderr.contains("no digit that the network knows"), !sure, "{run:?}");
    }
}

/// An IDX file of bytes.
fn idx(sizes: &[u32], bytes: &[u8]) -> Vec<u8> {
    let sizes: Vec<u8> = sizes.iter().flat_map(|size| size.to_be_bytes()).collect();
    [&[0, 0, 8, (sizes.len() / 4) as u8], &sizes[..], bytes].concat()
}

#[test]
fn without_a_picture_or_with_an_unknown_flag_the_command_line_is_wrong() {
    for (arguments, message) in [
        (&["predict"][..], "error: a picture is needed: backprop predict IMAGE..."),
        (&["predict", "--shw", "a.png"], "did you mean --show?"),
        (&["predict", "--model"], "--model needs a value"),
    ] {
        let run = backprop(arguments);
        assert_eq!((run.code, &run.stdout[..]), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    }
    // After --, a dash begins a name.
    let run = backprop(["predict", "--", "--show"]);
    assert!(run.stderr.starts_with("--show: cannot be opened"), "{}", run.stderr);
}

#[test]
fn an_answer_that_is_no_number_or_no_probability_is_refused() {
    let folder = Folder::new();
    folder.write("one.png", &digit(0, 1).0);
    let answer = |weights: Vec<f64>, loss: &str, flags: &[&str]| {
        let weights = Array { shape: vec![784, weights.len() / 784], values: Values::F64(weights) };
        let loss = Array { shape: vec![], values: Values::Text(vec![loss.into()]) };
        let file = npz::write(&[("weights_1".into(), weights), ("loss".into(), loss)]).unwrap();
        folder.write("model.npz", &file);
        let model = folder.path().join("model.npz");
        predict(&folder, &["one.png"], &[&["--model", model.to_str().unwrap()], flags].concat())
    };
    for flags in [&[][..], &["--json"], &["--prepare=none"]] {
        let run = answer(vec![1e308; 7840], "cross-entropy", flags);
        let reason = "the outputs of layer 1 or their errors are no longer finite numbers: \
                      its weights are too large";
        assert_eq!(run.code, 1, "{}", run.stdout);
        assert!(
            (run.stdout.clone() + &run.stderr).contains(reason),
            "{}{}",
            run.stdout,
            run.stderr
        );
        assert!(
            !run.stdout.contains(" %") && !run.stdout.contains("probabilities"),
            "{}",
            run.stdout
        );
    }
    let run = answer(vec![1.0; 784], "cross-entropy", &[]);
    assert!(run.code == 1 && run.stderr.contains("2 to 256 outputs"), "{}", run.stderr);
    // Outputs of some thousands, the largest for class 3.
    let weights = (0..7840).map(|k| [-9.0, 0.0, 20.0, 40.0][k % 10 % 4]).collect();
    let run = answer(weights, "squared-error", &["--prepare=none"]).done();
    assert!(run.stdout.ends_with("one.png: 3, 100.0 %; then 7, 100.0 %\n"), "{}", run.stdout);
}

#[test]
fn a_note_tells_of_a_file_with_a_fault_that_costs_no_pixel() {
    let folder = Folder::new();
    let png = digit(0, 1).0;
    folder.write("cut.png", &png[..png.len() - 12]).write("whole.png", &png);
    let run = predict(&folder, &["cut.png", "whole.png"], &[]).done();
    let (cut, whole) = run.stdout.split_once('\n').unwrap();
    let answer = |line: &str| line.trim_end().split_once(".png: ").unwrap().1.to_string();
    assert_eq!(answer(cut), answer(whole));
    assert!(run.stderr.ends_with("cut.png: the file ends without IEND\n"), "{}", run.stderr);
    assert!(run.stderr.starts_with("note: "), "{}", run.stderr);
}
