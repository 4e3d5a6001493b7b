//! Charts are well-formed SVG, the same bytes every time, whatever they are given to draw.
//!
//! `tests/fixtures/svg/` holds the charts that these tests draw. If charts are meant to change,
//! `UPDATE_SVG=1 cargo test svg::` writes the files again; look at them in a browser before
//! you commit them.

#[path = "../examples/regions.rs"]
mod regions;

use crate::support::xml;
use std::path::Path;
use std::{env, fs};

use backprop::chart::heat_map::confusion_chart;
use backprop::chart::image_grid::{Caption, ImageGrid, MOST_PICTURES, Scale};
use backprop::chart::line_chart::{LineChart, Series, line_chart};
use regions::RegionChart;
use xml::well_formed;

const NAN: f64 = f64::NAN;
const INFINITY: f64 = f64::INFINITY;

/// Checks that `svg` is well-formed and equals the golden file of this name.
fn check(name: &str, svg: &str) {
    well_formed(svg).unwrap_or_else(|error| panic!("{name}.svg: {error}"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/svg");
    let file = folder.join(format!("{name}.svg"));
    if env::var_os("UPDATE_SVG").is_some() {
        fs::write(&file, svg).expect("a golden file could not be written");
    }
    let golden = fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("no golden file {}: {error}", file.display()));
    let (drawn, kept): (Vec<&str>, Vec<&str>) =
        (svg.split('\n').collect(), golden.split('\n').collect());
    for line in 0..drawn.len().max(kept.len()) {
        let (drawn, kept) = (drawn.get(line), kept.get(line));
        assert_eq!(drawn, kept, "{name}.svg: line {} as drawn and as kept", line + 1);
    }
}

/// All numbers in the path data and positions of a chart.
fn coordinates(svg: &str) -> Vec<f64> {
    let of_attribute = |name: &'static str| {
        svg.split(name).skip(1).filter_map(|rest| rest.split('"').next()).flat_map(|value| {
            value
                .split([' ', 'M', 'L'])
                .filter(|number| !number.is_empty())
                .map(|number| number.parse().unwrap_or_else(|_| panic!("not a number: {number:?}")))
        })
    };
    [" x=\"", " y=\"", " cx=\"", " cy=\"", " d=\""].into_iter().flat_map(of_attribute).collect()
}

/// The tutorial's nine printed epochs: errors and accuracies on 10000 and 1000 samples, as sums.
const TRAIN_LOSS: [f64; 9] =
    [113950.0, 358970.0, 551850.0, 694410.0, 802970.0, 888520.0, 958120.0, 1016330.0, 1066150.0];
const TEST_LOSS: [f64; 9] =
    [10021.0, 31514.0, 48524.0, 61179.0, 70881.0, 78570.0, 84852.0, 90124.0, 94647.0];
const TRAIN_ACCURACY: [f64; 9] = [0.798, 0.853, 0.874, 0.886, 0.893, 0.899, 0.903, 0.906, 0.911];
const TEST_ACCURACY: [f64; 8] = [0.758, 0.822, 0.852, 0.865, 0.869, 0.877, 0.882, 0.881];

#[test]
fn the_tutorials_charts() {
    let loss = [Series::new("train_loss", &TRAIN_LOSS), Series::new("test_loss", &TEST_LOSS)];
    check("loss", &line_chart(&loss));
    let accuracy =
        [Series::new("train_acc", &TRAIN_ACCURACY), Series::new("test_acc", &TEST_ACCURACY)];
    check("accuracy", &line_chart(&accuracy));
}

#[test]
fn two_runs_in_one_chart_with_all_names() {
    let corrected = TRAIN_LOSS.map(|loss| 1e11 / loss);
    let test_corrected = TEST_LOSS.map(|loss| 1e10 / loss);
    let series = [
        Series::new("train", &TRAIN_LOSS),
        Series::new("test", &TEST_LOSS),
        Series::dashed("train, corrected", &corrected),
        Series::dashed("test, corrected", &test_corrected),
    ];
    let chart = LineChart { title: "Loss", x_label: "epoch", y_label: "loss", series: &series };
    check("two-runs", &chart.to_svg());
}

