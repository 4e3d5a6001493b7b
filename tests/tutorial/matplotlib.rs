//! Ticks, their labels and the legend stand where matplotlib puts them.
//!
//! The golden tables in `tests/fixtures/matplotlib/` were written by matplotlib 3.11.2 and pandas
//! 3.1.1 themselves, for default axes of 640 by 480 pixels.

use backprop::chart::font;
use backprop::chart::line_chart::{Series, line_chart};
use backprop::chart::ticks::{Ticks, ticks};

const TICKS: &str = include_str!("../fixtures/matplotlib/ticks.tsv");
const LEGENDS: &str = include_str!("../fixtures/matplotlib/legend.tsv");

/// The rows of a golden table, split into fields.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("not a number in the golden table: {text:?}"))
}

#[test]
fn ticks_are_matplotlibs() {
    let mut count = 0;
    for row in rows(TICKS) {
        let [low, high, positions, labels, common] = row[..] else { panic!("{row:?}") };
        let expected = Ticks {
            positions: positions.split(',').map(number).collect(),
            labels: labels.split(',').map(String::from).collect(),
            common: common.to_string(),
        };
        assert_eq!(ticks(number(low), number(high)), expected, "ticks from {low} to {high}");
        count += 1;
    }
    assert_eq!(count, 66, "ranges in the golden table");
}

/// Sums of the advance widths in DejaVu Sans 2.35, which has 2048 units in an em.
#[test]
fn text_is_as_wide_as_in_dejavu_sans() {
    let words = [
        ("", 0.0),
        (" ", 651.0),
        ("train_loss", 9747.0),
        ("test_acc", 8464.0),
        ("\u{2212}0.25", 6276.0),
        ("1e6", 3866.0),
        ("abcdefgh", 9560.0),
        ("ijklmnop", 8739.0),
        ("qrstuvwxyz", 11696.0),
        ("ABCDEFGH", 11412.0),
        ("IJKLMNOP", 9838.0),
        ("QRSTUVWXYZ", 14568.0),
        ("0123456789", 13030.0),
        ("!\"#$%&'()*+,-./", 15957.0),
        (":;<=>?@", 9663.0),
        ("[\\]^_`{|}~", 11064.0),
        ("Wide AVAilable", 15530.0),
        ("한글", 4096.0), // not in the font: taken as square
    ];
    for (text, units) in words {
        assert_eq!(font::width(text, 2048.0), units, "width of {text:?}");
    }
}

#[test]
fn the_order_of_the_ends_does_not_matter() {
    assert_eq!(ticks(20.95, 0.05), ticks(0.05, 20.95));
}

#[test]
fn an_axis_without_finite_length_has_no_ticks() {
    let ends = [(f64::NAN, 1.0), (0.0, f64::INFINITY), (f64::MIN, f64::MAX)];
    for (low, high) in ends {
        assert!(ticks(low, high).positions.is_empty(), "ticks from {low} to {high}");
    }
}

#[test]
fn a_range_at_the_limits_of_f64_has_few_ticks() {
    let next = 1.0 + f64::EPSILON;
    let ends = [(0.0, 0.0), (5e-324, 1e-323), (1.0, next), (-1e308, 1e307), (1e300, 1e300)];
    for (low, high) in ends {
        let ticks = ticks(low, high);
        assert!(ticks.positions.len() <= 11, "ticks from {low:e} to {high:e}: {ticks:?}");
        assert_eq!(ticks.positions.len(), ticks.labels.len(), "labels from {low:e} to {high:e}");
    }
}

/// Where the legend of a chart stands: "upper left", "center", ...
fn legend_place(svg: &str) -> String {
    let frame = (svg.lines().find(|line| line.contains(" rx="))).expect("a legend's frame");
    let attribute = |name: &str| {
        let (_, rest) = frame.split_once(&format!(" {name}=\"")).expect("the attribute");
        number(rest.split('"').next().expect("its value"))
    };
    // The axes reach from (57.6, 41.472) to (414.72, 307.584); the legend keeps 5 points away.
    let touches = |a: f64, b: f64| (a - b).abs() < 0.011;
    let across = match attribute("x") {
        x if touches(x, 62.6) => "left",
        x if touches(x + attribute("width"), 409.72) => "right",
        _ => "center",
    };
    let down = match attribute("y") {
        y if touches(y, 46.472) => "upper",
        y if touches(y + attribute("height"), 302.584) => "lower",
        _ => "center",
    };
    let place = format!("{down} {across}");
    if place == "center center" { "center".to_string() } else { place }
}

#[test]
fn legends_stand_where_pandas_puts_them() {
    let mut places = Vec::new();
    for row in rows(LEGENDS) {
        let parsed: Vec<(&str, Vec<f64>)> = (row[1..].iter())
            .map(|field| field.split_once(": ").expect("name: values"))
            .map(|(name, values)| (name, values.split(' ').map(number).collect()))
            .collect();
        let series: Vec<Series> = parsed.iter().map(|(n, values)| Series::new(n, values)).collect();
        assert_eq!(legend_place(&line_chart(&series)), row[0], "legend of {parsed:?}");
        places.push(row[0]);
    }
    places.sort();
    places.dedup();
    assert!(places.len() >= 7, "the golden table is to cover most places, not {places:?}");
}
