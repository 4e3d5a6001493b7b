//! Shapes of ink become digits in reading order: shadows and specks go, pieces are joined, rows that
//! climb or fall stay rows, and rows of words are none of digits.

use crate::support::pixels::fill;
use backprop::digits::grey::Grey;
use backprop::digits::ground;
use backprop::digits::order::in_order;
use backprop::digits::prepare::NoDigit;
use backprop::digits::shapes::shapes;
use std::cell::Cell;

/// What is digit-like here: so many rows and columns.
const HIGH: usize = 14;
const WIDE: usize = 8;

/// A picture of 200 × 200 pixels with these rectangles of ink: top, left, height, width, strength.
fn picture(rectangles: &[(usize, usize, usize, usize, f64)]) -> Grey {
    let mut ink = Grey::zeros(200, 200);
    for &(top, left, height, width, strength) in rectangles {
        fill(&mut ink, [top, left, height, width], strength);
    }
    ink
}

/// The left edges of what is read, row by row.
fn read(rectangles: &[(usize, usize, usize, usize, f64)]) -> Vec<Vec<usize>> {
    let ink = picture(rectangles);
    let rows = in_order(shapes(&ink), &ink);
    rows.iter().map(|row| row.iter().map(|shape| shape.area.left as usize).collect()).collect()
}

fn digit(top: usize, left: usize) -> (usize, usize, usize, usize, f64) {
    (top, left, HIGH, WIDE, 1.0)
}

#[test]
fn rows_that_climb_or_fall_are_read_from_left_to_right() {
    let lefts: Vec<usize> = (0..7).map(|i| 10 + 20 * i).collect();
    for (start, slope) in [(40, 0.0), (40, 0.25), (75, -0.25)] {
        // Two rows, 25 pixels apart; from end to end each moves by 30.
        let top = |left: usize| (start as f64 + slope * left as f64) as usize;
        let row = |down: usize| lefts.iter().map(move |&left| digit(top(left) + down, left));
        let mut mixed: Vec<_> = row(25).chain(row(0)).collect();
        mixed.rotate_left(3);
        assert_eq!(read(&mixed), [&lefts[..], &lefts], "slope {slope}");
    }
}

#[test]
fn a_detached_stroke_is_joined_and_a_digit_of_the_next_row_is_not() {
    // The bar of a 5, as a share of the typical height: near, far, and above a whole digit.
    let row = [digit(50, 10), digit(50, 40), digit(50, 70)];
    for (gap, joined) in [(3, true), (5, false)] {
        let bar = (50 - gap - 1, 71, 1, WIDE - 2, 1.0);
        let found = read(&[&row[..], &[bar]].concat());
        assert_eq!(found, [[10, 40, 70]], "a bar goes to its digit or is dirt: gap {gap}");
        let ink = picture(&[&row[..], &[bar]].concat());
        let heights: Vec<_> =
            in_order(shapes(&ink), &ink)[0].iter().map(|s| s.area.height).collect();
        let expected = if joined { HIGH + gap + 1 } else { HIGH };
        assert_eq!(heights[2] as usize, expected, "gap {gap}: {heights:?}");
    }
    let next = digit(50 + HIGH + 4, 40);
    assert_eq!(read(&[&row[..], &[next]].concat()), [vec![10, 40, 70], vec![40]]);
}

#[test]
fn what_is_weaker_than_two_fifths_of_the_strongest_ink_is_a_shadow() {
    for (strength, expected) in [(0.38, vec![10, 40]), (0.42, vec![10, 40, 70])] {
        let found = read(&[digit(50, 10), digit(50, 40), (50, 70, HIGH, WIDE, strength)]);
        assert_eq!(found, [expected], "ink of strength {strength}");
    }
}

#[test]
fn of_more_shapes_than_a_sheet_has_digits_the_largest_are_kept() {
    // 9,998 specks of one pixel, the first two joined.
    let mut page = Grey::zeros(200, 400);
    for i in 0..10_000 {
        page.values[2 * (i / 200) * 400 + 2 * (i % 200)] = 1.0;
    }
    page.values[1] = 1.0;
    let found = in_order(shapes(&page), &page).concat();
    assert_eq!(found.len(), 2000, "shapes");
    assert!(found.iter().any(|shape| shape.area.width == 3.0), "the largest is lost");
}

#[test]
fn the_ground_under_a_stroke_a_third_as_wide_as_the_page_is_found() {
    for share in [8, 4, 3] {
        let (side, width) = (240, 240 / share);
        let mut page = Grey::zeros(side, side).map(|_| 1.0);
        fill(&mut page, [20, 70, 200, width], 0.0);
        let ink = ground::ink(&page);
        let (middle, beside) = (ink.at(120, 70 + width / 2), ink.at(120, 40));
        assert!(middle > 0.99 && beside == 0.0, "1/{share}: {middle} within, {beside} beside");
    }
}

/// Whether a row of strokes of these heights is taken for words by a network that is sure of the
/// first few.
fn is_words(heights: &[usize], sure: usize) -> bool {
    let strokes: Vec<_> = (0..).map(|i| 10 + 15 * i).zip(heights).collect();
    let strokes = strokes.into_iter().map(|(left, &high)| (100 - high / 2, left, high, 3, 1.0));
    let page = picture(&strokes.collect::<Vec<_>>()).map(|ink| 1.0 - ink);
    let asked = Cell::new(0);
    let network = |_: &Grey| {
        asked.set(asked.get() + 1);
        let first = if asked.get() <= sure { 0.95 } else { 0.85 };
        vec![first, 1.0 - first]
    };
    let rows = backprop::digits::read(&page, &network).rows;
    assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [heights.len()], "{heights:?}");
    let words = rows[0].iter().filter(|one| one.image.as_ref().err() == Some(&NoDigit::Word));
    let words = words.count();
    assert!(words == 0 || words == heights.len(), "{words} of {heights:?}");
    words > 0
}

#[test]
fn a_row_of_unsure_or_uneven_shapes_is_words() {
    let even = [24; 10];
    for (heights, sure, words) in [
        (&even[..3], 1, true),
        (&even[..3], 2, false),
        (&even[..2], 0, false),
        (&even, 4, true),
        (&even, 5, false),
    ] {
        assert_eq!(is_words(heights, sure), words, "sure of {sure} of {heights:?}");
    }
    // Letters have lengths above and below.
    let (mut uneven, mut nearly) = (even, even);
    (uneven[0], nearly[0]) = (40, 38);
    uneven[1..3].fill(16);
    nearly[1..3].fill(20);
    assert!(is_words(&uneven, 10), "{uneven:?}");
    assert!(!is_words(&nearly, 10), "{nearly:?}");
}
