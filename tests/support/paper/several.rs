//! Pictures of several digits: lines, forms, what is no digit among them.

use super::cases::{HEIGHT, Picture, WIDTH, lines, paper_colour, pen, photograph, scaled, sheet};
use super::ink::{Digit, Hand, Mark, Pen, line_width};
use super::{Paper, between, one_of};
use backprop::elementary::sin_cos;
use backprop::random::{Random, Xorshift};

/// Writes lines of marks somewhere on the sheet, as large as `hand` wants or as fits.
fn write(paper: &mut Paper, written: &[Vec<Mark>], hand: &Hand, random: &mut Xorshift) -> String {
    let [_, [height, width]] = paper.corners();
    let widest =
        |hand: &Hand| written.iter().map(|line| line_width(line, hand)).fold(0.0, f64::max);
    let fitting = hand.height * (0.88 * width / widest(hand)).min(1.0);
    let hand = Hand { height: fitting, ..*hand };
    let step = between(random, 1.6, 2.2) * hand.height;
    let tall = step * (written.len() - 1) as f64 + 1.3 * hand.height;
    let tall = tall + sin_cos(hand.angle).0.abs() * width;
    let spare = ((height - tall) / 2.0).max(0.0);
    let first = height / 2.0 - step * (written.len() - 1) as f64 / 2.0
        + between(random, -spare, spare) * 0.9;
    let mut text = Vec::new();
    for (i, line) in written.iter().enumerate() {
        let spare = (0.94 * width - line_width(line, &hand)) / 2.0;
        let left = width / 2.0 + between(random, -spare, spare);
        text.push(paper.write(line, [first + step * i as f64, left], &hand, random));
    }
    text.join(" ")
}

fn digits(count: usize, random: &mut Xorshift) -> Vec<Mark> {
    (0..count).map(|_| Mark::random(random)).collect()
}

pub fn rows(lines: usize, slant: f64, random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let count = one_of(random, &[5, 10]);
    let written: Vec<_> = (0..lines).map(|_| digits(count, random)).collect();
    let angle = slant * one_of(random, &[-1.0, 1.0]);
    let (height, gap) = (between(random, 70.0, 170.0), between(random, 0.2, 0.6));
    let hand = Hand { pen: pen(random), height, gap, angle };
    let expected = write(&mut paper, &written, &hand, random);
    photograph(paper, expected, random)
}

/// A line on ruled or squared paper, which falls with the ruling; the light falls too.
pub fn ruled_row(random: &mut Xorshift) -> Picture {
    let colour = paper_colour(random);
    let mut paper = Paper::new(HEIGHT, WIDTH, colour);
    let height = between(random, 80.0, 150.0);
    let angle = between(random, -0.04, 0.04);
    let ruling = scaled(colour, one_of(random, &[0.85, 0.7, 0.5]));
    let across = random.below(2) == 0;
    let step = height * if across { 0.5 } else { between(random, 1.0, 1.4) };
    lines(&mut paper, step, angle, 2.5, ruling, across, random);
    let hand = Hand { pen: pen(random), height, gap: between(random, 0.2, 0.5), angle };
    let line = digits(one_of(random, &[4, 7]), random);
    let expected = write(&mut paper, &[line], &hand, random);
    paper.expose(0.012, random, |[y, x]| 1.0 - 0.2 * y - 0.25 * x);
    Picture { png: paper.png(), expected }
}

/// A word before the digits, or a digit crossed out among them.
pub fn no_digit(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let mut line = digits(5, random);
    if random.below(2) == 0 {
        line.insert(0, Mark::Word);
    } else {
        line.insert(1 + random.below(4) as usize, Mark::Scratched);
    }
    let hand = Hand { pen: pen(random), height: 130.0, gap: 0.45, angle: 0.0 };
    let expected = write(&mut paper, &[line], &hand, random);
    photograph(paper, expected, random)
}

/// Two digits whose ink touches in 1 to 3 pixels of a row.
pub fn touching(random: &mut Xorshift) -> Picture {
    let mut paper = Paper::new(450, 600, paper_colour(random));
    // Two touching strokes would be a V.
    let first = Digit::of(one_of(random, &[0, 2, 3, 4, 5, 6, 7, 8, 9]), random);
    let mut pair = [first, Digit::random(random)];
    if random.below(2) == 0 {
        pair.swap(0, 1);
    }
    let height = between(random, 110.0, 200.0);
    let hand = Hand { pen: pen(random), height, gap: 0.0, angle: 0.0 };
    let middle = [between(random, 150.0, 300.0), between(random, 250.0, 350.0)];
    let overlap = one_of(random, &[1.0, 2.0, 3.0]);
    paper.touching(&pair, middle, &hand, overlap, random);
    let expected = pair.iter().map(|digit| digit.label.to_string()).collect();
    photograph(paper, expected, random)
}

/// Draws `rows` rows of `columns` boxes with a digit in each. The boxes of a row share their lines
/// or stand apart.
fn boxes(
    paper: &mut Paper,
    [rows, columns]: [usize; 2],
    cell: f64,
    angle: f64,
    shared: bool,
    random: &mut Xorshift,
) -> String {
    let (sin, cos) = sin_cos(angle);
    let [_, [bottom, right]] = paper.corners();
    let (width, line) = (if shared { cell } else { 1.25 * cell }, between(random, 2.0, 4.0));
    let space = bottom - 1.1 * cell * rows as f64;
    let step = 1.1 * cell + (space / rows as f64).min(0.5 * cell);
    let colour = [0.1; 3];
    let pen = Pen { soft: 2.0, ..pen(random) };
    let mut text = Vec::new();
    for row in 0..rows {
        let mut digits = String::new();
        for column in 0..columns {
            let along = (column as f64 - (columns - 1) as f64 / 2.0) * width;
            let down = (row as f64 - (rows - 1) as f64 / 2.0) * step;
            let at = |dy: f64, dx: f64| {
                let (y, x) = (down + dy * cell, along + dx * cell);
                [bottom / 2.0 + y * cos + x * sin, right / 2.0 + x * cos - y * sin]
            };
            let corners = [at(-0.5, -0.5), at(-0.5, 0.5), at(0.5, 0.5), at(0.5, -0.5)];
            (0..4).for_each(|i| paper.line(corners[i], corners[(i + 1) % 4], line, colour));
            let digit = Digit::random(random);
            let height = digit.height_to_fit(cell * between(random, 0.55, 0.75));
            let hand = Hand { pen, height, gap: 0.0, angle };
            let place = at(between(random, -0.07, 0.07), between(random, -0.07, 0.07));
            paper.digit(&digit, place, &hand, random);
            digits += &digit.label.to_string();
        }
        text.push(digits);
    }
    text.join(" ")
}

pub fn form(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let (rows, columns) = (one_of(random, &[1, 2, 3]), one_of(random, &[5, 8]));
    let angle = between(random, -0.025, 0.025);
    let shared = random.below(2) == 0;
    let expected = boxes(&mut paper, [rows, columns], 110.0, angle, shared, random);
    photograph(paper, expected, random)
}

/// A4 at 300 dots per inch.
pub fn form_sheet(random: &mut Xorshift) -> Picture {
    let mut paper = Paper::new(3508, 2480, [0.98; 3]);
    let angle = between(random, -0.01, 0.01);
    let shared = random.below(2) == 0;
    let expected = boxes(&mut paper, [20, 10], 118.0, angle, shared, random);
    paper.expose(0.01, random, |_| 1.0);
    Picture { png: paper.png(), expected }
}
