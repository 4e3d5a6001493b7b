//! Work shared out among threads.

use std::ops::Range;
use std::sync::Mutex;
use std::thread::{self, Builder};

/// The `t`-th of `shares` nearly equal parts of `0..len`.
pub fn share(len: usize, t: usize, shares: usize) -> Range<usize> {
    len * t / shares..len * (t + 1) / shares
}

/// Does `work` on every item, on as many threads as there are items, of which this one takes the
/// first; returns when all are done. If the system refuses to start a thread (it has too many, or
/// no memory for another stack), those that are there do its work.
pub fn for_each<T: Send>(items: impl IntoIterator<Item = T>, work: impl Fn(T) + Sync) {
    let mut items = items.into_iter();
    let Some(first) = items.next() else { return };
    let others: Vec<_> = items.collect();
    let threads = others.len();
    let others = Mutex::new(others.into_iter());
    let next = || others.lock().expect("no work is done under the lock").next();
    let work_on_others = || {
        while let Some(item) = next() {
            work(item);
        }
    };
    thread::scope(|scope| {
        let mut started = (0..threads).map(|_| Builder::new().spawn_scoped(scope, work_on_others));
        // A thread that could not be started is not tried again.
        let _ = started.all(|thread| thread.is_ok());
        work(first);
        work_on_others();
    });
}
