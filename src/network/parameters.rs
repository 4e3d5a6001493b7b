//! All weights and biases of a network as one list, for what looks at them from outside: the
//! gradient check, and tests.
//!
//! The order is layer by layer; in each layer the weights row by row, then the bias.

use super::{Dense, Network, Pass, Stage};
use crate::matrix::width::Width;
use crate::matrix::{Matrix, SparseRows, rows};

impl Network {
    /// The values of all parameters.
    pub fn parameters(&self) -> Vec<f64> {
        let of_layer = |layer: &Dense| {
            let bias = layer.bias().unwrap_or_default().to_vec();
            layer.weights().elements().chain(bias).collect::<Vec<_>>()
        };
        self.layers().iter().flat_map(of_layer).collect()
    }

    /// How many parameters there are.
    pub fn parameters_len(&self) -> usize {
        let of_layer =
            |layer: &Dense| layer.inputs() * layer.outputs() + layer.bias().map_or(0, <[f64]>::len);
        self.layers().iter().map(of_layer).sum()
    }

    /// Changes all parameters.
    ///
    /// # Panics
    /// If there are not as many values as parameters.
    pub fn set_parameters(&mut self, values: &[f64]) {
        let (found, expected) = (values.len(), self.parameters_len());
        assert_eq!(found, expected, "{found} values for {expected} parameters");
        let mut values = values.iter().copied();
        for layer in self.layers_mut() {
            layer.change(|weights, bias| {
                for i in 0..weights.rows() {
                    weights.row_mut(i).iter_mut().zip(&mut values).for_each(|(w, v)| *w = v);
                }
                bias.into_iter().flatten().zip(&mut values).for_each(|(b, v)| *b = v);
            });
        }
    }

    /// Rounds all parameters to the nearest 32-bit floats.
    pub fn round_to_f32(&mut self) {
        let rounded: Vec<_> = self.parameters().iter().map(|&x| f64::from(x as f32)).collect();
        self.set_parameters(&rounded);
    }

    /// Which parameter stands at `index` of the list: `layer 2, weight [13][4]` is the one from
    /// the layer's input 13 to its output 4.
    pub fn parameter_name(&self, index: usize) -> String {
        let mut rest = index;
        for (l, layer) in self.layers().iter().enumerate() {
            let outputs = layer.outputs();
            let weights = layer.inputs() * outputs;
            if rest < weights {
                return format!("layer {}, weight [{}][{}]", l + 1, rest / outputs, rest % outputs);
            }
            rest -= weights;
            if layer.bias().is_some() {
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
    /// The derivative of the batch's loss by every parameter, in the order of the list: `Xᵀ D` for
    /// the weights, the column sums of `D` for a bias.
    ///
    /// # Panics
    /// Before the backward pass, or if the pass was made for a network of another shape.
    pub fn gradient(&self, network: &Network) -> Vec<f64> {
        self.expect(Stage::Backward);
        self.expect_network(network);
        let mut gradient = Vec::new();
        for (l, layer) in network.layers().iter().enumerate() {
            let mut transposed = SparseRows::default();
            transposed.set_to_transpose_of(self.inputs(l), layer.inputs());
            let mut sums = Matrix::zeros(layer.inputs(), layer.outputs());
            rows::add_weighted_rows(Width::in_use(), 0, &transposed, self.deltas(l), &mut sums);
            gradient.extend(sums.elements());
            if layer.bias().is_some() {
                let ones = Matrix::from_fn(1, self.batch(), |_, _| 1.0);
                gradient.extend(ones.product(self.deltas(l)).elements());
            }
        }
        gradient
    }
}
