//! A CSV file is a data set: label and pixels between commas, with a header or without, in one file
//! or two; bad rows are named by line and column.

use crate::support::{deflate, folders, program};
use backprop::mnist::{Mnist, Options, Source};
use deflate::pack;
use folders::Folder;
use program::backprop;

const HEADER: &str = "label,pixel0,pixel1,pixel2,pixel3\n";
const LINES: &str = "3,0,17,0,255\n0,1,2,3,4\n";

/// The data set in a file of this content, of which no image is drawn for the test.
fn read(content: &[u8]) -> Result<Mnist, String> {
    let folder = Folder::new();
    folder.write("a.csv", content);
    let options = Options { test_share: Some((0.0, 1)), ..Options::default() };
    let source = Source::find(&folder.path().join("a.csv")).expect("a source");
    let name = format!("{}/", folder.path().display());
    source.load(&options).map_err(|error| error.to_string().replace(&name, ""))
}

fn pixels(data: &Mnist) -> Vec<Vec<u8>> {
    (0..data.train.len()).map(|i| data.train.images.bytes(i)).collect()
}

#[test]
fn headers_quotes_line_ends_and_packing_make_no_difference() {
    let plain = read(LINES.as_bytes()).expect("data");
    assert_eq!(pixels(&plain), [[0, 17, 0, 255], [1, 2, 3, 4]]);
    assert_eq!((&plain.train.labels[..], plain.train.classes()), (&[3, 0][..], 4));
    assert_eq!((plain.train.images.height(), plain.train.images.width()), (2, 2));
    let text = HEADER.to_string() + LINES;
    for same in [
        text.clone(),
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        text.replace('\n', "\n\n"),
        text.trim_end().to_string(),
        text.replace("17", "\"17\"").replace("255", " 255 ").replace("label", "\"label\""),
        LINES.replace("17", "17.0"),
        "a,b,Class,c,d\n0,17,3,0,255\n1,2,0,3,4\n".into(),
    ] {
        assert!(read(same.as_bytes()).as_ref() == Ok(&plain), "differs:\n{same}");
    }
    assert!(read(&pack(text.as_bytes())).as_ref() == Ok(&plain), "packed");
}

#[test]
fn pixels_whose_number_is_no_square_are_one_row() {
    for (pixels, size) in [(1, (1, 1)), (2, (1, 2)), (7, (1, 7)), (9, (3, 3)), (17, (1, 17))] {
        let data = read(format!("0{}\n1{0}", ",5".repeat(pixels)).as_bytes()).expect("data");
        assert_eq!((data.train.images.height(), data.train.images.width()), size);
    }
}

#[test]
fn bad_rows_are_named_by_line_and_column() {
    let whole = "expected a whole number from 0 to 255, found";
    let many = ",0".repeat(783);
    for (content, fault) in [
        (format!("{HEADER}{LINES}3,0,12a,0,0\n"), format!("line 4, column 3: {whole} 12a")),
        ("3,0,12a,0,0\n".into(), format!("line 1, column 3: {whole} 12a")),
        ("0,1,2,label\n5,6,7,300".into(), format!("line 2, column 4: {whole} 300")),
        (format!("{LINES}1,256,0,0,0"), format!("line 3, column 2: {whole} 256")),
        (format!("{LINES}-1,0,0,0,0"), format!("line 3, column 1: {whole} -1")),
        (format!("{LINES}1,,0,0,0"), format!("line 3, column 2: {whole} \"\"")),
        (
            format!("{LINES}1,0,0.498,0,0"),
            format!("line 3, column 3: {whole} 0.498; multiply by 255 and round"),
        ),
        (
            format!("{LINES}1,0,0,0"),
            "line 3, column 4: expected 5 columns as in the first line, found 4".into(),
        ),
        (
            format!("{LINES}1,0,0,0,0,0"),
            "line 3, column 5: expected 5 columns as in the first line, found 6".into(),
        ),
        (
            "7\n".into(),
            "line 1, column 1: expected a label and 1 to 1048576 pixels between commas, found 1 \
             columns"
                .into(),
        ),
        (
            format!("0{many}"),
            "line 1, column 1: expected a label, found the first of 784 pixels; Kaggle's test.csv \
             has no labels: name train.csv alone, and draw a test set with --test-share 0.2"
                .into(),
        ),
        (
            "pixel0,pixel1\n0,0".into(),
            "line 1, column 1: expected a label, found the first of 2 pixels; Kaggle's test.csv \
             has no labels: name train.csv alone, and draw a test set with --test-share 0.2"
                .into(),
        ),
    ] {
        assert_eq!(read(content.as_bytes()).expect_err(&content), format!("a.csv: {fault}"));
    }
    for none in ["", "\n\n", HEADER] {
        let fault = read(none.as_bytes()).expect_err("no image");
        assert!(fault.starts_with("a.csv: expected a line for each image"), "{fault}");
    }
}