#[test]
fn long_tick_labels_leave_room_for_the_name_of_the_axis() {
    let series = [Series::new("a", &[-1e5, -1.2e5, -3e5]), Series::new("b", &[0.0; 3])];
    let chart = LineChart { y_label: "a name", series: &series, ..LineChart::default() };
    check("long-labels", &chart.to_svg());
}

#[test]
fn values_that_are_not_finite_leave_gaps() {
    let values = [1.0, 2.0, NAN, 3.0, INFINITY, 2.0, 2.5, -INFINITY, 1.5, 1.0];
    check("gaps", &line_chart(&[Series::new("gaps", &values), Series::dashed("b", &[2.0, 2.0])]));
}

#[test]
fn very_few_values() {
    check("nothing", &line_chart(&[]));
    check("no-values", &line_chart(&[Series::new("a", &[]), Series::new("b", &[NAN, NAN])]));
    check("one-value", &line_chart(&[Series::new("a", &[1.0])]));
    check("constant", &line_chart(&[Series::new("a", &[0.5; 7])]));
}

#[test]
fn numbers_with_something_in_common() {
    check("tiny", &line_chart(&[Series::new("a", &[1e-6, 2e-6, 2e-5])]));
}

#[test]
fn a_million_epochs() {
    let mut values = vec![NAN; 1_200_001];
    (values[0], values[1_200_000]) = (1.0, 2.0);
    check("million", &line_chart(&[Series::new("a", &values)]));
}

#[test]
fn values_too_large_for_an_axis_leave_gaps() {
    for value in [f64::MAX, -f64::MAX, 1.1e300] {
        let large = line_chart(&[Series::new("a", &[1.0, 2.0, value, 1.5])]);
        let missing = line_chart(&[Series::new("a", &[1.0, 2.0, NAN, 1.5])]);
        assert_eq!(large, missing, "a chart with {value:e}");
    }
}

#[test]
fn many_series() {
    let values: Vec<[f64; 8]> =
        (0..20).map(|s| [0, 1, 2, 3, 4, 5, 6, 7].map(|x| f64::from(s * x))).collect();
    let names: Vec<String> = (0..20).map(|s| format!("series {s}")).collect();
    let series: Vec<Series> =
        names.iter().zip(&values).map(|(name, values)| Series::new(name, values)).collect();
    check("eleven-series", &line_chart(&series[..11]));
    check("twenty-series", &line_chart(&series));
}

#[test]
fn awkward_names() {
    let name = "<b> & \"한글\" \u{1}\u{ffff}\t'";
    let series = [Series::new(name, &[1.0, 3.0, 2.0])];
    let chart = LineChart { title: name, x_label: name, y_label: name, series: &series };
    check("awkward-names", &chart.to_svg());
}

#[test]
fn no_value_leaves_the_canvas() {
    let extremes = [f64::MAX, f64::MIN, 1e300, -1e300, 5e-324, 0.0, -0.0, NAN, INFINITY, 1e-300];
    for a in extremes {
        for b in extremes {
            for c in extremes {
                let svg = line_chart(&[Series::new("a", &[a, b, c]), Series::new("b", &[c])]);
                well_formed(&svg).unwrap_or_else(|error| panic!("{a:e} {b:e} {c:e}: {error}"));
                for coordinate in coordinates(&svg) {
                    assert!((0.0..=460.8).contains(&coordinate), "{coordinate}: {a:e} {b:e} {c:e}");
                }
            }
        }
    }
}

/// A made-up confusion matrix: mostly right, with errors of all sizes.
fn confusion(classes: usize) -> Vec<Vec<usize>> {
    let count = |label: usize, prediction: usize| match (label * 31 + prediction * 17) % 23 {
        _ if label == prediction => 900 + label,
        0 => 3 * (1 << (label % 7)),
        5 => 1 + prediction % 9,
        _ => 0,
    };
    (0..classes).map(|label| (0..classes).map(|p| count(label, p)).collect()).collect()
}

