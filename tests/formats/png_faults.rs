//! A malformed PNG file gets the error that names its fault.

use crate::support::pixels;
use backprop::format::crc32::crc32;
use backprop::format::zlib::{adler32, store};
use pixels::{png, unpack};
use std::slice;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const GREY: u8 = 0;
const RGB: u8 = 2;
const PALETTE: u8 = 3;
const GREY_ALPHA: u8 = 4;
const RGBA: u8 = 6;

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let content = [&name[..], data].concat();
    let length = (data.len() as u32).to_be_bytes();
    [&length[..], &content, &crc32(&content).to_be_bytes()].concat()
}

/// IHDR of a picture that is not interlaced.
fn header(width: u32, height: u32, depth: u8, colour_type: u8) -> Vec<u8> {
    let form = [depth, colour_type, 0, 0, 0];
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &form].concat())
}

fn data(lines: &[u8]) -> Vec<u8> {
    chunk(b"IDAT", &store(lines))
}

fn end() -> Vec<u8> {
    chunk(b"IEND", &[])
}

fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
    [SIGNATURE, &chunks.concat()].concat()
}

/// The fault of a file of these chunks.
fn fault(chunks: &[Vec<u8>]) -> String {
    png(&file(chunks)).expect_err("a fault")
}

/// A sound file: 2 x 2 pixels of two colours.
fn sound() -> Vec<Vec<u8>> {
    let palette = chunk(b"PLTE", &[10, 20, 30, 40, 50, 60]);
    let lines = [0, 0b0100_0000, 0, 0b1000_0000];
    vec![header(2, 2, 1, PALETTE), palette, chunk(b"tRNS", &[7]), data(&lines), end()]
}

#[test]
fn the_sound_file_is_sound() {
    let image = png(&file(&sound())).expect("a sound file");
    let (a, b) = ([10, 20, 30, 7], [40, 50, 60, 255]);
    assert_eq!(image.pixels, [a, b, b, a]);
}

#[test]
fn a_file_cut_anywhere_is_truncated() {
    let whole = file(&sound());
    let pixels = png(&whole).expect("a sound file").pixels;
    // Behind the last pixel: Adler-32, the CRC-32 of IDAT, IEND.
    let last = whole.len() - 4 - 4 - 12;
    for length in 0..last {
        let signature =
            "expected PNG's first eight bytes, found others, as after copying it as text";
        let expected = if length < 8 { signature } else { "the file ends too early" };
        assert_eq!(png(&whole[..length]), Err(expected.into()), "{length} bytes");
    }
    for length in last..whole.len() {
        let read = png(&whole[..length]).unwrap_or_else(|fault| panic!("{length} bytes: {fault}"));
        assert_eq!(read.pixels, pixels, "{length} bytes");
        let missing = "the checksum of the pixels is missing";
        let notes = [missing, "the file ends without IEND"];
        assert_eq!(read.notes, notes[usize::from(length >= last + 4)..], "{length} bytes");
    }
}

#[test]
fn any_bit_changed_is_noticed() {
    let whole = file(&sound());
    for place in 0..whole.len() {
        for bit in 0..8 {
            let mut changed = whole.clone();
            changed[place] ^= 1 << bit;
            let noticed = png(&changed).map_or(true, |read| !read.notes.is_empty());
            assert!(noticed, "bit {bit} of byte {place}");
        }
    }
    let mut changed = sound();
    changed[1][8] += 1;
    let [stored, computed] =
        [10, 11].map(|first| crc32(&[b"PLTE", &[first, 20, 30, 40, 50, 60][..]].concat()));
    let expected = format!("the CRC-32 of chunk PLTE is {computed:08x}, expected {stored:08x}");
    assert_eq!(fault(&changed), expected);
}

