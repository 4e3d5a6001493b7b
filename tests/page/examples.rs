//! The worked examples and softmax as this crate computes them.

use backprop::document::two_by_two::TwoByTwo;
use backprop::document::worked_example::WorkedExample;
use backprop::format::json::Json;
use backprop::network::Loss;
use backprop::network::loss;
use backprop::page::examples::{ORDERS, SCORES, TARGETS};

/// The last steps of both examples in the page.
const STEPS: usize = 200;
const MANY_STEPS: usize = 10_000;

/// The results that the scripts' own arithmetic is compared with.
pub fn results() -> Json {
    let (p, gradient, loss) = softmax();
    Json::object([
        ("printed", worked_example(false)),
        ("corrected", worked_example(true)),
        ("deltas-first", two_by_two(ORDERS[0])),
        ("outputs-first", two_by_two(ORDERS[1])),
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
        let TwoByTwo { loss, o: [o1, o2], .. } = TwoByTwo::after(steps, step);
        Json::object([
            ("steps", steps.into()),
            ("L", loss.into()),
            ("y1", o1.into()),
            ("y2", o2.into()),
        ])
    })))
}

/// Probabilities, the gradient `p - t`, and the loss.
fn softmax() -> ([f64; 3], [f64; 3], f64) {
    let mut gradient = [0.0; 3];
    let loss = Loss::SoftmaxCrossEntropy.gradient(&SCORES, &TARGETS, &mut gradient);
    let mut p = SCORES;
    loss::softmax(&mut p);
    (p, gradient, loss)
}
