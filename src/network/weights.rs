//! The weights of a layer, in the form in which the loops want them.
//!
//! ```text
//! add_product          Z += X W
//! product_transposed   E  = D Wᵀ
//! subtract_outer       W -= η xᵀ d      the step of one sample; for batches see `training::sgd`
//! ```
//!
//! *For steps after every sample* the weights are whole, and `Wᵀ` is kept beside them (except in a
//! network's first layer, which hands no error back): both products are then sums of rows, in which
//! zero inputs and zero deltas are skipped.
//!
//! *For mini-batches* they are cut into parts of up to 64 neighbouring units, without `Wᵀ` (see
//! [`dense_product`](crate::matrix::dense_product)). A thread can be handed a part to change; and
//! the rows of a part lie side by side in memory, while the rows of 1024 weights are 8 KB apart and
//! push each other out of the cache.

use crate::matrix::dense_product::add_dense_product;
use crate::matrix::rows::{add_weighted_rows, subtract_outer};
use crate::matrix::width::Width;
use crate::matrix::{LINE, Matrix, Vectors};

/// A part has at most so many units: 64 values of a row, 8 cache lines, are one block of columns
/// with AVX-512 and two with AVX2.
const UNITS: usize = 64;

/// The weights of a layer, `inputs × units`.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// Those that lead into some neighbouring units each, as many in every part but the last. Row
    /// `p` holds the weights from input `p`.
    parts: Vec<Matrix>,
    /// `Wᵀ`, `units × inputs`: only beside weights that are whole.
    transposed: Option<Matrix>,
}

/// Room for `Dᵀ` and `Eᵀ`, kept from step to step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    deltas: Matrix,
    errors: Matrix,
}

impl Weights {
    /// Whole weights, with `Wᵀ` beside them or without.
    pub fn whole(weights: Matrix, keeps_transposed: bool) -> Self {
        let transposed = keeps_transposed.then(|| weights.transposed());
        Self { parts: vec![weights], transposed }
    }

    /// The weights in parts of so many units; the last may have fewer.
    pub fn in_parts(weights: &Matrix, units: usize) -> Self {
        let (inputs, all) = (weights.rows(), weights.columns());
        let part = |first: usize| {
            Matrix::from_fn(inputs, units.min(all - first), |p, j| weights.row(p)[first + j])
        };
        let parts = (0..all.max(1)).step_by(units.max(1)).map(part).collect();
        Self { parts, transposed: None }
    }

    /// The weights in parts for mini-batches. The units of a part are a multiple of [`LINE`], so
    /// that their outputs start on a cache line.
    pub fn cut(&self) -> Self {
        let units = self.outputs();
        let parts = units.div_ceil(UNITS).max(1);
        Self::in_parts(&self.to_matrix(), units.div_ceil(parts).next_multiple_of(LINE))
    }

    /// Weights of the same form, all zero.
    pub fn zeros(&self) -> Self {
        let zeros = Matrix::zeros(self.inputs(), self.outputs());
        Self::in_parts(&zeros, self.parts[0].columns())
    }

    /// A copy as one matrix.
    pub fn to_matrix(&self) -> Matrix {
        let mut matrix = Matrix::zeros(self.inputs(), self.outputs());
        for (first, part) in self.firsts().zip(&self.parts) {
            for p in 0..matrix.rows() {
                matrix.row_mut(p)[first..][..part.columns()].copy_from_slice(part.row(p));
            }
        }
        matrix
    }

    /// Changes all weights, and keeps the form.
    pub fn set(&mut self, matrix: Matrix) {
        *self = match self.transposed {
            Some(_) => Self::whole(matrix, true),
            None => Self::in_parts(&matrix, self.parts[0].columns()),
        };
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.parts[0].rows()
    }

    /// Number of units.
    pub fn outputs(&self) -> usize {
        self.parts.iter().map(Matrix::columns).sum()
    }

    /// Forward: `sums += X W`.
    pub fn add_product(&self, x: &Vectors, sums: &mut Matrix) {
        for (first, part) in self.firsts().zip(&self.parts) {
            add_weighted_rows(Width::in_use(), first, &x.entries, part, sums);
        }
    }

    /// Backward: `errors = D Wᵀ`.
    pub fn product_transposed(&self, d: &mut Vectors, scratch: &mut Scratch, errors: &mut Matrix) {
        if let (Some(transposed), 1) = (&self.transposed, d.rows.rows()) {
            d.list_entries();
            errors.fill_with_zeros();
            return add_weighted_rows(Width::in_use(), 0, &d.entries, transposed, errors);
        }
        let Scratch { deltas: d_transposed, errors: sums } = scratch;
        d_transposed.reshape(d.rows.columns(), d.rows.rows());
        d_transposed.set_to_transpose_of(&d.rows);
        sums.reshape(errors.columns(), errors.rows());
        sums.fill_with_zeros();
        for (first, part) in self.firsts().zip(&self.parts) {
            add_dense_product(Width::in_use(), first, part, d_transposed, sums);
        }
        errors.set_to_transpose_of(sums);
    }

    /// Update after one sample: `W -= rate · xᵀ d`. Rows whose input is zero stay as they are.
    pub fn subtract_outer(&mut self, rate: f64, x: &Vectors, d: &Vectors) {
        let width = Width::in_use();
        for (first, part) in self.firsts().zip(&mut self.parts) {
            subtract_outer(width, first, rate, x.entries.row(0), &d.rows, part);
        }
        if let Some(transposed) = &mut self.transposed {
            // The same products, so the same bits, at their mirrored places.
            subtract_outer(width, 0, rate, d.entries.row(0), &x.rows, transposed);
        }
    }

    /// The first unit of each part.
    pub fn firsts(&self) -> impl Iterator<Item = usize> + use<> {
        (0..).step_by(self.parts[0].columns().max(1))
    }

    /// The parts.
    pub fn parts(&self) -> &[Matrix] {
        &self.parts
    }

    /// The parts, for an update rule to take out, change and put back; then `Wᵀ` must follow.
    pub fn parts_mut(&mut self) -> &mut Vec<Matrix> {
        &mut self.parts
    }

    /// Makes `Wᵀ` follow the weights.
    pub fn transpose(&mut self) {
        if let Some(transposed) = &mut self.transposed {
            transposed.set_to_transpose_of(&self.parts[0]);
        }
    }
}
