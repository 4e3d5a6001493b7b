//! Exclusive or: no line separates the ones from the zeros, so the network needs a hidden layer.
//!
//! `cargo run --release --example xor` trains two networks on all four cases, one without a hidden
//! layer and one with it. Without it, the best answer to every case is probability 1/2, so the
//! mean loss cannot fall below ln 2 = 0.6931.

use backprop::matrix::Matrix;
use backprop::network::{Activation, Table, loss::argmax, loss::softmax};
use backprop::random::Xorshift;
use backprop::training::{Recipe, evaluate};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let cases = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let samples = Table::with_labels(Matrix::from_rows(&cases), &[0, 1, 1, 0], 2);
    for hidden in [vec![], vec![8]] {
        let recipe = Recipe {
            hidden,
            activation: Activation::Tanh,
            epochs: 1000, // of one batch each
            ..Recipe::default()
        };
        let network = recipe.train(&samples, Xorshift::new(1))?;

        let found = evaluate(&network, &samples, 1, recipe.loss)?;
        println!("network {}: mean loss {:.4}", network.shape(), found.mean_error());
        for [a, b] in cases {
            let mut answers = network.predict(&[a, b])?;
            softmax(&mut answers);
            let best = argmax(&answers);
            println!("  {a} xor {b} = {best} with probability {:.4}", answers[best]);
        }
    }
    Ok(())
}
