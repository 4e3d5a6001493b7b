//! What the machine allows, measured in the same run as what the library does with it.
//!
//! - The **peak**: multiply-then-add with everything in registers, compiled for the same vector
//!   width as the library's loops and, like them, not fused. None of them can be faster.
//! - **Reading**, and **reading and writing back**: a weight that is read for one multiply-add
//!   costs 8 bytes, one that is also written 16. So a loop over weights may be bound by what the
//!   caches deliver, long before the peak. (Copying to another place would be no bound for an
//!   update, which writes where it has read and can be faster than a copy.)

use crate::report::Report;
use crate::timing::{GIGA, GIGABYTES, Times, measure};
use backprop::cli::failure::Failure;
use backprop::cli::output;
use backprop::matrix::width::{ColumnLoop, Width, run_at};
use backprop::matrix::{LINE, Matrix};
use std::hint::black_box;

/// The memory gone over, in KiB: of the first-level cache, as large as the tutorial's weights
/// (784 rows of 104 `f64`), and past every cache.
const SIZES: [usize; 3] = [16, WEIGHTS, 128 * 1024];
const WEIGHTS: usize = 637;

/// `f64` in a KiB.
const KIB: usize = 128;

/// The bounds that the matrix loops are held against.
pub struct Machine {
    /// Multiply-adds a second on one core.
    pub peak: f64,
    /// Bytes a second read from memory of the weights' size.
    pub read: f64,
    /// Bytes a second read and written in changing memory of the weights' size.
    pub change: f64,
}

/// Names the machine and measures its bounds.
pub fn measure_machine(report: &mut Report) -> Result<Machine, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let (width, os) = (Width::in_use().name(), std::env::consts::OS);
    output::print(&format!("{}, cores: {cores}, {os}, vectors: {width}\n", processor()))?;
    output::print("Medians of several runs; beside them the least and the greatest.\n")?;

    report.section("What one core allows");
    // Eight, twelve and fourteen registers: see `Registers`.
    let attempts = match Width::in_use() {
        Width::Plain => [registers::<16>()?, registers::<24>()?, registers::<28>()?],
        Width::Avx2 => [registers::<32>()?, registers::<48>()?, registers::<56>()?],
        Width::Avx512 => [registers::<64>()?, registers::<96>()?, registers::<112>()?],
    };
    let rate = |(times, steps): &(Times, f64)| steps / times.median();
    let [first, others @ ..] = &attempts;
    let best = others.iter().fold(
        first,
        |best, other| {
            if rate(other) > rate(best) { other } else { best }
        },
    );
    let peak = rate(best);
    report.print("multiply-adds in registers", &best.0.rate(best.1, GIGA).remark("the peak"))?;
    let (mut read, mut change) = (0.0, 0.0);
    for size in SIZES {
        let bytes = (size * 1024) as f64;
        let times = measure_reading(size * KIB)?;
        report.print(&format!("reading {size} KiB"), &times.rate(bytes, GIGABYTES))?;
        if size == WEIGHTS {
            read = bytes / times.median();
        }
    }
    for size in SIZES {
        // Each byte counts twice: read, and written back.
        let bytes = (2 * size * 1024) as f64;
        let times = measure_changing(size * KIB)?;
        report.print(&format!("changing {size} KiB"), &times.rate(bytes, GIGABYTES))?;
        if size == WEIGHTS {
            change = bytes / times.median();
        }
    }
    Ok(Machine { peak, read, change })
}

/// The processor's name, where Linux tells it.
fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or(std::env::consts::ARCH, |(_, name)| name).to_string()
}

/// Multiply-adds on `LANES` numbers that stay in registers: each waits for itself, none for
/// another.
///
/// It takes enough registers of them to fill the time that a multiplication and an addition take:
/// eight where both take four cycles and one pair starts in each, twelve where both take three
/// and two pairs start. More give slack, but factor and summand need a register each, and SSE2 and
/// AVX2 have sixteen. No number is best everywhere, so the best of three counts.
struct Registers<'a, const LANES: usize> {
    numbers: &'a mut [f64; LANES],
}

/// Multiply-adds that each of the numbers goes through in one piece of work.
const STEPS: usize = 10_000;

impl<const LANES: usize> ColumnLoop for Registers<'_, LANES> {
    #[inline(always)]
    fn columns(&self) -> usize {
        LINE
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, _: usize) {
        // Runs towards 1 and stays there, clear of the numbers that are slow.
        let (factor, summand) = (black_box(0.75), black_box(0.25));
        let mut numbers = *self.numbers;
        for _ in 0..STEPS {
            for number in &mut numbers {
                *number = *number * factor + summand;
            }
        }
        *self.numbers = numbers;
    }
}

/// The times of the register loop, and how many multiply-adds it makes.
fn registers<const LANES: usize>() -> Result<(Times, f64), Failure> {
    let mut numbers = [0.5; LANES];
    let times = measure(|| {
        run_at(Width::in_use(), Registers { numbers: black_box(&mut numbers) });
        Ok(())
    })?;
    Ok((times, (STEPS * LANES) as f64))
}

/// Adds up `f64`s, 32 sums at a time: reading is what takes the time.
struct Reading<'a> {
    numbers: &'a [f64],
}

impl ColumnLoop for Reading<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        4 * LINE
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, _: usize) {
        let mut sums = [0.0; N];
        for chunk in self.numbers.as_chunks::<N>().0 {
            for j in 0..N {
                sums[j] += chunk[j];
            }
        }
        black_box(sums);
    }
}

/// Adds one to `f64`s where they stand: reading and writing is what takes the time.
struct Changing<'a> {
    numbers: &'a mut [f64],
}

impl ColumnLoop for Changing<'_> {
    #[inline(always)]
    fn columns(&self) -> usize {
        4 * LINE
    }

    #[inline(always)]
    fn block<const N: usize>(&mut self, _: usize) {
        for number in &mut *self.numbers {
            *number += 1.0;
        }
    }
}

fn measure_reading(count: usize) -> Result<Times, Failure> {
    let numbers = Matrix::from_fn(1, count, |_, _| 1.0);
    measure(|| {
        run_at(Width::in_use(), Reading { numbers: black_box(numbers.row(0)) });
        Ok(())
    })
}

fn measure_changing(count: usize) -> Result<Times, Failure> {
    let mut numbers = Matrix::from_fn(1, count, |_, _| 1.0);
    measure(|| {
        run_at(Width::in_use(), Changing { numbers: black_box(numbers.row_mut(0)) });
        Ok(())
    })
}
