//! Many small pictures in a grid, each with a caption below.
//!
//! A picture is numbers, one per pixel: ink from white to black, or numbers of both signs from blue
//! over white to red, all pictures on one scale with a key. A browser would take long to draw
//! thousands of `rect`s, and their text is ten times as large, so each picture is embedded as a PNG
//! in base64.
//!
//! A file stays below 1 MB: there are at most [`MOST_PICTURES`], and of large pictures only every
//! second, third, ... row and column is drawn.

use super::font;
use super::svg::{Area, PIXEL, Svg};
use super::ticks::ticks;
use crate::format::{base64, png};

/// Pictures drawn at most; further ones are left out.
pub const MOST_PICTURES: usize = 200;

/// Bytes that the pictures may take in the file. The rest is some 400 bytes per picture.
const MOST_BYTES: usize = 900_000;

/// Pictures side by side.
const COLUMNS: usize = 10;

// Distances in points.
const PICTURE: f64 = 56.0 * PIXEL; // the longer side: 28 pixels have two of the screen for each
const COLUMN: f64 = 64.0 * PIXEL; // from the left edge of a picture to that of the next
const MARGIN: f64 = 14.0 * PIXEL; // between the grid and the edges of the canvas
const CAPTION_SIZE: f64 = 8.0; // the text size of captions
const CAPTION_LINE: f64 = 10.0; // from a line of a caption to the next
const GAP: f64 = 6.0; // below a caption
const TITLE_HEIGHT: f64 = 32.0; // above the grid, for the title
const KEY_HEIGHT: f64 = 34.0; // below the title, for the key

/// The bar of colours in the key. Half a label may stick out on its left.
const KEY: Area = Area { left: MARGIN + 8.0, top: TITLE_HEIGHT, width: 216.0, height: 9.0 };

/// Colours in the key's bar, an odd number, so that white is one of them.
const KEY_STEPS: usize = 101;

/// The ends of the scale: blue and red (ColorBrewer's "RdBu").
pub(crate) const LOWEST: [u8; 3] = [0x21, 0x66, 0xac];
pub(crate) const HIGHEST: [u8; 3] = [0xb2, 0x18, 0x2b];

/// What the numbers of a picture are.
#[derive(Debug, Clone, Copy)]
pub enum Scale<'a> {
    /// Ink, from 0, white, to 1, black.
    Ink,
    /// From `-largest`, blue, over 0, white, to `largest`, red; numbers beyond have the last
    /// colour. The lines of `meaning` stand beside the key.
    Signed {
        /// Where the strongest colours begin.
        largest: f64,
        /// What the numbers are.
        meaning: &'a str,
    },
}

/// What is written about a picture.
#[derive(Debug, Clone)]
pub struct Caption {
    /// The lines below the picture.
    pub lines: Vec<String>,
    /// The text that appears when a pointer rests on the picture.
    pub hint: String,
}

/// A chart of pictures, all of one size.
#[derive(Debug, Clone, Copy)]
pub struct ImageGrid<'a> {
    /// Written above the pictures.
    pub title: &'a str,
    /// Height and width of each picture in pixels, at least 1.
    pub size: (usize, usize),
    /// A caption for each picture, in reading order.
    pub captions: &'a [Caption],
    /// What their numbers are.
    pub scale: Scale<'a>,
}

