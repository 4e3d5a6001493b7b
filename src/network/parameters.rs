//! All weights and biases of a network as one list, for what looks at them from outside: the
//! gradient check, and tests.
//!
//! The order is layer by layer; in each layer the weights row by row, then the bias.

use super::{Network, Pass};
use crate::matrix::{Matrix, SparseRows, rows};

impl Network {
    /// The values of all parameters.
    pub fn parameters(&self) -> Vec<f64> {
        let layer_values = |layer: &super::Dense| {
            let bias = layer.bias.iter().flat_map(Matrix::elements);
            layer.weights.elements().chain(bias).collect::<Vec<_>>()
        };
        self.layers().iter().flat_map(layer_values).collect()
    }

    /// How many parameters there are.
    pub fn parameters_len(&self) -> usize {
        let matrices = |layer: &super::Dense| {
            let bias = layer.bias.as_ref().map_or(0, Matrix::columns);
            layer.weights.rows() * layer.weights.columns() + bias
        };
        self.layers().iter().map(matrices).sum()
    }

    /// Changes all parameters.
    ///
    /// # Panics
    /// If there are not as many values as parameters.
    pub fn set_parameters(&mut self, values: &[f64]) {
        let mut values = values.iter().copied();
        for layer in self.layers_mut() {
            for matrix in std::iter::once(&mut layer.weights).chain(&mut layer.bias) {
                for i in 0..matrix.rows() {
                    matrix.row_mut(i).fill_with(|| values.next().expect("a value for each"));
                }
            }
        }
        assert!(values.next().is_none(), "as many values as parameters");
        self.refresh();
    }

    /// Which parameter stands at `index` of the list: `layer 2, weight [13][4]` is the one from
    /// the layer's input 13 to its output 4.
    pub fn parameter_name(&self, index: usize) -> String {
        let mut rest = index;
        for (l, layer) in self.layers().iter().enumerate() {
            let outputs = layer.weights.columns();
            let weights = layer.weights.rows() * outputs;
            if rest < weights {
                return format!("layer {}, weight [{}][{}]", l + 1, rest / outputs, rest % outputs);
            }
            rest -= weights;
            if layer.bias.is_some() {
                if rest < outputs {
                    return format!("layer {}, bias [{rest}]", l + 1);
                }
                rest -= outputs;
            }
        }
        panic!("there is no parameter {index}")
    }
}

impl Pass {
    /// The derivative of the batch's loss by every parameter, in the order of the list, after a
    /// backward pass: `Xᵀ D` for the weights, the column sums of `D` for a bias.
    pub fn gradient(&self, network: &Network) -> Vec<f64> {
        let mut gradient = Vec::new();
        for (l, layer) in network.layers().iter().enumerate() {
            let mut transposed = SparseRows::default();
            transposed.set_to_transpose_of(&self.inputs[l], 0..layer.weights.rows());
            let mut sums = Matrix::zeros(layer.weights.rows(), layer.weights.columns());
            rows::add_weighted_rows(&transposed, &self.error_terms[l], &mut sums);
            gradient.extend(sums.elements());
            if layer.bias.is_some() {
                let ones = Matrix::from_fn(1, self.batch(), |_, _| 1.0);
                gradient.extend(ones.product(&self.error_terms[l]).elements());
            }
        }
        gradient
    }
}
