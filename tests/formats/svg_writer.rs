//! The SVG writer gives well-formed XML with short numbers, whatever it is given.

use crate::support::xml;
use backprop::chart::svg::{Svg, decimal, escape, path};
use xml::well_formed;

#[test]
fn the_writer_nests_and_ends_what_it_began() {
    let mut svg = Svg::new(5.0, 10.0, 0.5, "a \"label\"");
    svg.element("g").open();
    svg.element("g").set("fill", "a<b").open();
    svg.element("text").at(1.0, 2.0).content("x & y");
    let file = svg.finish();
    assert_eq!(well_formed(&file), Ok(()), "{file}");
    assert!(
        file.ends_with("      <text x=\"1\" y=\"2\">x &amp; y</text>\n    </g>\n  </g>\n</svg>\n"),
        "{file}"
    );
    assert!(file.contains("aria-label=\"a &quot;label&quot;\""), "{file}");
}

#[test]
fn closing_more_than_was_opened_does_no_harm() {
    let mut svg = Svg::new(1.0, 1.0, 1.0, "");
    svg.close();
    svg.close();
    assert_eq!(well_formed(&svg.finish()), Ok(()));
}

#[test]
fn numbers_are_short() {
    let cases = [
        (0.0, "0"),
        (-0.0, "0"),
        (-0.004, "0"),
        (0.006, "0.01"),
        (1.0, "1"),
        (100.0, "100"),
        (12.5, "12.5"),
        (12.345678, "12.35"),
        (-7.25, "-7.25"),
        (0.1 + 0.2, "0.3"),
        (f64::NAN, "0"),
        (f64::INFINITY, "1000000"),
        (-f64::INFINITY, "-1000000"),
        (1e300, "1000000"),
    ];
    for (value, text) in cases {
        assert_eq!(decimal(value), text, "{value:?}");
    }
}

#[test]
fn paths_of_any_length() {
    assert_eq!(path(&[]), "");
    assert_eq!(path(&[(1.0, 2.5)]), "M1 2.5");
    assert_eq!(path(&[(1.0, 2.5), (f64::NAN, 0.0), (-3.0, 4.0)]), "M1 2.5 L0 0 L-3 4");
}

#[test]
fn text_is_escaped() {
    assert_eq!(escape("a<b>&\"c\" '한글' 😀"), "a&lt;b&gt;&amp;&quot;c&quot; '한글' 😀");
    assert_eq!(escape("\t\n\r"), "&#9;&#10;&#13;");
    assert_eq!(escape("&amp;"), "&amp;amp;", "what is escaped already is text like any other");
    for forbidden in ('\0'..' ').chain(['\u{fffe}', '\u{ffff}']).filter(|c| !"\t\n\r".contains(*c))
    {
        assert_eq!(escape(&forbidden.to_string()), "\u{fffd}", "{forbidden:?}");
    }
}

#[test]
fn the_checker_itself_finds_faults() {
    let sound = "<a b=\"1\" c=\"&lt;\">x<d/></a>\n";
    assert_eq!(well_formed(sound), Ok(()));
    let faulty = [
        "",
        "x",
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><a/>",
        "<a/>x",
        "<a b></a>",
        "<a b=1/>",
        "<a",
        "<a b=\"1\" b=\"2\"/>",
        "<a b=\"&x;\"/>",
        "<a>&</a>",
        "<a>\u{1}</a>",
        "<a b=\"1/>",
        "< a/>",
    ];
    for text in faulty {
        assert!(well_formed(text).is_err(), "{text:?} was taken for well-formed");
    }
}
