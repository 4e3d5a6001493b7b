//! The runs that are done, one per line of runs.csv: an interrupted `results` goes on from there.
//!
//! A run is known by its name, recipe, seed and data. Lines of other runs stay in the file.

use super::published::ROWS;
use super::runs::{Job, Outcome, TEST_IMAGES, TRAINING_IMAGES};
use crate::cli::Failure;
use crate::cli::run_record::{MOST_TEXT, Run, read};
use crate::format::shown::shown;
use crate::mnist::Mnist;
use std::path::Path;

pub(super) const NAME: &str = "runs.csv";

/// The first line of the file.
const HEADINGS: &str =
    "name,seed,images,first_half_wrong,last_half_wrong,seconds,data_crc32,recipe";

/// What the file holds.
pub struct Record {
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
        let jobs = ROWS.iter().map(Job::new).collect::<Result<Vec<_>, _>>()?;
        let data = format!("{:08x}-{:08x}", data.train.crc32(), data.test.crc32());
        let mut record = Record { data, lines: Vec::new() };
        let path = folder.join(NAME);
        let file = read(&path, MOST_TEXT)?.unwrap_or(HEADINGS.into());
        for (i, text) in String::from_utf8_lossy(&file).lines().enumerate() {
            match Line::parse(text).filter(|line| line.is_possible(&jobs)) {
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
        let is_it = |line: &&Line| line.is_of(job, seed, &self.data);
        self.lines.iter().find(is_it).map(|line| line.outcome)
    }

    /// Adds a run, in the place of the one that it repeats.
    pub(super) fn add(
        &mut self,
        run: &Run,
        job: &Job,
        seed: u64,
        outcome: Outcome,
    ) -> Result<(), Failure> {
        let line = Line {
            name: job.row.name.to_string(),
            seed,
            images: job.images,
            outcome,
            data: self.data.clone(),
            recipe: job.flags.clone(),
        };
        self.lines.retain(|old| !old.is_of(job, seed, &self.data));
        self.lines.push(line);
        let lines: String = self.lines.iter().map(Line::text).collect();
        run.write(NAME, format!("{HEADINGS}\n{lines}"))
    }
}

impl Line {
    /// Whether it is the job's run with this seed and data.
    fn is_of(&self, job: &Job, seed: u64, data: &str) -> bool {
        let key = (&*self.name, &*self.recipe, self.seed, &*self.data);
        key == (job.row.name, &*job.flags, seed, data)
    }

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
                seconds: seconds.parse().ok()?,
            },
            data: data.to_string(),
            recipe: recipe.strip_prefix('"')?.strip_suffix('"')?.to_string(),
        };
        // A sound line is the same when it is written again.
        (line.text().strip_suffix('\n') == Some(text)).then_some(line)
    }

    /// Whether a run can have these numbers; a run of one of the jobs learns from its images.
    fn is_possible(&self, jobs: &[Job]) -> bool {
        let job = jobs.iter().find(|job| (job.row.name, &job.flags) == (&self.name, &self.recipe));
        let images = job.map_or(1..=TRAINING_IMAGES, |job| job.images..=job.images);
        images.contains(&self.images)
            && self.outcome.wrong.iter().all(|&wrong| wrong <= TEST_IMAGES / 2)
            && (0.0..1e9).contains(&self.outcome.seconds)
    }
}
