//! A random affine map: shift, rotation, scaling and shear about the centre of the image.
//!
//! The map sends the point p of the old image, in pixels, x to the right and y down, to
//!
//! ```text
//!     q = c + R H S (p - c) + t        c    the centre ((width - 1) / 2, (height - 1) / 2)
//!                                      S    scales x by sx and y by sy
//!     R = |  cos a  sin a |            H    adds k y to x: upright strokes lean
//!         | -sin a  cos a |            R    turns by the angle a, counter-clockwise as seen
//!                                      t    shifts
//! ```
//!
//! Resampling needs the way back: the ink of the new pixel q lies at p = c + M (q - c - t) with
//! M = (R H S)^-1, that is at q + d(q), where d(q) = (M - I) (q - c) - M t. In this form nothing is
//! rounded when nothing moves.

use super::Augmentation;
use crate::elementary::sin_cos;
use crate::random::Random;

/// d(q) as coefficients: `d[0]` and `d[1]` are its x and y, each
/// `offset + along_x (qx - cx) + along_y (qy - cy)`.
pub(super) struct Displacement {
    pub(super) offset: [f64; 2],
    pub(super) along_x: [f64; 2],
    pub(super) along_y: [f64; 2],
}

impl Displacement {
    /// Takes six numbers from `random`, whatever the amounts: shift x, shift y, rotation, scale x,
    /// scale y, shear. Each is uniform in its amount's ±.
    pub(super) fn draw<R: Random + ?Sized>(augmentation: &Augmentation, random: &mut R) -> Self {
        let mut within = |amount: f64| amount * (2.0 * random.uniform() - 1.0);
        let (tx, ty) = (within(augmentation.shift), within(augmentation.shift));
        let (sin, cos) = sin_cos(within(augmentation.rotation).to_radians());
        let (sx, sy) = (1.0 + within(augmentation.scaling), 1.0 + within(augmentation.scaling));
        let shear = within(augmentation.shear);
        // M = S^-1 H^-1 R^-1, with H^-1 = | 1 -k |, R^-1 = | cos -sin |
        //                                 | 0  1 |         | sin  cos |
        let m = [[(cos - shear * sin) / sx, (-sin - shear * cos) / sx], [sin / sy, cos / sy]];
        Self {
            offset: [-(m[0][0] * tx + m[0][1] * ty), -(m[1][0] * tx + m[1][1] * ty)],
            along_x: [m[0][0] - 1.0, m[1][0]],
            along_y: [m[0][1], m[1][1] - 1.0],
        }
    }
}
