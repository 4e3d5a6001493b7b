//! `predict` reads the pictures that people have: photographs in bad light, ruled paper, frames,
//! rows of digits, forms.
//!
//! The tables below say how many pictures of each kind are made, and how many of the digits in them
//! must be right. A digit that is wrong, lost, or read where there is none counts against it.

use crate::support::{folders, paper, program};
use folders::Folder;
use paper::cases::{CASES, Case};
use program::backprop;
use std::path::Path;
use std::{env, fmt, fs};

/// A kind, how many pictures of it are read, and how many digits must be right at least.
type Kind = (&'static str, u64, usize);

const LIGHT: [Kind; 7] = [
    ("shadow", 3, 3),
    ("gradient", 3, 3),
    ("vignette", 3, 3),
    ("dark-paper", 3, 3),
    ("blurred", 3, 3),
    ("chalk", 3, 3),
    ("desk", 3, 3),
];

const LINES: [Kind; 5] = [
    ("ruled", 3, 3),
    ("darkly-ruled", 3, 3),
    ("squared", 3, 3),
    ("framed", 3, 3),
    ("ringed", 3, 3),
];

const SIZES: [Kind; 7] = [
    ("turned", 3, 3),
    ("huge", 1, 1),
    ("tiny", 8, 8),
    ("filled", 6, 5),
    ("drawing", 3, 3),
    ("white-transparent", 3, 3),
    ("yellow-transparent", 3, 3),
];

const SEVERAL: [Kind; 8] = [
    ("row", 3, 20),         // of 20 digits
    ("slanted-row", 3, 20), // of 20
    ("two-lines", 3, 40),   // of 40
    ("ruled-row", 3, 18),   // of 18
    ("no-digit", 4, 23),    // of 24, counting each ?
    ("touching", 6, 7),     // of 12
    ("form", 3, 29),        // of 29
    ("form-sheet", 1, 195), // of 200
];

/// What a picture shows, and what was read.
struct Reading {
    expected: String,
    found: String,
    /// What the program wrote about the picture.
    said: String,
}

impl Reading {
    /// Expected digits less one for each that is wrong, lost, or too many.
    fn right(&self) -> usize {
        self.digits().saturating_sub(distance(&self.expected, &self.found))
    }

    fn digits(&self) -> usize {
        self.expected.replace(' ', "").len()
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let line = self.said.lines().next().unwrap_or_default();
        let answer = line.split_once(".png: ").map_or(line, |(_, answer)| answer);
        write!(f, "expected {}, found {answer}", self.expected)
    }
}

/// Has the program read the pictures of the first seeds.
fn read(case: &Case, count: u64) -> Vec<Reading> {
    let folder = Folder::new();
    let read = |seed: u64| {
        let picture = case.picture(seed);
        let name = format!("{seed}.png");
        folder.write(&name, &picture.png);
        let run = backprop([Path::new("predict"), &folder.path().join(name)]);
        let said = run.stdout + &run.stderr;
        Reading { expected: picture.expected, found: digits_of(&said).to_string(), said }
    };
    (0..count).map(read).collect()
}

/// The digits in `NAME: 3, 98.2 %; then 5, 1.1 %` or `NAME: 8341032750; least sure: ...`, where
/// lines are separated by a space; nothing where there are none.
fn digits_of(said: &str) -> &str {
    let answer = said.split_once(".png: ").map_or("", |(_, answer)| answer);
    let end = answer.find([',', ';']).unwrap_or(0);
    let is_digit = |c: char| c.is_ascii_digit() || c == ' ' || c == '?';
    if answer[..end].chars().all(is_digit) { &answer[..end] } else { "" }
}

/// The fewest characters to change, drop or add to make one text of the other (Levenshtein's).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<_> = (0..=to.len()).collect();
    for (i, a) in from.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in to.bytes().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

/// Checks a table; keeps the pictures of a kind that falls short.
fn hold(kinds: &[Kind]) {
    let mut faults = String::new();
    for &(name, count, least) in kinds {
        let case = CASES.iter().find(|case| case.name == name).expect("a kind of picture");
        let readings = read(case, count);
        let right: usize = readings.iter().map(Reading::right).sum();
        if right >= least {
            continue;
        }
        let all: usize = readings.iter().map(Reading::digits).sum();
        faults += &format!("{name}: {right} of {all} digits right, expected {least}\n");
        for (seed, reading) in (0..).zip(&readings).filter(|(_, one)| one.found != one.expected) {
            let path = env::temp_dir().join(format!("backprop-{name}-{seed}.png"));
            fs::write(&path, case.picture(seed).png).expect("a file");
            faults += &format!("  {}: {reading}\n", path.display());
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn in_any_light() {
    hold(&LIGHT);
}

#[test]
fn on_ruled_paper_and_in_frames() {
    hold(&LINES);
}

#[test]
fn of_any_size_turned_or_transparent() {
    hold(&SIZES);
}

#[test]
fn of_several_digits() {
    hold(&SEVERAL);
}

#[test]
fn every_kind_is_in_one_table_and_its_pictures_are_told_apart() {
    let tables = [&LIGHT[..], &LINES, &SIZES, &SEVERAL].concat();
    for case in &CASES {
        let rows = tables.iter().filter(|(name, ..)| *name == case.name).count();
        assert_eq!(rows, 1, "rows of {} in the tables", case.name);
    }
    assert_eq!(tables.len(), CASES.len());
    let case = &CASES[0];
    assert!(case.picture(1).png == case.picture(1).png, "the same bytes for a seed");
    assert!(case.picture(1).png != case.picture(2).png, "other bytes for another");
}

#[test]
fn answers_are_counted_digit_by_digit() {
    assert_eq!(digits_of("a/1.png: 3, 98.2 %; then 5, 1.1 %\n"), "3");
    assert_eq!(digits_of("a/1.png: 834?1 00; least sure: 4, 61.0 %\n"), "834?1 00");
    assert_eq!(digits_of("a/1.png: no digit, the page is empty\n"), "");
    assert_eq!(digits_of("error\n"), "");
    for (expected, found, right) in [
        ("12345", "12345", 5),
        ("12345", "12845", 4),   // one wrong
        ("12345", "1245", 4),    // one lost
        ("12345", "1233455", 3), // two too many
        ("123 45", "12345", 4),  // the line's end lost
        ("12345", "", 0),
        ("1", "17", 0),
    ] {
        let reading =
            Reading { expected: expected.into(), found: found.into(), said: String::new() };
        assert_eq!(reading.right(), right, "{found} for {expected}");
    }
}

/// Writes `PAPER_COUNT` pictures of each kind (20), or of the kind `PAPER_KIND`, into the folder
/// `PAPER_FOLDER`, as `KIND_SEED_EXPECTED.png`; `-` is the end of a line, `x` what is no digit.
#[test]
#[ignore = "for looking at the pictures: PAPER_FOLDER=out/paper"]
fn pictures_to_look_at() {
    let folder = env::var_os("PAPER_FOLDER").expect("PAPER_FOLDER is set");
    fs::create_dir_all(&folder).expect("a folder");
    let (cases, count) = chosen();
    for case in cases {
        for seed in 0..count {
            let picture = case.picture(seed);
            let expected = picture.expected.replace(' ', "-").replace('?', "x");
            let name = format!("{}_{seed:02}_{expected}.png", case.name);
            fs::write(Path::new(&folder).join(name), picture.png).expect("a file");
        }
    }
}

/// Prints how many of as many pictures are read right, and what is read of the others.
#[test]
#[ignore = "for tuning: with --nocapture"]
fn count_of_right_answers() {
    let (cases, count) = chosen();
    for case in cases {
        let readings = read(case, count);
        let right: usize = readings.iter().map(Reading::right).sum();
        let digits: usize = readings.iter().map(Reading::digits).sum();
        let whole = readings.iter().filter(|one| one.found == one.expected).count();
        println!("{}: {whole} of {count} pictures, {right} of {digits} digits", case.name);
        for (seed, one) in (0..).zip(&readings).filter(|(_, one)| one.found != one.expected) {
            println!("  seed {seed}: {one}");
        }
    }
}

/// The kinds and the number of pictures that the environment names.
fn chosen() -> (Vec<&'static Case>, u64) {
    let count = env::var("PAPER_COUNT").map_or(20, |count| count.parse().expect("a number"));
    let kind = env::var("PAPER_KIND").ok();
    let is_chosen = |case: &&Case| kind.as_ref().is_none_or(|kind| kind == case.name);
    (CASES.iter().filter(is_chosen).collect(), count)
}
