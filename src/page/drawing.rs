//! Drawings for the page: digits given as strokes of a pen.

use crate::format::json::Json;

/// Strokes of a pen. Lengths are hundredths of the pad's side, y points down.
#[derive(Clone, Copy, Debug)]
pub struct Drawing {
    /// What is special about it, in Korean and English.
    pub name: [&'static str; 2],
    /// The pen's width.
    pub pen: f64,
    /// Points as in SVG: "x,y x,y ...".
    pub strokes: &'static [&'static str],
}

/// What the preparation has to put right; the last one is a row of two.
pub const DRAWINGS: &[Drawing] = &[
    Drawing {
        name: ["기울어진 3", "a slanted 3"],
        pen: 7.0,
        strokes: &[
            "34,24 36,21 40,16 44,12 49,10 53,8 58,8 62,9 66,12 68,15 68,19 68,24 66,28 64,32 \
             60,35 57,38 53,40 48,42 45,43 49,44 54,44 58,46 61,49 64,52 65,56 65,60 64,65 62,70 \
             59,74 56,79 52,82 48,85 43,87 38,88 33,88 28,86 24,85",
        ],
    },
    Drawing {
        name: ["구석의 작은 5", "a small 5 in the corner"],
        pen: 4.0,
        strokes: &[
            "26,67 13,68 11,79 14,77 17,76 21,76 24,78 26,81 27,85 26,89 23,92 20,94 16,95 12,94 \
             9,92",
        ],
    },
    Drawing {
        name: ["가로줄을 그은 큰 7", "a large 7 with a bar"],
        pen: 8.0,
        strokes: &["14,12 86,10 68,42 56,68 48,94", "38,52 80,50"],
    },
    Drawing {
        name: ["굵은 8", "a thick 8"],
        pen: 15.0,
        strokes: &[
            "66,28 63,23 59,17 54,14 48,14 42,16 38,19 36,25 36,31 39,37 44,43 50,48 56,52 \
             61,58 65,64 66,71 64,78 59,84 52,87 45,87 38,84 33,79 31,73 32,67 36,60 42,54 48,48 \
             54,44 60,40 64,34 66,28",
        ],
    },
    Drawing {
        name: ["가장자리의 4", "a 4 at the edge"],
        pen: 6.0,
        strokes: &["78,18 72,34 64,52 98,52", "91,34 89,84"],
    },
    Drawing {
        name: ["한 획으로 쓴 1", "a 1 of a single stroke"],
        pen: 8.0,
        strokes: &["54,16 47,84"],
    },
    Drawing {
        name: ["나란히 쓴 1과 2", "1 and 2 side by side"],
        pen: 6.0,
        strokes: &[
            "22,22 22,78",
            "50,34 52,30 55,26 60,23 65,22 70,23 75,26 77,31 77,37 74,44 70,51 64,59 58,66 53,72 \
             50,77 84,77",
        ],
    },
];

/// What is no digit, which a network answers all the same.
pub const SCRIBBLES: &[Drawing] = &[
    Drawing {
        name: ["글자 A", "the letter A"],
        pen: 7.0,
        strokes: &["28,86 50,14 72,86", "37,60 63,60"],
    },
    Drawing {
        name: ["빈 네모", "an empty square"],
        pen: 6.0,
        strokes: &["24,24 76,24 76,76 24,76 24,24"],
    },
    Drawing {
        name: ["낙서", "a scribble"],
        pen: 5.0,
        strokes: &[
            "22,40 40,70 34,22 56,78 48,20 70,74 64,26 80,60 30,52 76,44 26,64 62,36 40,30 72,66 50,84 \
             28,30 78,34",
        ],
    },
];

/// Drawings as data for the scripts.
pub fn drawings(drawings: &[Drawing]) -> Json {
    Json::array(drawings.iter().map(|drawing| {
        Json::object([
            ("name", Json::array(drawing.name)),
            ("pen", drawing.pen.into()),
            ("strokes", Json::array(drawing.strokes.iter().copied())),
        ])
    }))
}
