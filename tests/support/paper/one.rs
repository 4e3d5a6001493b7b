//! Pictures of one digit: bad light, ruled paper, frames, all sizes.

use super::cases::{HEIGHT, Picture, WIDTH, lines, paper_colour, pen, photograph, scaled, sheet};
use super::ink::{Digit, Hand, Pen};
use super::{Colour, Paper, Point, between, length, one_of, smooth};
use backprop::elementary::sin_cos;
use backprop::random::{Random, Xorshift};
use std::f64::consts::TAU;

fn hand(random: &mut Xorshift) -> Hand {
    let height = between(random, 220.0, 460.0);
    Hand { pen: pen(random), height, gap: 0.3, angle: between(random, -0.1, 0.1) }
}

/// Draws a digit somewhere, and gives its place.
fn one(paper: &mut Paper, hand: &Hand, random: &mut Xorshift) -> (String, Digit, Point) {
    let digit = Digit::random(random);
    let half = [hand.height, digit.width(hand.height)].map(|side| side / 2.0 + 30.0);
    let [_, corner] = paper.corners();
    let along = |random: &mut Xorshift, axis: usize| {
        between(random, half[axis], (corner[axis] - half[axis]).max(half[axis] + 1.0))
    };
    let place = [along(random, 0), along(random, 1)];
    paper.digit(&digit, place, hand, random);
    (digit.label.to_string(), digit, place)
}

pub fn ruled(shade: f64, random: &mut Xorshift) -> Picture {
    let colour = paper_colour(random);
    let mut paper = Paper::new(HEIGHT, WIDTH, colour);
    // A pale line is blue as often as grey.
    let tint = if random.below(2) == 0 { [shade; 3] } else { [shade - 0.06, shade, shade + 0.1] };
    let ruling = [0, 1, 2].map(|i| colour[i] * tint[i].min(1.0));
    let (step, angle) = (between(random, 60.0, 130.0), between(random, -0.03, 0.03));
    let width = between(random, 2.0, 3.0);
    lines(&mut paper, step, angle, width, ruling, false, random);
    let hand = hand(random);
    let (expected, ..) = one(&mut paper, &hand, random);
    photograph(paper, expected, random)
}

pub fn squared(random: &mut Xorshift) -> Picture {
    let colour = paper_colour(random);
    let mut paper = Paper::new(HEIGHT, WIDTH, colour);
    let (step, angle) = (between(random, 40.0, 80.0), between(random, -0.03, 0.03));
    let ruling = scaled(colour, one_of(random, &[0.85, 0.75, 0.6]));
    lines(&mut paper, step, angle, 2.0, ruling, true, random);
    let hand = hand(random);
    let (expected, ..) = one(&mut paper, &hand, random);
    photograph(paper, expected, random)
}

/// Half of the light is taken from one side of a straight edge, or by a phone with round corners.
pub fn shadow(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let hand = hand(random);
    let (expected, ..) = one(&mut paper, &hand, random);
    let soft = between(random, 0.01, 0.05);
    let middle = [between(random, 0.25, 0.75), between(random, 0.25, 0.75)];
    let (sin, cos) = sin_cos(between(random, 0.0, TAU));
    let round = random.below(2) == 0;
    paper.expose(0.012, random, |[y, x]| {
        let (dy, dx) = (y - middle[0], x - middle[1]);
        let (along, across) = (dx * cos + dy * sin, dy * cos - dx * sin);
        let outside = if round {
            // Outside of a quarter plane with a corner of radius 0.1.
            let beyond = [along + 0.1, across + 0.1];
            length(beyond.map(|value| value.max(0.0))) + beyond[0].max(beyond[1]).min(0.0) - 0.1
        } else {
            along
        };
        0.5 + 0.5 * smooth(outside / soft)
    });
    Picture { png: paper.png(), expected }
}

pub fn gradient(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let hand = hand(random);
    let (expected, ..) = one(&mut paper, &hand, random);
    let fall = one_of(random, &[0.4, 0.6]);
    let (sin, cos) = sin_cos(between(random, 0.0, TAU));
    let reach = (sin.abs() + cos.abs()) / 2.0;
    paper.expose(0.012, random, |[y, x]| {
        1.0 - fall * (((y - 0.5) * sin + (x - 0.5) * cos) / reach / 2.0 + 0.5)
    });
    Picture { png: paper.png(), expected }
}

pub fn vignette(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let hand = hand(random);
    let (expected, ..) = one(&mut paper, &hand, random);
    let fall = between(random, 0.45, 0.7);
    paper.expose(0.015, random, |[y, x]| {
        let square = 2.0 * ((y - 0.5) * (y - 0.5) + (x - 0.5) * (x - 0.5));
        1.0 - fall * square
    });
    Picture { png: paper.png(), expected }
}

