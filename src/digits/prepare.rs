//! The ink of a digit, made into an image as MNIST's were made.
//!
//! A network that learned MNIST knows digits of one size, in one place, light on dark. How NIST's
//! scans became MNIST's images is known from their reconstruction (C. Yadav & L. Bottou, "Cold
//! case: the lost MNIST digits", NeurIPS 2019; facebookresearch/qmnist). These are its steps, and
//! one for other pens:
//!
//! ```text
//! square     the tight box around the ink, its shorter side extended on both ends
//! strokes    much wider or thinner than MNIST's are brought to its width
//! shrink     20 × 20 pixels by exact area overlap, the largest value 1
//! centre     into 28 × 28 pixels, the centre of mass in the middle
//! ```

use super::grey::{Area, Grey};
use super::shapes::WIDEST;
use std::fmt;

/// The side of MNIST's images, and of the box that the digit fills in them.
pub const SIDE: usize = 28;
pub(crate) const BOX: usize = 20;

/// Stroke width in pixels of the 20 × 20 box: at most 8.5 in all 70,000 images of MNIST, in 99.9 %
/// at most 5.8.
pub(crate) const WIDEST_STROKE: f64 = 8.6;

/// Strokes thinner than this number of pixels of the 20 × 20 box, or wider than [`THICK`], are
/// brought to 2.4. MNIST's median is 2.5, and 80 % are below `THICK`. On scikit-learn's 8 × 8
/// digits, enlarged, thinning is worth five percentage points; on MNIST's own images it costs a
/// tenth of one. Of 5983 digits of strangers thickening reads 55 more.
pub const THIN: f64 = 1.8;
/// See [`THIN`].
pub const THICK: f64 = 3.0;
pub(crate) const STROKE: f64 = 2.4;

/// Strokes are measured and changed on a grid so much finer than the 20 × 20 box.
pub(crate) const FINE: usize = 5;

/// What each step left.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The width of the strokes, in pixels of the 20 × 20 box.
    pub stroke_width: f64,
    /// The square around the ink, as 100 × 100 pixels, with strokes of MNIST's width.
    pub square: Grey,
    /// The image for the network: 28 × 28 values from 0 to 1, multiples of 1/255.
    pub image: Grey,
}

/// Why a shape is no digit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoDigit {
    /// No ink.
    Empty,
    /// This many times as wide as high.
    TooWide(f64),
    /// A filled shape, wider than any stroke.
    Filled,
    /// More strokes than a digit of its class has, or wider.
    Strokes,
    /// One of a row whose shapes are mostly no digits.
    Word,
}

impl fmt::Display for NoDigit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "nothing differs from its ground; use a darker pen or more light, or cut the \
                 picture to what is written",
            ),
            Self::TooWide(ratio) => write!(
                f,
                "the shape is {ratio:.1} times as wide as high; write digits apart, or cut the \
                 picture to them"
            ),
            Self::Filled => {
                f.write_str("a filled shape without strokes; cut the picture to what is written")
            }
            Self::Strokes => f.write_str(
                "the shape has more strokes than a digit, or is too wide; write digits apart, or \
                 cut the picture to them",
            ),
            Self::Word => f.write_str("words; cut the picture to its digits"),
        }
    }
}

impl std::error::Error for NoDigit {}

/// All steps, for the ink of one digit: no ink is 0, the strongest at most 1.
pub fn prepare(ink: &Grey) -> Result<Prepared, NoDigit> {
    let Area { height, width, .. } = ink.box_of_ink().ok_or(NoDigit::Empty)?;
    if width > WIDEST * height {
        return Err(NoDigit::TooWide(width / height));
    }
    let square = fit(ink, BOX * FINE).ok_or(NoDigit::Empty)?;
    let stroke_width = square.stroke_width() / FINE as f64;
    if stroke_width > WIDEST_STROKE {
        return Err(NoDigit::Filled);
    }
    let square = with_strokes_like_mnist(square, stroke_width);
    let small = fit(&square, BOX).ok_or(NoDigit::Empty)?;
    let image = centre(&small);
    Ok(Prepared { stroke_width, square, image })
}

/// The square around the ink as `side × side` pixels, its largest value 1. The shorter side of the
/// box is extended on both ends, so the digit keeps its proportions.
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

/// Takes the edges off wide strokes, and widens thin ones.
fn with_strokes_like_mnist(square: Grey, width: f64) -> Grey {
    let change = (width - STROKE).abs() / 2.0 * FINE as f64;
    if width < THIN {
        return square.within(change, f64::max);
    }
    if width <= THICK {
        return square;
    }
    let thinned = square.within(change, f64::min);
    // Uneven strokes may vanish: then they stay as wide as they were.
    if thinned.largest() >= 0.5 { thinned } else { square }
}

/// Puts the box into the image so that the centre of mass, in pixel indices from 0, lies in
/// (13.5, 14.5]: the offset is `floor(14.5 - c)` in each direction.
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
