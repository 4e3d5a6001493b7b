//! From shapes to digits in reading order.
//!
//! Dirt goes, and so do the desk at the border of a photograph and frames and rings. Pieces of one
//! digit are joined. What is left stands in rows, which may be slanted: along them the next digit
//! to the right is the nearest one, and the median direction to it is the slope of the rows.

use super::grey::{Area, Grey};
use super::ground::quantile;
use super::shapes::Shape;

/// More shapes than digits on any sheet: the largest are kept.
const MOST: usize = 2000;

/// A shape that touches the border and spans half of the picture is no digit, if another one
/// stands free that is so high, as a share of the picture's shorter side.
const SPAN: f64 = 0.5;
const FREE: f64 = 0.15;

/// A shape with less ink than this share of the largest sum is a speck.
const SPECK: f64 = 0.03;
/// Ink of less than this share of the strongest is a shadow. One pen's digits differ by a factor of
/// up to 2 on the photographs of strangers; paper in a shadow has a sixth.
const WEAK: f64 = 0.4;
/// A shape is a frame if it holds one that is so high, as a share of the frame's shorter side.
const HELD: f64 = 0.25;

// Pieces are joined by these shares of the typical height of digits.

/// Joined pieces are at most so high; those that nearly touch, so high.
const JOINED: f64 = 1.35;
const JOINED_NEAR: f64 = 2.1;
/// A gap between an upper and a lower piece: of nearly touching ones, and to a low one.
const GAP_NEAR: f64 = 0.12;
const GAP: f64 = 0.3;
/// A low piece: above or below another one, beside it.
const LOW_PIECE: f64 = 0.6;
const LOW_BESIDE: f64 = 0.8;
/// How much of the narrower piece lies above or below the other one; of a low one beside it.
const OVERLAP: f64 = 0.4;
const OVERLAP_BESIDE: f64 = 0.1;

/// What is lower, as a share of the typical height, is dirt or punctuation.
const LOWEST: f64 = 0.4;
/// Rows are so far apart, as a share of the typical height.
const APART: f64 = 0.6;

/// The digits among the shapes of the ink, row by row.
pub fn in_order(shapes: Vec<Shape>, ink: &Grey) -> Vec<Vec<Shape>> {
    let mut digits = without_dirt(shapes, ink);
    let like_digits = digits.iter().filter(|shape| shape.is_like_a_digit());
    let heights: Vec<_> = like_digits.map(|shape| shape.area.height).collect();
    let tallest = heights.iter().copied().fold(0.0, f64::max);
    let tall: Vec<_> = heights.into_iter().filter(|&height| height >= LOWEST * tallest).collect();
    if !tall.is_empty() {
        let typical = quantile(tall, 0.5);
        join_pieces(&mut digits, typical, ink);
        digits.retain(|shape| shape.area.height >= LOWEST * typical);
    }
    rows(digits)
}

/// Drops what the constants above say.
fn without_dirt(mut shapes: Vec<Shape>, ink: &Grey) -> Vec<Shape> {
    let (height, width) = (ink.height as f64, ink.width as f64);
    let touches = |Area { top, left, height: high, width: wide }: Area| {
        top == 0.0 || left == 0.0 || top + high == height || left + wide == width
    };
    let is_free = |shape: &&Shape| {
        !touches(shape.area)
            && shape.is_like_a_digit()
            && shape.area.height > FREE * height.min(width)
    };
    if shapes.iter().any(|shape| is_free(&shape)) {
        let spans = |area: Area| area.height >= SPAN * height || area.width >= SPAN * width;
        shapes.retain(|shape| !(touches(shape.area) && spans(shape.area)));
    }
    shapes.sort_by(|a, b| b.sum.total_cmp(&a.sum));
    shapes.truncate(MOST);
    let most = shapes.first().map_or(0.0, |shape| shape.sum);
    shapes.retain(|shape| shape.sum >= SPECK * most);
    let strengths: Vec<_> = shapes.iter().map(|shape| shape.strength(ink)).collect();
    let strongest = strengths.iter().copied().fold(0.0, f64::max);
    let mut strengths = strengths.into_iter();
    shapes.retain(|_| strengths.next().is_some_and(|strength| strength >= WEAK * strongest));
    let is_frame = |frame: &Shape| {
        let Area { top, left, height, width } = frame.area;
        let is_inside = |area: Area| {
            area.top > top
                && area.left > left
                && area.top + area.height < top + height
                && area.left + area.width < left + width
        };
        let is_held =
            |shape: &Shape| is_inside(shape.area) && shape.area.height >= HELD * height.min(width);
        shapes.iter().any(|shape| is_held(shape) && shape.is_like_a_digit())
    };
    let frames: Vec<_> = shapes.iter().map(is_frame).collect();
    let mut frames = frames.into_iter();
    shapes.retain(|_| frames.next() == Some(false));
    shapes
}

