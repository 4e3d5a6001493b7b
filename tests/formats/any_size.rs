//! A picture of any size becomes an upright grey picture of moderate size, in little memory: each
//! pixel is the mean of what it covers, a ground of one grey stays one, a drawing on a transparent
//! ground is seen whatever its colour.

use crate::support::{deflate, mutation};
use std::io::{Cursor, Read};

use backprop::digits::grey::Grey;
use backprop::digits::ground;
use backprop::digits::prepare::prepare;
use backprop::digits::reduce::{LARGEST, reduce};
use backprop::format::crc32::crc32;
use backprop::format::picture;
use backprop::format::png::write_grey;
use backprop::format::zlib::store;
use backprop::random::{Random, Xorshift};
use deflate::{FIXED_DISTANCES, fixed, fixed_literals};
use mutation::peak;

fn read(source: impl Read) -> Grey {
    picture::open(source).and_then(|mut picture| reduce(&mut picture)).expect("a sound file")
}

/// The same bytes again and again.
struct Repeated(Vec<u8>, usize);

impl Read for Repeated {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.0[self.1..];
        let count = bytes.len().min(rest.len());
        bytes[..count].copy_from_slice(&rest[..count]);
        self.1 = (self.1 + count) % self.0.len();
        Ok(count)
    }
}

/// A raw PPM picture of one colour, which is nowhere held.
fn plain(width: usize, height: usize, colour: [u8; 3]) -> impl Read {
    let head = format!("P6 {width} {height} 255\n");
    Cursor::new(head).chain(Repeated(colour.repeat(1 << 15), 0))
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let content = [&name[..], data].concat();
    let length = (data.len() as u32).to_be_bytes();
    [&length[..], &content, &crc32(&content).to_be_bytes()].concat()
}

/// A PNG file of 8 bits per sample.
fn png(width: usize, height: usize, form: [u8; 2], chunks: &[Vec<u8>], stream: &[u8]) -> Vec<u8> {
    let [colour_type, interlace] = form;
    let size = [(width as u32).to_be_bytes(), (height as u32).to_be_bytes()].concat();
    let header = [&size[..], &[8, colour_type, 0, 0, interlace]].concat();
    let ends = [chunk(b"IDAT", stream), chunk(b"IEND", &[])].concat();
    [b"\x89PNG\r\n\x1a\n", &chunk(b"IHDR", &header)[..], &chunks.concat(), &ends].concat()
}

/// A PNG picture of these pixels.
fn rgba(width: usize, pixels: &[[u8; 4]]) -> Vec<u8> {
    let lines: Vec<u8> =
        pixels.chunks(width).flat_map(|row| [&[0], row.as_flattened()].concat()).collect();
    png(width, pixels.len() / width, [6, 0], &[], &store(&lines))
}

/// A zlib stream of so many zeros, a thousandth of it.
fn zeros(count: usize) -> Vec<u8> {
    let literals = fixed_literals();
    let mut bits = fixed().symbol(&literals, 0);
    let (matches, rest) = ((count - 1) / 258, (count - 1) % 258);
    // A match of 258 bytes at a distance of 1, as often.
    assert_eq!((literals[285], FIXED_DISTANCES[0]), (8, 5));
    for _ in 0..matches {
        bits = bits.code(0b1100_0101, 8).code(0, 5);
    }
    for _ in 0..rest {
        bits = bits.symbol(&literals, 0);
    }
    let body = bits.symbol(&literals, 256).bytes();
    let adler = ((count % 65521) as u32) << 16 | 1;
    [&[0x78, 1][..], &body, &adler.to_be_bytes()].concat()
}

/// The side of the result.
fn side(side: usize, longer: usize) -> usize {
    if longer > LARGEST { (side * LARGEST / longer).max(1) } else { side }
}

#[test]
fn a_picture_of_one_colour_stays_one_to_the_bit() {
    let check = |width: usize, height: usize, colour: [u8; 3], expected: f64| {
        let grey = read(plain(width, height, colour));
        let longer = height.max(width);
        assert_eq!((grey.height, grey.width), (side(height, longer), side(width, longer)));
        let same = grey.values.iter().all(|value| *value == expected);
        assert!(same, "{width} x {height} of {colour:?}: not everywhere {expected}");
    };
    for level in 0..=255 {
        for (width, height) in [(1507, 8), (2200, 17), (9, 3000), (4962, 7), (1, 7014), (3001, 29)]
        {
            check(width, height, [level; 3], f64::from(level) / 255.0);
        }
    }
    for level in [0, 1, 77, 128, 254, 255] {
        check(1507, 810, [level; 3], f64::from(level) / 255.0);
        check(2200, 3000, [level; 3], f64::from(level) / 255.0);
    }
    for level in [254, 255] {
        check(4962, 7014, [level; 3], f64::from(level) / 255.0);
    }
    for colour in [[255, 0, 0], [0, 255, 0], [0, 0, 255], [12, 34, 56], [255, 254, 253]] {
        let [r, g, b] = colour.map(u32::from);
        let expected = f64::from(299 * r + 587 * g + 114 * b) / 255_000.0;
        check(17, 9, colour, expected);
        check(3001, 299, colour, expected);
    }
    // So large that the sums have more bits than a number of the result.
    check(12001, 12001, [255, 254, 255], f64::from(255_000 - 587) / 255_000.0);
}

