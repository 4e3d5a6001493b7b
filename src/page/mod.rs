//! The tutorial as one page that a reader can work with: in the browser, from disk, offline.
//!
//! The page is one file. Its text is in `html/`, in Korean and English, a file per chapter; its
//! look is `style.css`; what moves is in `scripts/`, by hand, without a library. This module fills
//! in what is computed:
//!
//! ```text
//! html/*.html    "{{lines}}", "{{means}}" <- training runs, charts, numbers    (text in the page)
//! scripts/*.js   page.model, page.images  <- weights, images, drawings, cases  (JSON in the page)
//! ```
//!
//! The scripts compute forward and backward passes on their own, on the reader's drawing. So the
//! page also holds cases with the results that this crate computed ([`cases`](mod@cases)), and a
//! self-test that compares: open the page with `#self-test`, or run `make page-test`.

mod beside;
pub mod cases;
pub mod drawing;
pub mod examples;
mod log;
pub mod mistakes;
pub mod template;
pub mod trained;
pub mod tutorial;

use crate::digits::SURE;
use crate::format::json::Json;
use crate::mnist::Mnist;
use crate::network::{Model, NotFinite};
use crate::training::Diverged;
use cases::cases;
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
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PageError {
    /// The training of the tutorial's program ended early.
    Tutorial(Diverged),
    /// The model's answers are no numbers.
    Model(NotFinite),
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Tutorial(cause) => cause.fmt(f),
            Self::Model(cause) => {
                write!(f, "{cause}: the model's weights are too large; train it again")
            }
        }
    }
}

impl std::error::Error for PageError {}

/// The scripts, in the order in which they run: tools, then chapter after chapter.
const SCRIPTS: &[&str] = &[
    include_str!("scripts/element.js"),
    include_str!("scripts/language.js"),
    include_str!("scripts/self_test.js"),
    include_str!("scripts/network.js"),
    include_str!("scripts/network_test.js"),
    include_str!("scripts/picture.js"),
    include_str!("scripts/example.js"),
    include_str!("scripts/example_figure.js"),
    include_str!("scripts/example_chart.js"),
    include_str!("scripts/example_inputs.js"),
    include_str!("scripts/three_weights.js"),
    include_str!("scripts/three_weights_test.js"),
    include_str!("scripts/softmax.js"),
    include_str!("scripts/grey.js"),
    include_str!("scripts/ground.js"),
    include_str!("scripts/shapes.js"),
    include_str!("scripts/ruling.js"),
    include_str!("scripts/order.js"),
    include_str!("scripts/touching.js"),
    include_str!("scripts/prepare.js"),
    include_str!("scripts/read.js"),
    include_str!("scripts/strokes.js"),
    include_str!("scripts/digit.js"),
    include_str!("scripts/read_test.js"),
    include_str!("scripts/pad.js"),
    include_str!("scripts/photo.js"),
    include_str!("scripts/answer.js"),
    include_str!("scripts/stages.js"),
    include_str!("scripts/measure.js"),
    include_str!("scripts/units.js"),
    include_str!("scripts/samples.js"),
    include_str!("scripts/teach.js"),
    include_str!("scripts/teach_view.js"),
    include_str!("scripts/mistakes.js"),
    include_str!("scripts/gradient_check.js"),
    include_str!("scripts/gradient_check_view.js"),
    include_str!("scripts/language_test.js"),
    include_str!("scripts/start.js"),
];

impl Page<'_> {
    /// How many images it takes to write the page: see [`Page::html`].
    pub fn steps(&self) -> usize {
        tutorial::steps(self.data)
    }

    /// The whole page; the same input gives the same bytes. `seen` counts the images that the
    /// tutorial's program is trained on.
    pub fn html(&self, seen: &AtomicUsize) -> Result<String, PageError> {
        let trained = Trained::new(self.model, self.data);
        let mistakes = Mistakes::new(&trained, self.threads).map_err(PageError::Model)?;
        let cases = cases(&trained).map_err(PageError::Model)?;
        let tutorial =
            tutorial::html(self.data, self.threads, seen).map_err(PageError::Tutorial)?;
        let data = Json::object([
            ("model", trained.weights()),
            ("images", trained.images()),
            ("examples", examples::data()),
            ("drawings", drawing::drawings(&trained)),
            ("photograph", drawing::photograph(&trained)),
            ("sure", SURE.into()),
            ("answers", mistakes.answers()),
            ("shown", mistakes::SHOWN.into()),
            ("tested", self.data.test.len().into()),
            ("means", mistakes.means()),
            ("cases", cases),
        ]);
        let network = &trained.model.network;
        let draw = fill(include_str!("html/draw.html"), &[("shape", &network.shape())]);
        let parameters = network.parameters_len();
        let gradient_check = fill(
            include_str!("html/gradient_check.html"),
            &[("parameters", &grouped(parameters)), ("passes", &grouped(2 * parameters))],
        );
        let scripts: Vec<_> =
            SCRIPTS.iter().map(|script| format!("<script>\n{script}</script>\n")).collect();
        Ok(fill(
            include_str!("html/page.html"),
            &[
                ("style", include_str!("style.css")),
                ("three-weights", &examples::three_weights()),
                ("matrix", &examples::matrix()),
                ("mnist", &tutorial),
                ("draw", &draw),
                ("teach", include_str!("html/teach.html")),
                ("mistakes", &mistakes.html()),
                ("gradient-check", &gradient_check),
                ("data", &data.to_string()),
                ("scripts", &scripts.concat()),
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
