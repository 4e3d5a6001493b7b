//! Chapter 4: the tutorial's MNIST program, trained anew, and what two of its mistakes cost.
//!
//! Four runs with the tutorial's seed and size: as printed, with ReLU's derivative corrected, and
//! both again with ten times the learning rate. The first gives the log and both kinds of error;
//! all four give the last chart.

use super::beside;
use super::chart::{Line, chart};
use super::log::log;
use super::steps;
use super::template::fill;
use crate::document::errata::experiment::{
    CORRECTED, FASTER, PRINTED, PRINTED_FASTER, SEEDS, train_all,
};
use crate::document::notebook::{Epoch, Notebook};
use crate::mnist::Mnist;
use crate::network::Loss;
use crate::network::loss::{softmax, squared_distance};
use crate::training::Diverged;
use std::sync::atomic::AtomicUsize;

/// How many training and test images the tutorial takes.
const TRAIN: usize = 10_000;
const TEST: usize = 1000;

/// As printed and corrected, then both with ten times the rate.
const PROGRAMS: [Notebook; 4] = [PRINTED, CORRECTED, PRINTED_FASTER, FASTER];

/// Scores of three classes, the first of which is right: surer and surer.
const SCORES: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [5.0, 0.0, 0.0], [10.0, -2.0, -2.0]];

/// The number of images that all runs together train on.
pub fn steps(data: &Mnist) -> usize {
    PROGRAMS.len() * PRINTED.epochs * data.train.len().min(TRAIN)
}

/// The chapter, with as many images of `data` as the tutorial takes. Trains on so many `threads`,
/// and counts the images in `seen`.
pub fn html(data: &Mnist, threads: usize, seen: &AtomicUsize) -> Result<String, Diverged> {
    let train = data.train.slice(0..data.train.len().min(TRAIN));
    let test = data.test.slice(0..data.test.len().min(TEST));
    let jobs = PROGRAMS.map(|program| (program, SEEDS[0]));
    let runs = train_all(&jobs, &Mnist { train, test }, threads, seen)?;

    let run = &runs[0];
    let (lines, same) = log(&run.squared_error);
    let accuracies = |run: usize| runs[run].test_accuracies();
    let (printed, corrected) = ([0, 2].map(accuracies), [1, 3].map(accuracies));
    let last = |accuracies: &[f64]| format!("{:.3}", accuracies[PRINTED.epochs - 1]);
    Ok(fill(
        include_str!("html/mnist.html"),
        &[
            ("steps", &steps::rows()),
            ("same", &same.to_string()),
            ("lines", &lines),
            ("code", &beside::table()),
            ("file", &beside::file()),
            ("scores", &SCORES.map(scores).concat()),
            (
                "squares",
                &sets(["점수의 제곱 오차", "squared error of the scores"], &run.squared_error),
            ),
            ("entropy", &sets(["교차 엔트로피 오차", "cross-entropy"], &run.cross_entropy)),
            (
                "relu",
                &epochs(
                    ["테스트 정확도", "test accuracy"],
                    &[
                        (["그대로", "as printed"], &printed[0]),
                        (["고친 뒤", "corrected"], &corrected[0]),
                        (["그대로, 학습률 0.005", "as printed, rate 0.005"], &printed[1]),
                        (["고친 뒤, 학습률 0.005", "corrected, rate 0.005"], &corrected[1]),
                    ],
                ),
            ),
            ("printed", &last(&printed[0])),
            ("corrected", &last(&corrected[0])),
            ("printed-faster", &last(&printed[1])),
            ("corrected-faster", &last(&corrected[1])),
        ],
    ))
}

/// The mean error on both sets of images.
fn sets(title: [&str; 2], measured: &[Epoch]) -> String {
    let on_train: Vec<_> = measured.iter().map(|epoch| epoch.train.mean_error()).collect();
    let on_test: Vec<_> = measured.iter().map(|epoch| epoch.test.mean_error()).collect();
    let names = [["훈련 이미지", "training images"], ["테스트 이미지", "test images"]];
    epochs(title, &[(names[0], &on_train), (names[1], &on_test)])
}

fn epochs(title: [&str; 2], lines: &[Line]) -> String {
    chart(title, ["에포크", "epoch"], lines)
}

/// A row: scores, the probability of the first class, and both errors if it is right.
fn scores(scores: [f64; 3]) -> String {
    let target = [1.0, 0.0, 0.0];
    let mut probabilities = scores;
    softmax(&mut probabilities);
    format!(
        "<tr><td>{}</td><td>{:.5}</td><td>{}</td><td>{:.5}</td></tr>\n",
        scores.map(|score| score.to_string().replace('-', "\u{2212}")).join(", "),
        probabilities[0],
        squared_distance(&scores, &target),
        Loss::SoftmaxCrossEntropy.value(&scores, &target),
    )
}