#[test]
fn confusion_matrices_of_all_sizes() {
    check("confusion-0", &confusion_chart(&[], &[]));
    for classes in [1, 2, 10, 26, 47] {
        check(&format!("confusion-{classes}"), &confusion_chart(&confusion(classes), &[]));
    }
}

#[test]
fn confusion_matrices_of_odd_content() {
    check("confusion-zeros", &confusion_chart(&vec![vec![0; 10]; 10], &[]));
    let ragged = [vec![5, 1000, 0, 12], vec![], vec![usize::MAX, usize::MAX, 3]];
    check("confusion-ragged", &confusion_chart(&ragged, &[]));
}

#[test]
fn classes_with_names() {
    let names = ["T-shirt", "Trouser", "Pullover", "Dress", "Coat & hat"].map(String::from);
    check("confusion-names", &confusion_chart(&confusion(5), &names));
}

#[test]
fn decision_regions() {
    // Three columns below the diagonal, one of which has no answer; above it, all is class 1.
    let probability = |x: f64, y: f64| match x.round() {
        _ if y > x => 7.0,
        0.0 => NAN,
        column => 0.5 + 0.3 * column,
    };
    let zeros = [[1.0, -1.0], [0.5, 0.25], [NAN, 0.0], [0.0, f64::MAX]];
    let ones = [[-1.0, 1.0], [-0.5, -INFINITY]];
    let chart = RegionChart { title: "a < b", samples: [&zeros, &ones] };
    check("regions", &chart.to_svg(probability));
    check("regions-nothing", &RegionChart::default().to_svg(|_, _| -INFINITY));
}

fn captions(count: usize) -> Vec<Caption> {
    let caption = |i| Caption { lines: vec![format!("{i} & {i}")], hint: format!("<{i}>") };
    (0..count).map(caption).collect()
}

#[test]
fn small_pictures_in_a_grid() {
    // More than a row of them, 2 rows of 3 pixels each: ink grows from pixel to pixel.
    let captions = captions(11);
    let grid = ImageGrid { title: "ink <1>", size: (2, 3), captions: &captions, scale: Scale::Ink };
    check("grid-ink", &grid.to_svg(|i| (0..6).map(|k| (i + k) as f64 / 15.0).collect()));

    let signed = |largest, meaning| Scale::Signed { largest, meaning };
    let grid = ImageGrid { scale: signed(5e-7, "one line &\nanother"), ..grid };
    check("grid-signed", &grid.to_svg(|i| (0..6).map(|k| (i + k) as f64 / 1e7 - 7e-7).collect()));
    let grid = ImageGrid { captions: &captions[..1], scale: signed(0.0, ""), ..grid };
    check("grid-zeros", &grid.to_svg(|_| vec![0.0; 6]));
    check("grid-empty", &ImageGrid { captions: &[], ..grid }.to_svg(|_| unreachable!()));
}

#[test]
fn a_file_of_pictures_stays_below_a_megabyte() {
    for (size, count) in [((28, 28), 1000), ((60, 90), 200), ((3, 5000), 7), ((2000, 1500), 1)] {
        let captions = captions(count);
        for scale in [Scale::Ink, Scale::Signed { largest: 1.0, meaning: "" }] {
            let grid = ImageGrid { title: "", size, captions: &captions, scale };
            let svg = grid.to_svg(|_| vec![0.5; size.0 * size.1]);
            assert!(svg.len() < 1_000_000, "{count} pictures of {size:?}: {} bytes", svg.len());
            assert!(svg.len() > 100_000, "{count} pictures of {size:?}: {} bytes", svg.len());
            assert_eq!(svg.matches("<title>").count(), count.min(MOST_PICTURES));
        }
    }
}
