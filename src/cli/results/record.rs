//! The runs that are done, one per line of runs.csv: an interrupted `results` goes on from there.
//!
//! A run is known by its name, recipe, seed and data. Lines of other runs stay in the file.

use super::runs::{Job, Outcome};
use crate::cli::Failure;
use crate::cli::result_files::{read, write};
use crate::format::shown::shown;
use crate::mnist::Mnist;
use std::path::{Path, PathBuf};

pub(super) const NAME: &str = "runs.csv";

/// The first line of the file.
const HEADINGS: &str =
    "name,seed,images,first_half_wrong,last_half_wrong,seconds,data_crc32,recipe";

/// What the file holds.
pub struct Record {
    folder: PathBuf,
    /// The checksums of the data that are trained on and tested with now.
    data: String,
    lines: Vec<Line>,
}

/// A run that is done.
struct Line {
    name: String,
    seed: u64,
    images: usize,
    outcome: Outcome,
    data: String,
    recipe: String,
}

impl Record {
    /// Whether no run is done.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Reads the file, if there is one.
    pub fn read(folder: &Path, data: &Mnist) -> Result<Record, Failure> {
        let data = format!("{:08x}-{:08x}", data.train.crc32(), data.test.crc32());
        let mut record = Record { folder: folder.to_path_buf(), data, lines: Vec::new() };
        let path = folder.join(NAME);
        let file = read(&path)?.unwrap_or(HEADINGS.into());
        for (i, text) in String::from_utf8_lossy(&file).lines().enumerate() {
            match Line::parse(text) {
                Some(line) if i > 0 => record.lines.push(line),
                None if i == 0 && text == HEADINGS => {}
                _ => {
                    return Err(Failure::failed(format!(
                        "{}, line {}: expected {}, found {}; remove the line or the file",
                        shown(&path),
                        i + 1,
                        if i == 0 { HEADINGS } else { "a run as in line 1" },
                        shown(text),
                    )));
                }
            }
        }
        Ok(record)
    }

    /// The outcome of a run, if it is done.
    pub(super) fn find(&self, job: &Job, seed: u64) -> Option<Outcome> {
        let is_it = |line: &&Line| {
            let key = (&*line.name, &*line.recipe, line.seed, &*line.data);
            key == (job.row.name, &*job.flags, seed, &*self.data)
        };
        self.lines.iter().find(is_it).map(|line| line.outcome)
    }

    /// Removes all runs of some rows.
    pub(super) fn forget(&mut self, jobs: &[&Job]) -> Result<(), Failure> {
        self.lines.retain(|line| !jobs.iter().any(|job| job.row.name == line.name));
        self.write()
    }

    /// Adds a run.
    pub(super) fn add(&mut self, job: &Job, seed: u64, outcome: Outcome) -> Result<(), Failure> {
        self.lines.push(Line {
            name: job.row.name.to_string(),
            seed,
            images: job.images,
            outcome,
            data: self.data.clone(),
            recipe: job.flags.clone(),
        });
        self.write()
    }

    fn write(&self) -> Result<(), Failure> {
        let lines: String = self.lines.iter().map(Line::text).collect();
        write(&self.folder, NAME, format!("{HEADINGS}\n{lines}"))
    }
}

impl Line {
    /// The line, with its end. A recipe has commas, so it is quoted; there are no quotes in it.
    fn text(&self) -> String {
        let Self { name, seed, images, outcome, data, recipe } = self;
        let Outcome { wrong: [first, last], seconds } = outcome;
        format!("{name},{seed},{images},{first},{last},{seconds},{data},\"{recipe}\"\n")
    }

    fn parse(text: &str) -> Option<Line> {
        let fields: Vec<_> = text.splitn(8, ',').collect();
        let [name, seed, images, first, last, seconds, data, recipe] = fields[..] else {
            return None;
        };
        let line = Line {
            name: name.to_string(),
            seed: seed.parse().ok()?,
            images: images.parse().ok()?,
            outcome: Outcome {
                wrong: [first.parse().ok()?, last.parse().ok()?],
                seconds: seconds.parse().ok().filter(|s| (0.0..f64::INFINITY).contains(s))?,
            },
            data: data.to_string(),
            recipe: recipe.strip_prefix('"')?.strip_suffix('"')?.to_string(),
        };
        // A sound line is the same when it is written again.
        (line.text().strip_suffix('\n') == Some(text)).then_some(line)
    }
}
