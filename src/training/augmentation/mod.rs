//! Distorted training images: never show the same one twice.
//!
//! A digit that is shifted, turned, stretched or slightly bent is still the same digit, but its
//! pixels are not. A network with many more weights than the training set can pin down learns this
//! from being shown a new distortion of every image in every epoch. For a network of 800 hidden
//! units Simard et al. found 1.6 % of errors on the MNIST test set without distortions, 1.1 % with
//! affine and 0.7 % with elastic ones.
//!
//! - `affine`: the shift, rotation, scaling and shear of the whole image, as one linear map;
//! - `elastic`: a smooth random displacement of each pixel;
//! - `distorter`: adds the two, and resamples the image once by bilinear interpolation;
//! - `stroke`: makes strokes thicker or thinner.
//!
//! Sources: P. Simard, D. Steinkraus, J. Platt, *Best Practices for Convolutional Neural Networks
//! Applied to Visual Document Analysis*, ICDAR 2003; D. Ciresan, U. Meier, L. Gambardella,
//! J. Schmidhuber, *Deep, Big, Simple Neural Nets for Handwritten Digit Recognition*, Neural
//! Computation 22, 2010 (arXiv 1003.0358).

mod affine;
mod distorter;
mod elastic;
mod stroke;

pub use distorter::Distorter;

/// What is done to a training image each time that it is shown. Each amount is the end of a range
/// about "unchanged" from which a new value is drawn uniformly for every image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Augmentation {
    /// Pixels, along x and along y.
    pub shift: f64,
    /// Degrees, about the centre of the image.
    pub rotation: f64,
    /// As a fraction, for the width and for the height: with 0.15, each becomes 85 % to 115 %.
    pub scaling: f64,
    /// How far upright strokes lean, as a fraction of their height.
    pub shear: f64,
    /// Bends strokes.
    pub elastic: Option<Elastic>,
    /// The share of a dilation or an erosion by one pixel: with 1, strokes become up to two pixels
    /// wider or narrower. It pays in long training of a network for other people's digits
    /// (`data/model/README.md`); no preset has it.
    pub stroke: f64,
}

/// The amounts as a command line names them: name, unit, smallest and largest value. The bounds
/// only keep out what cannot be meant.
pub const AMOUNTS: [(&str, &str, f64, f64); 7] = [
    ("shift", "pixels", 0.0, 100.0),
    ("rotate", "degrees", 0.0, 180.0),
    ("scale", "a fraction", 0.0, 0.9),
    ("shear", "a fraction", 0.0, 1.0),
    ("alpha", "pixels", 0.0, 1000.0),
    ("sigma", "pixels", 0.1, 100.0),
    ("stroke", "a fraction", 0.0, 1.0),
];

/// The amount of elastic distortion. Inside the image the displacements of a pixel along x and
/// along y have a standard deviation of 0.163 alpha / sigma pixels each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Elastic {
    /// Factor on the smoothed noise, in pixels.
    pub alpha: f64,
    /// Standard deviation of the Gaussian that smooths the noise, in pixels.
    pub sigma: f64,
}

impl Augmentation {
    /// The value of each of [`AMOUNTS`]; none of the elastic ones if there is no such distortion.
    pub fn amounts(&self) -> [Option<f64>; AMOUNTS.len()] {
        let Self { shift, rotation, scaling, shear, elastic, stroke } = *self;
        let (alpha, sigma) = (elastic.map(|of| of.alpha), elastic.map(|of| of.sigma));
        [Some(shift), Some(rotation), Some(scaling), Some(shear), alpha, sigma, Some(stroke)]
    }

    /// Every image stays as it is.
    pub const fn none() -> Self {
        Self { shift: 0.0, rotation: 0.0, scaling: 0.0, shear: 0.0, elastic: None, stroke: 0.0 }
    }

    /// Shift, rotation, scaling and shear. Ciresan et al. rotate or shear by 15 degrees (by 7.5 for
    /// the digits 1 and 7; one angle for all stands in between) and scale by 15 to 20 %. MNIST's
    /// digits are centred, so one pixel of shift is enough.
    pub const fn affine() -> Self {
        Self { shift: 1.0, rotation: 10.0, scaling: 0.15, shear: 0.15, ..Self::none() }
    }

    /// The affine distortions, and elastic ones, for which Ciresan et al. took an alpha from 36 to
    /// 38 and a sigma from 5 to 6.
    pub const fn elastic() -> Self {
        Self { elastic: Some(Elastic { alpha: 36.0, sigma: 6.0 }), ..Self::affine() }
    }
}
