//! `backprop errata`: the tutorial's mistakes, and what each of them costs.

use super::result_files::{out_folder, write};
use super::shared_flags::{DATA, THREADS, data_folder, threads};
use super::{Command, Failure, Flags, help, output, progress};
use crate::document::errata::experiment::{self, Experiment};
use crate::document::errata::{self, Erratum};
use crate::mnist::{self, Mnist};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "errata",
    summary: "Show the tutorial's mistakes by measurement: each number as printed and corrected",
    flags: &[
        "--full train at the tutorial's size, 10000 images and 20 epochs, instead of 2000 and 10",
        DATA,
        "--out DIR [out/errata] the folder for errata.svg",
        THREADS,
    ],
    run,
};

/// How many test images the tutorial takes.
const TEST: usize = 1000;

/// Heading of the choices.
const CHOICES: &str = "\
    Not mistakes, but choices worth knowing, with the derivative corrected. Means that differ by \
    less than the lowest and the highest run of one kind do not show a difference.";

/// Headings of the second column of numbers: for mistakes, and for choices.
const CORRECTED: &str = "corrected";
const INSTEAD: &str = "instead";

fn run(flags: &Flags) -> Result<(), Failure> {
    let (train, epochs) = if flags.is_given("full") { (10_000, 20) } else { (2000, 10) };
    let threads = threads(flags)?;
    let out = out_folder(flags)?;
    let Mnist { train, test: all_test } = mnist::load(&data_folder(flags)?, Some(train), None)?;
    let test = all_test.slice(0..TEST.min(all_test.len()));
    let experiment = Experiment { data: Mnist { train, test }, all_test, epochs, threads };

    let runs = progress::watch(experiment.steps(), |progress| experiment.run(&progress.done))?;
    let mistakes = errata::mistakes(&experiment, &runs);
    let choices = errata::choices(&experiment, &runs);

    let accuracies = |program| runs.of(program)[0].test_accuracies();
    let printed = [experiment::PRINTED, experiment::PRINTED_FASTER].map(accuracies);
    let corrected = [experiment::CORRECTED, experiment::FASTER].map(accuracies);
    let chart = errata::chart(&printed, &corrected);
    write(&out, "errata.svg", &chart)?;
    output::note(&format!("the test accuracies are drawn in {}", out.join("errata.svg").display()));

    let mut text = format!(
        "The tutorial's mistakes, measured on {} training and {} test images, {epochs} epochs\n",
        experiment.data.train.len(),
        experiment.data.test.len(),
    );
    for (i, erratum) in mistakes.iter().enumerate() {
        text += &block(i + 1, erratum, CORRECTED);
    }
    text += &format!("\n{}", help::wrapped(CHOICES, 0));
    for (i, erratum) in choices.iter().enumerate() {
        text += &block(mistakes.len() + i + 1, erratum, INSTEAD);
    }
    text += &format!("\nAs tables\n\n{}", table(&mistakes, CORRECTED));
    text += &format!("\n{}", table(&choices, INSTEAD));
    output::print(&text)
}

/// One mistake or choice: what is printed, why it is wrong, the correction, and the numbers as
/// printed and as the heading `instead` says.
fn block(number: usize, erratum: &Erratum, instead: &str) -> String {
    let printed: String = erratum.printed.iter().map(|line| format!("    {line}\n")).collect();
    let widths = erratum.facts.iter().map(|fact| fact.what.chars().count());
    let width = widths.max().unwrap_or(0);
    let row = |what: &str, [left, right]: [String; 2]| {
        format!("  {what:width$}  {left:>12}  {right:>12}\n")
    };
    let rows = erratum.facts.iter().map(|fact| row(&fact.what, fact.texts()));
    format!(
        "\n{number}. {}\n\n{printed}\n{}  instead: {}\n\n{}{}",
        erratum.title,
        help::wrapped(erratum.why, 2),
        erratum.instead,
        row("", ["as printed".into(), instead.into()]),
        rows.collect::<String>()
    )
}

/// The first number of each, as a table in Markdown.
fn table(errata: &[Erratum], instead: &str) -> String {
    let rows = errata.iter().map(|erratum| {
        let fact = &erratum.facts[0];
        let [printed, instead] = fact.texts();
        format!("| {} | {} | {printed} | {instead} |\n", erratum.title, fact.what)
    });
    format!(
        "| the tutorial | what is measured | as printed | {instead} |\n|---|---|---|---|\n{}",
        rows.collect::<String>()
    )
}
