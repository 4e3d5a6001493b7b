//! What each command will take, asked for before anything is allocated for it.
//!
//! Rust's vectors end the program when there is no memory for them. So what the work will take is
//! added up first, from above, from the shapes of data, model and recipe. A list that grows by
//! doubling counts twice (2x).
//!
//! ```text
//! training
//!   a weight             itself, transposed, its velocity: 24 bytes; in a checkpoint: two lists
//!                        (2x) 32, an array 8, the archive (2x) 32                  96 bytes
//!   a unit, a sample     its output, error, delta, as an input: 32; lists of the delta and of the
//!                        input, and the latter by units (2x): 96; two masks (2x): 32; its output
//!                        in a part: 8                                             168 bytes
//!   an input, a sample   its entry in three lists (2x), if it is not zero          96 bytes
//!   an image             its place in the order and in a checkpoint, its measures: 128 bytes, and
//!                        a copy of its pixels for each thread or for the validation
//!   a pixel, a thread    an image and a distorted one 16; if it is, five fields 40, and two lists
//!                        (2x) 64                                          16 or 120 bytes
//!   two rows or columns  a weight of the Gaussian, in each thread that distorts     8 bytes
//!   an epoch             its line in history, charts and checkpoint               500 bytes
//! evaluation, besides units, samples and inputs
//!   a weight             a copy of the first layer, and its sizes                  24 bytes
//!   a pixel              a picture in a chart                                     32 bytes
//!   an image             its answer: 240 bytes, and its probabilities, in lists and in a file: 48
//!                        for each class
//!   two classes          the target, the count and its cell in the chart          640 bytes
//! the page, besides the same
//!   a weight             copies of the model, its gradient and text               200 bytes
//!   a layer              a part of each test case                                  60 kB
//!   the rest             four runs of the tutorial's program, images and charts    60 MB
//! a picture              see `reduce::memory`
//! ```
//!
//! Rows are padded, so a layer has up to 15 units more than it is asked for.
//!
//! Each thread takes a stack and addresses for its small allocations ([`THREAD`]); what is small
//! anywhere is in [`SMALL`]. More than [`MOST`] is refused, and so is more than the system hands
//! out in one piece. That finds a limit of the process (`ulimit -v`). It does not find a machine
//! that is full: Linux promises memory that it does not have, and ends a process that comes to use
//! it.

use super::Failure;
use crate::digits::reduce;
use crate::format::room::is_room;
use crate::format::shown::listed;
use crate::matrix::stride;
use crate::mnist::{Dataset, Mnist};
use crate::network::Network;
use crate::training::evaluate::BATCH;

/// 8 GB, which most machines have. In `train` that is 83 million weights; their model file, of
/// 0.7 GB, can be read.
const MOST: u128 = 8_000_000_000;

/// A stack of 2 MiB, and the 64 MiB of addresses in which glibc's malloc serves a thread.
const THREAD: u128 = 66 << 20;

/// Texts, names, buffers.
pub const SMALL: u128 = 8 << 20;

/// Bytes for each weight where one network is trained and written to a file. (In `notebook` up to
/// four networks of 16 are on their way from training to measuring.)
const ONE_NETWORK: usize = 96;

/// Refuses to do what takes more memory than there is. `doing` and `advice` complete the message.
pub fn check(doing: &str, bytes: u128, threads: usize, advice: &str) -> Result<(), Failure> {
    refusal(doing, bytes, threads, advice).map_or(Ok(()), |message| Err(Failure::Failed(message)))
}

fn refusal(doing: &str, bytes: u128, threads: usize, advice: &str) -> Option<String> {
    let all = bytes + threads as u128 * THREAD + SMALL;
    let reason = if bytes > MOST {
        format!("at most {} are allowed", amount(MOST))
    } else if !is_room(all) {
        "the system does not give that much".to_string()
    } else {
        return None;
    };
    Some(format!("{doing} takes up to {} of memory, and {reason}; {advice}", amount(all)))
}

/// What is to be trained.
pub struct Training<'a> {
    /// The samples.
    pub data: &'a Mnist,
    /// Units of each hidden layer.
    pub hidden: &'a [usize],
    /// Passes over the samples.
    pub epochs: usize,
    /// Bytes for each weight, in all networks and copies that there are at a time.
    pub weight: usize,
    /// How many samples are in passes at a time.
    pub samples: usize,
    /// How many threads work.
    pub threads: usize,
    /// Whether they distort images, so that pixels that were zero no longer are.
    pub distorts: bool,
}

