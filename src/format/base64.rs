//! Base64 (RFC 4648 section 4): bytes as text, for pictures inside an SVG.
//!
//! Three bytes are 24 bits, which are four digits of six bits each, highest first:
//!
//! ```text
//! bytes    01001101 01100001 01101110     M a n
//! digits   010011 010110 000101 101110    T W F u
//! ```
//!
//! One or two bytes at the end are filled up with zero bits to two or three digits, and `=` stands
//! for each digit that is missing to four.

/// The digits 0 to 63 (RFC 4648 table 1).
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `bytes` in base64, on one line.
///
/// ```
/// assert_eq!(backprop::format::base64::encode(b"Man"), "TWFu");
/// ```
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |k: usize| u32::from(group.get(k).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for k in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * k) & 63) as usize];
            text.push(if k <= group.len() { digit.into() } else { '=' });
        }
    }
    text
}
