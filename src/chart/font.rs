//! How wide a text will be: the legend's frame and the y label depend on it.
//!
//! The program that shows an SVG draws its text, so the writer can only estimate its width. With
//! DejaVu Sans the estimate is exact to a few hundredths of a point (kerning apart): the widths and
//! the height are the font's own.

/// Text size of labels and legend, in points.
pub const SIZE: f64 = 10.0;

/// Text size of a title, in points.
pub const TITLE_SIZE: f64 = 12.0;

/// From the top of a line of [`SIZE`] text down to its baseline, in points, as matplotlib lays it
/// out.
pub const ASCENT: f64 = 7.6;

/// From the baseline of a line of [`SIZE`] text down to its bottom, in points.
pub const DESCENT: f64 = 2.4;

/// The font's own units in one em.
const UNITS_PER_EM: f64 = 2048.0;

/// Advance widths of U+0020 to U+007E in the font's units: the `hmtx` table of DejaVu Sans 2.35,
/// which matplotlib carries.
#[rustfmt::skip]
const ADVANCES: [u16; 95] = [
    651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, // to /
    1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, // 0 to 9
    690, 690, 1716, 1716, 1716, 1087, 2048, // : to @
    1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540, 604, 604, 1343, 1141, 1767, // A to M
    1532, 1612, 1235, 1612, 1423, 1300, 1251, 1499, 1401, 2025, 1403, 1251, 1403, // N to Z
    799, 690, 799, 1716, 1024, 1024, // [ to `
    1255, 1300, 1126, 1300, 1260, 721, 1300, 1298, 569, 569, 1186, 569, 1995, // a to m
    1298, 1253, 1300, 1300, 842, 1067, 803, 1298, 1212, 1675, 1212, 1212, 1075, // n to z
    1303, 690, 1303, 1716, // { to ~
];

/// The width of `text` at `size` points, in points.
pub fn width(text: &str, size: f64) -> f64 {
    let advance = |character: char| match character {
        ' '..='~' => ADVANCES[character as usize - ' ' as usize],
        '\u{2212}' => 1716, // the true minus sign
        _ => 2048,          // Hangul and other square scripts fill their em
    };
    let units: f64 = text.chars().map(|character| f64::from(advance(character))).sum();
    units / UNITS_PER_EM * size
}
