//! `backprop errata`: the tutorial's mistakes, and what each of them costs.

use super::args::{Command, Flag, Flags};
use super::common::{self, write};
use super::failure::Failure;
use super::{help, output, progress};
use crate::document::errata::runs::Setting;
use crate::document::errata::{self, Erratum};
use crate::format::write_file::make_folder;
use crate::mnist::{self, Mnist};
use std::sync::atomic::AtomicUsize;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "errata",
    summary: "Show the tutorial's mistakes by measurement: each number as printed and mended",
    flags: &[
        Flag {
            name: "full",
            value: None,
            default: None,
            help: "train at the tutorial's size, 10000 images and 20 epochs, where the quick form \
                   takes 1000 and 10",
        },
        common::DATA,
        Flag::with_value("out", "DIR", "out/errata", "where errata.svg goes"),
        common::THREADS,
    ],
    run,
};

/// What stands above the choices.
const CHOICES: &str = "\
    Not mistakes, but choices worth knowing, with the derivative mended. Means that differ by less \
    than the lowest and the highest run of one kind do not show a difference.";

fn run(flags: &Flags) -> Result<(), Failure> {
    let (train, test, epochs) =
        if flags.is_given("full") { (10_000, 1000, 20) } else { (1000, 500, 10) };
    let threads = common::threads(flags)?;
    let out = flags.path("out")?;
    make_folder(&out)?;
    let Mnist { train, test: all_test, classes } =
        mnist::load(&common::data_folder(flags)?, Some(train), None)?;
    let test = all_test.slice(0..test.min(all_test.len()));
    let setting = Setting { data: Mnist { train, test, classes }, all_test, epochs, threads };

    let seen = AtomicUsize::new(0);
    let runs = progress::watch(setting.steps(), "training", &seen, |_| setting.run(&seen))?;
    let mistakes = errata::mistakes(&setting, &runs);
    let choices = errata::choices(&setting, &runs);

    output::print(&format!(
        "The tutorial's mistakes, measured on {} training and {} test images, {epochs} epochs\n",
        setting.data.train.len(),
        setting.data.test.len(),
    ))?;
    for (i, erratum) in mistakes.iter().enumerate() {
        output::print(&block(&format!("{}. {}", i + 1, erratum.title), erratum, "mended"))?;
    }
    output::print(&format!("\n{}", help::wrapped(CHOICES, 0)))?;
    for (i, erratum) in choices.iter().enumerate() {
        let title = format!("{}. {}", mistakes.len() + i + 1, erratum.title);
        output::print(&block(&title, erratum, "instead"))?;
    }
    output::print(&format!("\nAs a table\n\n{}", table(&mistakes, &choices)))?;
    let [printed, corrected] =
        [&runs.printed[0], &runs.corrected[0]].map(|run| run.test_accuracies());
    write(&out, "errata.svg", &errata::chart(&printed, &corrected))?;
    output::note(&format!("the test accuracies are drawn in {}", out.join("errata.svg").display()));
    Ok(())
}

/// One mistake as text: what is printed, why it is wrong, the mend, and the numbers in two columns.
fn block(title: &str, erratum: &Erratum, mended: &str) -> String {
    let mut text = format!("\n{title}\n\n");
    for line in erratum.printed {
        text += &format!("    {line}\n");
    }
    text += &format!("\n{}  mend: {}\n\n", help::wrapped(erratum.why, 2), erratum.mend);
    let facts: Vec<_> =
        erratum.facts.iter().map(|fact| (fact.what.as_str(), fact.texts())).collect();
    let width = facts.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
    text += &format!("  {:width$}  {:>12}  {mended:>12}\n", "", "as printed");
    for (what, [printed, mended]) in facts {
        text += &format!("  {what:width$}  {printed:>12}  {mended:>12}\n");
    }
    text
}

/// The first number of each, as a table in Markdown.
fn table(mistakes: &[Erratum], choices: &[Erratum]) -> String {
    let mut text = "| the tutorial | what is measured | as printed | mended |\n|---|---|---|---|\n"
        .to_string();
    for erratum in mistakes.iter().chain(choices) {
        let fact = &erratum.facts[0];
        let [printed, mended] = fact.texts();
        text += &format!("| {} | {} | {printed} | {mended} |\n", erratum.title, fact.what);
    }
    text
}
