//! A JPEG picture of any kind is decoded to the grey that libjpeg gives: golden files, baseline and
//! progressive, of all samplings, with restarts (`fixtures/jpeg/make.py` makes them).

use std::fs;
use std::path::{Path, PathBuf};

use backprop::format::jpeg::open;
use backprop::format::rows::{Rows, RowsError};

/// The JPEG files of a folder, in the order of their names.
fn jpeg_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder that can be read");
    let paths = entries.map(|entry| entry.expect("an entry that can be read").path());
    let mut files: Vec<_> = paths.filter(|path| path.extension() == Some("jpg".as_ref())).collect();
    files.sort();
    files
}

/// The picture in Netpbm's PGM format. Colours become grey as in libjpeg, which has weights of 16
/// bits after the point.
fn pgm(file: &[u8]) -> Result<Vec<u8>, RowsError> {
    let mut rows = open(file)?;
    let (height, width) = rows.size();
    let mut pgm = format!("P5\n{width} {height}\n255\n").into_bytes();
    for _ in 0..height {
        for &[red, green, blue, alpha] in rows.next_row()? {
            assert_eq!(alpha, 255, "JPEG has no transparency");
            let weighted = [(19595, red), (38470, green), (7471, blue)];
            let sum: u32 = weighted.iter().map(|&(weight, value)| weight * u32::from(value)).sum();
            pgm.push(((sum + (1 << 15)) >> 16) as u8);
        }
    }
    Ok(pgm)
}

#[test]
fn golden_pictures() {
    let files = jpeg_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jpeg"));
    assert_eq!(files.len(), 17, "pictures: 10 of Pillow, 7 of cjpeg");
    for path in files {
        let expected = fs::read(path.with_extension("pgm")).expect("the picture decoded");
        let found = pgm(&fs::read(&path).expect("a picture"));
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let place = found.iter().zip(&expected).position(|(ours, theirs)| ours != theirs);
        assert!(found == expected, "{}: differs at byte {place:?}", path.display());
    }
}

#[test]
#[ignore = "decodes a folder of pictures for tests/compare/jpeg.py"]
fn decode_the_folder_jpeg_folder() {
    let folder = std::env::var_os("JPEG_FOLDER").expect("JPEG_FOLDER names a folder of JPEG files");
    for path in jpeg_files(Path::new(&folder)) {
        let file = fs::read(&path).expect("a file that can be read");
        let decoded = pgm(&file).unwrap_or_else(|error| error.to_string().into_bytes());
        fs::write(path.with_extension("pgm"), decoded).expect("a folder that can be written to");
    }
}
