//! The lines of ruled and squared paper, of frames and of forms: long, thin, straight and regular.
//!
//! A line is followed from column to column: in each, the run of ink that lies where the line leads
//! belongs to it, if it is as thin as those before. Where a stroke crosses, the run is longer; the
//! line is found again behind it, and the stroke keeps its ink. (Musicians' staffs are removed so:
//! I. Fujinaga, "Staff detection and removal", 2004.) Lines from top to bottom are those of the
//! transposed picture.

use super::grey::Grey;
use super::ground::quantile;

// Lengths as shares of the picture's longer side, where nothing else is said. On the generated
// pictures of tests/paper/ (20 of each kind) all of ruled, squared and darkly ruled paper and of
// forms is removed with these; of 5983 digits of strangers as many are read as without this step,
// but for 2.

/// A line is at most so thick.
pub(crate) const THICKEST: f64 = 1.0 / 80.0;
/// Behind a gap of this length it is another line.
pub(crate) const GAP: f64 = 1.0 / 25.0;
/// Shorter ones are no lines.
pub(crate) const SHORTEST: f64 = 0.03;
/// A line is so long, as a share of the picture's side; a piece of one beside three whole ones.
pub(crate) const LONG: f64 = 0.25;
pub(crate) const PIECE: f64 = 0.06;
/// It is so many times as long as thick; between two lines, as in the boxes of a form, so many.
pub(crate) const SLIM: f64 = 25.0;
pub(crate) const SLIM_BETWEEN: f64 = 8.0;
/// A line bends by at most this share of its length, and two pixels.
pub(crate) const BEND: f64 = 0.02;

/// So many lines are followed at a time: more is no ruling.
pub(crate) const MOST: usize = 300;

/// The run of ink `start..end` in a column.
#[derive(Clone, Copy)]
struct Run {
    column: usize,
    start: usize,
    end: usize,
}

impl Run {
    fn middle(&self) -> f64 {
        (self.start + self.end) as f64 / 2.0
    }

    fn thickness(&self) -> f64 {
        (self.end - self.start) as f64
    }
}

/// Runs in order of their columns, at least one.
struct Line {
    runs: Vec<Run>,
    /// The sum of their thickness.
    ink: f64,
}

impl Line {
    fn first(&self) -> &Run {
        &self.runs[0]
    }

    fn last(&self) -> &Run {
        &self.runs[self.runs.len() - 1]
    }

    fn length(&self) -> f64 {
        (self.last().column + 1 - self.first().column) as f64
    }

    fn thickness(&self) -> f64 {
        self.ink / self.runs.len() as f64
    }

    /// Rows per column between two of its runs.
    fn slope(&self, from: &Run) -> f64 {
        let columns = self.last().column - from.column;
        (self.last().middle() - from.middle()) / columns.max(1) as f64
    }

    /// Whether a run goes on with it: as thin, and in the direction of its last hundred columns.
    fn leads_to(&self, run: &Run) -> bool {
        let back = self.runs.len().saturating_sub(100);
        let slope = if self.runs.len() < 8 { 0.0 } else { self.slope(&self.runs[back]) };
        let ahead = run.column as f64 - self.last().column as f64;
        let expected = self.last().middle() + slope * ahead;
        ahead > 0.0 && run.thickness() <= self.thickest() && (expected - run.middle()).abs() <= 1.5
    }

    /// Thicker runs are crossed by a stroke.
    fn thickest(&self) -> f64 {
        1.5 * self.thickness() + 1.0
    }

    /// Whether at least half of its columns have ink, close to the straight line between its ends.
    fn is_straight(&self) -> bool {
        let slope = self.slope(self.first());
        let bend = self.runs.iter().map(|run| {
            let along = (run.column - self.first().column) as f64;
            (run.middle() - self.first().middle() - slope * along).abs()
        });
        2.0 * self.runs.len() as f64 >= self.length()
            && bend.fold(0.0, f64::max) <= 2.0 + BEND * self.length()
    }
}

