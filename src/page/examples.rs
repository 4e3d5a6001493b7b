//! Chapters 1 and 2: the worked examples and softmax, as numbers for the scripts, and as text and
//! charts for a page without them.

use super::template::fill;
use crate::chart::line_chart::{LineChart, Series};
use crate::document::trace;
use crate::document::two_by_two::TwoByTwo;
use crate::document::worked_example::WorkedExample;
use crate::elementary::exp;
use crate::format::json::Json;
use crate::network::Loss;

/// Steps of the tutorial's example that the chart shows.
const STEPS: usize = 200;

/// Steps of the second example after which its page prints the outputs.
const MANY_STEPS: usize = 10_000;

/// The second example's steps: the right order, and its page's.
const ORDERS: [fn(&TwoByTwo) -> [f64; 8]; 2] = [TwoByTwo::step, TwoByTwo::step_in_the_pages_order];

/// Three scores and their targets: the network prefers the first class, the second is right.
const SCORES: [f64; 3] = [2.0, 1.0, 0.1];
const TARGETS: [f64; 3] = [0.0, 1.0, 0.0];

/// Chapter 1.
pub fn three_weights() -> String {
    let chart = prediction_chart;
    let prediction = format!("{:.3}", WorkedExample::as_printed().pred_y);
    let [right, page] = ORDERS.map(|step| format!("{:.9}", TwoByTwo::after(1, step).loss));
    fill(
        include_str!("html/three_weights.html"),
        &[
            ("chart-ko", &chart("튜토리얼 그대로", "바로잡은 것", "학습 단계", "예측 l2")),
            ("chart-en", &chart("as printed", "corrected", "training steps", "prediction l2")),
            ("prediction", &prediction),
            ("right-loss", &right),
            ("page-loss", &page),
            ("orders", &order_rows()),
            ("trace-printed", &trace::tutorial(false)),
            ("trace-corrected", &trace::tutorial(true)),
            ("trace-two-by-two", &trace::two_by_two()),
        ],
    )
}

/// Chapter 2.
pub fn matrix() -> String {
    fill(include_str!("html/matrix.html"), &[("softmax", &softmax_rows())])
}

/// The results that the scripts' own arithmetic is compared with.
pub fn data() -> Json {
    let (p, gradient, loss) = softmax();
    Json::object([
        ("printed", worked_example(false)),
        ("corrected", worked_example(true)),
        ("deltas-first", two_by_two(ORDERS[0])),
        ("outputs-first", two_by_two(ORDERS[1])),
        ("scores", Json::array(SCORES)),
        ("targets", Json::array(TARGETS)),
        ("probabilities", Json::array(p)),
        ("gradient", Json::array(gradient)),
        ("loss", loss.into()),
    ])
}

/// The numbers that the tutorial prints, under its names, and the prediction after many steps.
fn worked_example(corrected: bool) -> Json {
    let examples = WorkedExample::repeated(STEPS, corrected);
    let first = &examples[0];
    Json::object([
        ("pred_y", first.pred_y.into()),
        ("error", first.error.into()),
        ("output_error_term", first.output_error_term.into()),
        ("hidden_error_term", first.hidden_error_term.into()),
        ("del_w_output", first.del_w_output.into()),
        ("del_w_hidden", Json::array(first.del_w_hidden)),
        ("l2_weights", first.l2_weights.into()),
        ("l1_weights", Json::array(first.l1_weights)),
        ("last_pred_y", examples[STEPS].pred_y.into()),
    ])
}

/// Loss and outputs after one step, and after many.
fn two_by_two(step: fn(&TwoByTwo) -> [f64; 8]) -> Json {
    Json::Array(Vec::from([1, MANY_STEPS].map(|steps| {
        let TwoByTwo { loss, o1, o2, .. } = TwoByTwo::after(steps, step);
        Json::object([
            ("steps", steps.into()),
            ("L", loss.into()),
            ("o1", o1.into()),
            ("o2", o2.into()),
        ])
    })))
}

/// Outputs and loss after many steps: a row for each, a column for each order.
fn order_rows() -> String {
    let [right, page] = ORDERS.map(|step| TwoByTwo::after(MANY_STEPS, step));
    [("o1", right.o1, page.o1), ("o2", right.o2, page.o2), ("L", right.loss, page.loss)]
        .map(|(name, right, page)| row(name, &[right, page].map(|x| format!("{x:.9}"))))
        .concat()
}

/// The prediction over the steps: away from the target as printed, towards it corrected.
fn prediction_chart(printed: &str, corrected: &str, x_label: &str, y_label: &str) -> String {
    let [away, towards] = [false, true].map(|corrected| {
        let examples = WorkedExample::repeated(STEPS, corrected);
        examples.iter().map(|example| example.pred_y).collect::<Vec<_>>()
    });
    let series = [Series::new(printed, &away), Series::new(corrected, &towards)];
    LineChart { title: y_label, x_label, series: &series, ..LineChart::default() }.to_svg()
}

/// Probabilities, the gradient `p - t`, and the loss.
fn softmax() -> ([f64; 3], [f64; 3], f64) {
    let mut gradient = [0.0; 3];
    let loss = Loss::SoftmaxCrossEntropy.gradient(&SCORES, &TARGETS, &mut gradient);
    let mut p = SCORES;
    crate::network::loss::softmax(&mut p);
    (p, gradient, loss)
}

/// The table of chapter 2: a row for each quantity, a column for each class.
fn softmax_rows() -> String {
    let (p, gradient, loss) = softmax();
    let four = |values: [f64; 3]| values.map(|x| format!("{x:.4}").replace('-', "\u{2212}"));
    row("z", &SCORES.map(|z| z.to_string()))
        + &row("exp z", &four(SCORES.map(exp)))
        + &row("p", &four(p))
        + &row("t", &TARGETS.map(|t| t.to_string()))
        + &row("p − t", &four(gradient))
        + &format!(
            "<tr><th scope=\"row\">L</th><td colspan=\"3\" translate=\"no\">−log p₂ = {loss:.5}</td></tr>\n"
        )
}

/// A row of a table: its name and its cells.
fn row(name: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    format!("<tr translate=\"no\"><th scope=\"row\">{name}</th>{cells}</tr>\n")
}
