//! The help texts, drawn from the table of commands; no line is wider than 80 columns.

use super::args::{Command, Flag};

const COLUMNS: usize = 80;

/// What the program is and which commands it has.
pub fn overview(commands: &[Command]) -> String {
    let mut rows: Vec<(String, String)> = commands
        .iter()
        .map(|command| (command.name.to_string(), command.summary.to_string()))
        .collect();
    rows.push(("help <command>".into(), "the flags of one command, and their defaults".into()));
    format!(
        "Backpropagation from scratch: the worked example and the MNIST program of a\n\
         Korean tutorial, digit for digit.\n\n\
         Usage: backprop <command> [flags]\n\n\
         Commands:\n{}\n\
         Flags:\n{}\n\
         Results go to stdout, notes to stderr. Exit code: 0 done, 1 the run failed or a\n\
         check did not hold, 2 the command line was wrong.\n",
        columns(&rows),
        columns(&[
            ("-h, --help".into(), "show this help; after a command, that command's".into()),
            ("-V, --version".into(), "show the version".into()),
        ]),
    )
}

/// One command: what it does, every flag, and what the flag is when it is not given.
pub fn of_command(command: &Command) -> String {
    let mut rows: Vec<(String, String)> = command.flags.iter().map(row).collect();
    rows.push(("-h, --help".into(), "show this help".into()));
    format!(
        "{}\nUsage: backprop {} [flags]\n\nFlags, and in brackets their defaults:\n{}",
        wrapped(&format!("{}.", command.summary), 0),
        command.name,
        columns(&rows),
    )
}

fn row(flag: &Flag) -> (String, String) {
    let left = match flag.value {
        Some(value) => format!("--{} {value}", flag.name),
        None => format!("--{}", flag.name),
    };
    let right = match flag.default {
        Some(default) => format!("{} [{default}]", flag.help),
        None => flag.help.to_string(),
    };
    (left, right)
}

/// Two columns: names on the left, and on the right texts that wrap within their column.
fn columns(rows: &[(String, String)]) -> String {
    let right_edge = rows.iter().map(|(left, _)| left.len()).max().unwrap_or(0);
    let indent = 2 + right_edge + 2;
    rows.iter()
        .map(|(left, right)| {
            let right = wrapped(right, indent);
            format!("  {left:<right_edge$}  {}", right.trim_start())
        })
        .collect()
}

/// Words filled into lines that begin at column `indent`, each line ended by a newline.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut line = " ".repeat(indent);
    for word in text.split_whitespace() {
        let begun = line.len() > indent;
        if begun && line.chars().count() + 1 + word.chars().count() > COLUMNS {
            lines += &line;
            lines += "\n";
            line = " ".repeat(indent);
        } else if begun {
            line += " ";
        }
        line += word;
    }
    lines + &line + "\n"
}
