//! From any picture to digits: photographs, scans, drawings; one digit, or rows of them.
//!
//! ```text
//! file       any size: reduced while its rows are read, turned upright         reduce
//! ink        what is darker, or lighter, than the ground around it            ground
//! lines      of ruled and squared paper, frames and forms go                  ruling
//! shapes     what hangs together                                              shapes
//! digits     dirt goes, pieces are joined, rows found                         order
//! parted     digits that touch                                                touching
//! image      of each digit, as MNIST's images were made                       prepare
//! answer     the network's, for each image
//! ```
//!
//! `backprop predict --show` draws what they leave. [`grey`] has the arithmetic of pictures.

pub mod grey;
pub mod ground;
pub mod order;
pub mod prepare;
pub mod reduce;
pub mod ruling;
pub mod shapes;
pub mod touching;

use grey::{Area, Grey};
use prepare::{NoDigit, Prepared, prepare};
use shapes::Shape;

/// A network: the probability of each class for an image of 28 × 28 pixels.
pub type Network<'a> = &'a dyn Fn(&Grey) -> Vec<f64>;

/// The least probability of an answer: all but 0.1 % of MNIST's images reach it.
pub const SURE: f64 = 0.4;

/// A row of at least so many shapes is words if the network is so sure of fewer than half of them,
/// or if the highest tenth is so many times as high as the lowest: letters are, and rows of digits
/// in photographs of strangers are not (1.8).
const FEW: usize = 3;
const SURE_IN_A_ROW: f64 = 0.9;
const UNEVEN: f64 = 2.2;

/// A digit, or what might be one.
#[derive(Clone, Debug)]
pub struct Digit {
    /// Where it is in the picture.
    pub area: Area,
    /// How its image was made, or why it has none.
    pub image: Result<Prepared, NoDigit>,
    /// The probability of each class; none without an image.
    pub probabilities: Vec<f64>,
}

impl Digit {
    fn new(shape: &Shape, ink: &Grey, network: Network) -> Self {
        let image = prepare(&shape.cut_out(ink));
        let probabilities = image.as_ref().map_or(Vec::new(), |prepared| network(&prepared.image));
        Self { area: shape.area, image, probabilities }
    }

    fn refuse(&mut self, reason: NoDigit) {
        self.image = Err(reason);
        self.probabilities.clear();
    }

    /// The probability of the most probable class, or 0.
    pub fn sure(&self) -> f64 {
        self.probabilities.iter().copied().fold(0.0, f64::max)
    }

    /// The most probable class, if it is probable enough.
    pub fn class(&self) -> Option<usize> {
        let sure = Some(self.sure()).filter(|&sure| sure >= SURE)?;
        self.probabilities.iter().position(|&probability| probability == sure)
    }
}

/// What was found in a picture.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The ink: no ink is 0.
    pub ink: Grey,
    /// The ink without lines.
    pub written: Grey,
    /// The digits: rows from top to bottom, each from left to right.
    pub rows: Vec<Vec<Digit>>,
}

/// The one digit of a picture, which may lie in pieces.
pub fn one(picture: &Grey) -> Result<Prepared, NoDigit> {
    let written = ruling::without_lines(&ground::ink(picture));
    let rows = order::in_order(shapes::shapes(&written), &written);
    match &rows.concat()[..] {
        [shape] => prepare(&shape.cut_out(&written)),
        _ => prepare(&written),
    }
}

/// Reads the digits of a picture of at least one pixel, from 0, black, to 1, white.
pub fn read(picture: &Grey, network: Network) -> Reading {
    let ink = ground::ink(picture);
    let written = ruling::without_lines(&ink);
    let rows = order::in_order(shapes::shapes(&written), &written);
    let parted = |row: Vec<Shape>| {
        let shapes = row.into_iter();
        shapes.flat_map(|shape| touching::parted(shape, &written, network)).collect()
    };
    let mut rows: Vec<Vec<Digit>> = rows.into_iter().map(parted).collect();
    for row in rows.iter_mut().filter(|row| row.len() >= FEW) {
        let sure = row.iter().filter(|digit| digit.sure() >= SURE_IN_A_ROW).count();
        let height =
            |share| ground::quantile(row.iter().map(|digit| digit.area.height).collect(), share);
        if 2 * sure < row.len() || height(0.9) > UNEVEN * height(0.1) {
            row.iter_mut().for_each(|digit| digit.refuse(NoDigit::Word));
        }
    }
    Reading { ink, written, rows }
}
