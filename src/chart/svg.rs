//! A small SVG writer: elements, attributes, escaped text, short decimals.
//!
//! SVG is XML, and a chart needs little of it: a root element, a handful of shapes, text. The
//! writer keeps three promises. The output is well-formed whatever names and numbers it is given;
//! the same calls give the same bytes (no date, no generated ids, numbers rounded to two
//! decimals); and no coordinate is ever `NaN`, infinite or longer than a few digits.
//!
//! An element is built from left to right, as it will stand in the file:
//!
//! ```
//! use backprop::chart::svg::Svg;
//!
//! let mut svg = Svg::new(320.0, 240.0, 1.0, "an example");
//! svg.element("text").at(12.5, 7.0).content("5 < 7");
//! assert!(svg.finish().ends_with("<text x=\"12.5\" y=\"7\">5 &lt; 7</text>\n</svg>\n"));
//! ```

use std::fmt::Write;

/// A place on the canvas: x grows to the right, y grows downwards.
pub type Point = (f64, f64);

/// A rectangle of the canvas.
#[expect(missing_docs, reason = "the names say it all")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// Its right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// The width of a pixel of the screen in points: 100 dots, 72 points per inch.
pub const PIXEL: f64 = 0.72;

/// Decimals kept in the output: a hundredth of a point is far below what a screen or a printer
/// shows.
const DECIMALS: usize = 2;

/// Coordinates beyond this are clamped: no canvas reaches so far, and `1e300` would take 300
/// digits.
const FARTHEST: f64 = 1e6;

/// matplotlib's font is DejaVu Sans; where that is missing, Verdana is the most like it.
const FONTS: &str = "DejaVu Sans, Verdana, sans-serif";

/// An SVG document under construction.
#[derive(Debug)]
#[must_use = "the document is in what finish returns"]
pub struct Svg {
    text: String,
    /// Names of the elements that wait for their end tag, outermost first.
    open: Vec<&'static str>,
}

impl Svg {
    /// Starts a white document with coordinates from (0, 0) to (`width`, `height`), shown so large
    /// that a pixel of the screen is `pixel` wide. `label` describes it to screen readers.
    pub fn new(width: f64, height: f64, pixel: f64, label: &str) -> Svg {
        let mut svg = Svg { text: String::new(), open: Vec::new() };
        svg.element("svg")
            .set("xmlns", "http://www.w3.org/2000/svg")
            .number("width", width / pixel)
            .number("height", height / pixel)
            .set("viewBox", &format!("0 0 {} {}", decimal(width), decimal(height)))
            .set("role", "img")
            .set("aria-label", label)
            .set("font-family", FONTS)
            .number("font-size", 10.0)
            .open();
        svg.element("rect")
            .set("width", "100%")
            .set("height", "100%")
            .set("fill", "#ffffff")
            .empty();
        svg
    }

    /// Begins an element on a line of its own.
    pub fn element(&mut self, name: &'static str) -> Element<'_> {
        self.indent();
        self.text += "<";
        self.text += name;
        Element { svg: self, name }
    }

    /// Writes a text at a place, with more attributes; nothing if it is empty.
    pub fn text(&mut self, (x, y): Point, attributes: &[(&str, &str)], text: &str) {
        if !text.is_empty() {
            let mut element = self.element("text").at(x, y);
            for (name, value) in attributes {
                element = element.set(name, value);
            }
            element.content(text);
        }
    }

    /// Ends the innermost element that was left [open](Element::open).
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            let _ = writeln!(self.text, "</{name}>"); // writing to a String cannot fail
        }
    }

    /// Ends whatever is open and returns the document.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn indent(&mut self) {
        self.text.extend(self.open.iter().map(|_| "  "));
    }
}

/// A start tag under construction; one of [`empty`](Element::empty), [`content`](Element::content)
/// and [`open`](Element::open) ends it.
#[must_use = "the tag is unfinished until empty, content or open ends it"]
#[derive(Debug)]
pub struct Element<'a> {
    svg: &'a mut Svg,
    name: &'static str,
}

impl Element<'_> {
    /// Adds an attribute; its value is escaped.
    pub fn set(self, name: &str, value: &str) -> Self {
        let _ = write!(self.svg.text, " {name}=\"{}\"", escape(value));
        self
    }

    /// Adds an attribute that is a number.
    pub fn number(self, name: &str, value: f64) -> Self {
        let _ = write!(self.svg.text, " {name}=\"{}\"", decimal(value));
        self
    }

    /// Adds the attributes `x` and `y`.
    pub fn at(self, x: f64, y: f64) -> Self {
        self.number("x", x).number("y", y)
    }

    /// Adds the attributes that place a `rect`.
    pub fn area(self, area: Area) -> Self {
        self.at(area.left, area.top).number("width", area.width).number("height", area.height)
    }

    /// Lets a text run upwards from its place at `x` and `y`.
    pub fn upwards(self, x: f64, y: f64) -> Self {
        self.set("transform", &format!("translate({} {}) rotate(-90)", decimal(x), decimal(y)))
    }

    /// Ends the tag of an element without content.
    pub fn empty(self) {
        self.svg.text.push_str("/>\n");
    }

    /// Ends the element with text as its content, escaped.
    pub fn content(self, text: &str) {
        let _ = writeln!(self.svg.text, ">{}</{}>", escape(text), self.name);
    }

    /// Leaves the element open: everything up to [`Svg::close`] stands inside it.
    pub fn open(self) {
        self.svg.text.push_str(">\n");
        self.svg.open.push(self.name);
    }
}

/// The `d` attribute of a path that visits `points` in straight lines.
pub fn path(points: &[Point]) -> String {
    let mut d = String::new();
    for (i, &(x, y)) in points.iter().enumerate() {
        let command = if i == 0 { "M" } else { " L" };
        let _ = write!(d, "{command}{} {}", decimal(x), decimal(y));
    }
    d
}

/// The shortest text of a coordinate rounded to two decimals: `12.50` is written `12.5`.
///
/// Not-a-number is written as 0, and everything beyond a million, infinities included, as a
/// million.
pub fn decimal(value: f64) -> String {
    let value = if value.is_nan() { 0.0 } else { value.clamp(-FARTHEST, FARTHEST) };
    let text = format!("{value:.DECIMALS$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

/// Text as it may stand in XML, inside an element or in a quoted attribute.
///
/// XML 1.0 section 2.2 lists the characters a document may hold, written out or not: the others
/// (control characters, U+FFFE, U+FFFF) become U+FFFD. Tabs and line ends are written as
/// references, for a parser would turn them into spaces (section 3.3.3).
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
