//! IDX files, the folder of four files, CSV files, folders of pictures, and the table of the runs
//! of `results`.

use std::fs::{self, File};

use backprop::cli::Failure;
use backprop::cli::results::record::Record;
use backprop::format::png::write_grey as png;
use backprop::mnist::{self, IdxReader, Options, Prepare, Source};
use backprop::random::Xorshift;

use crate::deflate::pack;
use crate::folders::{Folder, NAMES, idx, images, labels, small_set};
use crate::grammar::{bytes, number, one_in, pick, size};
use crate::mutation::below;
use crate::parser::{Parser, as_it_is, overwrite};

/// Between the four files.
const SEPARATOR: &[u8] = b"|next|";

const CSV: &str = "label,pixel0,pixel1\n5,0,18\n0,255,\"3\"\n";

/// The first line of runs.csv, and a run.
const RUNS: &str = "\
    name,seed,images,first_half_wrong,last_half_wrong,seconds,data_crc32,recipe\n\
    sgd,1,60000,88,91,12.25,01234567-89abcdef,\"--hidden 100 --dropout 0,0.5\"\n";

pub fn all() -> Vec<Parser> {
    let four = small_set().join(SEPARATOR);
    let packed = small_set().map(|file| pack(&file)).join(SEPARATOR);
    let (folder, runs) = (Folder::with_set(small_set()), Folder::new());
    let files = NAMES.map(|name| {
        let file = File::options().write(true).open(folder.path().join(name));
        file.expect("one of the four files")
    });
    let table_file = File::create(runs.path().join("runs.csv")).expect("a new file");
    let data = mnist::load(Folder::with_set(small_set()).path(), None, None).expect("a small set");
    let (csv_folder, pictures) = (Folder::new(), Folder::new());
    let csv = File::create(csv_folder.path().join("a.csv")).expect("a new file");
    for class in ["a", "b"] {
        fs::create_dir(pictures.path().join(class)).expect("a new folder");
    }
    pictures.write("b/1", &png(2, 1, &[0, 9]));
    let picture = File::create(pictures.path().join("a/1")).expect("a new file");
    vec![
        Parser {
            name: "idx",
            seeds: vec![images(3, 2, 3), idx(8, &[2; 7], &[1; 128])],
            generate: idx_file,
            repair: as_it_is,
            memory: (1 << 14, 20),
            parse: Box::new(read_idx),
        },
        Parser {
            name: "folder",
            seeds: vec![four, packed],
            generate: four_files,
            repair: repack,
            // Two readers of gzip files; what an image takes is stated in `mnist::images`.
            memory: (1 << 19, 1032 * 40),
            parse: Box::new(move |input| load(&folder, &files, input)),
        },
        Parser {
            name: "csv",
            seeds: vec![CSV.into(), pack(CSV.as_bytes())],
            generate: csv_file,
            repair: |input| {
                if input.starts_with(&[0x1F, 0x8B]) { input.into() } else { pack(input) }
            },
            // The room that is asked for, and what a packed file may hold.
            memory: (1 << 25, 1032 * 40),
            parse: Box::new(move |input| {
                overwrite(&csv, input).map_err(|error| error.to_string())?;
                drawn(&csv_folder, None)
            }),
        },
        Parser {
            name: "pictures",
            seeds: vec![b"P2 2 1 255 0 9".to_vec(), png(2, 1, &[7, 0])],
            generate: picture_file,
            repair: as_it_is,
            // To ask for room counts, and is no use of it: target "picture" counts that.
            memory: (1 << 40, 0),
            parse: Box::new(move |input| {
                overwrite(&picture, input).map_err(|error| error.to_string())?;
                drawn(&pictures, input.ends_with(b"d").then_some(Prepare::Digit))
            }),
        },
        Parser {
            name: "runs.csv",
            seeds: vec![RUNS.into()],
            generate: table,
            repair: as_it_is,
            memory: (1 << 16, 40),
            parse: Box::new(move |file| {
                overwrite(&table_file, file).map_err(|error| error.to_string())?;
                match Record::read(runs.path(), &data) {
                    Ok(_) => Ok(file.len()),
                    Err(Failure::Failed(message)) => Err(message.replace(runs.arg(), "")),
                    Err(other) => Err(format!("{other:?}")),
                }
            }),
        },
    ]
}

fn read_idx(file: &[u8]) -> Result<usize, String> {
    let mut reader = IdxReader::new(file)?;
    let mut total = 0;
    while let Some(bytes) = reader.next_bytes(2)? {
        total += bytes.len();
    }
    Ok(total)
}

/// The four files of an input; those that are missing are empty.
fn four_parts(mut input: &[u8]) -> [&[u8]; 4] {
    [(); 4].map(|()| {
        let place = input.windows(SEPARATOR.len()).position(|window| window == SEPARATOR);
        let (part, rest) = input.split_at(place.unwrap_or(input.len()));
        input = rest.strip_prefix(SEPARATOR).unwrap_or(&[]);
        part
    })
}

