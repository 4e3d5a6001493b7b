//! A file is there whole or not at all: whatever fails, the old one stays as it was and no
//! half-written one is left beside it. (Tests may run as root, whom no permission bit stops, so
//! what cannot be written here is a path below a regular file.)

use backprop::format::write_file::{make_folder, write_atomically};
use std::fs;
use std::path::{Path, PathBuf};

/// An empty folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("output_files").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<_> = entries.map(|entry| name(entry).into_string().unwrap()).collect();
    names.sort();
    names
}

fn error(path: &Path) -> String {
    write_atomically(path, b"new").expect_err("this cannot be written").to_string()
}

#[test]
fn a_file_is_made_with_its_folders_and_then_replaced() {
    let folder = folder("replaced");
    let file = folder.join("a/b/history.csv");
    for bytes in [&b"first"[..], b"", b"a longer second", &[0; 100_000]] {
        write_atomically(&file, bytes).expect("the file is written");
        assert_eq!(fs::read(&file).unwrap(), bytes);
        assert_eq!(names(&folder.join("a/b")), ["history.csv"], "nothing else is left");
    }
}

#[test]
fn a_path_that_cannot_be_written_is_named_with_its_reason() {
    let folder = folder("refused");
    let plain = folder.join("plain");
    fs::write(&plain, "old").unwrap();

    let below = plain.join("x/y.svg");
    let (plain_name, wanted) = (plain.display(), plain.join("x"));
    let message = format!(
        "cannot make the folder {}: {plain_name} is not a folder; move it or choose another path",
        wanted.display()
    );
    assert_eq!(error(&below), message);
    assert_eq!(make_folder(&wanted).unwrap_err().to_string(), message);
    assert_eq!(
        error(&folder),
        format!(
            "cannot write {}: it is a folder; remove it or choose another path",
            folder.display()
        )
    );
    assert_eq!(error(Path::new("")), "cannot write to \"\": a path to a file is needed");
    assert_eq!(error(Path::new("a/..")), "cannot write to \"a/..\": a path to a file is needed");

    // A name longer than file systems take fails only after the bytes are written beside it.
    let long = folder.join("n".repeat(300));
    let message = error(&long);
    assert!(message.starts_with(&format!("cannot write {}: ", long.display())), "{message}");

    assert_eq!(fs::read(&plain).unwrap(), b"old");
    assert_eq!(names(&folder), ["plain"], "nothing is left of what failed");
}

#[test]
fn a_reader_sees_the_old_file_or_the_new_one_whole() {
    let file = folder("readers").join("file");
    let versions = [vec![b'a'; 300_000], vec![b'b'; 500_000]];
    write_atomically(&file, &versions[0]).unwrap();
    std::thread::scope(|scope| {
        // Two writers, so that they must not take each other's unfinished file either.
        let writers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    for round in 0..100 {
                        write_atomically(&file, &versions[round % 2]).expect("written");
                    }
                })
            })
            .collect();
        while !writers.iter().all(|writer| writer.is_finished()) {
            let seen = fs::read(&file).expect("there is a file at any time");
            assert!(versions.contains(&seen), "a part of a file: {} bytes", seen.len());
        }
    });
    assert_eq!(names(file.parent().unwrap()), ["file"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_fills_up_leaves_the_old_file_and_nothing_else() {
    // The shell lets this test run itself again where no file may grow past 1024 bytes (and a
    // write past that is an error, not a signal).
    if let Some(file) = std::env::var_os("FILL_UP") {
        let error = write_atomically(Path::new(&file), &[b'n'; 100_000]).unwrap_err();
        assert!(error.to_string().contains("File too large"), "{error}");
        return;
    }
    let file = folder("full").join("weights");
    fs::write(&file, "old").unwrap();
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().expect("this program has a path"))
        .arg("a_disk_that_fills_up_leaves_the_old_file_and_nothing_else")
        .env("FILL_UP", &file)
        .output()
        .expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(fs::read(&file).unwrap(), b"old");
    assert_eq!(names(file.parent().unwrap()), ["weights"]);
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link_and_a_special_file_special() {
    use std::os::unix::fs::FileTypeExt;
    let folder = folder("special");
    let (file, link) = (folder.join("elsewhere/file"), folder.join("link"));
    write_atomically(&file, b"old").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    write_atomically(&link, b"new").unwrap();
    assert!(link.is_symlink(), "the link is replaced by a file");
    assert_eq!(fs::read(&file).unwrap(), b"new");

    // A socket stands for every special file: it cannot be written, and must not be replaced.
    // Its path must be short, at most 108 bytes, which the test's own folder need not be.
    let socket = std::env::temp_dir().join(format!("backprop-{}", std::process::id()));
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    assert!(error(&socket).starts_with("cannot write "));
    let kind = fs::symlink_metadata(&socket).unwrap().file_type();
    assert!(kind.is_socket(), "the socket is replaced by a file");
    fs::remove_file(&socket).unwrap();
}
