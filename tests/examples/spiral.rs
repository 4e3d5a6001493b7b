//! Two spiral arms, one inside the other: two classes that no straight line separates.
//!
//! `cargo run --release --example spiral [FOLDER]` trains a network on them, measures it on points
//! that it has not seen, and draws its decision regions to `spiral.svg` in the folder
//! (`out/spiral` unless given).

mod regions;

use backprop::format::write_file::write_atomically;
use backprop::matrix::Matrix;
use backprop::network::{Table, loss::softmax};
use backprop::random::{Random, Xorshift};
use backprop::training::{Recipe, evaluate};
use regions::RegionChart;
use std::{env, error::Error, f64::consts::PI, path::PathBuf};

/// Points of each arm.
const POINTS: usize = 150;

/// Standard deviation of the noise on each coordinate.
const NOISE: f64 = 0.02;

/// The points of an arm: two turns outwards. Arm 1 is arm 0 after half a turn.
fn arm(class: usize, random: &mut Xorshift) -> Vec<[f64; 2]> {
    let point = |i| {
        let way = (i as f64 + 0.5) / POINTS as f64;
        let (radius, angle) = (0.1 + 0.9 * way, PI * (4.0 * way + class as f64));
        [radius * angle.cos(), radius * angle.sin()].map(|x| x + NOISE * random.normal())
    };
    (0..POINTS).map(point).collect()
}

/// Both arms, labelled 0 and 1.
fn samples(arms: &[Vec<[f64; 2]>; 2]) -> Table {
    let labels = [[0; POINTS], [1; POINTS]].concat();
    Table::with_labels(Matrix::from_rows(&arms.concat()), &labels, 2)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut random = Xorshift::new(1);
    let [seen, unseen] = [(); 2].map(|()| [0, 1].map(|class| arm(class, &mut random)));
    let recipe = Recipe { hidden: vec![32, 32], epochs: 1000, ..Recipe::default() };
    let network = recipe.train(&samples(&seen), random)?;

    println!("network {}", network.shape());
    for (name, arms) in [("training", &seen), ("unseen", &unseen)] {
        let found = evaluate(&network, &samples(arms), 1, recipe.loss)?;
        let (loss, accuracy) = (found.mean_error(), found.accuracy());
        println!("{name} points: mean loss {loss:.4}, accuracy {accuracy:.3}");
    }

    let title = &format!("Two spirals and a {} network", network.shape());
    let chart = RegionChart { title, samples: [&seen[0], &seen[1]] };
    let svg = chart.to_svg(|x, y| {
        let mut answers = network.predict(&[x, y]).expect("finite answers");
        softmax(&mut answers);
        answers[1]
    });
    let path = env::args_os().nth(1).map_or("out/spiral".into(), PathBuf::from).join("spiral.svg");
    write_atomically(&path, svg.as_bytes()).map_err(|error| error.to_string())?;
    println!("decision regions: {}", path.display());
    Ok(())
}
