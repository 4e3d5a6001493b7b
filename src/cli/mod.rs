//! The command line: `backprop <command> [flags]`, one file per command.
//!
//! A command is an entry in [`COMMANDS`]: its flags as lines of text ([`args`]), from which the
//! help is made ([`help`]) and whose values are read by type ([`values`]), and a function that
//! does the work. Results go to stdout and notes to stderr ([`output`]); the kind of failure
//! decides the exit code ([`failure`]).

pub mod args;
pub mod augment;
pub mod check_gradients;
mod checkpoint;
pub mod errata;
pub mod evaluate;
pub mod example;
pub mod failure;
pub mod help;
mod history_files;
mod lock;
mod memory;
pub mod model;
pub mod notebook;
pub mod output;
mod owner;
pub mod page;
pub mod predict;
pub mod progress;
pub mod recipe;
pub mod reproduce;
pub mod results;
mod run_record;
pub mod shared_flags;
mod start;
pub mod suggest;
pub mod train;
mod train_sets;
pub mod values;

pub use args::{Command, Flags};
pub use failure::Failure;

use crate::format::shown::shown;
use crate::matrix::width::Width;
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
    evaluate::COMMAND,
    predict::COMMAND,
    page::COMMAND,
    results::COMMAND,
];

/// Runs the program on the arguments after its name.
pub fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    // `backprop -- train` is `backprop train`, as with other programs.
    let mut args = args.enumerate().filter(|(i, arg)| *i > 0 || arg != "--").map(|(_, arg)| arg);
    let Some(first) = args.next() else {
        output::note(help::overview(COMMANDS).trim_end());
        return ExitCode::from(2);
    };
    if let Some(word) = std::env::var_os("BACKPROP_WIDTH") {
        let names = Width::ALL.map(Width::name);
        if !word.is_empty() && !names.iter().any(|name| word == **name) {
            let (names, word) = (names.join(", "), shown(&word));
            output::note(&format!("error: BACKPROP_WIDTH must be one of {names}, not {word}"));
            return ExitCode::from(2);
        }
    }
    let (result, help_call) = match find(&first) {
        Ok(command) => (run(command, args), format!("backprop {} --help", command.name)),
        Err(unknown) => (run_without_command(&first, args, unknown), "backprop --help".to_string()),
    };
    let Err(failure) = result else {
        return ExitCode::SUCCESS;
    };
    match &failure {
        Failure::Usage(message) => output::note(&format!("error: {message}\ntry: {help_call}")),
        Failure::Failed(message) | Failure::Unwritable(message) => {
            output::note(&format!("error: {message}"));
        }
        Failure::ClosedPipe => {}
    }
    ExitCode::from(failure.exit_code())
}

/// Runs a command, or prints its help or the version if that is asked for anywhere before `--`.
fn run(command: &Command, args: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let args: Vec<_> = args.collect();
    let mut before = args.iter().take_while(|arg| *arg != "--");
    match before.find_map(|arg| arg.to_str().filter(|arg| ASKING.contains(arg))) {
        Some("--help" | "-h") => output::print(&help::of_command(command)),
        Some(_) => output::print(VERSION),
        None => (command.run)(&Flags::parse(command.flags, args)?),
    }
}

/// What asks for a text, wherever it stands.
const ASKING: [&str; 4] = ["--help", "-h", "--version", "-V"];

const VERSION: &str = concat!("backprop ", env!("CARGO_PKG_VERSION"), "\n");

/// The command of this name, or the failure that suggests another.
fn find(name: &OsStr) -> Result<&'static Command, Failure> {
    if let Some(command) = COMMANDS.iter().find(|command| name == command.name) {
        return Ok(command);
    }
    let (text, word) = (name.to_string_lossy(), shown(name));
    if let Some((flag, value)) = text.split_once('=').filter(|(flag, _)| ASKING.contains(flag)) {
        return Err(args::no_value(flag, value));
    }
    if text.starts_with('-') {
        let mut near = suggest::did_you_mean(&text, "--", ["help", "version"]);
        if near.is_empty() {
            near = " before the command; flags stand after it: backprop <command> [flags]".into();
        }
        return Err(Failure::usage(format!("there is no flag {word}{near}")));
    }
    let names = COMMANDS.iter().map(|command| command.name).chain(["help", "--version"]);
    let near = suggest::did_you_mean(&text, "", names);
    Err(Failure::usage(format!("unknown command {word}{near}")))
}

/// Help and version, which stand in the place of a command; anything else is `unknown`.
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
        Some("--version" | "-V") => VERSION.to_string(),
        _ => return Err(unknown),
    };
    match args.next() {
        None => output::print(&text),
        Some(stray) => Err(args::unexpected(&stray)),
    }
}
