//! gzip files of every kind give back what was packed; damaged ones give an error, never a panic
//! and never wrong bytes without one.

use crate::support::deflate;
use std::io::{self, Read};

use backprop::format::crc32::{Crc32, crc32};
use backprop::format::gzip::GzipReader;
use deflate::{
    Bits, CUT_SHORT, FIXED_DISTANCES, HEADER, content, fixed_literals, member, pack,
    read_in_chunks, stored,
};

/// Text, zeros, short periods, bytes as frequent as the Fibonacci numbers (for long codes), noise,
/// and the beginning again; packed by gzip 1.12 at each level.
const MIXED: &[u8] = include_bytes!("../fixtures/gzip/mixed");
const PACKED: [&[u8]; 9] = [
    include_bytes!("../fixtures/gzip/mixed.1.gz"),
    include_bytes!("../fixtures/gzip/mixed.2.gz"),
    include_bytes!("../fixtures/gzip/mixed.3.gz"),
    include_bytes!("../fixtures/gzip/mixed.4.gz"),
    include_bytes!("../fixtures/gzip/mixed.5.gz"),
    include_bytes!("../fixtures/gzip/mixed.6.gz"),
    include_bytes!("../fixtures/gzip/mixed.7.gz"),
    include_bytes!("../fixtures/gzip/mixed.8.gz"),
    include_bytes!("../fixtures/gzip/mixed.9.gz"),
];
/// The first 300 bytes of it, packed by `gzip -9n`.
const SHORT: &[u8] = include_bytes!("../fixtures/gzip/short.gz");

fn unpack(file: &[u8]) -> Result<Vec<u8>, String> {
    content(GzipReader::new(file))
}

#[test]
fn crc32_is_the_remainder_bit_by_bit() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926, "the catalogues' check value");
    for length in [0, 1, 7, 8, 9, 15, 16, 17, 300] {
        let mut naive = !0u32;
        for &byte in &MIXED[..length] {
            naive ^= u32::from(byte);
            for _ in 0..8 {
                naive = if naive & 1 == 1 { naive >> 1 ^ 0xEDB8_8320 } else { naive >> 1 };
            }
        }
        for split in 0..=length {
            let mut crc = Crc32::default();
            crc.update(&MIXED[..split]);
            crc.update(&MIXED[split..length]);
            assert_eq!(crc.value(), !naive, "{length} bytes, in two parts split at {split}");
        }
    }
}

#[test]
fn every_level_of_gzip() {
    for (level, file) in (1..).zip(PACKED) {
        assert!(unpack(file).as_deref() == Ok(MIXED), "level {level}");
    }
    assert_eq!(unpack(SHORT).as_deref(), Ok(&MIXED[..300]));
}

/// Gives its bytes a few at a time, and is interrupted before each read.
struct Trickle<'a>(&'a [u8], usize, bool);

impl Read for Trickle<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.2 = !self.2;
        if self.2 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let most = bytes.len().min(self.1);
        self.0.read(&mut bytes[..most])
    }
}

#[test]
fn the_content_does_not_depend_on_how_it_is_read() {
    for given in [1, 7, 8, 9, 17, 100_000] {
        for asked in [1, 7, 8, 9, 17, 100_000] {
            let mut reader = GzipReader::new(Trickle(PACKED[5], given, false));
            let content = read_in_chunks(&mut reader, asked);
            assert!(content == MIXED, "{given} bytes given, {asked} asked for at a time");
            assert_eq!(reader.read(&mut [0]).ok(), Some(0), "the end stays the end");
        }
    }
}

#[test]
fn reads_no_further_than_asked() {
    // The second half is damaged, and so is the checksum.
    let mut file = PACKED[5].to_vec();
    let half = file.len() / 2;
    file[half..].fill(0xFF);
    let mut start = [0; 1000];
    GzipReader::new(&file[..]).read_exact(&mut start).expect("the damage comes later");
    assert_eq!(start[..], MIXED[..1000]);
    assert!(unpack(&file).is_err());
}

/// A header with every optional field.
fn full_header() -> Vec<u8> {
    let mut header = HEADER.to_vec();
    header[3] = 0b11111;
    header.extend([3, 0, b'a', 0, b'c']); // an extra field of three bytes
    header.extend(b"name\0comment\0");
    let crc = crc32(&header) as u16;
    header.extend(crc.to_le_bytes());
    header
}

#[test]
fn all_header_fields() {
    let body = stored(b"hello");
    assert_eq!(unpack(&member(&full_header(), &body, b"hello")), Ok(b"hello".to_vec()));
    for flag in [1, 4, 8, 16] {
        let mut header = HEADER.to_vec();
        header[3] = flag;
        header.extend(match flag {
            4 => &[2, 0, 0, 0][..],
            8 | 16 => b"text\0",
            _ => b"",
        });
        let content = unpack(&member(&header, &body, b"hello"));
        assert_eq!(content, Ok(b"hello".to_vec()), "flag {flag}");
    }
}

