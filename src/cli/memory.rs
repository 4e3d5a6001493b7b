//! Whether training fits into memory, asked before anything is allocated for it.
//!
//! Rust's vectors end the program when there is no memory for them. So what training will take is
//! added up first, from above:
//!
//! ```text
//! a weight              itself, transposed, its velocity, copies, the files in which it is kept
//! a unit, a sample      its output, error, delta and masks, and lists of these: 106 bytes
//! an input, a sample    its entry in three lists, if it is not zero: 48 bytes
//! a pixel, a thread     what distorting an image takes: 80 bytes
//! ```
//!
//! Rows are padded, so a layer has up to seven units more than it is asked for.
//!
//! More than [`MOST`] is refused, and so is more than the system hands out in one piece. That finds
//! a limit of the process (`ulimit -v`). It does not find a machine that is full: Linux promises
//! memory that it does not have, and ends a process that comes to use it.

use super::Failure;
use crate::matrix::LINE;
use crate::mnist::Dataset;
use std::hint::black_box;

/// 8 GB, which most machines have. In `train` that is 100 million weights; their model file, of
/// 0.8 GB, can be read.
const MOST: u128 = 8_000_000_000;

/// Bytes for each weight where one network is trained and written to a file. In `train` that is 24
/// for training, and about 50 while a checkpoint is written; in `notebook` up to four networks of
/// 16 are on their way from training to measuring.
pub const ONE_NETWORK: usize = 80;

/// What is to be trained.
pub struct Training<'a> {
    /// The samples.
    pub set: &'a Dataset,
    /// Units of each hidden layer.
    pub hidden: &'a [usize],
    /// Bytes for each weight, in all networks and copies that there are at a time.
    pub weight: usize,
    /// How many samples are in passes at a time.
    pub samples: usize,
    /// How many threads have buffers to distort an image.
    pub threads: usize,
    /// Whether they do, so that pixels that were zero no longer are.
    pub distorts: bool,
}

impl<'a> Training<'a> {
    /// Training that distorts no image.
    pub fn of(set: &'a Dataset, hidden: &'a [usize], weight: usize, samples: usize) -> Self {
        Self { set, hidden, weight, samples, threads: 0, distorts: false }
    }

    /// Refuses training that takes too much memory.
    pub fn check_memory(&self) -> Result<(), Failure> {
        let Self { set, hidden, .. } = *self;
        let sizes = [&[set.images.pixels()], hidden, &[set.classes()]].concat();
        let bytes = self.bytes(&sizes);
        let advice = "take smaller images, layers or batches";
        let reason = if bytes > MOST {
            format!("at most {} are allowed", gigabytes(MOST))
        } else if !can_be_had(bytes) {
            "the system does not give that much".to_string()
        } else {
            return Ok(());
        };
        let shape: Vec<_> = sizes.iter().map(usize::to_string).collect();
        let (shape, bytes) = (shape.join("-"), gigabytes(bytes));
        Err(Failure::failed(format!(
            "to train {shape} takes up to {bytes} of memory, and {reason}; {advice}"
        )))
    }

    fn bytes(&self, sizes: &[usize]) -> u128 {
        let images = &self.set.images;
        let padded = |units: usize| units.next_multiple_of(LINE) as u128;
        let weights: u128 = sizes.windows(2).map(|pair| pair[0] as u128 * padded(pair[1])).sum();
        let units: u128 = sizes[1..].iter().map(|&units| padded(units)).sum();
        let inked = (0..images.len()).map(|i| images.nonzero(i).0.len()).max();
        let inputs = if self.distorts { images.pixels() } else { inked.unwrap_or(0) };
        weights * self.weight as u128
            + self.samples as u128 * (106 * units + 48 * inputs as u128)
            + self.threads as u128 * 80 * images.pixels() as u128
    }
}

/// Whether the system hands out so many bytes now; they are given back at once.
fn can_be_had(bytes: u128) -> bool {
    let mut room = Vec::<u8>::new();
    let given = usize::try_from(bytes).is_ok_and(|bytes| room.try_reserve_exact(bytes).is_ok());
    // Or else the compiler sees that nothing uses the room, and does not ask for it.
    black_box(room);
    given
}

fn gigabytes(bytes: u128) -> String {
    format!("{:.1} GB", bytes as f64 / 1e9)
}
