//! Any picture of a digit, made into an image as MNIST's were made.
//!
//! A network that learned MNIST knows digits of one size, in one place, light on dark. How NIST's
//! scans became MNIST's images is known from their reconstruction (C. Yadav & L. Bottou, "Cold
//! case: the lost MNIST digits", NeurIPS 2019; facebookresearch/qmnist). These are its steps, and
//! before them what a photograph or a drawing needs:
//!
//! ```text
//! ink        remove the ground: paper is 0, the strongest stroke 1
//! clean      drop specks, and refuse what is no single digit
//! thin       take the edges off strokes much wider than MNIST's
//! square     the tight box around the ink, its shorter side extended on both ends
//! shrink     20 × 20 pixels by exact area overlap, the largest value 1
//! centre     into 28 × 28 pixels, the centre of mass in the middle
//! ```
//!
//! `backprop predict --show` draws what they leave.

use super::grey::{Area, Grey};
use std::fmt;

/// The side of MNIST's images, and of the box that the digit fills in them.
pub const SIDE: usize = 28;
const BOX: usize = 20;

/// Larger pictures are reduced to this many pixels along their longer side before anything else:
/// fine enough for a digit that fills a tenth of it.
const LARGEST: usize = 1024;

/// The least difference between ink and ground, where black and white differ by 1.
const CONTRAST: f64 = 0.1;

/// A spot with less ink than this share of the largest spot's is a speck.
const SPECK: f64 = 0.02;

// Limits of what is a digit, each as measured on all 70,000 images of MNIST.

/// Spots of a digit: at most 4, in 99.9 % at most 2.
const SPOTS: usize = 5;
/// Width of the box over its height: at most 2.22, in 99.9 % at most 1.67.
const WIDEST: f64 = 2.3;
/// Side by side stand two digits if each is so high, as a share of the box: in 0.02 % of MNIST's
/// images two spots are.
const HIGH: f64 = 0.6;
/// Stroke width in pixels of the 20 × 20 box: at most 8.5, in 99.9 % at most 5.8.
const WIDEST_STROKE: f64 = 8.6;
/// The least probability of an answer: all but 0.1 % of MNIST's images reach it.
pub const SURE: f64 = 0.4;

/// Strokes wider than the first number of pixels of the 20 × 20 box are thinned to the second.
/// MNIST's median is 2.5, and 80 % are below the first. On scikit-learn's 8 × 8 digits, enlarged,
/// thinning is worth five percentage points; on MNIST's own images it costs a tenth of one.
pub const THICK: f64 = 3.0;
const THINNED: f64 = 2.4;

/// Strokes are measured and thinned on a grid so much finer than the 20 × 20 box.
const FINE: usize = 5;

/// What each step left.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The ink, without specks, in the picture as it came.
    pub ink: Grey,
    /// The width of its strokes, in pixels of the 20 × 20 box.
    pub stroke_width: f64,
    /// The square around it, as 100 × 100 pixels, with thick strokes thinned.
    pub square: Grey,
    /// 20 × 20 pixels.
    pub small: Grey,
    /// The image for the network: 28 × 28 values from 0 to 1, multiples of 1/255.
    pub image: Grey,
}

/// Why a picture shows no single digit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoDigit {
    /// No ink.
    Empty,
    /// Two shapes side by side.
    SideBySide,
    /// This many times as wide as high.
    TooWide(f64),
    /// So many separate spots, or more.
    Spots(usize),
    /// A filled shape, wider than any stroke.
    Filled,
}

impl fmt::Display for NoDigit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the page is empty: nothing differs from its ground"),
            Self::SideBySide => {
                write!(f, "several digits side by side: cut the picture, one digit per file")
            }
            Self::TooWide(ratio) => write!(
                f,
                "the shape is {ratio:.1} times as wide as high: no digit, or several in one"
            ),
            Self::Spots(spots) => write!(f, "no digit: the ink lies in {spots} spots or more"),
            Self::Filled => write!(f, "no digit: a filled shape without strokes"),
        }
    }
}

impl std::error::Error for NoDigit {}

/// All steps, for a picture of at least one pixel from 0 (black) to 1 (white).
pub fn prepare(picture: &Grey) -> Result<Prepared, NoDigit> {
    let ink = clean(&ink(&reduce(picture)))?;
    let square = square(&ink).ok_or(NoDigit::Empty)?;
    let stroke_width = square.stroke_width() / FINE as f64;
    let square = thin(&square, stroke_width)?;
    let small = shrink(&square).ok_or(NoDigit::Empty)?;
    let image = centre(&small);
    Ok(Prepared { ink, stroke_width, square, small, image })
}

/// A picture of moderate size.
fn reduce(picture: &Grey) -> Grey {
    let (height, width) = (picture.height, picture.width);
    let longer = height.max(width);
    if longer <= LARGEST {
        return picture.clone();
    }
    let reduced = |side: usize| (side * LARGEST / longer).max(1);
    let all = Area { top: 0.0, left: 0.0, height: height as f64, width: width as f64 };
    picture.resample(all, reduced(height), reduced(width))
}

