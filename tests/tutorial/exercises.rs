//! The judge of `tests/examples/exercises.rs`: as delivered nothing is solved, right answers are
//! exact, approximations are measured, and typical mistakes are named.

#[path = "../examples/exercises.rs"]
mod delivered;

use delivered::{Answers, Verdict, YOURS, judge};

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

fn softmax(z: &[f64]) -> Vec<f64> {
    let largest = z.iter().copied().fold(f64::MIN, f64::max);
    let exps: Vec<_> = z.iter().map(|z| (z - largest).exp()).collect();
    exps.iter().map(|e| e / exps.iter().sum::<f64>()).collect()
}

fn back(w: &[[f64; 3]], deltas: &[f64]) -> Vec<f64> {
    w.iter().map(|w| w.iter().zip(deltas).map(|(w, d)| w * d).sum()).collect()
}

fn product(x: &[f64], deltas: &[f64]) -> Vec<f64> {
    x.iter().flat_map(|x| deltas.iter().map(move |d| x * d)).collect()
}

const RIGHT: Answers = Answers {
    sigmoid_prime: |z| sigmoid(z) * (1.0 - sigmoid(z)),
    softmax,
    output_deltas: |p, t| p.iter().zip(t).map(|(p, t)| p - t).collect(),
    hidden_deltas: |h, w, deltas| {
        back(w, deltas).iter().zip(h).map(|(e, h)| e * h * (1.0 - h)).collect()
    },
    weight_gradient: product,
    step: |w, gradient, rate| w - rate * gradient,
};

#[test]
fn nothing_is_solved_as_delivered() {
    for (name, verdict) in judge(&YOURS) {
        assert_eq!(verdict, Verdict::Wrong("the formula is missing".into()), "{name}");
    }
}

#[test]
fn right_answers_are_exact() {
    for (name, verdict) in judge(&RIGHT) {
        assert_eq!(verdict, Verdict::Exact, "{name}");
    }
}

#[test]
fn an_approximation_is_measured() {
    // A difference to one side, with too long a step.
    let answers = Answers { sigmoid_prime: |z| (sigmoid(z + 1e-3) - sigmoid(z)) / 1e-3, ..RIGHT };
    let [(_, verdict), ..] = judge(&answers);
    let Verdict::Approximate(error) = verdict else { panic!("no approximation: {verdict:?}") };
    assert!((1e-5..1e-3).contains(&error), "{error}");
}

#[test]
fn typical_mistakes_are_named() {
    let one_each: [(Answers, usize, &str); 11] = [
        (Answers { sigmoid_prime: sigmoid, ..RIGHT }, 0, "not its derivative"),
        (Answers { sigmoid_prime: |z| z * (1.0 - z), ..RIGHT }, 0, "take σ(z) for z"),
        (Answers { softmax: |z| z.iter().map(|z| z.exp()).collect(), ..RIGHT }, 1, "the sum"),
        (
            Answers {
                softmax: |z| {
                    let sum: f64 = z.iter().map(|z| z.exp()).sum();
                    z.iter().map(|z| z.exp() / sum).collect()
                },
                ..RIGHT
            },
            1,
            "overflows",
        ),
        (
            Answers {
                output_deltas: |p, t| p.iter().zip(t).map(|(p, t)| t - p).collect(),
                ..RIGHT
            },
            2,
            "but for the sign",
        ),
        (Answers { output_deltas: |p, _| p.to_vec(), ..RIGHT }, 2, "target"),
        (Answers { hidden_deltas: |_, w, deltas| back(w, deltas), ..RIGHT }, 3, "σ' is missing"),
        (Answers { weight_gradient: |x, d| [d, d][..x.len()].concat(), ..RIGHT }, 4, "input"),
        (Answers { weight_gradient: |x, d| product(d, x), ..RIGHT }, 4, "transposed"),
        (Answers { weight_gradient: |_, d| d.to_vec(), ..RIGHT }, 4, "2 numbers, and must give 4"),
        (Answers { step: |w, gradient, rate| w + rate * gradient, ..RIGHT }, 5, "but for the sign"),
    ];
    for (answers, place, what) in one_each {
        for (i, (name, verdict)) in judge(&answers).into_iter().enumerate() {
            let Verdict::Wrong(found) = verdict else {
                assert!(i != place, "{name}: expected {what:?}, found {verdict:?}");
                continue;
            };
            assert!(i == place && found.contains(what), "{name}: expected {what:?}, found {found}");
        }
    }
    let without_rate = Answers { step: |w, gradient, _| w - gradient, ..RIGHT };
    let (_, verdict) = &judge(&without_rate)[5];
    assert_eq!(*verdict, Verdict::Wrong("the learning rate is missing".into()));
}
