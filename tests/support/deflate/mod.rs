//! Hand-made DEFLATE and gzip: a writer of bits, and codes computed the slow way.

use std::io::{ErrorKind, Read};

use backprop::format::crc32::crc32;
use backprop::format::inflate::Inflate;

/// Writes bits, lowest first, as DEFLATE packs them.
#[derive(Default)]
pub struct Bits {
    bits: Vec<bool>,
}

impl Bits {
    pub fn new() -> Self {
        Self::default()
    }

    /// A number of `count` bits.
    pub fn number(mut self, value: usize, count: usize) -> Self {
        self.bits.extend((0..count).map(|k| value >> k & 1 == 1));
        self
    }

    /// A Huffman code of `count` bits, highest first.
    pub fn code(mut self, code: usize, count: usize) -> Self {
        self.bits.extend((0..count).rev().map(|k| code >> k & 1 == 1));
        self
    }

    /// Zeros up to the next byte.
    pub fn align(mut self) -> Self {
        self.bits.resize(self.bits.len().next_multiple_of(8), false);
        self
    }

    /// A symbol of the code that has codes of these lengths.
    pub fn symbol(self, lengths: &[u8], symbol: usize) -> Self {
        let length = lengths[symbol];
        assert!(length > 0, "symbol {symbol} has a code");
        // RFC 1951 section 3.2.2: the codes of shorter symbols, and of earlier ones as long, each
        // take their share of the codes of this length.
        let share = |other: u8| 1 << (length - other);
        let code = (0..lengths.len())
            .filter(|&s| lengths[s] > 0 && (lengths[s], s) < (length, symbol))
            .map(|s| share(lengths[s]))
            .sum();
        self.code(code, length.into())
    }

    /// The head of a block with these code lengths, without repetitions.
    pub fn dynamic_head(self, last: bool, literals: &[u8], distances: &[u8]) -> Self {
        // Each of the code lengths 0 to 15 has a code of four bits.
        let mut flat = [4; 19];
        flat[16..].fill(0);
        let mut bits = self
            .number(last.into(), 1)
            .number(2, 2)
            .number(literals.len() - 257, 5)
            .number(distances.len() - 1, 5)
            .number(19 - 4, 4)
            .number(0, 9);
        for _ in 0..16 {
            bits = bits.number(4, 3);
        }
        for &length in literals.iter().chain(distances) {
            bits = bits.symbol(&flat, length.into());
        }
        bits
    }

    pub fn bytes(self) -> Vec<u8> {
        let byte =
            |bits: &[bool]| bits.iter().rev().fold(0, |byte, &bit| byte << 1 | u8::from(bit));
        self.align().bits.chunks(8).map(byte).collect()
    }
}

/// The lengths of the fixed literal/length code (RFC 1951 section 3.2.6).
pub fn fixed_literals() -> Vec<u8> {
    [vec![8; 144], vec![9; 112], vec![7; 24], vec![8; 8]].concat()
}

/// Those of the fixed distance code.
pub const FIXED_DISTANCES: [u8; 32] = [5; 32];

/// The head of a last block in the fixed code.
pub fn fixed() -> Bits {
    Bits::new().number(1, 1).number(1, 2)
}

/// Lengths 1, 2, 3, ... 14, 15, 15 for the symbols given, 0 for the others: of all complete codes
/// the one with the longest codes.
pub fn staircase(symbols: &[usize; 16], size: usize) -> Vec<u8> {
    let mut lengths = vec![0; size];
    for (k, &symbol) in symbols.iter().enumerate() {
        lengths[symbol] = (k + 1).min(15) as u8;
    }
    lengths
}

/// The fault of compressed data that end too early.
pub const CUT_SHORT: &str = "the compressed data end too early";

/// What a DEFLATE stream holds, or its fault.
pub fn inflate(stream: &[u8]) -> Result<Vec<u8>, String> {
    content(Inflate::new(stream))
}

/// What a reader of compressed data gives, or the fault of the data.
pub fn content(mut reader: impl Read) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    let error = match reader.read_to_end(&mut content) {
        Ok(_) => return Ok(content),
        Err(error) => error,
    };
    let fault = error.to_string();
    let is_short = fault == CUT_SHORT;
    let kind = if is_short { ErrorKind::UnexpectedEof } else { ErrorKind::InvalidData };
    assert_eq!(error.kind(), kind, "{fault}");
    Err(fault)
}

/// Everything that a reader of sound data gives, `chunk` bytes asked for at a time.
pub fn read_in_chunks(reader: &mut impl Read, chunk: usize) -> Vec<u8> {
    let (mut content, mut buffer) = (Vec::new(), vec![0; chunk]);
    loop {
        match reader.read(&mut buffer).expect("sound data") {
            0 => return content,
            count => content.extend(&buffer[..count]),
        }
    }
}

/// Stored blocks that hold `bytes`.
pub fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in bytes.chunks(65535) {
        out.push(0);
        out.extend((part.len() as u16).to_le_bytes());
        out.extend((!(part.len() as u16)).to_le_bytes());
        out.extend(part);
    }
    out.extend([1, 0, 0, 0xFF, 0xFF]);
    out
}

/// A gzip header without flags.
pub const HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

/// A gzip member whose body is `body`, which holds `content`.
pub fn member(header: &[u8], body: &[u8], content: &[u8]) -> Vec<u8> {
    let crc = crc32(content).to_le_bytes();
    let length = (content.len() as u32).to_le_bytes();
    [header, body, &crc, &length].concat()
}

/// `content` as a gzip file of stored blocks.
pub fn pack(content: &[u8]) -> Vec<u8> {
    member(&HEADER, &stored(content), content)
}
