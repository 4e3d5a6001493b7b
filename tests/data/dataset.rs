//! The archives give the original data set: contents, counts, labels, pixels.

use crate::support::folders;
use std::fs::{self, File};
use std::io::Read;
use std::sync::LazyLock;

use backprop::format::crc32::crc32;
use backprop::format::gzip::GzipReader;
use backprop::mnist::{self, Images, Mnist};
use folders::{Folder, NAMES};

static MNIST: LazyLock<Mnist> =
    LazyLock::new(|| mnist::load(&folders::mnist(), None, None).expect("the project's archives"));

#[test]
fn the_archives_are_the_original_ones() {
    // Size of the archive, size and CRC-32 of the content, as `gzip -lv` states them.
    let expected = [
        (9_912_422, 47_040_016, 0xe9f4_d8b3),
        (28_881, 60_008, 0xe0cb_4ad2),
        (1_648_877, 7_840_016, 0x9137_3bdf),
        (4_542, 10_008, 0x4ab9_eff9),
    ];
    for (name, expected) in NAMES.into_iter().zip(expected) {
        let file = File::open(folders::mnist().join(format!("{name}.gz"))).expect("the archive");
        let size = file.metadata().expect("its size").len();
        let mut content = Vec::new();
        GzipReader::new(file).read_to_end(&mut content).expect("a sound archive");
        assert_eq!((size, content.len(), crc32(&content)), expected, "{name}");
    }
}

#[test]
fn counts_and_sizes() {
    let Mnist { train, test } = &*MNIST;
    for (part, count) in [(train, 60_000), (test, 10_000)] {
        assert_eq!((part.len(), part.images.len(), part.labels.len()), (count, count, count));
        assert_eq!(
            (part.images.height(), part.images.width(), part.images.pixels()),
            (28, 28, 784)
        );
    }
    assert_eq!((train.classes(), test.classes()), (10, 10));
}

#[test]
fn labels_of_the_originals() {
    assert_eq!(MNIST.train.labels[..10], [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assert_eq!(MNIST.test.labels[..10], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    let histogram = |labels: &[u8]| {
        let mut counts = [0; 10];
        labels.iter().for_each(|&label| counts[usize::from(label)] += 1);
        counts
    };
    let train = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];
    let test = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
    assert_eq!(histogram(&MNIST.train.labels), train);
    assert_eq!(histogram(&MNIST.test.labels), test);
}

#[test]
fn pixels_of_the_originals() {
    // Counted and summed with Python's gzip module.
    for (images, nonzero, sum, first) in [
        (&MNIST.train.images, 8_994_156, 1_567_298_545, [166, 176, 120, 96, 142]),
        (&MNIST.test.images, 1_511_219, 264_923_200, [116, 165, 64, 193, 120]),
    ] {
        let counts = (0..images.len()).map(|i| images.nonzero(i).0.len());
        assert_eq!(counts.clone().sum::<usize>(), nonzero);
        assert!(counts.take(5).eq(first));
        let inks = (0..images.len()).flat_map(|i| images.nonzero(i).1);
        assert_eq!(inks.map(|&ink| u64::from(ink)).sum::<u64>(), sum);
    }
}

#[test]
fn the_lists_say_what_the_bytes_say() {
    let mut reader = GzipReader::new(
        File::open(folders::mnist().join("t10k-images-idx3-ubyte.gz")).expect("the archive"),
    );
    let mut raw = Vec::new();
    reader.read_to_end(&mut raw).expect("a sound archive");
    let images = &MNIST.test.images;
    for (i, pixels) in raw[16..].chunks(784).enumerate() {
        assert!(images.bytes(i) == pixels, "image {i}");
        let (places, inks) = images.nonzero(i);
        assert!(places.is_sorted_by(|a, b| a < b), "places ascend, image {i}");
        assert!(inks.iter().all(|&ink| ink > 0), "no zeros, image {i}");
        assert_eq!(places.len(), inks.len(), "image {i}");
    }
    let dense = images.dense(0);
    assert!(dense.iter().zip(&raw[16..]).all(|(x, &byte)| *x == f64::from(byte) / 255.0));
    assert_eq!(dense.len(), 784);
}

#[test]
fn the_first_n_are_the_first_n() {
    for (train, test) in [(10_000, 1000), (1, 60), (0, 0), (17, 10_000)] {
        let some = mnist::load(&folders::mnist(), Some(train), Some(test)).expect("enough images");
        assert!(some.train == MNIST.train.slice(0..train), "the first {train} training images");
        assert!(some.test == MNIST.test.slice(0..test), "the first {test} test images");
        assert_eq!(some.train.classes(), 10, "counted over all labels");
    }
}

#[test]
fn slices() {
    let part = MNIST.test.slice(17..26);
    assert_eq!((part.len(), part.is_empty(), part.images.len()), (9, false, 9));
    for i in 0..9 {
        assert_eq!(part.labels[i], MNIST.test.labels[17 + i]);
        assert_eq!(part.images.nonzero(i), MNIST.test.images.nonzero(17 + i), "image {i}");
    }
    let none = MNIST.test.slice(8..8);
    assert!(none.is_empty() && none.images.is_empty() && none.images.pixels() == 784);
}

#[test]
fn images_of_awkward_sizes() {
    for size in [0, 1, 7, 8, 9, 17] {
        for width in [1, size] {
            let mut images = Images::new(size, width);
            let inked: Vec<u8> = (0..size * width).map(|k| (k % 3 * 100) as u8).collect();
            let white = vec![0; size * width];
            for pixels in [&inked, &white, &inked] {
                images.push(pixels);
            }
            assert_eq!(images.len(), 3);
            for (i, pixels) in [&inked, &white, &inked].into_iter().enumerate() {
                assert_eq!(&images.bytes(i), pixels, "image {i} of {size} x {width}");
            }
        }
    }
}

#[test]
fn images_beyond_those_asked_for_are_not_read() {
    let folder = Folder::new();
    for name in NAMES {
        let mut file = fs::read(folders::mnist().join(format!("{name}.gz"))).expect("the archive");
        if name.contains("images") {
            file.truncate(file.len() / 2);
        }
        folder.write(name, &file);
    }
    let half = mnist::load(folder.path(), Some(1000), Some(100)).expect("these are there");
    assert!(half.train == MNIST.train.slice(0..1000));
    assert!(half.test == MNIST.test.slice(0..100));
}
