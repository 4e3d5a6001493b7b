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
//! Every checksum that is there is checked. A chunk that the picture does not need is passed over,
//! which means that gAMA, iCCP and all other hints on how colours should look are ignored. What
//! follows IEND is not looked at. What costs no pixel is noted and no error, as in libpng: a file
//! that ends after its last pixel, without checksum or IEND; more data than pixels; a palette index
//! beyond the palette, which is black.

mod chunk;
mod colours;
mod filter;
mod header;
mod interlace;
mod write;

pub use write::{write_grey, write_rgb};

use std::io::{self, BufRead, ErrorKind, Read};
use std::mem;

use super::exif;
use super::room::grow;
use super::rows::{Rows, RowsError};
use super::zlib::ZlibReader;
use chunk::Chunks;
use colours::Colours;
use filter::unfilter;
use header::{Colour, Header};
use interlace::Pass;

/// A PNG picture that is being read. Memory is taken for what the file really holds, not for what
/// its header claims: two lines and a row, and of an interlaced picture every second row.
pub struct Png<R> {
    header: Header,
    colours: Colours,
    /// From a chunk eXIf before the pixels; a later one is not looked at.
    orientation: u8,
    stream: ZlibReader<Chunks<R>>,
    /// Bytes of the stream that have been read.
    found: u64,
    /// The line read last, beginning with its filter, and the one above it.
    line: Vec<u8>,
    above: Vec<u8>,
    passes: Vec<Pass>,
    row: Vec<[u8; 4]>,
    rows_given: usize,
    notes: Vec<String>,
}

/// Begins to read a PNG file: its chunks up to the pixels.
///
/// ```
/// use backprop::format::png::{open, write_grey};
/// use backprop::format::rows::Rows;
///
/// let file = write_grey(2, 1, &[0, 200]);
/// let mut picture = open(&file[..])?;
/// assert_eq!(picture.next_row()?, [[0, 0, 0, 255], [200, 200, 200, 255]]);
/// # Ok::<(), backprop::format::rows::RowsError>(())
/// ```
pub fn open<R: BufRead>(source: R) -> Result<Png<R>, RowsError> {
    let mut chunks = Chunks::open(source)?;
    if chunks.name != *b"IHDR" {
        let found = chunks.name.escape_ascii();
        return Err(RowsError::expected("IHDR as the first chunk", found));
    }
    let header = Header::parse(&chunks.data()?)?;
    let (mut palette, mut transparency, mut orientation) = (None, None, None);
    loop {
        chunks.next()?;
        match (&chunks.name, header.colour) {
            (b"IDAT", _) => break,
            (b"IEND", _) => return Err(RowsError::expected("pixels in chunk IDAT", "none")),
            (b"PLTE", Colour::Palette) if palette.is_none() => palette = Some(chunks.data()?),
            (b"tRNS", Colour::Grey | Colour::Rgb | Colour::Palette)
                if transparency.is_none()
                    && (palette.is_some() || header.colour != Colour::Palette) =>
            {
                transparency = Some(chunks.data()?);
            }
            (b"eXIf", _) => orientation = exif::orientation(&chunks.data()?),
            (name, colour) => check_unused(name, colour)?,
        }
    }
    let colours = Colours::new(&header, palette, transparency)?;
    let passes = Pass::all(&header);
    Ok(Png {
        colours,
        orientation: orientation.unwrap_or(1),
        stream: ZlibReader::new(chunks),
        found: 0,
        line: Vec::new(),
        above: Vec::new(),
        passes,
        row: Vec::new(),
        rows_given: 0,
        notes: Vec::new(),
        header,
    })
}

/// Whether a chunk that is not needed where it stands may stand there.
fn check_unused(name: &[u8; 4], colour: Colour) -> Result<(), RowsError> {
    let shown = name.escape_ascii();
    let has_alpha = matches!(colour, Colour::GreyAlpha | Colour::Rgba);
    Err(match name {
        // A hint for screens with few colours, or of no use.
        b"PLTE" if colour != Colour::Palette => return Ok(()),
        b"tRNS" if has_alpha => return Ok(()),
        b"IHDR" | b"IDAT" | b"PLTE" | b"tRNS" => {
            RowsError::Damaged(format!("chunk {shown} is in the wrong place or there twice"))
        }
        // The first letter of a chunk that is not needed is small.
        _ if name[0].is_ascii_lowercase() => return Ok(()),
        _ => RowsError::Unsupported(format!("the picture needs chunk {shown}, which is unknown")),
    })
}

