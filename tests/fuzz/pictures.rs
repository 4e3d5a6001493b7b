//! Pictures: PNG, PGM and PPM, files of other kinds, and the way from a picture to an image.

use backprop::digits::grey::Grey;
use backprop::digits::read;
use backprop::digits::reduce::reduce;
use backprop::format::picture;
use backprop::format::zlib::store;
use backprop::random::{Random, Xorshift};

use crate::grammar::{bytes, number, one_in, pick};
use crate::mutation::below;
use crate::mutation::png::{SIGNATURE, rewrite};
use crate::parser::{Parser, as_it_is};
use crate::pixels::{png, pnm, unpack};

const PNG: [&[u8]; 10] = [
    include_bytes!("../fixtures/png/grey_2_trns.png"),
    include_bytes!("../fixtures/png/grey_16_adam7.png"),
    include_bytes!("../fixtures/png/rgb_8_trns.png"),
    include_bytes!("../fixtures/png/rgb_8_5x8_adam7.png"),
    include_bytes!("../fixtures/png/palette_4_trns.png"),
    include_bytes!("../fixtures/png/grey_alpha_8_adam7.png"),
    include_bytes!("../fixtures/png/grey_8_one_byte_per_idat.png"),
    include_bytes!("../fixtures/png/rgba_16.png"),
    include_bytes!("../fixtures/png/pillow_P.png"),
    include_bytes!("../../data/document/five.png"),
];

/// A deflated byte may become 1032, of which each may hold eight pixels. They are held if they are
/// interlaced, and in the tests; a vector is there twice while it grows.
const PNG_MEMORY: (usize, usize) = (1 << 19, 1032 * (2 + 8 * (4 + 8)));

pub fn all() -> Vec<Parser> {
    let plain = b"P2\n4 3\n15\n0 1 2 3 4 5 6 7 8 9 10 # comment\n 11".to_vec();
    let colour = b"P3 2 2 255 0 10 200 30 40 50 255 0 0 1 2 3\n".to_vec();
    let raw = [b"P5 # two bytes\n7 5 1000\n", &[3; 70][..]].concat();
    let pnm = vec![plain, colour, raw, b"P6\n3 1\n255\n123456789".to_vec()];
    let png: Vec<_> = PNG.iter().map(|file| file.to_vec()).collect();
    let any = [png.clone(), pnm.clone()].concat();
    let parser = |name, seeds, memory, parse| Parser {
        name,
        seeds,
        generate: any_file,
        repair: repair_png,
        memory,
        parse,
    };
    vec![
        Parser { generate: png_file, ..parser("png", png, PNG_MEMORY, Box::new(read_png)) },
        Parser {
            generate: pnm_file,
            repair: as_it_is,
            ..parser("pnm", pnm, (1 << 16, 32), Box::new(read_pnm))
        },
        parser("picture", any, PNG_MEMORY, Box::new(read_picture)),
        Parser {
            generate: page,
            repair: as_it_is,
            ..parser("prepare", vec![page_of_one()], (1 << 25, 0), Box::new(prepare_page))
        },
    ]
}

fn read_png(file: &[u8]) -> Result<usize, String> {
    png(file).map(|image| image.pixels.len())
}

fn read_pnm(file: &[u8]) -> Result<usize, String> {
    pnm(file).map(|image| image.pixels.len())
}

fn read_picture(file: &[u8]) -> Result<usize, String> {
    let grey = picture::open(file)
        .and_then(|mut picture| reduce(&mut picture))
        .map_err(|error| error.to_string())?;
    assert!(grey.values.iter().all(|value| (0.0..=1.0).contains(value)), "values from 0 to 1");
    Ok(grey.values.len())
}

/// Sets the checksums right, of the chunks and of the stream in each IDAT. One that is damaged is
/// taken for what a stream should hold.
fn repair_png(file: &[u8]) -> Vec<u8> {
    let lines = |data: &[u8]| unpack(data).unwrap_or_else(|_| data.to_vec());
    if file.starts_with(SIGNATURE) {
        rewrite(file, |data| store(&lines(data)))
    } else {
        file.to_vec()
    }
}

