//! Zip archives that are damaged, or lie, or need what is not supported, get the error that says
//! so, and take no memory for what they claim.

use crate::support::{arrays, deflate, mutation};
use arrays::{archive, fixture};
use backprop::format::crc32::crc32;
use backprop::format::zip::{MAX_INFLATED, Writer, members};
use deflate::{Bits, CUT_SHORT, stored};
use mutation::peak;

// Where the fields of a directory's entry are, and those of an end record.
const FLAGS: usize = 8;
const METHOD: usize = 10;
const CRC: usize = 16;
const PACKED: usize = 20;
const SIZE: usize = 24;
const OFFSET: usize = 42;
const NAME: usize = 46;
const END_ENTRIES: usize = 10;
const END_SIZE: usize = 12;
const END_OFFSET: usize = 16;

const ENTRY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

/// Where the last record of this signature begins.
fn last(file: &[u8], signature: &[u8]) -> usize {
    file.windows(4).rposition(|window| window == signature).expect("such a record")
}

/// A copy with `bytes` at the place `field` of the last record of this signature.
fn changed(file: &[u8], signature: &[u8], field: usize, bytes: &[u8]) -> Vec<u8> {
    let at = last(file, signature) + field;
    let mut file = file.to_vec();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

/// An archive of one member: a DEFLATE stream that claims to hold `size` bytes with this CRC-32.
fn deflated(stream: &[u8], size: u32, crc: u32) -> Vec<u8> {
    let file = archive(&[("a", stream)]);
    let file = changed(&file, ENTRY, METHOD, &[8, 0]);
    let file = changed(&file, ENTRY, SIZE, &size.to_le_bytes());
    changed(&file, ENTRY, CRC, &crc.to_le_bytes())
}

/// The contents of all members, or the fault.
fn read(file: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let contents = members(file).and_then(|all| all.iter().map(|member| member.read()).collect());
    contents.map_err(|error| error.to_string())
}

fn fault<T>(text: &str) -> Result<T, String> {
    Err(text.into())
}

fn no_record<T>(what: &str, at: usize) -> Result<T, String> {
    Err(format!("expected {what} at byte {at} of the zip archive, found none"))
}

fn length<T>(stored: u64, found: u64) -> Result<T, String> {
    Err(format!("the content is {found} bytes long, expected {stored}"))
}

const ZIP64: &str = "expected a zip archive below 4 GiB, found a larger one (zip64)";

#[test]
fn what_is_not_supported_is_named() {
    let file = archive(&[("a", b"one"), ("b", b"two")]);
    let found = read(&changed(&file, ENTRY, FLAGS, &[1]));
    assert_eq!(found, fault("expected no encryption, found an encrypted member"));
    for method in [1u16, 9, 12, 99, 0xFFFF] {
        let found = read(&changed(&file, ENTRY, METHOD, &method.to_le_bytes()));
        let expected = "expected compression method 0 (none) or 8 (DEFLATE), found";
        assert_eq!(found, Err(format!("{expected} {method}")));
    }
    for (signature, field) in
        [(END, END_SIZE), (END, END_OFFSET), (ENTRY, PACKED), (ENTRY, SIZE), (ENTRY, OFFSET)]
    {
        let found = read(&changed(&file, signature, field, &[0xFF; 4]));
        assert_eq!(found, fault(ZIP64), "field {field} of {}", signature.escape_ascii());
    }
    assert_eq!(read(&fixture("zip64.npz")), fault(ZIP64));
    let found = read(&changed(&file, ENTRY, NAME, &[0xFF]));
    assert_eq!(found, fault(r"expected a name in UTF-8, found \xff"));
}

#[test]
fn what_is_no_archive_is_named() {
    let magic = |found| Err(format!("expected a zip archive, which begins PK, found {found}"));
    assert_eq!(read(b""), magic("no bytes"));
    assert_eq!(read(b"\x93NUMPY"), magic(r"\x93NUM"));
    let file = fixture("savez_compressed.npz");
    let behind = [b"#!/bin/sh\n", &file[..]].concat();
    assert_eq!(read(&behind), magic("#!/b"));
    let no_end = "expected a zip archive to end with its end record, found none: the file is cut \
                  short, or other bytes follow";
    for length in 2..file.len() {
        assert_eq!(read(&file[..length]), fault(no_end), "{length} bytes");
    }
    let continued = [&file[..], b"\n"].concat();
    assert_eq!(read(&continued), fault(no_end));
}

#[test]
fn a_comment_may_look_like_an_end_record() {
    let file = archive(&[("a", b"one")]);
    let start = file.len() - 2;
    let longer = [END, &[0; 18], b"more"].concat();
    for comment in [longer, END.to_vec(), vec![7; 65_535]] {
        let length = (comment.len() as u16).to_le_bytes();
        let found = read(&[&file[..start], &length, &comment].concat());
        assert_eq!(found, Ok(vec![b"one".to_vec()]), "a comment of {} bytes", comment.len());
    }
}

#[test]
fn records_that_are_not_where_they_should_be() {
    let file = archive(&[("a", b"one"), ("b", b"two")]);
    let (entry, end) = (last(&file, ENTRY), last(&file, END));
    let first = entry - (NAME + 1);
    let put = |signature, field, number: usize| {
        changed(&file, signature, field, &(number as u32).to_le_bytes())
    };
    assert_eq!(read(&put(ENTRY, 0, 0)), no_record("a directory entry", entry));
    assert_eq!(read(&put(END, END_OFFSET, first - 1)), no_record("a directory entry", first - 1));
    // The last entry is cut short, or something follows it.
    assert_eq!(read(&put(END, END_SIZE, end - first - 1)), no_record("a directory entry", entry));
    let mut longer = file.clone();
    longer.splice(end..end, [0]);
    let longer = changed(&longer, END, END_SIZE, &[(end - first + 1) as u8]);
    assert_eq!(read(&longer), no_record("a directory entry", end));

    for offset in [1, first, file.len(), 0xFFFF_FFFE] {
        assert_eq!(read(&put(ENTRY, OFFSET, offset)), no_record("a local header", offset));
    }
    for (field, at, size) in [
        (END_OFFSET, first + 1, end - first),
        (END_OFFSET, 0xFFFF_FFFE, end - first),
        (END_SIZE, first, end - first + 1),
        (END_SIZE, first, 0xFFFF_FFFE),
    ] {
        let number = if field == END_SIZE { size } else { at };
        let expected = format!(
            "expected a directory of {size} bytes at byte {at} of the zip archive, found its end \
             before that"
        );
        assert_eq!(read(&put(END, field, number)), Err(expected));
    }
    for count in [0u16, 1, 3, 0xFFFF] {
        let found = read(&changed(&file, END, END_ENTRIES, &count.to_le_bytes()));
        assert_eq!(found, Err(format!("the directory has 2 entries, expected {count}")));
    }
}

#[test]
fn members_that_share_bytes_or_leave_the_archive() {
    let file = archive(&[("a", b"one"), ("b", b"two")]);
    let directory = last(&file, ENTRY) - (NAME + 1);
    let start = directory - 3;

    // Either has the bytes of both.
    let mut overlap = changed(&file, ENTRY, OFFSET, &[0; 4]);
    for entry in [directory, directory + NAME + 1] {
        overlap[entry + PACKED] = (directory - 64) as u8;
    }
    assert_eq!(read(&overlap), fault("members of the zip archive share bytes"));

    for packed in [4, (file.len() - start) as u32, 0xFFFF_FFFE] {
        let found = read(&changed(&file, ENTRY, PACKED, &packed.to_le_bytes()));
        assert_eq!(found, fault("the bytes of b lie outside of the zip archive"), "{packed} bytes");
    }
}

#[test]
fn contents_that_are_not_what_was_packed() {
    let file = archive(&[("a", b"one")]);
    let found = read(&changed(&file, ENTRY, CRC, &[0; 4]));
    assert_eq!(
        found,
        Err(format!("the content's CRC-32 is {:08x}, expected 00000000", crc32(b"one")))
    );
    for size in [2, 4] {
        let found = read(&changed(&file, ENTRY, SIZE, &[size as u8]));
        assert_eq!(found, length(size, 3));
    }

    let (stream, crc) = (stored(b"one"), crc32(b"one"));
    assert_eq!(read(&deflated(&stream, 3, crc)), Ok(vec![b"one".to_vec()]));
    for (size, found) in [(0, 1), (2, 3), (4, 3)] {
        assert_eq!(read(&deflated(&stream, size, crc)), length(size.into(), found));
    }
    let damaged = "the compressed data are damaged";
    let found = read(&deflated(&stream[..stream.len() - 1], 3, crc));
    assert_eq!(found, Err(format!("{damaged}: {CUT_SHORT}")));
    let found = read(&deflated(&[7], 3, crc));
    assert_eq!(found, Err(format!("{damaged}: a block has the reserved type 3")));
}

/// A DEFLATE stream that packs as densely as the format allows: each match of 258 zeros takes
/// one bit for its length and one for its distance.
fn densest(matches: usize) -> Vec<u8> {
    let mut literals = [0; 286];
    (literals[0], literals[256], literals[285]) = (2, 2, 1);
    let mut bits = Bits::new().dynamic_head(true, &literals, &[1]).symbol(&literals, 0);
    for _ in 0..matches {
        bits = bits.symbol(&literals, 285).code(0, 1);
    }
    bits.symbol(&literals, 256).bytes()
}

#[test]
fn the_densest_stream_is_read() {
    let matches = 100_000;
    let stream = densest(matches);
    let zeros = vec![0; 1 + 258 * matches];
    assert!(zeros.len() > 1020 * stream.len(), "{} zeros in {}", zeros.len(), stream.len());
    let found = read(&deflated(&stream, zeros.len() as u32, crc32(&zeros)));
    assert!(found == Ok(vec![zeros]), "all zeros come back");
}

#[test]
fn claims_take_no_memory() {
    // A megabyte that claims to be a hundred bytes.
    let stream = densest(4000);
    let file = deflated(&stream, 100, 0);
    let (found, bytes) = peak(|| read(&file));
    assert_eq!(found, length(100, 101));
    assert!(bytes < 150_000, "{bytes} bytes for {} that should be 100", 4000 * 258);

    // Three bytes that claim to be as many as 1000 could be.
    let stream = [stored(b"one"), vec![0; 1000]].concat();
    let file = deflated(&stream, 1_000_000, 0);
    let (found, bytes) = peak(|| read(&file));
    assert_eq!(found, length(1_000_000, 3));
    assert!(bytes < 150_000, "{bytes} bytes for three that claim to be a million");

    // Together more than the limit: the first says 200 bytes, the second all of the limit but 199.
    let stream = stored(&[0; 200]);
    let file = archive(&[("a", &stream), ("b", &stream)]);
    let claims = |second: usize| {
        let mut file = changed(&file, ENTRY, SIZE, &(second as u32).to_le_bytes());
        let second = last(&file, ENTRY);
        for entry in [second - (NAME + 1), second] {
            file[entry + METHOD] = 8;
        }
        file[second - (NAME + 1) + SIZE] = 200;
        members(&file).map(|members| members.len()).map_err(|error| error.to_string())
    };
    assert_eq!(claims(MAX_INFLATED - 200), Ok(2));
    let expected = format!(
        "expected compressed members of at most {MAX_INFLATED} bytes together, found {}; store \
         them without compression: np.savez",
        MAX_INFLATED + 1
    );
    assert_eq!(claims(MAX_INFLATED - 199), Err(expected));
}

#[test]
fn a_writer_says_when_it_is_full() {
    let mut writer = Writer::default();
    for number in 0..65_535 {
        writer.add(&number.to_string(), b"").expect("it fits");
    }
    let message = writer.add("one more", b"").expect_err("a fault").to_string();
    assert!(message.starts_with("expected at most 65535 members, 4 GiB in all"), "{message}");
}
