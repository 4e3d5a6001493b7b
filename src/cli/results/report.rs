//! The table: published beside measured.

use super::published::Row;
use super::runs::{Job, Outcome};

/// The test errors of a row's runs, in percent.
pub(super) struct Errors {
    mean: f64,
    least: f64,
    most: f64,
    /// The means over the first and over the last half of the test images.
    halves: [f64; 2],
}

impl Errors {
    /// From what came of the runs on `tested` images.
    pub fn of(outcomes: &[Outcome], tested: usize) -> Errors {
        let percent = |wrong: usize, of: usize| 100.0 * wrong as f64 / of as f64;
        let both = outcomes.iter().map(|outcome| outcome.wrong[0] + outcome.wrong[1]);
        let half = |h: usize| outcomes.iter().map(|outcome| outcome.wrong[h]).sum::<usize>();
        // Odd sizes aside, a half is a half.
        let tested_by_all = tested * outcomes.len();
        Errors {
            mean: percent(both.clone().sum(), tested_by_all),
            least: percent(both.clone().min().unwrap_or(0), tested),
            most: percent(both.max().unwrap_or(0), tested),
            halves: [0, 1].map(|h| 2.0 * percent(half(h), tested_by_all)),
        }
    }

    /// Whether the mean is as good as what was published.
    pub fn meet(&self, row: &Row) -> bool {
        self.mean <= row.published
    }
}

/// The table in Markdown, its columns aligned so that it can be read as it stands, and below it
/// the recipes.
pub(super) fn report(rows: &[(&Job, Errors, f64)]) -> String {
    let mut table = vec![
        [
            "network",
            "published %",
            "source",
            "here %",
            "lowest to highest",
            "first half %",
            "last half %",
            "images",
            "s a run",
            "met",
        ]
        .map(String::from),
    ];
    for (job, errors, seconds) in rows {
        table.push([
            job.row.net.into(),
            job.row.published.to_string(),
            job.row.source.into(),
            format!("{:.2}", errors.mean),
            format!("{:.2} to {:.2}", errors.least, errors.most),
            format!("{:.2}", errors.halves[0]),
            format!("{:.2}", errors.halves[1]),
            job.images.to_string(),
            format!("{seconds:.0}"),
            if errors.meet(job.row) { "yes" } else { "no" }.into(),
        ]);
    }
    let recipes: String = rows
        .iter()
        .map(|(job, ..)| format!("- {}: `backprop train {}`\n", job.row.name, job.row.recipe))
        .collect();
    let missed = rows.iter().filter(|(job, errors, _)| !errors.meet(job.row));
    let missed: Vec<_> = missed.map(|(job, ..)| job.row.name).collect();
    let mut verdict = format!("{} of {} rows met", rows.len() - missed.len(), rows.len());
    if !missed.is_empty() {
        verdict += &format!("; not met: {}", missed.join(", "));
    }
    format!("{}\n{recipes}\n{verdict}\n", aligned(&table))
}

fn aligned<const N: usize>(table: &[[String; N]]) -> String {
    let width = |c: usize| table.iter().map(|row| row[c].chars().count()).max().unwrap_or(0);
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!(" {cell:width$} |"));
        format!("|{}\n", cells.collect::<String>())
    };
    let rule = widths.map(|width| "-".repeat(width));
    [line(&table[0]), line(&rule)].into_iter().chain(table[1..].iter().map(line)).collect()
}
