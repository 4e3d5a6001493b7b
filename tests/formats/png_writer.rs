//! A written PNG picture has known bytes, reads back, and becomes text as base64.

use crate::support::pixels;
use backprop::format::base64::encode;
use backprop::format::png::{write_grey, write_rgb};
use pixels::png;

#[test]
fn base64_of_rfc_4648() {
    // Section 10.
    let vectors = [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ];
    for (bytes, text) in vectors {
        assert_eq!(encode(bytes.as_bytes()), text);
    }
    // All 64 digits in their order.
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = (0..64u32).step_by(4).map(|d| d << 18 | (d + 1) << 12 | (d + 2) << 6 | (d + 3));
    let bytes: Vec<u8> = groups.flat_map(|group| group.to_be_bytes()[1..].to_vec()).collect();
    assert_eq!(encode(&bytes), digits);
}

#[test]
fn known_bytes() {
    // Put together by Python's struct and zlib, and read by Pillow.
    let grey = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAAAAAC4HznGAAAAE0lEQVR4AQEIAPf/AACA/wD/gAAMAAL/\
                pz5HzgAAAABJRU5ErkJggg==";
    assert_eq!(encode(&write_grey(3, 2, &[0, 128, 255, 255, 128, 0])), grey);
}

#[test]
fn pictures_read_back() {
    // The last two fill one stored block of 65535 bytes exactly, and several.
    for (width, height) in [(1, 1), (1, 9), (9, 1), (28, 28), (21844, 3), (65534, 1), (300, 700)] {
        let byte = |k: usize| (k * k / 7 + k) as u8;
        let grey: Vec<u8> = (0..width * height).map(byte).collect();
        let image = png(&write_grey(width, height, &grey)).expect("a sound file");
        assert_eq!((image.width, image.height), (width, height));
        let same = image.pixels.iter().zip(&grey).all(|(pixel, &v)| *pixel == [v, v, v, 255]);
        assert!(same, "{width} x {height}, grey");

        let rgb: Vec<[u8; 3]> = grey.iter().map(|&v| [v, byte(v.into()), !v]).collect();
        let image = png(&write_rgb(width, height, &rgb)).expect("a sound file");
        assert_eq!((image.width, image.height), (width, height));
        let same = image.pixels.iter().zip(&rgb).all(|(p, &[r, g, b])| *p == [r, g, b, 255]);
        assert!(same, "{width} x {height}, RGB");
    }
}
