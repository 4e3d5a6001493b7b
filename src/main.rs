//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    backprop::cli::main(std::env::args_os().skip(1))
}
