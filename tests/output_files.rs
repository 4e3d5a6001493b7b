//! A file is there whole or not at all: whatever fails, the old one stays as it was and no
//! half-written one is left beside it. (Tests may run as root, whom no permission bit stops, so
//! what cannot be written here is a path below a regular file.)

use backprop::format::shown::shown;
use backprop::format::write_file::{remove_leftovers, write_atomically};
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
    assert_eq!(
        error(&folder),
        format!(
            "cannot write {}: it is a folder; remove it or choose another path",
            folder.display()
        )
    );
    assert_eq!(error(Path::new("")), "cannot write to \"\": a path to a file is needed");
    assert_eq!(error(Path::new("a/..")), "cannot write to a/..: a path to a file is needed");

    // A name longer than file systems take fails only after the bytes are written beside it.
    let long = folder.join("n".repeat(300));
    let message = error(&long);
    assert!(message.starts_with(&format!("cannot write {}: ", shown(&long))), "{message}");

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
fn a_failure_leaves_no_new_folder() {
    let folder = folder("no_new_folder");
    // The second folder cannot be made; or both can, and the file's name is too long.
    let long = "n".repeat(300);
    for path in [folder.join("a").join(&long).join("file"), folder.join("a/b").join(&long)] {
        error(&path);
        assert_eq!(names(&folder), [""; 0], "left behind by {}", path.display());
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_is_replaced_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let file = folder("mode").join("file");
    write_atomically(&file, b"old").unwrap();
    for mode in [0o600, 0o444, 0o755] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        write_atomically(&file, b"new").unwrap();
        let kept = fs::metadata(&file).unwrap().permissions().mode() & 0o7777;
        assert_eq!(kept, mode, "{kept:o} for {mode:o}");
    }
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link_also_when_what_it_names_is_not_there() {
    let folder = folder("links");
    let (file, link, second) =
        (folder.join("elsewhere/file"), folder.join("link"), folder.join("second"));
    std::os::unix::fs::symlink("elsewhere/file", &link).unwrap();
    std::os::unix::fs::symlink(&link, &second).unwrap();
    for bytes in [b"dangling", b"existing"] {
        write_atomically(&second, bytes).unwrap();
        assert!(link.is_symlink() && second.is_symlink(), "a link is replaced by a file");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }

    std::os::unix::fs::symlink("circle", folder.join("circle")).unwrap();
    let message = error(&folder.join("circle"));
    assert!(message.contains("a symbolic link that leads back to itself"), "{message}");
}

#[test]
#[cfg(unix)]
fn a_pipe_a_device_or_a_socket_is_refused_at_once() {
    use std::os::unix::fs::FileTypeExt;
    // The path of a socket is at most 108 bytes long, which the test's own folder may exceed.
    let socket = std::env::temp_dir().join(format!("backprop-{}", std::process::id()));
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let (pipe, link) = (folder("special").join("pipe"), folder("special_link").join("link"));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success(), "no pipe");
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    // Should it be opened, it has a reader, and the test fails in place of waiting.
    let mut reader = std::process::Command::new("cat").arg(&pipe).spawn().expect("cat");
    for path in [&socket, &pipe, &link] {
        let message = format!(
            "cannot write {}: it is a pipe, device or socket; remove it or choose another path",
            path.display()
        );
        assert_eq!(error(path), message);
    }
    reader.kill().and_then(|()| reader.wait()).expect("cat ends");
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo(), "the pipe is replaced");
    assert!(fs::metadata(&socket).unwrap().file_type().is_socket(), "the socket is replaced");
    fs::remove_file(&socket).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn what_dead_processes_did_not_finish_is_removed() {
    let folder = folder("leftovers");
    let mut dead = std::process::Command::new("true").spawn().expect("a process");
    dead.wait().expect("it has ended");
    let of = |process: u32| format!(".backprop-{process}-0.tmp");
    let living = of(std::os::unix::process::parent_id());
    for name in [&of(dead.id()), &living, ".backprop-x-0.tmp", "notes.tmp"] {
        fs::write(folder.join(name), "part").unwrap();
    }
    remove_leftovers(&folder);
    assert_eq!(names(&folder), [&living, ".backprop-x-0.tmp", "notes.tmp"]);
}
