//! A computational graph's derivatives are the hand-written ones: of both worked examples to the
//! last bit, of a network with ReLU and softmax to 1e-14 of their size (its sums come in another
//! order). And its drawing shows every number.

use crate::support::program;
use backprop::document::graph::{Graph, Value, tutorial, two_by_two};
use backprop::document::two_by_two::{TwoByTwo, WEIGHTS};
use backprop::document::worked_example::WorkedExample;
use backprop::matrix::Matrix;
use backprop::network::{Activation, Pass, Table};
use backprop::random::{Random, Xorshift};
use backprop::training::Recipe;
use program::backprop;

/// The value and the derivative of the node with this name.
fn named(graph: &Graph, result: Value, name: &str) -> (f64, f64) {
    let place = graph.nodes().iter().position(|node| node.name == name);
    let place = place.unwrap_or_else(|| panic!("no node is named {name}"));
    (graph.nodes()[place].value, result.derivatives()[place])
}

#[track_caller]
fn assert_same_bits(name: &str, found: f64, expected: f64) {
    assert_eq!(found.to_bits(), expected.to_bits(), "{name}: {found} for {expected}");
}

#[test]
fn the_tutorials_error_terms_are_its_derivatives_with_the_other_sign() {
    let (graph, example) = (Graph::default(), WorkedExample::corrected());
    let loss = tutorial(&graph);
    for (name, value, derivative) in [
        ("l1", example.l1, -example.output_error_term * example.hidden_weight),
        ("l2", example.pred_y, -example.error),
        ("z1", example.z1, -example.hidden_error_term),
        ("z2", example.z2, -example.output_error_term),
        ("v", example.hidden_weight, -example.output_error_term * example.l1),
        ("w1", example.weights[0], -example.hidden_error_term * example.input1[0]),
        ("w2", example.weights[1], -example.hidden_error_term * example.input1[1]),
    ] {
        let found = named(&graph, loss, name);
        assert_same_bits(name, found.0, value);
        assert_same_bits(&format!("∂L/∂{name}"), found.1, derivative);
    }
}

#[test]
fn with_two_outputs_the_derivatives_are_the_hand_written_ones() {
    let (graph, example) = (Graph::default(), TwoByTwo::with_weights(WEIGHTS));
    let loss = two_by_two(&graph);
    assert_same_bits("L", loss.value(), example.loss);
    for (i, derivative) in example.gradient.into_iter().enumerate() {
        let name = format!("w{}", i + 1);
        assert_same_bits(&format!("∂L/∂{name}"), named(&graph, loss, &name).1, derivative);
    }
    let biases = [example.delta_h.iter().sum(), example.delta_o.iter().sum::<f64>()];
    for (name, derivative) in ["b1", "b2"].into_iter().zip(biases) {
        assert_same_bits(&format!("∂L/∂{name}"), named(&graph, loss, name).1, derivative);
    }
}

/// Operations that the worked examples do without.
fn exp(a: Value) -> Value {
    let c = a.value().exp();
    a.apply("exp", c, c)
}

fn ln(a: Value) -> Value {
    a.apply("ln", a.value().ln(), 1.0 / a.value())
}

fn reciprocal(a: Value) -> Value {
    let c = 1.0 / a.value();
    a.apply("1 /", c, -c * c)
}

fn relu(a: Value) -> Value {
    a.apply("relu", a.value().max(0.0), f64::from(a.value() > 0.0))
}

/// `x W + b` for each unit.
fn layer<'a>(x: &[Value<'a>], weights: &[Vec<Value<'a>>], biases: &[Value<'a>]) -> Vec<Value<'a>> {
    let product = |j: usize| x.iter().zip(weights).map(move |(&x, row)| x * row[j]);
    (0..biases.len()).map(|j| product(j).fold(biases[j], |sum, term| sum + term)).collect()
}

#[test]
fn a_network_with_relu_and_softmax_has_the_same_gradient() {
    for (hidden, seed) in [(1, 1), (7, 2), (8, 3), (9, 4), (17, 5)] {
        let (inputs, classes, mut random) = (4, 3, Xorshift::new(seed));
        let recipe =
            Recipe { hidden: vec![hidden], activation: Activation::Relu, ..Recipe::default() };
        let mut network = recipe.network(inputs, classes, &mut random);
        let mut any =
            |n| Matrix::from_fn(1, n, |_, _| 2.0 * random.uniform() - 1.0).row(0).to_vec();
        let (parameters, x) = (any(network.parameters_len()), any(inputs));
        network.set_parameters(&parameters);

        let mut pass = Pass::new(&network);
        pass.load(&Table::with_labels(Matrix::from_rows(&[&x[..]]), &[1], classes), 0..1);
        network.forward(&mut pass);
        network.backprop(recipe.loss, &mut pass).unwrap();
        let (expected_loss, expected) = (pass.losses()[0], pass.gradient(&network));

        let graph = Graph::default();
        let all: Vec<_> = parameters.iter().map(|&value| graph.input("", value)).collect();
        let mut rest = all.iter().copied();
        let mut take = |n: usize| rest.by_ref().take(n).collect::<Vec<_>>();
        let mut y: Vec<_> = x.iter().map(|&value| graph.input("", value)).collect();
        for (l, units) in [hidden, classes].into_iter().enumerate() {
            let weights: Vec<_> = (0..y.len()).map(|_| take(units)).collect();
            y = layer(&y, &weights, &take(units));
            if l == 0 {
                y.iter_mut().for_each(|value| *value = relu(*value));
            }
        }
        let powers: Vec<_> = y.iter().map(|&z| exp(z)).collect();
        let sum = powers.iter().copied().reduce(|sum, power| sum + power).unwrap();
        let loss = graph.input("", 0.0) - ln(powers[1] * reciprocal(sum));
        let derivatives = loss.derivatives();

        assert!((loss.value() - expected_loss).abs() <= 1e-14 * expected_loss, "{hidden} units");
        let largest = expected.iter().fold(0.0, |largest: f64, d| largest.max(d.abs()));
        for (i, (value, expected)) in all.iter().zip(&expected).enumerate() {
            let found = derivatives[value.place()];
            assert!(
                (found - expected).abs() <= 1e-14 * largest,
                "{hidden} units, parameter {i}: {found} for {expected}"
            );
        }
    }
}

