//! All pixels of a picture, from its rows; and rectangles in a grey picture.

use std::io::Read;

use backprop::digits::grey::Grey;
use backprop::format::rows::{Rows, RowsError};
use backprop::format::zlib::ZlibReader;
use backprop::format::{picture, png, pnm};

/// Red, green, blue and alpha; row by row from the top.
#[derive(Debug, PartialEq)]
pub struct Pixels {
    pub height: usize,
    pub width: usize,
    pub pixels: Vec<[u8; 4]>,
    pub notes: Vec<String>,
}

/// Reads a PNG file; the error is its text.
pub fn png(file: &[u8]) -> Result<Pixels, String> {
    png::open(file).and_then(all).map_err(|error| error.to_string())
}

/// Reads a PGM or PPM file.
pub fn pnm(file: &[u8]) -> Result<Pixels, String> {
    pnm::open(file).and_then(all).map_err(|error| error.to_string())
}

/// Reads a picture of any kind.
pub fn picture(file: &[u8]) -> Result<Pixels, String> {
    let mut picture = picture::open(file).map_err(|error| error.to_string())?;
    let (height, width) = picture.rows.size();
    let mut pixels = Vec::new();
    for _ in 0..height {
        pixels.extend(picture.next_row().map_err(|error| error.to_string())?);
    }
    Ok(Pixels { height, width, pixels, notes: picture.rows.notes().to_vec() })
}

/// Gives a rectangle one value: top, left, height, width.
pub fn fill(picture: &mut Grey, [top, left, height, width]: [usize; 4], value: f64) {
    for y in top..top + height {
        picture.values[y * picture.width + left..][..width].fill(value);
    }
}

fn all(mut rows: impl Rows) -> Result<Pixels, RowsError> {
    let (height, width) = rows.size();
    let mut pixels = Vec::new();
    for _ in 0..height {
        pixels.extend(rows.next_row()?);
    }
    Ok(Pixels { height, width, pixels, notes: rows.notes().to_vec() })
}

/// The content of a zlib stream, of at most 256 KiB.
pub fn unpack(stream: &[u8]) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    let read = ZlibReader::new(stream).take(1 << 18).read_to_end(&mut content);
    read.map(|_| content).map_err(|error| error.to_string())
}