impl<R: BufRead> Png<R> {
    /// Makes `row` the next line, of `width` pixels. At the start of a pass `line` is empty.
    fn read_line(&mut self, width: usize) -> Result<(), RowsError> {
        let length = 1 + self.header.line_bytes(width);
        mem::swap(&mut self.line, &mut self.above);
        self.line.clear();
        let read = (&mut self.stream).take(length as u64).read_to_end(&mut self.line);
        let count = read.map_err(|error| self.fault(error))?;
        self.found += count as u64;
        if count < length {
            if self.stream.inflate.input.source().is_cut {
                return Err(RowsError::CutShort);
            }
            let lines = self.passes.iter().map(|pass| (pass.height, pass.width));
            let bytes = lines.map(|(count, width)| count * (1 + self.header.line_bytes(width)));
            let what = format!("{} bytes of pixels in chunk IDAT", bytes.sum::<usize>());
            return Err(RowsError::expected(what, self.found));
        }
        self.above.resize(length, 0);
        unfilter(&mut self.line, &self.above, self.header.line_bytes(1))?;
        self.row.resize(width, [0; 4]);
        if self.colours.convert(&self.line[1..], &mut self.row) && self.notes.is_empty() {
            self.notes.push("some pixels are beyond the palette, and taken for black".to_string());
        }
        Ok(())
    }

    /// Reads the passes of which no line is a row.
    fn hold(&mut self) -> Result<(), RowsError> {
        for i in 0..self.passes.len() {
            self.line.clear();
            if self.passes[i].grid[3] > 1 {
                for _ in 0..self.passes[i].height {
                    self.read_line(self.passes[i].width)?;
                    grow(&mut self.passes[i].pixels, self.row.len())?;
                    self.passes[i].pixels.extend(&self.row);
                }
            }
        }
        Ok(())
    }

    /// Looks at what follows the pixels: the end of the stream, chunks, IEND.
    fn check_end(&mut self) -> Result<(), RowsError> {
        let is_longer = match self.stream.read(&mut [0]) {
            Ok(0) => self.stream.inflate.input.is_at_end().map(|is_end| !is_end),
            read => read.map(|_| true),
        };
        match is_longer {
            Ok(false) => {}
            Ok(true) => self.notes.push("there are more data than pixels".into()),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
                self.notes.push("the checksum of the pixels is missing".into());
            }
            Err(error) => return Err(self.fault(error)),
        }
        match self.check_chunks() {
            Err(RowsError::CutShort) => {
                self.notes.push("the file ends without IEND".into());
                Ok(())
            }
            checked => checked,
        }
    }

    fn check_chunks(&mut self) -> Result<(), RowsError> {
        let chunks = self.stream.inflate.input.source();
        while chunks.name == *b"IDAT" {
            chunks.next()?;
        }
        while chunks.name != *b"IEND" {
            check_unused(&chunks.name, self.header.colour)?;
            chunks.next()?;
        }
        chunks.end()
    }

    /// The error of the stream, or of a chunk inside it.
    fn fault(&mut self, error: io::Error) -> RowsError {
        let is_of_chunk = error.get_ref().is_some_and(|inner| inner.is::<RowsError>());
        match error.kind() {
            ErrorKind::UnexpectedEof if self.stream.inflate.input.source().is_cut => {
                RowsError::CutShort
            }
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof if !is_of_chunk => {
                RowsError::Damaged(format!("the pixels in chunk IDAT are damaged: {error}"))
            }
            _ => error.into(),
        }
    }
}

impl<R: BufRead> Rows for Png<R> {
    fn size(&self) -> (usize, usize) {
        (self.header.height, self.header.width)
    }

    fn orientation(&self) -> u8 {
        self.orientation
    }

    fn next_row(&mut self) -> Result<&[[u8; 4]], RowsError> {
        let Header { height, width, interlaced, .. } = self.header;
        let y = self.rows_given;
        if interlaced && y == 0 {
            self.hold()?;
        }
        if interlaced && y.is_multiple_of(2) {
            self.row.resize(width, [0; 4]);
            self.passes.iter().for_each(|pass| pass.fill(y, &mut self.row));
        } else {
            self.read_line(width)?;
        }
        self.rows_given += 1;
        if self.rows_given == height {
            self.check_end()?;
        }
        Ok(&self.row)
    }

    fn notes(&self) -> &[String] {
        &self.notes
    }
}
