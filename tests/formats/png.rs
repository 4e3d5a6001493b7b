//! A PNG picture of any kind is decoded to the pixels that are in it: golden files of every colour
//! type, depth, filter and transparency, interlaced or not (`fixtures/png/make.py` makes them).

use crate::support::pixels;
use std::fs;
use std::path::{Path, PathBuf};

use pixels::{Pixels, png};

/// The PNG files of a folder, in the order of their names.
fn png_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder that can be read");
    let paths = entries.map(|entry| entry.expect("an entry that can be read").path());
    let mut files: Vec<_> = paths.filter(|path| path.extension() == Some("png".as_ref())).collect();
    files.sort();
    files
}

/// An image in Netpbm's PAM format: a header with the size, then the pixels as they are.
fn pam(image: &Pixels) -> Vec<u8> {
    let Pixels { height, width, pixels, .. } = image;
    let head = format!(
        "P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    );
    [head.as_bytes(), pixels.as_flattened()].concat()
}

/// Decodes a file; says where it differs from the expected image.
fn compare(file: &[u8], expected: &[u8]) -> Result<(), String> {
    let image = png(file)?;
    let found = pam(&image);
    if found == expected {
        return Ok(());
    }
    let pixels = image.pixels.as_flattened();
    let Some(expected) = expected.strip_prefix(&found[..found.len() - pixels.len()]) else {
        return Err(format!("{} x {} is not the size", image.width, image.height));
    };
    let expected = expected.as_chunks::<4>().0;
    let place = image.pixels.iter().zip(expected).position(|(ours, theirs)| ours != theirs);
    let place = place.ok_or("another number of pixels")?;
    let (row, column) = (place / image.width, place % image.width);
    let (ours, theirs) = (image.pixels[place], expected[place]);
    Err(format!("row {row}, column {column}: expected {theirs:?}, found {ours:?}"))
}

#[test]
fn golden_pictures() {
    let files = png_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/png"));
    assert_eq!(files.len(), 55, "pictures: 15 kinds twice, 11 transparent, 8 special, 6 of Pillow");
    let differences: Vec<String> = files
        .iter()
        .filter_map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let decoded = path.with_file_name(format!("{}.pam", name.trim_end_matches("_adam7")));
            let expected = fs::read(decoded).expect("the picture decoded");
            let file = fs::read(path).expect("a picture");
            compare(&file, &expected).err().map(|difference| format!("{name}: {difference}"))
        })
        .collect();
    assert!(differences.is_empty(), "pictures decoded wrongly:\n{}", differences.join("\n"));
}

#[test]
#[ignore = "decodes a folder of pictures for tests/compare/pictures.py"]
fn decode_the_folder_png_folder() {
    let folder = std::env::var_os("PNG_FOLDER").expect("PNG_FOLDER names a folder of PNG files");
    for path in png_files(Path::new(&folder)) {
        let file = fs::read(&path).expect("a file that can be read");
        let decoded = match png(&file) {
            Ok(image) => pam(&image),
            Err(error) => error.into_bytes(),
        };
        fs::write(path.with_extension("pam"), decoded).expect("a folder that can be written to");
    }
}
