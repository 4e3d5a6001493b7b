//! The data are found from wherever the program is started, and a folder that the user names is
//! taken as named. If there are none, the message says where they were looked for.

use crate::support::{folders, program};
use folders::{Folder, NAMES};
use program::{program, run};
use std::fs;
use std::path::Path;

#[test]
fn the_default_is_found_from_any_folder() {
    let check = |folder: &Path, flags: &[&str]| {
        let args = ["check-gradients", "--images=1", "--directions=1"];
        run(program().args(args).args(flags).current_dir(folder))
    };
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let elsewhere = Folder::new();
    let found = check(project, &[]).stdout;
    assert!(found.contains("784-100-10"), "in the project's folder: {found}");
    assert_eq!(check(elsewhere.path(), &[]).stdout, found, "elsewhere, in the project's folder");

    // Another program's folder of this name does not hide the data.
    let here = elsewhere.path().join("data/mnist");
    fs::create_dir_all(&here).expect("a folder");
    fs::write(here.join("mnist.pkl.gz"), "other data").expect("a file");
    assert_eq!(check(elsewhere.path(), &[]).stdout, found, "a folder without any of the files");

    // One of the files shows that the folder is meant.
    fs::write(here.join(NAMES[0]), "").expect("a file");
    let message = check(elsewhere.path(), &[]).stderr;
    assert!(message.contains(&format!("found no {}", NAMES[1])), "{message}");

    let named = check(elsewhere.path(), &["--data", "no/data"]).stderr;
    assert!(named.starts_with("error: no/data: "), "what the user names is not replaced: {named}");
}

#[test]
fn the_message_names_the_flag_and_every_folder_that_was_tried() {
    let folder = Folder::new();
    let train = |data: &str| {
        run(program().args(["train", "--out=out", "--data", data]).current_dir(folder.path()))
    };
    let canonical = folder.path().canonicalize().expect("a path");
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    for data in ["none", "empty"] {
        let run = train(data);
        let tried = canonical.join(data);
        let end = format!("; or name their folder with --data (tried: {})\n", tried.display());
        assert!(run.code == 1 && run.stderr.ends_with(&end), "{end}{}", run.stderr);
    }
}
