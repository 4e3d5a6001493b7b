//! The legend: a box that names the lines, placed where it hides the least of them.
//!
//! matplotlib's rule "best": a place costs one for every data point that the box would cover and
//! one for every line that passes through it. The cheapest of nine places wins, on a tie the
//! earlier.

use super::font;
use super::svg::{Area, Point, Svg, path};

// Distances in points; those of matplotlib's defaults in font sizes stand behind.
const PADDING: f64 = 4.0; // between the frame and what it holds: 0.4
const ROW_GAP: f64 = 5.0; // between rows: 0.5
const SAMPLE: f64 = 20.0; // the length of a line sample: 2
const SAMPLE_GAP: f64 = 8.0; // between a line sample and its name: 0.8
const SAMPLE_RISE: f64 = 3.5; // from the baseline of a name up to its line sample
const DISTANCE: f64 = 5.0; // between the legend and the axes around it: 0.5
const CORNER: f64 = 2.0; // the rounding of the frame's corners: 0.2
const LINE_WIDTH: f64 = 1.5; // of every line

/// Where a legend may stand, horizontally and vertically: 0 is left or top, 1 is right or bottom.
/// (matplotlib has a tenth, "right", the same as "center right".)
const PLACES: [(f64, f64); 9] = [
    (1.0, 0.0), // upper right
    (0.0, 0.0), // upper left
    (0.0, 1.0), // lower left
    (1.0, 1.0), // lower right
    (1.0, 0.5), // center right
    (0.0, 0.5), // center left
    (0.5, 1.0), // lower center
    (0.5, 0.0), // upper center
    (0.5, 0.5), // center
];

/// A line of the chart.
#[derive(Debug)]
pub struct Line<'a> {
    /// What the legend calls it.
    pub name: &'a str,
    /// Its colour.
    pub color: &'a str,
    /// Its dash pattern; empty for a solid line.
    pub dashes: &'a str,
    /// Its points on the canvas, cut where a value is missing.
    pub pieces: Vec<Vec<Point>>,
}

/// Draws the legend of `lines` into `axes`, out of their way. If not all rows fit, the last one
/// says how many are left out.
pub fn draw(svg: &mut Svg, axes: Area, lines: &[Line]) {
    let room = axes.height - 2.0 * (DISTANCE + PADDING) + ROW_GAP;
    let most_rows = (room / (font::SIZE + ROW_GAP)) as usize;
    let shown = if lines.len() <= most_rows { lines.len() } else { most_rows.saturating_sub(1) };
    let mut names: Vec<_> = lines[..shown].iter().map(|line| line.name.to_string()).collect();
    if shown < lines.len() {
        names.push(format!("and {} more", lines.len() - shown));
    }
    if names.is_empty() {
        return;
    }

    let text = names.iter().map(|name| font::width(name, font::SIZE)).fold(0.0, f64::max);
    let rows = names.len() as f64;
    let width = 2.0 * PADDING + SAMPLE + SAMPLE_GAP + text;
    let height = 2.0 * PADDING + rows * font::SIZE + (rows - 1.0) * ROW_GAP;
    let frame = best_place(axes, width, height, lines);

    svg.element("rect")
        .area(frame)
        .number("rx", CORNER)
        .set("fill", "#ffffff")
        .set("stroke", "#cccccc")
        .number("opacity", 0.8)
        .empty();
    let left = frame.left + PADDING;
    let baselines = (0..)
        .map(|row| frame.top + PADDING + font::ASCENT + f64::from(row) * (font::SIZE + ROW_GAP));
    for (name, baseline) in names.iter().zip(baselines.clone()) {
        svg.element("text").at(left + SAMPLE + SAMPLE_GAP, baseline).content(name);
    }
    for (line, baseline) in lines[..shown].iter().zip(baselines) {
        let y = baseline - SAMPLE_RISE;
        draw_line(svg, &[(left, y), (left + SAMPLE, y)], line);
    }
}

/// Draws a piece of a line, or the sample of one.
pub fn draw_line(svg: &mut Svg, points: &[Point], line: &Line) {
    let element = svg
        .element("path")
        .set("d", &path(points))
        .set("fill", "none")
        .set("stroke", line.color)
        .number("stroke-width", LINE_WIDTH)
        .set("stroke-linejoin", "round");
    match line.dashes {
        "" => element.set("stroke-linecap", "square").empty(),
        dashes => element.set("stroke-dasharray", dashes).empty(),
    }
}

/// The best place in `axes` for a box of this width and height, given the lines drawn there. A gap
/// in a line counts as bridged, as in matplotlib.
fn best_place(axes: Area, width: f64, height: f64, lines: &[Line]) -> Area {
    let lines: Vec<_> = lines.iter().map(|line| line.pieces.concat()).collect();
    let at = |(across, down): (f64, f64)| Area {
        left: axes.left + DISTANCE + across * (axes.width - 2.0 * DISTANCE - width),
        top: axes.top + DISTANCE + down * (axes.height - 2.0 * DISTANCE - height),
        width,
        height,
    };
    let cost = |area: &Area| lines.iter().map(|line| covered(*area, line)).sum::<usize>();
    PLACES.map(at).into_iter().min_by_key(cost).expect("there are nine places")
}

/// What a box hides of a line: the points inside, and one more if the line passes through at all.
fn covered(area: Area, line: &[Point]) -> usize {
    let points = line.iter().filter(|&&point| contains(area, point)).count();
    let crosses = line.windows(2).any(|ends| meets(area, ends[0], ends[1]));
    points + usize::from(crosses)
}

fn contains(area: Area, (x, y): Point) -> bool {
    let inside = |at: f64, start: f64, length: f64| at > start && at < start + length;
    inside(x, area.left, area.width) && inside(y, area.top, area.height)
}

/// Whether a segment and a box meet. Two convex shapes meet unless a straight line separates them;
/// for a box and a segment three directions of that line suffice: the box's two and the segment's.
fn meets(area: Area, (x1, y1): Point, (x2, y2): Point) -> bool {
    let (half_width, half_height) = (area.width / 2.0, area.height / 2.0);
    let (x, y) = (area.left + half_width, area.top + half_height);
    let (half_dx, half_dy) = ((x2 - x1) / 2.0, (y2 - y1) / 2.0);
    let (middle_x, middle_y) = ((x1 + x2) / 2.0 - x, (y1 + y2) / 2.0 - y);
    middle_x.abs() < half_dx.abs() + half_width
        && middle_y.abs() < half_dy.abs() + half_height
        && (middle_x * half_dy - middle_y * half_dx).abs()
            < half_width * half_dy.abs() + half_height * half_dx.abs()
}
