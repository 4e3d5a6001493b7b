//! A progress bar on stderr: how far the run is, how long it took, and how long it will take.
//!
//! It is there for a person who watches, so it is drawn only on a terminal. It uses no colour and
//! no escape sequence at all (`NO_COLOR` asks for the first): a carriage return goes back to the
//! start of the line, and spaces erase it.
//!
//! The pure functions [`wanted`], [`columns`], [`share`], [`line()`], [`time_left`] and [`spelled`]
//! decide what is drawn; [`Progress`] adds the clock and the terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// Ten redraws per second look smooth.
const BETWEEN_DRAWINGS: Duration = Duration::from_millis(100);

/// An estimate before this is a guess: the first steps are the slowest, with caches still cold.
const BEFORE_AN_ESTIMATE: Duration = Duration::from_millis(500);

/// Characters between the brackets; with the longest times the line still fits in 80 columns.
const BAR: usize = 20;

/// A part of the work.
#[derive(Debug)]
pub struct Part {
    /// How many of its `steps` are done: the work counts them.
    pub done: AtomicUsize,
    steps: usize,
    /// How long the part takes, in any unit that all parts share.
    cost: f64,
}

impl Part {
    /// A part of so many steps, of which none is done.
    pub fn new(steps: usize, cost: f64) -> Self {
        Self { done: AtomicUsize::new(0), steps, cost }
    }

    fn share(&self) -> f64 {
        let done = self.done.load(Relaxed).min(self.steps);
        if self.steps == 0 { 1.0 } else { done as f64 / self.steps as f64 }
    }
}

/// How much of all parts is done, from 0 to 1; a part counts by its cost.
pub fn share(parts: &[Part]) -> f64 {
    let done: f64 = parts.iter().map(|part| part.cost * part.share()).sum();
    let cost: f64 = parts.iter().map(|part| part.cost).sum();
    if cost > 0.0 { done / cost } else { 1.0 }
}

/// The progress of a command.
#[derive(Debug)]
pub struct Progress {
    /// What the work consists of.
    pub parts: Vec<Part>,
    /// Columns of the terminal; `None` when nothing is to be drawn.
    columns: Option<usize>,
    started: Instant,
    /// How many characters stand on the screen now.
    on_screen: Mutex<usize>,
}

/// Runs `work`, which counts `total` steps, while another thread draws its progress.
pub fn watch<T>(total: usize, work: impl FnOnce(&Progress) -> T) -> T {
    watch_parts(vec![Part::new(total, 1.0)], work)
}

/// Runs `work`, which counts the steps of each part, while another thread draws its progress.
pub fn watch_parts<T>(parts: Vec<Part>, work: impl FnOnce(&Progress) -> T) -> T {
    let variable = |name| std::env::var(name).ok();
    let is_wanted = wanted(io::stderr().is_terminal(), variable("TERM").as_deref());
    let progress = Progress {
        parts,
        columns: is_wanted.then(|| columns(variable("COLUMNS").as_deref())),
        started: Instant::now(),
        on_screen: Mutex::new(0),
    };
    let result = std::thread::scope(|scope| {
        // Dropping the sender ends the thread, also when `work` panics.
        let (_working, ended) = channel::<()>();
        let progress = &progress;
        // Without a thread there is no bar, and that is no reason to end a run.
        let _ = Builder::new().spawn_scoped(scope, move || {
            while ended.recv_timeout(BETWEEN_DRAWINGS) == Err(RecvTimeoutError::Timeout) {
                progress.draw();
            }
        });
        work(progress)
    });
    progress.erase();
    result
}

impl Progress {
    /// The steps that are done of work in one part.
    pub fn done(&self) -> &AtomicUsize {
        &self.parts[0].done
    }

    /// Erases the bar. The work calls this before it prints, on either stream; the bar is drawn
    /// again below.
    pub fn erase(&self) {
        self.show("");
    }

    fn draw(&self) {
        if let Some(columns) = self.columns {
            self.show(&line(share(&self.parts), self.started.elapsed(), columns));
        }
    }

    fn show(&self, line: &str) {
        let mut on_screen = self.on_screen.lock().expect("nothing panics while it draws");
        let width = line.chars().count();
        if width.max(*on_screen) > 0 {
            // Spaces erase the rest of a longer line before, in the same write.
            let padding = on_screen.saturating_sub(width);
            let back = if width == 0 { "\r" } else { "" };
            let text = format!("\r{line}{:padding$}{back}", "");
            // A bar that cannot be drawn is no reason to end a run.
            let _ = io::stderr().write_all(text.as_bytes());
            *on_screen = width;
        }
    }
}

/// Whether to draw at all: not into a file or a pipe, and not on a terminal that calls itself
/// dumb, where a carriage return may not go back.
pub fn wanted(is_terminal: bool, term: Option<&str>) -> bool {
    is_terminal && term != Some("dumb")
}

/// The terminal's width from the variable `COLUMNS`. Shells do not export it; without it the width
/// is unknown, and a line that is too long would leave a part of itself behind at each redraw. So
/// the line is short.
pub fn columns(variable: Option<&str>) -> usize {
    variable.and_then(|text| text.parse().ok()).filter(|&columns| columns > 0).unwrap_or(20)
}

/// The line when a share of the work is done after `elapsed`: the longest form that is shorter
/// than the terminal is wide (a full line makes some terminals go to the next).
pub fn line(share: f64, elapsed: Duration, columns: usize) -> String {
    // 100 % only when all is done.
    let percent = (100.0 * share).floor();
    let left = |spelled: fn(Duration) -> String| {
        let left = time_left(share, elapsed);
        left.map_or("estimating".to_string(), |left| format!("{} left", spelled(left)))
    };
    let filled = (share * BAR as f64) as usize;
    let bar = "#".repeat(filled) + &".".repeat(BAR - filled);
    let forms = [
        format!("training  [{bar}]  {percent:3} %  {}, {}", spelled(elapsed), left(spelled)),
        format!("{percent} %  {}", left(spelled)),
        format!("{percent} %  {}", left(rounded)),
        format!("{percent} %"),
    ];
    forms.into_iter().find(|form| form.chars().count() < columns).unwrap_or_default()
}

/// How long the rest will take at the pace so far; `None` while that is unknown.
pub fn time_left(share: f64, elapsed: Duration) -> Option<Duration> {
    if elapsed < BEFORE_AN_ESTIMATE {
        return None;
    }
    // With nothing done this is infinite, which no duration can hold.
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * (1.0 - share) / share).ok()
}

/// A duration in its two largest units: `12 s`, `1 min 05 s`, `2 h 03 min`.
pub fn spelled(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}

/// A duration in its largest unit, rounded up: `12 s`, `2 min`, `3 h`.
fn rounded(duration: Duration) -> String {
    match duration.as_secs_f64().ceil() as u64 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}
