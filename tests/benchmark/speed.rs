//! `make bench`: how fast the parts are, beside what the machine allows.
//!
//! `cargo bench --bench speed -- minibatch gzip` measures only the lines whose names contain one
//! of the words. The first lines, what the machine allows, are always there: every share is a share
//! of what was measured in the same run.

mod loops;
mod machine;
mod parts;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../support/program/mod.rs"]
mod program;
mod report;
mod timing;
mod training;

use backprop::cli::failure::Failure;
use backprop::cli::output;
use backprop::mnist;
use report::Report;
use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "\
How fast the parts are, beside what the machine allows.

Usage: cargo bench --bench speed -- [words]

Only lines whose names contain one of the words are measured; without words, all are.
";

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Failure::Usage(message) | Failure::Failed(message) = &failure {
                output::note(&format!("error: {message}"));
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(args: impl Iterator<Item = String>) -> Result<(), Failure> {
    // Cargo tells every benchmark that it is one.
    let words: Vec<String> = args.filter(|arg| arg != "--bench").collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        return output::print(HELP);
    }
    if let Some(flag) = words.iter().find(|word| word.starts_with('-')) {
        return Err(Failure::usage(format!(
            "expected words, found {flag}; try: cargo bench --bench speed -- --help"
        )));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mnist");
    let data = mnist::load(&folder, None, None)?;
    let mut report = Report::new(words);
    let machine = machine::measure_machine(&mut report)?;
    loops::measure_loops(&mut report, &machine, &data.train.images)?;
    training::measure_notebook(&mut report, &machine, &data)?;
    training::measure_minibatch(&mut report, &machine, &data)?;
    parts::measure_reading(&mut report, &folder)?;
    parts::measure_random(&mut report, &data.train.images)?;
    parts::measure_output(&mut report)?;
    report.finish()
}
