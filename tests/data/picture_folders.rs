//! Folders of pictures, one for each class, are a data set, as they are or prepared as digits;
//! their names are the classes'.

use crate::support::{folders, program};
use backprop::format::png::{write_grey, write_rgb};
use backprop::mnist::{self, Mnist, Options, Prepare, Source};
use folders::Folder;
use program::backprop;
use std::fs;
use std::path::Path;

/// Writes a grey PNG, and the folders that it lies in.
fn picture(folder: &Folder, name: &str, (height, width): (usize, usize), grey: &[u8]) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, write_grey(width, height, grey)).expect("a picture");
}

fn load(folder: &Path, share: Option<f64>, prepare: Prepare) -> Result<Mnist, String> {
    let test_share = share.map(|share| (share, 1));
    let options = Options { test_share, prepare: Some(prepare), ..Options::default() };
    let source = Source::find(folder).map_err(|error| error.to_string())?;
    source.load(&options).map_err(|error| error.to_string())
}

#[test]
fn classes_are_the_folders_in_order_and_pictures_are_taken_as_they_are() {
    let folder = Folder::new();
    for (class, grey) in [("10", 30), ("9", 20), ("2", 10)] {
        for k in 0..4 {
            picture(&folder, &format!("{class}/{k}.png"), (2, 3), &[grey + k; 6]);
        }
    }
    folder.write(".hidden", b"");
    folder.write("README", b"no class");
    let data = load(folder.path(), Some(0.25), Prepare::None).expect("data");
    assert_eq!(data.train.class_names(), ["2", "9", "10"], "numbers in their order");
    assert_eq!((data.train.len(), data.test.len()), (9, 3));
    for set in [&data.train, &data.test] {
        for i in 0..set.len() {
            let (bytes, label) = (set.images.bytes(i), set.labels[i]);
            let grey = 10 * (label + 1);
            assert!((grey..grey + 4).contains(&bytes[0]) && bytes == [bytes[0]; 6], "{bytes:?}");
        }
    }
    assert!(!data.train.labels.is_sorted(), "the order is mixed: {:?}", data.train.labels);
    assert!(Ok(data) == load(folder.path(), Some(0.25), Prepare::None), "the same every time");

    // Another format of the same grey.
    let other = Folder::new();
    picture(&other, "a/1.png", (1, 1), &[7]);
    fs::create_dir(other.path().join("b")).expect("a folder");
    fs::write(other.path().join("b/1.ppm"), "P3 1 1 255 7 7 7").expect("a picture");
    fs::write(other.path().join("b/2.png"), write_rgb(1, 1, &[[7; 3]])).expect("a picture");
    let data = load(other.path(), Some(0.0), Prepare::None).expect("data");
    assert!((0..3).all(|i| data.train.images.bytes(i) == [7]), "{data:?}");
}

#[test]
fn folders_train_and_test_are_the_two_parts() {
    let folder = Folder::new();
    picture(&folder, "train/b/1.png", (1, 2), &[0, 9]);
    picture(&folder, "train/a/1.png", (1, 2), &[5, 0]);
    picture(&folder, "test/b/1.png", (1, 2), &[0, 9]);
    picture(&folder, "test/a/1.png", (1, 2), &[0, 1]);
    let data = load(folder.path(), None, Prepare::None).expect("data");
    let mut labels = data.test.labels.clone();
    labels.sort();
    assert_eq!((labels, data.test.class_names()), (vec![0, 1], &["a".into(), "b".into()][..]));
    picture(&folder, "test/c/1.png", (1, 2), &[0, 1]);
    let fault = load(folder.path(), None, Prepare::None).expect_err("a class too many");
    assert!(
        fault.ends_with("test/c: expected the classes of the training pictures, found another")
    );
}

#[test]
fn what_is_no_picture_or_of_another_size_is_named() {
    let folder = Folder::new();
    picture(&folder, "a/1.png", (2, 2), &[0; 4]);
    picture(&folder, "b/1.png", (2, 2), &[0; 4]);
    picture(&folder, "b/2.png", (2, 3), &[0; 6]);
    let fault = load(folder.path(), Some(0.5), Prepare::None).expect_err("two sizes");
    assert!(fault.contains(".png: expected a picture of 2 x "), "{fault}");
    folder.remove("b/2.png");
    fs::write(folder.path().join("b/notes.txt"), "notes").expect("a file");
    let fault = load(folder.path(), Some(0.5), Prepare::None).expect_err("no picture");
    let expected = "notes.txt: expected a PNG, JPEG, PGM or PPM picture, found a file that begins";
    assert!(fault.contains(expected), "{fault}");
    folder.remove("b/notes.txt");
    folder.remove("b/1.png");
    let fault = load(folder.path(), Some(0.5), Prepare::Digit).expect_err("no digit");
    assert!(
        fault.contains("a/1.png: ") && fault.ends_with("; take the picture out of the folder"),
        "{fault}"
    );
}

