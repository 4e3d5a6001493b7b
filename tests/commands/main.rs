//! The program as its user meets it: command line, files, memory, terminal.
//! Each file is one promise.

#[path = "../support/mod.rs"]
mod support;

mod command_line;
mod evaluate_command;
mod flag_values;
mod fresh_clone;
mod memory_limit;
mod output_folder;
mod page;
mod predict_command;
mod progress_bar;
mod published_results;
mod readme;
mod results_resume;
mod resume;
mod terminal;
mod train_command;
