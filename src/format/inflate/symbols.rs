//! The loop that takes nearly all the time: symbol after symbol of a block, each a literal or a
//! match.
//!
//! ```text
//! symbol = literal/length code
//! literal:        write it
//! end of block:   stop
//! length:         add its extra bits; symbol = distance code; add its extra bits;
//!                 copy `length` bytes from `distance` back
//! ```

use std::io::{self, Read};

use super::huffman::{Entry, Huffman};
use super::{Inflate, Place};

const NO_SYMBOL: &str = "bits that no symbol of the Huffman code has";

impl<R: Read> Inflate<R> {
    /// Decodes symbols until `limit` is reached or the block ends.
    pub(super) fn decode_symbols(&mut self, limit: usize) -> io::Result<()> {
        let Self { input, literals, distances, window, .. } = self;
        let window = &mut window[..];
        let mut end = self.end;
        while end < limit {
            input.refill()?;
            let mut entry = literals.look(input.peek());
            // Literals come in runs, and 56 bits are enough for two short ones and any third.
            if entry.is(Entry::LITERAL) {
                input.consume(entry.length());
                window[end] = entry.value() as u8;
                end += 1;
                entry = literals.look(input.peek());
                if entry.is(Entry::LITERAL) {
                    input.consume(entry.length());
                    window[end] = entry.value() as u8;
                    end += 1;
                    entry = literals.look(input.peek());
                    if entry.is(Entry::LITERAL) {
                        input.consume(entry.length());
                        window[end] = entry.value() as u8;
                        end += 1;
                        continue;
                    }
                }
                input.refill()?;
            }
            if let Some(second) = literals.long(entry) {
                input.consume(Huffman::<2048>::BITS);
                entry = literals.look_long(second, input.peek());
            }
            input.consume(entry.length());
            if entry.is(Entry::LITERAL) {
                window[end] = entry.value() as u8;
                end += 1;
                continue;
            }
            if !entry.is(Entry::BASE) {
                if !entry.is(Entry::END_OF_BLOCK) {
                    return Err(input.fault(NO_SYMBOL));
                }
                self.place = Place::BetweenBlocks;
                break;
            }
            let length = entry.value_with_extra(input.peek());
            input.consume(entry.extra());

            let mut entry = distances.look(input.peek());
            if let Some(second) = distances.long(entry) {
                input.consume(Huffman::<256>::BITS);
                entry = distances.look_long(second, input.peek());
            }
            input.consume(entry.length());
            if !entry.is(Entry::BASE) {
                return Err(input.fault(NO_SYMBOL));
            }
            let distance = entry.value_with_extra(input.peek());
            input.consume(entry.extra());

            // A match may reach everything in the window before `end`.
            let Some(start) = end.checked_sub(distance) else {
                return Err(input.fault("a match reaches back before the first byte"));
            };
            copy_match(window, start, end, length);
            end += length;
        }
        // Bits past the end of the input are padding: nothing decoded from them counts.
        input.check()?;
        self.end = end;
        Ok(())
    }
}

/// Copies `length` bytes within the window from `start` to `end`. The two may overlap: a match that
/// is longer than its distance repeats its own output. Up to seven bytes beyond the match are
/// overwritten; nothing is there yet.
#[inline(always)]
fn copy_match(window: &mut [u8], start: usize, end: usize, length: usize) {
    let distance = end - start;
    if distance >= 8 {
        for k in (0..length).step_by(8) {
            window.copy_within(start + k..start + k + 8, end + k);
        }
    } else if distance == 1 {
        let byte = window[start];
        window[end..end + length].fill(byte);
    } else {
        for k in 0..length {
            window[end + k] = window[start + k];
        }
    }
}
