//! The amounts of distortion as written on a command line are read, or answered with what was
//! expected and what was found.

use backprop::training::distortion::{Distortion, Elastic};

#[test]
fn a_text_says_what_is_done() {
    let all = Distortion {
        shift: 2.0,
        rotation: 15.0,
        scaling: 0.15,
        shear: 0.1,
        elastic: Some(Elastic { alpha: 36.0, sigma: 5.0 }),
    };
    let bent = |alpha, sigma| Some(Elastic { alpha, sigma });
    let cases = [
        ("none", Distortion::none()),
        ("affine", Distortion::affine()),
        (" elastic ", Distortion::elastic()),
        ("shift=2", Distortion { shift: 2.0, ..Distortion::none() }),
        ("shift=2,rotate=15,scale=0.15,shear=0.1,alpha=36,sigma=5", all),
        ("sigma=5, alpha = 36, shear=.1, scale=15e-2, rotate=15.0, shift=2", all),
        ("affine,shift=0", Distortion { shift: 0.0, ..Distortion::affine() }),
        (
            "affine,alpha=34,sigma=4",
            Distortion { elastic: bent(34.0, 4.0), ..Distortion::affine() },
        ),
        ("elastic,sigma=4", Distortion { elastic: bent(36.0, 4.0), ..Distortion::elastic() }),
    ];
    for (text, expected) in cases {
        assert_eq!(Distortion::parse(text), Ok(expected), "'{text}'");
    }
}

#[test]
fn a_wrong_text_is_answered_with_what_is_expected() {
    let unknown = "expected none, affine, elastic, or name=value with one of the names shift, \
                   rotate, scale, shear, alpha, sigma; found ";
    let amount =
        |what: &str, range: &str| format!("{what}: expected a number from {range}; found ");
    let half = "alpha and sigma work together; write both, as in alpha=36,sigma=6";
    let cases = [
        ("", format!("{unknown}''")),
        ("afine", format!("{unknown}'afine'")),
        ("shift=1,", format!("{unknown}''")),
        ("turn=3", format!("{unknown}'turn=3'")),
        ("shift=x", amount("shift (pixels)", "0 to 100") + "'x'"),
        ("shift=-1", amount("shift (pixels)", "0 to 100") + "'-1'"),
        ("rotate=nan", amount("rotate (degrees)", "0 to 180") + "'nan'"),
        ("scale=1", amount("scale (a fraction)", "0 to 0.9") + "'1'"),
        ("shear=", amount("shear (a fraction)", "0 to 1") + "''"),
        ("alpha=inf,sigma=5", amount("alpha (pixels)", "0 to 1000") + "'inf'"),
        ("alpha=1,sigma=0", amount("sigma (pixels)", "0.1 to 100") + "'0'"),
        ("shift=1,shift=2", "shift is given twice; write it once".to_string()),
        (
            "shift=1,affine",
            "'affine' sets every amount; write it first, and then what differs".to_string(),
        ),
        ("affine,sigma=4", half.to_string()),
        ("alpha=4", half.to_string()),
    ];
    for (text, expected) in cases {
        let error = Distortion::parse(text).expect_err(text);
        assert_eq!(error.to_string(), format!("distortion: {expected}"), "'{text}'");
    }
}
