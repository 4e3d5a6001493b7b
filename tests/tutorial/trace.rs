//! The trace of an example shows right numbers: a reader can recompute every line from the numbers
//! on it, each derivative agrees with its central difference and with the library's, and the
//! published example's results appear to the last printed digit.

use crate::support::program;
use backprop::document::trace;
use backprop::document::two_by_two::{BIASES, INPUTS, TARGETS, TwoByTwo, WEIGHTS};
use backprop::matrix::Matrix;
use backprop::network::{Activation, Dense, Loss, Network, Pass, Table};
use program::{Run, backprop};

/// The name of each trace, and its text.
fn traces() -> [(&'static str, String); 3] {
    [
        ("tutorial", trace::tutorial(false)),
        ("tutorial, corrected", trace::tutorial(true)),
        ("two-by-two", trace::two_by_two()),
    ]
}

/// The value of an expression such as `½ (0.5 - 1)² + 1 / (1 + exp(-0.25)) · 3`.
fn evaluate(expression: &str) -> f64 {
    let symbols: Vec<char> = expression.chars().filter(|c| *c != ' ').collect();
    let mut rest = &symbols[..];
    let value = sum(&mut rest);
    assert!(rest.is_empty(), "{expression}: {rest:?} is left over");
    value
}

fn take(rest: &mut &[char], wanted: &str) -> bool {
    let wanted: Vec<char> = wanted.chars().collect();
    let found = rest.starts_with(&wanted);
    if found {
        *rest = &rest[wanted.len()..];
    }
    found
}

fn sum(rest: &mut &[char]) -> f64 {
    let mut value = product(rest);
    loop {
        if take(rest, "+") {
            value += product(rest);
        } else if take(rest, "-") {
            value -= product(rest);
        } else {
            return value;
        }
    }
}

fn product(rest: &mut &[char]) -> f64 {
    let mut value = factor(rest);
    loop {
        if take(rest, "·") {
            value *= factor(rest);
        } else if take(rest, "/") {
            value /= factor(rest);
        } else {
            return value;
        }
    }
}

fn factor(rest: &mut &[char]) -> f64 {
    if take(rest, "-") {
        return -factor(rest);
    }
    if take(rest, "½") {
        return 0.5 * factor(rest);
    }
    if take(rest, "exp") {
        return factor(rest).exp();
    }
    if take(rest, "(") {
        let value = sum(rest);
        assert!(take(rest, ")"), "no closing bracket before {rest:?}");
        return if take(rest, "²") { value * value } else { value };
    }
    let digits = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let number: String = rest[..digits].iter().collect();
    *rest = &rest[digits..];
    number.parse().unwrap_or_else(|_| panic!("no number before {rest:?}"))
}

/// The equations of a trace: name, formula, numbers and result, each joined into one line.
fn equations(text: &str) -> Vec<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().skip_while(|line| *line != "Forward") {
        match lines.last_mut() {
            Some(last) if line.trim_start().starts_with('=') => *last += line,
            _ => lines.push(line.to_string()),
        }
    }
    let parts = |line: &String| line.split(" = ").map(|part| part.trim().to_string()).collect();
    lines.iter().map(parts).filter(|parts: &Vec<String>| parts.len() == 4).collect()
}

#[test]
fn every_equation_can_be_recomputed_from_the_numbers_on_it() {
    for ((name, text), expected) in traces().into_iter().zip([13, 13, 31]) {
        let equations = equations(&text);
        assert_eq!(equations.len(), expected, "equations of {name}:\n{text}");
        for equation in equations {
            let (ours, printed) = (evaluate(&equation[2]), evaluate(&equation[3]));
            let error = ((ours - printed) / printed).abs();
            assert!(error < 1e-8, "{name}: {equation:?} gives {ours}");
        }
    }
}

#[test]
fn each_derivative_agrees_with_its_central_difference() {
    for ((name, text), expected) in traces().into_iter().zip([3, 3, 8]) {
        let mut compared = 0;
        for pair in text.lines().collect::<Vec<_>>().windows(2) {
            let Some((_, difference)) = pair[1].split_once("central difference ≈ ") else {
                continue;
            };
            let (_, derivative) = pair[0].rsplit_once("= ").expect("a result");
            let [derivative, difference] = [derivative, difference].map(evaluate);
            let apart = (derivative - difference).abs();
            assert!(apart < 1e-8, "{name}: {derivative} and {difference}");
            compared += 1;
        }
        assert_eq!(compared, expected, "derivatives of {name}:\n{text}");
    }
}

#[test]
fn the_library_computes_the_same_derivatives_of_the_second_example() {
    let example = TwoByTwo::with_weights(WEIGHTS);
    let (loss, gradient) = library_gradient();
    assert_eq!(loss.to_bits(), example.loss.to_bits(), "loss {loss} and {}", example.loss);
    for (i, (ours, plain)) in gradient.into_iter().zip(example.gradient).enumerate() {
        assert_eq!(ours.to_bits(), plain.to_bits(), "∂L/∂w{}: {ours} and {plain}", i + 1);
    }
}

