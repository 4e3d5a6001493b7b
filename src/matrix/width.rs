//! One loop body, compiled for every vector width the machine may have.
//!
//! Plain `cargo build` compiles for the oldest x86-64 processors, which have registers of two
//! `f64`; AVX2 has four, AVX-512 eight. Building for "the processor here" would give a program
//! that dies of an illegal instruction elsewhere. Instead each hot loop is a [`ColumnLoop`] whose
//! body is inlined into three functions that differ in the instructions the compiler may use, and
//! in how many columns a block has. The widest one that the processor knows is chosen when the
//! program runs. On every other processor, and on AArch64, whose two-wide vectors are always there,
//! the plain one is used.
//!
//! Multiplication and addition stay two instructions with two roundings (Rust never fuses them by
//! itself), and each element is summed by one lane in index order: all widths give the same bits.
//!
//! `BACKPROP_WIDTH=plain`, `avx2` or `avx512` in the environment asks for a width, to compare
//! them. One that the processor lacks is not used; another word is an error of the command line.

use super::LINE;
use std::sync::OnceLock;

/// A loop over the columns of row-major matrices.
///
/// Its functions, and those that they call, must be `#[inline(always)]`: otherwise they are
/// compiled once, for the narrowest vectors. So are closures, which therefore must not do the
/// arithmetic.
pub trait ColumnLoop: Sized {
    /// How many columns there are, padding included: a multiple of [`LINE`].
    fn columns(&self) -> usize;

    /// Works on the `N` columns that start at `column`; `N` is [`LINE`] times 1 to 8. The blocks
    /// are independent of one another; within one, the loop goes over rows.
    fn block<const N: usize>(&mut self, column: usize);

    /// Works on all columns: in blocks, unless the loop has a better way.
    #[inline(always)]
    fn run(self, lines_in_block: usize) {
        in_blocks(self, lines_in_block);
    }
}

/// How many cache lines make a block at most: 4 fill sixteen registers of SSE2, which is all it
/// has, or eight of AVX2. With AVX-512, 8 lines are eight registers: so many additions are under
/// way while each takes its four cycles. Measured on batches of 64: 8 lines are 1.06 times as fast
/// as 4 with AVX-512 (an epoch of 784-100-10), as fast with AVX2, and 0.9 times as fast with SSE2.
const LINES_IN_BLOCK: usize = 4;
#[cfg(target_arch = "x86_64")]
const LINES_IN_AVX512_BLOCK: usize = 8;

/// Goes over all columns in blocks of nearly equal width (nine lines as 3 + 3 + 3, not 4 + 4 + 1: a
/// narrow block waits for each addition before it can start the next).
#[inline(always)]
pub fn in_blocks(mut body: impl ColumnLoop, lines_in_block: usize) {
    let lines = body.columns() / LINE;
    let blocks = lines.div_ceil(lines_in_block);
    let mut from = 0;
    for block in 0..blocks {
        // What is left, shared out evenly among the blocks that are left.
        let width = (lines - from) / (blocks - block);
        let column = from * LINE;
        match width {
            1 => body.block::<LINE>(column),
            2 => body.block::<{ 2 * LINE }>(column),
            3 => body.block::<{ 3 * LINE }>(column),
            4 => body.block::<{ 4 * LINE }>(column),
            5 => body.block::<{ 5 * LINE }>(column),
            6 => body.block::<{ 6 * LINE }>(column),
            7 => body.block::<{ 7 * LINE }>(column),
            _ => body.block::<{ 8 * LINE }>(column),
        }
        from += width;
    }
}

/// The instructions that a `ColumnLoop` is compiled to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// What the whole program is compiled for.
    Plain,
    /// Four `f64` a register.
    Avx2,
    /// Eight `f64` a register.
    Avx512,
}

impl Width {
    /// Every width, narrowest first.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Avx2, Self::Avx512];

    /// The word for it in `BACKPROP_WIDTH`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }

    /// Whether this processor has the instructions.
    pub fn is_available(self) -> bool {
        #[cfg(target_arch = "x86_64")]
        match self {
            Self::Plain => true,
            Self::Avx2 => is_x86_feature_detected!("avx2"),
            Self::Avx512 => is_x86_feature_detected!("avx512f"),
        }
        #[cfg(not(target_arch = "x86_64"))]
        return self == Self::Plain;
    }

    /// The width in use: the widest there is, or the one that `BACKPROP_WIDTH` names.
    pub fn in_use() -> Self {
        static IN_USE: OnceLock<Width> = OnceLock::new();
        *IN_USE.get_or_init(|| {
            let wanted = std::env::var("BACKPROP_WIDTH").unwrap_or_default();
            let mut available = Self::ALL.into_iter().filter(|width| width.is_available());
            let asked_for = available.clone().find(|width| width.name() == wanted);
            asked_for.or(available.next_back()).unwrap_or(Self::Plain)
        })
    }
}

/// Runs the loop as compiled for `width`, or plainly where the processor lacks it.
#[inline]
#[allow(unsafe_code)]
pub fn run_at(width: Width, body: impl ColumnLoop) {
    #[cfg(target_arch = "x86_64")]
    if width != Width::Plain && width.is_available() {
        // SAFETY: calling a function compiled for instructions that the processor lacks is what
        // makes these calls unsafe; `is_available` has just asked the processor for them.
        return unsafe {
            match width {
                Width::Avx512 => run_avx512(body),
                _ => run_avx2(body),
            }
        };
    }
    let _ = width;
    body.run(LINES_IN_BLOCK);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2(body: impl ColumnLoop) {
    body.run(LINES_IN_BLOCK);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn run_avx512(body: impl ColumnLoop) {
    body.run(LINES_IN_AVX512_BLOCK);
}