/// The ink without such lines.
pub fn without_lines(ink: &Grey) -> Grey {
    let turned = ink.transposed();
    let (across, down) = (lines(ink), lines(&turned));
    let flat = ruling(&across, ink.width, 2);
    // Upright strokes are as straight as lines: without others across, only the border ends them.
    let mut upright = ruling(&down, ink.height, if flat.is_empty() { usize::MAX } else { 3 });
    let near = THICKEST * ink.height.max(ink.width) as f64;
    let meets = |column: f64, row: f64| {
        let mut runs = flat.iter().flat_map(|line| &line.runs);
        runs.any(|run| {
            (run.column as f64 - column).abs() <= near && (run.middle() - row).abs() <= near
        })
    };
    let is_between = |line: &&Line| {
        let ends = [line.first(), line.last()];
        line.length() >= SLIM_BETWEEN * line.thickness()
            && ends.iter().all(|end| meets(end.middle(), end.column as f64))
    };
    upright.extend(down.iter().filter(is_between));
    erase(&erase(ink, &flat).transposed(), &upright).transposed()
}

/// All straight lines from left to right.
fn lines(ink: &Grey) -> Vec<Line> {
    let longer = ink.height.max(ink.width) as f64;
    let (thickest, gap) = ((THICKEST * longer).max(2.0), (GAP * longer) as usize + 1);
    let (mut open, mut done) = (Vec::<Line>::new(), Vec::new());
    for column in 0..ink.width {
        // A short line does not reach over a long gap.
        let ended = |line: &mut Line| column - line.last().column > gap.min(line.runs.len());
        done.extend(open.extract_if(.., ended).filter(|line| line.length() >= SHORTEST * longer));
        let mut row = 0;
        while row < ink.height {
            let start = row;
            while row < ink.height && ink.at(row, column) > 0.0 {
                row += 1;
            }
            let run = Run { column, start, end: row };
            row += 1;
            if run.start == run.end || run.thickness() > thickest {
                continue;
            }
            let has_room = open.len() < MOST;
            let lines = open.iter_mut().filter(|line| line.leads_to(&run));
            match lines.max_by(|a, b| a.length().total_cmp(&b.length())) {
                Some(line) => {
                    line.runs.push(run);
                    line.ink += run.thickness();
                }
                None if has_room => open.push(Line { runs: vec![run], ink: run.thickness() }),
                None => {}
            }
        }
    }
    done.extend(open.into_iter().filter(|line| line.length() >= SHORTEST * longer));
    done.retain(Line::is_straight);
    done
}

/// The lines that rule a picture of this side: at least `count` long ones, or one from border to
/// border; and beside three long ones, shorter ones of their kind.
fn ruling(lines: &[Line], side: usize, count: usize) -> Vec<&Line> {
    let side = side as f64;
    let is_long =
        |line: &&Line| line.length() >= LONG * side && line.length() >= SLIM * line.thickness();
    let mut long: Vec<_> = lines.iter().filter(is_long).collect();
    if long.len() < count {
        long.retain(|line| line.length() >= 0.9 * side);
    }
    if long.len() < 3 {
        return long;
    }
    let median = |of: fn(&Line) -> f64| quantile(long.iter().map(|line| of(line)).collect(), 0.5);
    let slope = median(|line| line.slope(line.first()));
    let thickness = median(Line::thickness);
    let is_like_them = |line: &&Line| {
        let turned = (line.slope(line.first()) - slope).abs() * line.length();
        line.length() >= PIECE * side
            && line.thickness() <= 1.3 * thickness + 0.5
            && turned <= 2.0 + BEND * line.length()
    };
    lines.iter().filter(is_like_them).collect()
}

/// Takes the ink of lines away, except where a stroke crosses.
fn erase(ink: &Grey, lines: &[&Line]) -> Grey {
    let mut erased = ink.clone();
    for line in lines {
        for run in line.runs.iter().filter(|run| run.thickness() <= line.thickest()) {
            for row in run.start..run.end {
                erased.values[row * ink.width + run.column] = 0.0;
            }
        }
    }
    erased
}