/// Loss and derivatives by `w1` to `w8`, by the library.
fn library_gradient() -> (f64, [f64; 8]) {
    let [w1, w2, w3, w4, w5, w6, w7, w8] = WEIGHTS;
    let layer = |weights: [[f64; 2]; 2], bias| {
        Dense::new(Matrix::from_rows(&weights), Some(vec![bias; 2]), Activation::Sigmoid)
    };
    // Row p holds the weights from input p, where the page lists them by unit.
    let network = Network::new(vec![
        layer([[w1, w3], [w2, w4]], BIASES[0]),
        layer([[w5, w7], [w6, w8]], BIASES[1]),
    ]);
    let sample = Table::new(Matrix::from_rows(&[INPUTS]), Matrix::from_rows(&[TARGETS]));
    let mut pass = Pass::new(&network);
    pass.load(&sample, [0]);
    network.backprop(Loss::SquaredError, &mut pass).unwrap();
    // Each layer's four weights row by row, then its two biases.
    let gradient = pass.gradient(&network);
    (pass.losses()[0], [0, 2, 1, 3, 6, 8, 7, 9].map(|i| gradient[i]))
}

#[test]
fn the_second_example_gives_the_published_digits_in_the_pages_order() {
    let text = trace::two_by_two();
    let loss = equations(&text).into_iter().find(|equation| equation[0] == "L").unwrap();
    assert_eq!(loss[3], "0.298371109", "the error before the step:\n{text}");
    for row in [
        "L  after the step      0.291027774         0.291027924",
        "o1 after 10,000 steps  0.015913620         0.015912196",
        "o2 after 10,000 steps  0.984064274         0.984065734",
    ] {
        assert!(text.contains(row), "{row:?} is missing:\n{text}");
    }
}

#[test]
fn the_tutorials_step_is_the_printed_one_or_the_corrected_one() {
    for (corrected, v, w1, l2, moved) in [
        (false, "0.0698465116", "0.399847725", "0.508641983", "farther from the target 1"),
        (true, "0.130153488", "0.400152275", "0.516102168", "nearer to the target 1"),
    ] {
        let text = trace::tutorial(corrected);
        let equations = equations(&text);
        for (name, value) in [("new v", v), ("new w1", w1)] {
            let update = equations.iter().find(|equation| equation[0] == name).unwrap();
            assert_eq!(update[3], value, "{name}, corrected {corrected}");
        }
        let after = format!("l2: 0.512372478 -> {l2}, {moved}\n");
        assert!(text.contains(&after), "{after:?} is missing:\n{text}");
    }
}

#[test]
fn the_lines_of_the_drawing_meet() {
    for flags in [&["--trace"][..], &["--trace", "--corrected"]] {
        let text = example(flags).stdout;
        let column = |corner| {
            let places = text.lines().filter_map(|line| line.chars().position(|c| c == corner));
            places.collect::<Vec<_>>()
        };
        let [above, middle, below] = ['┐', '├', '┘'].map(column);
        assert_eq!(above.len(), 1, "one drawing:\n{text}");
        assert!(above == middle && middle == below, "┐ {above:?}, ├ {middle:?}, ┘ {below:?}");
    }
}

#[test]
fn no_line_is_wider_than_80_columns() {
    for (name, text) in traces() {
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{name}: {line}");
        }
    }
}

fn example(flags: &[&str]) -> Run {
    backprop([&["example"], flags].concat())
}

#[test]
fn the_command_prints_the_trace_that_the_flags_ask_for() {
    let [printed, corrected, two_by_two] = traces().map(|(_, text)| text);
    for (flags, expected) in [
        (&["--trace"][..], &printed),
        (&["--trace", "--network", "tutorial"], &printed),
        (&["--trace", "--corrected"], &corrected),
        (&["--trace", "--network", "two-by-two"], &two_by_two),
        (&["--network", "two-by-two"], &two_by_two),
    ] {
        let run = example(flags);
        assert_eq!(run.stdout, *expected, "{flags:?}");
        assert_eq!((run.code, &*run.stderr), (0, ""), "{flags:?}");
    }
    let eight_lines = example(&["--network", "tutorial"]).stdout;
    assert_eq!(eight_lines, example(&[]).stdout, "without --trace the tutorial's eight lines");
}

#[test]
fn a_network_that_does_not_exist_or_cannot_be_corrected_is_refused() {
    for (flags, message) in [
        (
            &["--trace", "--network", "two-by-three"][..],
            "error: --network must be one of tutorial, two-by-two, not two-by-three\n",
        ),
        (
            &["--network", "two-by-two", "--corrected"],
            "error: --corrected belongs to the tutorial's network; the trace of two-by-two shows \
             the right order of updates beside the page's\n",
        ),
    ] {
        let run = example(flags);
        assert!(run.stderr.starts_with(message), "{flags:?}: {}", run.stderr);
        assert_eq!((run.code, &*run.stdout), (2, ""), "{flags:?}");
    }
}
