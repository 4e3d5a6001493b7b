//! A file is there whole or not at all: whatever fails, the old one stays as it was and no
//! half-written one is left beside it. (Tests may run as root, whom no permission bit stops, so
//! what cannot be written here is a path below a regular file.)

use crate::support::folders;
use backprop::format::shown::shown;
use backprop::format::write_file::{remove_leftovers, write_atomically};
use folders::Folder;
use std::fs;
use std::path::Path;

fn error(path: &Path) -> String {
    write_atomically(path, b"new").expect_err("this cannot be written").to_string()
}

#[test]
fn a_file_is_made_with_its_folders_and_then_replaced() {
    let folder = Folder::new();
    let file = folder.path().join("a/b/history.csv");
    for bytes in [&b"first"[..], b"", b"a longer second", &[0; 100_000]] {
        write_atomically(&file, bytes).expect("the file is written");
        assert_eq!(fs::read(&file).unwrap(), bytes);
        let names = fs::read_dir(folder.path().join("a/b")).unwrap().count();
        assert_eq!(names, 1, "something else is left");
    }
}

#[test]
fn a_path_that_cannot_be_written_is_named_with_its_reason() {
    let folder = Folder::new();
    let plain = folder.path().join("plain");
    fs::write(&plain, "old").unwrap();

    let below = plain.join("x/y.svg");
    let (plain_name, wanted) = (plain.display(), plain.join("x"));
    let message = format!(
        "cannot make the folder {}: {plain_name} is not a folder; move it or choose another path",
        wanted.display()
    );
    assert_eq!(error(&below), message);
    assert_eq!(
        error(folder.path()),
        format!(
            "cannot write {}: it is a folder; remove it or choose another path",
            folder.path().display()
        )
    );
    assert_eq!(error(Path::new("")), "cannot write to \"\": a path to a file is needed");
    assert_eq!(error(Path::new("a/..")), "cannot write to a/..: a path to a file is needed");

    // A name longer than file systems take fails only after the bytes are written beside it.
    let long = folder.path().join("n".repeat(300));
    let message = error(&long);
    assert!(message.starts_with(&format!("cannot write {}: ", shown(&long))), "{message}");

    assert_eq!(fs::read(&plain).unwrap(), b"old");
    assert_eq!(folder.names(), ["plain"], "nothing is left of what failed");
}

#[test]
fn a_reader_sees_the_old_file_or_the_new_one_whole() {
    let folder = Folder::new();
    let file = folder.path().join("file");
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
    assert_eq!(folder.names(), ["file"]);
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
    let folder = Folder::new();
    let file = folder.path().join("weights");
    fs::write(&file, "old").unwrap();
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" --exact \"$1\""])
        .arg(std::env::current_exe().expect("this program has a path"))
        .arg("output_files::a_disk_that_fills_up_leaves_the_old_file_and_nothing_else")
        .env("FILL_UP", &file)
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!(fs::read(&file).unwrap(), b"old");
    assert_eq!(folder.names(), ["weights"]);
}

#[test]
fn a_failure_leaves_no_new_folder() {
    let folder = Folder::new();
    // The second folder cannot be made; or both can, and the file's name is too long.
    let long = "n".repeat(300);
    for path in
        [folder.path().join("a").join(&long).join("file"), folder.path().join("a/b").join(&long)]
    {
        error(&path);
        assert_eq!(folder.names(), [""; 0], "left behind by {}", path.display());
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_is_replaced_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = folder.path().join("file");
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
    let folder = Folder::new();
    let (file, link, second) = (
        folder.path().join("elsewhere/file"),
        folder.path().join("link"),
        folder.path().join("second"),
    );
    std::os::unix::fs::symlink("elsewhere/file", &link).unwrap();
    std::os::unix::fs::symlink(&link, &second).unwrap();
    for bytes in [b"dangling", b"existing"] {
        write_atomically(&second, bytes).unwrap();
        assert!(link.is_symlink() && second.is_symlink(), "a link is replaced by a file");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }

    std::os::unix::fs::symlink("circle", folder.path().join("circle")).unwrap();
    let message = error(&folder.path().join("circle"));
    assert!(message.contains("a symbolic link that leads back to itself"), "{message}");
}

#[test]
#[cfg(unix)]
fn a_pipe_a_device_or_a_socket_is_refused_at_once() {
    use std::os::unix::fs::FileTypeExt;
    // The path of a socket is at most 108 bytes long, which the test's own folder may exceed.
    let socket = std::env::temp_dir().join(format!("backprop-{}", std::process::id()));
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    let folder = Folder::new();
    let (pipe, link) = (folder.path().join("pipe"), folder.path().join("link"));
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
fn what_killed_processes_did_not_finish_is_removed() {
    let folder = Folder::new();
    // This process lives, but it is not the one that left the file: numbers come round.
    let left = format!(".backprop-{}-0.tmp", std::process::id());
    let others = [".backprop--0.tmp", ".backprop-1-0.txt", ".backprop-x-0.tmp", "notes.tmp"];
    for name in others.iter().copied().chain([&*left]) {
        folder.write(name, b"part");
    }
    remove_leftovers(folder.path());
    assert_eq!(folder.names(), others);
}
