//! The matrix loops, on real images: 150 entries of 784, more or less, at the places where ink is.
//!
//! Each line gives the multiply-adds a second, their share of the peak, and the share of the
//! bandwidth that they use: a forward loop reads a weight (8 bytes) for each, an update reads and
//! writes one (16 bytes). Which of the two shares is near 100 % tells what binds the loop.

use crate::machine::Machine;
use crate::report::Report;
use crate::timing::{Figure, GIGA, Times};
use backprop::cli::failure::Failure;
use backprop::matrix::rows::{add_weighted_rows, subtract_outer};
use backprop::matrix::width::Width;
use backprop::matrix::{Matrix, SparseRows};
use backprop::mnist::Images;
use std::hint::black_box;

/// Images that each loop goes over: 15 batches.
const IMAGES: usize = 960;

/// The size of a batch, as in training and evaluation.
const BATCH: usize = 64;

/// The loops over 784 x 100 weights, which the second-level cache may hold, and over 784 x 800,
/// which it does not, and whose rows one sample goes over as a whole.
pub fn measure_loops(
    report: &mut Report,
    machine: &Machine,
    images: &Images,
) -> Result<(), Failure> {
    report.section("The matrix loops: multiply-adds a second, on one core");
    let width = Width::in_use();
    let samples = batches_of(1, images);
    let batches = batches_of(BATCH, images);
    let entries: usize = (0..IMAGES).map(|i| images.entries(i).len()).sum();
    let shares = |times: &Times, columns: usize, bytes: f64, bandwidth: f64, what: &str| {
        let count = (entries * columns) as f64;
        let rate = count / times.median();
        let of_peak = percent(rate, machine.peak);
        let of_bandwidth = percent(rate * bytes, bandwidth);
        times.rate(count, GIGA).remark(format!("{of_peak} of peak, {of_bandwidth} {what}"))
    };
    let reads = |times: &Times, columns| -> Figure {
        shares(times, columns, 8.0, machine.read, "of reads")
    };
    for columns in [100, 800] {
        let mut weights = Matrix::from_fn(784, columns, |i, j| ((i + j) % 9) as f64 / 90.0);
        for (name, batch, lists) in [("one sample", 1, &samples), ("batch of 64", BATCH, &batches)]
        {
            let mut out = Matrix::zeros(batch, columns);
            let work = || {
                for list in lists {
                    add_weighted_rows(width, 0, black_box(list), black_box(&weights), &mut out);
                    black_box(&out);
                }
                Ok(())
            };
            let name = format!("forward, {name}, 784 x {columns}");
            report.line(&name, work, |times| reads(times, columns))?;
        }
        let delta = Matrix::from_fn(1, columns, |_, j| j as f64 / 800.0 - 0.5);
        let work = || {
            for list in &samples {
                subtract_outer(
                    width,
                    0,
                    1e-6,
                    black_box(list).row(0),
                    &delta,
                    black_box(&mut weights),
                );
            }
            Ok(())
        };
        report.line(&format!("update, one sample, 784 x {columns}"), work, |times| {
            shares(times, columns, 16.0, machine.change, "of changes")
        })?;
    }
    Ok(())
}

/// The first images as batches of `size`.
fn batches_of(size: usize, images: &Images) -> Vec<SparseRows> {
    let batch = |first: usize| {
        let mut lists = SparseRows::default();
        for i in first..first + size {
            lists.push(images.entries(i));
        }
        lists
    };
    (0..IMAGES).step_by(size).map(batch).collect()
}

/// `part` of `whole`, as text.
pub fn percent(part: f64, whole: f64) -> String {
    format!("{:.0} %", 100.0 * part / whole)
}
