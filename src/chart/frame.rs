//! The surroundings of a chart's lines: frame, ticks, their labels, names and title.
//!
//! All sizes are matplotlib's defaults in points, the canvas' own unit.

use super::axis::Axis;
use super::font;
use super::svg::{Area, PIXEL, Point, Svg, decimal, path};

// Distances.
const TICK_LENGTH: f64 = 3.5; // how far ticks stick out
const LABEL_DISTANCE: f64 = TICK_LENGTH + 3.5; // between the axes and tick labels
const NAME_PAD: f64 = 4.0; // between tick labels and the name of the axis
const TITLE_PAD: f64 = 6.0; // between the axes and the title above them
const COMMON_PAD: f64 = 3.0; // between axes, or tick labels, and the common part of all labels

/// The surroundings of a chart; texts left empty are not drawn.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The axes' place on the canvas.
    pub area: Area,
    /// The horizontal axis.
    pub x: &'a Axis,
    /// The vertical axis.
    pub y: &'a Axis,
    /// Written above the axes.
    pub title: &'a str,
    /// The name of the horizontal axis.
    pub x_name: &'a str,
    /// The name of the vertical axis.
    pub y_name: &'a str,
}

/// How much room the tick labels and the name of a vertical axis need to its left.
pub fn room_beside(y: &Axis) -> f64 {
    LABEL_DISTANCE + widest_label(y) + NAME_PAD + font::SIZE
}

fn widest_label(axis: &Axis) -> f64 {
    axis.ticks.labels.iter().map(|label| font::width(label, font::SIZE)).fold(0.0, f64::max)
}

impl Frame<'_> {
    /// Draws all of it.
    pub fn draw(&self, svg: &mut Svg) {
        svg.element("g")
            .set("fill", "none")
            .set("stroke", "#000000")
            .number("stroke-width", PIXEL) // to which matplotlib rounds its 0.8 points
            .set("shape-rendering", "crispEdges") // whole pixels, not two grey ones side by side
            .open();
        let mut tick = |from: Point, to: Point| {
            svg.element("path").set("d", &path(&[from, to])).empty();
        };
        for x in self.x.ticks.positions.iter().map(|&value| self.x.place(value)) {
            tick((x, self.area.bottom()), (x, self.area.bottom() + TICK_LENGTH));
        }
        for y in self.y.ticks.positions.iter().map(|&value| self.y.place(value)) {
            tick((self.area.left - TICK_LENGTH, y), (self.area.left, y));
        }
        svg.element("rect").area(self.area).empty();
        svg.close();
        self.draw_x_texts(svg);
        self.draw_y_texts(svg);
    }

    /// Writes the texts centred above and below the axes, and the common part of the x labels.
    fn draw_x_texts(&self, svg: &mut Svg) {
        let baseline = self.area.bottom() + LABEL_DISTANCE + font::ASCENT;
        let middle = self.area.left + self.area.width / 2.0;
        svg.element("g").set("text-anchor", "middle").open();
        for (&value, label) in self.x.ticks.positions.iter().zip(&self.x.ticks.labels) {
            svg.element("text").at(self.x.place(value), baseline).content(label);
        }
        svg.text((middle, baseline + font::SIZE + NAME_PAD), &[], self.x_name);
        let size = ("font-size", &*decimal(font::TITLE_SIZE));
        svg.text((middle, self.area.top - TITLE_PAD), &[size], self.title);
        svg.close();
        let end = (self.area.right(), baseline + font::SIZE + COMMON_PAD);
        svg.text(end, &[("text-anchor", "end")], &self.x.ticks.common);
    }

    fn draw_y_texts(&self, svg: &mut Svg) {
        let right = self.area.left - LABEL_DISTANCE;
        svg.element("g").set("text-anchor", "end").open();
        for (&value, label) in self.y.ticks.positions.iter().zip(&self.y.ticks.labels) {
            let baseline = self.y.place(value) + font::ASCENT / 2.0;
            svg.element("text").at(right, baseline).content(label);
        }
        svg.close();
        svg.text((self.area.left, self.area.top - COMMON_PAD), &[], &self.y.ticks.common);
        if !self.y_name.is_empty() {
            let x = right - widest_label(self.y) - NAME_PAD - font::DESCENT;
            let y = self.area.top + self.area.height / 2.0;
            svg.element("text").upwards(x, y).set("text-anchor", "middle").content(self.y_name);
        }
    }
}
