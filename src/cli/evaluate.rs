//! `backprop evaluate`: how a trained network does on test images, where it errs, and what its
//! units look for.

use super::memory::check_evaluation;
use super::model::{ACTIVATION, LAYOUT, MEAN, MODEL, STD, load_model};
use super::run_record::Run;
use super::shared_flags::{
    CLASSES, DATA, DataFolder, PREPARE, TEST_SHARE, THREADS, TRANSPOSE, threads,
};
use super::{Command, Failure, Flags, help, output};
use crate::chart::heat_map::confusion_chart;
use crate::chart::image_grid::{Caption, ImageGrid, MOST_PICTURES, Scale};
use crate::format::npy::{Array, Values};
use crate::format::npz;
use crate::format::shown::shown;
use crate::mnist::Dataset;
use crate::network::Model;
use crate::network::loss::argmax;
use crate::training::Confusion;
use crate::training::evaluate::evaluate_and;

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "evaluate",
    summary: "Test a trained network: loss, accuracy, confusion matrix, pictures of its mistakes",
    flags: &[
        MODEL,
        ACTIVATION,
        LAYOUT,
        MEAN,
        STD,
        DATA,
        TEST_SHARE,
        "--seed N [884736743] of --test-share: that of the training, for the same images",
        TRANSPOSE,
        CLASSES,
        PREPARE,
        "--test N [all] how many test images to use, from the first",
        THREADS,
        "--out DIR [out/evaluate] the folder for confusion.svg, mistakes.svg (the wrong answers, \
         the most probable first), weights.svg (what each unit of the first layer looks for) and \
         probabilities.npz (NumPy arrays labels and probabilities, a row per image)",
    ],
    run,
};

/// The files of a run.
const FILES: [&str; 4] = ["confusion.svg", "mistakes.svg", "weights.svg", "probabilities.npz"];

/// What the network says of one image.
struct Answer {
    label: usize,
    /// The class of the largest output.
    class: usize,
    /// The probability of each class.
    probabilities: Vec<f64>,
}

impl Answer {
    fn is_wrong(&self) -> bool {
        self.class != self.label
    }
}

fn run(flags: &Flags) -> Result<(), Failure> {
    let threads = threads(flags)?;
    let test = flags.limit("test", 1..)?;
    let data = DataFolder::new(flags)?;
    let (model, name) = load_model(flags)?;
    let set = data.load(Some(0), test)?.test;
    check_evaluation(&model.network, &set, threads, 0)?;
    let set = fitting(&model, &name, set)?;
    let run = Run::new(flags, &FILES, &data.path, "", threads)?;
    run.record(|out| evaluate_on(&set, &model, &name, threads, out))
}

/// Measures, prints, and writes the files.
fn evaluate_on(
    set: &Dataset,
    model: &Model,
    name: &str,
    threads: usize,
    out: &Run,
) -> Result<(), Failure> {
    let answer = |i: usize, output: &[f64]| Answer {
        label: set.labels[i].into(),
        class: argmax(output),
        probabilities: model.probabilities(output),
    };
    let found = evaluate_and(&model.network, set, threads, model.loss, answer);
    let (measured, answers) = found.map_err(|error| {
        Failure::failed(format!("{name}: {error}: its weights are too large; train it again"))
    })?;
    let pairs = answers.iter().map(|answer| (answer.label, answer.class));
    let confusion = Confusion::count(set.class_names(), pairs);

    output::print(&format!("{name}: {}", description(model)))?;
    let wrong = |answers: &[Answer]| {
        let wrong = answers.iter().filter(|answer| answer.is_wrong()).count();
        format!("{wrong} of {} wrong", answers.len())
    };
    let (low, high) = interval(measured.correct, measured.samples);
    output::print(&format!(
        "test loss {:.4} ({})\ntest accuracy {:.2} %: {}\n95 % interval {low:.2} to {high:.2} %\n",
        measured.mean_error(),
        model.loss.name(),
        100.0 * measured.accuracy(),
        wrong(&answers),
    ))?;
    if set.is_mnists_test() {
        let (first, last) = answers.split_at(answers.len() / 2);
        output::print(&format!("first half: {}; last half: {}\n", wrong(first), wrong(last)))?;
    }
    output::print(&format!("\n{}\n{}", table(&confusion), confusion.of_each_class()))?;

    out.write("confusion.svg", confusion_chart(confusion.counts(), set.class_names()))?;
    out.write("mistakes.svg", mistakes(set, &answers))?;
    out.write("weights.svg", weights(model, set))?;
    out.write("probabilities.npz", probabilities(set, &answers)?)?;
    output::note(&format!("three charts and probabilities.npz are in {}", shown(out.path())));
    Ok(())
}

/// The test images, with as many classes as the network has outputs.
fn fitting(model: &Model, name: &str, set: Dataset) -> Result<Dataset, Failure> {
    let (height, width) = (set.images.height(), set.images.width());
    model
        .check_image_size(height, width)
        .map_err(|fault| Failure::failed(format!("{name}: {fault}")))?;
    let outputs = model.network.outputs();
    if set.classes() > outputs {
        return Err(Failure::failed(format!(
            "{name}: expected labels below {outputs}, the outputs of the last layer, found {} in \
             the data; choose the data that the model was trained on, or another model",
            set.classes() - 1,
        )));
    }
    // Names that the data have must be the model's: else the outputs mean other classes.
    let names = set.class_names().iter().enumerate();
    let differs = |&(class, name): &(usize, &String)| {
        *name != class.to_string() && *name != model.classes[class]
    };
    if let Some((class, found)) = names.clone().find(differs).filter(|_| model.has_names()) {
        return Err(Failure::failed(format!(
            "{name}: expected the class {class} to be {}, found {found}; choose the data that the \
             model was trained on, or name the classes as it does",
            model.classes[class]
        )));
    }
    let mut names = if model.has_names() { &model.classes } else { set.class_names() }.to_vec();
    names.extend(model.classes[names.len()..].iter().cloned());
    Ok(Dataset::with_names(set.images, set.labels, names))
}

