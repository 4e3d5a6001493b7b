//! A computational graph as SVG: forward from left to right, backward along the same edges.
//!
//! ```text
//!        value               above an edge: forward
//! (+) ────────── × local (·)
//!      derivative            below it: backward, what the node at its end hands back
//! ```
//!
//! An edge's derivative is that of the node at its end times the local derivative, which stands at
//! its end. A result that is used twice has two edges, and its derivative is their sum. An input is
//! drawn once for each use.
//!
//! What each of the N operations adds has its step, `data-step`, by which the page shows one after
//! the other: 0 the inputs, 1 to N forward, N + 1 the derivative 1 of the result, and so on
//! backward.

use super::graph::{Graph, Node, Value};
use super::trace::rounded;
use crate::chart::svg::{Point, Svg, path};

// Distances in pixels.
const COLUMN: f64 = 166.0;
const ROW: f64 = 36.0;
const RADIUS: f64 = 13.0;
const MARGIN: f64 = 40.0;

/// Significant digits of the numbers.
const DIGITS: usize = 4;

// Colours, dark enough to be read as text on white.
const FORWARD: &str = "#1a5f93";
const BACKWARD: &str = "#b3500a";
const LOCAL: &str = "#6b6b6b";

/// Draws the graph of a value; `label` describes the picture to screen readers.
pub fn draw(graph: &Graph, result: Value, label: &str) -> String {
    let (nodes, derivatives) = (graph.nodes(), result.derivatives());
    let spots = vec![None; nodes.len()];
    let mut layout = Layout { nodes: &nodes, spots, drawn: vec![], edges: vec![], rows: 0.0 };
    let last = layout.place(result.place());
    let Layout { drawn, edges, rows, .. } = layout;
    let point = |spot: usize| {
        let (_, column, row) = drawn[spot];
        (MARGIN + COLUMN * column as f64, MARGIN + ROW * row)
    };
    let width = point(last).0 + COLUMN;
    let height = 2.0 * MARGIN + ROW * (rows - 1.0);
    let mut svg = Svg::new(width, height, 1.0, label);
    svg.element("g").set("text-anchor", "middle").number("font-size", 11.0).open();

    // How many operations come before a node, itself included.
    let forward = |place: usize| match nodes[place].operands.len() {
        0 => 0,
        _ => nodes[..=place].iter().filter(|node| !node.operands.is_empty()).count(),
    };
    let backward = 2 * forward(result.place()) + 2;
    for (from, to, operand) in edges {
        let (node, (x, y)) = (drawn[to].0, point(to));
        let local = nodes[node].operands[operand].1;
        let steps = [forward(drawn[from].0), backward - forward(node)];
        let derivative = derivatives[node] * local;
        edge(&mut svg, &nodes[drawn[from].0], point(from), (x, y), derivative, steps);
        // On the outer side of the edge.
        let side = if operand == 0 { -7.0 } else { 16.0 };
        let at = (x - RADIUS - 24.0, y + side);
        text(&mut svg, at, LOCAL, &format!("× {}", rounded(local, DIGITS)), forward(node));
    }
    let steps = [backward / 2 - 1, backward / 2];
    edge(&mut svg, &nodes[result.place()], point(last), (width, point(last).1), 1.0, steps);
    for (spot, &(place, ..)) in drawn.iter().enumerate() {
        let ((x, y), node) = (point(spot), &nodes[place]);
        if !node.operands.is_empty() {
            let circle = svg.element("circle").number("cx", x).number("cy", y);
            circle.number("r", RADIUS).set("fill", "#ffffff").set("stroke", "#000000").empty();
            text(&mut svg, (x, y + 4.0), "#000000", node.operation, 0);
        }
    }
    svg.finish()
}

/// An edge with its two numbers, before its middle, and their steps.
fn edge(
    svg: &mut Svg,
    node: &Node,
    from: Point,
    to: Point,
    derivative: f64,
    [forward, backward]: [usize; 2],
) {
    svg.element("path").set("d", &path(&[from, to])).set("stroke", "#999999").empty();
    let (x, y) = (from.0 + 0.36 * (to.0 - from.0), from.1 + 0.36 * (to.1 - from.1));
    let name = if node.name.is_empty() { String::new() } else { format!("{} = ", node.name) };
    text(svg, (x, y - 5.0), FORWARD, &format!("{name}{}", rounded(node.value, DIGITS)), forward);
    text(svg, (x, y + 12.0), BACKWARD, &rounded(derivative, DIGITS), backward);
}

/// A text that a line behind it does not cross, and its step.
fn text(svg: &mut Svg, (x, y): Point, colour: &str, content: &str, step: usize) {
    let text = svg.element("text").at(x, y).set("fill", colour);
    let text = text.set("data-step", &step.to_string());
    let text = text.set("stroke", "#ffffff").number("stroke-width", 3.0);
    text.set("paint-order", "stroke").content(content);
}

/// Where each node is drawn: right of its operands and level with them.
struct Layout<'a> {
    nodes: &'a [Node],
    /// Which spot shows a node, once it is placed.
    spots: Vec<Option<usize>>,
    /// Of each spot the node, its column and its row.
    drawn: Vec<(usize, usize, f64)>,
    /// From one spot to another, and which operand of it the first one is.
    edges: Vec<(usize, usize, usize)>,
    /// How many rows are taken.
    rows: f64,
}

impl Layout<'_> {
    /// Places a node and what it is computed from, unless it is placed.
    fn place(&mut self, place: usize) -> usize {
        if let Some(spot) = self.spots[place] {
            return spot;
        }
        let (nodes, first) = (self.nodes, self.drawn.len());
        let operands = nodes[place].operands.iter().map(|&(operand, _)| operand);
        let is_result = |operand: usize| !nodes[operand].operands.is_empty();
        let mut place_result = |operand| is_result(operand).then(|| self.place(operand));
        let results: Vec<_> = operands.clone().map(&mut place_result).collect();
        let columns = results.iter().flatten().map(|&spot| self.drawn[spot].1);
        let column = 1 + columns.max().unwrap_or(0);
        let new = results.iter().flatten().filter(|&&spot| spot >= first);
        let rows: Vec<_> = new.map(|&spot| self.drawn[spot].2).collect();
        let row = match rows.len() {
            // A row of its own, between those of two inputs.
            0 => {
                self.rows += 3.0;
                self.rows - 2.0
            }
            count => rows.iter().sum::<f64>() / count as f64,
        };
        let spot = self.draw(place, column, row);
        self.spots[place] = Some(spot);
        // An edge that comes in level takes more room beside it.
        let beside = if results.iter().any(Option::is_some) { 1.7 } else { 1.0 };
        for (i, (operand, result)) in operands.zip(results).enumerate() {
            let row = row + if i == 0 { -beside } else { beside };
            let from = result.unwrap_or_else(|| self.draw(operand, column - 1, row));
            self.edges.push((from, spot, i));
        }
        spot
    }

    fn draw(&mut self, place: usize, column: usize, row: f64) -> usize {
        self.drawn.push((place, column, row));
        self.drawn.len() - 1
    }
}
