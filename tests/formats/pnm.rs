//! A PGM or PPM picture, plain or raw, is decoded to its pixels; a malformed one gets the error
//! that names its fault.

use crate::support::pixels;
use pixels::pnm;

/// The grey pixels of a sound PGM file, with its height and width.
fn grey(file: &[u8]) -> (usize, usize, Vec<u8>) {
    let image = pnm(file).unwrap_or_else(|e| panic!("{}: {e}", file.escape_ascii()));
    let is_grey = |&[r, g, b, alpha]: &[u8; 4]| r == g && g == b && alpha == 255;
    assert!(image.pixels.iter().all(is_grey), "{}", file.escape_ascii());
    (image.height, image.width, image.pixels.iter().map(|pixel| pixel[0]).collect())
}

fn fault(file: &[u8]) -> String {
    pnm(file).expect_err("a fault")
}

#[test]
fn all_four_forms() {
    let pixels = vec![0, 10, 255, 35, 32, 13];
    assert_eq!(grey(b"P2 3 2 255\n0 10 255 35 32 13\n"), (2, 3, pixels.clone()));
    assert_eq!(grey(b"P5 3 2 255\n\0\n\xFF# \r"), (2, 3, pixels));
    for file in [&b"P3 2 1 255 1 2 3 4 5 6"[..], b"P6 2 1 255 \x01\x02\x03\x04\x05\x06"] {
        let image = pnm(file).expect("a sound file");
        assert_eq!((image.height, image.width), (1, 2));
        assert_eq!(image.pixels, [[1, 2, 3, 255], [4, 5, 6, 255]]);
    }
}

#[test]
fn white_space_and_comments() {
    for file in [
        &b"P2#c\n# c\r\n2 #1 1 1\n\x0b\x0c1\t#\n255#c\n7 #8\n9#"[..],
        b"P2#c\r2 1 255 7 9",
        b"P2\r\n2\r\n1\r\n255\r\n7\r\n9\r\n",
        b"P5\n# made by hand\n2 1\n255\n\x07\x09",
        b"P5\n2\n1\n255# 12\n\x07\x09",
        b"P5 0002 1 255\t\x07\x09P5 1 1 255 \x01",
    ] {
        assert_eq!(grey(file), (1, 2, vec![7, 9]), "{}", file.escape_ascii());
    }
}

#[test]
fn samples_are_scaled_from_maxval_to_255() {
    for maxval in [1u32, 2, 7, 100, 254, 255, 256, 1000, 65534, 65535] {
        let samples: Vec<u32> = (0..=maxval).step_by(1 + maxval as usize / 300).collect();
        let expected: Vec<u8> = samples
            .iter()
            .map(|&sample| (f64::from(sample) * 255.0 / f64::from(maxval)).round() as u8)
            .collect();
        let bytes = |sample: &u32| match maxval {
            ..256 => vec![*sample as u8],
            _ => (*sample as u16).to_be_bytes().to_vec(),
        };
        let head = |form| format!("{form} {} 1 {maxval}\n", samples.len()).into_bytes();
        let raw = [head("P5"), samples.iter().flat_map(bytes).collect()].concat();
        assert_eq!(grey(&raw).2, expected, "maxval {maxval}, raw");
        let text: Vec<String> = samples.iter().map(u32::to_string).collect();
        let plain = [head("P2"), text.join(" ").into_bytes()].concat();
        assert_eq!(grey(&plain).2, expected, "maxval {maxval}, plain");
    }
}

#[test]
fn headers_that_are_wrong() {
    for file in [&b""[..], b"P", b"P1 1 1 1", b"P7\n", b"p5 1 1 255 \0"] {
        let expected = "expected P2, P3, P5 or P6 as the first two characters";
        assert_eq!(fault(file), expected, "{}", file.escape_ascii());
    }
    let expected = |what: &str, found: &str| format!("expected {what}, found {found}");
    assert_eq!(fault(b"P2 x"), expected("the width", "\"x\""));
    assert_eq!(fault(b"P2 -1 1 255 0"), expected("the width", "\"-\""));
    assert_eq!(fault(b"P2 1.5 1 255 0"), expected("the height", "\".\""));
    assert_eq!(fault(b"P2 1 1 1xFF 0"), expected("the white space after maxval", "\"x\""));
    assert_eq!(fault(b"P5 1 1\n\xFF"), expected("the maxval", "\"\\xff\""));
    for (width, height) in [(0, 1u32), (1, 0), (16384, 16385), (u32::MAX, u32::MAX), (u32::MAX, 1)]
    {
        let file = format!("P5 {width} {height} 255\n");
        let size = format!("{width} x {height}");
        assert_eq!(fault(file.as_bytes()), expected("1 to 268435456 pixels", &size));
    }
    let found = fault(b"P5 18446744073709551617 1 255 \0");
    assert_eq!(found, expected("1 to 268435456 pixels", "4294967295 x 1"), "2^64 + 1");
    let found = fault(b"P5 1048577 1 255 \0");
    assert_eq!(found, expected("at most 1048576 pixels in a row", "1048577 x 1"));
    for maxval in [0, 65536, u32::MAX] {
        let file = format!("P5 1 1 {maxval}\n\0\0\0\0");
        let found = fault(file.as_bytes());
        assert_eq!(found, expected("a maxval of 1 to 65535", &maxval.to_string()));
    }
    let whole = b"P5 # c\n3 2 255\n";
    for length in 2..whole.len() {
        assert_eq!(fault(&whole[..length]), "the file ends in its header", "{length} bytes");
    }
}

#[test]
fn samples_that_are_wrong_too_few_or_too_many() {
    let cut = |promised, found| format!("the header promises {promised} samples, found {found}");
    assert_eq!(fault(b"P5 3 2 255\n12345"), cut(6, 5));
    assert_eq!(fault(b"P6 3 2 255\n12345678901234567"), cut(18, 17));
    assert_eq!(fault(b"P5 3 2 256\n\0\x01\0\x02\0\x03\0"), cut(6, 3));
    assert_eq!(fault(b"P2 3 2 255\n1 2 3 4 5 # 6"), cut(6, 5));
    assert_eq!(fault(b"P3 16384 16384 255\n"), cut(3 << 28, 0));
    assert_eq!(fault(b"P2 1 1 255 1 2"), "the file goes on after its last sample");
    assert_eq!(fault(b"P2 2 1 255 1 x"), "expected the next sample, found \"x\"");
    let sample = |found, maxval| format!("expected samples of at most {maxval}, found {found}");
    assert_eq!(fault(b"P2 1 1 255 256"), sample(256, 255));
    assert_eq!(fault(b"P2 1 1 255 99999999999"), sample(u32::MAX, 255));
    assert_eq!(fault(b"P5 1 1 100 e"), sample(101, 100));
    assert_eq!(fault(b"P5 1 1 256 \x01\x01"), sample(257, 256));
}
