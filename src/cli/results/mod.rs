//! `backprop results`: the networks whose error rates were published, trained again.

mod published;
pub mod record;
mod report;
mod runs;

use super::memory::Training;
use super::run_record::Run;
use super::shared_flags::{DATA, DataFolder, THREADS, threads};
use super::{Command, Failure, Flags, output};
use crate::format::shown::shown;
use crate::training::evaluate::BATCH;
use published::{Published, ROWS, Size};
use record::Record;
use runs::{Job, TEST_IMAGES, TRAINING_IMAGES};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "results",
    summary: "Train the networks with published error rates on MNIST, and compare",
    flags: &[
        "--row NAME [all] only this row of the table: linear, nielsen-30, nielsen-100, 300, \
         300-100, 500-150, 300-distorted, 300-100-distorted, 500-150-distorted, 800, 800-affine, \
         800-elastic, dropout, dropout-inputs, 1000-500-elastic, deep-dropout, deep-max-norm",
        "--list print the rows, and train nothing",
        "--quick only the small networks, each with one seed",
        "--long only the large networks, which are otherwise trained only by name",
        "--seeds N [3] how many runs per row, with the seeds 1 to N",
        "--fresh train these runs again, though they are in runs.csv",
        THREADS,
        DATA,
        "--out DIR [out/results] the folder for results.md, the table of all rows that are done, \
         and for runs.csv, from which an interrupted command goes on",
    ],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let rows = rows(flags)?;
    if flags.is_given("list") {
        return output::print(&list(&rows));
    }
    let seeds = match flags.is_given("quick") && !flags.is_given("seeds") {
        true => 1,
        false => flags.count("seeds", 1..=1000)? as u64,
    };
    let threads = threads(flags)?;
    let data_folder = DataFolder::new(flags)?;
    let jobs: Vec<Job> = ROWS.iter().map(Job::new).collect::<Result<_, _>>()?;
    let is_chosen = |job: &&Job| rows.iter().any(|row| row.name == job.row.name);
    let chosen: Vec<&Job> = jobs.iter().filter(is_chosen).collect();
    // MNIST's own numbers: with another data set the published rates would mean nothing.
    let data = data_folder.load(Some(TRAINING_IMAGES), Some(TEST_IMAGES))?;
    for Job { recipe, .. } in &chosen {
        let samples = (recipe.batch + BATCH) * threads;
        let plain = Training::of(&data, &recipe.hidden, recipe.epochs, samples);
        Training { weight: 32 * threads, threads, distorts: true, ..plain }.check_memory()?;
    }
    let (files, about_seeds) = ([record::NAME, "results.md"], format!("1 to {seeds}"));
    let mut run = Run::new(flags, &files, &data_folder.path, &about_seeds, threads)?;
    run.advice = Some("the same command goes on");
    let mut record = Record::read(run.path(), &data)?;
    let fresh = flags.is_given("fresh");
    run.continues = (!record.is_empty()).then(|| record::NAME.to_string());
    run.record(|run| {
        // The longest first, so that no thread is left alone with one in the end.
        let all = chosen.iter().rev().flat_map(|&job| (1..=seeds).map(move |seed| (job, seed)));
        let (done, missing): (Vec<_>, Vec<_>) =
            all.partition(|(job, seed)| !fresh && record.find(job, *seed).is_some());
        // A row that another command has trained stays in the table.
        let report = |record: &Record| {
            let is_done = |job: &&Job| (1..=seeds).all(|seed| record.find(job, seed).is_some());
            let shown = jobs.iter().filter(|job| is_chosen(job) || is_done(job));
            report::report(shown, seeds, record, data.test.len())
        };
        run.write("results.md", report(&record).markdown)?;
        if !done.is_empty() {
            let (done, all) = (done.len(), done.len() + missing.len());
            output::note(&format!("note: {done} of {all} runs are done; --fresh repeats them"));
        }
        runs::run(&missing, &data, threads, |job, seed, outcome| {
            record.add(run, job, seed, outcome)?;
            run.write("results.md", report(&record).markdown)
        })?;
        output::print(&report(&record).text)?;
        output::note(&format!(
            "the whole table and the recipes are in {}",
            shown(&run.path().join("results.md"))
        ));
        Ok(())
    })
}

/// The rows that `--row`, `--quick` and `--long` select; without any of them all but the large
/// networks, which are listed nevertheless.
fn rows(flags: &Flags) -> Result<Vec<&'static Published>, Failure> {
    let each = ROWS.iter().map(|row| (row.name, Some(row)));
    let words: Vec<_> = [("all", None)].into_iter().chain(each).collect();
    let (row, quick, long) =
        (flags.choice("row", &words)?, flags.is_given("quick"), flags.is_given("long"));
    let with_large = row.is_some() || long || flags.is_given("list");
    let mut rows = row.map_or(ROWS.iter().collect(), |row| vec![row]);
    rows.retain(|row| match row.size {
        Size::Small => !long,
        Size::Medium => !quick && !long,
        Size::Large => !quick && with_large,
    });
    if rows.is_empty() {
        let message = "together, --row, --quick and --long leave no row; use one of them alone";
        return Err(Failure::usage(message));
    }
    Ok(rows)
}

/// Each row's name, network and published error, and how long a run takes.
fn list(rows: &[&Published]) -> String {
    let line = |name: &str, net: &str, error: &str, time: &str| {
        format!("{name:17}  {net:42}  {error:>9}  {time:>5}\n")
    };
    let each = |row: &&Published| {
        let (error, time) = (format!("{} %", row.error), format!("{} s", row.seconds));
        line(row.name, row.net, &error, &time)
    };
    line("row", "network", "published", "a run") + &rows.iter().map(each).collect::<String>()
}
