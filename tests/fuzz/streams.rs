//! DEFLATE and what is wrapped around it: zlib and gzip.

use std::io::Read;

use backprop::format::crc32::crc32;
use backprop::format::gzip::GzipReader;
use backprop::format::inflate::Inflate;
use backprop::format::zlib::{ZlibReader, adler32};
use backprop::random::{Random, Xorshift};

use crate::deflate::{Bits, FIXED_DISTANCES, fixed_literals, pack, stored};
use crate::grammar::{bytes, one_in, pick};
use crate::mutation::below;
use crate::parser::{Parser, as_it_is};

/// The most that is unpacked of one input.
const MOST_OUTPUT: usize = 1 << 18;

const SHORT: &[u8] = include_bytes!("../fixtures/gzip/short.gz");
const MIXED: &[u8] = include_bytes!("../fixtures/gzip/mixed.9.gz");
const MIXED_FAST: &[u8] = include_bytes!("../fixtures/gzip/mixed.1.gz");

pub fn all() -> Vec<Parser> {
    let body = |file: &[u8], name: &str| file[10 + name.len()..file.len() - 8].to_vec();
    let bodies = vec![body(SHORT, ""), body(MIXED, "mixed\0"), stored(b"plain")];
    let zlib = bodies.iter().map(|body| [&[0x78, 0x9C][..], body, &[0; 4]].concat());
    let several = [pack(b"one"), SHORT.to_vec(), pack(b"two"), vec![0; 9]].concat();
    let gzip = vec![SHORT.to_vec(), MIXED.to_vec(), MIXED_FAST.to_vec(), several];
    let seeds = zlib.map(|stream| repair_zlib(&stream)).collect();
    vec![
        Parser {
            name: "inflate",
            seeds: bodies,
            generate: deflate,
            repair: as_it_is,
            memory: (1 << 18, 0),
            parse: Box::new(|input| drain(Inflate::new(input))),
        },
        Parser {
            name: "gzip",
            seeds: gzip,
            generate: gzip_file,
            repair: repair_gzip,
            memory: (1 << 18, 0),
            parse: Box::new(|input| drain(GzipReader::new(input))),
        },
        Parser {
            name: "zlib",
            seeds,
            generate: |random| repair_zlib(&[&[0x78, 1], &*deflate(random), &[0; 4]].concat()),
            repair: repair_zlib,
            memory: (1 << 18, 0),
            parse: Box::new(|input| drain(ZlibReader::new(input))),
        },
    ]
}

