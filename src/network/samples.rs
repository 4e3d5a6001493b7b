//! What a network learns from: inputs, and for each what the network should answer.

use crate::matrix::{Matrix, SparseRows};
use crate::mnist::Dataset;

/// Samples with their targets.
pub trait Samples: Sync {
    /// How many samples there are.
    fn count(&self) -> usize;

    /// How many inputs each has.
    fn inputs(&self) -> usize;

    /// How many outputs each has a target for.
    fn outputs(&self) -> usize;

    /// Appends the non-zero inputs of sample `i` to `lists`.
    fn push_inputs(&self, i: usize, lists: &mut SparseRows);

    /// What the network should answer to sample `i`: one value for each output.
    fn target(&self, i: usize) -> &[f64];

    /// Height and width, where the inputs are the pixels of an image.
    fn image_size(&self) -> Option<(usize, usize)> {
        None
    }
}

/// Appends the inputs of sample `i`.
///
/// # Panics
/// If they are not one row, or the target is not as long as the set says.
pub(crate) fn push_inputs(set: &dyn Samples, i: usize, lists: &mut SparseRows) {
    let (before, expected) = (lists.rows(), set.outputs());
    set.push_inputs(i, lists);
    let (rows, target) = (lists.rows() - before, set.target(i).len());
    assert!(
        (rows, target) == (1, expected),
        "sample {i}: expected 1 row and a target of {expected}, found {rows} and {target}"
    );
}

/// Images: the inputs are pixels from 0 to 1, the targets are one-hot.
impl Samples for Dataset {
    fn count(&self) -> usize {
        self.len()
    }

    fn inputs(&self) -> usize {
        self.images.pixels()
    }

    fn outputs(&self) -> usize {
        self.classes()
    }

    fn push_inputs(&self, i: usize, lists: &mut SparseRows) {
        lists.push(self.images.entries(i));
    }

    fn target(&self, i: usize) -> &[f64] {
        self.target(i)
    }

    fn image_size(&self) -> Option<(usize, usize)> {
        Some((self.images.height(), self.images.width()))
    }
}

/// The largest number of a [`Table`]: squares and sums of such ones are finite.
const LARGEST: f64 = 1e100;

/// Any numbers: row `i` of one matrix is an input, row `i` of the other its target.
#[derive(Clone, Debug)]
pub struct Table {
    inputs: Matrix,
    targets: Matrix,
}

impl Table {
    /// The samples with these inputs, `samples × inputs`, and targets, `samples × outputs`.
    ///
    /// # Panics
    /// If there are not as many targets as inputs, or none; or a number is NaN or beyond ±1e100.
    pub fn new(inputs: Matrix, targets: Matrix) -> Self {
        let (samples, found) = (inputs.rows(), targets.rows());
        assert_eq!(found, samples, "{found} targets for {samples} inputs");
        let outputs = targets.columns();
        assert!(samples > 0 && outputs > 0, "expected targets, found {samples} x {outputs}");
        for (what, matrix) in [("input", &inputs), ("target", &targets)] {
            let is_wrong = |x: f64| x.is_nan() || x.abs() > LARGEST;
            if let Some(at) = matrix.elements().position(is_wrong) {
                let (i, j) = (at / matrix.columns(), at % matrix.columns());
                let x = matrix.row(i)[j];
                panic!(
                    "{what} {j} of sample {i}: expected at most {LARGEST:e} in size, found {x:e}"
                );
            }
        }
        Self { inputs, targets }
    }

    /// The samples with these inputs, `samples × inputs`, and labels: the target of a sample is 1
    /// at its label and 0 at all other classes.
    ///
    /// # Panics
    /// As [`Table::new`] does, or if a label is not below `classes`.
    pub fn with_labels(inputs: Matrix, labels: &[usize], classes: usize) -> Self {
        let (samples, found) = (inputs.rows(), labels.len());
        assert_eq!(found, samples, "{found} labels for {samples} inputs");
        if let Some(i) = labels.iter().position(|&label| label >= classes) {
            panic!("expected labels below {classes}, found {} at sample {i}", labels[i]);
        }
        let one_hot = |i: usize, class| f64::from(labels[i] == class);
        Self::new(inputs, Matrix::from_fn(samples, classes, one_hot))
    }
}

impl Samples for Table {
    fn count(&self) -> usize {
        self.inputs.rows()
    }

    fn inputs(&self) -> usize {
        self.inputs.columns()
    }

    fn outputs(&self) -> usize {
        self.targets.columns()
    }

    fn push_inputs(&self, i: usize, lists: &mut SparseRows) {
        lists.push_nonzeros(self.inputs.row(i));
    }

    fn target(&self, i: usize) -> &[f64] {
        self.targets.row(i)
    }
}
