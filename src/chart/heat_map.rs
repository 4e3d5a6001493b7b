//! A confusion matrix as a picture: which classes are taken for which others.
//!
//! Rows are the true labels, columns the predicted ones, and every cell shows its count. A good
//! classifier puts nearly everything on the diagonal, so a colour scale over all cells would show
//! one bright diagonal and nothing else. Here the diagonal is one pale blue and only errors are
//! graded, by their share of the row (of all samples with that true label), in steps that grow by
//! 2 to 2.5 times: an error of 0.3 % can be told from none and from one of 3 %. The steps are
//! fixed, so that two charts can be compared.

use super::font;
use super::svg::{Area, PIXEL, Svg};

/// Size of the canvas in points.
const CANVAS: (f64, f64) = (460.8, 417.6);

/// The matrix within the canvas.
const MATRIX: Area = Area { left: 44.0, top: 32.0, width: 340.0, height: 340.0 };

/// The colour key beside it.
const KEY: Area = Area { left: 394.0, top: MATRIX.top, width: 12.0, height: MATRIX.height };

/// Where the next stronger colour begins, in thousandths of the row.
const STEPS: [u128; 7] = [2, 5, 10, 20, 50, 100, 200];

/// The shares at which the colours of errors begin, and the last one ends.
pub const SHARES: [&str; 9] = ["0", "0.2 %", "0.5 %", "1 %", "2 %", "5 %", "10 %", "20 %", "100 %"];

/// Colours of errors, from weak to strong (ColorBrewer's "Oranges").
const ERROR_COLORS: [&str; 8] =
    ["#fee6ce", "#fdd0a2", "#fdae6b", "#fd8d3c", "#f16913", "#d94801", "#a63603", "#7f2704"];

const FIRST_DARK: usize = 5; // from this colour on, numbers are written in white
const CORRECT_COLOR: &str = "#deebf7"; // of right answers (ColorBrewer's "Blues")
const ZERO_COLOR: &str = "#bbbbbb"; // of a zero: pale, so that the other numbers stand out

// Distances in points.
const PAD: f64 = 4.0; // between the matrix or the key and what is written beside it
const SMALLEST_TEXT: f64 = 4.5; // smaller numbers cannot be read and are left out

/// A chart of a confusion matrix, `counts[label][prediction]`, as an SVG document; a short row is
/// filled up with zeros. Classes that have names other than their numbers are shown by them.
pub fn confusion_chart(counts: &[Vec<usize>], names: &[String]) -> String {
    let columns = counts.iter().map(Vec::len).max().unwrap_or(0);
    let classes = counts.len().max(columns);
    let names = Names::of(names, classes);
    // Names take more room than numbers on both sides of the matrix.
    let more = names.room();
    let summary = format!("Confusion matrix: {classes} classes, true labels by predicted labels");

    let mut svg = Svg::new(CANVAS.0 + more, CANVAS.1 + more, PIXEL, &summary);
    if more > 0.0 {
        svg.element("g").set("transform", &format!("translate({more:.2} 0)")).open();
    }
    let cell = MATRIX.width / classes.max(1) as f64;
    draw_cells(&mut svg, counts, cell, &names);
    svg.element("rect").area(MATRIX).set("fill", "none").set("stroke", "#000000").empty();
    draw_numbers(&mut svg, counts, classes, cell);
    draw_class_names(&mut svg, classes, cell, &names);
    draw_titles(&mut svg, more);
    draw_key(&mut svg);
    if more > 0.0 {
        svg.close();
    }
    svg.finish()
}

/// What the classes are called.
struct Names(Option<Vec<String>>);

impl Names {
    fn of(names: &[String], classes: usize) -> Self {
        let is_number = |(class, name): (usize, &String)| *name == class.to_string();
        let are_numbers = names.iter().enumerate().all(is_number) || names.len() < classes;
        Self((!are_numbers).then(|| names.to_vec()))
    }

    fn get(&self, class: usize) -> String {
        self.0.as_ref().map_or_else(|| class.to_string(), |names| names[class].clone())
    }

    /// How much wider the longest is than a number.
    fn room(&self) -> f64 {
        let widths = self.0.iter().flatten().map(|name| font::width(name, font::SIZE));
        (widths.fold(0.0, f64::max) - font::SIZE).max(0.0)
    }
}

/// Colours every cell whose count is not zero; pointing at one shows its meaning.
fn draw_cells(svg: &mut Svg, counts: &[Vec<usize>], cell: f64, names: &Names) {
    for (label, row) in counts.iter().enumerate() {
        let total = row_total(row);
        for (prediction, &count) in row.iter().enumerate().filter(|&(_, &count)| count > 0) {
            let (left, top) = corner(label, prediction, cell);
            svg.element("rect")
                .area(Area { left, top, width: cell, height: cell })
                .set("fill", fill(label, prediction, count, total))
                .open();
            let (label, prediction) = (names.get(label), names.get(prediction));
            let meaning = format!("{label} taken for {prediction}: {count} of {total}");
            svg.element("title").content(&meaning);
            svg.close();
        }
    }
}

