//! Chapters 1 and 2: the worked examples and softmax, as numbers for the text and the scripts.

use super::template::fill;
use crate::document::graph::{self, Graph};
use crate::document::graph_drawing;
use crate::document::two_by_two::{self, TwoByTwo};
use crate::document::worked_example::WorkedExample;
use crate::format::json::Json;

/// The second example's steps: the right order, and its page's.
pub const ORDERS: [fn(&TwoByTwo) -> [f64; 8]; 2] =
    [TwoByTwo::step, TwoByTwo::step_in_the_pages_order];

/// Three scores: the network prefers the first class.
pub const SCORES: [f64; 3] = [2.0, 1.0, 0.1];
/// Their targets: the second class is right.
pub const TARGETS: [f64; 3] = [0.0, 1.0, 0.0];

/// Chapter 1.
pub fn three_weights() -> String {
    let prediction = format!("{:.3}", WorkedExample::as_printed().pred_y);
    let [right, page] = ORDERS.map(|step| format!("{:.9}", TwoByTwo::after(1, step).loss));
    fill(
        include_str!("html/three_weights.html"),
        &[
            ("graph", &graph()),
            ("prediction", &prediction),
            ("right-loss", &right),
            ("page-loss", &page),
        ],
    )
}

/// The computational graph of the tutorial's example, in the page's letters.
fn graph() -> String {
    let (graph, label) = (Graph::default(), "aria-label=\"\"");
    let drawn = graph_drawing::draw(&graph, graph::tutorial(&graph), "");
    let named = "data-ko=\"세 가중치의 계산 그래프\" \
                 data-en=\"The computational graph of the three weights\"";
    let letters = [("z1", "z_h"), ("l1", "h"), ("z2", "z_y"), ("y", "t"), ("l2", "y")];
    letters.into_iter().fold(drawn.replacen(label, named, 1), |drawn, (letter, here)| {
        drawn.replace(&format!(">{letter} = "), &format!(">{here} = "))
    })
}

/// What the scripts start from.
pub fn start() -> Json {
    let tutorial = WorkedExample::as_printed();
    let ([x1, x2], [w1, w2]) = (tutorial.input1, tutorial.weights);
    let [[i1, i2], [t1, t2], [b1, b2]] =
        [two_by_two::INPUTS, two_by_two::TARGETS, two_by_two::BIASES];
    let names = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"];
    let weights: Vec<_> = names.into_iter().zip(two_by_two::WEIGHTS).collect();
    Json::object([
        (
            "tutorial",
            values([
                &[("x1", x1), ("x2", x2)],
                &[("w1", w1), ("w2", w2), ("v", tutorial.hidden_weight)],
                &[],
                &[("t", tutorial.true_y)],
                &[("η", tutorial.learning_rate)],
            ]),
        ),
        (
            "two-by-two",
            values([
                &[("x1", i1), ("x2", i2)],
                &weights,
                &[("b1", b1), ("b2", b2)],
                &[("t1", t1), ("t2", t2)],
                &[("η", two_by_two::LEARNING_RATE)],
            ]),
        ),
        ("scores", Json::array(SCORES)),
        ("targets", Json::array(TARGETS)),
    ])
}

/// An example's values by their names, in groups.
fn values(groups: [&[(&'static str, f64)]; 5]) -> Json {
    let groups = groups.map(|group| Json::object(group.iter().map(|&(name, x)| (name, x.into()))));
    Json::object(["inputs", "weights", "biases", "targets", "rate"].into_iter().zip(groups))
}
