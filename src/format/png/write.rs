//! The PNG writer: 8 bits per sample, grey or red, green, blue; no filter, stored blocks.
//!
//! A file is a little larger than its pixels, since nothing is compressed. In return its bytes
//! depend on the pixels alone.

use super::chunk::SIGNATURE;
use crate::format::crc32::crc32;
use crate::format::zlib;

/// A PNG file of `width * height` grey pixels, row by row from the top, 0 black to 255 white.
///
/// # Panics
/// If there are not `width * height` pixels, or none.
pub fn write_grey(width: usize, height: usize, pixels: &[u8]) -> Vec<u8> {
    write(width, height, 0, pixels.as_chunks::<1>().0)
}

/// The same for red, green and blue.
///
/// # Panics
/// If there are not `width * height` pixels, or none.
pub fn write_rgb(width: usize, height: usize, pixels: &[[u8; 3]]) -> Vec<u8> {
    write(width, height, 2, pixels)
}

fn write<const CHANNELS: usize>(
    width: usize,
    height: usize,
    colour_type: u8,
    pixels: &[[u8; CHANNELS]],
) -> Vec<u8> {
    assert!(!pixels.is_empty() && pixels.len() == width * height, "width * height pixels");
    let mut header = [width, height].map(|side| (side as u32).to_be_bytes()).concat();
    // 8 bits per sample; compression, filter method and interlacing 0.
    header.extend([8, colour_type, 0, 0, 0]);
    let mut lines = Vec::with_capacity(height * (1 + CHANNELS * width));
    for line in pixels.chunks(width) {
        lines.push(0); // no filter
        lines.extend(line.as_flattened());
    }
    let mut file = SIGNATURE.to_vec();
    write_chunk(&mut file, b"IHDR", &header);
    write_chunk(&mut file, b"IDAT", &zlib::store(&lines));
    write_chunk(&mut file, b"IEND", &[]);
    file
}

/// Writes a chunk behind `file`. A chunk holds less than 2^31 bytes (section 5.3).
fn write_chunk(file: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(name);
    file.extend(data);
    file.extend(crc32(&file[start..]).to_be_bytes());
}
