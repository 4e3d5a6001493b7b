//! `make fuzz`: damaged and generated inputs for every parser of the crate, for as long as you
//! like. No input may make one panic, hang, or hold more memory than is stated beside it.
//!
//! ```text
//! FUZZ_SECONDS   how long for each parser (10)
//! FUZZ_SEED      of the generator (1)
//! FUZZ_ONLY      the names of some parsers, with commas between them
//! FUZZ_INPUT     a file that failed before: it is parsed once more, and nothing else
//! ```
//!
//! An input that fails is kept in `out/fuzz`, and so is the one at hand (as NAME-last), in case
//! that it aborts the program.
//!
//! Coverage is not to be had in stable Rust without other programs. In its place stands what can
//! be seen from outside: the kind of error, and the size of the input or of what was read, to the
//! next power of two. An input that shows a new pair of these is kept and damaged further.

#[path = "../support/mod.rs"]
mod support;

mod archives;
mod arrays;
mod commands;
mod data;
mod grammar;
mod jpeg;
mod parser;
mod pictures;
mod streams;
mod texts;

use std::collections::HashSet;
use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use support::{deflate, folders, mutation, pixels};

use backprop::format::crc32::crc32;
use backprop::random::Xorshift;
use grammar::{one_in, pick};
use mutation::{below, mutate, peak};
use parser::{Parser, kind, overwrite};

/// Longer inputs are cut.
const LONGEST: usize = 1 << 14;
/// A parser that is not done after this time hangs.
const MOST_TIME: Duration = Duration::from_secs(20);
/// After so many failures of a parser the next one's turn comes.
const MOST_FAILURES: usize = 5;
/// The most inputs that are kept of a parser.
const MOST_KEPT: usize = 2000;

fn main() {
    let jpeg = vec![jpeg::parser()];
    let parsers = [
        streams::all(),
        arrays::all(),
        pictures::all(),
        jpeg,
        texts::all(),
        data::all(),
        commands::all(),
    ];
    let parsers: Vec<Parser> = parsers.into_iter().flatten().collect();
    if let Some(path) = variable("FUZZ_INPUT") {
        return repeat(&parsers, Path::new(&path));
    }
    let seconds = number("FUZZ_SECONDS", 10);
    let seed = number("FUZZ_SEED", 1);
    let only = variable("FUZZ_ONLY").unwrap_or_default();
    let is_wanted = |name: &str| only.is_empty() || only.split(',').any(|one| one == name);
    for name in only.split(',').filter(|name| !name.is_empty()) {
        let known = parsers.iter().any(|parser| parser.name == name);
        assert!(known, "FUZZ_ONLY: there is no parser {name}");
    }

    fs::create_dir_all(folder()).expect("a folder for inputs that fail");
    println!("{:12} {:>10} {:>10} {:>10}  kinds of", "", "", "", "");
    println!("parser           inputs   accepted    refused   error   kept   most memory");
    let (mut inputs, mut failures) = (0, 0);
    for parser in parsers.iter().filter(|parser| is_wanted(parser.name)) {
        let mut fuzz = Fuzz::new(parser, seed);
        fuzz.run(Duration::from_secs(seconds));
        fuzz.report();
        inputs += fuzz.inputs;
        failures += fuzz.failures;
    }
    println!("{inputs} inputs, {failures} failures");
    if failures > 0 {
        exit(1);
    }
}

/// An environment variable; set to nothing, it is not set.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn number(name: &str, default: u64) -> u64 {
    let parse = |text: String| {
        text.parse().unwrap_or_else(|_| panic!("{name} must be a whole number, not {text:?}"))
    };
    variable(name).map_or(default, parse)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("out/fuzz")
}

/// Parses a file that failed before; its name begins with the parser's.
fn repeat(parsers: &[Parser], path: &Path) {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = name.rsplit_once('-').map_or(name, |(parser, _)| parser);
    let parser = parsers.iter().find(|parser| parser.name == name);
    let parser = parser.unwrap_or_else(|| panic!("FUZZ_INPUT: there is no parser {name}"));
    let input = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (found, peak) = peak(|| (parser.parse)(&input));
    println!("{found:?}, holding at most {peak} of {} bytes", parser.most_memory(&input));
}

/// One parser's turn.
struct Fuzz<'a> {
    parser: &'a Parser,
    random: Xorshift,
    kept: Vec<Vec<u8>>,
    /// What kept inputs have shown: a kind of error, or none, and a number of bits.
    seen: HashSet<(Option<String>, u32)>,
    /// The input at hand, in case that it ends this program.
    at_hand: PathBuf,
    at_hand_file: File,
    inputs: u64,
    accepted: u64,
    failures: usize,
    most_memory: usize,
}

