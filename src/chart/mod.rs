//! Charts.
pub mod axis;
pub mod font;
pub mod frame;
pub mod legend;
pub mod line_chart;
pub mod svg;
pub mod ticks;
