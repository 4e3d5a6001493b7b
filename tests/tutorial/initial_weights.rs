//! Initial weights: the tutorial's are NumPy's to the last bit, and each rule keeps the bounds and
//! the variance that its paper gives, and with them the size of the signal.

use backprop::matrix::Matrix;
use backprop::network::{Activation, Dense, Init, Network, Pass, Table};
use backprop::random::{NumpyRandom, Random, Xorshift};
use backprop::training::Recipe;

/// As NumPy 2.4.6 has them:
/// `r = default_rng(884736743); w1 = 0.2*r.random((784,100))-0.1; w2 = 0.2*r.random((100,10))-0.1`
#[test]
fn the_tutorials_initial_weights_are_numpys() {
    let mut random = NumpyRandom::new(884_736_743);
    let recipe = Recipe { init: Init::Tutorial, bias: false, ..Recipe::default() };
    let network = recipe.network(784, 10, &mut random);
    let [w1, w2] = [0, 1].map(|l: usize| network.layers()[l].weights());
    for (name, found, expected) in [
        ("w1[0, 0]", w1.row(0)[0], "0.07682557028007081"),
        ("w1[0, 1]", w1.row(0)[1], "-0.022908945734408187"),
        ("w1[0, 99]", w1.row(0)[99], "-0.05449562820015446"),
        ("w1[1, 0]", w1.row(1)[0], "0.0836433580943595"),
        ("w1[783, 99]", w1.row(783)[99], "0.07832526260672551"),
        ("w2[0, 0]", w2.row(0)[0], "-0.057953780604898336"),
        ("w2[0, 1]", w2.row(0)[1], "-0.07977202341923884"),
        ("w2[1, 0]", w2.row(1)[0], "0.08607516571276735"),
        ("w2[99, 9]", w2.row(99)[9], "0.09661899719917236"),
    ] {
        assert_eq!(found.to_string(), expected, "{name}");
    }
}

#[test]
fn weights_are_drawn_row_by_row_and_layer_by_layer() {
    for (init, scale) in [(Init::Tutorial, 0.1), (Init::Xavier, 0.5)] {
        // √(6 / (7 + 17)) = 0.5
        let weights = init.weights(7, 17, &mut Xorshift::new(1));
        let mut random = Xorshift::new(1);
        for (i, weight) in weights.elements().enumerate() {
            let expected = scale * (2.0 * random.uniform() - 1.0);
            assert!((weight - expected).abs() < 1e-16, "{init:?} {i}: {weight}, {expected}");
        }
    }
    let weights = Init::He.weights(8, 9, &mut Xorshift::new(1));
    let mut random = Xorshift::new(1);
    for (i, weight) in weights.elements().enumerate() {
        assert_eq!(weight, 0.5 * random.normal(), "He {i}: √(2 / 8) times a normal deviate");
    }
}

#[test]
fn each_rule_keeps_its_bounds_its_mean_and_its_variance() {
    for (inputs, outputs) in [(784, 100), (100, 784), (300, 300)] {
        let (n, both) = (inputs as f64, (inputs + outputs) as f64);
        for (init, variance, bound) in [
            (Init::Tutorial, 0.01 / 3.0, 0.1),
            (Init::Xavier, 2.0 / both, (6.0 / both).sqrt()),
            (Init::He, 2.0 / n, f64::INFINITY),
        ] {
            let case = format!("{init:?}, {inputs} x {outputs}");
            let weights: Vec<_> =
                init.weights(inputs, outputs, &mut Xorshift::new(2)).elements().collect();
            let count = weights.len() as f64;
            let mean = weights.iter().sum::<f64>() / count;
            let found = weights.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / count;
            // Five standard errors: of the mean √(variance / count), and of the variance at most
            // √(2 / count) of it, which is the normal distribution's.
            assert!(mean.abs() < 5.0 * (variance / count).sqrt(), "{case}: the mean {mean}");
            let error = (found / variance - 1.0).abs();
            assert!(error < 5.0 * (2.0 / count).sqrt(), "{case}: {found} for {variance}");
            let largest = weights.iter().fold(0.0, |most, w| f64::max(most, w.abs()));
            assert!(largest <= bound, "{case}: {largest} is out of bounds");
            let reached = if bound.is_finite() { bound } else { 3.5 * variance.sqrt() };
            assert!(largest > 0.999 * reached, "{case}: no weight is above {largest}");
        }
    }
}

#[test]
fn twenty_layers_keep_the_size_of_the_signal_if_rule_and_activation_belong_together() {
    let size = |init: Init, activation| {
        let mut random = Xorshift::new(3);
        let layer = |_| Dense::new(init.weights(200, 200, &mut random), None, activation);
        let network = Network::new((0..20).map(layer).collect());
        let mut pass = Pass::new(&network);
        let inputs = Matrix::from_fn(20, 200, |_, _| random.normal());
        pass.load(&Table::new(inputs, Matrix::zeros(20, 200)), 0..20);
        network.forward(&mut pass);
        pass.outputs(19).elements().map(|y| y * y).sum::<f64>() / (20.0 * 200.0)
    };
    let he = size(Init::He, Activation::Relu);
    let xavier = size(Init::Xavier, Activation::Identity);
    for (name, size) in [("He with ReLU", he), ("Xavier with the identity", xavier)] {
        assert!((0.1..10.0).contains(&size), "{name}: the mean square 1 became {size}");
    }
    let xavier_relu = size(Init::Xavier, Activation::Relu);
    assert!(xavier_relu < 1e-4, "half is lost at each of twenty layers: {xavier_relu}");
}

#[test]
fn a_recipes_network_has_its_shape_its_activations_and_its_biases_at_zero() {
    let (activation, output) = (Activation::Tanh, Activation::Sigmoid);
    for (hidden, bias) in [(vec![], false), (vec![7], true), (vec![17, 9], true)] {
        let sizes = [&[8], &hidden[..], &[3]].concat();
        let last = hidden.len();
        let recipe = Recipe { hidden, activation, output, bias, ..Recipe::default() };
        let network = recipe.network(8, 3, &mut Xorshift::new(4));
        assert_eq!(network.layers().len(), last + 1);
        for (l, layer) in network.layers().iter().enumerate() {
            let shape = (layer.inputs(), layer.outputs());
            assert_eq!(shape, (sizes[l], sizes[l + 1]), "layer {l} of {sizes:?}");
            assert_eq!(layer.activation(), if l == last { output } else { activation });
            assert_eq!(layer.bias(), bias.then(|| vec![0.0; sizes[l + 1]]).as_deref());
        }
    }
}
