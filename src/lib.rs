//! Backpropagation from scratch: a Korean tutorial's two programs in Rust with nothing but `std`,
//! their printed numbers digit for digit, and what the tutorial leaves out.
//!
//! The tutorial takes one step of backpropagation in a network of three weights, then trains one of
//! 79,400 weights on MNIST. It uses NumPy, TensorFlow's MNIST loader, scikit-learn's one-hot
//! encoder, pandas and matplotlib. Here each of these is replaced by a few short files.
//!
//! # The mathematics in one paragraph
//!
//! A layer takes a row of inputs `x` to `y = f(z)` with `z = x W + b`. In a network the output of
//! each layer is the input of the next, and a loss `L` says how far the last output is from the
//! target. To make `L` smaller, every weight moves a little against its derivative. The chain rule
//! gives all derivatives in one sweep from the last layer to the first: a layer's delta
//! `d = ∂L/∂z` is its error `∂L/∂y` times `f'(z)`; the derivatives of its weights are `xᵀ d`, of
//! its biases `d`; and the error of the layer before is `d Wᵀ`. That is all.
//!
//! # In which order to read
//!
//! 1. [`document::worked_example`]: all of backpropagation on three weights, in plain arithmetic.
//!    `backprop example --trace` prints every number of it. [`document::graph`] does the same for
//!    any formula, without a derivative written by hand; `backprop example --graph` draws it.
//! 2. [`document::epoch`]: the tutorial's MNIST program as one page of plain loops, each line
//!    beside its Python. These two are the definition of what the rest computes.
//! 3. [`training::per_sample`]: the same epoch with this crate's types, the fast path. Its four
//!    steps are in [`network`]; a layer's share of each, its formulas, in [`network::dense`]. These
//!    call the loops of [`matrix::rows`]: epoch, network, layer, loop, and no more levels.
//! 4. [`network::activation`] and [`network::loss`]: the derivatives. [`network::gradient_check`]
//!    compares the backward pass with differences of the loss.
//! 5. [`matrix`]: why all products of the two passes are sums of weighted rows, and how one loop
//!    body is compiled for several vector widths.
//! 6. [`training`]: what the tutorial leaves out, which is mini-batches, momentum, weight decay,
//!    dropout and distortions; and evaluation. [`training::trainer`] is the epoch in mini-batches,
//!    again one loop; [`training::sgd`] and [`training::adam`] are its steps.
//! 7. [`document::notebook`]: the tutorial's MNIST program with its log, and
//!    [`document::errata`]: its mistakes, each measured.
//!
//! Three files serve speed alone and can be left out: `network/weights.rs` (the forms in which
//! weights are kept), [`matrix::dense_product`] (how batches do without `Wᵀ`) and
//! `training/team.rs` (an epoch on several threads).
//!
//! The rest can be read in any order: [`elementary`] (`exp` and its like, with the same bits on
//! every system), [`random`] (NumPy's generator, on which the printed numbers depend, and a
//! xorshift one), [`format`](mod@format) and [`mnist`] (from the bytes of an archive to images and
//! labels), [`digits`] (from a photograph to rows of images like MNIST's), [`chart`] (SVG in
//! matplotlib's look), [`page`] (the tutorial as a page to work with, in the browser), [`cli`] (the
//! commands).
//!
//! Imports run one way: `elementary`, `matrix` and `threads` use no other module, `random` only
//! `elementary`;
//! `format` and `chart` know nothing of learning; then come `digits`, `mnist`, `network`,
//! `training`, `document`, `page` and `cli`, and each uses only those before it.
//!
//! # From an image to its update
//!
//! ```text
//! data/mnist/*.gz -> format::gzip -> mnist::IdxReader -> mnist::Dataset   bytes become images
//!     -> Pass::load          its non-zero pixels, and its target
//!     -> Network::forward    layer by layer: y = f(x W + b)
//!     -> Pass::loss          the error of the last layer
//!     -> Network::backward   layer by layer, from the last: delta, then the error before it
//!     -> Network::descend    W -= η xᵀ d   (Sgd::step for batches)
//!     -> evaluate -> History -> CSV, chart, log line
//! ```
//!
//! # Using it
//!
//! ```
//! use backprop::{Matrix, Recipe, Table, Xorshift};
//!
//! // Exclusive or, which takes a hidden layer.
//! let inputs = Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
//! let samples = Table::with_labels(inputs, &[0, 1, 1, 0], 2);
//! let recipe = Recipe { hidden: vec![8], epochs: 1000, ..Recipe::default() };
//! let network = recipe.train(&samples, Xorshift::new(1))?;
//! let scores = network.predict(&[0.0, 1.0])?;
//! assert!(scores[1] > scores[0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `tests/examples/` has three programs: exclusive or, a sine (regression) and two spirals. The
//! commands are described in `README.md`, the promises and their tests in `tests/README.md`.

#![warn(clippy::disallowed_methods)]

pub mod chart;
pub mod cli;
pub mod digits;
pub mod document;
pub mod elementary;
pub mod format;
pub mod matrix;
pub mod mnist;
mod named;
pub mod network;
pub mod page;
pub mod random;
#[doc(hidden)] // public for its test
pub mod threads;
pub mod training;

pub use matrix::Matrix;
pub use network::{Activation, Init, Loss, Model, Network, Pass, Samples, Table};
pub use random::{NumpyRandom, Xorshift};
pub use training::{Recipe, Trainer, evaluate};
