//! A clone has the same bytes where git is told to write the line ends of Windows
//! (`core.autocrlf`, which Git for Windows sets): what is compiled in, and what tests compare.

use crate::support::folders;
use folders::Folder;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What git prints, if it succeeds.
fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn line_ends_of_windows_change_no_file() {
    let root = env!("CARGO_MANIFEST_DIR");
    let names = git(&["-C", root, "ls-tree", "-r", "--name-only", "HEAD"]);
    let Some(names) = names.filter(|_| Path::new(root).join(".git").exists()) else {
        return println!("not tested: git is not installed, or this is no clone");
    };
    let clones = ["true", "false"].map(|autocrlf| {
        let (folder, setting) = (Folder::new(), format!("core.autocrlf={autocrlf}"));
        let clone = ["clone", "--quiet", "--shared", "--config", &setting, root, folder.arg()];
        git(&clone).expect("a clone");
        folder
    });
    let differs = |name: &&str| {
        let [windows, plain] = clones.each_ref().map(|clone| fs::read(clone.path().join(name)));
        windows.expect("a file") != plain.expect("a file")
    };
    let changed: Vec<_> = names.lines().filter(differs).collect();
    assert!(changed.is_empty(), ".gitattributes lets git change {}", changed.join(", "));
}