#[test]
fn a_share_of_each_class_is_drawn_by_the_seed() {
    // Class 0 has 10 images, class 1 has 5, class 2 has 1, each of its own pixel.
    let labels = [0, 0, 1, 0, 0, 1, 0, 2, 0, 1, 0, 0, 1, 0, 0, 1];
    let line = |(i, label): (usize, &u8)| format!("{label},{i}\n");
    let text: String = labels.iter().enumerate().map(line).collect();
    let folder = Folder::new();
    folder.write("a.csv", text.as_bytes());
    let draw = |share, seed| {
        let options = Options { test_share: Some((share, seed)), ..Options::default() };
        Source::find(folder.path()).and_then(|source| source.load(&options)).expect("data")
    };
    let data = draw(0.4, 7);
    let count =
        |labels: &[u8]| [0, 1, 2].map(|class| labels.iter().filter(|&&l| l == class).count());
    assert_eq!((count(&data.train.labels), count(&data.test.labels)), ([6, 3, 1], [4, 2, 0]));
    let inks = |set: &backprop::mnist::Dataset| {
        (0..set.len()).map(|i| set.images.bytes(i)[0]).collect::<Vec<_>>()
    };
    let (train, test) = (inks(&data.train), inks(&data.test));
    assert!(train.is_sorted() && test.is_sorted(), "both keep their order: {train:?} {test:?}");
    let mut all = [train, test].concat();
    all.sort();
    assert_eq!(all, (0..16).collect::<Vec<u8>>(), "each image is in one of the two");
    assert!(data == draw(0.4, 7) && data != draw(0.4, 8), "the seed alone says which");
    assert_eq!(draw(1.0, 7).train.len(), 0, "all may be drawn");
}

#[test]
fn train_takes_a_table_with_a_share_or_two_tables() {
    let line = |k: usize| format!("{},{},{}\n", k % 2, 250 * (k % 2), 250 - 250 * (k % 2));
    let text: String = (0..100).map(line).collect();
    let (folder, out) = (Folder::new(), Folder::new());
    folder.write("my-train.csv", text.as_bytes());
    let train = |more: &[&str]| {
        let all = ["train", "--hidden=3", "--epochs=5", "--data", folder.arg(), "--out", out.arg()];
        backprop(all.iter().chain(more))
    };
    let run = train(&[]);
    let advice = "there is no test set; train and evaluate draw one with --test-share 0.2";
    assert!(run.code == 1 && run.stderr.contains(advice), "{}", run.stderr);
    for (share, part) in [("1", "train on"), ("0.001", "test with")] {
        let run = train(&["--test-share", share]);
        let fault = format!("--test-share leaves no image to {part} of 100");
        assert!(run.code == 2 && run.stderr.contains(&fault), "{}", run.stderr);
    }
    let run = train(&["--test-share=0.3"]).done();
    assert!(run.stdout.ends_with("test accuracy 100.00 %: 0 of 30 wrong\n"), "{}", run.stdout);
    assert!(out.read("run.txt").contains("my-train.csv CRC-32 "), "{}", out.read("run.txt"));
    folder.write("my-test.csv", &text.as_bytes()[..40]);
    let run = train(&["--test-share=0.3"]);
    let advice = "there is a test set; leave out --test-share";
    assert!(run.code == 1 && run.stderr.contains(advice), "{}", run.stderr);
    let run = train(&[]).done();
    assert!(run.stdout.contains(" wrong\n"), "{}", run.stdout);
}

#[test]
fn data_at_fault_are_named_and_the_learning_rate_is_not() {
    let folder = Folder::new();
    for (line, note) in [
        ("0,0,0\n1,0,0\n", "all pixels are 0"),
        ("0,1,0\n1,0,1\n", "the brightest pixel is 1 of 255"),
        ("0,9,9\n1,9,9\n", "all images are alike"),
        ("1,9,0\n1,0,9\n", "all images are of the class 1"),
        ("0,255,200\n1,200,250\n", "the images are dark on light"),
    ] {
        folder.write("train.csv", line.repeat(20).as_bytes());
        folder.write("test.csv", line.as_bytes());
        let out = Folder::new();
        let flags = ["--epochs=3", "--data", folder.arg(), "--out", out.arg()];
        let run = backprop(["train"].iter().chain(&flags)).done();
        assert!(
            run.stderr.starts_with(&format!("note: training images: {note}")),
            "{}",
            run.stderr
        );
        assert!(!run.stderr.contains("learning-rate"), "{}", run.stderr);
    }
}
