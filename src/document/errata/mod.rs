//! The tutorial's mistakes, each shown by a number as printed and the same number corrected.
//!
//! A reader can check a measurement, but has to believe an assertion. So every [`Fact`] is computed
//! here anew: the printed and the corrected program are the same code and differ in the mistake
//! alone. The one exception is [`reported::NAME`], a count made in the document.
//!
//! *Mistakes* make a number or a claim wrong. *Choices* are right as they stand, but have a cost.
//!
//! - [`experiment`]: the training runs that most numbers are measured on.
//! - [`step`]: the worked example's sign, `relu2deriv`, and the loss that the steps descend.
//! - [`reported`]: the errors and sums of the program, its charts, and its log's lines.
//! - [`mod@choices`]: learning rate, test images, order, biases, softmax of arrays, unknown labels.

pub mod choices;
pub mod experiment;
pub mod reported;
pub mod step;

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
    /// As the tutorial prints it.
    pub printed: f64,
    /// Corrected, or with the other choice.
    pub instead: f64,
    form: fn(f64) -> String,
}

impl Fact {
    /// Both numbers as text.
    pub fn texts(&self) -> [String; 2] {
        [self.printed, self.instead].map(self.form)
    }
}

/// What a [`Fact`] is about; each method adds its two numbers and their form.
struct Measure(String);

/// The start of a fact: `measure("test images").fixed::<0>(1000.0, 10000.0)`.
fn measure(what: impl Into<String>) -> Measure {
    Measure(what.into())
}

impl Measure {
    fn fixed<const DIGITS: usize>(self, printed: f64, instead: f64) -> Fact {
        Fact { what: self.0, printed, instead, form: |number| format!("{number:.DIGITS$}") }
    }

    fn percent(self, printed: f64, instead: f64) -> Fact {
        Fact { what: self.0, printed, instead, form: |share| format!("{:.1} %", 100.0 * share) }
    }

    fn scientific(self, printed: f64, instead: f64) -> Fact {
        Fact { what: self.0, printed, instead, form: |number| format!("{number:.1e}") }
    }
}

/// The mistakes, those with the most consequences first.
pub const MISTAKES: [Erratum; 8] = [
    reported::NAME,
    step::WORKED_EXAMPLE,
    step::DERIVATIVE,
    reported::RAW_SCORES,
    step::LOSS,
    reported::CHARTS,
    reported::GATHERED,
    reported::LOG,
];

/// The choices, those with the most consequences first.
pub const CHOICES: [Erratum; 6] = [
    choices::SMALL_RATE,
    choices::TEST_IMAGES,
    choices::SAME_ORDER,
    choices::NO_BIASES,
    choices::SOFTMAX_OF_AN_ARRAY,
    choices::UNKNOWN_LABEL,
];

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
        ..LineChart::default()
    }
    .to_svg()
}
