//! The kinds of pictures that people have, each with what a reader should answer.

use super::ink::Pen;
use super::{Colour, Paper, between, one, one_of, several};
use backprop::elementary::sin_cos;
use backprop::format::crc32::Crc32;
use backprop::random::Xorshift;

/// A kind of picture.
pub struct Case {
    pub name: &'static str,
    make: fn(&mut Xorshift) -> Picture,
}

/// A PNG file, and the digits in it line by line, the lines separated by a space. `?` stands for
/// what is no digit.
pub struct Picture {
    pub png: Vec<u8>,
    pub expected: String,
}

impl Case {
    /// A picture of this kind. What other kinds there are does not matter.
    pub fn picture(&self, seed: u64) -> Picture {
        let mut name = Crc32::default();
        name.update(self.name.as_bytes());
        (self.make)(&mut Xorshift::stream(seed, &[name.value().into()]))
    }
}

/// All kinds.
pub static CASES: [Case; 27] = [
    Case { name: "ruled", make: |random| one::ruled(0.85, random) },
    Case { name: "darkly-ruled", make: |random| one::ruled(0.5, random) },
    Case { name: "squared", make: one::squared },
    Case { name: "shadow", make: one::shadow },
    Case { name: "gradient", make: one::gradient },
    Case { name: "vignette", make: one::vignette },
    Case { name: "dark-paper", make: one::dark_paper },
    Case { name: "blurred", make: one::blurred },
    Case { name: "chalk", make: one::chalk },
    Case { name: "desk", make: one::desk },
    Case { name: "turned", make: one::turned },
    Case { name: "huge", make: one::huge },
    Case { name: "tiny", make: one::tiny },
    Case { name: "filled", make: one::filled },
    Case { name: "drawing", make: one::drawing },
    Case { name: "white-transparent", make: |random| one::transparent([1.0; 3], random) },
    Case { name: "yellow-transparent", make: |random| one::transparent([1.0, 0.85, 0.1], random) },
    Case { name: "framed", make: one::framed },
    Case { name: "ringed", make: one::ringed },
    Case { name: "row", make: |random| several::rows(1, 0.0, random) },
    Case { name: "slanted-row", make: |random| several::rows(1, 0.087, random) },
    Case { name: "two-lines", make: |random| several::rows(2, 0.0, random) },
    Case { name: "ruled-row", make: several::ruled_row },
    Case { name: "no-digit", make: several::no_digit },
    Case { name: "touching", make: several::touching },
    Case { name: "form", make: several::form },
    Case { name: "form-sheet", make: several::form_sheet },
];

/// A phone's picture, reduced as a messenger does.
pub const HEIGHT: usize = 900;
pub const WIDTH: usize = 1200;

pub fn paper_colour(random: &mut Xorshift) -> Colour {
    let choices = [[0.97, 0.97, 0.96], [0.93, 0.90, 0.83], [0.82, 0.82, 0.83], [0.93, 0.84, 0.85]];
    one_of(random, &choices)
}

pub fn sheet(random: &mut Xorshift) -> Paper {
    Paper::new(HEIGHT, WIDTH, paper_colour(random))
}

/// Black, blue or red ink, or pencil.
pub fn pen(random: &mut Xorshift) -> Pen {
    let colours = [[0.08, 0.08, 0.1], [0.1, 0.15, 0.5], [0.65, 0.12, 0.12], [0.33, 0.33, 0.35]];
    let (colour, strength) = (one_of(random, &colours), between(random, 0.8, 1.0));
    Pen { colour, strength, soft: 2.5, gaps: 0.15 }
}

/// The even light of a good photograph.
pub fn photograph(mut paper: Paper, expected: String, random: &mut Xorshift) -> Picture {
    paper.expose(0.012, random, |[y, x]| 1.0 - 0.05 * y - 0.05 * x);
    Picture { png: paper.png(), expected }
}

pub fn scaled(colour: Colour, by: f64) -> Colour {
    colour.map(|value| value * by)
}

/// Straight lines all over, `step` apart, turned by `angle`; across too.
pub fn lines(
    paper: &mut Paper,
    step: f64,
    angle: f64,
    width: f64,
    colour: Colour,
    across: bool,
    random: &mut Xorshift,
) {
    let [_, [height, whole]] = paper.corners();
    let fall = sin_cos(angle).0;
    let first = between(random, 0.0, step);
    for i in -2..(height / step) as i32 + 3 {
        let y = first + f64::from(i) * step;
        paper.line([y, 0.0], [y + fall * whole, whole], width, colour);
    }
    let first = between(random, 0.0, step);
    for i in -2..(whole / step) as i32 + 3 {
        let x = first + f64::from(i) * step;
        if across {
            paper.line([0.0, x], [height, x - fall * height], width, colour);
        }
    }
}
