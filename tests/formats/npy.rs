//! .npy files of NumPy are read to the bit, written ones are NumPy's own bytes, and no header is
//! believed.

use crate::support::{arrays, mutation};
use arrays::{describe, expected, fixture, keep};
use backprop::format::npy::{Array, Values, read, write};
use mutation::{MOST_MEMORY, peak, survives};

/// Files that NumPy wrote: headers as short and as long as they can be.
const FILES: [&str; 3] = ["version_1.npy", "text.npy", "full_header.npy"];

/// A version 1 file with this header's text.
fn file(header: &str, data: &[u8]) -> Vec<u8> {
    let length = (header.len() as u16).to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), data].concat()
}

/// The header of an array of this type and shape.
fn header(descr: &str, shape: &str) -> String {
    format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n")
}

fn fault(header: &str, data: &[u8]) -> String {
    refused(&file(header, data))
}

fn refused(file: &[u8]) -> String {
    match read(file) {
        Err(error) => error.to_string(),
        Ok(array) => panic!("{} was read as {array:?}", file.escape_ascii()),
    }
}

#[test]
fn what_numpy_wrote() {
    for name in FILES {
        let array = read(&fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!([describe("", &array)], expected(name)[..], "{name}");
        keep(name, &write(&array));
    }
}

#[test]
fn written_files_are_numpys_own_bytes() {
    for name in FILES {
        let numpys = fixture(name);
        let ours = write(&read(&numpys).expect("a sound file"));
        assert!(ours == numpys, "{name}: {:?}", ours.escape_ascii().to_string());
    }
}

#[test]
fn what_is_written_is_read_again() {
    let text = |texts: &[&str]| Values::Text(texts.iter().map(|text| text.to_string()).collect());
    let cases = [
        (vec![], Values::F64(vec![0.1])),
        (vec![2, 1, 2], Values::F64(vec![f64::MIN, -0.0, f64::INFINITY, 5e-324])),
        (vec![3], Values::I64(vec![i64::MIN, -1, i64::MAX])),
        (vec![256], Values::U8((0..=255).collect())),
        (vec![1, 2], Values::Bool(vec![false, true])),
        (vec![4], text(&["", "relu", "\0가", "\u{10FFFF}"])),
        (vec![2], text(&["", ""])),
        (vec![3], Values::F32(vec![0.1, -0.0, f32::MIN_POSITIVE / 3.0])),
        (vec![0, 7], Values::F64(vec![])),
        (vec![usize::MAX, 0], text(&[])),
        (vec![1; 64], Values::U8(vec![9])),
    ];
    for (shape, values) in cases {
        let array = Array { shape, values };
        let again = read(&write(&array)).unwrap_or_else(|error| panic!("{array:?}: {error}"));
        assert_eq!(describe("", &again), describe("", &array));
    }
}

#[test]
#[should_panic(expected = "an array of the shape [2, 2]")]
fn an_array_with_too_few_values_is_not_written() {
    write(&Array { shape: vec![2, 2], values: Values::U8(vec![1, 2, 3]) });
}

#[test]
fn headers_that_python_reads_the_same() {
    let expected = Array { shape: vec![2, 1], values: Values::U8(vec![7, 9]) };
    for header in [
        "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }",
        "{'descr':'|u1','fortran_order':False,'shape':(2,1)}",
        "{'shape': (2, 1,), 'descr': '|u1', 'fortran_order': True}",
        "{\"fortran_order\": False, \"shape\": (2, 1), \"descr\": \"|u1\"}",
        " \t{ 'descr' :\n'|u1' , 'fortran_order' : True , 'shape' : ( 2 , 1 , ) , } \n\n",
    ] {
        assert_eq!(read(&file(header, &[7, 9])), Ok(expected.clone()), "{header}");
    }
    let bools = read(&file(&header("|b1", "(3,)"), &[0, 1, 2])).expect("a sound file");
    assert_eq!(bools.values, Values::Bool(vec![false, true, true]), "as NumPy sees them");
}

#[test]
fn headers_that_are_no_such_dict() {
    let dict = |descr: &str, order: &str, shape: &str| {
        format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}}}")
    };
    let size = "a size that this machine can address";
    for (header, expected, found) in [
        (dict("<f8", "True", "()"), "a type in quotes", "\"<f8, 'fortran_order'\""),
        (dict("'", "True", ""), "a tuple of sizes", "}"),
        (dict("'<f8'", "0", "()"), "True or False", "\"0, 'shape': ()}\""),
        (dict("'<f8'", "False", "3"), "a tuple of sizes", "3}"),
        (dict("'<f8'", "False", "(3"), "a tuple of sizes", "(3}"),
        (dict("'<f8'", "False", "(3 4)"), size, "\"3 4\""),
        (dict("'<f8'", "False", "(,)"), size, "\"\""),
        (dict("'<f8'", "False", "(1,,)"), size, "\"\""),
        (dict("'<f8'", "False", "(-1,)"), size, "-1"),
        (dict("'<f8'", "False", "(1e3,)"), size, "1e3"),
        (dict("'<f8'", "False", "( 18446744073709551616,)"), size, "18446744073709551616"),
    ] {
        let message = format!("expected {expected} in the .npy header, found {found}");
        assert_eq!(fault(&header, &[]), message, "{header}");
    }
    for (header, key) in [
        ("", "descr"),
        ("[1]", "descr"),
        ("{'descr' '<f8'}", "descr"),
        ("{'fortran_order': False, 'shape': ()}", "descr"),
        ("{'descr': '<f8', 'shape': ()}", "fortran_order"),
        ("{'descr': '<f8', 'fortran_order': False}", "shape"),
    ] {
        let message =
            format!("expected the key '{key}' and a colon in the .npy header, found none");
        assert_eq!(fault(header, &[]), message, "{header}");
    }
}