#[test]
fn headers_that_are_wrong() {
    // No data: there is a fault behind every header.
    let of = |first: Vec<u8>| fault(&[first, data(&[]), end()]);
    let form = |form: [u8; 5]| of(chunk(b"IHDR", &[&[0, 0, 0, 1, 0, 0, 0, 1][..], &form].concat()));
    let expected = |what: &str, found: &str| format!("expected {what}, found {found}");
    let found = of(chunk(b"CgBI", &[0; 4]));
    assert_eq!(found, expected("IHDR as the first chunk", "CgBI"));
    for length in [0, 12, 14] {
        let found = of(chunk(b"IHDR", &vec![0; length]));
        assert_eq!(found, expected("13 bytes in chunk IHDR", &length.to_string()));
    }
    for (width, height) in
        [(0, 1), (1, 0), (16385, 16384), (u32::MAX, u32::MAX), (1 << 16, 1 << 16)]
    {
        let size = format!("{width} x {height}");
        let found = of(header(width, height, 8, GREY));
        assert_eq!(found, expected("1 to 268435456 pixels", &size));
    }
    let found = of(header((1 << 20) + 1, 1, 8, GREY));
    assert_eq!(found, expected("at most 1048576 pixels in a row", "1048577 x 1"));
    for colour_type in 0..=255 {
        for depth in 0..=255 {
            let allowed: &[u8] = match colour_type {
                GREY => &[1, 2, 4, 8, 16],
                PALETTE => &[1, 2, 4, 8],
                RGB | GREY_ALPHA | RGBA => &[8, 16],
                _ => {
                    let found = form([depth, colour_type, 0, 0, 0]);
                    let what = "colour type 0, 2, 3, 4 or 6";
                    assert_eq!(found, expected(what, &colour_type.to_string()));
                    continue;
                }
            };
            let found = form([depth, colour_type, 0, 0, 0]);
            let what = format!("one of {allowed:?} bits per sample for colour type {colour_type}");
            let refused = found == expected(&what, &depth.to_string());
            assert_eq!(refused, !allowed.contains(&depth), "{found}");
        }
    }
    assert_eq!(form([8, GREY, 1, 0, 0]), expected("compression method 0", "1"));
    assert_eq!(form([8, GREY, 0, 64, 0]), expected("filter method 0", "64"));
    assert_eq!(form([8, GREY, 0, 0, 2]), expected("interlace method 0 or 1", "2"));
    let size = [0, 0, 0x20, 0, 0, 0, 0x20, 1];
    let found = of(chunk(b"IHDR", &[&size[..], &[8, GREY, 0, 0, 1]].concat()));
    let what = "at most 67108864 pixels in an interlaced picture";
    assert_eq!(found, expected(what, "8192 x 8193"));
}

#[test]
fn chunks_that_are_wrong_missing_or_out_of_order() {
    let [head, palette, trns, pixels, end] = <[_; 5]>::try_from(sound()).expect("five chunks");
    let of = |chunks: &[&Vec<u8>]| fault(&chunks.iter().copied().cloned().collect::<Vec<_>>());
    let text = chunk(b"tEXt", b"Title\0One");
    let misplaced = |name| format!("chunk {name} is in the wrong place or there twice");

    let none = "expected pixels in chunk IDAT, found none";
    assert_eq!(of(&[&head, &palette, &trns, &end]), none);
    for chunks in [&[&head, &pixels, &end][..], &[&head, &pixels, &palette, &end]] {
        assert_eq!(of(chunks), "expected a palette in chunk PLTE, found none");
    }
    assert_eq!(of(&[&head, &head, &palette, &pixels, &end]), misplaced("IHDR"));
    assert_eq!(of(&[&head, &palette, &palette, &pixels, &end]), misplaced("PLTE"));
    assert_eq!(of(&[&head, &palette, &pixels, &palette, &end]), misplaced("PLTE"));
    assert_eq!(of(&[&head, &trns, &palette, &pixels, &end]), misplaced("tRNS"));
    assert_eq!(of(&[&head, &palette, &trns, &trns, &pixels, &end]), misplaced("tRNS"));
    assert_eq!(of(&[&head, &palette, &pixels, &trns, &end]), misplaced("tRNS"));
    assert_eq!(of(&[&head, &palette, &pixels, &text, &pixels, &end]), misplaced("IDAT"));
    let unknown = chunk(b"HEAD", b"");
    for chunks in
        [[&head, &unknown, &palette, &pixels, &end], [&head, &palette, &pixels, &unknown, &end]]
    {
        assert_eq!(of(&chunks), "the picture needs chunk HEAD, which is unknown");
    }
    let not_letters = chunk(b"te-t", b"");
    let expected = "expected a chunk's name of four letters, found \"te-t\"";
    assert_eq!(of(&[&head, &not_letters, &palette, &pixels]), expected);
    for length in [0, 1, 2, 4, 767, 769, 771] {
        let palette = chunk(b"PLTE", &vec![0; length]);
        let what = "3 to 768 bytes, three per colour, in chunk PLTE";
        let expected = format!("expected {what}, found {length}");
        assert_eq!(of(&[&head, &palette, &pixels, &end]), expected);
    }
    let largest = chunk(b"PLTE", &[0; 768]);
    assert!(png(&file(&[head.clone(), largest, pixels.clone(), end.clone()])).is_ok());
    let wrong = |length: usize| {
        let what = "2 bytes (grey), 6 (RGB) or at most one per colour (palette) in chunk tRNS";
        format!("expected {what}, found {length}")
    };
    let too_many = chunk(b"tRNS", &[0; 3]);
    let found = of(&[&head, &palette, &too_many, &pixels, &end]);
    assert_eq!(found, wrong(3), "three alphas for two colours");
    for (colour_type, right) in [(GREY, 2), (RGB, 6)] {
        for length in (0..10).filter(|&length| length != right) {
            let trns = chunk(b"tRNS", &vec![0; length]);
            let found = of(&[&header(1, 1, 8, colour_type), &trns, &data(&[0; 4]), &end]);
            assert_eq!(found, wrong(length), "colour type {colour_type}");
        }
    }
}

