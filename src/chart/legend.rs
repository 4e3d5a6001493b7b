//! The legend: a box that names the lines, placed where it hides the least of them.
//!
//! matplotlib's rule "best": a place costs one for every data point that the box would cover and
//! one for every line that passes through it. The cheapest of nine places wins, on a tie the
//! earlier.

use super::font;
use super::svg::{Area, Point, Svg, path};

/// Space between the frame and what it holds, in points (0.4 of the font size).
const PADDING: f64 = 4.0;

/// Space between rows, in points (0.5 of the font size).
const ROW_GAP: f64 = 5.0;

/// Length of a line sample, in points (2 font sizes).
const SAMPLE: f64 = 20.0;

/// Space between a line sample and its name, in points (0.8 of the font size).
const SAMPLE_GAP: f64 = 8.0;

/// A line sample runs this far above the baseline of its name, in points.
const SAMPLE_RISE: f64 = 3.5;

/// Space between the legend and the axes around it, in points (0.5 of the font size).
const DISTANCE: f64 = 5.0;

/// Rounding of the frame's corners, in points (0.2 of the font size).
const CORNER: f64 = 2.0;

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

/// A row of the legend: a name and the look of its line.
pub struct Entry<'a> {
    /// What is written.
    pub name: &'a str,
    /// Colour of the line.
    pub color: &'a str,
    /// Dash pattern of the line; empty for a solid one.
    pub dashes: &'a str,
}

/// Draws the legend of `entries` into `axes`, out of the way of `lines`. If not all rows fit, the
/// last one says how many are left out.
pub fn draw(svg: &mut Svg, axes: Area, entries: &[Entry], lines: &[Vec<Point>], line_width: f64) {
    let room = axes.height - 2.0 * (DISTANCE + PADDING) + ROW_GAP;
    let most_rows = (room / (font::SIZE + ROW_GAP)) as usize;
    let (entries, left_out) = if entries.len() <= most_rows {
        (entries, String::new())
    } else {
        let shown = most_rows.saturating_sub(1);
        (&entries[..shown], format!("and {} more", entries.len() - shown))
    };
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.name).collect();
    names.extend((!left_out.is_empty()).then_some(left_out.as_str()));
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
    for (entry, baseline) in entries.iter().zip(baselines) {
        let y = baseline - SAMPLE_RISE;
        draw_line(svg, &[(left, y), (left + SAMPLE, y)], entry, line_width);
    }
}

/// Draws a line of the chart, or the sample of one, as its legend entry says.
pub fn draw_line(svg: &mut Svg, points: &[Point], entry: &Entry, line_width: f64) {
    let line = svg
        .element("path")
        .set("d", &path(points))
        .set("fill", "none")
        .set("stroke", entry.color)
        .number("stroke-width", line_width)
        .set("stroke-linejoin", "round");
    if entry.dashes.is_empty() {
        line.set("stroke-linecap", "square").empty();
    } else {
        line.set("stroke-dasharray", entry.dashes).empty();
    }
}

/// The best place in `axes` for a box of this width and height, given the lines drawn there.
fn best_place(axes: Area, width: f64, height: f64, lines: &[Vec<Point>]) -> Area {
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
/// A gap in the line counts as bridged, as in matplotlib.
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
