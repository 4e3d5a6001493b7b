//! A JPEG file that is cut, damaged or of a kind that is not read gets the error that names its
//! fault, and never memory for what its header claims.

use crate::support::mutation;
use std::fs;
use std::io::{BufReader, Error, Read};
use std::path::Path;

use backprop::format::exif::orientation;
use backprop::format::jpeg::open;
use backprop::format::rows::{Rows, RowsError};
use mutation::peak;

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jpeg");
    fs::read(folder.join(name).with_extension("jpg")).expect("a fixture")
}

/// Reads all rows.
fn decode(file: &[u8]) -> Result<(), RowsError> {
    let mut rows = open(file)?;
    (0..rows.size().0).try_for_each(|_| rows.next_row().map(|_| ()))
}

/// The place behind a marker.
fn behind(file: &[u8], marker: u8) -> usize {
    file.windows(2).position(|pair| pair == [0xFF, marker]).expect("the marker") + 2
}

/// Asserts that a file is refused as `kind` with these words.
fn refuses(file: &[u8], kind: &str, words: &str) {
    let error = decode(file).expect_err(words);
    let found = format!("{error:?}");
    assert!(found.starts_with(kind) && found.contains(words), "{kind} {words}: {found}");
}

/// The file with other bytes at some distance behind a marker.
fn changed(name: &str, marker: u8, distance: isize, bytes: &[u8]) -> Vec<u8> {
    let mut file = fixture(name);
    let place = behind(&file, marker).wrapping_add_signed(distance);
    file[place..place + bytes.len()].copy_from_slice(bytes);
    file
}

/// The file without the segments of a marker.
fn without(name: &str, marker: u8) -> Vec<u8> {
    let mut file = fixture(name);
    while let Some(place) = file.windows(2).position(|pair| pair == [0xFF, marker]) {
        let length = usize::from(u16::from_be_bytes([file[place + 2], file[place + 3]]));
        file.drain(place..place + 2 + length);
    }
    file
}

#[test]
fn a_file_cut_anywhere_is_damaged() {
    for name in [
        "grey_fill_bytes",
        "one_pixel",
        "ycbcr_420_exif",
        "ycbcr_420_restart",
        "rgb",
        "progressive",
        "progressive_restart_rows",
        "scans_blue_first",
        "scans_rgb",
        "scans_progressive",
    ] {
        let file = fixture(name);
        decode(&file).expect("a sound file");
        for length in 0..file.len() {
            match decode(&file[..length]) {
                Err(RowsError::Damaged(text)) => assert!(text.contains(", at byte "), "{text}"),
                other => panic!("{name}, {length} bytes: {other:?}"),
            }
        }
    }
    let file = fixture("grey");
    let words = format!("expected more, found the end of the file, at byte {}", file.len() - 3);
    refuses(&file[..file.len() - 4], "Damaged", &words);
}

#[test]
fn what_is_not_read_is_named() {
    for (marker, name) in [
        (0xC3, "lossless coding"),
        (0xC5, "hierarchical coding"),
        (0xC6, "hierarchical coding"),
        (0xC7, "hierarchical coding"),
        (0xC9, "arithmetic coding"),
        (0xCA, "arithmetic coding"),
        (0xCC, "arithmetic coding"),
        (0xCF, "arithmetic coding"),
        (0xDE, "hierarchical coding"),
    ] {
        refuses(&changed("grey", 0xC0, -1, &[marker]), "Unsupported", name);
    }
    refuses(&changed("grey", 0xC0, 2, &[12]), "Unsupported", "1 components of 12 bits");
    refuses(&changed("grey", 0xC0, 7, &[2]), "Unsupported", "2 components of 8 bits");
    refuses(&changed("grey", 0xC0, 7, &[4]), "Unsupported", "CMYK");
    refuses(&changed("grey", 0xC0, 3, &[0, 0]), "Unsupported", "a height to come");
}

#[test]
fn a_picture_has_pixels_and_not_too_many() {
    refuses(
        &changed("grey", 0xC0, 5, &[0, 0]),
        "Size",
        "expected 1 to 268435456 pixels, found 0 x 9",
    );
    let large = changed("grey", 0xC0, 3, &[0x40, 1, 0x40, 0]);
    refuses(&large, "Size", "expected 1 to 268435456 pixels, found 16384 x 16385");
    let large = changed("progressive", 0xC2, 3, &[0x20, 1, 0x20, 0]);
    refuses(&large, "Size", "at most 67108864 pixels in a JPEG that must be held as a whole");
    let large = changed("scans_rgb", 0xC0, 3, &[0x20, 0, 0x20, 0]);
    refuses(&large, "Size", "at most 22369621 pixels");
    // They are damaged, as their data end early; what they hold until then is little.
    for (name, marker) in [("ycbcr_420_exif", 0xC0), ("rgb", 0xC0), ("progressive", 0xC2)] {
        let (result, held) = peak(|| decode(&changed(name, marker, 3, &[0x1F, 0xFF, 0x20, 0])));
        assert!(matches!(result, Err(RowsError::Damaged(_))), "{name}: {result:?}");
        assert!(held < 6 << 20, "{name} takes {held} bytes");
    }
}

