//! The tutorial's mistakes, each shown by a number as printed and the same number corrected.
//!
//! A reader can check a measurement, but has to believe an assertion. So every [`Fact`] is computed
//! here anew: the printed and the corrected program are the same code and differ in the mistake
//! alone. The one exception is the first, a count made in the document.
//!
//! [`MISTAKES`] make a number or a claim wrong. [`CHOICES`] are right as they stand, but have a
//! cost. Most numbers are measured on the training runs of [`experiment`].

pub mod choices;
pub mod experiment;
mod measures;
pub mod mistakes;

pub use choices::CHOICES;
pub use mistakes::MISTAKES;

use crate::chart::line_chart::{LineChart, Series};
use crate::document::notebook::Notebook;
use experiment::{Experiment, Runs};

/// A mistake or a choice of the tutorial, and how it is measured.
#[derive(Debug)]
pub struct Erratum {
    /// What it is, in a phrase.
    pub title: &'static str,
    /// The tutorial's lines.
    pub printed: &'static [&'static str],
    /// Why it is wrong, or what the choice costs.
    pub why: &'static str,
    /// What to write instead.
    pub instead: &'static str,
    /// The programs whose runs it is measured on.
    pub programs: &'static [Notebook],
    /// The numbers that show it, the most telling first.
    pub facts: fn(&Experiment, &Runs) -> Vec<Fact>,
}

/// One number, computed two ways.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What is measured.
    pub what: String,
    /// As the tutorial prints it; and corrected, or with the other choice.
    pub numbers: [f64; 2],
    form: Form,
}

/// How a number is written.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// With so many decimals.
    Fixed(usize),
    Percent,
    Scientific,
}

fn fact(what: impl Into<String>, form: Form, numbers: [f64; 2]) -> Fact {
    Fact { what: what.into(), numbers, form }
}

impl Fact {
    /// Both numbers as text.
    pub fn texts(&self) -> [String; 2] {
        self.numbers.map(|number| match self.form {
            Form::Fixed(decimals) => format!("{number:.decimals$}"),
            Form::Percent => format!("{:.1} %", 100.0 * number),
            Form::Scientific => format!("{number:.1e}"),
        })
    }
}

/// The test accuracy epoch by epoch, as printed and corrected: each with the tutorial's learning
/// rate, then with ten times that.
pub fn chart(printed: &[Vec<f64>; 2], corrected: &[Vec<f64>; 2]) -> String {
    LineChart {
        title: "ReLU's derivative, as printed and corrected",
        x_label: "epoch",
        y_label: "test accuracy",
        series: &[
            Series::new("as printed", &printed[0]),
            Series::new("corrected", &corrected[0]),
            Series::dashed("as printed, rate 0.005", &printed[1]),
            Series::dashed("corrected, rate 0.005", &corrected[1]),
        ],
    }
    .to_svg()
}
