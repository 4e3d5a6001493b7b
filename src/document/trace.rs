//! An example with all its numbers: forward, loss, backward, update, and what the step changed.
//!
//! Each line is an equation: a name, its formula, the formula with numbers put in, the result.
//! Numbers have nine significant digits, so that a pocket calculator can follow. Below each
//! derivative stands its central difference, which needs no chain rule:
//!
//! ```text
//! ∂L/∂w ≈ (L(w + ε) - L(w - ε)) / 2ε
//! ```
//!
//! The results are those of [`worked_example`](super::worked_example) and
//! [`two_by_two`](super::two_by_two).

use super::two_by_two::{BIASES, INPUTS, LEARNING_RATE, TARGETS, TwoByTwo, WEIGHTS};
use super::worked_example::{WorkedExample, predict, sigmoid_prime};
use crate::network::gradient_check::EPSILON;
use std::collections::HashMap;

/// Names are padded to this width: `∂L/∂w1`, `σ'(z1)`, `new w1`.
const NAME: usize = 6;

/// Results begin in this column; the longest, `= -0.000304550132`, ends in the last of 80.
const RESULT: usize = 62;

/// The tutorial's example, with its printed step or the corrected one.
pub fn tutorial(corrected: bool) -> String {
    let run = if corrected { WorkedExample::corrected } else { WorkedExample::as_printed };
    let example = run();
    let WorkedExample { input1, weights, hidden_weight: v, true_y: y, .. } = example;
    let WorkedExample { z1, l1, z2, pred_y: l2, learning_rate, .. } = example;
    let ([x1, x2], [w1, w2]) = (input1, weights);
    let loss = |l2: f64| 0.5 * (l2 - y) * (l2 - y);

    let mut trace = Trace::default();
    trace.know([("x1", x1), ("x2", x2), ("w1", w1), ("w2", w2), ("v", v)]);
    trace.know([("y", y), ("η", learning_rate)]);
    let [above, below] = [w1, w2].map(|w| format!("{w} "));
    trace.text = format!(
        "The tutorial's example: sigmoids, no biases, learning rate η = {learning_rate}\n\n  \
         x1 = {x1} ── w1 = {above:─<7}┐\n  \
         {:24}├── l1 ── v = {v} ── l2        target y = {y}\n  \
         x2 = {x2} ── w2 = {below:─<7}┘\n",
        ""
    );

    trace.section("Forward");
    trace.equation("z1", "x1 · w1 + x2 · w2", z1);
    trace.sigmoid("l1", "z1", l1);
    trace.equation("z2", "l1 · v", z2);
    trace.sigmoid("l2", "z2", l2);

    trace.section("Loss");
    trace.equation("L", "½ (l2 - y)²", loss(l2));

    trace.section(&backward());
    trace.equation("σ'(z1)", "l1 · (1 - l1)", sigmoid_prime(z1));
    trace.equation("σ'(z2)", "l2 · (1 - l2)", sigmoid_prime(z2));
    let output_delta = (l2 - y) * sigmoid_prime(z2);
    let hidden_delta = output_delta * v * sigmoid_prime(z1);
    let [dv, dw1, dw2] =
        central_differences([v, w1, w2], |[v, w1, w2]| loss(predict(input1, [w1, w2], v)));
    trace.derivative("v", "(l2 - y) · σ'(z2) · l1", output_delta * l1, dv);
    trace.derivative("w1", "(l2 - y) · σ'(z2) · v · σ'(z1) · x1", hidden_delta * x1, dw1);
    trace.derivative("w2", "(l2 - y) · σ'(z2) · v · σ'(z1) · x2", hidden_delta * x2, dw2);

    let (heading, sign) = if corrected { (CORRECTED, '-') } else { (PRINTED, '+') };
    trace.section(heading);
    let [new_w1, new_w2] = example.l1_weights;
    trace.updates(["v", "w1", "w2"], sign, [example.l2_weights, new_w1, new_w2]);

    let after = example.pred_y_after;
    let moved = if loss(after) < loss(l2) { "nearer to" } else { "farther from" };
    trace.section("After");
    let change = |before, after| format!("{} -> {}", number(before), number(after));
    trace.text += &format!("  l2: {}, {moved} the target {y}\n", change(l2, after));
    trace.text + &format!("  L:  {}\n", change(loss(l2), loss(after)))
}

