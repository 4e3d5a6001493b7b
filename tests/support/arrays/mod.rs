//! Arrays that NumPy wrote (`compare/model_files.py` makes the files), and archives made here.

use std::fs;
use std::path::Path;

use backprop::format::npy::{Array, Values};
use backprop::format::zip::Writer;

/// A file of `fixtures/npz/`.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/npz");
    fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What NumPy found in a fixture: a line for each array, as from [`describe`].
pub fn expected(name: &str) -> Vec<String> {
    let lines = String::from_utf8(fixture("expected.tsv")).expect("text");
    let of_file = |line: &str| Some(line.strip_prefix(name)?.strip_prefix('\t')?.to_string());
    let lines: Vec<_> = lines.lines().filter_map(of_file).collect();
    assert!(!lines.is_empty(), "{name} stands in expected.tsv");
    lines
}

/// An array as a line: name, type, shape, elements. Floats are their bits.
pub fn describe(name: &str, array: &Array) -> String {
    let (kind, elements): (_, Vec<String>) = match &array.values {
        Values::F64(values) => {
            ("f", values.iter().map(|value| format!("{:016x}", value.to_bits())).collect())
        }
        Values::F32(values) => {
            ("f", values.iter().map(|&v| format!("{:016x}", f64::from(v).to_bits())).collect())
        }
        Values::I64(values) => ("i", values.iter().map(i64::to_string).collect()),
        Values::U8(values) => ("u", values.iter().map(u8::to_string).collect()),
        Values::Bool(values) => {
            ("b", values.iter().map(|&value| u8::from(value).to_string()).collect())
        }
        Values::Text(values) => {
            ("U", values.iter().map(|text| format!("\"{}\"", text.escape_unicode())).collect())
        }
    };
    format!("{name}\t{kind}\t{:?}\t{}", array.shape, elements.join(" "))
}

/// A zip archive of these members, stored.
pub fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = Writer::default();
    for (name, content) in members {
        writer.add(name, content).expect("it fits");
    }
    writer.finish().expect("it fits")
}

/// Leaves a file where `compare/model_files.py` reads it.
pub fn keep(name: &str, file: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("npz");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(name), file).expect("a new file");
}
