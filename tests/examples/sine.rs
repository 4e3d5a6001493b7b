//! Regression: a network learns the sine from samples of it, as numbers and not as classes.
//!
//! `cargo run --release --example sine` trains a 1-16-16-1 network whose output may be any number:
//! its output activation is the identity, its loss the squared error. The errors are measured
//! between the samples, where the network has never seen a value.

use backprop::matrix::Matrix;
use backprop::network::{Activation, Init, Loss, Table};
use backprop::random::Xorshift;
use backprop::training::Recipe;
use std::error::Error;
use std::f64::consts::PI;

/// Samples from -π to π, both ends included.
const SAMPLES: usize = 201;

fn main() -> Result<(), Box<dyn Error>> {
    let x = |i: f64| PI * (2.0 * i / (SAMPLES - 1) as f64 - 1.0);
    let inputs = Matrix::from_fn(SAMPLES, 1, |i, _| x(i as f64));
    let targets = Matrix::from_fn(SAMPLES, 1, |i, _| x(i as f64).sin());
    let recipe = Recipe {
        hidden: vec![16, 16],
        activation: Activation::Tanh,
        output: Activation::Identity,
        loss: Loss::SquaredError,
        init: Init::Xavier,
        batch: 8,
        learning_rate: 0.05,
        epochs: 1000,
        ..Recipe::default()
    };
    let network = recipe.train(&Table::new(inputs, targets), Xorshift::new(1))?;
    let answer = |x: f64| network.predict(&[x]).expect("a finite answer")[0];

    println!("{:>8} {:>8} {:>8}", "x", "sin x", "network");
    for x in (-6..=6).map(|i| f64::from(i) / 2.0) {
        println!("{x:8.1} {:8.4} {:8.4}", x.sin(), answer(x));
    }
    let between = (0..SAMPLES - 1).map(|i| x(i as f64 + 0.5));
    let largest = between.map(|x| (answer(x) - x.sin()).abs()).fold(0.0, f64::max);
    println!("network {}: largest error between the samples {largest:.4}", network.shape());
    Ok(())
}
