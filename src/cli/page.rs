//! `backprop page`: the tutorial as one interactive page.

use super::memory::{check_evaluation, of_page};
use super::model::{ACTIVATION, LAYOUT, MEAN, MODEL, STD, load_model};
use super::run_record::Run;
use super::shared_flags::{DATA, DataFolder, THREADS, threads};
use super::{Command, Failure, Flags, output, progress};
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

fn run(flags: &Flags) -> Result<(), Failure> {
    let threads = threads(flags)?;
    let folder = DataFolder::new(flags)?;
    let (model, name) = load_model(flags)?;
    let failure = |error| match error {
        PageError::Model(fault) => Failure::failed(format!("{name}: {fault}")),
        PageError::Data(fault) => Failure::failed(format!("{}: {fault}", shown(&folder.path))),
        PageError::Tutorial(error) => error.into(),
    };
    let data = folder.load(Some(TRAIN), None)?;
    let page = Page { model: &model, data: &data, threads };
    page.check().map_err(failure)?;
    let more = of_page(&model.network, &data);
    check_evaluation(&model.network, &data.test, 2 * threads, more)?;
    let run = Run::new(flags, &["index.html"], &folder.path, "", threads)?;
    run.record(|run| {
        let html = progress::watch(0, page.steps(), |progress| page.html(progress.done()));
        run.write("index.html", html.map_err(failure)?)?;
        output::print(&format!("{}\n", shown(&run.path().join("index.html"))))
    })
}
