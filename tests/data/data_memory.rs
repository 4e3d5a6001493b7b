//! Images take no more memory than is stated, however small the archive; memory that cannot be had
//! is an error.

use crate::support::{deflate, folders, mutation};
use backprop::mnist::{self, ALLOWANCE, GROWTH, Mnist};
use deflate::{FIXED_DISTANCES, HEADER, fixed, fixed_literals, pack};
use folders::{Folder, idx, images, labels};
use mutation::{limited, peak};

/// The first `asked` images of both parts, or the message that says why they cannot be had.
fn load(folder: &Folder, asked: Option<usize>) -> Result<Mnist, String> {
    mnist::load(folder.path(), asked, asked).map_err(|error| error.to_string())
}

/// The number that follows `words` in a message.
fn number_after(words: &str, message: &str) -> u64 {
    let (_, rest) = message.split_once(words).unwrap_or_else(|| panic!("{words:?} in: {message}"));
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("a number: {rest}"))
}

/// A folder whose training images are `images`, `count` of `side` x `side` pixels in the test set.
fn folder(count: u32, images: &[u8], side: u32) -> Folder {
    let zeros = |count: u32| labels(&vec![0; count as usize]);
    let test = folders::images(1, side, side);
    Folder::with_set([images.to_vec(), zeros(count), test, zeros(1)])
}

#[test]
fn more_images_than_anyone_has() {
    // They are refused before one is read, so none need be there.
    let count = 100_000_000;
    let train = idx(8, &[count, 1, 1], &[]);
    let folder = Folder::with_set([train, idx(8, &[count], &[]), images(1, 1, 1), labels(&[0])]);
    let message = load(&folder, None).expect_err("too many images");
    let expected = "expected at most 16777216 images, found 100000000; take fewer";
    assert!(message.ends_with(&format!("train-images-idx3-ubyte: {expected}")), "{message}");
    let message = load(&folder, Some(1)).expect_err("no labels");
    assert!(message.contains("bytes of elements, found 0"), "fewer are not too many: {message}");
}

/// A gzip file that begins with `start`, and goes on with its last byte, 258 times for each match.
fn grows(start: &[u8], matches: usize) -> Vec<u8> {
    let mut bits = fixed();
    for &byte in start {
        bits = bits.symbol(&fixed_literals(), byte.into());
    }
    // A match of 258 bytes at a distance of 1, as often.
    let [length, distance] = [(0b1100_0101, 8), (0, 5)];
    assert_eq!(fixed_literals()[285], length.1);
    assert_eq!(FIXED_DISTANCES[0], distance.1);
    for _ in 0..matches {
        bits = bits.code(length.0, length.1.into()).code(distance.0, distance.1.into());
    }
    // Nobody reads so far as the end.
    [&HEADER[..], &bits.bytes()].concat()
}

#[test]
fn an_archive_grows_as_stated_and_no_more() {
    // Every pixel has ink and takes five bytes.
    let (count, pixels) = (20_000, 28 * 28);
    let header = idx(8, &[count, 28, 28], &[255]);
    let archive = grows(&header, count as usize * pixels / 258 + 1);
    assert!(archive.len() < 110_000, "{} bytes", archive.len());
    let most = ALLOWANCE + GROWTH * archive.len() as u64;
    let small = folder(count, &archive, 28);
    let (found, held) = peak(|| load(&small, None));
    let message = found.expect_err("too much memory");
    assert_eq!(number_after("that take at most ", &message), most);
    let kept = number_after("found that the first ", &message);
    assert_eq!(kept, most / (5 * pixels as u64 + 8) + 1, "the first image that is too much");
    // A vector that grows holds up to twice as much, and is there twice here.
    assert!(held as u64 <= 4 * most, "{held} bytes were held, {most} are stated");
    for words in ["train-images", "take fewer", "unpack the file (gzip -d)"] {
        assert!(message.contains(words), "expected {words:?} in: {message}");
    }
    let some = load(&small, Some(1)).expect("one image");
    assert_eq!(some.train.images.nonzero(0).1, [255; 28 * 28]);

    // A file that is as large as its content may grow.
    let unpacked = idx(8, &[count, 28, 28], &vec![255; count as usize * pixels]);
    for file in [pack(&unpacked), unpacked] {
        let all = load(&folder(count, &file, 28), None).expect("a large file");
        assert_eq!(all.train.len(), count as usize);
        assert!(all.train.images.memory() > most);
    }
}

#[test]
fn memory_that_cannot_be_had() {
    let folder = folder(2000, &images(2000, 28, 28), 28);
    for limit in [1 << 20, 2 << 20, 4 << 20] {
        let message = limited(limit, || load(&folder, None)).expect_err("a limit");
        let count = number_after("found none after the first ", &message);
        let bytes = number_after(", which take ", &message);
        assert!((1..2000).contains(&count) && bytes < limit as u64, "{message}");
    }
    assert!(limited(64 << 20, || load(&folder, None)).is_ok());
}
