//! JPEG pictures: the golden ones, and generated ones with random data.

use backprop::format::jpeg::open;
use backprop::format::rows::Rows;
use backprop::random::Xorshift;

use crate::grammar::{bytes, one_in, pick};
use crate::mutation::below;
use crate::parser::{Parser, as_it_is};

const SEEDS: [&[u8]; 12] = [
    include_bytes!("../fixtures/jpeg/grey_fill_bytes.jpg"),
    include_bytes!("../fixtures/jpeg/one_pixel.jpg"),
    include_bytes!("../fixtures/jpeg/ycbcr_420_exif.jpg"),
    include_bytes!("../fixtures/jpeg/ycbcr_420_restart.jpg"),
    include_bytes!("../fixtures/jpeg/rgb.jpg"),
    include_bytes!("../fixtures/jpeg/progressive.jpg"),
    include_bytes!("../fixtures/jpeg/progressive_restart_rows.jpg"),
    include_bytes!("../fixtures/jpeg/steps_of_16_bits.jpg"),
    include_bytes!("../fixtures/jpeg/sampling_less_luma.jpg"),
    include_bytes!("../fixtures/jpeg/scans_blue_first.jpg"),
    include_bytes!("../fixtures/jpeg/scans_rgb.jpg"),
    include_bytes!("../fixtures/jpeg/scans_progressive.jpg"),
];

/// A block may take one bit of a file, and 128 bytes of memory. A row of the widest blocks of three
/// components, their samples, and 32 tables of Huffman codes take less than 32 MiB.
const MEMORY: (usize, usize) = (1 << 25, 1 << 10);

pub fn parser() -> Parser {
    Parser {
        name: "jpeg",
        seeds: SEEDS.iter().map(|file| file.to_vec()).collect(),
        generate,
        repair: as_it_is,
        memory: MEMORY,
        parse: Box::new(read),
    }
}

fn read(file: &[u8]) -> Result<usize, String> {
    let mut rows = open(file).map_err(|error| error.to_string())?;
    let (height, width) = rows.size();
    for _ in 0..height {
        let row = rows.next_row().map_err(|error| error.to_string())?;
        assert_eq!(row.len(), width);
        assert!(row.iter().all(|pixel| pixel[3] == 255), "JPEG has no transparency");
    }
    Ok(height * width)
}

fn segment(file: &mut Vec<u8>, marker: u8, data: &[u8]) {
    file.extend([0xFF, marker]);
    file.extend((data.len() as u16 + 2).to_be_bytes());
    file.extend(data);
}

/// A frame of any sampling, codes in which all bits mean something, and scans of random data.
fn generate(random: &mut Xorshift) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    segment(&mut file, 0xDB, &[&[0][..], &[1 + below(random, 9) as u8; 64]].concat());
    let progressive = one_in(2, random);
    let count = pick(random, &[1, 3]);
    let mut frame = vec![8, 0, 1 + below(random, 40) as u8, 0, 1 + below(random, 40) as u8, count];
    for id in 0..count {
        frame.extend([id, pick(random, &[0x11, 0x21, 0x12, 0x22, 0x31, 0x41, 0x14]), 0]);
    }
    if one_in(3, random) {
        segment(&mut file, 0xEE, b"Adobe\0\0\0\0\0\0\0");
    }
    segment(&mut file, if progressive { 0xC2 } else { 0xC0 }, &frame);
    // Codes of 2 to 4 bits for 8 symbols: mostly small numbers and ends of blocks.
    for class in [0, 0x10] {
        let symbols = [0, 1, 2, 0, 3, 0, 4, 5].map(|size| {
            if class == 0 { size } else { size | pick(random, &[0, 0x10, 0x20, 0xF0]) }
        });
        let counts = [0, 1, 4, 3, 1];
        let counts = counts.iter().copied().chain([0; 11]).collect::<Vec<u8>>();
        segment(&mut file, 0xC4, &[&[class][..], &counts, &symbols, &[0x11]].concat());
    }
    if one_in(3, random) {
        segment(&mut file, 0xDD, &[0, 1 + below(random, 4) as u8]);
    }
    let mut low = [3; 4];
    for scan in 0..1 + below(random, 8) {
        let part = below(random, count.into()) as u8;
        let all = scan == 0 || one_in(4, random);
        let parts: Vec<u8> = if all { (0..count).collect() } else { vec![part] };
        let mut data = vec![parts.len() as u8];
        parts.iter().for_each(|&part| data.extend([part, 0]));
        let place = if all { 3 } else { usize::from(part) };
        let first = low[place] == 3;
        low[place] -= u8::from(low[place] > 0);
        let bits = low[place] | if first { 0 } else { (low[place] + 1) << 4 };
        data.extend(if all { [0, 0, bits] } else { [1, 63, bits] });
        segment(&mut file, 0xDA, &data);
        for byte in bytes(random, 200) {
            file.push(byte);
            if byte == 0xFF {
                file.push(pick(random, &[0, 0, 0, 0xD0, 0xD1]));
            }
        }
    }
    file.extend([0xFF, 0xD9]);
    file
}
