//! Backpropagation from scratch: a Korean tutorial's two programs in Rust with nothing but `std`,
//! their printed numbers digit for digit, and what comes after.
//!
//! The tutorial works backpropagation out by hand for a network of two weights, then trains a
//! network of 79,400 on MNIST, with NumPy, TensorFlow's MNIST loader, scikit-learn's one-hot
//! encoder, pandas and matplotlib. Here all of these are replaced by files that fit in the head.
//!
//! # The mathematics in one paragraph
//!
//! A layer takes a row of inputs `x` to `y = f(x W + b)`. A network is layers in a row, and a loss
//! `L` says how far the last output is from the target. To make `L` smaller every weight moves a
//! little against `∂L/∂W`. The chain rule gives all these derivatives in one sweep from the back:
//! the error term `D = ∂L/∂(x W + b)` of a layer is the error handed back to it times `f'`; the
//! weights' derivative is `xᵀ D`; and what is handed to the layer before is `D Wᵀ`. That is all.
//!
//! # In which order to read
//!
//! Each module uses only those above it.
//!
//! 1. [`document::worked_example`]: the whole of backpropagation on two inputs, one hidden unit and
//!    one output, forward and backward in thirty lines. Start here, though it stands near the end.
//! 2. [`network`]: the same for any network. [`network::activation`] and [`network::loss`] have the
//!    derivatives, [`network::dense`] a layer's forward pass beside its backward pass,
//!    [`network::gradient_check`] the proof that they belong together.
//! 3. [`matrix`]: the three products of the passes as one loop that adds weighted rows.
//! 4. [`training`]: the update rules, the epochs, and how well it went.
//! 5. [`document::notebook`]: the tutorial's MNIST program, from these parts, and
//!    [`document::errata`]: its mistakes, each measured.
//! 6. [`random`]: NumPy's generator, which the printed numbers hang on, and a xorshift one.
//! 7. [`format`](mod@format) and [`mnist`]: from the bytes of an archive to images and labels.
//! 8. [`chart`]: SVG charts in the look that a notebook has.
//! 9. [`cli`]: the commands, one file each.
//!
//! # The way of one pixel
//!
//! ```text
//! data/mnist/*.gz -> format::gzip -> format::idx -> mnist::Dataset      bytes become images
//!     -> matrix::SparseRows                                             its non-zero pixels
//!     -> Network::forward -> Loss::gradient -> Network::backward        through the layers, back
//!     -> Sgd::step -> Evaluation -> History -> CSV, chart, log line     what is learned from it
//! ```
//!
//! # Using it
//!
//! ```
//! use backprop::matrix::{Matrix, SparseRows};
//! use backprop::network::{Activation, Dense, Initial, Loss, Network, Pass};
//! use backprop::random::Xorshift;
//! use backprop::training::{Sgd, error_terms, targets};
//!
//! // Exclusive or: no line separates the ones from the zeros, so it takes a hidden layer.
//! let inputs = Matrix::from_rows(&[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
//! let labels = [0, 1, 1, 0];
//!
//! let mut random = Xorshift::new(1);
//! let mut layer = |inputs, outputs, activation| {
//!     let weights = Initial::Xavier.weights(inputs, outputs, &mut random);
//!     Dense::new(weights, Some(Matrix::zeros(1, outputs)), activation)
//! };
//! let mut network =
//!     Network::new(vec![layer(2, 8, Activation::Tanh), layer(8, 2, Activation::Identity)]);
//!
//! let mut pass = Pass::new(&network, labels.len());
//! pass.inputs[0] = SparseRows::from_matrix(&inputs);
//! let mut sgd = Sgd::new(&network, 0.5, 0.9, 0.0);
//! for _ in 0..200 {
//!     error_terms(&network, Loss::SoftmaxCrossEntropy, &targets(2), &labels, &mut pass)?;
//!     sgd.step(&mut network, std::slice::from_ref(&pass));
//! }
//! network.forward(&mut pass);
//! for (i, &label) in labels.iter().enumerate() {
//!     assert_eq!(backprop::network::loss::argmax(pass.output(i)), usize::from(label));
//! }
//! # Ok::<(), backprop::training::NotFinite>(())
//! ```

pub mod chart;
pub mod cli;
pub mod document;
pub mod format;
pub mod matrix;
pub mod mnist;
pub mod network;
pub mod random;
pub mod training;