/// Joins the pieces of digits whose typical height is given.
fn join_pieces(shapes: &mut Vec<Shape>, typical: f64, ink: &Grey) {
    let mut i = 0;
    while i < shapes.len() {
        let belongs = |other: &Shape| belong_together(shapes[i].area, other.area, typical);
        match (0..shapes.len()).find(|&j| j != i && belongs(&shapes[j])) {
            Some(j) => {
                let piece = shapes.remove(j);
                i -= usize::from(j < i);
                let pixels = [&shapes[i].pixels[..], &piece.pixels].concat();
                shapes[i] = Shape::new(pixels, ink);
            }
            None => i += 1,
        }
    }
}

/// Whether two rectangles hold pieces of one digit.
fn belong_together(a: Area, b: Area, typical: f64) -> bool {
    let common =
        |a: f64, a_length: f64, b: f64, b_length: f64| (a + a_length).min(b + b_length) - a.max(b);
    let across = common(a.left, a.width, b.left, b.width) / a.width.min(b.width);
    let down = common(a.top, a.height, b.top, b.height);
    let height = (a.top + a.height).max(b.top + b.height) - a.top.min(b.top);
    let lower = a.height.min(b.height);
    let gap = -down / typical;
    if down > 0.0 {
        let least = if lower < LOW_BESIDE * typical { OVERLAP_BESIDE } else { OVERLAP };
        return across > 0.0 && across >= least && height <= JOINED * typical;
    }
    let is_near = gap <= GAP_NEAR && height <= JOINED_NEAR * typical;
    let is_low = gap <= GAP && lower < LOW_PIECE * typical && height <= JOINED * typical;
    across >= OVERLAP && (is_near || is_low)
}

/// Rows from top to bottom, each from left to right.
fn rows(mut shapes: Vec<Shape>) -> Vec<Vec<Shape>> {
    if shapes.is_empty() {
        return Vec::new();
    }
    let typical = quantile(shapes.iter().map(|shape| shape.area.height).collect(), 0.5);
    let centre = |Area { top, left, height, width }: Area| (left + width / 2.0, top + height / 2.0);
    let slope_to_next = |shape: &Shape| {
        let (x, y) = centre(shape.area);
        let others = shapes.iter().map(|other| centre(other.area));
        let ahead = others.map(|(next_x, next_y)| (next_x - x, next_y - y));
        let right = ahead.filter(|(x, y)| *x > 0.3 * typical && y.abs() < 0.35 * x);
        let far = |(x, y): &(f64, f64)| x + 2.0 * y.abs();
        right.min_by(|a, b| far(a).total_cmp(&far(b))).map(|(x, y)| y / x)
    };
    let slopes: Vec<_> = shapes.iter().filter_map(slope_to_next).collect();
    let slope = if slopes.is_empty() { 0.0 } else { quantile(slopes, 0.5) };
    let level = |shape: &Shape| {
        let (x, y) = centre(shape.area);
        y - slope * x
    };
    shapes.sort_by(|a, b| level(a).total_cmp(&level(b)));
    let mut rows: Vec<Vec<Shape>> = Vec::new();
    for shape in shapes {
        let mean = |row: &Vec<Shape>| row.iter().map(level).sum::<f64>() / row.len() as f64;
        match rows.last_mut().filter(|row| level(&shape) - mean(row) <= APART * typical) {
            Some(row) => row.push(shape),
            None => rows.push(vec![shape]),
        }
    }
    let middle = |shape: &Shape| centre(shape.area).0;
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| middle(a).total_cmp(&middle(b))));
    rows
}
