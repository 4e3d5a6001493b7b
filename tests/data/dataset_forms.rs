//! A data set in MNIST's form is found under all its names, packed or not, with images of any size
//! and any number of classes.

use crate::support::{deflate, folders};
use std::fs::File;
use std::io::Read;

use backprop::format::gzip::GzipReader;
use backprop::mnist;
use deflate::pack;
use folders::{Folder, NAMES, images, labels, small_set};

/// The first test images of MNIST as a data set of their own, unpacked.
fn real_set() -> [Vec<u8>; 4] {
    let unpacked = |name: &str, length| {
        let file = File::open(folders::mnist().join(format!("{name}.gz"))).expect("the archive");
        let mut bytes = vec![0; length];
        GzipReader::new(file).read_exact(&mut bytes).expect("a sound archive");
        bytes
    };
    let part = |images, labels, count: u32| {
        let mut images = unpacked(images, 16 + 784 * count as usize);
        let mut labels = unpacked(labels, 8 + count as usize);
        images[4..8].copy_from_slice(&count.to_be_bytes());
        labels[4..8].copy_from_slice(&count.to_be_bytes());
        (images, labels)
    };
    let (a, b) = part(NAMES[0], NAMES[1], 100);
    let (c, d) = part(NAMES[2], NAMES[3], 20);
    [a, b, c, d]
}

#[test]
fn every_form_of_the_names() {
    let set = real_set();
    let expected = mnist::load(&folders::mnist(), Some(100), Some(20)).expect("the archives");
    for prefix in ["", "emnist-letters-", "kuzushiji_", "train-"] {
        for mark in ["-", "."] {
            for test in ["t10k", "test"] {
                for (ending, packed) in [("", false), (".gz", true), ("", true), (".gz", false)] {
                    let folder = Folder::new();
                    for (name, content) in NAMES.iter().zip(&set) {
                        let name = name.replace("-idx", &format!("{mark}idx"));
                        let name = format!("{prefix}{}{ending}", name.replace("t10k", test));
                        folder.write(&name, &if packed { pack(content) } else { content.clone() });
                    }
                    let found = mnist::load(folder.path(), None, None);
                    let found = found.unwrap_or_else(|error| panic!("{error}"));
                    let form = format!("{prefix}, {mark}, {test}, {ending}, packed: {packed}");
                    assert!(found == expected, "{form}");
                }
            }
        }
    }
}

#[test]
fn the_preferred_of_several_names() {
    let folder = Folder::with_set(small_set());
    let first = mnist::load(folder.path(), None, None).expect("a small set");
    // Nothing reads these.
    folder.write("train-images-idx3-ubyte.gz", b"<!DOCTYPE html>");
    folder.write("train-images.idx3-ubyte", b"");
    folder.write("test-labels-idx1-ubyte", b"");
    folder.write("old-train-labels-idx1-ubyte", b"");
    folder.write("._train-labels-idx1-ubyte", b"");
    folder.write("train-images-idx3-ubyte.gz.part", b"");
    let again = mnist::load(folder.path(), None, None).expect("the preferred names");
    assert_eq!(again, first);
}

#[test]
fn hidden_files_are_no_data_set() {
    let folder = Folder::new();
    for (name, content) in NAMES.iter().zip(small_set()) {
        folder.write(&format!("emnist-{name}"), &content);
        // Some systems put such a note beside each file.
        folder.write(&format!("._emnist-{name}"), b"a note");
    }
    let found = mnist::load(folder.path(), None, None).expect("one data set");
    assert_eq!((found.train.len(), found.test.len()), (3, 2));
}

#[test]
fn other_sizes_and_more_classes() {
    let train_labels = [[0; 16], [46; 16]].concat();
    let set = [images(32, 1, 17), labels(&train_labels), images(3, 1, 17), labels(&[1, 61, 2])];
    let folder = Folder::with_set(set);
    let found = mnist::load(folder.path(), Some(2), Some(1)).expect("a set of 62 classes");
    assert_eq!(
        found.train.classes(),
        62,
        "the largest label comes after those that were asked for"
    );
    assert_eq!((found.train.images.height(), found.train.images.width()), (1, 17));
    assert_eq!(found.train.images.bytes(1), (17..34).collect::<Vec<u8>>());
}