/// The example with two hidden units and two outputs.
pub fn two_by_two() -> String {
    let ([i1, i2], [t1, t2], [b1, b2]) = (INPUTS, TARGETS, BIASES);
    let [w1, w2, w3, w4, w5, w6, w7, w8] = WEIGHTS;
    let names = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"];
    let example = TwoByTwo::with_weights(WEIGHTS);
    let TwoByTwo { z_h, h, z_o, o, delta_o, delta_h, gradient, .. } = example;

    let mut trace = Trace::default();
    trace.know([("i1", i1), ("i2", i2), ("t1", t1), ("t2", t2), ("b1", b1), ("b2", b2)]);
    trace.know(names.into_iter().zip(WEIGHTS).chain([("η", LEARNING_RATE)]));
    trace.text = format!(
        "Two inputs, two hidden units, two outputs; sigmoids, learning rate η = {LEARNING_RATE}\n\
         (Matt Mazur, \"A Step by Step Backpropagation Example\", 2015)\n\n  \
         inputs    i1 = {i1}, i2 = {i2}           targets   t1 = {t1}, t2 = {t2}\n  \
         into h1   w1 = {w1}, w2 = {w2}, b1 = {b1}   into h2   w3 = {w3}, w4 = {w4}, b1\n  \
         into o1   w5 = {w5}, w6 = {w6}, b2 = {b2}    into o2   w7 = {w7}, w8 = {w8}, b2\n"
    );

    trace.section("Forward");
    trace.equation("z_h1", "b1 + i1 · w1 + i2 · w2", z_h[0]);
    trace.sigmoid("h1", "z_h1", h[0]);
    trace.equation("z_h2", "b1 + i1 · w3 + i2 · w4", z_h[1]);
    trace.sigmoid("h2", "z_h2", h[1]);
    trace.equation("z_o1", "b2 + h1 · w5 + h2 · w6", z_o[0]);
    trace.sigmoid("o1", "z_o1", o[0]);
    trace.equation("z_o2", "b2 + h1 · w7 + h2 · w8", z_o[1]);
    trace.sigmoid("o2", "z_o2", o[1]);

    trace.section("Loss");
    trace.equation("L", "½ (o1 - t1)² + ½ (o2 - t2)²", example.loss);

    trace.section(&backward());
    trace.equation("δ_o1", "(o1 - t1) · o1 · (1 - o1)", delta_o[0]);
    trace.equation("δ_o2", "(o2 - t2) · o2 · (1 - o2)", delta_o[1]);
    trace.equation("∂L/∂h1", "δ_o1 · w5 + δ_o2 · w7", delta_o[0] * w5 + delta_o[1] * w7);
    trace.equation("∂L/∂h2", "δ_o1 · w6 + δ_o2 · w8", delta_o[0] * w6 + delta_o[1] * w8);
    trace.equation("δ_h1", "∂L/∂h1 · h1 · (1 - h1)", delta_h[0]);
    trace.equation("δ_h2", "∂L/∂h2 · h2 · (1 - h2)", delta_h[1]);
    let differences = central_differences(WEIGHTS, |weights| TwoByTwo::with_weights(weights).loss);
    let hidden = ["δ_h1 · i1", "δ_h1 · i2", "δ_h2 · i1", "δ_h2 · i2"];
    let output = ["δ_o1 · h1", "δ_o1 · h2", "δ_o2 · h1", "δ_o2 · h2"];
    for (i, formula) in hidden.into_iter().chain(output).enumerate() {
        trace.derivative(names[i], formula, gradient[i], differences[i]);
    }

    trace.section("Update: each weight moves against its derivative; the biases stay");
    trace.updates(names, '-', example.step());

    trace.section("After");
    trace.text += "                         every delta first   the page's order\n";
    for (steps, when) in [(1, "after the step"), (10_000, "after 10,000 steps")] {
        let [right, page] = [TwoByTwo::step, TwoByTwo::step_in_the_pages_order]
            .map(|step: fn(&TwoByTwo) -> _| TwoByTwo::after(steps, step));
        let mut row = |name, right, page| {
            trace.text += &format!("  {name:2} {when:18}  {right:<17.9}   {page:.9}\n");
        };
        row("o1", right.o[0], page.o[0]);
        row("o2", right.o[1], page.o[1]);
        row("L", right.loss, page.loss);
    }
    trace.text
        + "\nThe page changes w5 to w8 first and computes the hidden deltas with the changed\n\
           values. Compute every delta before changing any weight: errors flow back\n\
           through the weights that the forward pass used.\n"
}