#[test]
fn a_small_picture_stays_as_it_is_and_a_large_one_is_the_mean_of_what_it_covers() {
    let mut random = Xorshift::new(4);
    for (width, height) in [
        (1, 1),
        (7, 9),
        (2048, 8),
        (17, 2048),
        (2049, 7),
        (7, 2049),
        (3000, 17),
        (1, 5000),
        (4096, 5),
        (6143, 8),
        (2900, 2100),
    ] {
        let bytes: Vec<u8> = (0..height * width).map(|_| random.next_u64() as u8).collect();
        let grey = read(&write_grey(width, height, &bytes)[..]);
        let values = bytes.iter().map(|&byte| f64::from(byte) / 255.0).collect();
        let exact = Grey { height, width, values };
        let longer = height.max(width);
        let size = (side(height, longer), side(width, longer));
        assert_eq!((grey.height, grey.width), size, "{width} x {height}");
        if longer <= LARGEST {
            assert_eq!(grey, exact, "{width} x {height}");
            continue;
        }
        for i in (0..grey.values.len()).step_by(1 + grey.values.len() / 20_000) {
            let covered = |i: usize, from: usize, to: usize| {
                let (start, end) =
                    ((i * from) as f64 / to as f64, ((i + 1) * from) as f64 / to as f64);
                let share =
                    move |p: usize| (end.min(p as f64 + 1.0) - start.max(p as f64)).max(0.0);
                (start as usize..(end.ceil() as usize).min(from)).map(move |p| (p, share(p)))
            };
            let (mut sum, mut area) = (0.0, 0.0);
            for (y, high) in covered(i / size.1, height, size.0) {
                for (x, wide) in covered(i % size.1, width, size.1) {
                    sum += exact.at(y, x) * high * wide;
                    area += high * wide;
                }
            }
            let difference = (grey.values[i] - sum / area).abs();
            assert!(difference < 1e-9, "{width} x {height}, value {i} differs by {difference}");
        }
    }
}

/// A block of EXIF data with an orientation, after an entry of another kind.
fn exif(lowest_first: bool, orientation: u16) -> Vec<u8> {
    let two = |value: u16| if lowest_first { value.to_le_bytes() } else { value.to_be_bytes() };
    let four = |value: u32| if lowest_first { value.to_le_bytes() } else { value.to_be_bytes() };
    let entry =
        |tag, kind, value| [&two(tag)[..], &two(kind), &four(1), &two(value), &[0; 2]].concat();
    let order = if lowest_first { b"II" } else { b"MM" };
    let entries = [entry(0x0100, 3, 7), entry(0x0112, 3, orientation)].concat();
    [&order[..], &two(42), &four(10), &[9; 2], &two(2), &entries, &four(0)].concat()
}

