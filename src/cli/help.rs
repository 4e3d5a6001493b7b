//! The help texts, made from the table of commands; no line is wider than 80 columns.

use super::Command;
use super::args::{Flag, is_flag, lines};

/// No line of a command's own text is wider, so that it fits any terminal.
pub(super) const COLUMNS: usize = 80;

/// What the program is and which commands it has.
pub fn overview(commands: &[Command]) -> String {
    let commands = commands.iter().map(|command| (command.name.into(), command.summary.into()));
    let help = ("help <command>".into(), "the flags of one command, and their defaults".into());
    format!(
        "Backpropagation from scratch: the worked example and the MNIST program of a\n\
         Korean tutorial, digit for digit.\n\n\
         Usage: backprop <command> [flags]\n\n\
         Commands:\n{}\n\
         Flags:\n{}\n\
         Results go to stdout, notes to stderr. Exit code: 0 done, 1 the run failed, was\n\
         cut short, or a check did not hold, 2 the command line was wrong. What only\n\
         prints is done when the reader of stdout closes it, as head does.\n",
        columns(commands.chain([help])),
        columns([
            ("-h, --help".into(), "show this help; after a command, that command's".into()),
            ("-V, --version".into(), "show the version".into()),
        ]),
    )
}

/// One command: what it does, its flags, and their defaults.
pub fn of_command(command: &Command) -> String {
    let flags = lines(command.flags).filter(|line| is_flag(line)).map(|line| row(Flag::new(line)));
    let operands = command
        .flags
        .iter()
        .filter_map(|line| line.split_once(' '))
        .find(|(word, _)| !is_flag(word));
    let (usage, operands) = operands.map_or_else(Default::default, |(word, help)| {
        (format!(" {word}"), columns([(word.into(), help.into())]) + "\n")
    });
    format!(
        "{}\nUsage: backprop {} [flags]{usage}\n\n{operands}Flags, with defaults in brackets:\n{}",
        wrapped(&format!("{}.", command.summary), 0),
        command.name,
        columns(flags.chain([("-h, --help".into(), "show this help".into())])),
    )
}

fn row(Flag { name, value, help }: Flag) -> (String, String) {
    match value {
        Some((value, default)) => (format!("--{name} {value}"), format!("{help} [{default}]")),
        None => (format!("--{name}"), help.into()),
    }
}

/// Two columns: names on the left, and on the right texts that wrap within their column.
fn columns(rows: impl IntoIterator<Item = (String, String)>) -> String {
    let rows: Vec<_> = rows.into_iter().collect();
    let width = rows.iter().map(|(left, _)| left.len()).max().unwrap_or(0);
    let line = |(left, right): &(String, String)| {
        format!("  {left:width$}  {}", wrapped(right, width + 4).trim_start())
    };
    rows.iter().map(line).collect()
}

/// Words filled into lines that begin at column `indent`, each line ended by a newline.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    let lines = filled(text, COLUMNS - indent);
    lines.iter().map(|line| format!("{:indent$}{line}\n", "")).collect()
}

/// Words filled into lines of at most `columns` characters; a longer word has a line of its own.
pub(super) fn filled(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns => {
                *line += " ";
                *line += word;
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}
