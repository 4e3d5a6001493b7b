//! The command line as text: a command is a name, a summary, its flags and the function it runs.
//!
//! A flag is one line: name, what the help calls its value, default in brackets, what it does.
//!
//! ```text
//! --hidden N [100] units of the hidden layer
//! --quick only the small networks                 (no value: a switch)
//! IMAGE... pictures of one digit each             (no dashes: what else the command takes)
//! ```
//!
//! Parser and help read the same line, and a default is the text that a user would type, so the
//! help and the program cannot disagree. A user writes `--flag V` or `--flag=V`;
//! [`super::values`] reads the values.

use super::failure::Failure;
use super::suggest::did_you_mean;
use crate::format::shown::shown;
use std::ffi::{OsStr, OsString};

/// One command of the program.
#[derive(Debug)]
pub struct Command {
    /// The word that the user types.
    pub name: &'static str,
    /// What it does, in one sentence without a full stop.
    pub summary: &'static str,
    /// The line of every flag except `--help`.
    pub flags: &'static [&'static str],
    /// Checks the values of the flags, then does the work.
    pub run: fn(&Flags) -> Result<(), Failure>,
}

/// One flag of a command.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    /// The name without the two dashes.
    pub name: &'static str,
    /// What the help calls the value (`N`, `DIR`), and the default; `None` for a switch.
    pub value: Option<(&'static str, &'static str)>,
    /// What it does, in a phrase without a full stop.
    pub help: &'static str,
}

impl Flag {
    /// The flag that a line describes.
    ///
    /// # Panics
    /// If the line is not written as the module's documentation shows.
    pub fn new(line: &'static str) -> Flag {
        let read = || {
            let (name, rest) = line.strip_prefix("--")?.split_once(' ')?;
            let Some((value, help)) = rest.split_once("] ") else {
                return Some(Flag { name, value: None, help: rest });
            };
            Some(Flag { name, value: Some(value.split_once(" [")?), help })
        };
        read().unwrap_or_else(|| panic!("expected --name VALUE [default] help, found {line}"))
    }
}

/// A command's flags, each with the text that the user gave; a switch is given as an empty text.
#[derive(Debug)]
pub struct Flags {
    flags: Vec<(Flag, Option<OsString>)>,
    /// What was given besides flags, if the command takes that.
    operands: Option<Vec<OsString>>,
}

/// What is left out where flags are spelled, unless it is given: so the models of runs that know
/// nothing of these flags keep their bytes.
const OFF: [&str; 6] = ["test-share", "classes", "prepare", "optimizer", "from", "patience"];

/// Every command with an output folder has it.
const OVERWRITE: &str = "--overwrite replace files in the folder of --out that no run of this \
                         command wrote, which is otherwise refused";

