//! The computational graph (계산 그래프): backpropagation for any formula, one operation at a time.
//!
//! A formula is a graph. Its nodes are operations, its edges carry numbers. Forward, each operation
//! computes its value from its operands, and notes the *local derivative* by each of them:
//!
//! ```text
//! c = a + b     ∂c/∂a = 1     ∂c/∂b = 1             c = σ(a)     ∂c/∂a = c (1 - c)
//! c = a - b     ∂c/∂a = 1     ∂c/∂b = -1            c = a²       ∂c/∂a = 2a
//! c = a · b     ∂c/∂a = b     ∂c/∂b = a             c = exp(a)   ∂c/∂a = c
//! ```
//!
//! Backward, the result's derivative by itself is 1. Each node, from the last to the first, hands
//! its derivative times the local derivative to each operand; what arrives at a node is added up:
//!
//! ```text
//! ∂L/∂a = Σ ∂L/∂c · ∂c/∂a     over all c that a is an operand of
//! ```
//!
//! That is the chain rule. When a node's turn comes, its sum must be complete, so every node has to
//! come after those that use it: the order must be topological. Here it is by construction, since a
//! value can only be computed from values that are already there.
//!
//! [`tutorial`] and [`two_by_two`](two_by_two()) build the two worked examples. Nobody wrote their
//! derivatives down, and they are the hand-written ones to the last bit. A layer of a network does
//! the same for many numbers at a time, without a node for each: [`crate::network::dense`].

use super::two_by_two::{BIASES, INPUTS, TARGETS, WEIGHTS};
use super::worked_example::{WorkedExample, sigmoid};
use std::cell::RefCell;
use std::ops::{Add, Mul, Sub};

/// The nodes, in the order in which they were computed.
#[derive(Debug, Default)]
pub struct Graph(RefCell<Vec<Node>>);

/// A number of the graph, and what it was computed from.
#[derive(Clone, Debug)]
pub struct Node {
    /// The operation, such as `+`; empty for an input.
    pub operation: &'static str,
    /// The name of an input, or of a result that was given one.
    pub name: String,
    /// The number.
    pub value: f64,
    /// The operands' places in the order, and the local derivative by each.
    pub operands: Vec<(usize, f64)>,
}

/// A value of a graph, to compute with: `x1 * w1 + x2 * w2`.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    graph: &'a Graph,
    place: usize,
}

impl Graph {
    /// A value that is given: a constant, an input or a weight.
    pub fn input(&self, name: &str, value: f64) -> Value<'_> {
        self.push("", value, Vec::new()).named(name)
    }

    /// The nodes so far; each comes after its operands.
    pub fn nodes(&self) -> Vec<Node> {
        self.0.borrow().clone()
    }

    fn push(&self, operation: &'static str, value: f64, operands: Vec<(usize, f64)>) -> Value<'_> {
        let mut nodes = self.0.borrow_mut();
        nodes.push(Node { operation, name: String::new(), value, operands });
        Value { graph: self, place: nodes.len() - 1 }
    }
}

impl Value<'_> {
    /// The number.
    pub fn value(self) -> f64 {
        self.graph.0.borrow()[self.place].value
    }

    /// The place among the graph's nodes.
    pub fn place(self) -> usize {
        self.place
    }

    /// The same value, with a name.
    pub fn named(self, name: &str) -> Self {
        self.graph.0.borrow_mut()[self.place].name = name.to_string();
        self
    }

    /// The derivatives of this value by each node of the graph, by place.
    pub fn derivatives(self) -> Vec<f64> {
        let nodes = self.graph.0.borrow();
        let mut derivatives = vec![0.0; nodes.len()];
        derivatives[self.place] = 1.0;
        for place in (0..=self.place).rev() {
            for &(operand, local) in &nodes[place].operands {
                derivatives[operand] += derivatives[place] * local;
            }
        }
        derivatives
    }

    /// The result `c` of any operation on this value `a`, given its local derivative `∂c/∂a`:
    /// `a.apply("exp", c, c)` for `c = exp(a)`.
    pub fn apply(self, operation: &'static str, c: f64, by_a: f64) -> Self {
        self.graph.push(operation, c, vec![(self.place, by_a)])
    }

    /// `1 / (1 + exp(-a))`.
    pub fn sigmoid(self) -> Self {
        let c = sigmoid(self.value());
        self.apply("σ", c, c * (1.0 - c))
    }

    /// `a²`.
    pub fn squared(self) -> Self {
        let a = self.value();
        self.apply("( )²", a * a, 2.0 * a)
    }

    fn binary(self, b: Self, operation: &'static str, value: f64, [by_a, by_b]: [f64; 2]) -> Self {
        assert!(std::ptr::eq(self.graph, b.graph), "both operands must be of one graph");
        self.graph.push(operation, value, vec![(self.place, by_a), (b.place, by_b)])
    }
}

impl Add for Value<'_> {
    type Output = Self;

    fn add(self, b: Self) -> Self {
        self.binary(b, "+", self.value() + b.value(), [1.0, 1.0])
    }
}

impl Sub for Value<'_> {
    type Output = Self;

    fn sub(self, b: Self) -> Self {
        self.binary(b, "-", self.value() - b.value(), [1.0, -1.0])
    }
}

impl Mul for Value<'_> {
    type Output = Self;

    fn mul(self, b: Self) -> Self {
        self.binary(b, "×", self.value() * b.value(), [b.value(), self.value()])
    }
}

/// The loss of the tutorial's example, from its inputs and weights.
pub fn tutorial(graph: &Graph) -> Value<'_> {
    let WorkedExample { input1, weights, hidden_weight, true_y, .. } = WorkedExample::as_printed();
    let [x1, x2] = [0, 1].map(|i| graph.input(&format!("x{}", i + 1), input1[i]));
    let [w1, w2] = [0, 1].map(|i| graph.input(&format!("w{}", i + 1), weights[i]));
    let (v, y) = (graph.input("v", hidden_weight), graph.input("y", true_y));
    let z1 = (x1 * w1 + x2 * w2).named("z1");
    let l1 = z1.sigmoid().named("l1");
    let z2 = (l1 * v).named("z2");
    let l2 = z2.sigmoid().named("l2");
    (graph.input("½", 0.5) * (l2 - y).squared()).named("L")
}

/// The loss of the example with two hidden units and two outputs.
pub fn two_by_two(graph: &Graph) -> Value<'_> {
    let given =
        |name: &str, i: usize, values: &[f64]| graph.input(&format!("{name}{}", i + 1), values[i]);
    let [i1, i2] = [0, 1].map(|i| given("i", i, &INPUTS));
    let [b1, b2] = [0, 1].map(|i| given("b", i, &BIASES));
    let [t1, t2] = [0, 1].map(|i| given("t", i, &TARGETS));
    let [w1, w2, w3, w4, w5, w6, w7, w8] = std::array::from_fn(|i| given("w", i, &WEIGHTS));
    let h1 = (b1 + i1 * w1 + i2 * w2).sigmoid().named("h1");
    let h2 = (b1 + i1 * w3 + i2 * w4).sigmoid().named("h2");
    let o1 = (b2 + h1 * w5 + h2 * w6).sigmoid().named("o1");
    let o2 = (b2 + h1 * w7 + h2 * w8).sigmoid().named("o2");
    (graph.input("½", 0.5) * ((o1 - t1).squared() + (o2 - t2).squared())).named("L")
}