impl<'a> Training<'a> {
    /// Training of one network on one thread that distorts no image.
    pub fn of(data: &'a Mnist, hidden: &'a [usize], epochs: usize, samples: usize) -> Self {
        let (weight, threads, distorts) = (ONE_NETWORK, 1, false);
        Self { data, hidden, epochs, weight, samples, threads, distorts }
    }

    /// Refuses training that takes too much memory.
    pub fn check_memory(&self) -> Result<(), Failure> {
        let Self { data: Mnist { train, test }, hidden, threads, .. } = *self;
        let (height, width) = (train.images.height(), train.images.width());
        let pixels = height * width;
        let sizes = [&[pixels], hidden, &[train.classes()]].concat();
        let inputs = if self.distorts { pixels } else { most_inked(train) };
        let bytes = weights(&sizes) * self.weight as u128
            + passes(&sizes, inputs.max(most_inked(test)), self.samples)
            + 128 * (train.len() + test.len()) as u128
            + threads as u128 * u128::from(train.images.memory())
            + threads as u128 * 16 * pixels as u128
            + if self.distorts { threads as u128 * distortion(height, width) } else { 0 }
            + 500 * self.epochs as u128;
        let doing = format!("to train {}", listed(&sizes, "-"));
        check(&doing, bytes, threads, "take smaller images, layers or batches")
    }
}

/// Refuses to evaluate a network on a set that takes too much memory, with `more` bytes besides.
pub fn check_evaluation(
    network: &Network,
    set: &Dataset,
    threads: usize,
    more: u128,
) -> Result<(), Failure> {
    let layers = network.layers().iter().map(|layer| layer.outputs());
    let sizes: Vec<_> = [network.inputs()].into_iter().chain(layers).collect();
    let (images, classes) = (set.len() as u128, network.outputs() as u128);
    let bytes = 24 * weights(&sizes[..2])
        + 32 * network.inputs() as u128
        + passes(&sizes, most_inked(set), threads * BATCH)
        + images * (240 + 48 * classes)
        + 640 * classes * classes
        + more;
    let doing = format!("to evaluate {}", listed(&sizes, "-"));
    check(&doing, bytes, threads, "choose a smaller network or fewer images")
}

/// What the page takes besides an evaluation.
pub fn of_page(network: &Network, data: &Mnist) -> u128 {
    200 * network.parameters_len() as u128
        + 60_000 * network.layers().len() as u128
        + u128::from(data.train.images.memory() + data.test.images.memory())
        + 60_000_000
}

/// Refuses a picture that takes too much memory.
pub fn check_picture(height: usize, width: usize) -> Result<(), String> {
    let bytes = reduce::memory(height, width);
    let doing = format!("to read a picture of {width} x {height} pixels");
    refusal(&doing, bytes, 0, "take a smaller picture").map_or(Ok(()), Err)
}

/// What a thread takes to distort images.
fn distortion(height: usize, width: usize) -> u128 {
    let [height, width] = [height, width].map(|side| side as u128);
    104 * height * width + 8 * (height * height + width * width)
}

/// Padded weights of all layers.
fn weights(sizes: &[usize]) -> u128 {
    sizes.windows(2).map(|pair| pair[0] as u128 * padded(pair[1])).sum()
}

/// What so many samples leave on their way through the layers; of their inputs not all are zero.
fn passes(sizes: &[usize], inputs: usize, samples: usize) -> u128 {
    let units: u128 = sizes[1..].iter().map(|&units| padded(units)).sum();
    samples as u128 * (168 * units + 96 * inputs as u128)
}

fn padded(units: usize) -> u128 {
    stride(units) as u128
}

/// The most pixels of an image that are not zero.
fn most_inked(set: &Dataset) -> usize {
    (0..set.len()).map(|i| set.images.nonzero(i).0.len()).max().unwrap_or(0)
}

fn amount(bytes: u128) -> String {
    match bytes {
        1_000_000_000.. => format!("{:.1} GB", bytes as f64 / 1e9),
        _ => format!("{:.0} MB", bytes as f64 / 1e6),
    }
}