#[test]
fn chunks_without_use_are_passed_over() {
    let chunks = |form: &[u8], between: &[&[u8; 4]]| {
        let between: Vec<u8> = between.iter().flat_map(|name| chunk(name, b"any")).collect();
        file(&[header(1, 1, 8, form[0]), between, data(&form[1..]), end(), b"behind".to_vec()])
    };
    let cases = [
        (&[GREY, 0, 5][..], &[b"PLTE", b"gAMA", b"iCCP", b"prVt"][..], [5, 5, 5, 255]),
        (&[RGB, 0, 5, 6, 7], &[b"PLTE", b"PLTE"], [5, 6, 7, 255]),
        (&[GREY_ALPHA, 0, 5, 6], &[b"tRNS", b"PLTE", b"acTL"], [5, 5, 5, 6]),
        (&[RGBA, 0, 5, 6, 7, 8], &[b"PLTE", b"tRNS", b"tRNS"], [5, 6, 7, 8]),
    ];
    for (form, between, pixel) in cases {
        let image = png(&chunks(form, between)).expect("a sound file");
        assert_eq!(image.pixels, [pixel], "colour type {}", form[0]);
    }
}

#[test]
fn pixels_that_are_wrong_too_few_or_too_many() {
    let of = |depth, colour_type, lines: &[u8]| {
        let palette = chunk(b"PLTE", &[0; 9]);
        fault(&[header(3, 2, depth, colour_type), palette, data(lines), end()])
    };
    for filter in 5..=255 {
        let found = of(8, GREY, &[0, 1, 2, 3, filter, 4, 5, 6]);
        assert_eq!(found, format!("expected filter 0 to 4, found {filter}"));
    }
    for found in 0..8 {
        let expected = format!("expected 8 bytes of pixels in chunk IDAT, found {found}");
        assert_eq!(of(8, GREY, &vec![0; found]), expected);
    }
    let interlaced = [&[0, 0, 0, 3, 0, 0, 0, 2][..], &[8, GREY, 0, 0, 1]].concat();
    let expected = "expected 10 bytes of pixels in chunk IDAT, found 9";
    assert_eq!(fault(&[chunk(b"IHDR", &interlaced), data(&[0; 9]), end()]), expected);
}