#[test]
fn digits_on_paper_are_prepared_as_mnists_are() {
    let set = mnist::load(&folders::mnist(), Some(1), Some(20)).expect("MNIST").test;
    let folder = Folder::new();
    for i in 0..set.len() {
        // Black on white, three times as large.
        let bytes = set.images.bytes(i);
        let grey: Vec<_> =
            (0..84 * 84).map(|p| 255 - bytes[p / 84 / 3 * 28 + p % 84 / 3]).collect();
        picture(&folder, &format!("{}/{i}.png", set.labels[i]), (84, 84), &grey);
    }
    let data = load(folder.path(), Some(0.0), Prepare::Digit).expect("data").train;
    assert_eq!((data.images.height(), data.images.width(), data.len()), (28, 28, 20));
    assert_eq!(Prepare::of(&data.images), Prepare::Digit, "the marks of MNIST's preparation");
}

#[test]
fn images_are_transposed_and_classes_named() {
    let set = [
        folders::images(3, 2, 3),
        folders::labels(&[1, 0, 2]),
        folders::images(1, 2, 3),
        folders::labels(&[0]),
    ];
    let folder = Folder::with_set(set);
    let options = Options {
        transpose: true,
        names: Some(["zero", "one", "two", "spare"].map(String::from).to_vec()),
        ..Options::default()
    };
    let source = Source::find(folder.path()).expect("a source");
    let data = source.load(&options).expect("data");
    assert_eq!((data.train.images.height(), data.train.images.width()), (3, 2));
    assert_eq!(data.train.images.bytes(0), [0, 3, 1, 4, 2, 5]);
    assert_eq!(data.test.class_names(), ["zero", "one", "two"]);
    let few = Options { names: Some(vec!["zero".into()]), ..Options::default() };
    let fault = source.load(&few).expect_err("too few names").to_string();
    assert!(fault.ends_with("expected a name for each of 3 classes, found 1"), "{fault}");

    folder.write("names.txt", b"zero\none\ntwo\n");
    let names = folder.path().join("names.txt");
    let out = Folder::new();
    let flags = ["--transpose", "--epochs=1", "--data", folder.arg(), "--out", out.arg()];
    let names = ["--classes", names.to_str().expect("Unicode")];
    backprop(["train"].iter().chain(&flags).chain(&names)).done();
    assert!(out.read("confusion.txt").contains("one"), "{}", out.read("confusion.txt"));
    // EMNIST's letters are mapped from class 1 on, large and small.
    folder.write("names.txt", b"1 65 97\n2 66 98 \n");
    backprop(["train", "--overwrite"].iter().chain(&flags).chain(&names)).done();
    let (found, expected) = (out.read("confusion.txt"), ["0", "A 1", "B 2"]);
    let rows: Vec<_> = found.lines().skip(1).map(|row| row[..11].trim()).collect();
    assert_eq!(rows, expected, "{found}");
}

#[test]
fn labels_of_16_and_32_bits_and_qmnists_tables_are_read() {
    let wide = |code, dims: &[u32], labels: &[i32], bytes: usize| {
        let elements = labels.iter().flat_map(|label| label.to_be_bytes()[4 - bytes..].to_vec());
        folders::idx(code, dims, &elements.collect::<Vec<_>>())
    };
    let load = |train: Vec<u8>, name: &str| {
        let folder = Folder::with_set([
            folders::images(3, 1, 1),
            Vec::new(),
            folders::images(1, 1, 1),
            folders::labels(&[0]),
        ]);
        folder.remove("train-labels-idx1-ubyte").write(name, &train);
        mnist::load(folder.path(), None, None).map(|data| data.train.labels).map_err(|error| {
            error.to_string().split_once(": ").map(|(_, fault)| fault.to_string()).expect("a fault")
        })
    };
    let usual = "train-labels-idx1-ubyte";
    assert_eq!(load(wide(0x0B, &[3], &[7, 0, 255], 2), usual), Ok(vec![7, 0, 255]));
    assert_eq!(load(wide(0x0C, &[3], &[7, 0, 255], 4), usual), Ok(vec![7, 0, 255]));
    // Class, series, writer, ... of three digits.
    let table: Vec<i32> = (0..24).map(|k| if k % 8 == 0 { k / 8 + 4 } else { 1000 + k }).collect();
    assert_eq!(load(wide(0x0C, &[3, 8], &table, 4), "train-labels-idx2-int"), Ok(vec![4, 5, 6]));
    for (label, code, bytes) in [(256, 0x0B, 2), (-1, 0x0B, 2), (1 << 20, 0x0C, 4), (-1, 0x0C, 4)] {
        let fault = load(wide(code, &[3], &[0, label, 0], bytes), usual).expect_err("no label");
        let expected = format!("expected labels from 0 to 255, found {label}; ");
        assert!(fault.starts_with(&expected), "{fault}");
    }
}

#[test]
fn the_record_of_a_run_has_a_checksum_of_all_pictures() {
    let (folder, out) = (Folder::new(), Folder::new());
    for k in 0..8 {
        picture(&folder, &format!("{}/{k}.png", k % 2), (1, 2), &[200 * (k % 2), 100]);
    }
    let line = || {
        let flags = ["train", "--epochs=1", "--hidden=3", "--test-share=0.5"];
        backprop(flags.iter().chain(&["--data", folder.arg(), "--out", out.arg()])).done();
        let record = out.read("run.txt");
        record.lines().find(|line| line.starts_with("data: ")).expect("a line").to_string()
    };
    let before = line();
    assert!(before.contains(" of 8 pictures CRC-32 "), "{before}");
    picture(&folder, "1/7.png", (1, 2), &[199, 100]);
    assert!(line() != before, "another picture, and still {before}");
}
