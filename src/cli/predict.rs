//! `backprop predict`: the digits in a picture.

use super::memory::check_picture;
use super::model::{ACTIVATION, LAYOUT, MEAN, MODEL, STD, load_model};
use super::{Command, Failure, Flags, output};
use crate::digits::grey::{Area, Grey};
use crate::digits::prepare::{NoDigit, SIDE};
use crate::digits::reduce::reduce;
use crate::digits::{Digit, Reading, read};
use crate::format::json::Json;
use crate::format::open_file::open_file;
use crate::format::picture::{self, PictureError};
use crate::format::shown::shown;
use crate::mnist::Prepare;
use crate::network::Model;
use std::cell::Cell;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::Path;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "predict",
    summary: "Read the digits in each picture: one, its probability and the runner-up, or rows",
    flags: &[
        "IMAGE... pictures of handwritten digits, photographs, scans or drawings: PNG, JPEG, PGM \
         or PPM, of any size, light on dark or dark on light; - is standard input",
        MODEL,
        ACTIVATION,
        LAYOUT,
        MEAN,
        STD,
        "--prepare HOW [as the model says] digit: find the digits and make images like MNIST's of \
         them; none: take the picture as it is, light on dark, reduced to the model's size",
        "--show draw what is found: the ink, the ink without lines, the image of each digit",
        "--json print a line of JSON per picture: digits, their probabilities and places",
    ],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let pictures = flags.operands();
    if pictures.is_empty() {
        return Err(Failure::usage("a picture is needed: backprop predict IMAGE..."));
    }
    let (model, model_name) = load_model(flags)?;
    let of_model = |fault| Failure::failed(format!("{model_name}: {fault}"));
    let prepare = if flags.is_given("prepare") {
        flags.choice("prepare", &Prepare::named())?
    } else {
        let is_digit = model.check_image_size(SIDE, SIDE).is_ok() && model.network.outputs() == 10;
        model.prepare.unwrap_or(if is_digit { Prepare::Digit } else { Prepare::None })
    };
    let size = match prepare {
        Prepare::Digit => (SIDE, SIDE),
        Prepare::None => model.image_size.unwrap_or((SIDE, SIDE)),
    };
    model.check_image_size(size.0, size.1).map_err(of_model)?;
    if prepare == Prepare::Digit && !flags.is_given("prepare") && model.prepare.is_none() {
        output::note("note: pictures are prepared as MNIST's digits, unless --prepare none");
    }
    if prepare == Prepare::None {
        let (height, width) = size;
        output::note(&format!(
            "note: pictures are taken as they are, light on dark, reduced to {height} x {width}"
        ));
    }
    // A reading asks the network many times; one answer that is no number spoils it.
    let not_finite = Cell::new(None);
    let network = |image: &Grey| {
        let answer = model.answer(&image.values).map_err(|cause| not_finite.set(Some(cause)));
        answer.unwrap_or_default()
    };
    let mut failed = 0;
    for name in pictures {
        let mut found = open(name).map(|(picture, scale)| match prepare {
            Prepare::Digit => Found::Digits(read(&picture, &network), scale),
            Prepare::None => {
                let image = picture.fitted(size.0, size.1);
                Found::Whole(network(&image), image)
            }
        });
        if let Some(cause) = not_finite.take() {
            let advice = "its weights are too large; train it again";
            found = Err(format!("{model_name}: {cause}: {advice}"));
        }
        if let (Ok(found), true) = (&found, flags.is_given("show")) {
            output::print(&drawn(found))?;
        }
        let answer = found.as_ref().map_err(String::clone);
        let answer = answer.and_then(|found| self::answer(found, &model.classes));
        if answer.is_err() {
            failed += 1;
        }
        match &answer {
            _ if flags.is_given("json") => {
                output::print(&format!("{}\n", json(name, found.as_ref().ok(), &answer, &model)))?;
            }
            Ok(answer) => output::print(&format!("{}: {answer}\n", shown(name)))?,
            Err(reason) => output::note(&format!("{}: {reason}", shown(name))),
        }
    }
    if failed > 0 {
        let all = pictures.len();
        return Err(Failure::failed(format!("{failed} of {all} pictures without answer")));
    }
    Ok(())
}

