//! What a user types: the flags of every command, and the text of `--augment`.

use std::ffi::OsString;

use backprop::cli::args::Flag;
use backprop::cli::recipe::recipe;
use backprop::cli::{COMMANDS, Failure, Flags, augment};
use backprop::random::NumpyRandom;
use backprop::random::{Random, Xorshift};

use crate::grammar::{number, one_in, pick};
use crate::mutation::below;
use crate::parser::{Parser, as_it_is};

pub fn all() -> Vec<Parser> {
    let augmentations = ["none", "elastic,alpha=34,sigma=4", "shift=1,rotate=10,scale=0.15"];
    let augmentations = augmentations.map(|text| text.as_bytes().to_vec());
    let lines = [line("train", "--hidden\n300,100\n--epochs=5"), line("notebook", "--train\n5")];
    let parser = |name, seeds, generate, parse| Parser {
        name,
        seeds,
        generate,
        repair: as_it_is,
        memory: (1 << 20, 1 << 5),
        parse,
    };
    vec![
        parser("augmentation", augmentations.into(), augmentation, {
            Box::new(|text| {
                let found = augment::parse(&String::from_utf8_lossy(text)).map_err(message)?;
                let finite = [found.shift, found.rotation, found.scaling, found.shear];
                assert!(finite.iter().all(|amount| amount.is_finite()), "{found:?}");
                Ok(text.len())
            })
        }),
        parser("flags", lines.into(), command_line, Box::new(read_flags)),
    ]
}

fn message(failure: Failure) -> String {
    match failure {
        Failure::Usage(message) | Failure::Failed(message) => message,
        Failure::Unwritable(_) | Failure::ClosedPipe => unreachable!("nothing is written"),
    }
}

/// A command line as [`read_flags`] takes it.
fn line(command: &str, args: &str) -> Vec<u8> {
    let place = COMMANDS.iter().position(|known| known.name == command).expect("a command");
    [&[place as u8], args.as_bytes()].concat()
}

/// Reads a command line: a byte that names the command, then a line for each argument. Every value
/// is read in every way that there is.
fn read_flags(text: &[u8]) -> Result<usize, String> {
    let (&command, rest) = text.split_first().ok_or("no command")?;
    let command = &COMMANDS[usize::from(command) % COMMANDS.len()];
    let rest = String::from_utf8_lossy(rest);
    let args = rest.split('\n').map(OsString::from);
    let flags = Flags::parse(command.flags, args).map_err(message)?;
    let mut first = Ok(flags.operands().len());
    if command.name == "train" {
        first = recipe(&flags).map(|recipe| recipe.hidden.len()).map_err(message);
    }
    for flag in
        command.flags.iter().filter(|line| line.starts_with("--")).map(|line| Flag::new(line))
    {
        let name = flag.name;
        let (_text, _path) = (flags.text(name), flags.path(name));
        let read = [
            flags.count(name, 1..=1000).err(),
            flags.limit(name, 1..).err(),
            flags.counts(name, 1..).err(),
            flags.float(name, 0.0..1.0).err(),
            flags.choice(name, &[("relu", 0), ("none", 1)]).err(),
            flags.seed(name).map(|seed| NumpyRandom::from_decimal(seed).expect("digits")).err(),
        ];
        // Faulty is what cannot be read in any of these ways.
        if let [Some(failure), rest @ ..] = read
            && rest.iter().all(Option::is_some)
            && flags.is_given(name)
        {
            first = first.and(Err(message(failure)));
        }
    }
    flags.spelled(&[]);
    first
}

/// Arguments of a command, some of them wrong.
fn command_line(random: &mut Xorshift) -> Vec<u8> {
    let command = below(random, COMMANDS.len());
    let lines = COMMANDS[command].flags;
    let mut args = Vec::new();
    for _ in 0..below(random, 6) {
        let line = pick(random, lines);
        let (mut name, rest) = line.split_once(' ').unwrap_or((line, ""));
        let stray = ["--", "-", "-h", "--help", "--lr", "--epoch", "\u{1b}[2J", "", "-0.5"];
        if one_in(8, random) {
            name = pick(random, &stray);
        }
        let value = match below(random, 6) {
            0 => pick(random, &["none", "all", "relu", "yes", "cosine", "he", "numpy"]).to_string(),
            1 => String::from_utf8(augmentation(random)).expect("text"),
            2 => format!("{},{}", number(random), number(random)),
            3 => pick(random, &["=", "a=b", "\u{202e}", "\t", "가중치"]).to_string(),
            _ => number(random),
        };
        match rest.contains('[') != one_in(8, random) {
            true if one_in(2, random) => args.push(format!("{name}={value}")),
            true => args.extend([name.to_string(), value]),
            false => args.push(name.to_string()),
        }
    }
    line(COMMANDS[command].name, &args.join("\n"))
}

/// Presets and amounts.
fn augmentation(random: &mut Xorshift) -> Vec<u8> {
    let names = ["shift", "rotate", "scale", "shear", "alpha", "sigma", " alpha ", "Shift", ""];
    let mut items: Vec<String> = Vec::new();
    for _ in 0..=below(random, 5) {
        let amount = if one_in(3, random) { number(random) } else { random.uniform().to_string() };
        let preset = ["none", "affine", "elastic", " elastic ", "elastic=", "=", ""];
        items.push(match one_in(4, random) {
            true => pick(random, &preset).to_string(),
            false => format!("{}={amount}", pick(random, &names)),
        });
    }
    items.join(",").into_bytes()
}
