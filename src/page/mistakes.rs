//! Chapter 6: what the page's network says of every test image, and where it fails.

use super::grouped;
use super::template::fill;
use super::trained::Trained;
use crate::chart::heat_map::{SHARES, strength};
use crate::format::json::Json;
use crate::format::{base64, png};
use crate::mnist::Dataset;
use crate::network::NotFinite;
use crate::network::loss::argmax;
use crate::training::Confusion;
use crate::training::evaluate::evaluate_and;

/// The answers that the page holds with their pixels, at most, of each digit taken for each.
const HELD: usize = SHOWN;

/// Mistakes that are shown at once.
pub const SHOWN: usize = 12;

/// The first of MNIST's test images that no high-school student wrote (the labels of QMNIST tell).
const HALF: usize = 5000;

/// The answers of the page's network to all test images.
#[derive(Clone, Debug)]
pub struct Mistakes<'a> {
    test: &'a Dataset,
    /// The wrong answers, the most probable first.
    wrong: Vec<Answer>,
    /// The right ones, the least probable first.
    right: Vec<Answer>,
    confusion: Confusion,
    /// The mean of the training images of each digit.
    means: Vec<Vec<u8>>,
}

/// What the network says of a test image.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Answer {
    image: usize,
    label: usize,
    class: usize,
    /// Of the class.
    probability: f64,
}

impl<'a> Mistakes<'a> {
    /// Sends all test images through the network, on so many `threads`.
    pub fn new(trained: &Trained<'a>, threads: usize) -> Result<Self, NotFinite> {
        let (model, test) = (&trained.model, &trained.data.test);
        let answer = |image: usize, output: &[f64]| {
            let (label, class) = (test.labels[image].into(), argmax(output));
            Answer { image, label, class, probability: model.probabilities(output)[class] }
        };
        // An error names the layer in which the numbers stop being finite.
        let (_, mut answers) = evaluate_and(&model.network, test, threads, model.loss, answer)?;
        let pairs = answers.iter().map(|answer| (answer.label, answer.class));
        let confusion = Confusion::count(test.class_names(), pairs);
        answers.sort_by(|a, b| a.probability.total_cmp(&b.probability));
        let (right, mut wrong): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(|answer| answer.class == answer.label);
        wrong.reverse();
        let means = means(&trained.data.train);
        Ok(Self { test, wrong, right, confusion, means })
    }

    /// The images that the page holds: mistakes, the most confident first, then the right answers,
    /// the least certain first.
    pub fn answers(&self) -> Json {
        let mut seen = [[0; 10]; 10];
        let mut is_held = |answer: &&Answer| {
            let count = &mut seen[answer.label][answer.class];
            *count += 1;
            *count <= HELD
        };
        let held = self.wrong.iter().chain(&self.right).filter(|answer| is_held(answer));
        Json::array(held.map(|answer| {
            Json::object([
                ("number", answer.image.into()),
                ("label", answer.label.into()),
                ("answer", answer.class.into()),
                ("probability", answer.probability.into()),
                ("pixels", base64::encode(&self.test.images.bytes(answer.image)).into()),
            ])
        }))
    }

    /// The mean of the training images of each digit.
    pub fn means(&self) -> Json {
        Json::array(self.means.iter().map(|pixels| base64::encode(pixels)))
    }

    /// The chapter.
    pub fn html(&self) -> String {
        let (wrong, all) = (self.wrong.len(), self.test.len());
        let means = self
            .means
            .iter()
            .enumerate()
            .map(|(digit, mean)| self.picture(mean, &format!("<strong>{digit}</strong>")));
        fill(
            include_str!("html/mistakes.html"),
            &[
                ("all", &grouped(all)),
                ("right", &grouped(all - wrong)),
                ("wrong", &grouped(wrong)),
                ("accuracy", &format!("{:.2}", 100.0 * (all - wrong) as f64 / all as f64)),
                ("key", &key()),
                ("rows", &self.rows()),
                ("facts", &if wrong > 0 { self.facts() } else { String::new() }),
                ("means", &means.collect::<String>()),
            ],
        )
    }

    /// The rows of the table: how often each digit was taken for each, and the share that is right.
    fn rows(&self) -> String {
        let rows = self.confusion.counts().iter().enumerate().map(|(label, row)| {
            let total: usize = row.iter().sum();
            let cells = row.iter().enumerate().map(|(class, &count)| {
                let look = match count {
                    0 => "none".to_string(),
                    _ if class == label => "right".to_string(),
                    _ => format!("error-{}", strength(count, total as u128)),
                };
                format!("<td class=\"{look}\">{count}</td>")
            });
            let share = match total {
                0 => "\u{2013}".to_string(),
                _ => format!("{:.1}", 100.0 * row[label] as f64 / total as f64),
            };
            format!(
                "<tr><th scope=\"row\">{label}</th>{}<td>{share}</td></tr>\n",
                cells.collect::<String>()
            )
        });
        rows.collect()
    }