/// What is found in a picture.
enum Found {
    /// Digits, and how many of the picture's pixels one of the reading's covers in each direction.
    Digits(Reading, f64),
    /// The probabilities of the classes for the picture as a whole, and its image.
    Whole(Vec<f64>, Grey),
}

/// The picture in a file, or on standard input, and by what factor it was reduced.
fn open(name: &OsStr) -> Result<(Grey, f64), String> {
    let source: Box<dyn Read> = if name == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(open_file(Path::new(name)).map_err(|error| format!("cannot be opened: {error}"))?)
    };
    let text = |error: PictureError| error.to_string();
    let mut picture = picture::open(source).map_err(text)?;
    let (height, width) = picture.rows.size();
    check_picture(height, width)?;
    let reduced = reduce(&mut picture).map_err(text)?;
    for note in picture.rows.notes() {
        output::note(&format!("note: {}: {note}", shown(name)));
    }
    let scale = height.max(width) as f64 / reduced.height.max(reduced.width) as f64;
    Ok((reduced, scale))
}

/// What the picture shows; or why there is no answer.
fn answer(found: &Found, names: &[String]) -> Result<String, String> {
    let reading = match found {
        Found::Whole(probabilities, _) => return Ok(best_two(probabilities, names)),
        Found::Digits(reading, _) => reading,
    };
    let digits: Vec<&Digit> = reading.rows.iter().flatten().collect();
    match digits[..] {
        [] if reading.ink.largest() == 0.0 => return Err(NoDigit::Empty.to_string()),
        [] => return Err("no digit is found; --show draws the ink that is".to_string()),
        [digit] => {
            digit.image.as_ref().map_err(NoDigit::to_string)?;
            let best = best_two(&digit.probabilities, names);
            return match digit.class() {
                Some(_) => Ok(best),
                None => Err(format!("no digit that the network knows: at best {best}")),
            };
        }
        _ => {}
    }
    let sure = digits.iter().enumerate().filter_map(|(i, digit)| Some((i, digit.class()?, digit)));
    let least = sure.min_by(|a, b| a.2.sure().total_cmp(&b.2.sure()));
    let Some((i, class, digit)) = least else {
        let all = digits.len();
        return Err(format!("{all} shapes, and none is a digit; --show draws their images"));
    };
    let (number, class, percent) = (i + 1, &names[class], 100.0 * digit.sure());
    let text = text(reading, names);
    Ok(format!("{text}; least sure: number {number}, {class} with {percent:.1} %"))
}

/// The rows of digits, as they are read.
fn text(reading: &Reading, names: &[String]) -> String {
    let digit = |digit: &Digit| digit.class().map_or("?", |class| &names[class]);
    let separator = if names.iter().all(|name| name.chars().count() == 1) { "" } else { "," };
    let row = |row: &Vec<Digit>| row.iter().map(digit).collect::<Vec<_>>().join(separator);
    reading.rows.iter().map(row).collect::<Vec<_>>().join(" ")
}

/// The most probable class and the runner-up.
fn best_two(probabilities: &[f64], names: &[String]) -> String {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[b].total_cmp(&probabilities[a]));
    let text = |class: &usize| format!("{}, {:.1} %", names[*class], 100.0 * probabilities[*class]);
    order.iter().take(2).map(text).collect::<Vec<_>>().join("; then ")
}

