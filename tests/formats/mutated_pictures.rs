//! Whatever the bytes, no decoder of pictures panics or takes memory for what a header claims: one
//! hundred thousand damaged inputs for each, the same ones every time.

use crate::support::{mutation, pixels};
use backprop::format::zlib::store;
use mutation::png::{SIGNATURE, rewrite};
use mutation::{peak, survives};
use pixels::{picture, png, pnm, unpack};

/// The most memory that decoding a file of a few kilobytes may take, in bytes. The inflater's
/// window and buffer are 130 KiB of it.
const MOST_MEMORY: usize = 1 << 18;

const PNG_SEEDS: [&[u8]; 8] = [
    include_bytes!("../fixtures/png/grey_2_trns.png"),
    include_bytes!("../fixtures/png/grey_16_adam7.png"),
    include_bytes!("../fixtures/png/rgb_8_trns.png"),
    include_bytes!("../fixtures/png/rgb_8_5x8_adam7.png"),
    include_bytes!("../fixtures/png/palette_4_trns.png"),
    include_bytes!("../fixtures/png/grey_alpha_8_adam7.png"),
    include_bytes!("../fixtures/png/rgba_16.png"),
    include_bytes!("../fixtures/png/pillow_P.png"),
];

#[test]
fn png_with_damaged_checksums() {
    survives(&PNG_SEEDS, MOST_MEMORY, |file| png(file).is_err());
}

#[test]
fn png_with_right_checksums() {
    // The damage is done to files whose IDAT chunks hold the lines as they are.
    let inflated = |stream: &[u8]| unpack(stream).expect("a sound stream");
    let seeds = PNG_SEEDS.map(|file| rewrite(file, inflated));
    let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    survives(&seeds, MOST_MEMORY, |file| png(&rewrite(file, store)).is_err());
}

#[test]
fn pgm_and_ppm() {
    let raw = [b"P5 # two bytes\n7 5 1000\n", &[3; 70][..]].concat();
    let seeds = [
        &b"P2\n4 3\n15\n0 1 2 3 4 5 6 7 8 9 10 # comment\n 11"[..],
        b"P3 2 2 255 0 10 200 30 40 50 255 0 0 1 2 3\n",
        &raw,
        b"P6\n3 1\n255\n123456789",
    ];
    survives(&seeds, MOST_MEMORY, |file| pnm(file).is_err());
}

#[test]
fn pictures_of_other_kinds() {
    let seeds: [&[u8]; 5] = [
        b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf",
        b"\xEF\xBB\xBF <?xml version=\"1.0\"?>\n<svg>",
        b"<!DOCTYPE html><html>",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"",
    ];
    let is_unknown = |error: String| error.contains("found a file that begins");
    survives(&seeds, MOST_MEMORY, |file| picture(file).is_err_and(is_unknown));
}

#[test]
fn claims_are_not_believed() {
    // 16384 x 16384 pixels of four times 16 bits, of which 256 bytes are there; and one row of
    // them.
    let header = b"\0\0\0\x0DIHDR\0\0\x40\0\0\0\x40\0\x10\x06\0\0\0____";
    let wide = b"\0\0\0\x0DIHDR\0\x10\0\0\0\0\0\x01\x10\x06\0\0\0____";
    let interlaced = b"\0\0\0\x0DIHDR\0\0\x20\0\0\0\x20\0\x08\x06\0\0\x01____";
    let file = |header: &[u8]| {
        let pixels = [b"\0\0\x01\0IDAT", &[0; 256][..], b"____"].concat();
        rewrite(&[SIGNATURE, header, &pixels, b"\0\0\0\0IEND____"].concat(), store)
    };
    let png = |needed: usize| format!("expected {needed} bytes of pixels in chunk IDAT, found 256");
    let pnm = |promised: usize| format!("the header promises {promised} samples, found 3");
    // Lines of the passes: 1024 to 4096, each as many as fit.
    let [eighth, quarter, half, whole] = [1024, 2048, 4096, 8192];
    let line = |width: usize| 1 + 4 * width;
    let passes = eighth * (2 * line(eighth) + line(quarter))
        + quarter * (line(quarter) + line(half))
        + half * (line(half) + line(whole));
    for (file, error) in [
        (&file(header)[..], png(16384 * (1 + 16384 * 8))),
        (&file(wide), png(1 + (8 << 20))),
        (&file(interlaced), png(passes)),
        (b"P3 16384 16384 255\n1 2 3", pnm(3 << 28)),
        (b"P6 16384 16384 65535\n123456", pnm(3 << 28)),
        (b"P6 1048576 1 65535\n123456", pnm(3 << 20)),
    ] {
        let (found, peak) = peak(|| picture(file).expect_err("a cut file"));
        assert!(found.contains(&error), "{found}, where {error:?} was expected");
        assert!(peak <= MOST_MEMORY, "{peak} bytes were held to find: {error}");
    }
}