#[test]
fn a_damaged_segment_is_named() {
    refuses(b"\xFF\xD7\xFF\xD9", "Damaged", "expected FF D8");
    refuses(&without("grey", 0xDB), "Damaged", "expected a DQT");
    refuses(&without("grey", 0xC4), "Damaged", "expected a DHT before");
    refuses(&without("grey", 0xC0), "Damaged", "expected components of the frame");
    refuses(&without("grey", 0xDA), "Damaged", "expected a scan of each component");
    refuses(
        &changed("grey", 0xE0, 0, &[0, 1]),
        "Damaged",
        "expected 1 bytes of a segment, found 2",
    );
    let damaged = |name, marker, distance, bytes: &[u8], words| {
        refuses(&changed(name, marker, distance, bytes), "Damaged", words);
    };
    damaged("grey", 0xE0, -1, &[0xD8], "expected a segment, found FF D8");
    damaged("grey", 0xDB, 1, &[66], "a short segment");
    // In DHT come the length, the code's number, how many codes have 1 bit, 2 and 3 bits.
    damaged("grey", 0xC4, 3, &[5, 1, 0], "found more symbols than codes");
    damaged("grey", 0xC4, 19, &[16], "expected a code for DC, at most 15 bits");
    damaged("grey", 0xC4, 2, &[0x20], "expected a code for DC, at most 15 bits, or for AC");
    damaged("ycbcr_420_exif", 0xC0, 9, &[0x02], "expected sampling factors from 1 to 4");
    damaged("ycbcr_420_exif", 0xC0, 9, &[0x25], "expected sampling factors from 1 to 4");
    damaged("grey", 0xDA, 2, &[0], "expected DC coefficients of some components");
    damaged("grey", 0xDA, 3, &[9], "expected components of the frame");
    // In the first SOS of three components come their ids and codes, then from, to, high and low.
    damaged("progressive", 0xDA, 10, &[5], "expected DC coefficients of some components");
    damaged("progressive", 0xDA, 11, &[0x10], "DC coefficients and upper bits before");
    damaged("progressive", 0xDA, 11, &[0x20], "expected DC coefficients of some components");
}

#[test]
fn damaged_data_are_named() {
    let name = "ycbcr_420_restart";
    refuses(&changed(name, 0xD1, -1, &[0xD3]), "Damaged", "expected the restart marker FF D1");
    refuses(&changed(name, 0xD1, -1, &[0xD9]), "Damaged", "expected the restart marker FF D1");
    let mut longer = fixture(name);
    let place = behind(&longer, 0xD1) - 2;
    longer.splice(place..place, [0, 0, 0]);
    refuses(&longer, "Damaged", "expected the restart marker FF D1");
    let ended = changed(name, 0xD1, 0, &[0xFF, 0xD9]);
    refuses(&ended, "Damaged", "expected more data, found a marker");
    // No code of the standard tables is all ones.
    refuses(
        &changed("grey", 0xDA, 8, &[0xFF, 0, 0xFF, 0]),
        "Damaged",
        "expected a code of the DHT",
    );
}

#[test]
fn a_source_that_fails_is_unreadable() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> Result<usize, Error> {
            Err(Error::other("the disk is gone"))
        }
    }
    let file = fixture("progressive");
    for length in 2..file.len() {
        let error = open(BufReader::new(file[..length].chain(Failing))).err();
        assert!(matches!(error, Some(RowsError::Unreadable(_))), "{length} bytes: {error:?}");
    }
}

#[test]
fn the_orientation_is_read_in_both_orders_of_bytes() {
    assert_eq!(open(&fixture("ycbcr_420_exif")[..]).expect("a picture").orientation(), 6);
    assert_eq!(open(&fixture("rgb")[..]).expect("a picture").orientation(), 1);
    let last: &[u8] = b"MM\0*\0\0\0\x0a??\0\x02\
        \x01\0\0\x03\0\0\0\x01\0\x10\0\0\x01\x12\0\x03\0\0\0\x01\0\x05\0\0";
    let first: &[u8] = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0";
    for (tiff, expected) in [(last, 5), (first, 8)] {
        assert_eq!(orientation(tiff), Some(expected));
        for length in 0..tiff.len() {
            assert_eq!(orientation(&tiff[..length]), None, "{length} bytes");
        }
    }
    for (place, byte) in [(0, b'M'), (4, 0xFF), (7, 0xFF), (8, 0), (12, 4), (18, 9), (18, 0)] {
        let mut tiff = first.to_vec();
        tiff[place] = byte;
        assert_eq!(orientation(&tiff), None, "byte {place} is {byte}");
    }
}