/// Reads up to a limit and keeps nothing.
fn drain(reader: impl Read) -> Result<usize, String> {
    let (mut reader, mut total) = (reader.take(MOST_OUTPUT as u64), 0);
    let mut buffer = [0; 4096];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(count) => total += count,
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// All that a stream holds before its end, or before its first fault.
pub fn inflated(stream: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    let _ = Inflate::new(stream).take(MOST_OUTPUT as u64).read_to_end(&mut content);
    content
}

fn repair_gzip(file: &[u8]) -> Vec<u8> {
    let Some((rest, _)) = file.split_last_chunk::<8>() else { return file.to_vec() };
    // Behind a header with no optional field but the name.
    let is_named = rest.get(3) == Some(&8);
    let name = rest.iter().skip(10).position(|&byte| byte == 0).map_or(0, |end| end + 1);
    let content = inflated(rest.get(if is_named { 10 + name } else { 10 }..).unwrap_or(&[]));
    let length = content.len() as u32;
    [rest, &crc32(&content).to_le_bytes(), &length.to_le_bytes()].concat()
}

fn repair_zlib(stream: &[u8]) -> Vec<u8> {
    let Some((rest, _)) = stream.split_last_chunk::<4>() else { return stream.to_vec() };
    let content = inflated(rest.get(2..).unwrap_or(&[]));
    [rest, &adler32(&content).to_be_bytes()].concat()
}

/// One to three members, with optional fields in their headers, and perhaps zeros between them.
fn gzip_file(random: &mut Xorshift) -> Vec<u8> {
    let mut file = Vec::new();
    for _ in 0..=below(random, 3) {
        let flags =
            if one_in(16, random) { random.next_u64() as u8 } else { below(random, 32) as u8 };
        let mut header = vec![0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3];
        if flags & 4 != 0 {
            let extra = bytes(random, 40);
            header.extend((extra.len() as u16).to_le_bytes());
            header.extend(extra);
        }
        for _ in 0..(flags >> 3 & 3).count_ones() {
            header.extend(b"name\0");
        }
        if flags & 2 != 0 {
            header.extend((crc32(&header) as u16).to_le_bytes());
        }
        let body = deflate(random);
        let content = inflated(&body);
        file.extend(crate::deflate::member(&header, &body, &content));
        if one_in(4, random) {
            file.resize(file.len() + below(random, 600), 0);
        }
    }
    file
}

/// A stream of one to four blocks of any kind.
pub fn deflate(random: &mut Xorshift) -> Vec<u8> {
    let blocks = 1 + below(random, 4);
    let mut bits = Bits::new();
    for block in 1..=blocks {
        let last = block == blocks && !one_in(32, random);
        bits = match below(random, 3) {
            0 => stored_block(bits, last, random),
            1 => {
                let head = bits.number(last.into(), 1).number(1, 2);
                symbols(head, &fixed_literals(), &FIXED_DISTANCES, random)
            }
            _ => {
                let literals = code(257 + below(random, 30), Some(256), random);
                let distances = code(1 + below(random, 30), None, random);
                let head = bits.dynamic_head(last, &literals, &distances);
                symbols(head, &literals, &distances, random)
            }
        };
    }
    bits.bytes()
}

fn stored_block(bits: Bits, last: bool, random: &mut Xorshift) -> Bits {
    let content = bytes(random, 40);
    let length = content.len();
    let inverted = if one_in(32, random) { length } else { length ^ 0xFFFF };
    let head = bits.number(last.into(), 1).number(0, 2).align();
    let head = head.number(length, 16).number(inverted, 16);
    content.iter().fold(head, |bits, &byte| bits.number(byte.into(), 8))
}

/// The lengths of a complete code for some of `size` symbols, `needed` among them; rarely of one
/// that is not complete.
fn code(size: usize, needed: Option<usize>, random: &mut Xorshift) -> Vec<u8> {
    let mut order: Vec<usize> = (0..size).filter(|&symbol| Some(symbol) != needed).collect();
    random.shuffle(&mut order);
    order.splice(0..0, needed);
    // Two codes of one bit; then one code after the other is divided into two longer ones.
    let mut codes = vec![1, 1];
    for _ in 0..below(random, order.len().clamp(2, 40) - 1) {
        let place = below(random, codes.len());
        if codes[place] < 15 {
            codes[place] += 1;
            codes.push(codes[place]);
        }
    }
    let mut lengths = vec![0; size];
    for (&symbol, length) in order.iter().zip(codes) {
        lengths[symbol] = length;
    }
    if one_in(16, random) {
        lengths[order[0]] = 1 + below(random, 15) as u8;
    }
    lengths
}

/// Some symbols of a block, with any bits behind them, and its end.
fn symbols(mut bits: Bits, literals: &[u8], distances: &[u8], random: &mut Xorshift) -> Bits {
    let used = |lengths: &[u8]| -> Vec<usize> {
        (0..lengths.len()).filter(|&symbol| lengths[symbol] > 0 && symbol != 256).collect()
    };
    let (known, known_distances) = (used(literals), used(distances));
    for _ in 0..below(random, 60) {
        if known.is_empty() {
            break;
        }
        let symbol = pick(random, &known);
        bits = bits.symbol(literals, symbol);
        if symbol > 256 && !known_distances.is_empty() {
            // Extra bits: as many as it may be; the rest is read as the next symbols.
            bits = bits.number(below(random, 32), below(random, 6));
            // Few distances are short enough for the bytes before.
            let least = if one_in(4, random) { known_distances.len() } else { 1 };
            bits = bits.symbol(distances, known_distances[below(random, least)]);
            bits = bits.number(below(random, 8), below(random, 4));
        }
    }
    bits.symbol(literals, 256)
}
