//! A picture's grey is its luma, seen on white paper.

use backprop::format::rgba::RgbaImage;

fn grey(pixel: [u8; 4]) -> f64 {
    RgbaImage { height: 1, width: 1, pixels: vec![pixel] }.grey_on_white()[0]
}

#[test]
fn an_opaque_grey_is_itself_and_a_transparent_colour_is_white() {
    for value in 0..=255 {
        assert_eq!(grey([value, value, value, 255]), f64::from(value));
        assert_eq!(grey([value, 255 - value, 7, 0]), 255.0);
    }
}

#[test]
fn colours_are_weighted_and_mixed_with_white() {
    for alpha in 0..=255 {
        for [red, green, blue] in [[255, 0, 0], [0, 255, 0], [0, 0, 255], [12, 34, 56]] {
            let [r, g, b, opacity] = [red, green, blue, alpha].map(|v| f64::from(v) / 255.0);
            let luma = 0.299 * r + 0.587 * g + 0.114 * b;
            let expected = 255.0 * (opacity * luma + 1.0 - opacity);
            let found = grey([red, green, blue, alpha]);
            let difference = (found - expected).abs();
            assert!(difference < 1e-12 * 255.0, "{red} {green} {blue} {alpha}: {found}");
        }
    }
}
