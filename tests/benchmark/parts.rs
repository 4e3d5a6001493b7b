//! What stands around the training: reading the data, random numbers, distortions, charts.

use crate::report::Report;
use crate::timing::{MEGA, MEGABYTES};
use backprop::chart::line_chart::{Series, line_chart};
use backprop::cli::failure::Failure;
use backprop::format::gzip::GzipReader;
use backprop::mnist::{self, IdxReader, Images};
use backprop::random::{NumpyRandom, Random, Xorshift};
use backprop::training::augmentation::{Augmentation, Distorter};
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

/// From the archive's bytes to images, step by step and whole, beside `gzip -dc`.
pub fn measure_reading(report: &mut Report, folder: &Path) -> Result<(), Failure> {
    report.section("Reading the data: bytes unpacked, of the 60000 training images");
    let archive = folder.join("train-images-idx3-ubyte.gz");
    let packed = std::fs::read(&archive)?;
    let mut unpacked = Vec::new();
    GzipReader::new(&packed[..]).read_to_end(&mut unpacked)?;
    let bytes = unpacked.len() as f64;

    let ours = report.line(
        "gzip inflate, checksum and all",
        || {
            let mut reader = GzipReader::new(black_box(&packed[..]));
            let mut buffer = vec![0; 1 << 16];
            while reader.read(&mut buffer)? > 0 {
                black_box(&buffer);
            }
            Ok(())
        },
        |times| times.rate(bytes, MEGABYTES),
    )?;
    let gzip =
        |flag: &str| Command::new("gzip").arg(flag).arg(&archive).stdout(Stdio::null()).status();
    let name = "gzip -dc, a process";
    if gzip("-l").is_ok() {
        let work = || match gzip("-dc")? {
            status if status.success() => Ok(()),
            status => Err(Failure::failed(format!("gzip -dc: expected success, found {status}"))),
        };
        report.line(name, work, |times| {
            let compared = ours.map(|ours| format!("ours: {:.2} x", times.median() / ours));
            times.rate(bytes, MEGABYTES).remark(compared.unwrap_or_default())
        })?;
    } else if report.wants(name) {
        report.note("gzip not found: ours is not compared with it")?;
    }
    report.line(
        "IDX to images",
        || {
            let mut reader = IdxReader::new(black_box(&unpacked[..])).map_err(Failure::failed)?;
            let mut images = Images::new(28, 28);
            while let Some(pixels) = reader.next_bytes(1).map_err(Failure::failed)? {
                images.push(pixels);
            }
            black_box(images);
            Ok(())
        },
        |times| times.rate(bytes, MEGABYTES),
    )?;
    let load = || {
        black_box(mnist::load(folder, None, None)?);
        Ok(())
    };
    report.line("load all four files", load, |times| times.seconds())?;
    Ok(())
}

/// Both generators, what is made of their bits, and distortions, which are made of many.
pub fn measure_random(report: &mut Report, images: &Images) -> Result<(), Failure> {
    report.section("Random numbers, numbers a second; a distorted image");
    const COUNT: usize = 100_000;
    let mut numbers = vec![0.0; COUNT];
    let (mut xorshift, mut numpy) = (Xorshift::new(1), NumpyRandom::new(1));
    let mut fill = |name: &str, draw: &mut dyn FnMut(&mut [f64])| {
        let work = || {
            draw(&mut numbers);
            black_box(&numbers);
            Ok(())
        };
        report.line(name, work, |times| times.rate(COUNT as f64, MEGA))
    };
    fill("uniform, xorshift", &mut |all| all.fill_with(|| xorshift.uniform()))?;
    fill("uniform, NumPy's", &mut |all| all.fill_with(|| numpy.uniform()))?;
    fill("normal, xorshift", &mut |all| all.fill_with(|| xorshift.normal()))?;
    fill("normal, NumPy's bits", &mut |all| all.fill_with(|| numpy.normal()))?;

    let mut order: Vec<usize> = (0..60_000).collect();
    let shuffle = || {
        xorshift.shuffle(black_box(&mut order));
        Ok(())
    };
    report.line("shuffle of 60000", shuffle, |times| times.rate(60_000.0, MEGA))?;

    let shown: Vec<_> = (0..100).map(|i| images.dense(i)).collect();
    let mut out = vec![0.0; images.pixels()];
    let mut random = Xorshift::new(1);
    for (name, distortion) in
        [("affine", Augmentation::affine()), ("elastic", Augmentation::elastic())]
    {
        let mut distorter = Distorter::new(&distortion, images.height(), images.width());
        let work = || {
            for image in &shown {
                distorter.apply(black_box(image), &mut random, &mut out);
                black_box(&out);
            }
            Ok(())
        };
        report.line(&format!("distortion, {name}"), work, |times| {
            times.microseconds_each(shown.len()).remark("an image")
        })?;
    }
    Ok(())
}

/// What is drawn.
pub fn measure_output(report: &mut Report) -> Result<(), Failure> {
    report.section("Charts");
    let falling: Vec<f64> = (0..20).map(|epoch| 1.0 / (1.0 + f64::from(epoch))).collect();
    let slower: Vec<f64> = falling.iter().map(|value| value.sqrt()).collect();
    let chart = || {
        black_box(line_chart(&[Series::new("train", &falling), Series::new("test", &slower)]));
        Ok(())
    };
    report
        .line("SVG line chart, 2 lines x 20 epochs", chart, |times| times.microseconds_each(1))?;
    Ok(())
}
