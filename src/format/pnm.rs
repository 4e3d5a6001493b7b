//! PGM and PPM, the plainest pictures there are (the Netpbm manual pages pgm(5) and ppm(5)).
//!
//! ```text
//! P2    grey     plain: the samples as decimal numbers in ASCII
//! P3    colour   plain
//! P5    grey     raw: the samples as bytes, or as two each, highest first, if maxval exceeds 255
//! P6    colour   raw
//! ```
//!
//! Then come, in decimal and set apart by white space, the width, the height and maxval, the sample
//! that means white, from 1 to 65535; then one character of white space, then the samples, row by
//! row from the top, in colour pictures red, green, blue for each pixel. A `#` and what follows it
//! on its line is a comment, wherever white space may be, except among raw samples.
//!
//! A raw file may hold several pictures, one after the other: the first is read, and what follows
//! it is not looked at. A plain file holds one.

use std::io::{BufRead, Read};

use super::rows::{Rows, RowsError, size};

/// The largest maxval.
const LARGEST_MAXVAL: u32 = 65535;

/// A PGM or PPM picture that is being read. Samples are scaled to 255 and rounded.
pub struct Pnm<R> {
    source: R,
    height: usize,
    width: usize,
    /// Samples of a pixel.
    channels: usize,
    maxval: u32,
    plain: bool,
    /// A row's samples.
    samples: Vec<u8>,
    row: Vec<[u8; 4]>,
    rows_given: usize,
}

/// Begins to read a PGM or PPM file: its header.
///
/// ```
/// use backprop::format::pnm::open;
/// use backprop::format::rows::Rows;
///
/// let mut picture = open(&b"P2 2 1 # a comment\n100\n0 40"[..])?;
/// assert_eq!(picture.next_row()?, [[0, 0, 0, 255], [102, 102, 102, 255]]);
/// # Ok::<(), backprop::format::rows::RowsError>(())
/// ```
pub fn open<R: BufRead>(mut source: R) -> Result<Pnm<R>, RowsError> {
    let mut magic = Vec::new();
    source.by_ref().take(2).read_to_end(&mut magic)?;
    let (plain, channels) = match &magic[..] {
        b"P2" => (true, 1),
        b"P3" => (true, 3),
        b"P5" => (false, 1),
        b"P6" => (false, 3),
        _ => return Err(damaged("expected P2, P3, P5 or P6 as the first two characters")),
    };
    let cut_short = || damaged("the file ends in its header");
    let mut field = |what| number(&mut source, what)?.ok_or_else(cut_short);
    let (width, height, maxval) = (field("width")?, field("height")?, field("maxval")?);
    let (height, width) = size(height, width)?;
    if !(1..=LARGEST_MAXVAL).contains(&maxval) {
        return Err(RowsError::expected(format!("a maxval of 1 to {LARGEST_MAXVAL}"), maxval));
    }
    // The header ends with one character of white space, perhaps behind a comment.
    skip_comment(&mut source)?;
    let last = peek(&mut source)?.ok_or_else(cut_short)?;
    if !is_space(last) {
        return Err(not("white space after maxval", last));
    }
    source.consume(1);
    let (samples, row) = (Vec::new(), Vec::new());
    Ok(Pnm { source, height, width, channels, maxval, plain, samples, row, rows_given: 0 })
}

/// The next character, which stays; none at the end of the file.
fn peek(source: &mut impl BufRead) -> Result<Option<u8>, RowsError> {
    Ok(source.fill_buf()?.first().copied())
}

/// Passes over a comment that begins here, up to the end of its line.
fn skip_comment(source: &mut impl BufRead) -> Result<(), RowsError> {
    if peek(source)? == Some(b'#') {
        while !matches!(peek(source)?, None | Some(b'\n' | b'\r')) {
            source.consume(1);
        }
    }
    Ok(())
}

/// Passes over white space and comments, to the next character.
fn skip_space(source: &mut impl BufRead) -> Result<Option<u8>, RowsError> {
    loop {
        skip_comment(source)?;
        match peek(source)? {
            Some(first) if is_space(first) => source.consume(1),
            first => return Ok(first),
        }
    }
}

/// The next number, at most `u32::MAX` of however many digits; `None` at the end of the file.
fn number(source: &mut impl BufRead, what: &str) -> Result<Option<u32>, RowsError> {
    let Some(first) = skip_space(source)? else { return Ok(None) };
    if !first.is_ascii_digit() {
        return Err(not(what, first));
    }
    let mut number = 0u32;
    while let Some(digit @ b'0'..=b'9') = peek(source)? {
        number = number.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
        source.consume(1);
    }
    Ok(Some(number))
}

fn damaged(fault: &str) -> RowsError {
    RowsError::Damaged(fault.into())
}

/// The error for a character that is not part of what should be there.
fn not(what: &str, found: u8) -> RowsError {
    RowsError::expected(format!("the {what}"), format!("\"{}\"", found.escape_ascii()))
}

/// Blank, tab, line feed, vertical tab, form feed, carriage return: C's `isspace`, which Netpbm
/// means by white space.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// A sample scaled from maxval to 255, rounded to nearest.
fn to_byte(sample: u32, maxval: u32) -> Result<u8, RowsError> {
    if sample > maxval {
        return Err(RowsError::expected(format!("samples of at most {maxval}"), sample));
    }
    Ok(((sample * 255 + maxval / 2) / maxval) as u8)
}

impl<R: BufRead> Pnm<R> {
    /// Reads a row's samples and scales them. Memory is taken as they come.
    fn read_samples(&mut self) -> Result<(), RowsError> {
        let (count, maxval, samples) = (self.width * self.channels, self.maxval, &mut self.samples);
        samples.clear();
        if self.plain {
            while samples.len() < count
                && let Some(sample) = number(&mut self.source, "next sample")?
            {
                samples.push(to_byte(sample, maxval)?);
            }
        } else {
            let size = if maxval > 255 { 2 } else { 1 };
            self.source.by_ref().take((count * size) as u64).read_to_end(samples)?;
            if maxval != 255 {
                let value =
                    |bytes: &[u8]| bytes.iter().fold(0, |high, &low| high << 8 | u32::from(low));
                let scaled = samples.chunks_exact(size).map(|bytes| to_byte(value(bytes), maxval));
                *samples = scaled.collect::<Result<_, _>>()?;
            }
        }
        if samples.len() < count {
            let before = self.rows_given as u64 * count as u64;
            let promised = self.height as u64 * count as u64;
            let found = before + samples.len() as u64;
            return Err(damaged(&format!("the header promises {promised} samples, found {found}")));
        }
        Ok(())
    }
}

impl<R: BufRead> Rows for Pnm<R> {
    fn size(&self) -> (usize, usize) {
        (self.height, self.width)
    }

    fn next_row(&mut self) -> Result<&[[u8; 4]], RowsError> {
        self.read_samples()?;
        // A grey sample is all three of a pixel.
        let channels = self.channels;
        let pixels = self.samples.chunks_exact(channels);
        self.row.clear();
        self.row.extend(pixels.map(|s| [s[0], s[channels / 2], s[channels - 1], 255]));
        self.rows_given += 1;
        if self.plain && self.rows_given == self.height && skip_space(&mut self.source)?.is_some() {
            return Err(damaged("the file goes on after its last sample"));
        }
        Ok(&self.row)
    }
}
