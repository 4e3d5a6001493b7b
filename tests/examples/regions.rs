//! Decision regions: which of two classes a classifier assigns to each point of the plane.
//!
//! A classifier with two inputs can be shown whole. The plane is cut into a grid; each cell has the
//! colour of the probability of class 1 at its centre, from blue (0) over white (0.5) to orange
//! (1). White is therefore the decision boundary, and its width shows how sure the classifier is
//! near it. The samples are dots on top, blue for class 0 and orange for class 1: a dot in a
//! region of the other colour is an error.
//!
//! Probabilities are rounded to sixteenths: neighbouring cells of one colour become one line, so
//! the file is small. Both axes have the same range, so a circle is drawn as a circle.

use backprop::chart::axis::{Axis, can_be_drawn};
use backprop::chart::font;
use backprop::chart::frame::Frame;
use backprop::chart::svg::{Area, PIXEL, Point, Svg, path};

/// Size of the canvas in points.
const CANVAS: (f64, f64) = (475.2, 424.8);

/// Cells along each axis.
const CELLS: usize = 100;

/// Width and height of a cell: 5 pixels, so that no edge lies between two pixels.
const CELL: f64 = 3.6;

/// The plane within the canvas.
const PLANE: Area =
    Area { left: 57.6, top: 28.8, width: CELLS as f64 * CELL, height: CELLS as f64 * CELL };

/// The colour key beside it.
const KEY: Area = Area { left: 428.4, top: PLANE.top, width: 10.8, height: PLANE.height };

/// The colours of class 0 and class 1: red, green, blue (the first two of a line chart).
const COLORS: [[u8; 3]; 2] = [[0x1f, 0x77, 0xb4], [0xff, 0x7f, 0x0e]];

/// Steps from probability 0 to probability 1. The middle one is white.
const STEPS: usize = 16;

/// How much of its class' colour a region has at most: dots must stand out.
const STRONGEST: f64 = 0.6;

/// Radius of a sample's dot, up to the middle of its white edge.
const DOT_RADIUS: f64 = 2.6;

/// Width of a dot's edge and of the key's: one pixel, as in [`Frame`].
const LINE_WIDTH: f64 = PIXEL;

/// Space between the key and its labels.
const PAD: f64 = 4.0;

/// A chart of the decision regions of a classifier with two inputs and two classes.
#[derive(Default)]
pub struct RegionChart<'a> {
    /// Written above the plane; not drawn if empty.
    pub title: &'a str,
    /// The samples of class 0 and of class 1, each with its two inputs. They set the range of the
    /// axes; a sample that is not finite is not drawn.
    pub samples: [&'a [[f64; 2]]; 2],
}

impl RegionChart<'_> {
    /// Draws the chart as an SVG document; `probability(x, y)` is that of class 1.
    pub fn to_svg(&self, probability: impl Fn(f64, f64) -> f64) -> String {
        let drawn = |sample: &&[f64; 2]| sample.iter().all(|&value| can_be_drawn(value));
        let samples = self.samples.map(|samples| samples.iter().filter(drawn).collect::<Vec<_>>());
        let values = || samples.iter().flatten().flat_map(|sample| sample.iter().copied());
        let x = Axis::around(values(), PLANE.left, PLANE.right());
        let y = Axis::around(values(), PLANE.bottom(), PLANE.top);

        let subject = if self.title.is_empty() { "Decision regions" } else { self.title };
        let [zeros, ones] = samples.each_ref().map(Vec::len);
        let summary = format!("{subject}: {zeros} samples of class 0, {ones} of class 1");
        let mut svg = Svg::new(CANVAS.0, CANVAS.1, PIXEL, &summary);
        let x_at = |across| x.low + (across - PLANE.left) / PLANE.width * (x.high - x.low);
        let y_at = |down| y.low + (down - PLANE.bottom()) / -PLANE.height * (y.high - y.low);
        draw_cells(&mut svg, |across, down| probability(x_at(across), y_at(down)));
        for (samples, color) in samples.iter().zip(COLORS) {
            draw_dots(&mut svg, color, samples.iter().map(|[a, b]| (x.place(*a), y.place(*b))));
        }
        Frame { area: PLANE, x: &x, y: &y, title: self.title, x_name: "", y_name: "" }
            .draw(&mut svg);
        draw_key(&mut svg);
        svg.finish()
    }
}

