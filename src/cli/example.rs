//! `backprop example`: the tutorial's worked example, its eight lines exactly as printed.

use super::args::{Command, Flag, Flags};
use super::failure::Failure;
use super::output;
use crate::document::worked_example::{TRUE_Y, WorkedExample};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "example",
    summary: "Run the tutorial's worked example and print its eight lines",
    flags: &[Flag {
        name: "corrected",
        value: None,
        default: None,
        help: "add the step where the tutorial subtracts it, so that the prediction moves \
               towards the target",
    }],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    if flags.is_given("corrected") {
        let example = WorkedExample::corrected();
        return output::print(&format!("{example}{}\n", after(&example)));
    }
    let example = WorkedExample::as_printed();
    output::print(&example.to_string())?;
    output::note(&format!(
        "{}: away from the target, because the step is subtracted (see --corrected)",
        after(&example)
    ));
    Ok(())
}

/// What the step did to the prediction.
fn after(example: &WorkedExample) -> String {
    let WorkedExample { pred_y, pred_y_after, .. } = example;
    format!("pred_y after the update: {pred_y_after} (was {pred_y}, target {TRUE_Y})")
}
