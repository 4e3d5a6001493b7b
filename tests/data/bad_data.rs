//! Every fault of the four files gets an error that names the file, what was expected, what was
//! found and what to do.

use crate::support::{deflate, folders};
use std::path::Path;

use backprop::mnist::{self, DataError};
use deflate::pack;
use folders::{Folder, NAMES, idx, images, labels, small_set};

const MIRROR: &str = "https://storage.googleapis.com/cvdf-datasets/mnist/";

/// Asserts that loading fails with a message that holds all of `words`; returns the error.
fn fails(folder: &Path, asked: [Option<usize>; 2], words: &[&str]) -> DataError {
    let error = mnist::load(folder, asked[0], asked[1]).expect_err("bad data");
    let message = error.to_string();
    for word in words {
        assert!(message.contains(word), "expected {word:?} in: {message}");
    }
    assert!(message.contains(&folder.display().to_string()), "the folder is named in: {message}");
    error
}

/// A small set in which one file has another content.
fn set_with(name: &str, content: &[u8]) -> Folder {
    let folder = Folder::with_set(small_set());
    folder.write(name, content);
    folder
}

/// Asserts that a small set with one file replaced fails so.
fn replaced(name: &str, content: &[u8], words: &[&str]) -> DataError {
    let words = [&[name], words].concat();
    fails(set_with(name, content).path(), [None, None], &words)
}

#[test]
fn the_small_set_itself_is_sound() {
    let set = mnist::load(Folder::with_set(small_set()).path(), None, None).expect("a small set");
    assert_eq!((set.train.len(), set.test.len(), set.train.classes()), (3, 2, 5));
}

#[test]
fn a_missing_folder() {
    let folder = Folder::new();
    let words = [&NAMES[..], &[MIRROR, "cannot list"]].concat();
    let error = fails(&folder.path().join("nowhere"), [None, None], &words);
    assert_eq!(error.missing, 4);
}

#[test]
fn missing_files() {
    let folder = Folder::new();
    let words = [&NAMES[..], &[MIRROR, "expected", "found no"]].concat();
    let error = fails(folder.path(), [None, None], &words);
    assert_eq!(error.missing, 4);
    for name in NAMES {
        let folder = Folder::with_set(small_set());
        folder.remove(name);
        // Who has three of the files may have another data set than MNIST.
        let missing = format!("found no {name}; put what is missing beside the others");
        let words = [&NAMES[..], &[&missing]].concat();
        let error = fails(folder.path(), [None, None], &words);
        assert_eq!(error.missing, 1, "{name}");
    }
}

#[test]
fn several_sets_in_one_folder() {
    let folder = Folder::new();
    for (name, content) in NAMES.iter().zip(small_set()) {
        folder.write(&format!("emnist-letters-{name}"), &content);
        folder.write(&format!("emnist-digits-{name}"), &content);
    }
    let words = ["emnist-digits-, emnist-letters-", "a folder of its own"];
    fails(folder.path(), [None, None], &words);
}

#[test]
fn a_prefix_that_not_all_share() {
    let folder = Folder::new();
    folder.write("a-train-images-idx3-ubyte", &small_set()[0]);
    let error = fails(folder.path(), [None, None], &["found no a-train-labels-idx1-ubyte"]);
    assert_eq!(error.missing, 3);
}

#[test]
fn a_folder_in_place_of_a_file() {
    let folder = Folder::with_set(small_set());
    folder.remove(NAMES[3]);
    std::fs::create_dir(folder.path().join(NAMES[3])).expect("a new folder");
    fails(folder.path(), [None, None], &[NAMES[3], "cannot read the file"]);
}

#[test]
fn an_empty_file() {
    for name in NAMES {
        for content in [vec![], pack(&[])] {
            replaced(name, &content, &["the file is empty", MIRROR]);
        }
    }
}

#[test]
fn a_web_page() {
    let pages = ["<!DOCTYPE html>", "<html>", "<?xml version=\"1.0\"?>", "\r\n<HTML>", "<"];
    for page in pages {
        for content in [page.as_bytes().to_vec(), pack(page.as_bytes())] {
            let words = ["this is a web page, the download failed", MIRROR];
            replaced(NAMES[0], &content, &words);
        }
    }
}

#[test]
fn some_other_file() {
    replaced(
        NAMES[1],
        b"404: Not Found",
        &["expected an IDX file", "found 404:", "fetch it again"],
    );
}

#[test]
fn an_archive_cut_short() {
    let archive = pack(&small_set()[0]);
    for length in 2..archive.len() {
        let words =
            ["end too early; the archive is damaged, fetch it again", "data/mnist/README.md"];
        replaced(NAMES[0], &archive[..length], &words);
    }
}

#[test]
fn a_file_cut_short() {
    let file = &small_set()[2];
    for length in 3..file.len() {
        let words = if length < 16 {
            ["the file ends in its header", "fetch it again"].to_vec()
        } else {
            vec!["the header promises 12 bytes of elements, found", "fetch it again"]
        };
        replaced(NAMES[2], &file[..length], &words);
    }
}

