//! A table of images as text: a line each, its label and its pixels between commas.
//!
//! ```text
//! label,pixel0,pixel1,...      a header, which need not be there
//! 5,0,0,18,253,...             whole numbers from 0 to 255
//! ```
//!
//! Kaggle's digits and the copies of MNIST on the web have this form. The label comes first, or in
//! the column that a header calls label, class, target, digit or y. Images whose number of pixels
//! is a square are square; others are one row.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::dataset::Part;
use super::error::DataError;
use super::idx_file::unpacked;
use super::{ALLOWANCE, GROWTH, Images, MOST_IMAGES, MOST_PIXELS};
use crate::format::open_file::open_file;
use crate::format::shown::shown;

/// What a header may call the labels.
const LABEL: [&[u8]; 5] = [b"label", b"class", b"target", b"digit", b"y"];

/// The most bytes of a line: for each pixel three digits, a comma, a point and more.
const MOST_LINE: u64 = 8 * MOST_PIXELS as u64;

/// Reads a table, packed or not.
pub(super) fn read(path: &Path) -> Result<Part, DataError> {
    let unreadable =
        |error: io::Error| DataError::other(path, format!("cannot read the file: {error}"));
    let file = open_file(path).map_err(unreadable)?;
    let most = file.metadata().map_err(unreadable)?.len().saturating_mul(GROWTH) + ALLOWANCE;
    let mut source = BufReader::new(unpacked(file).map_err(unreadable)?);
    let (mut line, mut table): (_, Option<Table>) = (Vec::new(), None);
    for number in 1.. {
        line.clear();
        let read = source.by_ref().take(MOST_LINE).read_until(b'\n', &mut line);
        if read.map_err(unreadable)? == 0 {
            break;
        }
        let at = |fault: String| DataError::other(path, format!("line {number}, {fault}"));
        let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line).trim_ascii();
        if text.is_empty() {
            continue;
        }
        let is_header = table.is_none() && text.split(is_comma).any(|field| value(field).is_none());
        if table.is_none() {
            table = Some(Table::of(text, is_header).map_err(at)?);
        }
        if let Some(table) = table.as_mut().filter(|_| !is_header) {
            table.push(text, most).map_err(at)?;
        }
    }
    let Some(Table { images, labels, .. }) = table.filter(|table| !table.labels.is_empty()) else {
        let fault = "expected a line for each image, its label and its pixels between commas, \
                     found none";
        return Err(DataError::other(path, fault.into()));
    };
    let classes = labels.iter().map(|&label| usize::from(label) + 1).max().unwrap_or(0);
    Ok(Part { images, labels, classes })
}

/// The lines so far.
struct Table {
    columns: usize,
    /// Which of them has the labels, from 0.
    label: usize,
    images: Images,
    labels: Vec<u8>,
    /// Those of the line at hand.
    pixels: Vec<u8>,
}

impl Table {
    /// A table with such a first line.
    fn of(line: &[u8], is_header: bool) -> Result<Self, String> {
        let columns = line.split(is_comma).count();
        if !(2..=MOST_PIXELS + 1).contains(&columns) {
            return Err(format!(
                "column 1: expected a label and 1 to {MOST_PIXELS} pixels between commas, found \
                 {columns} columns"
            ));
        }
        let is_label = |field| LABEL.iter().any(|name| unquoted(field).eq_ignore_ascii_case(name));
        let label = line.split(is_comma).position(is_label).filter(|_| is_header);
        if label.is_none() && (columns == 28 * 28 || line.starts_with(b"pixel")) {
            return Err(format!(
                "column 1: expected a label, found the first of {columns} pixels; put the label \
                 first, or name a table with labels"
            ));
        }
        let (pixels, side) = (columns - 1, (columns - 1).isqrt());
        let (height, width) = if side * side == pixels { (side, side) } else { (1, pixels) };
        let (images, label) = (Images::new(height, width), label.unwrap_or(0));
        Ok(Self { columns, label, images, labels: Vec::new(), pixels: Vec::new() })
    }

    /// Appends a line; all images may take at most so many bytes.
    fn push(&mut self, line: &[u8], most: u64) -> Result<(), String> {
        self.pixels.clear();
        for (column, field) in line.split(is_comma).enumerate() {
            let Some(value) = value(field) else {
                let field = String::from_utf8_lossy(unquoted(field)).into_owned();
                let advice = match field.parse() {
                    Ok(0.0..=1.0) => "; multiply by 255 and round",
                    _ => "",
                };
                return Err(format!(
                    "column {}: expected a whole number from 0 to 255, found {}{advice}",
                    column + 1,
                    shown(&field),
                ));
            };
            let list = if column == self.label { &mut self.labels } else { &mut self.pixels };
            list.push(value);
        }
        let found = line.split(is_comma).count();
        if found != self.columns {
            let last = found.min(self.columns);
            return Err(format!(
                "column {last}: expected {} columns as in the first line, found {found}",
                self.columns
            ));
        }
        if self.labels.len() > MOST_IMAGES {
            return Err(format!("column 1: expected at most {MOST_IMAGES} images; take fewer"));
        }
        let pushed = self.images.push_within(&self.pixels, most);
        pushed.map_err(|fault| format!("column 1: {fault}"))
    }
}

fn is_comma(byte: &u8) -> bool {
    *byte == b','
}

/// A field without the quotes and the space around it.
fn unquoted(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(field)
}

/// A whole number from 0 to 255, which pandas may have written as `12.0`.
fn value(field: &[u8]) -> Option<u8> {
    let field = unquoted(field);
    let digits = field.strip_suffix(b".0").unwrap_or(field);
    let value = digits.iter().try_fold(0_u16, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| u16::from(digit - b'0'))?;
        Some(10 * value + digit).filter(|&value| value <= 255)
    })?;
    (!digits.is_empty()).then_some(value as u8)
}
