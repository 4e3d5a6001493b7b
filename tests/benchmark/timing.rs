//! How long a piece of work takes: run it several times, keep the median and the spread.
//!
//! A single time says little on a machine that does other things too. The median is not moved by
//! a few disturbed runs; the fastest and the slowest beside it say how much to trust it.

use backprop::cli::failure::Failure;
use std::time::Instant;

/// Work shorter than this is repeated within a run, so that the clock and a passing interrupt are
/// small against it; in seconds.
const SHORTEST_RUN: f64 = 0.02;

/// So many runs are made as fit this time, in seconds, but no fewer and no more than these.
const ALL_RUNS: f64 = 0.5;
const FEWEST_RUNS: f64 = 5.0;
const MOST_RUNS: f64 = 15.0;

/// The seconds that one piece of work took in each run, ascending.
pub struct Times(Vec<f64>);

/// Runs `work` to warm up, then for the record.
pub fn measure(mut work: impl FnMut() -> Result<(), Failure>) -> Result<Times, Failure> {
    let mut seconds_of = |calls: usize| {
        let start = Instant::now();
        for _ in 0..calls {
            work()?;
        }
        Ok::<f64, Failure>(start.elapsed().as_secs_f64())
    };
    let mut calls = 1;
    let mut run = seconds_of(calls)?;
    while run < SHORTEST_RUN {
        calls *= 2;
        run = seconds_of(calls)?;
    }
    let runs = (ALL_RUNS / run).clamp(FEWEST_RUNS, MOST_RUNS) as usize;
    let times = (0..runs).map(|_| Ok(seconds_of(calls)? / calls as f64));
    let mut times = times.collect::<Result<Vec<_>, Failure>>()?;
    times.sort_by(f64::total_cmp);
    Ok(Times(times))
}

impl Times {
    /// The time in the middle; of an even number of runs, the earlier of the two.
    pub fn median(&self) -> f64 {
        self.0[(self.0.len() - 1) / 2]
    }

    /// The seconds of one piece of work.
    pub fn seconds(&self) -> Figure {
        self.figure("s", |seconds| seconds)
    }

    /// The microseconds for each of the `items` that one piece of work has.
    pub fn microseconds_each(&self, items: usize) -> Figure {
        self.figure("µs", |seconds| seconds * 1e6 / items as f64)
    }

    /// How much is done a second, if one piece of work has `amount`.
    pub fn rate(&self, amount: f64, unit: Unit) -> Figure {
        self.figure(unit.name, |seconds| amount / seconds / unit.size)
    }

    fn figure(&self, unit: &'static str, value: impl Fn(f64) -> f64) -> Figure {
        let ends = [value(self.0[0]), value(self.0[self.0.len() - 1])];
        Figure {
            median: value(self.median()),
            low: ends[0].min(ends[1]),
            high: ends[0].max(ends[1]),
            unit,
            remark: String::new(),
        }
    }
}

/// A unit of work done a second.
#[derive(Clone, Copy)]
pub struct Unit {
    name: &'static str,
    size: f64,
}

/// Thousand millions a second, of multiply-adds.
pub const GIGA: Unit = Unit { name: "G/s", size: 1e9 };
/// Millions a second, of numbers.
pub const MEGA: Unit = Unit { name: "M/s", size: 1e6 };
/// 10⁹ bytes a second.
pub const GIGABYTES: Unit = Unit { name: "GB/s", size: 1e9 };
/// 10⁶ bytes a second.
pub const MEGABYTES: Unit = Unit { name: "MB/s", size: 1e6 };

/// A line of the table but for its name.
pub struct Figure {
    /// In `unit`s, as are the two ends of the spread.
    pub median: f64,
    /// The least of all runs: the fastest of times, the slowest of rates.
    pub low: f64,
    /// The greatest of all runs.
    pub high: f64,
    /// What is counted.
    pub unit: &'static str,
    /// What else is to be said.
    pub remark: String,
}

impl Figure {
    /// The figure with a remark.
    pub fn remark(self, remark: impl Into<String>) -> Figure {
        Figure { remark: remark.into(), ..self }
    }
}
