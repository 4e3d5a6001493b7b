//! `backprop errata`: the tutorial's mistakes, and what each of them costs.

use super::memory::Training;
use super::run_record::Run;
use super::shared_flags::{DATA, DataFolder, THREADS, threads};
use super::{Command, Failure, Flags, help, output, progress};
use crate::digits::prepare::SIDE;
use crate::document::errata::experiment::{self, Experiment, Runs, SEEDS};
use crate::document::errata::{self, CHOICES, Erratum, Fact, MISTAKES};
use crate::document::notebook::Notebook;
use crate::format::shown::shown;
use crate::mnist::{Dataset, Images, Mnist};
use crate::training::evaluate::BATCH;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "errata",
    summary: "Show the tutorial's mistakes by measurement: each number as printed and corrected",
    flags: &[
        "[N...] only the mistakes and choices with these numbers; they write no files",
        "--list print the numbers and titles, and train nothing",
        "--full train at the tutorial's size, 10000 images and 20 epochs, instead of 2000 and 10",
        DATA,
        "--out DIR [out/errata] the folder for errata.svg (test accuracies) and errata.md (a \
         number of each, as tables in Markdown)",
        THREADS,
    ],
    run,
};

/// How many test images the tutorial takes.
const TEST: usize = 1000;

/// Heading of the choices.
const CHOICES_HEADING: &str = "\
    Not mistakes, but choices worth knowing, with the derivative corrected. Means that differ by \
    less than the lowest and the highest run of one kind do not show a difference.";

/// A mistake or a choice, and its number, counted from 1 through both.
type Numbered = (usize, &'static Erratum);

fn title((number, erratum): Numbered) -> String {
    help::wrapped(&format!("{number}. {}", erratum.title), 0)
}

/// Heading of the second column of numbers.
fn instead((number, _): Numbered) -> &'static str {
    if number > MISTAKES.len() { "instead" } else { "corrected" }
}

fn run(flags: &Flags) -> Result<(), Failure> {
    let errata = selected(flags)?;
    if flags.is_given("list") {
        return output::print(&errata.into_iter().map(title).collect::<String>());
    }
    let (train, epochs) = if flags.is_given("full") { (10_000, 20) } else { (2000, 10) };
    let threads = threads(flags)?;
    let programs = programs(&errata);
    if programs.is_empty() {
        // What is measured without training needs no images.
        let none = Dataset::new(Images::new(SIDE, SIDE), Vec::new(), 10);
        let data = Mnist { train: none.clone(), test: none.clone() };
        let experiment = Experiment { data, all_test: none, epochs, threads };
        return measure(&experiment, &programs, errata, None);
    }
    let data = DataFolder::new(flags)?;
    let loaded = data.load(Some(train), None)?;
    // Every run keeps its network; in training there are up to four.
    let weight = 16 * (programs.len() * SEEDS.len() + 4 * threads);
    let hidden = [experiment::PRINTED.hidden_size];
    let plain = Training::of(&loaded, &hidden, epochs, BATCH * threads);
    Training { weight, threads, ..plain }.check_memory()?;
    let Mnist { train, test: all_test } = loaded;
    let test = all_test.slice(0..TEST.min(all_test.len()));
    let experiment = Experiment { data: Mnist { train, test }, all_test, epochs, threads };
    // Some of the errata leave no files: chart and tables are of all.
    if !flags.operands().is_empty() {
        return measure(&experiment, &programs, errata, None);
    }
    let seeds = SEEDS.map(|seed| seed.to_string()).join(", ");
    let files = ["errata.svg", "errata.md"];
    let run = Run::new(flags, &files, &data.path, &seeds, threads)?;
    run.record(|run| measure(&experiment, &programs, errata, Some(run)))
}

/// The programs that these errata are measured on, each once.
fn programs(errata: &[Numbered]) -> Vec<Notebook> {
    let mut programs = Vec::new();
    for &program in errata.iter().flat_map(|(_, erratum)| erratum.programs) {
        if !programs.contains(&program) {
            programs.push(program);
        }
    }
    programs
}

