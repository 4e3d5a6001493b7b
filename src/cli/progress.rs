//! A progress bar on stderr: how far the run is, how long it took, and how long it will take.
//!
//! It is there for a person who watches, so it is drawn only on a terminal. It uses no colour
//! and no escape sequence at all (which is what `NO_COLOR` asks for, and more): a carriage
//! return goes back to the line's start, and spaces wipe it out.
//!
//! What is drawn is decided by the pure functions [`wanted`], [`line()`], [`time_left`] and
//! [`spelled`]; [`Progress`] adds the clock and the terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// A redraw every tenth of a second is all that an eye can follow.
const BETWEEN_DRAWINGS: Duration = Duration::from_millis(100);

/// An estimate before this is a guess: the first steps are the slowest, with caches still cold.
const BEFORE_AN_ESTIMATE: Duration = Duration::from_millis(500);

/// The longest bar, in characters between its brackets: on 80 columns it then keeps its length
/// while the times beside it grow longer.
const LONGEST_BAR: usize = 20;

/// A progress bar, erased when it is dropped.
#[derive(Debug)]
pub struct Progress {
    total: usize,
    /// Columns of the terminal; `None` when nothing is to be drawn.
    columns: Option<usize>,
    started: Instant,
    drawn: Instant,
    /// How many characters of the bar stand on the screen now.
    on_screen: usize,
}

impl Progress {
    /// A bar for `total` equal steps of work, the clock running from now.
    pub fn new(total: usize) -> Progress {
        let variable = |name| std::env::var(name).ok();
        let wanted = wanted(io::stderr().is_terminal(), variable("TERM").as_deref());
        let now = Instant::now();
        Progress {
            total,
            columns: wanted.then(|| columns(variable("COLUMNS").as_deref())),
            started: now,
            drawn: now,
            on_screen: 0,
        }
    }

    /// `done` of the steps are done; `label` says what is being done. May be called as often as
    /// is convenient: most calls only look at the clock.
    pub fn update(&mut self, done: usize, label: &str) {
        let Some(columns) = self.columns else { return };
        if self.drawn.elapsed() < BETWEEN_DRAWINGS {
            return;
        }
        self.drawn = Instant::now();
        let line = line(label, done, self.total, self.started.elapsed(), columns);
        // What is left of a longer line before it is wiped out with spaces, in the same write.
        let width = line.chars().count();
        let padding = self.on_screen.saturating_sub(width);
        write_now(&format!("\r{line}{:padding$}", ""));
        self.on_screen = width;
    }

    /// Wipes the bar from its line. Call it before anything is printed, on either stream; the
    /// next [`Progress::update`] draws the bar again below.
    pub fn erase(&mut self) {
        if self.on_screen > 0 {
            write_now(&format!("\r{:width$}\r", "", width = self.on_screen));
            self.on_screen = 0;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.erase();
    }
}

/// Runs `work` while a bar follows the counter `done` towards `total`, on a thread of its own. The
/// work erases the bar before it prints.
pub fn watch<T>(
    total: usize,
    label: &str,
    done: &AtomicUsize,
    work: impl FnOnce(&Mutex<Progress>) -> T,
) -> T {
    let progress = Mutex::new(Progress::new(total));
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            while !ended.load(Relaxed) {
                lock(&progress).update(done.load(Relaxed), label);
                std::thread::park_timeout(BETWEEN_DRAWINGS);
            }
        });
        let result = work(&progress);
        ended.store(true, Relaxed);
        watcher.thread().unpark();
        result
    })
}

/// Erases the bar, so that a line may be printed where it stood.
pub fn erase(progress: &Mutex<Progress>) {
    lock(progress).erase();
}

fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().expect("nothing panics while it holds the bar")
}

/// A bar that cannot be drawn is no reason to end a run.
fn write_now(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// Whether to draw at all: not into a file or a pipe, and not on a terminal that calls itself
/// dumb, where a carriage return may not go back.
pub fn wanted(is_terminal: bool, term: Option<&str>) -> bool {
    is_terminal && term != Some("dumb")
}

/// The terminal's width from the variable `COLUMNS`, or the customary 80.
pub fn columns(variable: Option<&str>) -> usize {
    variable.and_then(|text| text.parse().ok()).filter(|&columns| columns > 0).unwrap_or(80)
}

/// The line for `done` of `total` steps after `elapsed`, at least one column short of `columns`
/// (a full line would make some terminals go to the next). Where it is narrow, first the bar
/// goes, then the elapsed time, then the label, then the estimate.
pub fn line(label: &str, done: usize, total: usize, elapsed: Duration, columns: usize) -> String {
    let room = columns.saturating_sub(1);
    let done = done.min(total);
    // No steps at all are done as soon as they begin.
    let share = if total == 0 { 1.0 } else { done as f64 / total as f64 };
    let percent = format!("{:3.0} %", (share * 100.0).floor());
    let left = time_left(done, total, elapsed)
        .map_or("estimating".to_string(), |left| format!("{} left", spelled(left)));

    let full = format!("{label}  {percent}  {}, {left}", spelled(elapsed));
    // The bar stands between the label and the rest: two brackets and two spaces.
    let spare = room.saturating_sub(full.chars().count() + 4).min(LONGEST_BAR);
    if spare >= 5 {
        let filled = (share * spare as f64) as usize;
        let (filled, empty) = ("#".repeat(filled), ".".repeat(spare - filled));
        return format!("{label}  [{filled}{empty}]  {percent}  {}, {left}", spelled(elapsed));
    }
    let shorter = [
        full,
        format!("{label}  {percent}  {left}"),
        format!("{percent}  {left}"),
        percent.trim_start().to_string(),
    ];
    shorter.into_iter().find(|line| line.chars().count() <= room).unwrap_or_default()
}

/// How long the steps that are left will take if they go as those before; `None` while there is
/// too little to go by.
pub fn time_left(done: usize, total: usize, elapsed: Duration) -> Option<Duration> {
    if elapsed < BEFORE_AN_ESTIMATE {
        return None;
    }
    // With nothing done this is infinite, which no duration can hold.
    let left = total.saturating_sub(done) as f64;
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * left / done as f64).ok()
}

/// A duration as a person would say it: `12 s`, `1 min 05 s`, `2 h 03 min`.
pub fn spelled(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}