pub fn dark_paper(random: &mut Xorshift) -> Picture {
    let grey = between(random, 0.25, 0.45);
    let mut paper = Paper::new(HEIGHT, WIDTH, [grey, grey, grey * 0.95]);
    let pen = Pen { colour: [0.06; 3], strength: 1.0, soft: 2.5, gaps: 0.1 };
    let hand = Hand { pen, ..hand(random) };
    let (expected, ..) = one(&mut paper, &hand, random);
    photograph(paper, expected, random)
}

/// A pen as wide as a finger, or a camera out of focus.
pub fn blurred(random: &mut Xorshift) -> Picture {
    let mut paper = Paper::new(450, 600, paper_colour(random));
    let pen = Pen { soft: between(random, 4.0, 16.0), gaps: 0.0, ..pen(random) };
    let hand = Hand { pen, height: between(random, 120.0, 240.0), ..hand(random) };
    let (expected, ..) = one(&mut paper, &hand, random);
    paper.blur(one_of(random, &[4, 16, 36]));
    photograph(paper, expected, random)
}

pub fn chalk(random: &mut Xorshift) -> Picture {
    let board = one_of(random, &[[0.12, 0.22, 0.17], [0.15, 0.15, 0.16], [0.3, 0.34, 0.33]]);
    let mut paper = Paper::new(HEIGHT, WIDTH, board);
    let colour = one_of(random, &[[0.92, 0.92, 0.9], [0.95, 0.85, 0.45]]);
    let pen = Pen { colour, strength: between(random, 0.75, 0.95), soft: 6.0, gaps: 0.7 };
    let hand = Hand { pen, ..hand(random) };
    let (expected, ..) = one(&mut paper, &hand, random);
    paper.blur(1);
    photograph(paper, expected, random)
}

/// The sheet lies on a wooden desk, a little turned, and ends within the picture on some sides.
pub fn desk(random: &mut Xorshift) -> Picture {
    let wood = one_of(random, &[[0.45, 0.3, 0.18], [0.62, 0.45, 0.28], [0.2, 0.18, 0.17]]);
    let mut paper = Paper::new(HEIGHT, WIDTH, wood);
    let everywhere = paper.corners();
    let wave = between(random, 0.05, 0.15);
    paper.paint(everywhere, scaled(wood, 0.7), |[y, x]| {
        let (bend, _) = sin_cos(x / 170.0);
        0.5 + 0.5 * sin_cos(wave * (y + 12.0 * bend)).0
    });
    let mut hand = hand(random);
    hand.height = between(random, 180.0, 340.0);
    hand.angle = between(random, 0.03, 0.14) * one_of(random, &[-1.0, 1.0]);
    let (sin, cos) = sin_cos(hand.angle);
    // How far the sheet reaches from the picture's middle: up, down, left, right.
    let mut reach = [(); 4].map(|()| between(random, 0.32, 0.65));
    reach[random.below(4) as usize] = between(random, 0.32, 0.42);
    let (height, width) = (HEIGHT as f64, WIDTH as f64);
    let white = scaled([0.97, 0.96, 0.94], between(random, 0.85, 1.0));
    for (colour, strength, grown) in [([0.0; 3], 0.35, 9.0), (white, 1.0, 1.0)] {
        paper.paint(everywhere, colour, |[y, x]| {
            let (dy, dx) = (y - height / 2.0, x - width / 2.0);
            let (down, right) = (dy * cos - dx * sin, dx * cos + dy * sin);
            let inside = (down + reach[0] * height)
                .min(reach[1] * height - down)
                .min(right + reach[2] * width)
                .min(reach[3] * width - right);
            strength * smooth(inside / grown)
        });
    }
    let digit = Digit::random(random);
    let place = [between(random, 0.42, 0.58) * height, between(random, 0.4, 0.6) * width];
    paper.digit(&digit, place, &hand, random);
    photograph(paper, digit.label.to_string(), random)
}

pub fn turned(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let hand = hand(random);
    let (expected, ..) = one(&mut paper, &hand, random);
    paper.expose(0.012, random, |[y, x]| 1.0 - 0.1 * y - 0.1 * x);
    Picture { png: paper.turned_png(one_of(random, &[6, 3, 8])), expected }
}

/// 48 megapixels of a whole sheet.
pub fn huge(random: &mut Xorshift) -> Picture {
    let mut paper = Paper::new(2000, 1500, paper_colour(random));
    let hand = Hand { height: between(random, 100.0, 500.0), ..hand(random) };
    let (expected, ..) = one(&mut paper, &hand, random);
    paper.expose(0.0, random, |[y, x]| 1.0 - 0.15 * y - 0.15 * x);
    Picture { png: paper.enlarged_png(4, random), expected }
}

/// 12 to 20 pixels high, in a picture not much larger.
pub fn tiny(random: &mut Xorshift) -> Picture {
    let digit = Digit::random(random);
    let height = digit.height_to_fit(between(random, 12.0, 20.0).round());
    let side = one_of(random, &[20, 24, 28, 40, 64]);
    let ground = one_of(random, &[1.0, 1.0, 0.8]);
    let mut paper = Paper::new(side, side, [ground; 3]);
    let pen = Pen { colour: [0.05; 3], strength: 1.0, soft: 1.5, gaps: 0.0 };
    let hand = Hand { pen, height, gap: 0.0, angle: 0.0 };
    paper.digit(&digit, [side as f64 / 2.0; 2], &hand, random);
    if ground < 1.0 {
        paper.expose(0.01, random, |_| 1.0);
    }
    Picture { png: paper.png(), expected: digit.label.to_string() }
}

