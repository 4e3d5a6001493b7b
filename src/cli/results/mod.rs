//! `backprop results`: the networks whose error rates were published, trained again.

mod published;
mod report;
mod runs;

use super::result_files::{out_folder, write};
use super::shared_flags::{DATA, THREADS, data_folder, threads};
use super::{Command, Failure, Flags, output};
use crate::mnist;
use published::{Published, ROWS};
use runs::{Job, TRAINING_IMAGES};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "results",
    summary: "Train the networks with published error rates on MNIST, and compare",
    flags: &[
        "--row NAME [all] only this row of the table",
        "--quick only the small networks, each with one seed",
        "--seeds N [3] how many runs per row, with the seeds 1 to N",
        THREADS,
        DATA,
        "--out DIR [out/results] the folder for results.md",
    ],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let rows = rows(flags)?;
    let seeds = match flags.is_given("quick") && !flags.is_given("seeds") {
        true => 1,
        false => flags.count("seeds", 1..=1000)? as u64,
    };
    let threads = threads(flags)?;
    let out = out_folder(flags)?;
    let jobs: Vec<Job> = rows.into_iter().map(Job::new).collect::<Result<_, _>>()?;
    // MNIST's own numbers: with another data set the published rates would mean nothing.
    let data = mnist::load(&data_folder(flags)?, Some(TRAINING_IMAGES), Some(10_000))?;

    let outcomes = runs::run(&jobs, seeds, &data, threads)?;
    let text = report::report(&jobs, &outcomes, data.test.len());
    output::print(&text)?;
    write(&out, "results.md", &text)?;
    output::note(&format!("the same table is in {}", out.join("results.md").display()));
    Ok(())
}

/// The rows that `--row` and `--quick` select.
fn rows(flags: &Flags) -> Result<Vec<&'static Published>, Failure> {
    let each = ROWS.iter().map(|row| (row.name, Some(row)));
    let words: Vec<_> = [("all", None)].into_iter().chain(each).collect();
    let quick = flags.is_given("quick");
    Ok(match flags.choice("row", &words)? {
        Some(row) => vec![row],
        None => ROWS.iter().filter(|row| row.quick || !quick).collect(),
    })
}