/// An operation on the first one or on both of two values.
type Operation = for<'a> fn(Value<'a>, Value<'a>) -> Value<'a>;

#[test]
fn every_operation_has_the_right_local_derivatives() {
    let operations: [(&str, Operation); 9] = [
        ("+", |a, b| a + b),
        ("-", |a, b| a - b),
        ("×", |a, b| a * b),
        ("1 /", |_, b| reciprocal(b)),
        ("σ", |a, _| a.sigmoid()),
        ("exp", |a, _| exp(a)),
        ("ln", |a, _| ln(a)),
        ("( )²", |a, _| a.squared()),
        ("relu", |a, _| relu(a)),
    ];
    for (name, operation) in operations {
        for (a, b) in [(0.3, 0.7), (1.5, -0.2), (4.0, 3.0), (0.01, -2.0)] {
            let graph = Graph::default();
            let at = |a, b| operation(graph.input("", a), graph.input("", b)).value();
            let difference = [
                (at(a + 1e-6, b) - at(a - 1e-6, b)) / 2e-6,
                (at(a, b + 1e-6) - at(a, b - 1e-6)) / 2e-6,
            ];
            let operands = [graph.input("", a), graph.input("", b)];
            let result = operation(operands[0], operands[1]);
            assert_eq!(graph.nodes()[result.place()].operation, name);
            for (operand, difference) in operands.into_iter().zip(difference) {
                let found = result.derivatives()[operand.place()];
                let bound = 1e-8 * difference.abs().max(1.0);
                assert!((found - difference).abs() <= bound, "{name} of {a}, {b}: {found}");
            }
        }
    }
    let graph = Graph::default();
    let off = relu(graph.input("", -1.0));
    assert_eq!((off.value(), off.derivatives()), (0.0, vec![0.0, 1.0]), "a ReLU that is off");
}

#[test]
fn a_value_that_is_used_more_than_once_has_the_sum_and_an_unused_one_has_0() {
    for uses in [0, 1, 2, 17] {
        let graph = Graph::default();
        let (a, start) = (graph.input("a", 3.0), graph.input("", 0.0));
        let sum = (0..uses).fold(start, |sum, _| sum + a * a);
        assert_eq!(sum.derivatives()[a.place()], 6.0 * f64::from(uses), "{uses} uses");
    }
}

#[test]
fn the_drawing_shows_every_value_and_derivative_and_no_place_is_taken_twice() {
    for network in ["tutorial", "two-by-two"] {
        let output = backprop(["example", "--graph", "--network", network]);
        assert_eq!((output.code, &*output.stderr), (0, ""), "{network}");
        let svg = output.stdout;
        let graph = Graph::default();
        let loss = if network == "tutorial" { tutorial(&graph) } else { two_by_two(&graph) };
        let short = |x: f64| format!("{x:.3e}").parse::<f64>().unwrap().to_string();
        let derivatives = loss.derivatives();
        for (place, node) in graph.nodes().iter().enumerate() {
            assert!(svg.contains(&format!("{}</text>", short(node.value))), "{node:?}");
            for &(operand, local) in &node.operands {
                let derivative = short(derivatives[place] * local);
                assert!(svg.contains(&format!(">{derivative}</text>")), "by {operand} in {node:?}");
                assert!(svg.contains(&format!(">× {}</text>", short(local))), "{node:?}");
            }
        }
        let mut circles: Vec<_> = svg.lines().filter(|line| line.contains("<circle")).collect();
        let operations = graph.nodes().iter().filter(|node| !node.operands.is_empty()).count();
        circles.sort();
        circles.dedup();
        assert_eq!(circles.len(), operations, "{network}");
    }
}

#[test]
fn the_graph_goes_with_no_flag_about_the_step() {
    for flag in ["--corrected", "--trace"] {
        let output = backprop(["example", "--graph", flag]);
        assert_eq!((output.code, &*output.stdout), (2, ""), "{flag}");
        assert!(output.stderr.contains("leave out --corrected and --trace"), "{flag}");
    }
}
