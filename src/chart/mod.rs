//! Charts as SVG files: what pandas and matplotlib draw for the tutorial, a confusion matrix, many
//! small pictures.
//!
//! A chart is text: lines, rectangles and words with their coordinates. A browser draws it, any
//! zoom keeps it sharp, and the same numbers give the same bytes, so a chart can be compared and
//! tested like any other output. It looks like matplotlib's default, so a reader of the tutorial
//! recognises it at a glance.
//!
//! The modules, from the values to the file:
//!
//! - [`line_chart`]: series of numbers as lines; the place to start.
//! - [`axis`]: the range of values shown, and where each lies on the canvas.
//! - [`ticks`]: which round numbers stand along an axis, and how they are written.
//! - [`frame`]: the axes' frame with its ticks and names.
//! - [`legend`]: the box that names the lines.
//! - [`heat_map`]: a confusion matrix.
//! - [`image_grid`]: images, or weights as pictures.
//! - [`font`]: how wide a text will be.
//! - [`svg`]: the writer that all of them use.

pub mod axis;
pub mod font;
pub mod frame;
pub mod heat_map;
pub mod image_grid;
pub mod legend;
pub mod line_chart;
pub mod svg;
pub mod ticks;
