//! What can be wrong with a DEFLATE stream.

use std::error::Error;
use std::fmt;
use std::io;

/// Why bytes are not a DEFLATE stream.
///
/// Reading returns it inside an [`io::Error`], from which `downcast::<InflateError>()` takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InflateError {
    /// The input ends before the last block does.
    Truncated,
    /// A block of the reserved type 3.
    BlockType,
    /// A stored block whose length and inverted length do not agree.
    StoredLength,
    /// A code for more symbols than there are: 286 literals and lengths, 30 distances.
    TooManySymbols,
    /// Code lengths that give two symbols the same code.
    OverfullCode,
    /// Code lengths that leave some bits without a symbol.
    IncompleteCode,
    /// A repetition of code lengths before the first, or beyond the last.
    Repetition,
    /// A block whose code has no symbol for the end of the block.
    NoEndOfBlock,
    /// Bits that no symbol has as its code.
    Symbol,
    /// A match that reaches back before the first byte.
    Distance,
}

impl fmt::Display for InflateError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the compressed data end too early",
            Self::BlockType => "a block has the reserved type 3",
            Self::StoredLength => "a stored block's length and its inverted copy differ",
            Self::TooManySymbols => "a Huffman code has more symbols than DEFLATE knows",
            Self::OverfullCode => "a Huffman code gives the same bits to two symbols",
            Self::IncompleteCode => "a Huffman code leaves bits without a symbol",
            Self::Repetition => "a repeated code length has no predecessor or too many successors",
            Self::NoEndOfBlock => "a block's Huffman code cannot end the block",
            Self::Symbol => "bits that no symbol of the Huffman code has",
            Self::Distance => "a match reaches back before the first byte",
        })
    }
}

impl Error for InflateError {}

impl From<InflateError> for io::Error {
    fn from(error: InflateError) -> Self {
        let kind = match error {
            InflateError::Truncated => io::ErrorKind::UnexpectedEof,
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}