impl ImageGrid<'_> {
    /// Draws the chart as an SVG document; `numbers(i)` are those of picture `i`, row by row.
    ///
    /// # Panics
    /// If a picture has not height x width numbers, or there are none.
    #[must_use]
    pub fn to_svg(&self, numbers: impl Fn(usize) -> Vec<f64>) -> String {
        let captions = &self.captions[..self.captions.len().min(MOST_PICTURES)];
        let lines = captions.iter().map(|caption| caption.lines.len()).max().unwrap_or(0);
        let (rows, columns) = self.size;
        let longer = rows.max(columns) as f64;
        let high = PICTURE * (rows as f64 / longer);
        let wide = PICTURE * (columns as f64 / longer);
        let row = high + lines as f64 * CAPTION_LINE + GAP;
        let key = if matches!(self.scale, Scale::Ink) { 0.0 } else { KEY_HEIGHT };
        let top = TITLE_HEIGHT + key;

        let width = 2.0 * MARGIN + (COLUMNS - 1) as f64 * COLUMN + PICTURE;
        let height = top + captions.len().div_ceil(COLUMNS) as f64 * row + MARGIN;
        let mut svg = Svg::new(width, height, PIXEL, self.title);
        svg.element("text")
            .at(MARGIN, TITLE_HEIGHT - 13.0)
            .number("font-size", font::TITLE_SIZE)
            .content(self.title);
        if let Scale::Signed { largest, meaning } = self.scale {
            draw_key(&mut svg, largest, meaning);
        }
        svg.element("g")
            .set("style", "image-rendering: pixelated") // or the pixels run into each other
            .set("text-anchor", "middle")
            .number("font-size", CAPTION_SIZE)
            .open();
        let step = self.step(captions.len());
        for (i, caption) in captions.iter().enumerate() {
            let left = MARGIN + (i % COLUMNS) as f64 * COLUMN + (PICTURE - wide) / 2.0;
            let top = top + (i / COLUMNS) as f64 * row;
            let area = Area { left, top, width: wide, height: high };
            let png = self.png(&numbers(i), step);
            svg.element("image").area(area).set("href", &address(&png)).open();
            svg.element("title").content(&caption.hint);
            svg.close();
            draw_edge(&mut svg, area, "#cccccc");
            for (line, text) in (1..).zip(&caption.lines) {
                let baseline = area.bottom() + f64::from(line) * CAPTION_LINE;
                svg.element("text").at(left + wide / 2.0, baseline).content(text);
            }
        }
        svg.finish()
    }

    /// Every how many-th row and column is drawn, so that `count` pictures fit into the file.
    fn step(&self, count: usize) -> usize {
        let (height, width) = self.size;
        let samples = if matches!(self.scale, Scale::Ink) { 1 } else { 3 };
        let fits = |step: &usize| {
            // A line has a byte for its filter, a file some 100 for all else but its lines.
            let line = 1 + samples * width.div_ceil(*step);
            count * (100 + height.div_ceil(*step) * line) / 3 * 4 <= MOST_BYTES
        };
        (1..).find(fits).expect("single pixels fit")
    }

    /// The PNG file of a picture.
    fn png(&self, numbers: &[f64], step: usize) -> Vec<u8> {
        let (height, width) = self.size;
        assert_eq!(numbers.len(), height * width, "a picture of {height} x {width} numbers");
        let rows = numbers.chunks(width).step_by(step);
        let kept = rows.flat_map(|row| row.iter().step_by(step).copied());
        let (width, height) = (width.div_ceil(step), height.div_ceil(step));
        match self.scale {
            Scale::Ink => {
                let greys: Vec<_> = kept.map(|ink| (255.0 * (1.0 - ink)).round() as u8).collect();
                png::write_grey(width, height, &greys)
            }
            Scale::Signed { largest, .. } => {
                let colours: Vec<_> = kept.map(|number| colour(number, largest)).collect();
                png::write_rgb(width, height, &colours)
            }
        }
    }
}

/// The colour of a number: that of its sign mixed with white, the more so the nearer to 0.
fn colour(number: f64, largest: f64) -> [u8; 3] {
    let strength = if largest > 0.0 { (number.abs() / largest).min(1.0) } else { 0.0 };
    let end = if number < 0.0 { LOWEST } else { HIGHEST };
    end.map(|end| (255.0 + strength * (f64::from(end) - 255.0)).round() as u8)
}

/// The picture itself as an address.
fn address(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", base64::encode(png))
}

fn draw_edge(svg: &mut Svg, area: Area, colour: &str) {
    let edge = svg.element("rect").area(area).set("fill", "none").set("stroke", colour);
    edge.number("stroke-width", PIXEL).empty();
}

/// Draws what the colours mean.
fn draw_key(svg: &mut Svg, largest: f64, meaning: &str) {
    let end = (KEY_STEPS / 2) as f64;
    let bar = (0..KEY_STEPS).map(|step| colour(step as f64 - end, end)).collect::<Vec<_>>();
    let image = svg.element("image").area(KEY).set("preserveAspectRatio", "none");
    image.set("href", &address(&png::write_rgb(KEY_STEPS, 1, &bar))).empty();
    draw_edge(svg, KEY, "#000000");
    svg.element("g").set("text-anchor", "middle").number("font-size", CAPTION_SIZE).open();
    // If all numbers are 0, any scale shows them.
    let largest = if largest > 0.0 { largest } else { 1.0 };
    let ticks = ticks(-largest, largest);
    for (position, label) in ticks.positions.iter().zip(&ticks.labels) {
        let x = KEY.left + (position / largest + 1.0) / 2.0 * KEY.width;
        svg.element("text").at(x, KEY.bottom() + CAPTION_LINE).content(label);
    }
    svg.text((KEY.right(), KEY.bottom() + 2.0 * CAPTION_LINE), &[], &ticks.common);
    svg.close();
    let (x, y) = (KEY.right() + 2.0 * GAP, KEY.bottom() - 1.0);
    svg.element("g").number("font-size", CAPTION_SIZE).open();
    for (line, text) in (0..).zip(meaning.lines()) {
        svg.element("text").at(x, y + f64::from(line) * CAPTION_LINE).content(text);
    }
    svg.close();
}
