//! The command line: `backprop <command> [flags]`, one file a command.
//!
//! A command is an entry in [`COMMANDS`]: a table of its flags ([`args`]), from which the help
//! is drawn ([`help`]) and whose values are read by type ([`values`]), and a function that does
//! the work. Results go to stdout and notes to stderr ([`output`]); how a command fails decides
//! the exit code ([`failure`]).

pub mod args;
pub mod check_gradients;
pub mod common;
pub mod errata;
pub mod example;
pub mod failure;
pub mod help;
pub mod notebook;
pub mod output;
pub mod progress;
pub mod recipe;
pub mod reproduce;
pub mod results;
pub mod suggest;
pub mod train;
pub mod values;

use args::{Command, Flags, Request, shown};
use failure::Failure;
use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

/// Every command, in the order in which the help lists them.
pub const COMMANDS: &[Command] = &[
    example::COMMAND,
    notebook::COMMAND,
    reproduce::COMMAND,
    errata::COMMAND,
    check_gradients::COMMAND,
    train::COMMAND,
    results::COMMAND,
];

/// Runs the program on the arguments after its name.
pub fn main(mut args: impl Iterator<Item = OsString>) -> ExitCode {
    let Some(first) = args.next() else {
        output::note(help::overview(COMMANDS).trim_end());
        return ExitCode::from(2);
    };
    let (result, help_call) = match find(&first) {
        Ok(command) => (run(command, args), format!("backprop {} --help", command.name)),
        Err(unknown) => (run_without_command(&first, args, unknown), "backprop --help".to_string()),
    };
    let Err(failure) = result else {
        return ExitCode::SUCCESS;
    };
    match &failure {
        Failure::Usage(message) => output::note(&format!("error: {message}\ntry: {help_call}")),
        Failure::Failed(message) => output::note(&format!("error: {message}")),
        Failure::ClosedPipe => {}
    }
    ExitCode::from(failure.exit_code())
}

/// The command of a name, or the failure that says what may have been meant.
fn find(name: &OsStr) -> Result<&'static Command, Failure> {
    if let Some(command) = COMMANDS.iter().find(|command| name == command.name) {
        return Ok(command);
    }
    let text = name.to_string_lossy();
    let (what, dashes, known): (_, _, Vec<&str>) = if text.starts_with('-') {
        ("there is no flag", "--", vec!["help", "version"])
    } else {
        let names = COMMANDS.iter().map(|command| command.name);
        ("unknown command", "", names.chain(["help"]).collect())
    };
    let mut message = format!("{what} {}", shown(name));
    if let Some(near) = suggest::nearest(&text, known) {
        message += &format!("; did you mean {dashes}{near}?");
    } else if text.starts_with('-') {
        message += " before the command; flags stand after it: backprop <command> [flags]";
    }
    Err(Failure::Usage(message))
}

fn run(command: &Command, args: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    match Flags::parse(command.flags, args)? {
        Request::Help => output::print(&help::of_command(command)),
        Request::Run(flags) => (command.run)(&flags),
    }
}

/// Help and version, which stand where a command would; anything else is `unknown`.
fn run_without_command(
    first: &OsStr,
    mut args: impl Iterator<Item = OsString>,
    unknown: Failure,
) -> Result<(), Failure> {
    let text = match first.to_str() {
        Some("help" | "--help" | "-h") => match args.next() {
            Some(name) if name != "help" && name != "--help" => help::of_command(find(&name)?),
            _ => help::overview(COMMANDS),
        },
        Some("--version" | "-V") => format!("backprop {}\n", env!("CARGO_PKG_VERSION")),
        _ => return Err(unknown),
    };
    match args.next() {
        None => output::print(&text),
        Some(stray) => Err(Failure::usage(format!("unexpected argument {}", shown(&stray)))),
    }
}
