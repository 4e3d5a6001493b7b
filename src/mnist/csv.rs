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
use super::{ALLOWANCE, DataError, GROWTH, Images, MOST_IMAGES};
use crate::format::gzip::open_unpacked;
use crate::format::room::is_room;
use crate::format::shown::shown;

/// What a header may call the labels.
const LABEL: [&[u8]; 5] = [b"label", b"class", b"target", b"digit", b"y"];

/// The most columns: 1024 x 1024 pixels, and a label.
const MOST_COLUMNS: usize = (1 << 20) + 1;

/// The most bytes of a line: for each pixel three digits, a comma, a point and more.
const MOST_LINE: usize = 8 * MOST_COLUMNS;

/// Reads a table, packed or not.
pub(super) fn read(path: &Path) -> Result<Part, DataError> {
    let unreadable =
        |error: io::Error| DataError::new(path, format!("cannot read the file: {error}"));
    let (bytes, content) = open_unpacked(path).map_err(unreadable)?;
    let most = bytes.saturating_mul(GROWTH).saturating_add(ALLOWANCE);
    let mut source = BufReader::new(content);
    let (mut line, mut table): (_, Option<Table>) = (Vec::new(), None);
    // The longest line, which may double while it grows, and its pixels.
    if !is_room(3 * MOST_LINE as u128) {
        return Err(unreadable(io::ErrorKind::OutOfMemory.into()));
    }
    for number in 1.. {
        line.clear();
        let read = source.by_ref().take(MOST_LINE as u64).read_until(b'\n', &mut line);
        if read.map_err(unreadable)? == 0 {
            break;
        }
        let at = |fault: String| DataError::new(path, format!("line {number}, {fault}"));
        let text = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line).trim_ascii();
        if text.is_empty() {
            continue;
        }
        let (is_header, table) = match &mut table {
            Some(table) => (false, table),
            None => {
                let (is_header, new) = Table::of(text).map_err(at)?;
                (is_header, table.insert(new))
            }
        };
        if !is_header {
            table.push(text, most).map_err(at)?;
        }
    }
    let Some(Table { images, labels, .. }) = table.filter(|table| !table.labels.is_empty()) else {
        let fault = "expected a line for each image, its label and its pixels between commas, \
                     found none";
        return Err(DataError::new(path, fault.into()));
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
    /// Whether such a first line is a header, and the table that it begins.
    fn of(line: &[u8]) -> Result<(bool, Self), String> {
        let fields = || line.split(is_comma).map(unquoted);
        let columns = fields().count();
        if !(2..=MOST_COLUMNS).contains(&columns) {
            return Err(format!(
                "column 1: expected a label and 1 to {} pixels between commas, found {columns} \
                 columns",
                MOST_COLUMNS - 1
            ));
        }
        let is_label = |field: &[u8]| LABEL.iter().any(|name| field.eq_ignore_ascii_case(name));
        let label = fields().position(is_label);
        // A header's names may be numbers, but for the label's; a faulty number makes no header.
        let is_header = label.is_some()
            || fields().take(1).any(|field| value(field).is_none())
            || fields().all(|field| value(field).is_none());
        let is_pixel = fields().take(1).any(|field| field.starts_with(b"pixel"));
        if label.is_none() && (columns == 28 * 28 || is_pixel) {
            return Err(format!(
                "column 1: expected a label, found the first of {columns} pixels; Kaggle's test.csv \
                 has no labels: name train.csv alone, and draw a test set with --test-share 0.2"
            ));
        }
        let (pixels, side) = (columns - 1, (columns - 1).isqrt());
        let (height, width) = if side * side == pixels { (side, side) } else { (1, pixels) };
        let (images, label) = (Images::new(height, width), label.unwrap_or(0));
        Ok((is_header, Self { columns, label, images, labels: Vec::new(), pixels: Vec::new() }))
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
            list.try_reserve(1).map_err(|_| format!("column {}: no memory is left", column + 1))?;
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
