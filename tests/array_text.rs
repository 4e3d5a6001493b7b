//! A one-dimensional array is printed as NumPy prints it and a float as Python prints it, to the
//! character.
//!
//! `fixtures/array_text.txt` holds what they print; its head says what each line means.

use backprop::document::array_text::{array_text, scalar_text};
use backprop::random::{Random, Xorshift};

/// The fixture's lines of one kind: the values and the expected text.
fn cases(kind: &str) -> Vec<(Vec<f64>, String)> {
    include_str!("fixtures/array_text.txt")
        .lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0] == kind).then(|| (floats(fields[1]), fields[2].replace("\\n", "\n")))
        })
        .collect()
}

/// "3ff0000000000000*3 0" -> 1.0 three times, then 0.0.
fn floats(text: &str) -> Vec<f64> {
    let mut floats = Vec::new();
    for word in text.split_whitespace() {
        let (bits, count) = word.split_once('*').unwrap_or((word, "1"));
        let float = f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
        floats.extend(std::iter::repeat_n(float, count.parse().unwrap()));
    }
    floats
}

#[test]
fn arrays_are_printed_as_numpy_prints_them() {
    let cases = cases("array");
    assert!(cases.len() > 300, "the fixture has only {} arrays", cases.len());
    for (values, expected) in cases {
        let found = array_text(&values);
        let start = &values[..values.len().min(8)];
        assert_eq!(found, expected, "{} elements: {start:?}", values.len());
    }
}

#[test]
fn floats_are_printed_as_python_prints_them() {
    let cases = cases("scalar");
    assert!(cases.len() > 100, "the fixture has only {} floats", cases.len());
    for (values, expected) in cases {
        assert_eq!(scalar_text(values[0]), expected, "{:e}", values[0]);
    }
}

#[test]
fn no_line_is_longer_than_75_columns() {
    for length in [1, 7, 8, 9, 17, 100, 1000, 1001] {
        for value in [1.0, -0.5, 1.0 / 3.0, -1e-100 / 3.0, f64::NAN] {
            let text = array_text(&vec![value; length]);
            let longest = text.lines().map(str::len).max();
            assert!(longest <= Some(75), "{length} times {value}: {longest:?}");
        }
    }
}

/// Python reads its own text back as the same float; so must Rust.
#[test]
fn a_floats_text_is_read_back_as_the_same_float() {
    let mut random = Xorshift::new(1);
    for _ in 0..100_000 {
        let bits = random.next_u64();
        let x = f64::from_bits(bits);
        if !x.is_nan() {
            let text = scalar_text(x);
            let read = text.parse::<f64>().map(f64::to_bits);
            assert_eq!(read, Ok(bits), "{text}");
        }
    }
}
