//! A line chart in matplotlib's default look: what pandas' `frame.plot()` draws.
//!
//! Every number below is matplotlib's default, in points; the canvas counts in points too and is
//! shown 640 by 480 pixels large, as in a notebook. Series are drawn against their index 0, 1, 2,
//! ...; a value that is not finite leaves a gap.

use super::axis::{Axis, can_be_drawn};
use super::frame::{Frame, room_beside};
use super::legend::{self, Line};
use super::svg::{Area, PIXEL, Point, Svg};

/// Width and height of the canvas.
const CANVAS: (f64, f64) = (460.8, 345.6);

/// The axes within it: 12.5 % of it free on the left, 12 % above, 10 % right, 11 % below.
const AXES: Area = Area {
    left: 0.125 * CANVAS.0,
    top: 0.12 * CANVAS.1,
    width: 0.775 * CANVAS.0,
    height: 0.77 * CANVAS.1,
};

/// The ten colours that series take in turn ("tab10").
const COLORS: [&str; 10] = [
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", //
    "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf",
];

/// matplotlib's `--`: dashes of 3.7 and gaps of 1.6 line widths.
const DASHES: &str = "5.55 2.4";

/// Radius of the dot for a value without neighbours, matplotlib's marker "o". (pandas draws nothing
/// there, so its chart of a single epoch is empty.)
const DOT_RADIUS: f64 = 3.0;

/// One line of a chart: a name and its values at 0, 1, 2, ...
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// What the legend calls it.
    pub name: &'a str,
    /// The values; those that are not finite leave a gap.
    pub values: &'a [f64],
    /// Whether the line is dashed. Solid and dashed series each begin at the first colour, so the
    /// first dashed line can show another run of what the first solid line shows.
    pub dashed: bool,
}

impl<'a> Series<'a> {
    /// A solid line.
    pub fn new(name: &'a str, values: &'a [f64]) -> Series<'a> {
        Series { name, values, dashed: false }
    }

    /// A dashed line, in the colour of the solid one it is to be compared with.
    pub fn dashed(name: &'a str, values: &'a [f64]) -> Series<'a> {
        Series { name, values, dashed: true }
    }
}

/// A line chart; texts left empty are not drawn.
#[derive(Debug, Default, Clone, Copy)]
pub struct LineChart<'a> {
    /// Written above the axes.
    pub title: &'a str,
    /// The name of the horizontal axis, which then has ticks at whole numbers only.
    pub x_label: &'a str,
    /// The name of the vertical axis.
    pub y_label: &'a str,
    /// The lines, in drawing order.
    pub series: &'a [Series<'a>],
}

/// A chart of `series` as pandas draws it by default: a legend, no title, no names on the axes.
pub fn line_chart(series: &[Series]) -> String {
    LineChart { series, ..LineChart::default() }.to_svg()
}

impl LineChart<'_> {
    /// Draws the chart as an SVG document.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let LineChart { title, x_label, y_label, series } = *self;
        let values = || series.iter().flat_map(|series| series.values.iter().copied().enumerate());
        let y = Axis::around(values().map(|(_, value)| value), AXES.bottom(), AXES.top);
        // The axes move to the right as far as keeps the name of the vertical one on the canvas;
        // matplotlib would cut it off.
        let moved = if y_label.is_empty() { 0.0 } else { (room_beside(&y) - AXES.left).max(0.0) };
        let area = Area { left: AXES.left + moved, width: AXES.width - moved, ..AXES };
        let indices = values().filter(|&(_, value)| can_be_drawn(value));
        let x = Axis::around(indices.map(|(index, _)| index as f64), area.left, area.right());
        let x = if x_label.is_empty() { x } else { x.whole() };

        let names: Vec<&str> = series.iter().map(|series| series.name).collect();
        let subject = if title.is_empty() { "Line chart" } else { title };
        let summary = format!("{subject}: {}", names.join(", "));
        let mut svg = Svg::new(CANVAS.0, CANVAS.1, PIXEL, &summary);
        let lines = lines(series, &x, &y);
        for line in &lines {
            for piece in &line.pieces {
                if let &[(x, y)] = &piece[..] {
                    let dot = svg.element("circle").number("cx", x).number("cy", y);
                    dot.number("r", DOT_RADIUS).set("fill", line.color).empty();
                } else {
                    legend::draw_line(&mut svg, piece, line);
                }
            }
        }
        Frame { area, x: &x, y: &y, title, x_name: x_label, y_name: y_label }.draw(&mut svg);
        legend::draw(&mut svg, area, &lines);
        svg.finish()
    }
}

/// The series on the canvas, in the colours that they take in turn.
fn lines<'a>(series: &[Series<'a>], x: &Axis, y: &Axis) -> Vec<Line<'a>> {
    let (mut solid, mut dashed) = (COLORS.iter().cycle(), COLORS.iter().cycle());
    let mut lines = Vec::new();
    for &Series { name, values, dashed: is_dashed } in series {
        let (colors, dashes) = if is_dashed { (&mut dashed, DASHES) } else { (&mut solid, "") };
        let color = colors.next().unwrap_or(&COLORS[0]);
        lines.push(Line { name, color, dashes, pieces: pieces(values, x, y) });
    }
    lines
}

/// A series on the canvas, cut at the values that cannot be drawn.
fn pieces(values: &[f64], x: &Axis, y: &Axis) -> Vec<Vec<Point>> {
    let place = |(index, value): &(usize, &f64)| (x.place(*index as f64), y.place(**value));
    let numbered: Vec<_> = values.iter().enumerate().collect();
    let pieces = numbered.split(|(_, value)| !can_be_drawn(**value));
    let drawn = pieces.filter(|piece| !piece.is_empty());
    drawn.map(|piece| piece.iter().map(place).collect()).collect()
}
