//! The worked example prints the tutorial's eight lines, byte for byte, and its corrected form
//! moves the prediction towards the target.

use backprop::document::printed;
use backprop::document::worked_example::{TRUE_Y, WorkedExample};
use std::process::Command;

#[test]
fn every_line_is_the_documents() {
    let ours = WorkedExample::as_printed().to_string();
    assert_eq!(ours, printed::WORKED_EXAMPLE, "the eight lines differ from the document");
    assert_eq!(ours.lines().count(), 8, "the document prints eight lines");
}

#[test]
fn the_command_prints_them_and_nothing_else_on_stdout() {
    let run = Command::new(env!("CARGO_BIN_EXE_backprop")).arg("example").output().unwrap();
    assert!(run.status.success(), "exit status {}", run.status);
    assert_eq!(String::from_utf8(run.stdout).unwrap(), printed::WORKED_EXAMPLE);
    let note = String::from_utf8(run.stderr).unwrap();
    assert!(note.contains("0.5086419833344669"), "the prediction after the update: {note}");
}

#[test]
fn the_printed_step_leads_away_and_the_corrected_one_towards_the_target() {
    let distance = |prediction: f64| (TRUE_Y - prediction).abs();
    let printed = WorkedExample::as_printed();
    assert!(distance(printed.pred_y_after) > distance(printed.pred_y), "{printed:?}");
    let corrected = WorkedExample::corrected();
    assert!(distance(corrected.pred_y_after) < distance(corrected.pred_y), "{corrected:?}");
}

#[test]
fn the_corrected_form_prints_the_prediction_after_the_update() {
    let run = Command::new(env!("CARGO_BIN_EXE_backprop"))
        .args(["example", "--corrected"])
        .output()
        .unwrap();
    let text = String::from_utf8(run.stdout).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 9, "eight lines and the prediction after: {text}");
    let printed: Vec<_> = printed::WORKED_EXAMPLE.lines().collect();
    assert_eq!(lines[..6], printed[..6], "nothing differs before the update");
    assert_eq!(lines[6], "l2_weights: 0.13015348840404586");
    assert_eq!(lines[7], "l1_weights: [ 0.40015228 -0.19954317]");
    assert!(lines[8].starts_with("pred_y after the update: 0.5161021680961588"), "{text}");
}

#[test]
fn the_comparison_with_the_document_sees_a_changed_digit_a_missing_line_and_a_cut_one() {
    let same = printed::compare("a\nb\n", "a\nb\nmore\n");
    assert_eq!((same.same, same.printed, same.first_difference), (2, 2, None));
    let changed = printed::compare("a 0.1\nb\n", "a 0.2\nb\n");
    assert_eq!(changed.same, 1);
    assert_eq!(changed.first_difference, Some(("a 0.1\n".into(), "a 0.2\n".into())));
    let missing = printed::compare("a\nb\n", "a\n");
    assert_eq!(missing.first_difference, Some(("b\n".into(), String::new())));
    assert_eq!(printed::compare("a\nb cut", "a\nb cut short\n").same, 2);
    assert_eq!(printed::compare("a\nb cut", "a\nb cu\n").same, 1);
}
