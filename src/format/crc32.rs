//! CRC-32: the checksum that gzip keeps of what it packed.
//!
//! The bytes are read as one long polynomial over the field of two elements, and the checksum is
//! its remainder on division by the generator
//!
//! ```text
//! x^32 + x^26 + x^23 + x^22 + x^16 + x^12 + x^11 + x^10 + x^8 + x^7 + x^5 + x^4 + x^2 + x + 1
//! ```
//!
//! RFC 1952 section 8 fixes the rest: bits are taken lowest first (so the generator is written
//! mirrored), the remainder starts at all ones, and it is inverted at the end.
//!
//! Division is linear, so what a byte adds to the remainder depends only on the byte and on how
//! many bytes follow it. `TABLES[k][b]` holds what byte `b` adds when `k` bytes follow; eight
//! look-ups that do not wait for each other then take eight bytes at once ("slicing by eight",
//! Kounavis and Berry 2005).

/// The generator without its x^32, lowest power in the highest bit (RFC 1952 section 8).
const GENERATOR: u32 = 0xEDB8_8320;

/// Bytes taken at a time.
const SLICE: usize = 8;

static TABLES: [[u32; 256]; SLICE] = tables();

const fn tables() -> [[u32; 256]; SLICE] {
    let mut tables = [[0; 256]; SLICE];
    let mut place = 0;
    while place < 256 * SLICE {
        let (after, byte) = (place / 256, place % 256);
        // What remains of the byte itself, or after one zero byte more.
        let mut remainder = if after == 0 { byte as u32 } else { tables[after - 1][byte] };
        let mut bit = 0;
        while bit < 8 {
            // Subtract the generator, which is XOR here, where the leading bit is set.
            let leading = remainder & 1;
            remainder = (remainder >> 1) ^ (leading * GENERATOR);
            bit += 1;
        }
        tables[after][byte] = remainder;
        place += 1;
    }
    tables
}

/// A checksum that grows as bytes arrive.
///
/// ```
/// use backprop::format::crc32::Crc32;
///
/// let mut crc = Crc32::default();
/// crc.update(b"1234");
/// crc.update(b"56789");
/// assert_eq!(crc.value(), 0xCBF4_3926); // the check value of every CRC-32 catalogue
/// ```
#[derive(Clone, Debug, Default)]
pub struct Crc32 {
    /// The remainder so far, inverted.
    value: u32,
}

impl Crc32 {
    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let mut remainder = !self.value;
        let (slices, rest) = bytes.as_chunks::<SLICE>();
        for slice in slices {
            let bytes = (u64::from_le_bytes(*slice) ^ u64::from(remainder)).to_le_bytes();
            remainder =
                (0..SLICE).fold(0, |sum, k| sum ^ TABLES[SLICE - 1 - k][usize::from(bytes[k])]);
        }
        for &byte in rest {
            remainder = (remainder >> 8) ^ TABLES[0][(remainder as u8 ^ byte) as usize];
        }
        self.value = !remainder;
    }

    /// The checksum of all bytes so far.
    pub fn value(&self) -> u32 {
        self.value
    }
}

/// The checksum of `bytes`.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc32::default();
    crc.update(bytes);
    crc.value()
}
