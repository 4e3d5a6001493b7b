//! Lines of ruled and squared paper, frames and forms go; strokes stay, also where a line crosses
//! them.

use crate::support::pixels::fill;
use backprop::digits::grey::Grey;
use backprop::digits::ruling::without_lines;

const SIDE: usize = 200;

/// A picture with these rectangles of ink: top, left, height, width.
fn picture(rectangles: &[[usize; 4]]) -> Grey {
    let mut ink = Grey::zeros(SIDE, SIDE);
    rectangles.iter().for_each(|&place| fill(&mut ink, place, 1.0));
    ink
}

/// What is left of some rectangles must be these; the same of both transposed.
fn leaves(rectangles: &[[usize; 4]], left: &[[usize; 4]], what: &str) {
    let found = without_lines(&picture(rectangles));
    let expected = picture(left);
    let ink = |picture: &Grey| picture.values.iter().sum::<f64>();
    assert!(found == expected, "{what}: {} pixels of ink, not {}", ink(&found), ink(&expected));
}

#[test]
fn one_line_from_border_to_border_goes_and_two_of_a_quarter() {
    leaves(&[[100, 0, 1, 200]], &[], "the whole width");
    leaves(&[[100, 10, 1, 180]], &[], "nine tenths of it");
    let short = [[100, 10, 1, 178]];
    leaves(&short, &short, "less");
    leaves(&[[60, 20, 1, 60], [140, 90, 1, 60]], &[], "two of 60 pixels");
    let shorter = [[60, 20, 1, 48], [140, 90, 1, 48]];
    leaves(&shorter, &shorter, "two of 48 pixels");
}

#[test]
fn upright_strokes_go_only_where_lines_lie_across() {
    let strokes: Vec<_> = [40, 90, 140].map(|left| [70, left, 60, 2]).into();
    leaves(&strokes, &strokes, "three ones");
    let lines = [[20, 0, 1, 200], [180, 0, 1, 200]];
    leaves(&[&lines[..], &strokes].concat(), &[], "squared paper");
    // Between two lines one is enough: the side of a box. Specks are left of its corners.
    let corners = [[20, 100, 1, 2], [180, 100, 1, 2]];
    leaves(&[&lines[..], &[[20, 100, 161, 2]]].concat(), &corners, "a form");
    let one = [[70, 100, 60, 2]];
    leaves(&[&lines[..], &one].concat(), &one, "a one between two lines");
}

#[test]
fn a_stroke_keeps_its_ink_where_a_line_crosses_it() {
    let stroke = [60, 90, 80, 6];
    leaves(&[stroke, [100, 0, 1, 200]], &[stroke], "a thick stroke");
    // So does a line's own gap: it is found again behind the stroke.
    leaves(&[[100, 0, 1, 90], stroke, [100, 96, 1, 104]], &[stroke], "a line in two pieces");
}

#[test]
fn what_is_bent_or_thick_is_no_line() {
    let mut arc = Grey::zeros(SIDE, SIDE);
    for x in 0..SIDE {
        let along = x as f64 / 100.0 - 1.0;
        let y = (100.0 + 16.0 * along * along) as usize;
        arc.values[y * SIDE + x] = 1.0;
    }
    assert!(without_lines(&arc) == arc, "an arc 16 pixels high");
    let bar = [[100, 0, 4, 200]];
    leaves(&bar, &bar, "a bar 4 pixels thick");
}
