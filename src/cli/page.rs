//! `backprop page`: the tutorial as one interactive page.

use super::memory::{check_evaluation, of_page};
use super::model::{ACTIVATION, LAYOUT, MEAN, MODEL, STD, load_model};
use super::run_record::Run;
use super::shared_flags::{DATA, DataFolder, THREADS, threads};
use super::{Command, Failure, Flags, output, progress};
use crate::digits::prepare::SIDE;
use crate::format::shown::shown;
use crate::page::{Page, PageError};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "page",
    summary: "Write the tutorial as one interactive page, in Korean and English, for any browser",
    flags: &[
        MODEL,
        ACTIVATION,
        LAYOUT,
        MEAN,
        STD,
        DATA,
        "--out DIR [out/page] the folder for index.html, which needs no server and no network",
        THREADS,
    ],
    run,
};

/// Training images of the tutorial's program.
const TRAIN: usize = 10_000;

/// Digits.
pub(super) const CLASSES: usize = 10;

fn run(flags: &Flags) -> Result<(), Failure> {
    let threads = threads(flags)?;
    let folder = DataFolder::new(flags)?;
    let (model, name) = load_model(flags)?;
    let unfit = |fault| Failure::failed(format!("{name}: {fault}"));
    model.check_image_size(SIDE, SIDE).map_err(|fault| unfit(fault.to_string()))?;
    let outputs = model.network.outputs();
    if outputs != CLASSES {
        return Err(unfit(format!(
            "the page needs {CLASSES} outputs, one for each digit, found {outputs}; choose a model \
             that was trained on digits"
        )));
    }
    let data = folder.load(Some(TRAIN), None)?;
    let found = (data.test.images.height(), data.test.images.width(), data.test.classes());
    if found != (SIDE, SIDE, CLASSES) {
        let (height, width, classes) = found;
        return Err(Failure::failed(format!(
            "{}: the page needs images of {SIDE} x {SIDE} pixels and labels 0 to 9, found {height} \
             x {width} and labels up to {}; choose the folder of MNIST",
            shown(&folder.path),
            classes - 1,
        )));
    }
    let more = of_page(&model.network, &data);
    check_evaluation(&model.network, &data.test, 2 * threads, more)?;
    let page = Page { model: &model, data: &data, threads };
    let run = Run::new(flags, &["index.html"], &folder.path, "", threads)?;
    run.record(|run| {
        let html = progress::watch(0, page.steps(), |progress| page.html(progress.done()));
        let html = html.map_err(|error| match error {
            PageError::Model(_) => unfit(error.to_string()),
            PageError::Tutorial(_) => error.into(),
        })?;
        run.write("index.html", html)?;
        output::print(&format!("{}\n", shown(&run.path().join("index.html"))))
    })
}
