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
                   takes 2000 and 10",
        },
        common::DATA,
        Flag::with_value("out", "DIR", "out/errata", "where errata.svg goes"),
        common::THREADS,
    ],
    run,
};

/// How many test images the tutorial takes.
const TEST: usize = 1000;

/// What stands above the choices.
const CHOICES: &str = "\
    Not mistakes, but choices worth knowing, with the derivative mended. Means that differ by less \
    than the lowest and the highest run of one kind do not show a difference.";

/// What stands above the second column of numbers: of mistakes, and of choices.
const MENDED: &str = "mended";
const INSTEAD: &str = "instead";

fn run(flags: &Flags) -> Result<(), Failure> {
    let (train, epochs) = if flags.is_given("full") { (10_000, 20) } else { (2000, 10) };
    let threads = common::threads(flags)?;
    let out = flags.path("out")?;
    make_folder(&out)?;
    let Mnist { train, test: all_test, classes } =
        mnist::load(&common::data_folder(flags)?, Some(train), None)?;
    let test = all_test.slice(0..TEST.min(all_test.len()));
    let setting = Setting { data: Mnist { train, test, classes }, all_test, epochs, threads };

    let seen = AtomicUsize::new(0);
    let runs = progress::watch(setting.steps(), "training", &seen, |_| setting.run(&seen))?;
    let mistakes = errata::mistakes(&setting, &runs);
    let choices = errata::choices(&setting, &runs);

    let [printed, corrected, printed_faster, faster] =
        [&runs.printed, &runs.corrected, &runs.printed_faster, &runs.faster]
            .map(|runs| runs[0].test_accuracies());
    let chart = errata::chart([&printed, &printed_faster], [&corrected, &faster]);
    write(&out, "errata.svg", &chart)?;
    output::note(&format!("the test accuracies are drawn in {}", out.join("errata.svg").display()));

    let mut text = format!(
        "The tutorial's mistakes, measured on {} training and {} test images, {epochs} epochs\n",
        setting.data.train.len(),
        setting.data.test.len(),
    );
    for (i, erratum) in mistakes.iter().enumerate() {
        text += &block(i + 1, erratum, MENDED);
    }
    text += &format!("\n{}", help::wrapped(CHOICES, 0));
    for (i, erratum) in choices.iter().enumerate() {
        text += &block(mistakes.len() + i + 1, erratum, INSTEAD);
    }
    text += &format!("\nAs tables\n\n{}", table(&mistakes, MENDED));
    text += &format!("\n{}", table(&choices, INSTEAD));
    output::print(&text)
}

/// One mistake as text: what is printed, why it is wrong, the mend, and the numbers in two columns.
fn block(number: usize, erratum: &Erratum, mended: &str) -> String {
    let mut text = format!("\n{number}. {}\n\n", erratum.title);
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
fn table(errata: &[Erratum], mended: &str) -> String {
    let mut text = format!("| the tutorial | what is measured | as printed | {mended} |\n");
    text += "|---|---|---|---|\n";
    for erratum in errata {
        let fact = &erratum.facts[0];
        let [printed, mended] = fact.texts();
        text += &format!("| {} | {} | {printed} | {mended} |\n", erratum.title, fact.what);
    }
    text
}
