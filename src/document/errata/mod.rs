//! The tutorial's mistakes, each shown by a number as printed and the same number mended.
//!
//! A mistake that is only asserted has to be believed; one that is measured can be checked. Every
//! [`Fact`] here is worked out anew from the crate's own parts: the faithful program and the mended
//! one are the same layers and the same loop, and differ in nothing but what is printed wrong.
//! The one exception is [`text::name`], a count made in the document.
//!
//! Two kinds are kept apart: *mistakes*, which make a number or a claim wrong, and *choices*, which
//! are right as they stand but cost something that is worth knowing.
//!
//! - [`runs`]: the training runs that most of the numbers come from.
//! - [`step`]: the worked example steps the wrong way.
//! - [`derivative`]: `relu2deriv` is 1 everywhere.
//! - [`reported`]: what is reported after an epoch, summed up, plotted and thrown away.
//! - [`descended`]: which function training goes down.
//! - [`text`]: a name that does not exist, and what the log's lines look like.
//! - [`mod@choices`]: learning rate, test images, order, biases, softmax of arrays, unknown labels.

pub mod choices;
pub mod derivative;
pub mod descended;
pub mod reported;
pub mod runs;
pub mod step;
pub mod text;

use crate::chart::line_chart::{LineChart, Series};
use runs::{Runs, Setting};

/// A mistake or a choice of the tutorial, and the numbers that show it.
#[derive(Clone, Debug)]
pub struct Erratum {
    /// What it is, in a phrase.
    pub title: &'static str,
    /// The line of the tutorial, or the lines.
    pub printed: &'static [&'static str],
    /// Why it is wrong, or what the choice costs.
    pub why: &'static str,
    /// What to write instead.
    pub mend: &'static str,
    /// The numbers; the first says the most.
    pub facts: Vec<Fact>,
}

/// One number, had in two ways.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What is measured.
    pub what: String,
    /// As the tutorial prints it.
    pub printed: f64,
    /// Mended, or chosen otherwise.
    pub mended: f64,
    /// How the number is written.
    form: fn(f64) -> String,
}

impl Fact {
    fn new(what: impl Into<String>, printed: f64, mended: f64, form: fn(f64) -> String) -> Self {
        Self { what: what.into(), printed, mended, form }
    }

    /// Both numbers as text.
    pub fn texts(&self) -> [String; 2] {
        [self.printed, self.mended].map(self.form)
    }
}

/// The mistakes, those of the most consequence first.
pub fn mistakes(setting: &Setting, runs: &Runs) -> Vec<Erratum> {
    vec![
        text::name(),
        step::erratum(),
        derivative::erratum(setting, runs),
        reported::raw_scores(runs),
        descended::erratum(setting, runs),
        reported::charts(runs),
        reported::gathered(runs),
        text::log(runs),
    ]
}

/// The choices, those of the most consequence first.
pub fn choices(setting: &Setting, runs: &Runs) -> Vec<Erratum> {
    vec![
        choices::learning_rate(runs),
        choices::test_images(setting, runs),
        choices::order(runs),
        choices::bias(runs),
        choices::softmax_of_an_array(),
        choices::unknown_label(),
    ]
}

/// The shares of right test images, epoch by epoch, of the program as printed and corrected: each
/// with the tutorial's learning rate, then with ten times that.
pub fn chart(printed: [&[f64]; 2], corrected: [&[f64]; 2]) -> String {
    LineChart {
        title: "ReLU's derivative, as printed and mended",
        x_label: "epoch",
        y_label: "test accuracy",
        series: &[
            Series::new("as printed", printed[0]),
            Series::new("corrected", corrected[0]),
            Series::dashed("as printed, rate 0.005", printed[1]),
            Series::dashed("corrected, rate 0.005", corrected[1]),
        ],
    }
    .to_svg()
}

fn count(number: f64) -> String {
    format!("{number:.0}")
}

/// As many digits as the tutorial's log has.
fn decimals(number: f64) -> String {
    format!("{number:.3}")
}

fn fine(number: f64) -> String {
    format!("{number:.6}")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn scientific(number: f64) -> String {
    format!("{number:.1e}")
}
