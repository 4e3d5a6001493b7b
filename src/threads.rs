//! Work shared out among threads: items at once, or jobs to a team that waits for them.

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, Builder};
use std::time::{Duration, Instant};

/// The `t`-th of `shares` nearly equal parts of `0..len`.
pub fn share(len: usize, t: usize, shares: usize) -> Range<usize> {
    len * t / shares..len * (t + 1) / shares
}

/// Does `work` on every item, on as many threads as there are items, of which this one takes the
/// first; returns when all are done. If the system refuses to start a thread (it has too many, or
/// no memory for another stack), those that are there do its work.
pub fn for_each<T: Send>(items: impl IntoIterator<Item = T>, work: impl Fn(T) + Sync) {
    let items: Vec<_> = items.into_iter().collect();
    let (threads, work) = (items.len(), &work);
    // This thread is the team's last.
    let jobs = items.into_iter().rev().map(|item| move || work(item));
    with_team(threads, |team| team.run(threads, jobs));
}

/// How long a thread that waits asks again and again before it sleeps: to sleep and be woken takes
/// as long as the job of a small batch. With two threads an epoch of 784-100-10 in batches of 64
/// was 1.13 times as fast with 50 µs as with none.
const MOMENT: Duration = Duration::from_micros(50);

/// Threads that wait for jobs: to start one takes longer than a small batch.
pub struct Team<'a> {
    /// To each thread but this one.
    others: Vec<Sender<Job<'a>>>,
}

type Job<'a> = Box<dyn FnOnce() + Send + 'a>;

/// Lets `lead` hand out jobs to a team of `threads` threads, of which this is the last. There are
/// fewer if the system refuses to start one.
pub fn with_team<'a, T>(threads: usize, lead: impl FnOnce(&Team<'a>) -> T) -> T {
    thread::scope(|scope| {
        let mut team = Team { others: Vec::new() };
        for _ in 1..threads {
            let (sender, jobs) = channel::<Job>();
            let work = move || {
                while let Some(job) = next(&jobs) {
                    job();
                }
            };
            if Builder::new().spawn_scoped(scope, work).is_err() {
                break;
            }
            team.others.push(sender);
        }
        // The end of the team ends the channels, and so the threads.
        lead(&team)
    })
}

impl<'a> Team<'a> {
    /// Deals the jobs out to at most so many threads, as many jobs always in the same way, and
    /// returns their results in the jobs' order. A job owns what it works on, or borrows it from
    /// beyond the team: only so may the threads outlive it.
    ///
    /// # Panics
    /// If a job does.
    pub fn run<T: Send + 'a>(
        &self,
        threads: usize,
        jobs: impl ExactSizeIterator<Item = impl FnOnce() -> T + Send + 'a>,
    ) -> Vec<T> {
        let (threads, count) = (threads.min(self.others.len() + 1), jobs.len());
        if threads <= 1 {
            return jobs.map(|job| job()).collect();
        }
        let (sender, done) = channel();
        let mut own = Vec::new();
        for (number, job) in jobs.enumerate() {
            // To and fro, 0 1 1 0 0 1, as the last part of a layer is smaller than the others: an
            // epoch of 784-100-10 on two threads is 1.07 times as fast as with 0 1 0 1.
            let (round, turn) = (number / threads, number % threads);
            let to = if round % 2 == 0 { turn } else { threads - 1 - turn };
            match self.others[..threads - 1].get(to) {
                None => own.push((number, job)),
                Some(queue) => {
                    let sender = sender.clone();
                    let job = move || drop(sender.send((number, job())));
                    queue.send(Box::new(job)).expect("no job has panicked");
                }
            }
        }
        drop(sender);
        let mut results: Vec<_> = own.into_iter().map(|(number, job)| (number, job())).collect();
        results.extend(std::iter::from_fn(|| next(&done)));
        assert_eq!(results.len(), count, "a job has panicked");
        results.sort_unstable_by_key(|&(number, _)| number);
        results.into_iter().map(|(_, result)| result).collect()
    }
}

/// The next item of a channel; none after its end. Asks for a [`MOMENT`], and lets others run in
/// between; then sleeps.
fn next<T>(channel: &Receiver<T>) -> Option<T> {
    let start = Instant::now();
    while start.elapsed() < MOMENT {
        match channel.try_recv() {
            Ok(item) => return Some(item),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => thread::yield_now(),
        }
    }
    channel.recv().ok()
}
