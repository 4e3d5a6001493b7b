//! JPEG pictures (ITU-T T.81), row by row: baseline, extended and progressive, with 8 bits.
//!
//! ```text
//! FF D8        SOI: the beginning; every marker is FF and a byte, most begin a segment
//! FF E0..EF    APP: application data: JFIF, Exif, Adobe's word on the colours
//! FF DB        DQT: quantization steps
//! FF C0..C2    SOF: the frame: size, components, each with its sampling factors
//! FF C4        DHT: Huffman codes
//! FF DD        DRI: how often restart markers come
//! FF DA        SOS: a scan, and the entropy-coded data after it
//! FF D0..D7    RST: amid these data, a restart: what follows does not need what was before
//! FF D9        EOI: the end
//! ```
//!
//! The data hold blocks of 8 x 8 samples f(x, y), each as the coefficients F(u, v) of its discrete
//! cosine transform: how much of each of 64 patterns of waves is in it.
//!
//! ```text
//! w(x, u) = 1/2 cos((2x + 1) u pi / 16), and 1 / sqrt(8) for u = 0
//! F(u, v) = sum over x, y of  f(x, y) w(x, u) w(y, v)      (w is orthogonal: its inverse is
//! f(x, y) = sum over u, v of  F(u, v) w(x, u) w(y, v)       its transpose)
//! ```
//!
//! The encoder divides each coefficient by its quantization step and rounds, which is where it
//! loses something: high frequencies, which the eye hardly sees, have large steps and become zero.
//! F(0, 0), the DC coefficient, is stored as the difference to that of the block before; the others
//! are AC coefficients, stored in the order of frequency, so that zeros come together.
//!
//! So decoding goes bytes -> bits -> symbols (`bits`) -> coefficients (`scan`) ->
//! samples (`idct`) -> rows (`samples`); `header` has the sizes and tables. Of YCbCr only Y is
//! needed, which is grey: the rows are grey, and the other components are passed over.
//!
//! A picture whose needed components are all in one sequential scan is decoded as its rows are
//! asked for. Of any other the coefficients are held, in memory taken as they come.

mod bits;
mod header;
mod idct;
mod samples;
mod scan;

use std::io::BufRead;

use super::rows::{MOST_HELD, Rows, RowsError};
use bits::Bits;
use header::{Header, UNKNOWN};
use scan::Scan;

/// A JPEG picture that is being read.
pub struct Jpeg<R> {
    bits: Bits<R>,
    header: Header,
    /// The scan that is decoded as rows are asked for; none where all coefficients are held.
    scan: Option<Scan>,
    /// The number of rows that have been given.
    given: usize,
    row: Vec<[u8; 4]>,
}

type Read<T = ()> = Result<T, RowsError>;

/// An error whose place is not known yet.
fn damaged<T>(what: impl Into<String>) -> Read<T> {
    Err(RowsError::Damaged(what.into()))
}

/// Reads a picture, which begins with FF D8, up to its first pixels.
pub fn open<R: BufRead>(source: R) -> Read<Jpeg<R>> {
    let (bits, header) = (Bits::new(source), Header::default());
    let mut jpeg = Jpeg { bits, header, scan: None, given: 0, row: Vec::new() };
    jpeg.read_to_pixels().map_err(|error| jpeg.bits.locate(error))?;
    jpeg.row = vec![[255; 4]; jpeg.header.size[0]];
    Ok(jpeg)
}

impl<R: BufRead> Jpeg<R> {
    /// Reads segments up to the next scan; none if the picture ends.
    fn next_scan(&mut self) -> Read<Option<Scan>> {
        loop {
            let marker = self.bits.next_marker()?;
            if marker == 0xD9 {
                return Ok(None);
            }
            let data = self.bits.segment()?;
            if marker == 0xDA {
                return Scan::new(&data, &mut self.header).map(Some);
            }
            self.header.read(marker, &data)?;
        }
    }

    /// Reads up to a scan that can be decoded as rows are asked for, or all scans.
    fn read_to_pixels(&mut self) -> Read {
        if self.bits.next_marker()? != 0xD8 {
            return damaged("expected FF D8");
        }
        while let Some(mut scan) = self.next_scan()? {
            let (wanted, all) = (scan.wanted(&self.header), self.header.wanted);
            if wanted == 0 {
                continue;
            }
            if wanted == all && !self.header.is_progressive {
                self.scan = Some(scan);
                return Ok(());
            }
            let (pixels, most) =
                (self.header.size[0] * self.header.size[1], MOST_HELD as usize / all);
            if pixels > most {
                return Err(RowsError::Size(format!(
                    "expected at most {most} pixels in a JPEG that must be held as a whole \
                     (progressive, or of several scans), found {pixels}: save it as a baseline JPEG"
                )));
            }
            for _ in 0..scan.rows {
                scan.decode_row(&mut self.bits, &mut self.header)?;
            }
        }
        let known = self.header.components.iter().map(|component| component.known[0] != UNKNOWN);
        match known.take(self.header.wanted).min() {
            Some(true) => Ok(()),
            _ => damaged("expected a scan of each component, found the end"),
        }
    }

    /// Writes the next row.
    fn decode(&mut self) -> Read {
        for i in 0..self.header.wanted {
            // The sample below the nearest one may be needed too.
            let component = &self.header.components[i];
            let near = self.given * component.factors[1] / self.header.largest[1];
            let last = (near + 1).min(component.size[1] - 1);
            while 8 * self.header.components[i].done <= last {
                let component = &mut self.header.components[i];
                match (component.held.pop_front(), &mut self.scan) {
                    (Some(blocks), _) => component.put(&blocks),
                    (None, Some(scan)) => scan.decode_row(&mut self.bits, &mut self.header)?,
                    (None, None) => return damaged("expected more rows"),
                }
            }
            self.header.components[i].write(self.given, &self.header, i, &mut self.row);
        }
        self.given += 1;
        if self.given == self.header.size[1] && self.scan.is_some() {
            while self.next_scan()?.is_some() {}
        }
        Ok(())
    }
}

impl<R: BufRead> Rows for Jpeg<R> {
    fn size(&self) -> (usize, usize) {
        (self.header.size[1], self.header.size[0])
    }

    fn orientation(&self) -> u8 {
        self.header.orientation.unwrap_or(1)
    }

    fn next_row(&mut self) -> Read<&[[u8; 4]]> {
        self.decode().map_err(|error| self.bits.locate(error))?;
        Ok(&self.row)
    }
}
