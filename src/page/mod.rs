//! The tutorial as one page that a reader can work with: in the browser, from disk, offline.
//!
//! The page is one file. Its text is in `html/`, in Korean and English, a file per chapter; its
//! look is `style.css`; what moves is in `scripts/`, by hand, without a library. This module fills
//! in what is computed:
//!
//! ```text
//! html/*.html    "{{lines}}", "{{means}}" <- training runs, charts, numbers    (text in the page)
//! scripts/*.js   page.model, page.images  <- weights, images, drawings         (JSON in the page)
//! ```
//!
//! The scripts compute forward and backward passes on their own, on the reader's drawing.
//! `make page-test` writes the tests of `tests/page/` into a page, and with them the results of
//! this crate, and opens it.

mod beside;
mod chart;
mod constants;
pub mod drawing;
pub mod examples;
mod log;
pub mod mistakes;
mod steps;
pub mod template;
pub mod trained;
pub mod tutorial;

use crate::digits::SURE;
use crate::digits::prepare::SIDE;
use crate::format::json::Json;
use crate::mnist::Mnist;
use crate::network::Model;
use crate::training::Diverged;
use constants::constants;
use drawing::{DRAWINGS, SCRIBBLES};
use mistakes::Mistakes;
use std::fmt;
use std::sync::atomic::AtomicUsize;
use template::fill;
use trained::Trained;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The network that reads the reader's digits: 28 × 28 pixels to 10 classes.
    pub model: &'a Model,
    /// MNIST: all test images, and the tutorial's 10000 training images.
    pub data: &'a Mnist,
    /// How many threads to use; the page does not depend on it.
    pub threads: usize,
}

/// Why a page cannot be written.
#[derive(Clone, Debug, PartialEq)]
pub enum PageError {
    /// The training of the tutorial's program ended early.
    Tutorial(Diverged),
    /// The model is not one of digits, or its answers are no numbers.
    Model(String),
    /// The data are not images of digits.
    Data(String),
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Tutorial(cause) => cause.fmt(f),
            Self::Model(fault) | Self::Data(fault) => f.write_str(fault),
        }
    }
}

impl std::error::Error for PageError {}

/// The digits.
const CLASSES: usize = 10;

/// Derivatives that chapter 7 compares.
const CHECKED: usize = 100;

/// The scripts by name, in the order in which they run.
macro_rules! scripts {
    ($($name:literal)+) => { [$(include_str!(concat!("scripts/", $name, ".js"))),+].concat() };
}

/// Tools, then chapter after chapter. One function around all keeps their names from the page.
fn script() -> String {
    let scripts = scripts!(
        "element" "number_field" "language" "network" "picture" "chart" "loss_curve" "example"
        "example_figure" "example_chart" "example_inputs" "three_weights" "graph" "softmax" "grey"
        "ground" "shapes" "ruling" "order" "touching" "prepare" "read" "strokes" "digit" "pad"
        "photo" "answer" "stages" "units" "samples" "teach" "teach_view" "flow" "toy" "mistakes"
        "gradient_check" "gradient_check_view" "exercises" "contents"
    );
    format!("<script>\n(() => {{\n'use strict';\n{scripts}}})();\n</script>\n")
}

impl Page<'_> {
    /// How many images it takes to write the page: see [`Page::html`].
    pub fn steps(&self) -> usize {
        tutorial::steps(self.data)
    }

    /// Whether model and data are of digits as MNIST's are.
    pub fn check(&self) -> Result<(), PageError> {
        let (network, test) = (&self.model.network, &self.data.test);
        let size = self.model.check_image_size(SIDE, SIDE);
        size.map_err(|fault| PageError::Model(fault.to_string()))?;
        if network.outputs() != CLASSES {
            return Err(PageError::Model(format!(
                "the page needs {CLASSES} outputs, one for each digit, found {}; choose a model that \
                 was trained on digits",
                network.outputs()
            )));
        }
        let (height, width) = (test.images.height(), test.images.width());
        if (height, width, test.classes()) != (SIDE, SIDE, CLASSES) {
            return Err(PageError::Data(format!(
                "the page needs images of {SIDE} x {SIDE} pixels and labels 0 to 9, found {height} x \
                 {width} and labels up to {}; choose the folder of MNIST",
                test.classes() - 1,
            )));
        }
        Ok(())
    }

    /// The whole page; the same input gives the same bytes. `seen` counts the images that the
    /// tutorial's program is trained on.
    pub fn html(&self, seen: &AtomicUsize) -> Result<String, PageError> {
        self.check()?;
        let trained = Trained::new(self.model, self.data);
        let mistakes = Mistakes::new(&trained, self.threads).map_err(|cause| {
            let advice = "the model's weights are too large; train it again";
            PageError::Model(format!("{cause}: {advice}"))
        })?;
        let tutorial =
            tutorial::html(self.data, self.threads, seen).map_err(PageError::Tutorial)?;
        let data = Json::object([
            ("constants", constants()),
            ("sure", SURE.into()),
            ("checked", CHECKED.into()),
            ("model", trained.network.clone()),
            ("images", trained.images()),
            ("examples", examples::start()),
            ("drawings", drawing::drawings(DRAWINGS)),
            ("scribbles", drawing::drawings(SCRIBBLES)),
            ("answers", mistakes.answers()),
            ("means", mistakes.means()),
        ]);
        let network = &trained.model.network;
        let draw = fill(include_str!("html/draw.html"), &[("shape", &network.shape())]);
        let parameters = network.parameters_len();
        let gradient_check = fill(
            include_str!("html/gradient_check.html"),
            &[
                ("parameters", &grouped(parameters)),
                ("passes", &grouped(2 * parameters)),
                ("checked", &CHECKED.to_string()),
            ],
        );
        Ok(fill(
            include_str!("html/page.html"),
            &[
                ("style", include_str!("style.css")),
                ("three-weights", &examples::three_weights()),
                ("matrix", include_str!("html/matrix.html")),
                ("exercises", include_str!("html/exercises.html")),
                ("mnist", &tutorial),
                ("draw", &draw),
                ("inside", include_str!("html/inside.html")),
                ("teach", include_str!("html/teach.html")),
                ("mistakes", &mistakes.html()),
                ("gradient-check", &gradient_check),
                ("glossary", include_str!("html/glossary.html")),
                ("data", &data.to_string()),
                ("script", &script()),
            ],
        ))
    }
}

/// A count with a comma after each group of thousands.
fn grouped(count: usize) -> String {
    match count {
        0..1000 => count.to_string(),
        _ => format!("{},{:03}", grouped(count / 1000), count % 1000),
    }
}
