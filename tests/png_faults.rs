//! A malformed PNG file gets the error that names its fault.

use backprop::format::crc32::crc32;
use backprop::format::inflate::InflateError;
use backprop::format::png::{PngError, decode};
use backprop::format::zlib::{ZlibError, adler32, decompress, store};

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
fn fault(chunks: &[Vec<u8>]) -> PngError {
    decode(&file(chunks)).expect_err("a fault")
}

/// A sound file: 2 x 2 pixels of two colours.
fn sound() -> Vec<Vec<u8>> {
    let palette = chunk(b"PLTE", &[10, 20, 30, 40, 50, 60]);
    let lines = [0, 0b0100_0000, 0, 0b1000_0000];
    vec![header(2, 2, 1, PALETTE), palette, chunk(b"tRNS", &[7]), data(&lines), end()]
}

#[test]
fn the_sound_file_is_sound() {
    let image = decode(&file(&sound())).expect("a sound file");
    let (a, b) = ([10, 20, 30, 7], [40, 50, 60, 255]);
    assert_eq!(image.pixels, [a, b, b, a]);
}

#[test]
fn a_file_cut_anywhere_is_truncated() {
    let whole = file(&sound());
    for length in 0..whole.len() {
        let expected = if length < 8 { PngError::Signature } else { PngError::Truncated };
        assert_eq!(decode(&whole[..length]), Err(expected), "{length} bytes");
    }
}

#[test]
fn any_bit_changed_is_noticed() {
    let whole = file(&sound());
    for place in 0..whole.len() {
        for bit in 0..8 {
            let mut changed = whole.clone();
            changed[place] ^= 1 << bit;
            assert!(decode(&changed).is_err(), "bit {bit} of byte {place}");
        }
    }
    let mut changed = sound();
    changed[1][10] ^= 1;
    let PngError::Checksum { chunk, stored, computed } = fault(&changed) else {
        panic!("expected a fault of PLTE's checksum, found {}", fault(&changed));
    };
    assert_eq!((&chunk, stored), (b"PLTE", crc32(b"PLTE\x0a\x14\x1e\x28\x32\x3c")));
    assert_ne!(stored, computed);
}

#[test]
fn headers_that_are_wrong() {
    // Too much data for one pixel of any kind: there is a fault behind every header.
    let of = |first: Vec<u8>| fault(&[first, data(&[0; 10]), end()]);
    let form = |form: [u8; 5]| of(chunk(b"IHDR", &[&[0, 0, 0, 1, 0, 0, 0, 1][..], &form].concat()));
    assert_eq!(of(chunk(b"CgBI", &[0; 4])), PngError::NoHeader(*b"CgBI"));
    assert_eq!(of(chunk(b"IHDR", &[])), PngError::HeaderLength(0));
    assert_eq!(of(chunk(b"IHDR", &[0; 12])), PngError::HeaderLength(12));
    assert_eq!(of(chunk(b"IHDR", &[0; 14])), PngError::HeaderLength(14));
    for (width, height) in [(0, 1), (1, 0), (4097, 4096), (u32::MAX, u32::MAX), (1 << 16, 1 << 16)]
    {
        assert_eq!(of(header(width, height, 8, GREY)), PngError::Size { width, height });
    }
    for colour_type in 0..=255 {
        for depth in 0..=255 {
            let allowed = match colour_type {
                GREY => [1, 2, 4, 8, 16].contains(&depth),
                PALETTE => [1, 2, 4, 8].contains(&depth),
                RGB | GREY_ALPHA | RGBA => [8, 16].contains(&depth),
                _ => {
                    let found = form([depth, colour_type, 0, 0, 0]);
                    assert_eq!(found, PngError::ColourType(colour_type));
                    continue;
                }
            };
            let found = form([depth, colour_type, 0, 0, 0]);
            let refused = found == PngError::Depth { colour_type, depth };
            assert_eq!(refused, !allowed, "colour type {colour_type}, depth {depth}: {found}");
        }
    }
    assert_eq!(form([8, GREY, 1, 0, 0]), PngError::Compression(1));
    assert_eq!(form([8, GREY, 0, 64, 0]), PngError::FilterMethod(64));
    assert_eq!(form([8, GREY, 0, 0, 2]), PngError::Interlace(2));
}

