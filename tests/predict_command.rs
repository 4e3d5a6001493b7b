//! `backprop predict` names the digit in a picture, its probability and the runner-up; where there
//! is no single digit, it says so.

mod folders;
mod program;

use backprop::format::png::write_grey;
use backprop::mnist;
use folders::Folder;
use program::{Run, backprop, program};
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
    folder.write("eleven.png", &page(&[[5, 10, 40, 4], [5, 40, 40, 4]]));
    folder.write("blot.png", &page(&[[10, 10, 40, 40]]));
    folder.write("photo.jpg", b"\xff\xd8\xff\xe0 JFIF");
    folder.write("cut.png", &digit(0, 2).0[..300]);
    folder.write("text.png", b"a note");
    let (png, label) = digit(0, 4);
    folder.write("good.png", &png);
    for (name, reason) in [
        ("empty.png", "the page is empty"),
        ("eleven.png", "several digits side by side"),
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
