//! Constants of the crate that the scripts use, too: they stand in Rust alone, with their reasons.

use super::mistakes::{SHOWN, direction, particle};
use crate::chart::image_grid;
use crate::digits::{grey, ground, prepare, reduce, ruling, shapes};
use crate::format::json::Json;
use crate::network::gradient_check;

/// The named constants of each module, under its name and theirs.
macro_rules! constants {
    ($($module:ident: $($name:ident)+;)+) => {
        [$((
            stringify!($module),
            Json::object([$((stringify!($name), Json::from($module::$name))),+]),
        )),+]
    };
}

/// All of them.
pub fn constants() -> Json {
    let numbers = constants! {
        prepare: SIDE BOX FINE WIDEST_STROKE THIN THICK STROKE;
        grey: HALF;
        ground: SIGN_SIDE SIGN_REACH GROUND_SIDE FIRST_REACH GROWTH GRAIN LEAST CLEAN CONTRAST SHARE;
        ruling: THICKEST GAP SHORTEST LONG PIECE SLIM SLIM_BETWEEN BEND MOST;
        shapes: WIDEST;
        reduce: LARGEST;
        gradient_check: EPSILON BOUND SMALLEST;
    };
    let colour = |rgb: [u8; 3]| Json::array(rgb.map(usize::from));
    let digits = |text: fn(usize) -> String| Json::array((0..10).map(text));
    Json::object(numbers.into_iter().chain([
        ("shown", SHOWN.into()),
        ("colours", Json::array([image_grid::LOWEST, image_grid::HIGHEST].map(colour))),
        ("object", digits(|digit| particle(digit, ["을", "를"]))),
        ("direction", digits(direction)),
    ]))
}