#[test]
fn chunks_that_are_wrong_missing_or_out_of_order() {
    let [head, palette, trns, pixels, end] = <[_; 5]>::try_from(sound()).expect("five chunks");
    let of = |chunks: &[&Vec<u8>]| fault(&chunks.iter().copied().cloned().collect::<Vec<_>>());
    let text = chunk(b"tEXt", b"Title\0One");
    let misplaced = |name: &[u8; 4]| PngError::Misplaced(*name);

    assert_eq!(of(&[&head, &palette, &trns, &end]), PngError::NoData);
    assert_eq!(of(&[&head, &pixels, &end]), PngError::NoPalette);
    assert_eq!(of(&[&head, &head, &palette, &pixels, &end]), misplaced(b"IHDR"));
    assert_eq!(of(&[&head, &palette, &palette, &pixels, &end]), misplaced(b"PLTE"));
    assert_eq!(of(&[&head, &pixels, &palette, &end]), misplaced(b"PLTE"));
    assert_eq!(of(&[&head, &trns, &palette, &pixels, &end]), misplaced(b"tRNS"));
    assert_eq!(of(&[&head, &palette, &trns, &trns, &pixels, &end]), misplaced(b"tRNS"));
    assert_eq!(of(&[&head, &palette, &pixels, &trns, &end]), misplaced(b"tRNS"));
    assert_eq!(of(&[&head, &palette, &pixels, &text, &pixels, &end]), misplaced(b"IDAT"));
    let unknown = chunk(b"HEAD", b"");
    assert_eq!(of(&[&head, &unknown, &palette, &pixels, &end]), PngError::UnknownChunk(*b"HEAD"));
    let not_letters = chunk(b"te-t", b"");
    assert_eq!(of(&[&head, &not_letters, &palette, &pixels]), PngError::ChunkName(*b"te-t"));

    for length in [0, 1, 2, 4, 767, 769, 771] {
        let palette = chunk(b"PLTE", &vec![0; length]);
        assert_eq!(of(&[&head, &palette, &pixels, &end]), PngError::PaletteLength(length));
    }
    let largest = chunk(b"PLTE", &[0; 768]);
    assert!(decode(&file(&[head.clone(), largest, pixels.clone(), end.clone()])).is_ok());
    let too_many = chunk(b"tRNS", &[0; 3]);
    let found = of(&[&head, &palette, &too_many, &pixels, &end]);
    assert_eq!(found, PngError::TransparencyLength(3), "three alphas for two colours");
    for (colour_type, right) in [(GREY, 2), (RGB, 6)] {
        for length in (0..10).filter(|&length| length != right) {
            let trns = chunk(b"tRNS", &vec![0; length]);
            let found = of(&[&header(1, 1, 8, colour_type), &trns, &data(&[0; 4]), &end]);
            assert_eq!(found, PngError::TransparencyLength(length), "colour type {colour_type}");
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
        let image = decode(&chunks(form, between)).expect("a sound file");
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
        assert_eq!(of(8, GREY, &[0, 1, 2, 3, filter, 4, 5, 6]), PngError::Filter(filter));
    }
    let index = |index| PngError::PaletteIndex { index, colours: 3 };
    assert_eq!(of(8, PALETTE, &[0, 0, 1, 2, 0, 2, 3, 2]), index(3));
    assert_eq!(of(8, PALETTE, &[0, 0, 1, 2, 1, 200, 0, 0]), index(200));
    assert_eq!(of(2, PALETTE, &[0, 0b0001_1000, 0, 0b0000_1100]), index(3));
    for found in 0..8 {
        assert_eq!(of(8, GREY, &vec![0; found]), PngError::DataTooShort { expected: 8, found });
    }
    assert_eq!(of(8, GREY, &[0; 9]), PngError::Data(ZlibError::TooLong(8)));
}

#[test]
fn faults_of_the_zlib_stream() {
    let sound = store(b"hello");
    assert_eq!(decompress(&sound, 5), Ok(b"hello".to_vec()));
    for length in 0..sound.len() {
        assert_eq!(decompress(&sound[..length], 5), Err(ZlibError::Truncated), "{length} bytes");
    }
    let of = |change: fn(&mut Vec<u8>)| {
        let mut stream = sound.clone();
        change(&mut stream);
        decompress(&stream, 5).expect_err("a fault")
    };
    assert_eq!(decompress(&sound, 4), Err(ZlibError::TooLong(4)));
    assert_eq!(of(|s| s[1] += 1), ZlibError::Header([0x78, 0x02]));
    assert_eq!(of(|s| s[..2].copy_from_slice(&[0x77, 0x02])), ZlibError::Header([0x77, 0x02]));
    assert_eq!(of(|s| s[..2].copy_from_slice(&[0x88, 0x1C])), ZlibError::Header([0x88, 0x1C]));
    assert_eq!(of(|s| s[1] = 0x20), ZlibError::Dictionary);
    assert_eq!(of(|s| s[2] = 7), ZlibError::Body(InflateError::BlockType));
    assert_eq!(of(|s| s.push(0)), ZlibError::TrailingBytes);
    let (stored, computed) = (adler32(b"hello"), adler32(b"jello"));
    assert_eq!(of(|s| s[7] = b'j'), ZlibError::Checksum { stored, computed });
    let damaged = chunk(b"IDAT", &sound[..9]);
    let found = fault(&[header(1, 4, 8, GREY), damaged, end()]);
    assert_eq!(found, PngError::Data(ZlibError::Truncated));
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
