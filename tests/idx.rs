//! The IDX reader gives the elements of all six types, item by item, and believes no header.

mod folders;

use backprop::format::idx::{Element, IdxError, IdxReader};
use folders::idx;

/// All elements of a file, or the error.
fn read(file: &[u8]) -> Result<Vec<f64>, IdxError> {
    let mut reader = IdxReader::new(file)?;
    let mut values = Vec::new();
    while let Some(more) = reader.next_values(2)? {
        values.extend(more);
    }
    Ok(values)
}

#[test]
fn all_six_types() {
    let cases: [(u8, Element, Vec<u8>, [f64; 3]); 6] = [
        (0x08, Element::U8, vec![0, 128, 255], [0.0, 128.0, 255.0]),
        (0x09, Element::I8, vec![127, 128, 255], [127.0, -128.0, -1.0]),
        (0x0B, Element::I16, vec![1, 2, 0x80, 0, 0xFF, 0xFF], [258.0, -32768.0, -1.0]),
        (
            0x0C,
            Element::I32,
            [16_909_060i32, i32::MIN, -1].map(i32::to_be_bytes).concat(),
            [16_909_060.0, -2_147_483_648.0, -1.0],
        ),
        (
            0x0D,
            Element::F32,
            [0.1f32, -1.5, f32::MIN_POSITIVE].map(f32::to_be_bytes).concat(),
            [f64::from(0.1f32), -1.5, f64::from(f32::MIN_POSITIVE)],
        ),
        (
            0x0E,
            Element::F64,
            [0.1, -1.5, f64::MIN_POSITIVE].map(f64::to_be_bytes).concat(),
            [0.1, -1.5, f64::MIN_POSITIVE],
        ),
    ];
    for (code, element, elements, values) in cases {
        let file = idx(code, &[3], &elements);
        let reader = IdxReader::new(&file[..]).expect("a sound header");
        assert_eq!((reader.element(), reader.dims()), (element, &[3][..]));
        assert_eq!(element.size() * 3, elements.len(), "{element}");
        assert_eq!(read(&file).expect("a sound file"), values, "{element}");
    }
}

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
        assert_eq!(read(&idx(8, dims, &[])).expect("an empty array"), [0.0; 0], "{dims:?}");
        let fault = read(&idx(8, dims, &[1]));
        assert!(matches!(fault, Err(IdxError::TrailingBytes)), "{dims:?}, found {fault:?}");
    }
}

#[test]
fn a_file_cut_anywhere_says_where() {
    let whole = idx(0x0B, &[3, 2], &[1; 12]);
    for length in 0..whole.len() {
        let fault = read(&whole[..length]);
        let expected = match fault {
            Err(IdxError::Empty) => length == 0,
            Err(IdxError::HeaderCutShort) => (1..12).contains(&length),
            Err(IdxError::CutShort { promised: 12, found }) => length == 12 + found,
            _ => false,
        };
        assert!(expected, "{length} bytes, found {fault:?}");
    }
    assert_eq!(read(&whole).expect("the whole file"), [257.0; 6]);
}

#[test]
fn headers_that_are_wrong() {
    let fault = |file: &[u8]| read(file).expect_err("a fault").to_string();
    let expected = r"expected an IDX file, which begins \x00\x00, found <!DO";
    assert_eq!(fault(b"<!DOCTYPE"), expected);
    assert!(fault(&[0, 1, 8, 1]).contains(r"found \x00\x01"));
    assert!(fault(&[0x1F, 0x8B, 8, 0]).contains(r"found \x1f\x8b"));
    for code in [0, 7, 0x0A, 0x0F, 255] {
        let found = read(&idx(code, &[1], &[0]));
        assert!(matches!(found, Err(IdxError::Element(c)) if c == code), "found {found:?}");
    }
    assert!(matches!(read(&idx(8, &[], &[0])), Err(IdxError::NoDimensions)));
    assert!(matches!(read(&idx(8, &[1], &[0, 0])), Err(IdxError::TrailingBytes)));
}

#[test]
fn claims_are_not_believed() {
    // The header claims 2^40 elements; there are three.
    let found = read(&idx(8, &[1 << 20, 1 << 20], &[1, 2, 3]));
    assert!(
        matches!(found, Err(IdxError::CutShort { promised, found: 3 }) if promised == 1 << 40),
        "found {found:?}"
    );
    // 2^64 bytes and more.
    for (code, dims) in [(8, &[u32::MAX; 3][..]), (8, &[u32::MAX; 255]), (0x0E, &[1 << 31; 2])] {
        let found = read(&idx(code, dims, &[]));
        assert!(matches!(found, Err(IdxError::TooLarge(_))), "{dims:?}, found {found:?}");
    }
}
