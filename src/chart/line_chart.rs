//! A line chart in matplotlib's default look: what pandas' `frame.plot()` draws.
//!
//! Every number below is matplotlib's default, in points; the canvas counts in points too (460.8 by
//! 345.6, unless another size is asked for) and is shown 640 by 480 pixels large, as in a notebook.
//! Series are drawn against their
//! index 0, 1, 2, ...; a value that is not finite leaves a gap.

use super::axis::{Axis, can_be_drawn};
use super::frame::{Frame, room_beside};
use super::legend::{self, Entry};
use super::svg::{Area, Point, Svg};

/// Pixels on the screen, and points, of an inch.
const PIXELS: f64 = 100.0;
const POINTS: f64 = 72.0;

/// The ten colours that series take in turn ("tab10").
const COLORS: [&str; 10] = [
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", //
    "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf",
];

/// Width of a series' line.
const LINE_WIDTH: f64 = 1.5;

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
#[derive(Debug, Clone, Copy)]
pub struct LineChart<'a> {
    /// Width and height in inches, 100 pixels of the screen each.
    pub figsize: (f64, f64),
    /// Written above the axes.
    pub title: &'a str,
    /// The name of the horizontal axis, which then has ticks at whole numbers only.
    pub x_label: &'a str,
    /// The name of the vertical axis.
    pub y_label: &'a str,
    /// The lines, in drawing order.
    pub series: &'a [Series<'a>],
}

impl Default for LineChart<'_> {
    fn default() -> Self {
        Self { figsize: (6.4, 4.8), title: "", x_label: "", y_label: "", series: &[] }
    }
}

/// A chart of `series` as pandas draws it by default: a legend, no title, no names on the axes.
pub fn line_chart(series: &[Series]) -> String {
    LineChart { series, ..LineChart::default() }.to_svg()
}

impl LineChart<'_> {
    /// Draws the chart as an SVG document.
    pub fn to_svg(&self) -> String {
        let points = self.series.iter().flat_map(|series| series.values.iter().enumerate());
        let shown: Vec<Point> = points
            .filter(|&(_, &value)| can_be_drawn(value))
            .map(|(index, &value)| (index as f64, value))
            .collect();
        let axes = self.axes();
        let y = Axis::around(shown.iter().map(|&(_, y)| y), axes.bottom(), axes.top);
        let area = if self.y_label.is_empty() { axes } else { make_room(axes, room_beside(&y)) };
        let x = Axis::around(shown.iter().map(|&(x, _)| x), area.left, area.right());
        let x = if self.x_label.is_empty() { x } else { x.whole() };
        let entries = entries(self.series);

        let (width, height) = self.figsize;
        let [pixels, points] =
            [PIXELS, POINTS].map(|per_inch| (width * per_inch, height * per_inch));
        let mut svg = Svg::new(pixels.0, pixels.1, points.0, points.1, &self.summary());
        let mut lines = Vec::new();
        for (series, entry) in self.series.iter().zip(&entries) {
            let pieces = pieces(series.values, &x, &y);
            for piece in &pieces {
                draw_piece(&mut svg, piece, entry);
            }
            lines.push(pieces.concat());
        }
        let (title, x_name, y_name) = (self.title, self.x_label, self.y_label);
        Frame { area, x: &x, y: &y, title, x_name, y_name }.draw(&mut svg);
        legend::draw(&mut svg, area, &entries, &lines, LINE_WIDTH);
        svg.finish()
    }

    /// The axes within the canvas: 12.5 % of it free on the left, 12 % above, 10 % right, 11 %
    /// below.
    fn axes(&self) -> Area {
        let (width, height) = (self.figsize.0 * POINTS, self.figsize.1 * POINTS);
        let (left, top) = (0.125 * width, 0.12 * height);
        Area { left, top, width: 0.775 * width, height: 0.77 * height }
    }

    /// The chart in words.
    fn summary(&self) -> String {
        let names: Vec<&str> = self.series.iter().map(|series| series.name).collect();
        let subject = if self.title.is_empty() { "Line chart" } else { self.title };
        format!("{subject}: {}", names.join(", "))
    }
}

/// The axes' place if the y axis, its name included, needs this much room on the left:
/// matplotlib's, moved to the right as far as keeps the name on the canvas (matplotlib would cut it
/// off).
fn make_room(axes: Area, needed: f64) -> Area {
    let moved = (needed - axes.left).max(0.0);
    Area { left: axes.left + moved, width: axes.width - moved, ..axes }
}

/// The look of each series.
fn entries<'a>(series: &[Series<'a>]) -> Vec<Entry<'a>> {
    let (mut solid, mut dashed) = (COLORS.iter().cycle(), COLORS.iter().cycle());
    let mut entries = Vec::new();
    for series in series {
        let (colors, dashes) = if series.dashed { (&mut dashed, DASHES) } else { (&mut solid, "") };
        let color = colors.next().unwrap_or(&COLORS[0]);
        entries.push(Entry { name: series.name, color, dashes });
    }
    entries
}

/// A series on the canvas, cut at the values that cannot be drawn.
fn pieces(values: &[f64], x: &Axis, y: &Axis) -> Vec<Vec<Point>> {
    let place = |(index, &value): (usize, &f64)| {
        can_be_drawn(value).then(|| (x.place(index as f64), y.place(value)))
    };
    let points: Vec<Option<Point>> = values.iter().enumerate().map(place).collect();
    (points.split(Option::is_none))
        .filter(|piece| !piece.is_empty())
        .map(|piece| piece.iter().copied().flatten().collect())
        .collect()
}

fn draw_piece(svg: &mut Svg, piece: &[Point], entry: &Entry) {
    if let &[(x, y)] = piece {
        svg.element("circle")
            .number("cx", x)
            .number("cy", y)
            .number("r", DOT_RADIUS)
            .set("fill", entry.color)
            .empty();
    } else {
        legend::draw_line(svg, piece, entry, LINE_WIDTH);
    }
}
