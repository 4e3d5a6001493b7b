//! `backprop reproduce`: both of the tutorial's programs, compared line by line with its text.

use super::{Command, Failure, Flags, notebook, output, shared_flags};
use crate::document::printed::{self, Comparison};
use crate::document::worked_example::WorkedExample;
use crate::format::shown::shown;
use std::path::Path;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "reproduce",
    summary: "Run both programs of the tutorial and compare each line with what it prints",
    flags: &[shared_flags::DATA, notebook::OUT, notebook::THREADS],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let tutorial = Flags::defaults(notebook::COMMAND.flags);
    let example = WorkedExample::as_printed().to_string();
    let heading = format!("The worked example\n\n{example}\nThe training log\n\n");
    notebook::run_program(flags, &tutorial, &heading, |log, out| compare(&example, log, out))
}

/// Compares both outputs with the document's.
fn compare(example: &str, log: &str, out: &Path) -> Result<(), Failure> {
    let example = printed::compare(printed::WORKED_EXAMPLE, example);
    let log = printed::compare(printed::TRAINING_LOG, log);
    output::print(&format!(
        "\nworked example: {} of {} lines\n\
         training log: {} of {} printed lines\n\
         charts: {} and {}\n",
        example.same,
        example.printed,
        log.same,
        log.printed,
        shown(&out.join("loss.svg")),
        shown(&out.join("accuracy.svg")),
    ))?;
    for Comparison { first_difference, .. } in [example, log] {
        if let Some((printed, ours)) = first_difference {
            return Err(Failure::failed(format!(
                "a line differs from the document\n  printed: {}\n  here:    {}",
                printed.trim_end(),
                ours.trim_end()
            )));
        }
    }
    Ok(())
}
