//! `backprop predict`: which digit a picture shows.

use super::model::{ACTIVATION, MODEL, load_model};
use super::{Command, Failure, Flags, output};
use crate::format::open_file::open_file;
use crate::format::picture;
use crate::format::shown::shown;
use crate::mnist::grey::{Area, Grey};
use crate::mnist::prepare::{Prepared, SIDE, SURE, prepare};
use crate::network::Model;
use crate::network::loss::argmax;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "predict",
    summary: "Say which digit each picture shows, how probable it is, and the runner-up",
    flags: &[
        "IMAGE... pictures of one handwritten digit each: PNG, PGM or PPM, light on dark or dark on \
         light; - is standard input",
        MODEL,
        ACTIVATION,
        "--show draw what the network sees: the ink, the square around it, the image",
    ],
    run,
};

/// The most bytes that are read of a picture.
const LARGEST_FILE: u64 = 1 << 28;

fn run(flags: &Flags) -> Result<(), Failure> {
    let pictures = flags.operands();
    if pictures.is_empty() {
        return Err(Failure::usage("a picture is needed: backprop predict IMAGE..."));
    }
    let (model, model_name) = load_model(flags)?;
    model
        .check_image_size(SIDE, SIDE)
        .map_err(|fault| Failure::failed(format!("{model_name}: {fault}")))?;
    let mut failed = 0;
    for name in pictures {
        let prepared = read(name).and_then(|page| prepare(&page).map_err(|no| no.to_string()));
        if let (Ok(prepared), true) = (&prepared, flags.is_given("show")) {
            output::print(&stages(prepared))?;
        }
        match prepared.and_then(|prepared| answer(&model, &prepared)) {
            Ok(answer) => output::print(&format!("{}: {answer}\n", shown(name)))?,
            Err(reason) => {
                failed += 1;
                output::note(&format!("{}: {reason}", shown(name)));
            }
        }
    }
    if failed > 0 {
        return Err(Failure::failed(format!(
            "{failed} of {} pictures without answer",
            pictures.len()
        )));
    }
    Ok(())
}

/// The digit, its probability and the runner-up; or why there is no answer.
fn answer(model: &Model, prepared: &Prepared) -> Result<String, String> {
    let outputs = model.network.predict(&prepared.image.values);
    let mut probabilities = model.probabilities(&outputs);
    let mut next = || {
        let class = argmax(&probabilities);
        (class, std::mem::replace(&mut probabilities[class], f64::NEG_INFINITY))
    };
    let ((class, probability), (second, second_probability)) = (next(), next());
    let (percent, second_percent) = (100.0 * probability, 100.0 * second_probability);
    if probability < SURE {
        return Err(format!(
            "no digit that the network knows: at best {class} with {percent:.1} %, or {second} \
             with {second_percent:.1} %"
        ));
    }
    Ok(format!("{class}, {percent:.1} %; then {second}, {second_percent:.1} %"))
}

/// The picture in a file, or on standard input, from 0 for black to 1 for white.
fn read(name: &OsStr) -> Result<Grey, String> {
    let mut source: Box<dyn Read> = if name == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(open_file(Path::new(name)).map_err(|error| format!("cannot be opened: {error}"))?)
    };
    let mut bytes = Vec::new();
    let mut limited = source.by_ref().take(LARGEST_FILE + 1);
    limited.read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("has more than {} MiB: make the picture smaller", LARGEST_FILE >> 20));
    }
    let picture = picture::decode(&bytes).map_err(|error| error.to_string())?;
    let values = picture.grey_on_white().into_iter().map(|value| value / 255.0).collect();
    Ok(Grey { height: picture.height, width: picture.width, values })
}

/// Three of the steps side by side, at most 80 columns wide.
fn stages(prepared: &Prepared) -> String {
    let Prepared { ink, stroke_width, square, image, .. } = prepared;
    let pictures = [draw(ink, 24), draw(square, 20), draw(image, SIDE)];
    let titles = ["ink", "square", "image, 28 x 28"];
    let width = |i: usize| pictures[i].first().map_or(0, |line| line.chars().count());
    let line = |cells: [&str; 3]| {
        let cells = (0..3).map(|i| format!("{:1$}", cells[i], width(i)));
        cells.collect::<Vec<_>>().join(" | ").trim_end().to_string() + "\n"
    };
    let rows = pictures.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |i: usize, row: usize| pictures[i].get(row).map_or("", String::as_str);
    let rows = (0..rows).map(|row| line([0, 1, 2].map(|i| cell(i, row))));
    let strokes = format!("strokes {stroke_width:.1} of 20 pixels wide\n");
    line(titles) + &rows.collect::<String>() + &strokes
}

/// A picture as lines of at most `columns` characters, each two pixels high and one wide.
fn draw(picture: &Grey, columns: usize) -> Vec<String> {
    let longer = picture.height.max(picture.width);
    let reduced = |side: usize| (side * columns).div_ceil(longer);
    let (width, height) = (reduced(picture.width), reduced(picture.height).div_ceil(2));
    let all = Area {
        top: 0.0,
        left: 0.0,
        height: (2 * height * longer) as f64 / columns as f64,
        width: (width * longer) as f64 / columns as f64,
    };
    let reduced = picture.resample(all, height, width);
    let shade = |value: &f64| [' ', '░', '▒', '▓', '█'][(value * 4.0).round() as usize];
    reduced.values.chunks(width).map(|row| row.iter().map(shade).collect()).collect()
}
