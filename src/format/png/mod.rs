//! PNG pictures (PNG specification, second edition; ISO/IEC 15948:2004): every kind is read, two
//! are written.
//!
//! ```text
//! signature   89 "PNG" CR LF 1A LF
//! IHDR        width, height, bits per sample, colour type, interlaced or not
//! PLTE        the palette, if pixels are palette indices
//! tRNS        which colour is transparent, or each palette colour's alpha; optional
//! IDAT        compressed pixels; the data of all IDAT chunks together are one zlib stream
//! IEND        the end
//! ```
//!
//! The stream holds the lines from top to bottom. Each is one byte, the filter, and then the
//! samples from left to right, packed without gaps; the last byte of a line may have unused bits.
//! So decoding goes chunks -> inflate -> undo the filters -> samples -> red, green, blue, alpha,
//! one step per file: `chunk`, `zlib`, `filter`, `colours`; `header` and `interlace` say how large
//! everything is.
//!
//! Every checksum is checked. A chunk that the picture does not need is passed over, which means
//! that gAMA, iCCP and all other hints on how colours should look are ignored. What follows IEND is
//! not looked at.

mod chunk;
mod colours;
mod error;
mod filter;
mod header;
mod interlace;
mod write;

pub use error::PngError;
pub use write::{write_grey, write_rgb};

use super::rgba::RgbaImage;
use super::zlib;
use chunk::{Chunk, SIGNATURE};
use colours::Colours;
use filter::unfilter;
use header::{Colour, Header};
use interlace::Pass;

/// The four letters of a chunk's name.
pub type ChunkName = [u8; 4];

/// The picture in a PNG file of at most [`MOST_PIXELS`](super::rgba::MOST_PIXELS) pixels.
///
/// Memory is taken for pixels that the file really holds, not for what its header claims: 4 bytes
/// per pixel, at most 64 MiB, and the inflated lines.
pub fn decode(file: &[u8]) -> Result<RgbaImage, PngError> {
    let mut rest = file.strip_prefix(&SIGNATURE).ok_or(PngError::Signature)?;
    let first = Chunk::next(&mut rest)?;
    if first.name != *b"IHDR" {
        return Err(PngError::NoHeader(first.name));
    }
    let header = Header::parse(first.data)?;
    let body = read_body(rest, header.colour)?;
    let colours = Colours::new(&header, body.palette, body.transparency)?;
    let stream = body.stream.ok_or(PngError::NoData)?;
    read_pixels(&stream, &header, &colours)
}

/// What the chunks after IHDR hold.
#[derive(Default)]
struct Body<'a> {
    palette: Option<&'a [u8]>,
    transparency: Option<&'a [u8]>,
    /// The data of all IDAT chunks.
    stream: Option<Vec<u8>>,
}

/// Reads the chunks up to IEND.
fn read_body(mut rest: &[u8], colour: Colour) -> Result<Body<'_>, PngError> {
    let mut body = Body::default();
    let mut previous = *b"IHDR";
    loop {
        let chunk = Chunk::next(&mut rest)?;
        let before_data = body.stream.is_none();
        let in_order = match (&chunk.name, colour) {
            (b"IHDR", _) => false,
            (b"PLTE", Colour::Palette) => body.palette.replace(chunk.data).is_none() && before_data,
            // A hint for screens with few colours, or of no use.
            (b"PLTE", _) => true,
            // Colours with an alpha of their own have no use for it.
            (b"tRNS", Colour::GreyAlpha | Colour::Rgba) => true,
            (b"tRNS", _) => {
                let after_palette = body.palette.is_some() || colour != Colour::Palette;
                body.transparency.replace(chunk.data).is_none() && after_palette && before_data
            }
            (b"IDAT", _) => {
                body.stream.get_or_insert_default().extend(chunk.data);
                before_data || previous == *b"IDAT"
            }
            (b"IEND", _) => return Ok(body),
            _ if chunk.is_critical() => return Err(PngError::UnknownChunk(chunk.name)),
            _ => true,
        };
        if !in_order {
            return Err(PngError::Misplaced(chunk.name));
        }
        previous = chunk.name;
    }
}

/// Inflates the stream, and puts each pixel of each line in its place.
fn read_pixels(stream: &[u8], header: &Header, colours: &Colours) -> Result<RgbaImage, PngError> {
    let &Header { width, height, .. } = header;
    let passes = Pass::all(header);
    let needed = passes.iter().map(|pass| pass.height * (1 + header.line_bytes(pass.width))).sum();
    let mut lines = zlib::decompress(stream, needed).map_err(PngError::Data)?;
    if lines.len() < needed {
        return Err(PngError::DataTooShort { expected: needed, found: lines.len() });
    }
    let mut pixels = vec![[0; 4]; height * width];
    let mut rest = &mut lines[..];
    for pass in &passes {
        let zeros = vec![0; header.line_bytes(pass.width)];
        let mut above = &zeros[..];
        for line_number in 0..pass.height {
            let (filter, line);
            (filter, rest) = rest.split_at_mut(1);
            (line, rest) = rest.split_at_mut(above.len());
            unfilter(filter[0], line, above, header.filter_distance())?;
            for column_number in 0..pass.width {
                let (row, column) = pass.place(line_number, column_number);
                pixels[row * width + column] = colours.pixel(line, column_number)?;
            }
            above = line;
        }
    }
    Ok(RgbaImage { height, width, pixels })
}
