//! The worked example goes up where it should go down.
//!
//! The step that makes `½ (y - l2)²` smaller is `+η (y - l2) σ'(z₂) l1` (see
//! [`worked_example`](crate::document::worked_example)). With `|y - l2|` for the error, and the
//! step subtracted, the sign is right only where `y - l2` is negative.

use super::{Erratum, Fact, fine};
use crate::document::worked_example::{TRUE_Y, WorkedExample};

/// A target below the prediction, for which the printed sign happens to be right.
const BELOW: f64 = 0.0;

/// The mistake, measured with the tutorial's target and with one below the prediction.
pub fn erratum() -> Erratum {
    let printed = [TRUE_Y, BELOW].map(WorkedExample::as_printed_towards);
    let corrected = [TRUE_Y, BELOW].map(WorkedExample::corrected_towards);
    let moved = |example: &WorkedExample, target: f64| {
        (target - example.pred_y_after).abs() - (target - example.pred_y).abs()
    };
    let change = |i: usize, target: f64| {
        let what = format!("change of the distance to the target {target}");
        Fact::new(what, moved(&printed[i], target), moved(&corrected[i], target), fine)
    };
    let [example, _] = &printed;
    let after =
        format!("prediction after the step (before it {}, target {TRUE_Y})", fine(example.pred_y));
    Erratum {
        title: "The worked example steps away from its target",
        printed: &[
            "error = abs(true_y - l2)",
            "hidden_weight -= del_w_output",
            "weights -= del_w_hidden",
        ],
        why: "The way down the squared error is along (true_y - l2), so the step has to be added. \
              abs hides the sign: what is printed is right only for a target below the prediction, \
              and here the target is 1.",
        mend: "error = true_y - l2, and += in both updates",
        facts: vec![
            Fact::new(after, example.pred_y_after, corrected[0].pred_y_after, fine),
            change(0, TRUE_Y),
            change(1, BELOW),
        ],
    }
}
