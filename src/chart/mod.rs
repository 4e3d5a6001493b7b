//! Charts as SVG files: what pandas and matplotlib draw for the tutorial, a confusion matrix, many
//! small pictures.
//!
//! A chart is text: lines, rectangles and words with their coordinates. A browser draws it, any
//! zoom keeps it sharp, and the same numbers give the same bytes, so a chart can be compared and
//! tested like any other output. It looks like matplotlib's default, so a reader of the tutorial
//! recognises it at a glance.
//!
//! [`line_chart`] is the place to start; [`svg`] is the writer that all charts use.

#![warn(missing_debug_implementations)]

pub mod axis;
pub mod font;
pub mod frame;
pub mod heat_map;
pub mod image_grid;
pub mod legend;
pub mod line_chart;
pub mod svg;
pub mod ticks;