#[test]
fn exif_turns_a_picture_upright() {
    // Three columns, two rows, each pixel another grey.
    let lines = [0, 0, 51, 102, 0, 153, 204, 255];
    let turned = |data: &[u8]| {
        let grey = read(&png(3, 2, [0, 0], &[chunk(b"eXIf", data)], &store(&lines))[..]);
        let rows: Vec<Vec<u8>> = grey
            .values
            .chunks(grey.width)
            .map(|row| row.iter().map(|value| (value * 5.0).round() as u8).collect())
            .collect();
        rows
    };
    let expected: [&[&[u8]]; 8] = [
        &[&[0, 1, 2], &[3, 4, 5]],
        &[&[2, 1, 0], &[5, 4, 3]],
        &[&[5, 4, 3], &[2, 1, 0]],
        &[&[3, 4, 5], &[0, 1, 2]],
        &[&[0, 3], &[1, 4], &[2, 5]],
        &[&[3, 0], &[4, 1], &[5, 2]],
        &[&[5, 2], &[4, 1], &[3, 0]],
        &[&[2, 5], &[1, 4], &[0, 3]],
    ];
    for (orientation, expected) in (1..).zip(expected) {
        for lowest_first in [true, false] {
            let found = turned(&exif(lowest_first, orientation));
            assert_eq!(found, expected, "orientation {orientation}, II: {lowest_first}");
        }
    }
    let whole = exif(true, 6);
    let mut long = whole.clone();
    long[26] = 4; // the type of the entry
    let far = b"II*\0\xFF\xFF\xFF\xFF".to_vec();
    for (data, what) in
        [(exif(true, 0), "0"), (exif(false, 9), "9"), (long, "a LONG"), (far, "far")]
    {
        assert_eq!(turned(&data), expected[0], "{what}");
    }
    for length in 0..whole.len() - 8 {
        assert_eq!(turned(&whole[..length]), expected[0], "{length} bytes");
    }
    // A reduced picture, too: a black first row ends on the right.
    let bytes: Vec<u8> = (0..3000 * 30).map(|i| if i < 3000 * 15 { 0 } else { 255 }).collect();
    let lines: Vec<u8> = bytes.chunks(3000).flat_map(|row| [&[0], row].concat()).collect();
    let file = png(3000, 30, [0, 0], &[chunk(b"eXIf", &whole)], &store(&lines));
    let grey = read(&file[..]);
    assert_eq!((grey.height, grey.width), (2048, 20));
    assert_eq!((grey.at(7, 0), grey.at(2047, 19)), (1.0, 0.0));
}

/// A stroke of this colour, opaque, half seen and nearly unseen, on a ground of that one.
fn stroke(colour: [u8; 3], ground: [u8; 4]) -> Grey {
    let [r, g, b] = colour;
    let pixel = |alpha| [r, g, b, alpha];
    read(&rgba(3, &[ground, pixel(128), pixel(255), ground, pixel(3), ground])[..])
}

#[test]
fn a_drawing_on_a_transparent_ground_is_seen_whatever_its_colour() {
    let expected = [1.0, 127.0 / 255.0, 0.0, 1.0, 252.0 / 255.0, 1.0];
    for colour in [[0; 3], [255; 3], [255, 255, 0], [128; 3], [0, 0, 255]] {
        for ground in [[0; 4], [255, 255, 255, 0], [9, 99, 200, 0]] {
            assert_eq!(stroke(colour, ground).values, expected, "{colour:?} on {ground:?}");
        }
    }
    // A program stored the colour times alpha, and divided again: what is left of it.
    let rounded = |colour: u8, alpha: u8| {
        let product = (u32::from(colour) * u32::from(alpha) + 127) / 255;
        (product * 255 / u32::from(alpha).max(1)).min(255) as u8
    };
    for colour in [[255, 240, 200], [200, 100, 50], [255; 3]] {
        let soft: Vec<_> = (0..=255)
            .map(|alpha| {
                [0, 1, 2, 3].map(|i| if i < 3 { rounded(colour[i], alpha) } else { alpha })
            })
            .collect();
        let grey = read(&rgba(16, &soft)[..]);
        let expected: Vec<_> = (0..=255).rev().map(|level| f64::from(level) / 255.0).collect();
        assert_eq!(grey.values, expected, "{colour:?}, soft");
    }
    // The same with a palette, whose first colour is transparent.
    let palette = [chunk(b"PLTE", &[9, 9, 9, 255, 255, 255]), chunk(b"tRNS", &[0])];
    let grey = read(&png(3, 1, [3, 0], &palette, &store(&[0, 0, 1, 0]))[..]);
    assert_eq!(grey.values, [1.0, 0.0, 1.0], "a white stroke of a palette");
    // A large one.
    let alpha = |i: usize| if i % 3000 < 1500 { 0 } else { 255 };
    let large: Vec<_> = (0..3000 * 20).map(|i| [255, 255, 255, alpha(i)]).collect();
    let grey = read(&rgba(3000, &large)[..]);
    assert_eq!((grey.at(5, 0), grey.at(5, 1023), grey.at(5, 1024)), (1.0, 1.0, 0.0));
}

