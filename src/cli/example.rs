//! `backprop example`: the tutorial's worked example, its eight lines exactly as printed.

use super::args::{Command, Flag, Flags};
use super::failure::Failure;

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
    let _corrected = flags.is_given("corrected");
    Err(Failure::failed("not written yet"))
}