/// Removes the ground, which is the median of the border, lighter or darker than the ink: no ink
/// is 0, the strongest 1.
fn ink(picture: &Grey) -> Grey {
    let ground = picture.border_median();
    let sign = if ground >= 0.5 { -1.0 } else { 1.0 };
    let ink = picture.map(|value| (sign * (value - ground)).max(0.0));
    let largest = ink.largest();
    if largest < CONTRAST {
        return Grey::zeros(picture.height, picture.width);
    }
    let ink = ink.map(|value| value / largest);
    // Ground is also what differs from it as little as the border does: paper has a grain. A clean
    // border differs by nothing, and every grey pixel stays.
    let grain = picture.map(|value| (value - ground).abs() / largest).border_median();
    let least = (3.0 * grain).min(ink.threshold());
    ink.map(|value| if value > least { value } else { 0.0 })
}

/// Drops specks; refuses what cannot be one digit.
fn clean(ink: &Grey) -> Result<Grey, NoDigit> {
    let sum = |spot: &Grey| spot.values.iter().sum::<f64>();
    let mut spots = ink.spots();
    let least = SPECK * spots.first().map_or(0.0, sum);
    spots.retain(|spot| sum(spot) >= least);
    if spots.len() > SPOTS {
        return Err(NoDigit::Spots(spots.len()));
    }
    let mut cleaned = Grey::zeros(ink.height, ink.width);
    for spot in &spots {
        cleaned.values.iter_mut().zip(&spot.values).for_each(|(all, one)| *all += one);
    }
    let Area { height, width, .. } = cleaned.box_of_ink().ok_or(NoDigit::Empty)?;
    if width > WIDEST * height {
        return Err(NoDigit::TooWide(width / height));
    }
    let boxes = spots.iter().filter_map(Grey::box_of_ink).filter(|one| one.height >= HIGH * height);
    let boxes: Vec<_> = boxes.collect();
    let left_of = |a: &Area, b: &Area| a.left + a.width <= b.left;
    if boxes.iter().any(|a| boxes.iter().any(|b| left_of(a, b))) {
        return Err(NoDigit::SideBySide);
    }
    Ok(cleaned)
}

/// The square around the ink on the fine grid, its largest value 1. The shorter side of the box is
/// extended on both ends, so the digit keeps its proportions.
fn square(ink: &Grey) -> Option<Grey> {
    fit(ink, BOX * FINE)
}

/// 20 × 20 pixels of the square around what is left.
fn shrink(square: &Grey) -> Option<Grey> {
    fit(square, BOX)
}

fn fit(ink: &Grey, side: usize) -> Option<Grey> {
    let Area { top, left, height, width } = ink.box_of_ink()?;
    let longer = height.max(width);
    // By whole pixels of the result, so that a straight edge stays sharp.
    let step = longer / side as f64;
    let margin = |length: f64| ((longer - length) / 2.0 / step).floor() * step;
    let (top, left) = (top - margin(height), left - margin(width));
    let fitted = ink.resample(Area { top, left, height: longer, width: longer }, side, side);
    let largest = fitted.largest();
    Some(fitted.map(|value| value / largest))
}

/// Takes the edges off strokes that are much wider than MNIST's; refuses filled shapes.
fn thin(square: &Grey, width: f64) -> Result<Grey, NoDigit> {
    if width > WIDEST_STROKE {
        return Err(NoDigit::Filled);
    }
    if width <= THICK {
        return Ok(square.clone());
    }
    let thinned = square.erode((width - THINNED) / 2.0 * FINE as f64);
    // Uneven strokes may vanish: then they stay as thick as they were.
    Ok(if thinned.largest() >= 0.5 { thinned } else { square.clone() })
}

/// Puts the box into the image so that the centre of mass, in pixel indices from 0, lies in
/// [13.5, 14.5): the offset is `floor(14.5 - c)` in each direction.
fn centre(small: &Grey) -> Grey {
    let indices = || (0..small.height).flat_map(|y| (0..small.width).map(move |x| (y, x)));
    let mass: f64 = small.values.iter().sum();
    let middle = |along: fn((usize, usize)) -> usize| {
        indices().map(|i| small.at(i.0, i.1) * along(i) as f64).sum::<f64>() / mass
    };
    let offset = |c: f64| (14.5 - c).floor() as isize;
    let (down, right) = (offset(middle(|i| i.0)), offset(middle(|i| i.1)));
    let mut image = Grey::zeros(SIDE, SIDE);
    for (y, x) in indices() {
        let place = (y.checked_add_signed(down), x.checked_add_signed(right));
        if let (Some(to_y @ ..SIDE), Some(to_x @ ..SIDE)) = place {
            image.values[to_y * SIDE + to_x] = (small.at(y, x) * 255.0).round() / 255.0;
        }
    }
    image
}
