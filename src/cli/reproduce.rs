//! `backprop reproduce`: both of the tutorial's programs, held line by line to what it prints.

use super::args::{Command, Flag, Flags};
use super::failure::Failure;
use super::{common, notebook, output};
use crate::document::printed::{self, Comparison};
use crate::document::worked_example::WorkedExample;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "reproduce",
    summary: "Run both programs of the tutorial and compare each line with what it prints",
    flags: &[
        common::DATA,
        Flag::with_value(
            "out",
            "DIR",
            "out/notebook",
            "where history.csv, loss.svg and accuracy.svg go",
        ),
        common::THREADS,
    ],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let example = WorkedExample::as_printed().to_string();
    output::print(&format!("The worked example\n\n{example}\nThe training log\n\n"))?;
    let mut log = String::new();
    let options = notebook::Options::tutorial(flags)?;
    options.run(|line| {
        log.push_str(line);
        output::print(line)
    })?;

    let example = printed::compare(printed::WORKED_EXAMPLE, &example);
    let log = printed::compare(printed::TRAINING_LOG, &log);
    let out = flags.path("out")?;
    output::print(&format!(
        "\nworked example: {} of {} lines\n\
         training log: {} of {} printed lines\n\
         charts: {} and {}\n",
        example.same,
        example.printed,
        log.same,
        log.printed,
        out.join("loss.svg").display(),
        out.join("accuracy.svg").display(),
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
