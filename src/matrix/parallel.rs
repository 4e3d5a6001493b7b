//! Work shared out among threads.

use std::ops::Range;

/// The `t`-th of `shares` nearly equal parts of `0..len`.
pub fn share(len: usize, t: usize, shares: usize) -> Range<usize> {
    len * t / shares..len * (t + 1) / shares
}

/// Does `work` on every item, each on a thread of its own, the first on this one; returns when all
/// are done.
pub fn for_each<T: Send>(items: impl IntoIterator<Item = T>, work: impl Fn(T) + Sync) {
    let mut items = items.into_iter();
    let Some(first) = items.next() else { return };
    let work = &work;
    std::thread::scope(|scope| {
        for item in items {
            scope.spawn(move || work(item));
        }
        work(first);
    });
}