#[test]
fn a_file_that_goes_on() {
    let file = [&small_set()[0][..], &[0]].concat();
    replaced(NAMES[0], &file, &["goes on after its last element"]);
    replaced(NAMES[0], &pack(&file), &["goes on after its last element"]);
}

#[test]
fn a_wrong_checksum() {
    for (name, content) in NAMES.iter().zip(small_set()) {
        let mut archive = pack(&content);
        // The last byte of the content, in front of the final empty block and the trailer.
        let byte = archive.len() - 8 - 5 - 1;
        archive[byte] ^= 1;
        replaced(name, &archive, &["the content's CRC-32 is", "the archive is damaged", MIRROR]);
    }
}

#[test]
fn an_archive_in_an_archive() {
    let words = ["expected an IDX file", "found another gzip archive", "unpack it once"];
    replaced(NAMES[0], &pack(&pack(&small_set()[0])), &words);
}

#[test]
fn labels_for_images_and_images_for_labels() {
    let [images, labels, ..] = small_set();
    let words = ["expected images (3 dimensions), found labels (1 dimension) of size [3]"];
    replaced(NAMES[0], &labels, &words);
    let words = ["expected labels (1 dimension), found images (3 dimensions) of size [3, 2, 3]"];
    replaced(NAMES[1], &images, &words);
    let flat = idx(8, &[3, 6], &[0; 18]);
    let words = ["found 2 dimensions of size [3, 6]; save images as count x height x width:"];
    replaced(NAMES[0], &flat, &words);
    let coloured = idx(8, &[3, 2, 3, 3], &[0; 54]);
    let words = ["found 4 dimensions of size [3, 2, 3, 3]; save grey images as"];
    replaced(NAMES[0], &coloured, &words);
}

#[test]
fn elements_that_are_not_bytes() {
    let file = idx(0x0D, &[3, 2, 3], &[0; 72]);
    replaced(NAMES[0], &file, &["expected elements of type u8, found f32; convert them to bytes"]);
    replaced(NAMES[0], &idx(0x0A, &[3, 2, 3], &[]), &["expected an IDX type", "found 0a"]);
}

#[test]
fn more_or_fewer_labels_than_images() {
    for (found, count) in [(vec![0; 2], "found 2"), (vec![0; 4], "found 4")] {
        let words = ["expected a label for each of the 3 images", NAMES[0], count];
        replaced(NAMES[1], &labels(&found), &words);
    }
}

#[test]
fn headers_that_claim_too_much() {
    // 2^40 images of one pixel cannot be claimed: a size is below 2^32. 2^40 pixels can.
    let claim = idx(8, &[3, 1 << 20, 1 << 20], &[0; 18]);
    let words = ["expected images of 1 to 16777216 pixels, found 1048576 x 1048576"];
    replaced(NAMES[0], &claim, &words);

    let set = small_set();
    let many = |dims: &[u32]| idx(8, dims, &[0; 18]);
    let labels = many(&[1 << 24]);
    let folder =
        Folder::with_set([many(&[1 << 24, 64, 64]), labels, set[2].clone(), set[3].clone()]);
    let words = ["the header promises 16777216 bytes of elements, found 18"];
    fails(folder.path(), [None, None], &words);
    fails(folder.path(), [Some(1), None], &words);
    let claim = idx(8, &[u32::MAX; 3], &[]);
    replaced(NAMES[0], &claim, &["no machine could hold"]);
}

#[test]
fn more_asked_for_than_there_is() {
    let folder = Folder::with_set(small_set());
    let words = [NAMES[0], "at least 4 images", "found 3", "take a larger data set"];
    fails(folder.path(), [Some(4), None], &words);
    let words = [NAMES[2], "at least 9 images", "found 2", "take a larger data set"];
    fails(folder.path(), [Some(3), Some(9)], &words);
    fails(folder.path(), [None, Some(usize::MAX)], &["found 2"]);
}

#[test]
fn training_and_test_images_of_different_sizes() {
    let words = ["expected test images of 2 x 3 pixels", NAMES[0], "found 3 x 2", "the same data"];
    replaced(NAMES[2], &images(2, 3, 2), &words);
}

#[test]
fn no_images() {
    let folder = set_with(NAMES[0], &images(0, 28, 28));
    folder.write(NAMES[1], &labels(&[]));
    let words = [NAMES[0], "expected at least one image, found none"];
    fails(folder.path(), [None, None], &words);
}

#[test]
fn images_without_pixels() {
    let words = ["expected images of 1 to 16777216 pixels, found 0 x 28"];
    replaced(NAMES[0], &images(3, 0, 28), &words);
    let words = ["found 4294967295 x 0"];
    replaced(NAMES[0], &idx(8, &[3, u32::MAX, 0], &[]), &words);
    let words = ["expected a label for each of the 4294967295 images"];
    replaced(NAMES[0], &idx(8, &[u32::MAX, u32::MAX, 0], &[]), &words);
}
