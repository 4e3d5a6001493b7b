//! The line of progress fits any terminal, estimates plainly, and is never drawn into a pipe.

use crate::support::program;
use backprop::cli::progress::{Part, line, share, time_left, wanted, watch};
use program::run;
use std::process::Command;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn the_line_shows_the_share_and_the_time_that_is_left() {
    let at = |done| line(f64::from(done) / 20.0, 0.0, seconds(30));
    assert_eq!(at(0), "0 %  estimating");
    assert_eq!(at(5), "25 %  2 min left");
    assert_eq!(at(19), "95 %  2 s left");
    assert_eq!(at(20), "100 %  0 s left");
    assert!(line(0.999, 0.0, seconds(1)).starts_with("99 %"), "100 % is said when all is done");
    assert_eq!(line(0.5, 0.0, seconds(3601)), "50 %  2 h left");
}

#[test]
fn what_was_done_before_counts_as_done_and_not_as_fast() {
    assert_eq!(line(0.5, 0.25, seconds(30)), "50 %  1 min left");
    assert_eq!(line(0.25, 0.25, seconds(30)), "25 %  estimating");
}

#[test]
fn the_time_left_follows_from_the_pace_so_far() {
    assert_eq!(time_left(0.25, 0.0, seconds(30)), Some(seconds(90)));
    assert_eq!(time_left(1.0, 0.0, seconds(30)), Some(seconds(0)));
    assert_eq!(time_left(0.0, 0.0, seconds(30)), None, "nothing done, nothing known");
    assert_eq!(time_left(0.05, 0.0, Duration::from_millis(499)), None, "too early to tell");
    assert_eq!(time_left(1e-9, 0.0, Duration::MAX), None, "beyond what a clock can hold");
}

#[test]
fn a_part_counts_by_its_cost_and_not_by_its_steps() {
    // The second part has as many steps, each of which takes three times as long.
    let parts = [Part::new(100, 10.0), Part::new(100, 30.0)];
    assert_eq!(share(&parts), 0.0);
    parts[1].done.store(50, Relaxed);
    assert_eq!(share(&parts), 0.375);
    parts[0].done.store(100, Relaxed);
    assert_eq!(share(&parts), 0.625);
    parts[1].done.store(101, Relaxed);
    assert_eq!(share(&parts), 1.0, "more than all is all");
    assert_eq!(share(&[Part::new(0, 1.0)]), 1.0, "nothing to do is all done");
    assert_eq!(share(&[]), 1.0, "nothing to do is all done");
}

#[test]
fn the_line_has_at_most_19_characters() {
    for done in 0..=1000 {
        for elapsed in [0, 1, 59, 60, 1000, 3599, 3600, 86_400, 359_999] {
            let line = line(f64::from(done) / 1000.0, 0.0, seconds(elapsed));
            assert!((3..20).contains(&line.chars().count()), "{done} after {elapsed} s: {line:?}");
        }
    }
}

#[test]
fn a_bar_is_wanted_on_a_terminal_that_can_draw_it() {
    assert!(wanted(true, Some("xterm-256color")) && wanted(true, None));
    assert!(!wanted(true, Some("dumb")));
    assert!(!wanted(false, Some("xterm-256color")));
}

#[test]
fn nothing_is_drawn_into_a_pipe() {
    // This test runs itself again with its streams in pipes.
    if std::env::var_os("DRAW_A_BAR").is_some() {
        watch(0, 2, |_| std::thread::sleep(Duration::from_millis(250)));
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.args(["--exact", "progress_bar::nothing_is_drawn_into_a_pipe", "--nocapture"]);
    let run = run(command.env("DRAW_A_BAR", "1").env("TERM", "xterm")).done();
    assert!(run.stdout.contains("1 passed"), "it did not run: {}", run.stdout);
    assert_eq!(run.stderr, "");
}