/// A picture's line of JSON: what it shows, or why there is no answer.
fn json(
    name: &OsStr,
    found: Option<&Found>,
    answer: &Result<String, String>,
    model: &Model,
) -> Json {
    let mut members = vec![("picture", Json::from(name.to_string_lossy().into_owned()))];
    if let Some(Found::Digits(reading, _)) = found {
        members.push(("text", text(reading, &model.classes).into()));
    }
    if model.has_names() {
        members.push(("classes", Json::array(model.classes.iter().map(|name| name.as_str()))));
    }
    if let Err(reason) = answer {
        members.push(("reason", reason.as_str().into()));
    }
    members.push(match found {
        Some(Found::Digits(reading, scale)) => {
            let digit = |row: usize, digit: &Digit| {
                let Area { top, left, height, width } = digit.area;
                let places = [left, top, width, height].map(|length| (length * scale).round());
                let mut members = vec![("row", row.into()), ("box", Json::array(places))];
                match &digit.image {
                    Ok(_) => {
                        members.push(("probabilities", Json::array(digit.probabilities.clone())))
                    }
                    Err(no_digit) => members.push(("reason", no_digit.to_string().into())),
                }
                Json::Object(members)
            };
            let row = |(i, row): (usize, &Vec<Digit>)| {
                row.iter().map(|one| digit(i, one)).collect::<Vec<_>>()
            };
            ("digits", Json::array(reading.rows.iter().enumerate().flat_map(row)))
        }
        Some(Found::Whole(probabilities, _)) => {
            ("probabilities", Json::array(probabilities.clone()))
        }
        None => return Json::Object(members),
    });
    Json::Object(members)
}

/// What is found, as text of at most 80 columns: the steps to the image, or to the images.
fn drawn(found: &Found) -> String {
    let reading = match found {
        Found::Whole(_, image) => return side_by_side(&[("image", image, 40)]),
        Found::Digits(reading, _) => reading,
    };
    let Reading { ink, written, rows } = reading;
    let images = || rows.iter().flatten().filter_map(|digit| digit.image.as_ref().ok());
    if let (Some(one), 1, true) = (images().next(), images().count(), ink == written) {
        let steps = [("ink", ink, 24), ("square", &one.square, 20), (IMAGE, &one.image, SIDE)];
        let width = one.stroke_width;
        return side_by_side(&steps) + &format!("strokes {width:.1} of 20 pixels wide\n");
    }
    let steps = [("ink", ink, 38), ("without lines", written, 38)];
    let mut text = side_by_side(if ink == written { &steps[..1] } else { &steps });
    let images: Vec<_> = images().map(|one| (IMAGE, &one.image, SIDE)).collect();
    images.chunks(2).for_each(|two| text += &side_by_side(two));
    text
}

const IMAGE: &str = "image, 28 x 28";

/// Pictures with their titles, each so many columns wide.
fn side_by_side(pictures: &[(&str, &Grey, usize)]) -> String {
    let drawn: Vec<_> =
        pictures.iter().map(|(_, picture, columns)| draw(picture, *columns)).collect();
    let width = |i: usize| drawn[i].first().map_or(0, |line| line.chars().count());
    let width = |i: usize| width(i).max(pictures[i].0.len());
    let line = |cell: &dyn Fn(usize) -> String| {
        let cells = (0..drawn.len()).map(|i| format!("{:1$}", cell(i), width(i)));
        cells.collect::<Vec<_>>().join(" | ").trim_end().to_string() + "\n"
    };
    let rows = drawn.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = line(&|i| pictures[i].0.to_string());
    for row in 0..rows {
        text += &line(&|i| drawn[i].get(row).cloned().unwrap_or_default());
    }
    text
}

/// A picture as lines of at most `columns` characters, each two pixels high and one wide; its
/// strongest ink is black.
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
    let largest = picture.largest().max(f64::MIN_POSITIVE);
    let shade = |value: &f64| [' ', '░', '▒', '▓', '█'][(value / largest * 4.0).round() as usize];
    reduced.values.chunks(width).map(|row| row.iter().map(shade).collect()).collect()
}