/// Writes the counts, if they are large enough to read.
fn draw_numbers(svg: &mut Svg, counts: &[Vec<usize>], classes: usize, cell: f64) {
    let largest = counts.iter().flatten().max().copied().unwrap_or(0);
    let widest = font::width(&largest.to_string(), 1.0);
    let size = font::SIZE.min(0.7 * cell).min(0.9 * cell / widest);
    if size < SMALLEST_TEXT {
        return;
    }
    svg.element("g")
        .set("text-anchor", "middle")
        .number("font-size", size)
        .set("pointer-events", "none") // or the numbers would cover the meanings beneath
        .open();
    for label in 0..classes {
        let row = counts.get(label).map_or(&[][..], Vec::as_slice);
        let total = row_total(row);
        for prediction in 0..classes {
            let count = row.get(prediction).copied().unwrap_or(0);
            let (left, top) = corner(label, prediction, cell);
            let baseline = top + cell / 2.0 + middle_to_baseline(size);
            let number = svg.element("text").at(left + cell / 2.0, baseline);
            let number = match number_color(label, prediction, count, total) {
                "" => number,
                color => number.set("fill", color),
            };
            number.content(&count.to_string());
        }
    }
    svg.close();
}

fn draw_titles(svg: &mut Svg, more: f64) {
    let (x, y) = (MATRIX.left + MATRIX.width / 2.0, MATRIX.top + MATRIX.height / 2.0);
    svg.element("g").set("text-anchor", "middle").open();
    let below = MATRIX.bottom() + 2.0 * PAD + font::SIZE + font::ASCENT + more;
    svg.element("text").at(x, below).content("predicted label");
    let left = MATRIX.left - 2.0 * PAD - 2.0 * font::SIZE - more;
    svg.element("text").upwards(left, y).content("true label");
    let right = CANVAS.0 - font::DESCENT;
    svg.element("text").upwards(right, y).content("errors: share of their row");
    svg.close();
}

/// The number of samples in a row, in a type that no sum of counts overflows.
fn row_total(row: &[usize]) -> u128 {
    row.iter().map(|&count| count as u128).sum()
}

/// The upper left corner of a cell.
fn corner(label: usize, prediction: usize, cell: f64) -> (f64, f64) {
    (MATRIX.left + prediction as f64 * cell, MATRIX.top + label as f64 * cell)
}

/// How strong an error is, from 0 to 7: `count` samples of the `total` in its row.
pub fn strength(count: usize, total: u128) -> usize {
    STEPS.iter().filter(|&&step| count as u128 * 1000 >= step * total).count()
}

/// The colour of a cell whose count is not zero.
fn fill(label: usize, prediction: usize, count: usize, total: u128) -> &'static str {
    if label == prediction { CORRECT_COLOR } else { ERROR_COLORS[strength(count, total)] }
}

/// The colour of a cell's number, empty for black.
fn number_color(label: usize, prediction: usize, count: usize, total: u128) -> &'static str {
    if count == 0 {
        ZERO_COLOR
    } else if label != prediction && strength(count, total) >= FIRST_DARK {
        "#ffffff"
    } else {
        ""
    }
}

/// The distance from the middle of a line of digits down to its baseline.
fn middle_to_baseline(size: f64) -> f64 {
    font::ASCENT / font::SIZE * size / 2.0
}

/// Writes the classes' numbers along both sides, or their names, those of the columns upwards: all
/// of them, or every 2nd, 5th, 10th, ... if the cells are narrower than that.
fn draw_class_names(svg: &mut Svg, classes: usize, cell: f64, names: &Names) {
    let is_named = names.0.is_some();
    let number = font::width(&classes.saturating_sub(1).to_string(), font::SIZE) + PAD;
    let widest = if is_named { font::SIZE } else { number };
    let every = (0..)
        .flat_map(|power| [1, 2, 5].map(|step| step * 10_usize.saturating_pow(power)))
        .find(|&every| every as f64 * cell >= widest)
        .unwrap_or(classes);
    for class in (0..classes).step_by(every) {
        let middle = (class as f64 + 0.5) * cell;
        let column = svg.element("text");
        let column = if is_named {
            let right = MATRIX.left + middle + middle_to_baseline(font::SIZE);
            column.upwards(right, MATRIX.bottom() + PAD).set("text-anchor", "end")
        } else {
            column
                .at(MATRIX.left + middle, MATRIX.bottom() + PAD + font::ASCENT)
                .set("text-anchor", "middle")
        };
        column.content(&names.get(class));
        svg.element("text")
            .at(MATRIX.left - PAD, MATRIX.top + middle + middle_to_baseline(font::SIZE))
            .set("text-anchor", "end")
            .content(&names.get(class));
    }
}

/// Draws the key to the colours of errors, strongest on top.
fn draw_key(svg: &mut Svg) {
    let height = KEY.height / ERROR_COLORS.len() as f64;
    for (step, color) in ERROR_COLORS.iter().enumerate() {
        let top = KEY.bottom() - (step + 1) as f64 * height;
        svg.element("rect").area(Area { top, height, ..KEY }).set("fill", color).empty();
    }
    for (step, name) in SHARES.iter().enumerate() {
        let y = KEY.bottom() - step as f64 * height + middle_to_baseline(font::SIZE);
        svg.element("text").at(KEY.right() + PAD, y).content(name);
    }
}