#[test]
fn any_other_picture_is_seen_over_white() {
    let grey = |pixels: &[[u8; 4]]| read(&rgba(pixels.len(), pixels)[..]).values;
    let opaque = [[0, 0, 0, 255], [255, 255, 255, 255], [255, 0, 0, 255]];
    assert_eq!(grey(&opaque), [0.0, 1.0, 0.299]);
    assert_eq!(grey(&[[255, 255, 255, 255]; 3]), [1.0; 3], "white");
    assert_eq!(grey(&[[0, 0, 0, 255]; 3]), [0.0; 3], "black");
    assert_eq!(grey(&[[0, 0, 0, 0], [50, 99, 7, 0]]), [1.0; 2], "nothing to be seen");
    // Two colours: black on white with a transparent corner, and black with red.
    let mixed = [[9, 9, 9, 0], [255, 255, 255, 255], [0, 0, 0, 255], [0, 0, 0, 51]];
    assert_eq!(grey(&mixed), [1.0, 1.0, 0.0, 0.8]);
    assert_eq!(grey(&[[0, 0, 0, 0], [0, 0, 0, 255], [255, 0, 0, 255]]), [1.0, 0.0, 0.299]);
    for alpha in 0..=255 {
        for [red, green, blue] in [[255, 0, 0], [0, 255, 0], [0, 0, 255], [12, 34, 56]] {
            let [r, g, b, opacity] = [red, green, blue, alpha].map(|v| f64::from(v) / 255.0);
            let expected = opacity * (0.299 * r + 0.587 * g + 0.114 * b) + 1.0 - opacity;
            let found = grey(&[[red, green, blue, alpha], [255; 4], [0, 0, 0, 255]])[0];
            assert!((found - expected).abs() < 1e-12, "{red} {green} {blue} {alpha}: {found}");
        }
    }
}

#[test]
fn a_digit_drawn_large_on_a_clean_ground_is_prepared_as_when_drawn_small() {
    // A stroke with a bar, in the middle of pages on which rounding once was ink.
    let page = |width: usize, height: usize, scale: usize| {
        let ink = |y: usize, x: usize| {
            let (y, x) = (y / scale, x / scale);
            (20..60).contains(&y) && (38..42).contains(&x)
                || (20..24).contains(&y) && (25..42).contains(&x)
        };
        let byte = |i: usize| if ink(i / width, i % width) { 0 } else { 255 };
        let bytes: Vec<u8> = (0..height * width).map(byte).collect();
        prepare(&ground::ink(&read(&write_grey(width, height, &bytes)[..]))).expect("a digit").image
    };
    let expected = page(81, 81, 1);
    for (width, height, scale) in [(1507, 810, 10), (2200, 3000, 25), (4962, 7014, 60)] {
        let found = page(width, height, scale);
        let differences = found.values.iter().zip(&expected.values).map(|(a, b)| (a - b).abs());
        let furthest = differences.fold(0.0, f64::max);
        assert!(furthest < 0.2, "{width} x {height}: a pixel differs by {furthest}");
    }
}

#[test]
fn a_large_picture_takes_little_memory() {
    const MIB: usize = 1 << 20;
    // Of grey lines with a filter each: 4096 x 4096 and 16384 x 16384.
    for side in [4096, 16384] {
        let file = png(side, side, [0, 0], &[], &zeros(side * (side + 1)));
        assert!(file.len() < side * side / 100);
        let (grey, peak) = peak(|| read(&file[..]));
        assert!(grey.values.iter().all(|value| *value == 0.0), "black");
        assert!(peak < 100 * MIB, "{side} x {side} pixels took {} MiB", peak / MIB);
    }
    // Interlaced, half of the pixels are held: the largest that may be.
    let [eighth, quarter, half, whole] = [1024, 2048, 4096, 8192];
    let passes = [
        (eighth, eighth),
        (eighth, eighth),
        (eighth, quarter),
        (quarter, quarter),
        (quarter, half),
        (half, half),
        (half, whole),
    ];
    let bytes = passes.iter().map(|(height, width)| height * (1 + width)).sum();
    let file = png(whole, whole, [0, 1], &[], &zeros(bytes));
    let (grey, peak) = peak(|| read(&file[..]));
    assert_eq!((grey.height, grey.width), (LARGEST, LARGEST));
    assert!(peak < 286 * MIB, "the interlaced picture took {} MiB", peak / MIB);
}

#[test]
fn larger_pictures_are_refused_with_the_limit() {
    let refused = |file: &[u8]| picture::open(file).err().expect("too large").to_string();
    assert_eq!(
        refused(&png(20000, 20000, [2, 0], &[], &[])),
        "cannot read this PNG picture: expected 1 to 268435456 pixels, found 20000 x 20000; save it \
         in another size"
    );
    assert_eq!(
        refused(&png(8193, 8192, [2, 1], &[], &[])),
        "cannot read this PNG picture: expected at most 67108864 pixels in an interlaced picture, \
         found 8193 x 8192; save it in another size"
    );
    assert_eq!(
        refused(b"P6 2000000 2 255\n"),
        "cannot read this PGM or PPM picture: expected at most 1048576 pixels in a row, found \
         2000000 x 2; save it in another size"
    );
}
