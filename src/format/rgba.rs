//! A picture as red, green, blue and alpha, and as the grey that is seen on white paper.
//!
//! Alpha is opacity: 0 shows the ground, 255 hides it. A pixel of colour c over white is
//!
//! ```text
//! c' = (alpha c + (255 - alpha) 255) / 255
//! ```
//!
//! and its grey is the luma of Recommendation ITU-R BT.601, the weighted mean of the three colours
//! by which the eye judges brightness: Y = 0.299 R + 0.587 G + 0.114 B.

/// The most pixels a picture may have, 4096 x 4096. No picture of a digit needs more, and a header
/// that claims more is refused before any memory is taken for it.
pub const MOST_PIXELS: usize = 1 << 24;

/// The weights of R, G and B in thousandths (ITU-R BT.601-7 section 2.5.1; the same as in Pillow's mode L).
const LUMA: [u32; 3] = [299, 587, 114];

/// A picture of 8 bits per channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RgbaImage {
    /// The number of rows, at least 1.
    pub height: usize,
    /// The number of columns, at least 1.
    pub width: usize,
    /// Red, green, blue, alpha; row by row from the top, `height * width` pixels.
    pub pixels: Vec<[u8; 4]>,
}

impl RgbaImage {
    /// Whether a picture has pixels and no more than [`MOST_PIXELS`].
    pub(super) fn may_have_size(height: usize, width: usize) -> bool {
        height.checked_mul(width).is_some_and(|pixels| (1..=MOST_PIXELS).contains(&pixels))
    }

    /// The grey of each pixel (height x width) over white, from 0, black, to 255, white.
    ///
    /// ```
    /// use backprop::format::rgba::RgbaImage;
    ///
    /// let pixels = vec![[0, 0, 0, 255], [255, 0, 0, 255], [0, 0, 0, 51], [0, 0, 0, 0]];
    /// let image = RgbaImage { height: 2, width: 2, pixels };
    /// assert_eq!(image.grey_on_white(), [0.0, 76.245, 204.0, 255.0]);
    /// ```
    pub fn grey_on_white(&self) -> Vec<f64> {
        let grey = |&[red, green, blue, alpha]: &[u8; 4]| {
            let [red, green, blue, alpha] = [red, green, blue, alpha].map(u32::from);
            let luma = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
            // A whole number until the one division, so that white is 255 exactly.
            let sum = alpha * luma + (255 - alpha) * 255_000;
            f64::from(sum) / 255_000.0
        };
        self.pixels.iter().map(grey).collect()
    }
}