/// A header, chunks that may be there, lines of about the right length.
fn png_file(random: &mut Xorshift) -> Vec<u8> {
    let (height, width) = (1 + below(random, 12), 1 + below(random, 12));
    let (kind, depth) = (pick(random, &[0, 2, 3, 4, 6]), pick(random, &[1, 2, 4, 8, 16]));
    let depth = if [0, 3].contains(&kind) { depth } else { depth.max(8) };
    let channels = [1, 1, 3, 1, 2, 1, 4][kind];
    let interlaced = one_in(3, random);
    let mut header = [[0, 0, 0, width as u8], [0, 0, 0, height as u8]].concat();
    header.extend([depth as u8, kind as u8, 0, 0, interlaced.into()]);
    let line = |width: usize| (width * channels * depth).div_ceil(8);
    // An interlaced picture has more lines, each with its filter; its widths differ.
    let length = height * (1 + line(width)) + if interlaced { below(random, 60) } else { 0 };
    let length = length + if one_in(8, random) { 1 } else { 0 };
    let mask = pick(random, &[0, 1, 3, 7, 0xFF]);
    let lines: Vec<u8> = (0..length).map(|_| random.next_u64() as u8 & mask).collect();
    let mut stream = store(&lines);
    let mut chunks = vec![(b"IHDR", header)];
    if kind == 3 || one_in(6, random) {
        let colours = 1 + below(random, 256);
        chunks.push((b"PLTE", vec![7; 3 * colours]));
    }
    if one_in(3, random) {
        chunks.push((b"tRNS", vec![0; pick(random, &[1, 2, 6, 16])]));
    }
    if one_in(8, random) {
        chunks.push((pick(random, &[b"gAMA", b"tEXt", b"IDAT", b"QUIT"]), bytes(random, 9)));
    }
    if one_in(3, random) {
        let rest = stream.split_off(below(random, stream.len()));
        chunks.push((b"IDAT", std::mem::replace(&mut stream, rest)));
    }
    chunks.push((b"IDAT", stream));
    if one_in(16, random) {
        random.shuffle(&mut chunks);
    }
    chunks.push((b"IEND", Vec::new()));
    let mut file = SIGNATURE.to_vec();
    for (name, data) in chunks {
        file.extend([&(data.len() as u32).to_be_bytes(), &name[..], &data, &[0; 4]].concat());
    }
    rewrite(&file, <[u8]>::to_vec)
}

/// A header of small numbers and comments, and samples as bytes or as text.
fn pnm_file(random: &mut Xorshift) -> Vec<u8> {
    let kind = pick(random, b"2356");
    let mut file = vec![b'P', kind];
    for _ in 0..3 {
        file.extend(pick(random, &[&b" "[..], b"\n", b" # comment\n", b"\t \r\n", b"#\n"]));
        let text = if one_in(12, random) { number(random) } else { below(random, 9).to_string() };
        file.extend(text.bytes());
    }
    if one_in(8, random) {
        file.extend(b"00");
    }
    file.push(b'\n');
    if kind > b'3' {
        file.extend(bytes(random, 300));
    } else {
        (0..below(random, 200)).for_each(|_| file.extend(format!("{} ", below(random, 9)).bytes()));
    }
    file
}

/// The beginning of a file of some kind.
fn any_file(random: &mut Xorshift) -> Vec<u8> {
    let starts: [&[u8]; 12] = [
        b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\xEF\xBB\xBF <?xml version=\"1.0\"?>\n<svg>",
        b"<!DOCTYPE html><html>",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"GIF89a",
        b"BM\0\0\0\0\0\0\0\0",
        b"II*\0",
        b"%PDF-1.7",
        b"P4 8 1 ",
        b"\xFF\xD8\xFF\xE0",
        b"",
    ];
    match below(random, 4) {
        0 => png_file(random),
        1 => pnm_file(random),
        _ => [pick(random, &starts), &*bytes(random, 40)].concat(),
    }
}

/// A page: its height and width, each minus 1, then its pixels from 0 to 255; those that are
/// missing are white.
fn page_of_one() -> Vec<u8> {
    let ink = |i: usize| (5..23).contains(&(i / 28)) && (13..16).contains(&(i % 28));
    [vec![27, 27], (0..28 * 28).map(|i| if ink(i) { 0 } else { 255 }).collect()].concat()
}

/// A page with up to eight rectangles and some noise.
fn page(random: &mut Xorshift) -> Vec<u8> {
    let (height, width) = (1 + below(random, 64), 1 + below(random, 64));
    let mut pixels = vec![pick(random, &[255, 255, 250, 128, 0]); height * width];
    for _ in 0..below(random, 8) {
        let (top, left) = (below(random, height), below(random, width));
        let (high, wide) = (1 + below(random, height), 1 + below(random, width));
        let shade = random.next_u64() as u8;
        for row in pixels.chunks_mut(width).skip(top).take(high) {
            row[left..width.min(left + wide)].fill(shade);
        }
    }
    for _ in 0..below(random, 60) {
        pixels[below(random, height * width)] = random.next_u64() as u8;
    }
    [vec![height as u8 - 1, width as u8 - 1], pixels].concat()
}

fn prepare_page(file: &[u8]) -> Result<usize, String> {
    let [height, width, pixels @ ..] = file else { return Err("no page".into()) };
    let (height, width) = (1 + usize::from(*height), 1 + usize::from(*width));
    let mut values: Vec<_> = pixels.iter().map(|&pixel| f64::from(pixel) / 255.0).collect();
    values.resize(height * width, 1.0);
    let page = Grey { height, width, values };
    // A network that knows nothing, and is sure of it more or less.
    let network = |image: &Grey| {
        assert!(
            image.values.iter().all(|value| (0.0..=1.0).contains(value)),
            "an image from 0 to 1"
        );
        let sure = image.values.iter().sum::<f64>() % 1.0;
        vec![sure, 1.0 - sure]
    };
    let reading = read(&page, &network);
    Ok(reading.rows.iter().map(Vec::len).sum())
}
