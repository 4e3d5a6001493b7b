//! The command line as a table: a command is a name, a summary, its flags and what it runs.
//!
//! Parsing and help both read this table, and a default is the text that a user would type, so
//! what the help says and what the program does cannot drift apart. Flags are long; a value
//! follows as `--flag V` or `--flag=V`. What a value means is decided in [`super::values`].

use super::failure::Failure;
use super::suggest::nearest;
use std::ffi::{OsStr, OsString};

/// One command of the program.
#[derive(Debug)]
pub struct Command {
    /// What the user types, and how the program calls it.
    pub name: &'static str,
    /// What it does, in one sentence without a full stop.
    pub summary: &'static str,
    /// Every flag it knows besides `--help`.
    pub flags: &'static [Flag],
    /// Does the work; wrong values are its to report, before the work begins.
    pub run: fn(&Flags) -> Result<(), Failure>,
}

/// One flag of a command.
#[derive(Debug, Clone, Copy)]
pub struct Flag {
    /// The name without the two dashes.
    pub name: &'static str,
    /// What the help calls the value (`N`, `DIR`); `None` for a switch.
    pub value: Option<&'static str>,
    /// The value when the flag is not given, as the user would type it.
    pub default: Option<&'static str>,
    /// What it does, in a phrase without a full stop.
    pub help: &'static str,
}

impl Flag {
    /// A flag that takes a value.
    pub(super) const fn with_value(
        name: &'static str,
        value: &'static str,
        default: &'static str,
        help: &'static str,
    ) -> Flag {
        Flag { name, value: Some(value), default: Some(default), help }
    }
}

/// What stands after the command's name.
#[derive(Debug)]
pub enum Request {
    /// `--help` or `-h`.
    Help,
    /// Flags to run with.
    Run(Flags),
}

/// The flags as given, not yet understood: [`super::values`] has the typed getters.
#[derive(Debug)]
pub struct Flags {
    table: &'static [Flag],
    /// For each flag of the table what was given; a switch is given as an empty text.
    given: Vec<Option<OsString>>,
}

impl Flags {
    /// A command line on which nothing is given.
    pub fn defaults(table: &'static [Flag]) -> Flags {
        Flags { table, given: vec![None; table.len()] }
    }

    /// Sorts the arguments after the command's name into the table.
    pub fn parse(
        table: &'static [Flag],
        args: impl IntoIterator<Item = OsString>,
    ) -> Result<Request, Failure> {
        let mut flags = Flags::defaults(table);
        let mut args = args.into_iter().peekable();
        while let Some(arg) = args.next() {
            if arg == "--help" || arg == "-h" {
                return Ok(Request::Help);
            }
            let (name, attached) = split(&arg)?;
            let index = table
                .iter()
                .position(|flag| name.strip_prefix("--") == Some(flag.name))
                .ok_or_else(|| unknown(name, table))?;
            let value = match (table[index].value, attached) {
                (None, None) => OsString::new(),
                (None, Some(value)) => {
                    let value = shown(OsStr::new(value));
                    return Err(Failure::usage(format!("{name} takes no value, but got {value}")));
                }
                (Some(_), Some(value)) => value.into(),
                (Some(kind), None) => match args.next_if(|next| !looks_like_a_flag(next)) {
                    Some(value) => value,
                    None => return Err(missing(name, kind, args.peek())),
                },
            };
            if flags.given[index].replace(value).is_some() {
                return Err(Failure::usage(format!("{name} is given more than once")));
            }
        }
        Ok(Request::Run(flags))
    }

    /// Whether the user gave this flag: what a switch means, and how to tell a default apart.
    pub fn is_given(&self, name: &str) -> bool {
        self.given[self.index(name)].is_some()
    }

    /// The text of a value: what was given, or the default. A flag with neither was needed.
    pub(super) fn raw(&self, name: &str) -> Result<&OsStr, Failure> {
        let flag = &self.table[self.index(name)];
        let given = self.given[self.index(name)].as_deref();
        given.or(flag.default.map(OsStr::new)).ok_or_else(|| {
            Failure::usage(format!("--{name} {} is needed", flag.value.unwrap_or_default()))
        })
    }

    /// Where a flag stands in the table. Asking for one that is not there is a slip in a
    /// command's source, which no command line can bring about.
    fn index(&self, name: &str) -> usize {
        let place = self.table.iter().position(|flag| flag.name == name);
        place.unwrap_or_else(|| panic!("the command's table has no flag --{name}"))
    }
}

/// Splits `--flag=value`. Text that is not Unicode cannot be split without `unsafe`, so such a
/// path has to stand in an argument of its own.
fn split(arg: &OsStr) -> Result<(&str, Option<&str>), Failure> {
    let text = arg.to_str().ok_or_else(|| {
        let arg = shown(arg);
        Failure::usage(format!(
            "{arg} is not Unicode text; if it holds a path, write a space for the ="
        ))
    })?;
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
    Failure::usage(match next.map(|next| shown(next)) {
        None => format!("{name} needs a value: {name} {kind}"),
        Some(next) => format!(
            "{name} needs a value: {name} {kind}, but {next} follows \
             (if that is the value, write {name}={next})"
        ),
    })
}

fn unknown(name: &str, table: &[Flag]) -> Failure {
    let what = if name.starts_with('-') { "unknown flag" } else { "unexpected argument" };
    let mut message = format!("{what} {}", shown(OsStr::new(name)));
    // `epochs=5` without its dashes is one word.
    let word = name.split('=').next().unwrap_or(name);
    if let Some(near) = nearest(word, table.iter().map(|flag| flag.name).chain(["help"])) {
        message += &format!("; did you mean --{near}?");
    }
    Failure::Usage(message)
}

/// A user's text as a message shows it: as it stands when that is plain to read, else in quotes
/// with control characters escaped (they could drive the terminal), and never a screenful.
pub fn shown(text: &OsStr) -> String {
    let most = 60;
    let plain = text.to_str().filter(|text| text.chars().all(|c| c.is_ascii_graphic()));
    let whole = match plain {
        Some(text) if !text.is_empty() => text.to_string(),
        _ => format!("{text:?}"),
    };
    if whole.chars().count() <= most {
        return whole;
    }
    whole.chars().take(most).chain("...".chars()).collect()
}
