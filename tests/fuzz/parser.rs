//! What there is to know about a parser to feed it.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

use backprop::random::Xorshift;

/// A parser with its inputs.
pub struct Parser {
    pub name: &'static str,
    /// Sound inputs.
    pub seeds: Vec<Vec<u8>>,
    /// An input from the grammar of the format, mostly sound.
    pub generate: fn(&mut Xorshift) -> Vec<u8>,
    /// The input with its checksums set right, so that other damage gets past them.
    pub repair: fn(&[u8]) -> Vec<u8>,
    /// The most bytes that it may hold: so many, and so many for each byte of the input.
    pub memory: (usize, usize),
    pub parse: Parse,
}

/// Reads an input: the size of what it holds, or the error.
pub type Parse = Box<dyn Fn(&[u8]) -> Result<usize, String>>;

impl Parser {
    /// The most bytes that it may hold for this input.
    pub fn most_memory(&self, input: &[u8]) -> usize {
        self.memory.0 + self.memory.1 * input.len()
    }
}

/// For formats without checksums.
pub fn as_it_is(input: &[u8]) -> Vec<u8> {
    input.to_vec()
}

/// Replaces what an open file holds. To open and cut it anew for each input would take milliseconds
/// on some file systems.
pub fn overwrite(mut file: &File, content: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(content)?;
    file.set_len(content.len() as u64)
}

/// What kind of error a text tells of: its words, without what was found in the input.
pub fn kind(error: &str) -> String {
    let of_array = error.strip_prefix("the array ").and_then(|rest| rest.split_once(": "));
    let error = of_array.map_or(error, |(_name, fault)| fault);
    // After these words, and in quotes, stands what was found.
    let found = ["found", " not ", "flag ", "argument ", "got ", "follows", " --"];
    let found = found.into_iter().chain(["needs chunk", "CRC-", "Adler-32 is"]);
    let end = found.filter_map(|word| error.find(word)).min().unwrap_or(error.len());
    let mut kind = String::new();
    let error = error[..end].replace("\\\"", "");
    for (i, part) in error.split('"').enumerate() {
        // But this is what there should have been.
        if i % 2 == 0 || kind.ends_with("expected ") {
            for word in part.split(|char: char| !char.is_ascii_alphabetic()) {
                kind += word;
                kind += if word.is_empty() { "" } else { " " };
            }
        }
    }
    kind
}
