//! The data are found from wherever the program is started, and a folder that the user names is
//! taken as named.

use backprop::cli::args::Flags;
use backprop::cli::shared_flags::data_folder;
use std::path::{Path, PathBuf};

/// The flag, but with a default that stands in the project's folder for certain.
const LINE: &str = "--data DIR [tests] for this test";

fn found(args: &[&str]) -> PathBuf {
    let flags = Flags::parse(&[LINE], args.iter().map(|arg| arg.into()));
    data_folder(&flags.expect("a right command line").expect("not a call for help"))
        .expect("a path")
}

// One test only: the current folder belongs to the whole process.
#[test]
fn the_default_is_found_from_any_folder() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::env::set_current_dir(project).unwrap();
    assert_eq!(found(&[]), Path::new("tests"), "in the project's folder, as it stands");

    let elsewhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("data_folder");
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::env::set_current_dir(&elsewhere).unwrap();
    assert_eq!(found(&[]), project.join("tests"), "elsewhere, in the project's folder");
    let named = found(&["--data", "tests"]);
    assert_eq!(named, Path::new("tests"), "what the user names is not looked for elsewhere");

    std::fs::create_dir_all("tests").unwrap();
    assert_eq!(found(&[]), Path::new("tests"), "the current folder comes first");
    std::fs::remove_dir("tests").unwrap();
}