/// Loads the data set in a folder. The training set comes first: its memory is counted, that of
/// the test set, which another thread reads in the same way, is not.
fn load(folder: &Folder, files: &[File; 4], input: &[u8]) -> Result<usize, String> {
    for (file, content) in files.iter().zip(four_parts(input)) {
        overwrite(file, content).map_err(|error| error.to_string())?;
    }
    // An odd number of bytes asks for one image, the others for all.
    let asked = (input.len() % 2 == 1).then_some(1);
    match mnist::load(folder.path(), asked, asked) {
        Ok(data) => Ok(data.train.images.pixels() * data.train.len()),
        Err(error) => {
            assert_eq!(error.missing, 0, "{error}");
            Err(error.fault)
        }
    }
}

/// Loads the data set in a folder, and draws a half for the test.
fn drawn(folder: &Folder, prepare: Option<Prepare>) -> Result<usize, String> {
    let options = Options { test_share: Some((0.5, 1)), prepare, ..Options::default() };
    match Source::find(folder.path()).and_then(|source| source.load(&options)) {
        Ok(data) => Ok(data.train.images.pixels() * (data.train.len() + data.test.len())),
        Err(error) => {
            assert_eq!(error.missing, 0, "{error}");
            Err(error.fault)
        }
    }
}

/// Packs each of the four files that is not packed.
fn repack(input: &[u8]) -> Vec<u8> {
    let is_packed = |file: &[u8]| file.starts_with(&[0x1F, 0x8B]);
    let packed =
        four_parts(input).map(|file| if is_packed(file) { file.to_vec() } else { pack(file) });
    packed.join(SEPARATOR)
}

fn idx_file(random: &mut Xorshift) -> Vec<u8> {
    let code = pick(random, &[8, 8, 8, 9, 0x0B, 0x0C, 0x0D, 0x0E, 7, 0]);
    let dims: Vec<u32> = (0..below(random, 5)).map(|_| size(random)).collect();
    let wide = [1, 1, 1, 2, 4, 4, 8][usize::from(code).saturating_sub(8).min(6)];
    let count = dims.iter().fold(wide, |count: usize, &size| count.saturating_mul(size as usize));
    let mut elements = bytes(random, 64);
    if !one_in(8, random) {
        elements.resize(count.min(4000), 1);
    }
    idx(code, &dims, &elements)
}

fn four_files(random: &mut Xorshift) -> Vec<u8> {
    let (height, width) = (size(random), size(random));
    let mut files = Vec::new();
    for _ in 0..2 {
        let count = size(random);
        let dims = [count, height, width];
        let bytes = dims.iter().fold(1, |bytes: u32, &size| bytes.saturating_mul(size));
        files.push(idx(8, &dims, &vec![pick(random, &[0, 1]); bytes.min(5000) as usize]));
        let count = if one_in(16, random) { size(random) } else { count };
        files.push(labels(&vec![3; count.min(5000) as usize]));
    }
    files.join(SEPARATOR)
}

/// A header or none, lines of about as many numbers, in quotes or not.
fn csv_file(random: &mut Xorshift) -> Vec<u8> {
    let pixels = 1 + below(random, 10);
    let (first, second) = pick(random, &[("", ""), ("label", "a"), ("\u{feff}a", "\"Label\"")]);
    let header = || format!("{first},{second}{}\n", ",b".repeat(pixels - 1));
    let mut text = if first.is_empty() { String::new() } else { header() };
    for _ in 0..below(random, 6) {
        let columns = if one_in(12, random) { below(random, 12) } else { pixels + 1 };
        let field = |_| match below(random, 60) {
            0 => number(random),
            1 => format!("\"{}\"", below(random, 256)),
            2..5 => format!(" {}.0", below(random, 256)),
            _ => below(random, 256).to_string(),
        };
        text += &(0..columns).map(field).collect::<Vec<_>>().join(",");
        text += if one_in(16, random) { ",\n" } else { pick(random, &["\n", "\r\n", "\n\n"]) };
    }
    text.into_bytes()
}

/// A grey PNG of the other picture's size or nearly so.
fn picture_file(random: &mut Xorshift) -> Vec<u8> {
    let (width, height) = (pick(random, &[2, 2, 2, 3, 40]), pick(random, &[1, 1, 1, 2, 30]));
    let shade = pick(random, &[0, 255, 7]);
    png(
        width,
        height,
        &(0..width * height).map(|_| shade ^ below(random, 256) as u8).collect::<Vec<_>>(),
    )
}

fn table(random: &mut Xorshift) -> Vec<u8> {
    let mut text = RUNS.split_inclusive('\n').next().expect("a line").to_string();
    for _ in 0..below(random, 5) {
        let fields: Vec<_> = (0..5).map(|_| number(random)).collect();
        let name = pick(random, &["sgd", "a,b", "", "\u{1b}[2J"]);
        let recipe = pick(random, &["\"--hidden 100\"", "\"\"", "\"", "x", "\"a,b\""]);
        text += &format!("{name},{},01234567-89abcdef,{recipe}\n", fields.join(","));
    }
    text.into_bytes()
}