/// The lines of a command, with those that several commands have alike.
pub(super) fn lines(own: &[&'static str]) -> impl Iterator<Item = &'static str> {
    let more = |line: &'static str| line.starts_with("--out ").then_some(OVERWRITE);
    own.iter().flat_map(move |&line| [Some(line), more(line)]).flatten()
}

/// Whether this line describes a flag, not operands.
pub(super) fn is_flag(line: &str) -> bool {
    line.starts_with("--")
}

impl Flags {
    /// The flags of these lines, none of them given.
    pub fn defaults(lines: &[&'static str]) -> Flags {
        let flags = self::lines(lines).filter(|line| is_flag(line));
        let flags = flags.map(|line| (Flag::new(line), None));
        let operands = (!lines.iter().all(|line| is_flag(line))).then(Vec::new);
        Flags { flags: flags.collect(), operands }
    }

    /// Reads the arguments after the command's name. No flag stands behind `--`.
    pub fn parse(
        lines: &[&'static str],
        args: impl IntoIterator<Item = OsString>,
    ) -> Result<Flags, Failure> {
        let mut flags = Flags::defaults(lines);
        let mut args: Vec<_> = args.into_iter().collect();
        let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
        let behind = args.split_off(end).into_iter().skip(1);
        let mut args = args.into_iter().peekable();
        while let Some(arg) = args.next() {
            if let Some(operands) = &mut flags.operands
                && (arg == "-" || !arg.as_encoded_bytes().starts_with(b"-"))
            {
                operands.push(arg);
                continue;
            }
            let (name, attached) = split(&arg)?;
            if let ("--help" | "-h", Some(value)) = (name, attached) {
                return Err(no_value(name, value));
            }
            let known = |(flag, _): &&mut (Flag, _)| name.strip_prefix("--") == Some(flag.name);
            let Some((flag, given)) = flags.flags.iter_mut().find(known) else {
                return Err(unknown(name, &flags));
            };
            let value = match (flag.value, attached) {
                (None, None) => OsString::new(),
                (None, Some(value)) => return Err(no_value(name, value)),
                (Some(_), Some(value)) => value.into(),
                (Some((kind, _)), None) => match args.next_if(|next| !looks_like_a_flag(next)) {
                    Some(value) => value,
                    None => return Err(missing(name, kind, args.peek())),
                },
            };
            if given.replace(value).is_some() {
                return Err(Failure::usage(format!("{name} is given more than once")));
            }
        }
        for arg in behind {
            flags.operands.as_mut().ok_or_else(|| unexpected(&arg))?.push(arg);
        }
        Ok(flags)
    }

    /// What the user gave besides flags, in order.
    pub fn operands(&self) -> &[OsString] {
        self.operands.as_deref().unwrap_or_default()
    }

    /// Whether the command has this flag.
    pub fn has(&self, name: &str) -> bool {
        self.flags.iter().any(|(flag, _)| flag.name == name)
    }

    /// Whether the user gave this flag.
    pub fn is_given(&self, name: &str) -> bool {
        self.find(name).1.is_some()
    }

    /// All flags but those `left_out`, as a user could type them; those whose default names no
    /// value only if they are given. Values are written without spaces, which only lists can have.
    pub fn spelled(&self, left_out: &[&str]) -> Vec<String> {
        let mut spelled = Vec::new();
        for (Flag { name, value, .. }, given) in &self.flags {
            if left_out.contains(name) || (OFF.contains(name) && given.is_none()) {
                continue;
            }
            if value.is_some() {
                let value = self.raw(name).to_string_lossy();
                let value: String = value.split_whitespace().collect();
                spelled.push(format!("--{name} {value}"));
            } else if given.is_some() {
                spelled.push(format!("--{name}"));
            }
        }
        spelled
    }

    /// The text of a value: as given, or the default.
    pub(super) fn raw(&self, name: &str) -> &OsStr {
        let (flag, given) = self.find(name);
        given.as_deref().unwrap_or(flag.value.map_or("", |(_, default)| default).as_ref())
    }

    /// Only a command's source names a flag here, so an unknown name is a mistake in the source.
    fn find(&self, name: &str) -> &(Flag, Option<OsString>) {
        let found = self.flags.iter().find(|(flag, _)| flag.name == name);
        found.unwrap_or_else(|| panic!("the command has no flag --{name}"))
    }
}

/// Splits `--flag=value`. An argument that is not Unicode cannot be split without `unsafe`.
fn split(arg: &OsStr) -> Result<(&str, Option<&str>), Failure> {
    let Some(text) = arg.to_str() else {
        return Err(Failure::usage(format!(
            "{} is not Unicode text; if it holds a path, write a space for the =",
            shown(arg)
        )));
    };
    Ok(match text.split_once('=') {
        Some((name, value)) if name.starts_with('-') => (name, Some(value)),
        _ => (text, None),
    })
}

/// A dash and no number after it: `--epochs`, `-h`, but not `-0.5`, which is a (wrong) value.
fn looks_like_a_flag(arg: &OsString) -> bool {
    match arg.as_encoded_bytes() {
        [b'-', next, ..] => !next.is_ascii_digit() && *next != b'.',
        _ => false,
    }
}

fn missing(name: &str, kind: &str, next: Option<&OsString>) -> Failure {
    let mut message = format!("{name} needs a value: {name} {kind}");
    if let Some(next) = next.map(shown) {
        message += &format!(", but {next} follows (if that is the value, write {name}={next})");
    }
    Failure::Usage(message)
}

/// A value was given to a flag that takes none.
pub(super) fn no_value(name: &str, value: &str) -> Failure {
    Failure::usage(format!("{name} takes no value, but got {}", shown(value)))
}

/// An argument that is no flag, where none is taken.
pub(super) fn unexpected(arg: &OsStr) -> Failure {
    Failure::usage(format!("unexpected argument {}", shown(arg)))
}

fn unknown(name: &str, flags: &Flags) -> Failure {
    let what = if name.starts_with('-') { "unknown flag" } else { "unexpected argument" };
    // `epochs=5` without its dashes is one word.
    let word = name.split('=').next().unwrap_or(name);
    let names = flags.flags.iter().map(|(flag, _)| flag.name).chain(["help"]);
    let mut known = flags.flags.iter().map(|(flag, _)| flag);
    let is_list = |flag: &Flag| flag.value.is_some_and(|(kind, _)| kind.contains(','));
    let near = if name.ends_with(".npz") && known.any(|flag| flag.name == "model") {
        format!("; did you mean --model {}?", shown(name))
    } else if name.parse::<f64>().is_ok() && known.any(is_list) {
        "; several values of a flag stand between commas, as in 300,100".to_string()
    } else {
        did_you_mean(word, "--", names)
    };
    Failure::usage(format!("{what} {}{near}", shown(name)))
}
