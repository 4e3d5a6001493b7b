//! A line on stderr: how much of the work is done, and how long the rest will take.
//!
//! It is there for a person who watches, so it is drawn only on a terminal. It uses no escape
//! sequence: a carriage return goes back to the start of the line, and spaces erase it. Its width
//! is not known (shells do not export `COLUMNS`), and a line that is too long would leave a part of
//! itself behind at each redraw; so it has less than 20 characters.

use super::{Failure, output};
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, MutexGuard};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// Ten redraws per second look smooth.
const BETWEEN_DRAWINGS: Duration = Duration::from_millis(100);

/// An estimate before this is a guess: the first steps are the slowest, with caches still cold.
const BEFORE_AN_ESTIMATE: Duration = Duration::from_millis(500);

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
    is_wanted: bool,
    started: Instant,
    /// How much was done before.
    share_before: f64,
    /// How many characters stand on the screen now.
    on_screen: Mutex<usize>,
}

/// Runs `work`, which counts `total` steps from `done` on, while another thread draws its progress.
pub fn watch<T>(done: usize, total: usize, work: impl FnOnce(&Progress) -> T) -> T {
    let part = Part::new(total, 1.0);
    part.done.store(done, Relaxed);
    watch_parts(vec![part], work)
}

/// Runs `work`, which counts the steps of each part, while another thread draws its progress.
pub fn watch_parts<T>(parts: Vec<Part>, work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress {
        share_before: share(&parts),
        parts,
        is_wanted: wanted(io::stderr().is_terminal(), std::env::var("TERM").ok().as_deref()),
        started: Instant::now(),
        on_screen: Mutex::new(0),
    };
    let result = std::thread::scope(|scope| {
        // Dropping the sender ends the thread, also when `work` panics.
        let (_working, ended) = channel::<()>();
        let progress = &progress;
        // Without a thread there is no line, and that is no reason to end a run.
        let _ = Builder::new().spawn_scoped(scope, move || {
            while ended.recv_timeout(BETWEEN_DRAWINGS) == Err(RecvTimeoutError::Timeout) {
                progress.draw();
            }
        });
        work(progress)
    });
    progress.show("", &mut progress.lock());
    result
}

impl Progress {
    /// The steps that are done of work in one part.
    pub fn done(&self) -> &AtomicUsize {
        &self.parts[0].done
    }

    /// Prints a result, in the place of the line, which is drawn again below.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        let mut on_screen = self.lock();
        self.show("", &mut on_screen);
        output::print(text)
    }

    /// The same for a note.
    pub fn note(&self, text: &str) {
        let mut on_screen = self.lock();
        self.show("", &mut on_screen);
        output::note(text);
    }

    fn draw(&self) {
        if self.is_wanted {
            let (share, elapsed) = (share(&self.parts), self.started.elapsed());
            self.show(&line(share, self.share_before, elapsed), &mut self.lock());
        }
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        self.on_screen.lock().expect("nothing panics while it draws")
    }

    fn show(&self, line: &str, on_screen: &mut usize) {
        let width = line.chars().count();
        if width.max(*on_screen) > 0 {
            // Spaces erase the rest of a longer line before, in the same write.
            let padding = on_screen.saturating_sub(width);
            let back = if width == 0 { "\r" } else { "" };
            let text = format!("\r{line}{:padding$}{back}", "");
            // A line that cannot be drawn is no reason to end a run.
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

/// The line when a share of the work is done, `before` of it earlier, the rest in `elapsed`.
pub fn line(share: f64, before: f64, elapsed: Duration) -> String {
    // 100 % only when all is done.
    let percent = (100.0 * share).floor();
    let left = time_left(share, before, elapsed);
    let left = left.map_or("estimating".to_string(), |left| rounded(left) + " left");
    format!("{percent} %  {left}")
}

/// How long the rest will take at the pace so far; `None` while that is unknown.
pub fn time_left(share: f64, before: f64, elapsed: Duration) -> Option<Duration> {
    if elapsed < BEFORE_AN_ESTIMATE {
        return None;
    }
    // With nothing done this is infinite, which no duration can hold.
    Duration::try_from_secs_f64(elapsed.as_secs_f64() * (1.0 - share) / (share - before)).ok()
}

/// A duration in its largest unit, rounded up: `12 s`, `2 min`, `3 h`.
pub fn rounded(duration: Duration) -> String {
    match duration.as_secs_f64().ceil() as u64 {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}