#[test]
fn faults_of_the_header() {
    let body = stored(b"hello");
    for flag in [0x20, 0x40, 0x80] {
        let mut header = HEADER;
        header[3] = flag;
        let fault = unpack(&member(&header, &body, b"hello"));
        let expected = format!("expected none of the reserved flags, found flags {flag:02x}");
        assert_eq!(fault, Err(expected));
    }
    let mut header = HEADER;
    header[2] = 7;
    let expected = "expected compression method 8 (DEFLATE), found 7";
    assert_eq!(unpack(&member(&header, &body, b"hello")), Err(expected.into()));
    let expected = "expected a gzip file, which begins 1f 8b, found 3c 21";
    assert_eq!(unpack(b"<!DOCTYPE html>"), Err(expected.into()));
}

#[test]
fn several_members_are_one_content() {
    let file = [pack(b"one "), SHORT.to_vec(), pack(b""), pack(b"two")].concat();
    let expected = [b"one ", &MIXED[..300], b"two"].concat();
    assert_eq!(unpack(&file), Ok(expected));
}

#[test]
fn a_match_cannot_reach_into_the_member_before() {
    // Three bytes from one back: the second member has no byte there.
    let reach_back = Bits::new()
        .number(1, 1)
        .number(1, 2)
        .symbol(&fixed_literals(), 257)
        .symbol(&FIXED_DISTANCES, 0)
        .symbol(&fixed_literals(), 256)
        .bytes();
    let file = [pack(b"x"), member(&HEADER, &reach_back, b"xxx")].concat();
    let fault = "the compressed data are damaged: a match reaches back before the first byte";
    assert_eq!(unpack(&file), Err(fault.into()));
}

#[test]
fn zeros_may_stand_after_each_member() {
    for zeros in [1, 2, 7, 8, 9, 511, 512, 513, 100_000] {
        let padding = vec![0; zeros];
        let file = [pack(b"one "), padding.clone(), pack(b"two"), padding].concat();
        assert_eq!(unpack(&file), Ok(b"one two".to_vec()), "{zeros} zeros");
        let cut = [pack(b"one"), vec![0; zeros], vec![0x1F]].concat();
        assert_eq!(unpack(&cut), Err(CUT_SHORT.into()), "{zeros} zeros, half a magic");
    }
    let fault = "expected a gzip file, which begins 1f 8b, found 00 1f";
    assert_eq!(unpack(&[&[0], &*pack(b"one")].concat()), Err(fault.into()));
}

#[test]
fn only_zeros_may_follow() {
    let expected = Err("bytes that are not gzip follow the compressed data".to_string());
    for zeros in [1, 2, 7, 8, 9, 511, 512, 513, 100_000] {
        let mut file = pack(b"hello");
        file.resize(file.len() + zeros, 0);
        file.push(1);
        assert_eq!(unpack(&file), expected, "{zeros} zeros and a one");
    }
    for rest in [&[1][..], &[0x1F, 0x8C], b"garbage"] {
        let file = [pack(b"hello"), rest.to_vec()].concat();
        assert_eq!(unpack(&file), expected, "{rest:?}");
    }
}

#[test]
fn the_trailer_is_checked() {
    for (level, file) in (1..).zip(PACKED) {
        for bit in 0..64 {
            let mut file = file.to_vec();
            let byte = file.len() - 8 + bit / 8;
            file[byte] ^= 1 << (bit % 8);
            let expected = if bit < 32 {
                let crc = crc32(MIXED);
                format!("the content's CRC-32 is {crc:08x}, expected {:08x}", crc ^ 1 << bit)
            } else {
                let length = MIXED.len() as u32;
                let stored = length ^ 1 << (bit - 32);
                format!("the content is {length} bytes long, expected {stored}")
            };
            assert_eq!(unpack(&file), Err(expected), "level {level}, bit {bit} of the trailer");
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_truncated() {
    let full = member(&full_header(), &stored(b"hello"), b"hello");
    for file in [SHORT, &full, PACKED[8]] {
        for length in 0..file.len() {
            assert_eq!(unpack(&file[..length]), Err(CUT_SHORT.into()), "{length} bytes");
        }
    }
    let twice = [SHORT, SHORT].concat();
    for length in SHORT.len() + 1..twice.len() {
        assert_eq!(unpack(&twice[..length]), Err(CUT_SHORT.into()), "{length} bytes");
    }
}

#[test]
#[ignore = "unpacks the streams of tests/compare/gzip_files.py"]
fn unpack_the_file_gzip_streams() {
    let path = std::env::var_os("GZIP_STREAMS").expect("GZIP_STREAMS names a file of streams");
    let streams = std::fs::read(&path).expect("a file that can be read");
    let (mut rest, mut found) = (&streams[..], Vec::new());
    // Each with its length before it, and so the answers: 1 and the content, or 0 and the error.
    while let Some((length, after)) = rest.split_first_chunk() {
        let (stream, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        let (sound, answer) = match unpack(stream) {
            Ok(content) => (1, content),
            Err(fault) => (0, fault.into_bytes()),
        };
        found.push(sound);
        found.extend((answer.len() as u32).to_le_bytes());
        found.extend(answer);
        rest = after;
    }
    let path = std::path::Path::new(&path).with_extension("unpacked");
    std::fs::write(path, found).expect("a folder that can be written to");
}