#[test]
fn arrays_that_are_refused() {
    let message = refused(&fixture("objects.npy"));
    assert!(message.contains("a pickle, which can run any code"), "{message}");
    let message = refused(&fixture("structured.npy"));
    assert!(message.contains("found a structured array; save each of its fields"), "{message}");
    let other = |descr: &str| {
        let found = if descr.is_empty() { "\"\"" } else { descr };
        format!(
            "expected elements of the type <f8, <f4, >f8, >f4, <i8, <i4, |u1, |b1 or <U and a length, \
             found {found}; convert them: array.astype('<f8')"
        )
    };
    assert_eq!(refused(&fixture("complex.npy")), other("<c16"));
    for descr in ["<f2", "|S5", "<M8[D]", ">i8", "<u8", "<U", "<U0", "<U-1", ">U3", "f8", ""] {
        assert_eq!(fault(&header(descr, "()"), &[0; 8]), other(descr));
    }
    // The least length at which the bytes of one string are not a number of 64 bits.
    let huge = format!("<U{}", 1u64 << 62);
    assert_eq!(fault(&header(&huge, "()"), &[]), other(&huge));

    let sizes = |count| header("|u1", &format!("({})", "1,".repeat(count)));
    assert!(read(&file(&sizes(64), &[1])).is_ok(), "64 dimensions");
    assert_eq!(fault(&sizes(65), &[1]), "expected at most 64 dimensions, found 65");

    // Half a surrogate pair, and the first number after the last character.
    for code in [0xD800u32, 0x11_0000] {
        let message = fault(&header("<U1", "()"), &code.to_le_bytes());
        let expected =
            format!("expected strings of Unicode characters, found the number {code:#x}");
        assert_eq!(message, expected);
    }
}

#[test]
fn claims_are_not_believed() {
    let (descr, shape) = ("<f8", "(1048576, 1048576)");
    let message = "the .npy header promises 8796093022208 bytes of elements, found 24";
    assert_eq!(fault(&header(descr, shape), &[0; 24]), message);
    for (descr, shape) in [("<f8", vec![1usize << 61]), ("|u1", vec![1 << 32; 2])] {
        let tuple = format!("{shape:?}").replace('[', "(").replace(']', ",)");
        let message = format!("no machine could hold the {shape:?} of the .npy header");
        assert_eq!(fault(&header(descr, &tuple), &[]), message);
    }

    // An array's memory is a small multiple of its bytes in the file.
    let count = 100_000;
    for (descr, size, most) in [("<f4", 4, 2), ("<f8", 8, 1), ("|u1", 1, 1), ("<U1", 4, 8)] {
        for (fortran_order, reordered) in [("False", 0), ("True", 1)] {
            let text = header(descr, "(100, 1000)").replace("False", fortran_order);
            let file = file(&text, &[b'a', 0, 0, 0].repeat(count * size / 4));
            let (array, peak) = peak(|| read(&file).expect("a sound file"));
            assert_eq!(array.shape, [100, 1000]);
            let most = (most + reordered) * size * count + 4096;
            assert!(peak <= most, "{descr}: {peak} bytes, expected at most {most}");
        }
    }
}

#[test]
fn a_file_cut_or_continued_anywhere() {
    let whole = fixture("version_1.npy");
    let start = whole.len() - 24 * 8;
    for length in 0..whole.len() {
        let begins = whole[..length.min(6)].escape_ascii();
        let expected = match length {
            0 => r"expected a .npy file, which begins \x93NUMPY, found no bytes".into(),
            1..6 => format!(r"expected a .npy file, which begins \x93NUMPY, found {begins}"),
            _ if length < start => "the .npy file ends in its header".into(),
            _ => {
                format!("the .npy header promises 192 bytes of elements, found {}", length - start)
            }
        };
        assert_eq!(refused(&whole[..length]), expected, "{length} bytes");
    }
    let message = "the .npy header promises 192 bytes of elements, found 195";
    assert_eq!(refused(&[&whole[..], &[0; 3]].concat()), message);

    for version in [[0, 0], [1, 1], [2, 0], [3, 0], [255, 255]] {
        let file = [b"\x93NUMPY", &version[..], &whole[8..]].concat();
        let [major, minor] = version;
        let message = format!("expected .npy version 1.0, found {major}.{minor}");
        assert_eq!(refused(&file), message);
    }
    let message = r"expected a .npy file, which begins \x93NUMPY, found PK\x03\x04..";
    assert_eq!(refused(b"PK\x03\x04..."), message);
}

#[test]
fn a_hundred_thousand_damaged_files() {
    let fortran = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }\n";
    let fortran = file(fortran, &[1; 24]);
    let seeds = [fixture("version_1.npy"), fixture("text.npy"), fortran];
    let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    survives(&seeds, MOST_MEMORY, |input| read(input).is_err());
}
