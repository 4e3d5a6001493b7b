//! The IDX reader gives the bytes item by item, refuses other elements, and believes no header.

use crate::support::folders;
use backprop::mnist::IdxReader;
use folders::idx;

/// All elements of a file, or the fault without the advice to fetch the file again.
fn read(file: &[u8]) -> Result<Vec<u8>, String> {
    let read = || {
        let mut reader = IdxReader::new(file)?;
        let mut values = Vec::new();
        while let Some(more) = reader.next_bytes(2)? {
            values.extend(more);
        }
        Ok(values)
    };
    read().map_err(|error: String| {
        error.split_once("; fetch it again").map_or(error.clone(), |(fault, _)| fault.to_string())
    })
}

fn fault<T>(text: &str) -> Result<T, String> {
    Err(text.into())
}

const TRAILING: &str = "the file goes on after its last element";

#[test]
fn items_come_as_many_as_are_asked_for() {
    let elements: Vec<u8> = (0..17 * 6).collect();
    let file = idx(8, &[17, 2, 3], &elements);
    for items in [1, 2, 7, 8, 9, 16, 17, 18, usize::MAX] {
        let mut reader = IdxReader::new(&file[..]).expect("a sound header");
        for expected in elements.chunks(items.saturating_mul(6)) {
            let found = reader.next_bytes(items).expect("a sound file");
            assert_eq!(found, Some(expected), "{items} items at a time");
        }
        assert_eq!(reader.next_bytes(items).expect("a sound end"), None, "{items} items at a time");
    }
}

#[test]
fn arrays_without_elements() {
    let large = [&[u32::MAX; 3][..], &[0]].concat();
    for dims in [&[0][..], &[0, 28, 28], &[5, 0, 28], &[5, 28, 0], &[u32::MAX, 0], &large] {
        assert_eq!(read(&idx(8, dims, &[])).expect("an empty array"), [0; 0], "{dims:?}");
        assert_eq!(read(&idx(8, dims, &[1])), fault(TRAILING), "{dims:?}");
    }
}

#[test]
fn a_file_cut_anywhere_says_where() {
    let whole = idx(8, &[3, 4], &[1; 12]);
    for length in 0..whole.len() {
        let expected = match length {
            0 => "the file is empty, the download failed".into(),
            1..12 => "the file ends in its header".into(),
            _ => format!("the header promises 12 bytes of elements, found {}", length - 12),
        };
        assert_eq!(read(&whole[..length]), Err(expected), "{length} bytes");
    }
    assert_eq!(read(&whole).expect("the whole file"), [1; 12]);
}

#[test]
fn headers_that_are_wrong() {
    let message = |file: &[u8]| read(file).expect_err("a fault");
    let expected = r"expected an IDX file, which begins \x00\x00, found 404:";
    assert_eq!(message(b"404: Not Found"), expected);
    assert_eq!(message(b"<!DOCTYPE"), "this is a web page, the download failed");
    assert!(message(&[0, 1, 8, 1]).contains(r"found \x00\x01"));
    assert!(message(&[0x1F, 0x8B, 8, 0]).contains("found another gzip archive"));
    for code in [0, 7, 0x0A, 0x0F, 255] {
        let expected = format!("expected an IDX type of 08, 09 or 0b to 0e, found {code:02x}");
        assert_eq!(read(&idx(code, &[1], &[0])), Err(expected));
    }
    for (code, name) in [(9, "i8"), (0x0D, "f32"), (0x0E, "f64")] {
        let expected = format!("expected elements of type u8, found {name}; convert them to bytes");
        assert_eq!(read(&idx(code, &[1], &[0; 8])), Err(expected));
    }
    assert_eq!(read(&idx(8, &[], &[0])), fault("expected at least one dimension, found none"));
    assert_eq!(read(&idx(8, &[1], &[0, 0])), fault(TRAILING));
}

#[test]
fn claims_are_not_believed() {
    // The header claims 2^40 elements; there are three.
    let found = read(&idx(8, &[1 << 20, 1 << 20], &[1, 2, 3]));
    assert_eq!(found, fault("the header promises 1099511627776 bytes of elements, found 3"));
    // 2^64 bytes and more.
    let max = "4294967295";
    for (dims, shown) in [
        (&[u32::MAX; 3][..], format!("{max}, {max}, {max}")),
        (&[u32::MAX; 255], format!("{}..., {max} (255 numbers)", format!("{max}, ").repeat(8))),
    ] {
        let found = read(&idx(8, dims, &[]));
        assert_eq!(
            found,
            fault(&format!(
                "no machine could hold an array of size [{shown}], as the header claims"
            ))
        );
    }
}
