//! What can be wrong with a PNG file.

use std::error::Error;
use std::fmt;

use super::{ChunkName, header::Colour};
use crate::format::rgba::MOST_PIXELS;
use crate::format::zlib::ZlibError;

/// Why bytes are not a PNG picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PngError {
    /// The first eight bytes are not PNG's signature.
    Signature,
    /// The file ends before its IEND chunk does.
    Truncated,
    /// A chunk whose name is not four letters.
    ChunkName(ChunkName),
    /// A chunk whose bytes are not those that its checksum was made of.
    Checksum {
        /// The chunk's name.
        chunk: ChunkName,
        /// The CRC-32 in the file.
        stored: u32,
        /// That of the chunk.
        computed: u32,
    },
    /// The first chunk is not IHDR.
    NoHeader(ChunkName),
    /// An IHDR chunk that is not 13 bytes long.
    HeaderLength(usize),
    /// A picture without pixels or with more than [`MOST_PIXELS`].
    Size {
        /// The width that IHDR claims.
        width: u32,
        /// The height that IHDR claims.
        height: u32,
    },
    /// A colour type other than 0, 2, 3, 4, 6.
    ColourType(u8),
    /// A number of bits per sample that the colour type does not allow.
    Depth {
        /// The colour type.
        colour_type: u8,
        /// The bits per sample.
        depth: u8,
    },
    /// A compression method other than 0.
    Compression(u8),
    /// A filter method other than 0.
    FilterMethod(u8),
    /// An interlace method other than 0 and 1.
    Interlace(u8),
    /// A chunk at a place where it may not be, or a second one where only one may be.
    Misplaced(ChunkName),
    /// A chunk that is needed to show the picture, and is not known here.
    UnknownChunk(ChunkName),
    /// A PLTE chunk of this many bytes: not three for each of 1 to 256 colours.
    PaletteLength(usize),
    /// A tRNS chunk of this many bytes: too many or too few for the colour type.
    TransparencyLength(usize),
    /// A picture of palette indices without a palette.
    NoPalette,
    /// A picture without an IDAT chunk.
    NoData,
    /// The compressed data are damaged, or hold more than the picture needs.
    Data(ZlibError),
    /// The compressed data hold less than the picture needs.
    DataTooShort {
        /// Bytes that the picture needs.
        expected: usize,
        /// Bytes that there are.
        found: usize,
    },
    /// A filter other than 0 to 4.
    Filter(u8),
    /// A palette index without a colour.
    PaletteIndex {
        /// The index.
        index: u16,
        /// The number of colours in the palette.
        colours: usize,
    },
}

impl fmt::Display for PngError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Self::Signature => f.write_str(
                "expected PNG's first eight bytes, found others, as after copying it as text",
            ),
            Self::Truncated => f.write_str("the file ends too early"),
            Self::ChunkName(name) => {
                let name = name.escape_ascii();
                write!(f, "expected a chunk's name of four letters, found \"{name}\"")
            }
            Self::Checksum { chunk, stored, computed } => {
                let chunk = chunk.escape_ascii();
                write!(f, "the CRC-32 of chunk {chunk} is {computed:08x}, expected {stored:08x}")
            }
            Self::NoHeader(name) => {
                write!(f, "expected IHDR as the first chunk, found {}", name.escape_ascii())
            }
            Self::HeaderLength(length) => {
                write!(f, "expected 13 bytes in chunk IHDR, found {length}")
            }
            Self::Size { width, height } => {
                write!(f, "expected 1 to {MOST_PIXELS} pixels, found {width} x {height}")
            }
            Self::ColourType(code) => {
                write!(f, "expected colour type 0, 2, 3, 4 or 6, found {code}")
            }
            Self::Depth { colour_type, depth } => {
                let depths = Colour::from_code(colour_type).map_or(&[][..], Colour::depths);
                write!(
                    f,
                    "expected one of {depths:?} bits per sample for colour type {colour_type}, \
                     found {depth}"
                )
            }
            Self::Compression(code) => write!(f, "expected compression method 0, found {code}"),
            Self::FilterMethod(code) => write!(f, "expected filter method 0, found {code}"),
            Self::Interlace(code) => write!(f, "expected interlace method 0 or 1, found {code}"),
            Self::Misplaced(name) => {
                write!(f, "chunk {} is in the wrong place or there twice", name.escape_ascii())
            }
            Self::UnknownChunk(name) => {
                write!(f, "the picture needs chunk {}, which is unknown", name.escape_ascii())
            }
            Self::PaletteLength(length) => {
                write!(
                    f,
                    "expected 3 to 768 bytes, three per colour, in chunk PLTE, found {length}"
                )
            }
            Self::TransparencyLength(length) => write!(
                f,
                "expected 2 bytes (grey), 6 (RGB) or at most one per colour (palette) in chunk \
                 tRNS, found {length}"
            ),
            Self::NoPalette => f.write_str("expected a palette in chunk PLTE, found none"),
            Self::NoData => f.write_str("expected pixels in chunk IDAT, found none"),
            Self::Data(error) => write!(f, "the pixels in chunk IDAT are damaged: {error}"),
            Self::DataTooShort { expected, found } => {
                write!(f, "expected {expected} bytes of pixels in chunk IDAT, found {found}")
            }
            Self::Filter(code) => write!(f, "expected filter 0 to 4, found {code}"),
            Self::PaletteIndex { index, colours } => {
                write!(f, "expected palette indices below {colours}, found {index}")
            }
        }
    }
}

impl Error for PngError {}
