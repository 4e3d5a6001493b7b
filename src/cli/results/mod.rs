//! `backprop results`: the networks whose error rates were published, trained again.

mod published;
mod report;
mod runs;

use super::args::{Command, Flag, Flags};
use super::failure::Failure;
use super::{common, output};
use crate::format::write_file::make_folder;
use crate::mnist;
use published::{ROWS, Row};
use report::{Errors, report};
use runs::{Job, Outcome, TRAINING_IMAGES};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "results",
    summary: "Train the networks with published error rates on MNIST, and compare",
    flags: &[
        Flag::with_value("row", "NAME", "all", "only this row of the table"),
        Flag {
            name: "quick",
            value: None,
            default: None,
            help: "only the small rows, and one seed of each",
        },
        Flag::with_value("seeds", "N", "3", "how many runs a row: with the seeds 1 to N"),
        common::THREADS,
        common::DATA,
        Flag::with_value("out", "DIR", "out/results", "where results.md goes"),
    ],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let rows = rows(flags)?;
    let seeds = match flags.is_given("quick") && !flags.is_given("seeds") {
        true => 1,
        false => flags.count("seeds", 1..=1000)? as u64,
    };
    let threads = common::threads(flags)?;
    let out = flags.path("out")?;
    make_folder(&out)?;
    let jobs: Vec<Job> = rows.into_iter().map(Job::new).collect::<Result<_, _>>()?;
    // MNIST's own numbers: with another data set the published rates would mean nothing.
    let data = mnist::load(&common::data_folder(flags)?, Some(TRAINING_IMAGES), Some(10_000))?;

    let outcomes = runs::run(&jobs, seeds, &data, threads)?;
    let mean_time = |outcomes: &[Outcome]| {
        outcomes.iter().map(|outcome| outcome.seconds).sum::<f64>() / outcomes.len() as f64
    };
    let measured: Vec<_> = jobs
        .iter()
        .zip(&outcomes)
        .map(|(job, outcomes)| (job, Errors::of(outcomes, data.test.len()), mean_time(outcomes)))
        .collect();
    let text = report(&measured);
    output::print(&text)?;
    common::write(&out, "results.md", &text)?;
    output::note(&format!("the same table is in {}", out.join("results.md").display()));
    Ok(())
}

/// The rows that `--row` and `--quick` leave.
fn rows(flags: &Flags) -> Result<Vec<&'static Row>, Failure> {
    let each = ROWS.iter().map(|row| (row.name, Some(row)));
    let words: Vec<_> = [("all", None)].into_iter().chain(each).collect();
    let quick = flags.is_given("quick");
    Ok(match flags.choice("row", &words)? {
        Some(row) => vec![row],
        None => ROWS.iter().filter(|row| row.quick || !quick).collect(),
    })
}
