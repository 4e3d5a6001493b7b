//! `backprop results`: the networks whose error rates were published, trained again.

mod published;
mod record;
mod report;
mod runs;

use super::result_files::{out_folder, write};
use super::shared_flags::{DATA, THREADS, data_folder, threads};
use super::{Command, Failure, Flags, output};
use crate::mnist;
use published::{Published, ROWS};
use record::Record;
use runs::{Job, TRAINING_IMAGES};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "results",
    summary: "Train the networks with published error rates on MNIST, and compare",
    flags: &[
        "--row NAME [all] only this row of the table",
        "--quick only the small networks, each with one seed",
        "--seeds N [3] how many runs per row, with the seeds 1 to N",
        "--fresh train these rows again, though their runs are in runs.csv",
        THREADS,
        DATA,
        "--out DIR [out/results] the folder for results.md, and for runs.csv, from which an \
         interrupted command goes on",
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

    let mut record = Record::read(&out, &data)?;
    if flags.is_given("fresh") {
        record.forget(&jobs)?;
    }
    // The longest first, so that no thread is left alone with one in the end.
    let all = jobs.iter().rev().flat_map(|job| (1..=seeds).map(move |seed| (job, seed)));
    let (done, missing): (Vec<_>, Vec<_>) =
        all.partition(|(job, seed)| record.find(job, *seed).is_some());
    let report = |record: &Record| report::report(&jobs, seeds, record, data.test.len());
    write(&out, "results.md", report(&record))?;
    if !done.is_empty() {
        let all = done.len() + missing.len();
        output::note(&format!("note: {} of {all} runs are done; --fresh repeats them", done.len()));
    }
    runs::run(&missing, &data, threads, |job, seed, outcome| {
        record.add(job, seed, outcome)?;
        write(&out, "results.md", report(&record))
    })?;
    output::print(&report(&record))?;
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
