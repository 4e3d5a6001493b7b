//! The table: published beside measured.

use super::record::Record;
use super::runs::{Job, Outcome};

use crate::cli::help;

const HEADINGS: &str = "network|published %|source|here %|lowest to highest|first half %|\
                        last half %|images|s per run|met";

/// The table, for a file and for a terminal.
pub(super) struct Report {
    /// In Markdown, its columns aligned so that it can be read as it stands, and below it the
    /// recipes.
    pub markdown: String,
    /// In 80 columns, with less beside each row's name.
    pub text: String,
}

/// The rows whose runs are all done, then the names of the others. Each network was tested on
/// `tested` images.
pub(super) fn report<'a>(
    jobs: impl Iterator<Item = &'a Job>,
    seeds: u64,
    record: &Record,
    tested: usize,
) -> Report {
    let outcomes = |job| (1..=seeds).map(|seed| record.find(job, seed)).collect::<Option<Vec<_>>>();
    let (mut rows, mut recipes, mut missed, mut missing) = (vec![], String::new(), vec![], vec![]);
    let mut text = line(["row", "published", "here", "range", "first half", "last half", "met"]);
    for job in jobs {
        let Some(outcomes) = outcomes(job) else {
            missing.push(job.row.name);
            continue;
        };
        let cells = cells(job, &outcomes, tested);
        recipes += &format!("- {}: `backprop train {}`\n", job.row.name, job.flags);
        if cells[9] == "no" {
            missed.push(job.row.name);
        }
        let [_, published, _, here, range, first, last, _, _, met] = &cells;
        text += &line([job.row.name, published, here, range, first, last, met]);
        rows.push(cells.into());
    }
    let mut verdict = format!("{} of {} rows met", rows.len() - missed.len(), rows.len());
    if !missed.is_empty() {
        verdict += &format!("; not met: {}", missed.join(", "));
    }
    if !missing.is_empty() {
        verdict += &format!("; not trained yet: {}", missing.join(", "));
    }
    Report {
        markdown: format!("{}\n{recipes}\n{verdict}\n", aligned(rows)),
        text: format!("Test errors in percent\n\n{text}\n{}", help::wrapped(&verdict, 0)),
    }
}

/// A line of the table for a terminal.
fn line([row, published, here, range, first, last, met]: [&str; 7]) -> String {
    format!("{row:17}  {published:>9}  {here:>6}  {range:>14}  {first:>10}  {last:>9}  {met}\n")
}

/// One row: the test errors in percent over all runs of a job, and whether their mean is at most
/// the published one.
fn cells(job: &Job, outcomes: &[Outcome], tested: usize) -> [String; 10] {
    let percent = |wrong: usize, of: usize| 100.0 * wrong as f64 / of as f64;
    let tested_by_all = tested * outcomes.len();
    let wrong = outcomes.iter().map(|outcome| outcome.wrong[0] + outcome.wrong[1]);
    let mean = percent(wrong.clone().sum(), tested_by_all);
    let least = percent(wrong.clone().min().unwrap_or(0), tested);
    let most = percent(wrong.max().unwrap_or(0), tested);
    let half = |h: usize| outcomes.iter().map(|outcome| outcome.wrong[h]).sum();
    let halves = [0, 1].map(|h| 2.0 * percent(half(h), tested_by_all));
    let seconds = outcomes.iter().map(|outcome| outcome.seconds).sum::<f64>();
    [
        job.row.net.into(),
        job.row.error.to_string(),
        job.row.source.into(),
        format!("{mean:.2}"),
        format!("{least:.2} to {most:.2}"),
        format!("{:.2}", halves[0]),
        format!("{:.2}", halves[1]),
        job.images.to_string(),
        format!("{:.0}", seconds / outcomes.len() as f64),
        if mean <= job.row.error { "yes" } else { "no" }.into(),
    ]
}

/// The lines of the table, below the headings.
fn aligned(rows: Vec<Vec<String>>) -> String {
    let headings = HEADINGS.split('|').map(String::from).collect();
    let mut table = [vec![headings], rows].concat();
    let width = |c: usize| table.iter().map(|row: &Vec<String>| row[c].chars().count()).max();
    let widths: Vec<_> = (0..table[0].len()).map(|c| width(c).unwrap_or(0)).collect();
    table.insert(1, widths.iter().map(|&width| "-".repeat(width)).collect());
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!(" {cell:width$} |"));
        format!("|{}\n", cells.collect::<String>())
    };
    table.iter().map(line).collect()
}