/// Cut out along the ink; every other one is a 1.
pub fn filled(random: &mut Xorshift) -> Picture {
    let one = random.below(2) == 0;
    let digit = if one { Digit::of(1, random) } else { Digit::random(random) };
    let height = between(random, 28.0, 160.0).round();
    let margin = one_of(random, &[0.0, 0.0, 1.0, 3.0]);
    let sides = [height, digit.width(height)].map(|side| side.ceil() + 2.0 * margin);
    let mut paper = Paper::new(sides[0] as usize, sides[1].max(3.0) as usize, paper_colour(random));
    let pen = Pen { soft: 1.5 + height / 40.0, ..pen(random) };
    let hand = Hand { pen, height, gap: 0.0, angle: 0.0 };
    paper.digit(&digit, sides.map(|side| side / 2.0), &hand, random);
    paper.expose(0.01, random, |[y, x]| 1.0 - 0.1 * y - 0.1 * x);
    Picture { png: paper.png(), expected: digit.label.to_string() }
}

/// From a drawing program: a clean white ground, longer than 1024 pixels.
pub fn drawing(random: &mut Xorshift) -> Picture {
    let (height, width) = one_of(random, &[(810, 1507), (1080, 1920), (1500, 1100)]);
    let mut paper = Paper::new(height, width, [1.0; 3]);
    let colour = one_of(random, &[[0.0; 3], [0.0; 3], [0.9, 0.1, 0.1], [0.1, 0.3, 0.9]]);
    let pen = Pen { colour, strength: 1.0, soft: 1.0, gaps: 0.0 };
    let hand = Hand { pen, height: between(random, 250.0, 700.0), ..hand(random) };
    let (expected, ..) = one(&mut paper, &hand, random);
    Picture { png: paper.png(), expected }
}

pub fn transparent(colour: Colour, random: &mut Xorshift) -> Picture {
    let side = one_of(random, &[280, 400, 600]);
    let mut paper = Paper::transparent(side, side);
    let pen = Pen { colour, strength: 1.0, soft: 1.5, gaps: 0.0 };
    let hand = Hand { pen, height: between(random, 0.3, 0.7) * side as f64, ..hand(random) };
    let (expected, ..) = one(&mut paper, &hand, random);
    Picture { png: paper.png(), expected }
}

/// A frame around the digit, or around the sheet.
pub fn framed(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let hand = Hand { height: between(random, 220.0, 400.0), ..hand(random) };
    let (expected, digit, place) = one(&mut paper, &hand, random);
    let (width, inset) = (between(random, 2.0, 9.0), between(random, 5.0, 25.0));
    let [_, far] = paper.corners();
    let frame = if random.below(2) == 0 {
        let half = [hand.height, digit.width(hand.height)]
            .map(|side| side / 2.0 * between(random, 1.25, 1.7) + 15.0);
        let inside = |axis: usize, by: f64| (place[axis] + by).clamp(10.0, far[axis] - 10.0);
        [-1.0, 1.0].map(|side| [0, 1].map(|axis| inside(axis, side * half[axis])))
    } else {
        [[inset; 2], far.map(|side| side - inset)]
    };
    paper.frame(frame, width, hand.pen.colour);
    photograph(paper, expected, random)
}

/// A ring around the digit, drawn by the same hand.
pub fn ringed(random: &mut Xorshift) -> Picture {
    let mut paper = sheet(random);
    let hand = Hand { height: between(random, 180.0, 340.0), ..hand(random) };
    let digit = Digit::random(random);
    let size = [hand.height, digit.width(hand.height)];
    let reach = length(size) / 2.0 * 1.3 + 15.0;
    let radii = [reach * between(random, 0.95, 1.15), reach * between(random, 0.95, 1.3)];
    let place = [
        between(random, radii[0], HEIGHT as f64 - radii[0]),
        between(random, radii[1], WIDTH as f64 - radii[1]),
    ];
    paper.digit(&digit, place, &hand, random);
    // A closed curve, not quite an ellipse.
    let phase = between(random, 0.0, TAU);
    let point = |i: usize| {
        let angle = i as f64 / 80.0 * TAU;
        let (sin, cos) = sin_cos(angle);
        let wobble = 1.0 + 0.03 * sin_cos(3.0 * angle + phase).0;
        [place[0] + radii[0] * wobble * sin, place[1] + radii[1] * wobble * cos]
    };
    let width = hand.height / between(random, 14.0, 30.0);
    (0..80).for_each(|i| paper.line(point(i), point(i + 1), width, hand.pen.colour));
    photograph(paper, digit.label.to_string(), random)
}
