//! The progress bar fits its terminal, estimates plainly, and is never drawn into a pipe.

use backprop::cli::progress::{Progress, columns, line, spelled, time_left, wanted};
use std::process::Command;
use std::time::Duration;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn the_line_shows_label_bar_share_and_times() {
    let at = |done| line("epoch 3 of 20", done, 20, seconds(30), 80);
    assert_eq!(at(0), "epoch 3 of 20  [....................]    0 %  30 s, estimating");
    assert_eq!(at(5), "epoch 3 of 20  [#####...............]   25 %  30 s, 1 min 30 s left");
    assert_eq!(at(19), "epoch 3 of 20  [###################.]   95 %  30 s, 2 s left");
    assert_eq!(at(20), "epoch 3 of 20  [####################]  100 %  30 s, 0 s left");
    assert_eq!(at(21), at(20), "more than all is all");
    // 100 % is said only when all is done.
    assert!(line("", 999, 1000, seconds(1), 80).contains(" 99 %"));
    assert!(line("", 0, 0, seconds(1), 80).contains("100 %"));
}

#[test]
fn on_a_narrow_terminal_the_parts_go_one_by_one() {
    let at = |columns| line("epoch 3 of 20", 5, 20, seconds(30), columns);
    assert_eq!(at(60), "epoch 3 of 20  [###.........]   25 %  30 s, 1 min 30 s left");
    assert_eq!(at(48), "epoch 3 of 20   25 %  30 s, 1 min 30 s left");
    assert_eq!(at(40), "epoch 3 of 20   25 %  1 min 30 s left");
    assert_eq!(at(30), " 25 %  1 min 30 s left");
    assert_eq!(at(10), "25 %");
    assert_eq!(at(3), "");
    for columns in 0..200 {
        let width = at(columns).chars().count();
        assert!(width <= columns.saturating_sub(1), "{width} characters on {columns} columns");
    }
}

#[test]
fn the_time_left_follows_from_the_pace_so_far() {
    assert_eq!(time_left(5, 20, seconds(30)), Some(seconds(90)));
    assert_eq!(time_left(20, 20, seconds(30)), Some(seconds(0)));
    assert_eq!(time_left(0, 20, seconds(30)), None, "nothing done, nothing known");
    assert_eq!(time_left(1, 20, Duration::from_millis(499)), None, "too early to tell");
    assert_eq!(time_left(1, usize::MAX, Duration::MAX), None, "beyond what a clock can hold");
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
        assert_eq!(columns(unknown), 80, "COLUMNS={unknown:?}");
    }
}

#[test]
fn nothing_is_drawn_into_a_pipe() {
    // This test runs itself again with its streams in pipes.
    if std::env::var_os("DRAW_A_BAR").is_some() {
        let mut progress = Progress::new(2);
        std::thread::sleep(Duration::from_millis(150));
        progress.update(1, "half");
        return;
    }
    let output = Command::new(std::env::current_exe().expect("this program has a path"))
        .args(["--exact", "nothing_is_drawn_into_a_pipe", "--nocapture"])
        .env("DRAW_A_BAR", "1")
        .env("TERM", "xterm")
        .output()
        .expect("this program starts");
    assert!(output.status.success(), "the run with a bar fails");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