impl<'a> Fuzz<'a> {
    fn new(parser: &'a Parser, seed: u64) -> Self {
        let at_hand = folder().join(format!("{}-last", parser.name));
        Self {
            parser,
            random: Xorshift::new(seed),
            kept: parser.seeds.clone(),
            seen: HashSet::new(),
            at_hand_file: File::create(&at_hand).expect("a new file"),
            at_hand,
            inputs: 0,
            accepted: 0,
            failures: 0,
            most_memory: 0,
        }
    }

    fn run(&mut self, time: Duration) {
        for seed in self.parser.seeds.clone() {
            let found = (self.parser.parse)(&seed);
            assert!(found.is_ok(), "{}: a seed is faulty: {found:?}", self.parser.name);
            self.feed(&seed);
        }
        // Counts up while inputs are done; the watchdog looks whether it does.
        let done = AtomicU64::new(0);
        let at_hand = self.at_hand.clone();
        thread::scope(|scope| {
            // Dropping the sender ends the watchdog.
            let (_feeding, ended) = channel::<()>();
            let (done, at_hand) = (&done, &at_hand);
            scope.spawn(move || watch(done, &ended, at_hand));
            let started = Instant::now();
            while started.elapsed() < time && self.failures < MOST_FAILURES {
                let file = self.next_input();
                if self.feed(&file) && self.kept.len() < MOST_KEPT {
                    self.kept.push(file);
                }
                done.fetch_add(1, Relaxed);
            }
        });
        // It may be wanted after a failure only.
        let _ = fs::remove_file(&self.at_hand);
    }

    /// A generated input; or a kept one with changes, half of the times with checksums set right.
    fn next_input(&mut self) -> Vec<u8> {
        let random = &mut self.random;
        if one_in(6, random) {
            return (self.parser.generate)(random);
        }
        let mut input = pick(random, &self.kept);
        match below(random, 8) {
            // The beginning of one and the end of another.
            0 => {
                let other = &self.kept[below(random, self.kept.len())];
                input.truncate(below(random, input.len() + 1));
                input.extend(&other[below(random, other.len() + 1)..]);
            }
            // A number at its limits.
            1 => {
                let number = pick(random, &[0, 1, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, u32::MAX]);
                let bytes =
                    if one_in(2, random) { number.to_be_bytes() } else { number.to_le_bytes() };
                if let Some(last) = input.len().checked_sub(bytes.len()) {
                    let place = below(random, last + 1);
                    input[place..][..bytes.len()].copy_from_slice(&bytes);
                }
            }
            _ => mutate(&mut input, random),
        }
        input.truncate(LONGEST);
        if one_in(2, random) { (self.parser.repair)(&input) } else { input }
    }

    /// Lets the parser read an input; whether that shows anything new.
    fn feed(&mut self, file: &[u8]) -> bool {
        self.inputs += 1;
        overwrite(&self.at_hand_file, file).expect("the input can be kept");
        let (found, held) = peak(|| catch_unwind(AssertUnwindSafe(|| (self.parser.parse)(file))));
        let Ok(found) = found else {
            self.fail(file, "panicked");
            return false;
        };
        self.most_memory = self.most_memory.max(held);
        let most = self.parser.most_memory(file);
        if held > most {
            self.fail(file, &format!("held {held} bytes, at most {most} are allowed"));
        }
        let bits = |size: usize| usize::BITS - size.leading_zeros();
        let shown = match found {
            Ok(size) => {
                self.accepted += 1;
                (None, bits(size))
            }
            Err(error) => (Some(kind(&error)), bits(file.len())),
        };
        self.seen.insert(shown)
    }

    fn fail(&mut self, file: &[u8], what: &str) {
        self.failures += 1;
        let name = self.parser.name;
        let path = folder().join(format!("{name}-{:08x}", crc32(file)));
        fs::write(&path, file).expect("the input can be kept");
        println!("{name} {what}; again: make fuzz FUZZ_INPUT={}", path.display());
    }

    fn report(&self) {
        let Self { parser, inputs, accepted, kept, most_memory, .. } = self;
        let kinds: HashSet<_> = self.seen.iter().filter_map(|(kind, _)| kind.as_ref()).collect();
        let (refused, kinds, kept) = (inputs - accepted, kinds.len(), kept.len());
        println!(
            "{:12} {inputs:>10} {accepted:>10} {refused:>10} {kinds:>7} {kept:>6} {:>10} KiB",
            parser.name,
            most_memory.div_ceil(1024),
        );
    }
}

/// Ends the program when one input takes too long.
fn watch(done: &AtomicU64, ended: &Receiver<()>, at_hand: &Path) {
    loop {
        let before = done.load(Relaxed);
        if ended.recv_timeout(MOST_TIME) != Err(RecvTimeoutError::Timeout) {
            return;
        }
        if done.load(Relaxed) == before {
            println!("hangs; again: make fuzz FUZZ_INPUT={}", at_hand.display());
            exit(1);
        }
    }
}
