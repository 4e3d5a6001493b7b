//! .npz files of NumPy and others are read to the bit; written ones are the same bytes every time
//! and open in NumPy.

use crate::support::{arrays, mutation};
use arrays::{archive, describe, expected, fixture, keep};
use backprop::format::npy::{self, Array, Values};
use backprop::format::npz::{read, write};
use mutation::{MOST_MEMORY, survives};

/// `savez.npz` as it was written here when `compare/model_files.py` found it right.
const WRITTEN: &str = "written.npz";

/// Stored and deflated, every type, every kind of shape, sizes behind the bytes, plain 32-bit
/// sizes beside members that are no arrays.
const FILES: [&str; 8] = [
    "savez.npz",
    "savez_compressed.npz",
    "types.npz",
    "shapes.npz",
    "piped.npz",
    "piped_compressed.npz",
    "plain.npz",
    WRITTEN,
];

fn array(shape: &[usize], values: Values) -> Array {
    Array { shape: shape.to_vec(), values }
}

#[test]
fn what_numpy_wrote() {
    for name in FILES {
        let arrays = read(&fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let lines: Vec<_> = arrays.iter().map(|(name, array)| describe(name, array)).collect();
        assert_eq!(lines, expected(name), "{name}");
        keep(name, &write(&arrays).expect("it fits"));
    }
    assert_eq!(read(&fixture("empty.npz")), Ok(vec![]));
    keep("empty.npz", &write(&[]).expect("it fits"));
}

#[test]
fn written_files_are_the_same_bytes_every_time() {
    let arrays = read(&fixture("savez.npz")).expect("a sound file");
    let file = write(&arrays).expect("it fits");
    assert!(file == fixture(WRITTEN), "found {}", file.escape_ascii());
}

#[test]
fn what_is_written_is_read_again() {
    let named = |name: &str, array| (name.to_string(), array);
    let arrays = [
        named("weights_1", array(&[2, 2], Values::F64(vec![0.1, -0.0, 5e-324, f64::MAX]))),
        named("", array(&[], Values::I64(vec![-7]))),
        named("가중치/1.npy", array(&[3], Values::U8(vec![0, 1, 255]))),
        named(&"long".repeat(16_000), array(&[0, 3], Values::Bool(vec![]))),
        named("activation", array(&[], Values::Text(vec!["relu".into()]))),
    ];
    for count in 0..=arrays.len() {
        let file = write(&arrays[..count]).expect("it fits");
        assert_eq!(read(&file).as_deref(), Ok(&arrays[..count]), "{count} arrays");
    }
}

#[test]
fn written_data_begin_at_multiples_of_64() {
    for length in 0..130 {
        let marks = array(&[2], Values::F64(vec![1234.5; 2]));
        let arrays = [("a".repeat(length), marks.clone()), ("b".into(), marks)];
        let file = write(&arrays).expect("it fits");
        let mark = [1234.5f64.to_le_bytes(); 2].concat();
        let places: Vec<_> = (0..file.len()).filter(|&at| file[at..].starts_with(&mark)).collect();
        let aligned = places.len() == 2 && places.iter().all(|at| at % 64 == 0);
        assert!(aligned, "a name of {length} letters, data at {places:?}");
    }
}

#[test]
fn faults_name_the_array() {
    let refused = |file: &[u8]| read(file).expect_err("a fault").to_string();
    let message = refused(&fixture("objects.npz"));
    let expected = "the array weights: an array of Python objects is stored as a pickle";
    assert!(message.starts_with(expected), "{message}");

    let message = refused(&archive(&[("readme", b"no array"), ("weights.npy", b"no array")]));
    let expected = r"expected a .npy file, which begins \x93NUMPY, found no arr";
    assert_eq!(message, format!("the array weights: {expected}"));

    for (name, found) in [("bzip2.npz", "12"), ("lzma.npz", "14")] {
        let expected = "expected compression method 0 (none) or 8 (DEFLATE)";
        let message = refused(&fixture(name));
        assert_eq!(message, format!("the array layers/weights: {expected}, found {found}"));
    }

    let one = array(&[], Values::F64(vec![1.0]));
    let npy = npy::write(&one);
    let twice = "expected arrays with different names, found two weights";
    let file = archive(&[("weights.npy", &npy), ("b.npy", &npy), ("weights.npy", &npy)]);
    assert_eq!(refused(&file), twice);
    let unwritten = |names: &[&str]| {
        let arrays: Vec<_> = names.iter().map(|name| (name.to_string(), one.clone())).collect();
        write(&arrays).map_err(|error| error.to_string())
    };
    assert_eq!(unwritten(&["weights", "weights"]), Err(twice.into()));
    // A name of 65531 bytes and ".npy" are as long as a name can be.
    let [fits, too_long] = [65_531, 65_532].map(|length| "x".repeat(length));
    assert!(unwritten(&[&fits]).is_ok());
    let message = unwritten(&[&too_long]).expect_err("a fault");
    assert!(message.starts_with("the array xxx"), "{message}");
    assert!(message.ends_with("names of at most 65535 bytes, found more"), "{message}");
}

#[test]
fn a_hundred_thousand_damaged_files() {
    let small = [
        ("W1".to_string(), array(&[2, 1], Values::F64(vec![0.5, 2.0]))),
        ("activation".to_string(), array(&[], Values::Text(vec!["relu".into()]))),
    ];
    let seeds = [
        write(&small).expect("it fits"),
        fixture("savez_compressed.npz"),
        fixture("piped_compressed.npz"),
    ];
    let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    survives(&seeds, MOST_MEMORY, |input| read(input).is_err());
}