const CORRECTED: &str = "\
Update: each weight moves against its derivative. (The tutorial's step has the
other sign: it takes |y - l2| for the error, and subtracts.)";

const PRINTED: &str = "\
Update as the tutorial prints it, with the wrong sign: it takes |y - l2| for
the error, and subtracts. So each weight moves along its derivative, and L
grows. (--corrected: the right sign.)";

fn backward() -> String {
    format!(
        "Backward: each derivative by the chain rule, and its central difference\n\
         (L(w + ε) - L(w - ε)) / 2ε with ε = {EPSILON}"
    )
}

/// `(L(w + ε) - L(w - ε)) / 2ε` for each weight `w`.
fn central_differences<const N: usize>(w: [f64; N], loss: impl Fn([f64; N]) -> f64) -> [f64; N] {
    std::array::from_fn(|i| {
        let (mut above, mut below) = (w, w);
        above[i] += EPSILON;
        below[i] -= EPSILON;
        (loss(above) - loss(below)) / (2.0 * EPSILON)
    })
}

/// What is written so far, and the value of each name that a formula may use.
#[derive(Default)]
struct Trace {
    text: String,
    values: HashMap<String, f64>,
}

impl Trace {
    /// Gives names their values.
    fn know<'a>(&mut self, values: impl IntoIterator<Item = (&'a str, f64)>) {
        self.values.extend(values.into_iter().map(|(name, value)| (name.to_string(), value)));
    }

    fn section(&mut self, heading: &str) {
        self.text += &format!("\n{heading}\n");
    }

    /// `name = σ(z) = 1 / (1 + exp(-z)) = value`.
    fn sigmoid(&mut self, name: &str, z: &str, value: f64) {
        let numbers = format!("1 / (1 + exp({}))", number(-self.values[z]));
        self.line(name, &format!("σ({z})"), &numbers, value);
    }

    /// `name = formula = formula with numbers = value`.
    fn equation(&mut self, name: &str, formula: &str, value: f64) {
        let numbers: Vec<_> = formula.split(' ').map(|word| self.with_number(word)).collect();
        self.line(name, formula, &numbers.join(" "), value);
    }

    /// The equation of `∂L/∂weight`, and below it the central difference.
    fn derivative(&mut self, weight: &str, formula: &str, value: f64, difference: f64) {
        self.equation(&format!("∂L/∂{weight}"), formula, value);
        self.text += &format!("{:>RESULT$} ≈ {}\n", "central difference", number(difference));
    }

    /// For each weight `w` the equation of `w ± η · ∂L/∂w`.
    fn updates<const N: usize>(&mut self, weights: [&str; N], sign: char, new: [f64; N]) {
        for (weight, new) in weights.into_iter().zip(new) {
            let formula = format!("{weight} {sign} η · ∂L/∂{weight}");
            self.equation(&format!("new {weight}"), &formula, new);
        }
    }

    /// An equation, on a new line wherever the next part does not fit.
    fn line(&mut self, name: &str, formula: &str, numbers: &str, value: f64) {
        let mut line = format!("  {name:NAME$} = {formula}");
        if line.chars().count() + 3 + numbers.chars().count() > RESULT {
            self.text += &format!("{line}\n");
            line = format!("  {:NAME$}", "");
        }
        line += &format!(" = {numbers}");
        if line.chars().count() > RESULT {
            self.text += &format!("{line}\n");
            line.clear();
        }
        self.text += &format!("{line:RESULT$} = {}\n", number(value));
        self.know([(name, value)]);
    }

    /// A word of a formula with its name replaced by the value: `t1)²` becomes `0.01)²`.
    fn with_number(&self, word: &str) -> String {
        let bare = word.trim_start_matches('(').trim_end_matches(['²', ')']);
        let name = if self.values.contains_key(word) { word } else { bare };
        match self.values.get(name) {
            None => word.to_string(),
            Some(&value) if value < 0.0 => word.replace(name, &format!("({})", number(value))),
            Some(&value) => word.replace(name, &number(value)),
        }
    }
}

/// A number rounded to nine significant digits.
fn number(x: f64) -> String {
    rounded(x, 9)
}

/// A number rounded to so many significant digits, without zeros at its end.
pub(super) fn rounded(x: f64, digits: usize) -> String {
    let rounded: f64 = format!("{x:.*e}", digits - 1).parse().expect("digits of a float");
    rounded.to_string()
}