/// Each has the pixels that Pillow 13.0 gives, which reads them all without a word.
#[test]
fn what_costs_no_pixel_is_read_with_a_note() {
    let lines = [0, 10, 20, 30, 0, 40, 50, 60];
    let stream = store(&lines);
    let head = header(3, 2, 8, GREY);
    let idat = |content: &[u8]| chunk(b"IDAT", content);
    let (missing, more) =
        ("the checksum of the pixels is missing", "there are more data than pixels");
    let without = |count: usize| idat(&stream[..stream.len() - count]);
    for (chunks, notes) in [
        (vec![idat(&stream), end()], &[][..]),
        (vec![idat(&stream)], &["the file ends without IEND"]),
        (vec![without(4), end()], &[missing]),
        (vec![without(2), end()], &[missing]),
        (vec![without(4)], &[missing, "the file ends without IEND"]),
        (vec![idat(&[&stream[..], b"tail"].concat()), end()], &[more]),
        (vec![idat(&stream), idat(b"junk"), idat(b"junk"), end()], &[more]),
        (vec![data(&[&lines[..], &[0, 1, 2, 3, 4]].concat()), end()], &[more]),
        (vec![data(&[&lines[..], &[7; 100_000]].concat()), end()], &[more]),
    ] {
        let read = png(&file(&[slice::from_ref(&head), &chunks].concat())).expect("a picture");
        let grey: Vec<_> = read.pixels.iter().map(|pixel| pixel[0]).collect();
        assert_eq!(
            (&grey[..], &read.notes[..]),
            (
                &[10, 20, 30, 40, 50, 60][..],
                &notes.iter().map(|note| note.to_string()).collect::<Vec<_>>()[..]
            )
        );
    }
    let (a, b, black) = ([10, 20, 30, 7], [40, 50, 60, 255], [0, 0, 0, 255]);
    let [_, palette, trns, ..] = <[_; 5]>::try_from(sound()).expect("five chunks");
    for (depth, lines, pixels) in [
        (8, &[0, 0, 1, 2, 0, 200, 0, 1][..], [a, b, black, black, a, b]),
        (2, &[0, 0b0001_1000, 0, 0b0000_1100], [a, b, black, a, a, black]),
    ] {
        let head = header(3, 2, depth, PALETTE);
        let picture = file(&[head, palette.clone(), trns.clone(), data(lines), end()]);
        let read = png(&picture).expect("a picture");
        let note = "some pixels are beyond the palette, and taken for black".to_string();
        assert_eq!((&read.pixels[..], read.notes), (&pixels[..], vec![note]));
    }
    // A checksum that is there and wrong is damage, also at the end of a cut file.
    let mut wrong = stream.clone();
    *wrong.last_mut().expect("a byte") ^= 1;
    for chunks in [&[idat(&wrong), end()][..], &[idat(&wrong)]] {
        assert!(
            fault(&[slice::from_ref(&head), chunks].concat()).contains("the content's Adler-32 is")
        );
    }
}

#[test]
fn faults_of_the_zlib_stream() {
    let sound = store(b"hello");
    assert_eq!(unpack(&sound), Ok(b"hello".to_vec()));
    for length in 0..sound.len() {
        let fault = unpack(&sound[..length]).expect_err("a cut stream");
        assert!(fault.ends_with("too early"), "{length} bytes: {fault}");
    }
    let of = |change: fn(&mut Vec<u8>)| {
        let mut stream = sound.clone();
        change(&mut stream);
        unpack(&stream).expect_err("a fault")
    };
    let wrong = |found| format!("expected a zlib header such as 78 9c, found {found}");
    assert_eq!(of(|s| s[1] += 1), wrong("78 02"));
    assert_eq!(of(|s| s[..2].copy_from_slice(&[0x77, 0x02])), wrong("77 02"));
    assert_eq!(of(|s| s[..2].copy_from_slice(&[0x88, 0x1C])), wrong("88 1c"));
    assert_eq!(of(|s| s[1] = 0x20), "the zlib stream needs a dictionary, which is not here");
    assert_eq!(of(|s| s[2] = 7), "a block has the reserved type 3");
    let (stored, computed) = (adler32(b"hello"), adler32(b"jello"));
    let expected = format!("the content's Adler-32 is {computed:08x}, expected {stored:08x}");
    assert_eq!(of(|s| s[7] = b'j'), expected);
    let damaged = chunk(b"IDAT", &store(&[0; 8])[..9]);
    let found = fault(&[header(1, 4, 8, GREY), damaged, end()]);
    let expected = "the pixels in chunk IDAT are damaged: the compressed data end too early";
    assert_eq!(found, expected);
}

#[test]
fn adler32_is_two_sums() {
    assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398, "a well-known value");
    for length in [0, 1, 5551, 5552, 5553, 100_000] {
        let (mut a, mut b) = (1u64, 0);
        for _ in 0..length {
            a += 255;
            b += a;
        }
        let expected = ((b % 65521) << 16) | (a % 65521);
        assert_eq!(u64::from(adler32(&vec![255; length])), expected, "{length} bytes");
    }
}
