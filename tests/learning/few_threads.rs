//! Work is shared out among the threads that there are, and its results keep their order. A thread
//! that cannot be started is no reason to fail: those that are there do its work.

use crate::support::{folders, program};
use backprop::threads::with_team;
use folders::Folder;
use program::{program, run};
use std::collections::HashSet;
use std::thread;
use std::time::Duration;

/// A stack of 2^62 bytes, which no system has, so that no thread can be started.
const NO_THREADS: (&str, &str) = ("RUST_MIN_STACK", "4611686018427387904");

#[test]
fn without_a_second_thread_every_command_gives_the_same_bytes() {
    for flags in [
        &["notebook", "--train=100", "--test=50", "--hidden=10", "--epochs=3"][..],
        // 130 images of 79,510 parameters are a batch worth sharing out among threads.
        &["train", "--train=260", "--test=50", "--batch=130", "--epochs=2"],
        &["evaluate", "--test=100"],
    ] {
        let result = |stack: Option<(&str, &str)>| {
            let out = Folder::new();
            let mut command = program();
            command.args(flags).args(["--threads=2", "--out", out.arg()]).envs(stack);
            (run(&mut command).done().stdout, out.files())
        };
        assert!(result(Some(NO_THREADS)) == result(None), "{flags:?} differs");
    }
}

#[test]
fn a_team_does_any_number_of_jobs_and_returns_their_results_in_order() {
    for (members, at_most, jobs) in
        [(1, 1, 3), (2, 2, 0), (2, 2, 1), (2, 2, 17), (3, 2, 9), (3, 8, 8)]
    {
        let job = |number: u64| {
            move || {
                // The first ones are done last.
                thread::sleep(Duration::from_millis(17 - number));
                (number, thread::current().id())
            }
        };
        let results = with_team(members, |team| {
            [(); 2].map(|()| team.run(at_most, (0..jobs).collect::<Vec<_>>().into_iter().map(job)))
        });
        let what = format!("{jobs} jobs for at most {at_most} of {members} threads");
        let numbers: Vec<_> = results[0].iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (0..jobs).collect::<Vec<_>>(), "{what}");
        assert_eq!(results[0], results[1], "{what} are dealt out in the same way");
        let threads: HashSet<_> = results[0].iter().map(|(_, thread)| thread).collect();
        let expected = members.min(at_most).min(jobs as usize);
        assert_eq!(threads.len(), expected, "threads that worked: {what}");
    }
}
