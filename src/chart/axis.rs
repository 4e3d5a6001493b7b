//! One axis: which values it shows, and where on the canvas each of them lies.
//!
//! As in matplotlib, an axis shows its data widened by a margin of 5 % of their range at either
//! end, and is not rounded to ticks: epochs 0 to 19 are shown from -0.95 to 19.95.

use super::ticks::{Ticks, ticks, whole_ticks, widen_if_singular};

/// The margin at either end, as a share of the data's range; and how far a single value is widened
/// to become a range, relative to it (absolute around zero).
const MARGIN: f64 = 0.05;

/// Values of a larger magnitude are not drawn: a range of them, and its margins, must stay finite.
const LARGEST: f64 = 1e300;

/// Whether a value has a place on an axis: `NaN`, infinities and numbers beyond 1e300 have none.
pub fn can_be_drawn(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// A range of values laid out along a line of the canvas.
#[derive(Debug)]
pub struct Axis {
    /// The lowest value shown.
    pub low: f64,
    /// The highest value shown.
    pub high: f64,
    start: f64,
    end: f64,
    /// Its ticks.
    pub ticks: Ticks,
}

impl Axis {
    /// An axis for `values`, lowest at the canvas coordinate `start`, highest at `end`.
    ///
    /// Values that cannot be drawn are skipped; if none is left, the axis is matplotlib's for an
    /// empty chart, around zero.
    pub fn around(values: impl Iterator<Item = f64>, start: f64, end: f64) -> Axis {
        let (low, high) = values
            .filter(|&value| can_be_drawn(value))
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 0.0) };
        let (low, high) = widen_if_singular(low, high, MARGIN, 1e-15);
        let margin = (high - low) * MARGIN;
        let (low, high) = (low - margin, high + margin);
        Axis { low, high, start, end, ticks: ticks(low, high) }
    }

    /// The same axis with ticks at whole numbers only.
    #[must_use]
    pub fn whole(self) -> Axis {
        Axis { ticks: whole_ticks(self.low, self.high), ..self }
    }

    /// The canvas coordinate of a value.
    pub fn place(&self, value: f64) -> f64 {
        self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)
    }
}