/// The interval in which the accuracy lies with a probability of 95 %, in percent (Wilson,
/// "Probable inference, the law of succession, and statistical inference", 1927).
fn interval(right: usize, all: usize) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054; // 97.5 % of a normal distribution lie below
    let (k, n) = (right as f64, all as f64);
    let middle = (k + Z * Z / 2.0) / (n + Z * Z);
    let reach = Z / (n + Z * Z) * (k * (n - k) / n + Z * Z / 4.0).sqrt();
    (100.0 * (middle - reach).max(0.0), 100.0 * (middle + reach).min(1.0))
}

/// The network's shape, and how it was trained, if the file says it.
fn description(model: &Model) -> String {
    let shape = model.network.shape();
    if model.flags.is_empty() {
        return shape + "\n";
    }
    // Another program may have written any text; no command line has as many words.
    let words: Vec<_> = model.flags.split_whitespace().take(100).map(shown).collect();
    format!("{shape}, trained with\n{}", help::wrapped(&words.join(" "), 2))
}

/// The confusion matrix, or where it is if it does not fit a terminal.
fn table(confusion: &Confusion) -> String {
    let table = confusion.to_string();
    if table.lines().all(|line| line.chars().count() <= help::COLUMNS) {
        return table;
    }
    format!("the confusion matrix of {} classes is in confusion.svg\n", confusion.counts().len())
}

/// The chart of the images that are classified wrongly, the most confident answers first.
fn mistakes(set: &Dataset, answers: &[Answer]) -> String {
    let confidence = |&i: &usize| answers[i].probabilities[answers[i].class];
    let mut wrong: Vec<_> = (0..answers.len()).filter(|&i| answers[i].is_wrong()).collect();
    wrong.sort_by(|a, b| confidence(b).total_cmp(&confidence(a)));
    let title = format!(
        "{} of {} test images are wrong{}",
        wrong.len(),
        answers.len(),
        match wrong.len() {
            0 => String::new(),
            1..=MOST_PICTURES => ": label \u{2192} answer, its probability".into(),
            _ => format!("; the {MOST_PICTURES} most probable: label \u{2192} answer"),
        }
    );
    let names = set.class_names();
    let has_names = names.iter().any(|name| name.chars().count() > 3);
    let caption = |&i: &usize| {
        let Answer { label, class, probabilities } = &answers[i];
        let (probability, other) = (probabilities[*class], probabilities[*label]);
        let (label, class) = (&names[*label], &names[*class]);
        let cut = |name: &str| name.chars().take(10).collect::<String>();
        // A picture is as wide as two numbers, or one name.
        let mut lines = match has_names {
            true => vec![cut(label), format!("\u{2192} {}", cut(class))],
            false => vec![format!("{label} \u{2192} {class}")],
        };
        lines.push(format!("{:.1} %", 100.0 * probability));
        Caption {
            lines,
            hint: format!(
                "test image {i}: {label} taken for {class} with probability {probability:.4}; \
                 {label} has {other:.4}",
            ),
        }
    };
    wrong.truncate(MOST_PICTURES);
    let captions: Vec<_> = wrong.iter().map(caption).collect();
    let size = (set.images.height(), set.images.width());
    ImageGrid { title: &title, size, captions: &captions, scale: Scale::Ink }
        .to_svg(|k| set.images.dense(wrong[k]))
}

/// The chart of the weights into each unit of the first layer, as many as there are pixels.
fn weights(model: &Model, set: &Dataset) -> String {
    let weights = model.network.layers()[0].weights();
    let units = weights.columns().min(MOST_PICTURES);
    let title = match weights.columns() {
        units @ ..=MOST_PICTURES => format!("What each of the {units} units of layer 1 looks for"),
        units => format!("What the first {MOST_PICTURES} of {units} units of layer 1 look for"),
    };
    let caption = |unit| Caption {
        lines: vec![format!("{unit}")],
        hint: format!("unit {unit}: weights_1[:, {unit}]"),
    };
    let captions: Vec<_> = (0..units).map(caption).collect();
    let size = (set.images.height(), set.images.width());
    let mut sizes: Vec<_> = weights.elements().map(f64::abs).collect();
    // The few largest weights would make all others pale.
    let most = (sizes.len() - 1) * 995 / 1000;
    let largest = *sizes.select_nth_unstable_by(most, f64::total_cmp).1;
    let meaning = "red: ink adds to the unit's sum; blue: it takes away\n\
                   (0.5 % of the weights are beyond the scale)";
    let scale = Scale::Signed { largest, meaning };
    ImageGrid { title: &title, size, captions: &captions, scale }
        .to_svg(|unit| (0..weights.rows()).map(|pixel| weights.row(pixel)[unit]).collect())
}

/// A .npz file of the labels and the probabilities of all classes.
fn probabilities(set: &Dataset, answers: &[Answer]) -> Result<Vec<u8>, Failure> {
    let rows = answers.iter().flat_map(|answer| answer.probabilities.iter().copied()).collect();
    let labels = Array { shape: vec![set.len()], values: Values::U8(set.labels.clone()) };
    let rows = Array { shape: vec![set.len(), set.classes()], values: Values::F64(rows) };
    Ok(npz::write(&[("labels".into(), labels), ("probabilities".into(), rows)])?)
}
