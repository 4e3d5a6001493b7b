//! One of the four files: an array in the IDX format, packed or not.

use std::fs::File;
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::error::{DataError, MIRROR, SUMS};
use crate::format::gzip::{self, GzipReader};
use crate::format::idx::{IdxError, IdxReader};
use crate::format::open_file::open_file;
use crate::format::shown::shown_shape;

/// An IDX file, packed or not, whose errors name it.
pub(super) struct IdxFile {
    path: PathBuf,
    /// Bytes of the file, as it lies on the disk.
    pub file_size: u64,
    reader: IdxReader<Box<dyn Read>>,
}

impl IdxFile {
    /// Opens a file of images: bytes.
    pub fn images(path: &Path) -> Result<Self, DataError> {
        let file = Self::open(path, 3)?;
        match file.reader.element() {
            1 => Ok(file),
            2 => Err(data_error(path, IdxError::Element("i16"))),
            _ => Err(data_error(path, IdxError::Element("i32"))),
        }
    }

    /// Opens a file of labels. In two dimensions the first column is the label, as in QMNIST (Yadav
    /// and Bottou, "Cold case: the lost MNIST digits", 2019): its others say who wrote the digit.
    pub fn labels(path: &Path) -> Result<Self, DataError> {
        Self::open(path, 1)
    }

    /// Opens a file whose array should have so many dimensions.
    fn open(path: &Path, dimensions: usize) -> Result<Self, DataError> {
        let file = open_file(path).and_then(|file| Ok((file.metadata()?.len(), unpacked(file)?)));
        let (file_size, reader) = file
            .map_err(IdxError::Io)
            .and_then(|(size, file)| Ok((size, IdxReader::new(file)?)))
            .map_err(|error| data_error(path, error))?;
        let dims = reader.dims();
        let is_table = dimensions == 1 && dims.len() == 2 && dims[1] > 0;
        if dims.len() != dimensions && !is_table {
            let array = |dimensions| match dimensions {
                1 => "labels (1 dimension)".to_string(),
                3 => "images (3 dimensions)".to_string(),
                n => format!("{n} dimensions"),
            };
            let (expected, found) = (array(dimensions), array(dims.len()));
            let advice = match dims.len() {
                1 | 3 => "give each file its own name",
                2 => "save images as count x height x width: array.reshape(-1, 28, 28)",
                _ => "save grey images as count x height x width",
            };
            let shape = shown_shape(dims);
            let fault = format!("expected {expected}, found {found} of size {shape}; {advice}");
            return Err(DataError::other(path, fault));
        }
        Ok(Self { path: path.to_path_buf(), file_size, reader })
    }

    /// The sizes that the header claims, the number of items first.
    pub fn dims(&self) -> &[usize] {
        self.reader.dims()
    }

    /// The next items, fewer at the end; `None` after the last, when the file has been checked.
    pub fn next(&mut self, items: usize) -> Result<Option<&[u8]>, DataError> {
        self.reader.next_bytes(items).map_err(|error| data_error(&self.path, error))
    }

    /// The next labels; `None` after the last.
    pub fn next_labels(&mut self, items: usize) -> Result<Option<Vec<u8>>, DataError> {
        let (element, columns) =
            (self.reader.element(), self.dims()[1..].iter().product::<usize>());
        let path = self.path.clone();
        let Some(bytes) = self.next(items)? else { return Ok(None) };
        let label = |item: &[u8]| {
            // Highest byte first, and signed unless it is one byte.
            let sign = if element > 1 && item[0] >= 0x80 { -1 } else { 0 };
            let value = item[..element].iter().fold(sign, |all, &byte| all << 8 | i64::from(byte));
            u8::try_from(value).map_err(|_| {
                let fault = format!(
                    "expected labels from 0 to 255, found {value}; number the \
                                     classes from 0"
                );
                DataError::other(&path, fault)
            })
        };
        bytes
            .chunks_exact((element * columns).max(1))
            .map(label)
            .collect::<Result<_, _>>()
            .map(Some)
    }
}

/// The file's content, unpacked if it is packed.
pub(super) fn unpacked(mut file: File) -> io::Result<Box<dyn Read>> {
    let mut start = Vec::new();
    file.by_ref().take(2).read_to_end(&mut start)?;
    let packed = start == gzip::MAGIC;
    let whole = Cursor::new(start).chain(file);
    Ok(if packed { Box::new(GzipReader::new(whole)) } else { Box::new(io::BufReader::new(whole)) })
}

/// Says what happened to a file that cannot be read as IDX; often its download failed.
fn data_error(path: &Path, error: IdxError) -> DataError {
    let fault = match error {
        IdxError::Io(error) => match error.kind() {
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
                format!("{error}; the archive is damaged, fetch it again; {MIRROR} {SUMS}")
            }
            _ => format!("cannot read the file: {error}"),
        },
        IdxError::Empty => {
            format!("the file is empty, the download failed; fetch it again; {MIRROR}")
        }
        IdxError::Magic(start) if start.starts_with(&gzip::MAGIC) => {
            "expected an IDX file in the archive, found another gzip archive: it has been packed \
             twice; unpack it once (gzip -d)"
                .into()
        }
        IdxError::Magic(start) if start.trim_ascii_start().starts_with(b"<") => {
            format!("this is a web page, the download failed; fetch it again; {MIRROR}")
        }
        IdxError::Element(_) => error.to_string(),
        error => format!("{error}; fetch it again; {MIRROR} {SUMS}"),
    };
    DataError::other(path, fault)
}
