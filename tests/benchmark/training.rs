//! Training: the tutorial's program, one image a step, and mini-batches over all of MNIST.
//!
//! Beside the times stand the multiply-adds that they are made of. In the first layer each pixel
//! that is not zero costs one for every hidden unit, forward and again in the update; the second
//! layer is counted whole: forward, error handed back, update.

use crate::loops::percent;
use crate::machine::Machine;
use crate::program::backprop;
use crate::report::Report;
use backprop::cli::failure::Failure;
use backprop::document::notebook::Notebook;
use backprop::mnist::{Dataset, Mnist};
use backprop::random::{NumpyRandom, Xorshift};
use backprop::training::per_sample::train_epoch;
use backprop::training::{Recipe, Schedule, Trainer};
use std::hint::black_box;
use std::sync::atomic::AtomicUsize;

/// Outputs of every network here.
const CLASSES: usize = 10;

/// The tutorial's program: its epochs, its evaluations, and the whole of it.
pub fn measure_notebook(
    report: &mut Report,
    machine: &Machine,
    mnist: &Mnist,
) -> Result<(), Failure> {
    report.section("The tutorial's program: 784-100-10, 10000 images, one a step");
    let notebook = Notebook::TUTORIAL;
    let data = Mnist { train: mnist.train.slice(0..10_000), test: mnist.test.slice(0..1000) };
    let first = notebook.network(&data, &mut NumpyRandom::new(884_736_743));
    let train_count = trained(&data.train, notebook.hidden_size);
    let measure_count = [&data.train, &data.test]
        .map(|set| (ink(set) + set.len() as f64 * CLASSES as f64) * notebook.hidden_size as f64)
        .iter()
        .sum::<f64>();
    let of_peak =
        |count: f64, seconds: f64| format!("{} of peak", percent(count / seconds, machine.peak));

    let epoch = || {
        let (order, rate) = (0..data.train.len(), notebook.learning_rate);
        Ok(train_epoch(&mut first.clone(), &data.train, order, rate, |_, _| ())?)
    };
    report.line("epoch of 10000 images", epoch, |times| {
        times.seconds().remark(of_peak(train_count, times.median()))
    })?;
    let evaluation = || {
        black_box(notebook.measure(black_box(&first), &data)?);
        Ok(())
    };
    report.line("evaluation of 10000 + 1000 images", evaluation, |times| {
        times.seconds().remark(of_peak(measure_count, times.median()))
    })?;
    let mut shown = false;
    for threads in thread_counts() {
        let name = format!("notebook, whole job, {}", counted(threads));
        let work = || run_notebook(threads);
        shown |= report.line(&name, work, |times| times.seconds())?.is_some();
    }
    if shown {
        let epochs = notebook.epochs as f64;
        let count = epochs * (train_count + measure_count);
        let first_layer = |set: &Dataset| epochs * ink(set) * notebook.hidden_size as f64;
        let trained = first_layer(&data.train);
        let measured = trained + first_layer(&data.test);
        let bandwidth = (trained + measured) * 8.0 / machine.read + trained * 16.0 / machine.change;
        report.note(&format!(
            "arithmetic alone: {:.2}e9 multiply-adds, {:.2} s at the peak of one core",
            count / 1e9,
            count / machine.peak,
        ))?;
        report.note(&format!(
            "weights alone: {bandwidth:.2} s to read them for each pixel, and to read and write \
             them in updates"
        ))?;
    }
    Ok(())
}

/// The command as a user runs it: a process that starts, loads, trains, and draws its charts.
fn run_notebook(threads: usize) -> Result<(), Failure> {
    let out = concat!(env!("CARGO_TARGET_TMPDIR"), "/notebook");
    backprop(["notebook", "--threads", &threads.to_string(), "--out", out]).done();
    Ok(())
}

/// An epoch over all training images, or 10000 for three wide layers, in batches of 64.
/// `tests/compare/run.py` reads these lines.
pub fn measure_minibatch(
    report: &mut Report,
    machine: &Machine,
    mnist: &Mnist,
) -> Result<(), Failure> {
    report.section("Mini-batches of 64, 60000 images; 10000 for three hidden layers");
    for (hidden, images) in [(vec![100], 60_000), (vec![800], 60_000), (vec![1024; 3], 10_000)] {
        let set = mnist.train.slice(0..images);
        // Between hidden layers weights are counted whole, as those of the last layer are.
        let between = hidden.windows(2).map(|pair| 3 * images * pair[0] * pair[1]).sum::<usize>();
        let count = trained(&set, hidden[0]) + between as f64;
        let units = hidden.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
        let recipe = recipe(hidden);
        for threads in thread_counts() {
            let name = format!("minibatch epoch 784-{units}-10, {}", counted(threads));
            let random = Xorshift::new(1);
            let mut trainer = Trainer::new(&recipe, &set, threads, random);
            let seen = AtomicUsize::new(0);
            let epoch = || {
                black_box(trainer.train_epoch_counted(&seen)?);
                Ok(())
            };
            report.line(&name, epoch, |times| {
                let share = percent(count / times.median(), threads as f64 * machine.peak);
                times.seconds().remark(format!("{share} of {threads} x peak"))
            })?;
        }
    }
    Ok(())
}

/// Plain gradient descent, as the programs that `tests/compare` runs do it.
fn recipe(hidden: Vec<usize>) -> Recipe {
    Recipe {
        hidden,
        batch: 64,
        schedule: Schedule::Constant,
        momentum: 0.0,
        epochs: 1,
        ..Recipe::default()
    }
}

/// One thread, and two where there are two cores.
fn thread_counts() -> std::ops::RangeInclusive<usize> {
    1..=std::thread::available_parallelism().map_or(1, |cores| cores.get().min(2))
}

fn counted(threads: usize) -> String {
    format!("{threads} thread{}", if threads == 1 { "" } else { "s" })
}

/// The multiply-adds of an epoch of training.
fn trained(set: &Dataset, hidden: usize) -> f64 {
    (2.0 * ink(set) + 3.0 * (set.len() * CLASSES) as f64) * hidden as f64
}

/// How many pixels are not zero.
fn ink(set: &Dataset) -> f64 {
    (0..set.len()).map(|i| set.images.entries(i).len()).sum::<usize>() as f64
}