    /// What stands out among the mistakes, of which there is at least one.
    fn facts(&self) -> String {
        let counts = self.confusion.counts();
        let both = |&(a, b): &(usize, usize)| counts[a][b] + counts[b][a];
        let pairs = (0..counts.len()).flat_map(|a| (0..a).map(move |b| (b, a)));
        // The first of equals, as `max_by_key` gives the last.
        let (a, b) = pairs.rev().max_by_key(both).expect("ten digits make pairs");
        let first = self.wrong.iter().filter(|mistake| mistake.image < HALF).count();
        let last = self.wrong.len() - first;
        let [halves_ko, halves_en] = match self.test.is_mnists_test() {
            false => [String::new(), String::new()],
            true => [
                format!(
                    "테스트 이미지의 앞쪽 5,000장은 고등학생이, 뒤쪽은 미국 인구조사국 직원이 쓴 것으로, 앞쪽에서 \
                     {first}장, 뒤쪽에서 {last}장을 틀립니다."
                ),
                format!(
                    "High-school students wrote the first 5,000 test images, employees of the US \
                     Census Bureau the rest: {first} of the mistakes lie in the first half, {last} in \
                     the second."
                ),
            ],
        };
        let sure = self.wrong.iter().filter(|mistake| mistake.probability > 0.9).count();
        let shown = self.wrong.iter().take(SHOWN).map(|mistake| {
            let Answer { image, label, class, probability } = *mistake;
            let caption = format!(
                "<strong>{label} \u{2192} {class}</strong><span>{:.1}%</span>",
                100.0 * probability
            );
            self.picture(&self.test.images.bytes(image), &caption)
        });
        let texts = [
            ("a", a.to_string()),
            ("b", b.to_string()),
            ("a-and", particle(a, ["과", "와"])),
            ("a-object", particle(a, ["을", "를"])),
            ("b-object", particle(b, ["을", "를"])),
            ("a-direction", direction(a)),
            ("b-direction", direction(b)),
            ("a-as-b", counts[a][b].to_string()),
            ("b-as-a", counts[b][a].to_string()),
            ("wrong", grouped(self.wrong.len())),
            ("sure", grouped(sure)),
            ("halves-ko", halves_ko),
            ("halves-en", halves_en),
            ("shown", shown.collect()),
        ];
        let texts: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        fill(include_str!("html/mistakes_facts.html"), &texts)
    }

    /// An item of a list of pictures: for a page without JavaScript.
    fn picture(&self, pixels: &[u8], caption: &str) -> String {
        let (height, width) = (self.test.images.height(), self.test.images.width());
        let greys: Vec<_> = pixels.iter().map(|ink| 255 - ink).collect();
        let png = base64::encode(&png::write_grey(width, height, &greys));
        format!("<li><img src=\"data:image/png;base64,{png}\" alt=\"\"/>{caption}</li>\n")
    }
}

/// The mean of the images of each class, as bytes.
fn means(set: &Dataset) -> Vec<Vec<u8>> {
    let mut sums = vec![vec![0; set.images.pixels()]; set.classes()];
    let mut counts = vec![0; set.classes()];
    for (i, &label) in set.labels.iter().enumerate() {
        let (places, inks) = set.images.nonzero(i);
        counts[usize::from(label)] += 1;
        for (&place, &ink) in places.iter().zip(inks) {
            sums[usize::from(label)][place as usize] += usize::from(ink);
        }
    }
    let mean = |(sums, count): (Vec<usize>, usize)| {
        sums.into_iter().map(|sum| (sum as f64 / count.max(1) as f64).round() as u8).collect()
    };
    sums.into_iter().zip(counts).map(mean).collect()
}

/// The key of the table's colours: where each begins.
fn key() -> String {
    let steps = SHARES[..8].iter().enumerate();
    steps.map(|(step, from)| format!("<span class=\"error-{step}\">{from}</span>")).collect()
}

/// A digit with a Korean particle: one form after a consonant (영 일 삼 육 칠 팔), one after a vowel.
pub fn particle(digit: usize, [consonant, vowel]: [&str; 2]) -> String {
    format!("{digit}{}", if [2, 4, 5, 9].contains(&digit) { vowel } else { consonant })
}

/// A digit with the particle 로: 으로 after any consonant but ㄹ (일, 칠, 팔).
pub fn direction(digit: usize) -> String {
    format!("{digit}{}", if [0, 3, 6].contains(&digit) { "으로" } else { "로" })
}
