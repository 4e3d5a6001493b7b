//! Ink without its ground, whatever the light.
//!
//! The ground is what remains of a picture when all strokes are gone. A closing removes them: each
//! value becomes the largest in a window around it, then the smallest of these (J. Serra, Image
//! Analysis and Mathematical Morphology, 1982). Dark strokes narrower than the window vanish;
//! gradients, vignettes and the edges of shadows, of the sheet and of the desk stay, and so they
//! go when the picture is divided by its ground:
//!
//! ```text
//! ground = smallest in window (largest in window (grey))
//! ink    = 1 - grey / ground
//! ```
//!
//! The window must be wider than any stroke. How wide strokes are, a series of closings tells (a
//! granulometry): while the window grows, more ink vanishes, until all strokes have.
//!
//! Light strokes on a dark ground are read in the picture of opposite greys.

use super::grey::Grey;
use super::shapes::shapes;

/// The sign of the ink is found at this size: a picture's longer side in pixels.
pub(crate) const SIGN_SIDE: usize = 64;
/// There a pixel is compared with the median of those within this distance. Digits that
/// fill their picture may get the wrong sign; with a larger distance shadows do.
pub(crate) const SIGN_REACH: usize = 16;

/// The ground is estimated at this size.
pub(crate) const GROUND_SIDE: usize = 512;
/// The first window reaches this share of the longer side in each direction. With narrower ones
/// thin lines beside thick digits were taken for the strokes.
pub(crate) const FIRST_REACH: usize = 32;
/// The window is doubled until what vanishes has grown by less than this factor. On the
/// photographs of erica, scholich and asheena (data/model/README.md) the last step to the width of
/// the strokes is a factor of 3, and the steps beyond are 1.04 to 1.3.
pub(crate) const GROWTH: f64 = 1.2;

/// Paper has a grain: below this many times its lower quartile there is no ink. (Strokes that fill
/// their picture may cover half of it, so that a median would be ink.)
pub(crate) const GRAIN: f64 = 4.0;
/// Nor is there where the ground is darkened by less than this.
pub(crate) const LEAST: f64 = 0.03;
/// A picture is clean if three quarters of it are darkened by less than half a grey level.
pub(crate) const CLEAN: f64 = 0.5 / 255.0;
/// Shapes of less contrast are no strokes.
pub(crate) const CONTRAST: f64 = 0.1;
/// Within a shape, what has less than this share of its strength is no stroke but blur or dirt.
/// From 0.2 to 0.35 as many digits of strangers are read right.
pub(crate) const SHARE: f64 = 0.35;

/// The ink of a picture from 0, black, to 1, white: no ink is 0.
pub fn ink(picture: &Grey) -> Grey {
    let dark = ink_is_dark(picture);
    let picture = if dark { picture.clone() } else { picture.map(|value| 1.0 - value) };
    let ground = ground(&picture.reduced(GROUND_SIDE)).enlarged(picture.height, picture.width);
    let pairs = picture.values.iter().zip(&ground.values);
    // Light falls on dark ink and on its ground alike; light ink has no such law.
    let ink = pairs.map(|(&value, &ground)| {
        if dark { (1.0 - value / ground.max(LEAST)).max(0.0) } else { (ground - value).max(0.0) }
    });
    strokes(&Grey { values: ink.collect(), ..picture })
}

/// Whether what deviates most from its surroundings is darker than they are.
fn ink_is_dark(picture: &Grey) -> bool {
    let small = picture.reduced(SIGN_SIDE);
    let (mut dark, mut light) = (0.0, 0.0);
    let near = |i: usize, side: usize| i.saturating_sub(SIGN_REACH)..side.min(i + SIGN_REACH + 1);
    for y in 0..small.height {
        for x in 0..small.width {
            let rows = near(y, small.height).map(|y| &small.values[y * small.width..]);
            let values = rows.flat_map(|row| row[near(x, small.width)].iter().copied());
            let deviation = small.at(y, x) - quantile(values.collect(), 0.5);
            *(if deviation < 0.0 { &mut dark } else { &mut light }) += deviation * deviation;
        }
    }
    dark >= light
}

/// The ground under dark strokes.
fn ground(picture: &Grey) -> Grey {
    let longer = picture.height.max(picture.width);
    let vanished = |ground: &Grey| {
        let pairs = ground.values.iter().zip(&picture.values);
        pairs.map(|(ground, value)| (ground - value) * (ground - value)).sum::<f64>()
    };
    let mut reach = (longer / FIRST_REACH).max(1);
    let mut ground = picture.closed(reach);
    while 4 * reach <= longer {
        reach *= 2;
        let before = vanished(&ground);
        ground = picture.closed(reach);
        if before > 0.0 && vanished(&ground) <= GROWTH * before {
            break;
        }
    }
    ground
}

/// Keeps the strokes of the ink, with their soft edges, and drops the grain.
fn strokes(ink: &Grey) -> Grey {
    let [lower, upper] = [0.25, 0.75].map(|share| quantile(ink.values.clone(), share));
    // On a clean ground all ink is a stroke's, however soft its edge.
    let is_clean = upper < CLEAN;
    let least = if is_clean { CLEAN } else { (GRAIN * lower).max(LEAST) };
    let mut kept = ink.map(|value| if value > least { value } else { 0.0 });
    let mut strong = Grey::zeros(ink.height, ink.width);
    for shape in shapes(&kept) {
        let strength = shape.strength(&kept);
        let share = if is_clean { 0.0 } else { SHARE };
        let cut = if strength < CONTRAST { f64::INFINITY } else { share * strength };
        shape
            .pixels
            .iter()
            .filter(|&&i| kept.values[i] >= cut)
            .for_each(|&i| strong.values[i] = 1.0);
    }
    for (i, value) in kept.values.iter_mut().enumerate().filter(|(_, value)| **value > 0.0) {
        if !strong.neighbours(i).any(|near| strong.values[near] > 0.0) {
            *value = 0.0;
        }
    }
    kept
}

/// The value below which the given share of `values` lies.
pub(super) fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    let place = ((values.len() as f64 * share) as usize).min(values.len() - 1);
    *values.select_nth_unstable_by(place, f64::total_cmp).1
}
