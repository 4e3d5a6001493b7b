//! The progress bar fits its terminal, estimates plainly, and is never drawn into a pipe.

use crate::support::program;
use backprop::cli::progress::{Part, columns, line, share, spelled, time_left, wanted, watch};
use program::run;
use std::process::Command;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn the_line_shows_bar_share_and_times() {
    let at = |done| line(f64::from(done) / 20.0, seconds(30), 80);
    assert_eq!(at(0), "training  [....................]    0 %  30 s, estimating");
    assert_eq!(at(5), "training  [#####...............]   25 %  30 s, 1 min 30 s left");
    assert_eq!(at(19), "training  [###################.]   95 %  30 s, 2 s left");
    assert_eq!(at(20), "training  [####################]  100 %  30 s, 0 s left");
    assert!(line(0.999, seconds(1), 80).contains(" 99 %"), "100 % is said when all is done");
}

#[test]
fn a_narrow_terminal_gets_a_shorter_line() {
    let at = |columns| line(0.25, seconds(30), columns);
    assert_eq!(at(63), "training  [#####...............]   25 %  30 s, 1 min 30 s left");
    assert_eq!(at(62), "25 %  1 min 30 s left");
    assert_eq!(at(21), "25 %  2 min left");
    assert_eq!(at(16), "25 %");
    assert_eq!(at(4), "");
    let longest = line(1.0, seconds(359_999), 80);
    assert!(longest.starts_with("training  [####"), "80 columns are enough: {longest}");
}

#[test]
fn the_time_left_follows_from_the_pace_so_far() {
    assert_eq!(time_left(0.25, seconds(30)), Some(seconds(90)));
    assert_eq!(time_left(1.0, seconds(30)), Some(seconds(0)));
    assert_eq!(time_left(0.0, seconds(30)), None, "nothing done, nothing known");
    assert_eq!(time_left(0.05, Duration::from_millis(499)), None, "too early to tell");
    assert_eq!(time_left(1e-9, Duration::MAX), None, "beyond what a clock can hold");
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
fn a_terminal_of_unknown_width_gets_at_most_19_characters() {
    for done in 0..=1000 {
        for elapsed in [0, 1, 59, 60, 1000, 3599, 3600, 86_400, 359_999] {
            let line = line(f64::from(done) / 1000.0, seconds(elapsed), columns(None));
            assert!((3..20).contains(&line.chars().count()), "{done} after {elapsed} s: {line:?}");
        }
    }
    assert_eq!(line(0.5, seconds(3601), columns(None)), "50 %  2 h left");
}

#[test]
fn a_duration_is_said_in_its_two_largest_units() {
    for (given, said) in [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min 00 s"),
        (65, "1 min 05 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 00 min"),
        (7385, "2 h 03 min"),
        (360_000, "100 h 00 min"),
    ] {
        assert_eq!(spelled(seconds(given)), said);
    }
    assert_eq!(spelled(Duration::from_millis(59_600)), "1 min 00 s", "rounded before divided");
}

#[test]
fn a_bar_is_wanted_on_a_terminal_that_can_draw_it() {
    assert!(wanted(true, Some("xterm-256color")) && wanted(true, None));
    assert!(!wanted(true, Some("dumb")));
    assert!(!wanted(false, Some("xterm-256color")));
    assert_eq!(columns(Some("132")), 132);
    for unknown in [None, Some(""), Some("0"), Some("wide"), Some("-1")] {
        assert_eq!(columns(unknown), 20, "COLUMNS={unknown:?}");
    }
}

#[test]
fn nothing_is_drawn_into_a_pipe() {
    // This test runs itself again with its streams in pipes.
    if std::env::var_os("DRAW_A_BAR").is_some() {
        watch(2, |_| std::thread::sleep(Duration::from_millis(250)));
        return;
    }
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.args(["--exact", "nothing_is_drawn_into_a_pipe", "--nocapture"]);
    let run = run(command.env("DRAW_A_BAR", "1").env("TERM", "xterm")).done();
    assert_eq!(run.stderr, "");
}