/// Trains and prints each number; if these are all errata, draws the chart and writes the tables.
fn measure(
    experiment: &Experiment,
    programs: &[Notebook],
    errata: Vec<Numbered>,
    run: Option<&Run>,
) -> Result<(), Failure> {
    let steps = experiment.steps(programs.len());
    let runs = progress::watch(0, steps, |progress| experiment.run(programs, progress.done()))?;
    let facts =
        |(number, erratum): Numbered| ((number, erratum), (erratum.facts)(experiment, &runs));
    let measured: Vec<_> = errata.into_iter().map(facts).collect();

    let Experiment { data: Mnist { train, test }, epochs, .. } = experiment;
    let mut text = match (train.len(), test.len()) {
        (0, _) => "The tutorial's mistakes\n".to_string(),
        (train, test) => format!(
            "The tutorial's mistakes, on {train} training and {test} test images, {epochs} epochs\n"
        ),
    };
    for (numbered, facts) in &measured {
        if run.is_some() && numbered.0 == MISTAKES.len() + 1 {
            text += &format!("\n{}", help::wrapped(CHOICES_HEADING, 0));
        }
        text += &block(*numbered, facts);
    }
    if let Some(run) = run {
        write_files(run, &runs, &measured)?;
    }
    output::print(&text)
}

/// All, or those whose numbers are given.
fn selected(flags: &Flags) -> Result<Vec<Numbered>, Failure> {
    let mut all: Vec<Numbered> = (1..).zip(MISTAKES.iter().chain(&CHOICES)).collect();
    let mut wanted = Vec::new();
    for operand in flags.operands() {
        let number = operand.to_str().and_then(|text| text.parse().ok());
        wanted.push(number.filter(|number| (1..=all.len()).contains(number)).ok_or_else(|| {
            Failure::usage(format!(
                "expected a number from 1 to {} (see backprop errata --list), found {}",
                all.len(),
                shown(operand)
            ))
        })?);
    }
    all.retain(|(number, _)| wanted.is_empty() || wanted.contains(number));
    Ok(all)
}

/// Writes the chart and the tables.
fn write_files(run: &Run, runs: &Runs, all: &[(Numbered, Vec<Fact>)]) -> Result<(), Failure> {
    let accuracies = |program| runs.of(program)[0].test_accuracies();
    let printed = [experiment::PRINTED, experiment::PRINTED_FASTER].map(accuracies);
    let corrected = [experiment::CORRECTED, experiment::FASTER].map(accuracies);
    let (mistakes, choices) = all.split_at(MISTAKES.len());
    run.write("errata.svg", errata::chart(&printed, &corrected))?;
    run.write("errata.md", format!("{}\n{}", table(mistakes), table(choices)))?;
    output::note(&format!(
        "a chart and tables are in {}: errata.svg, errata.md",
        shown(run.path())
    ));
    Ok(())
}

/// One mistake or choice: what is printed, why it is wrong, the correction, and the numbers.
fn block(numbered: Numbered, facts: &[Fact]) -> String {
    let Erratum { printed, why, instead: correction, .. } = numbered.1;
    let printed: String = printed.iter().map(|line| format!("    {line}\n")).collect();
    let rows = facts.iter().map(|fact| row(&fact.what, fact.texts()));
    format!(
        "\n{}\n{printed}\n{}{}\n{}{}",
        title(numbered),
        help::wrapped(why, 2),
        help::wrapped(&format!("instead: {correction}"), 2),
        row("", ["as printed".into(), instead(numbered).into()]),
        rows.collect::<String>()
    )
}

/// A fact and its two numbers, in 80 columns; a long fact goes over several lines.
fn row(what: &str, [left, right]: [String; 2]) -> String {
    let mut lines = help::filled(what, 48);
    lines.iter_mut().skip(1).for_each(|line| line.insert_str(0, "  "));
    let last = lines.pop().unwrap_or_default();
    let above: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("{above}  {last:50}  {left:>12}  {right:>12}\n")
}

/// The first number of each, as a table in Markdown.
fn table(errata: &[(Numbered, Vec<Fact>)]) -> String {
    let rows = errata.iter().map(|((_, erratum), facts)| {
        let [printed, instead] = facts[0].texts();
        format!("| {} | {} | {printed} | {instead} |\n", erratum.title, facts[0].what)
    });
    format!(
        "| the tutorial | what is measured | as printed | {} |\n|---|---|---|---|\n{}",
        instead(errata[0].0),
        rows.collect::<String>()
    )
}