/// Draws the cells, given the probability at each point of the canvas: one path for each colour,
/// with one rectangle for each run of equal cells in a row.
fn draw_cells(svg: &mut Svg, probability: impl Fn(f64, f64) -> f64) {
    let mut shapes = vec![String::new(); STEPS + 1];
    for row in 0..CELLS {
        let top = PLANE.top + row as f64 * CELL;
        let bottom = top + CELL;
        let left = |column: usize| PLANE.left + column as f64 * CELL;
        let step = |column| step_of(probability(left(column) + 0.5 * CELL, top + 0.5 * CELL));
        let steps: Vec<_> = (0..CELLS).map(step).collect();
        let mut column = 0;
        for run in steps.chunk_by(|a, b| a == b) {
            let start = left(column);
            column += run.len();
            let end = left(column);
            shapes[run[0]] += &path(&[(start, top), (end, top), (end, bottom), (start, bottom)]);
        }
    }
    svg.element("g").set("shape-rendering", "crispEdges").open(); // no seams between cells
    for (step, d) in shapes.iter().enumerate().filter(|(_, d)| !d.is_empty()) {
        svg.element("path").set("fill", &shade(step)).set("d", d).empty();
    }
    svg.close();
}

/// The step of a probability; the middle one of what is not a number.
fn step_of(probability: f64) -> usize {
    if probability.is_nan() {
        return STEPS / 2;
    }
    (probability.clamp(0.0, 1.0) * STEPS as f64).round() as usize
}

/// The colour of a step: its class' colour mixed with white, the more so the nearer the middle.
fn shade(step: usize) -> String {
    let middle = (STEPS / 2) as f64;
    let share = (step as f64 - middle).abs() / middle * STRONGEST;
    let class = usize::from(step > STEPS / 2);
    hex(COLORS[class].map(|channel| (255.0 + (f64::from(channel) - 255.0) * share).round() as u8))
}

/// A colour as SVG writes it.
fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn draw_dots(svg: &mut Svg, color: [u8; 3], places: impl Iterator<Item = Point>) {
    svg.element("g")
        .set("fill", &hex(color))
        .set("stroke", "#ffffff")
        .number("stroke-width", LINE_WIDTH)
        .open();
    for (x, y) in places {
        svg.element("circle").number("cx", x).number("cy", y).number("r", DOT_RADIUS).empty();
    }
    svg.close();
}

/// Draws what the colours mean, probability 1 on top.
fn draw_key(svg: &mut Svg) {
    let height = KEY.height / (STEPS + 1) as f64;
    let top = |step: usize| KEY.bottom() - (step + 1) as f64 * height;
    for step in 0..=STEPS {
        let area = Area { top: top(step), height, ..KEY };
        svg.element("rect").area(area).set("fill", &shade(step)).empty();
    }
    svg.element("rect")
        .area(KEY)
        .set("fill", "none")
        .set("stroke", "#000000")
        .number("stroke-width", LINE_WIDTH)
        .set("shape-rendering", "crispEdges")
        .empty();
    for (step, label) in [(0, "0"), (STEPS / 2, "0.5"), (STEPS, "1")] {
        let baseline = top(step) + (height + font::ASCENT) / 2.0;
        svg.element("text").at(KEY.right() + PAD, baseline).content(label);
    }
    svg.element("text")
        .upwards(CANVAS.0 - font::DESCENT, KEY.top + KEY.height / 2.0)
        .set("text-anchor", "middle")
        .content("probability of class 1");
}
