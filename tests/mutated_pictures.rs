//! Whatever the bytes, no decoder of pictures panics or takes memory for what a header claims: one
//! hundred thousand damaged inputs for each, the same ones every time.

mod mutation;

use backprop::format::picture::{self, PictureError};
use backprop::format::png::{self, PngError};
use backprop::format::pnm::{self, PnmError};
use backprop::format::zlib::{decompress, store};
use mutation::png::{SIGNATURE, rewrite};
use mutation::{peak, survives};

/// The most memory that decoding a file of a few kilobytes may take, in bytes. The inflater's
/// window and buffer are 130 KiB of it.
const MOST_MEMORY: usize = 1 << 18;

const PNG_SEEDS: [&[u8]; 8] = [
    include_bytes!("fixtures/png/grey_2_trns.png"),
    include_bytes!("fixtures/png/grey_16_adam7.png"),
    include_bytes!("fixtures/png/rgb_8_trns.png"),
    include_bytes!("fixtures/png/rgb_8_5x8_adam7.png"),
    include_bytes!("fixtures/png/palette_4_trns.png"),
    include_bytes!("fixtures/png/grey_alpha_8_adam7.png"),
    include_bytes!("fixtures/png/rgba_16.png"),
    include_bytes!("fixtures/png/pillow_P.png"),
];

#[test]
fn png_with_damaged_checksums() {
    survives(&PNG_SEEDS, MOST_MEMORY, |file| png::decode(file).is_err());
}

#[test]
fn png_with_right_checksums() {
    // The damage is done to files whose IDAT chunks hold the lines as they are.
    let inflated = |stream: &[u8]| decompress(stream, 1 << 16).expect("a sound stream");
    let seeds = PNG_SEEDS.map(|file| rewrite(file, inflated));
    let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    survives(&seeds, MOST_MEMORY, |file| png::decode(&rewrite(file, store)).is_err());
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
    survives(&seeds, MOST_MEMORY, |file| pnm::decode(file).is_err());
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
    let is_unknown = |file: &[u8]| matches!(picture::decode(file), Err(PictureError::Unknown(_)));
    survives(&seeds, MOST_MEMORY, is_unknown);
}

#[test]
fn claims_are_not_believed() {
    // 4096 x 4096 pixels of four times 16 bits, of which 256 bytes are there.
    let header = b"\0\0\0\x0DIHDR\0\0\x10\0\0\0\x10\0\x10\x06\0\0\0____";
    let pixels = [b"\0\0\x01\0IDAT", &[0; 256][..], b"____"].concat();
    let png = [SIGNATURE, header, &pixels, b"\0\0\0\0IEND____"].concat();
    let png = rewrite(&png, store);
    let expected = 4096 * (1 + 4096 * 8);
    let png_error = PictureError::Png(PngError::DataTooShort { expected, found: 256 });
    let pnm_error = PictureError::Pnm(PnmError::CutShort { promised: 3 << 24, found: 3 });
    let plain = b"P3 4096 4096 255\n1 2 3";
    let raw = b"P6 4096 4096 65535\n123456";
    for (file, error) in [(&png[..], &png_error), (plain, &pnm_error), (raw, &pnm_error)] {
        let (decoded, peak) = peak(|| picture::decode(file));
        assert_eq!(decoded.as_ref(), Err(error));
        assert!(peak <= MOST_MEMORY, "{peak} bytes were held to find: {error}");
    }
}
