//! Six functions of backpropagation whose formula is missing. Fill them in, and run
//!
//! ```text
//! cargo run --release --example exercises
//! ```
//!
//! The judge below knows none of the formulas: it moves each number a little to both sides and
//! looks how the loss changes. So it works for your own functions, too.

#![allow(dead_code, reason = "tests/tutorial/exercises.rs takes the judge alone")]
#![allow(missing_docs, reason = "a field of `Answers` is the function of its name")]

/// What stands where a formula is missing.
const MISSING: f64 = f64::NAN;

/// 1. σ'(z) of the sigmoid σ(z) = 1 / (1 + e^-z).
pub fn sigmoid_prime(_z: f64) -> f64 {
    MISSING
}

/// 2. Softmax: e^z over the sum of all e^z. What does e^1000 do, and what helps?
pub fn softmax(z: &[f64]) -> Vec<f64> {
    z.iter().map(|_z| MISSING).collect()
}

/// 3. The delta ∂L/∂z of each output, with softmax and L = -Σ t log p.
pub fn output_deltas(p: &[f64], _t: &[f64]) -> Vec<f64> {
    p.iter().map(|_p| MISSING).collect()
}

/// 4. The delta ∂L/∂z of each hidden unit: a sigmoid with the output `h[j]`, which goes into output
///    `k` with the weight `w[j][k]`; `deltas[k]` are those of the outputs.
pub fn hidden_deltas(h: &[f64], _w: &[[f64; 3]], _deltas: &[f64]) -> Vec<f64> {
    h.iter().map(|_h| MISSING).collect()
}

/// 5. ∂L/∂w of each weight `[i][j]` of a layer, row by row: from input `x[i]` to the unit with the
///    delta `deltas[j]`.
pub fn weight_gradient(x: &[f64], deltas: &[f64]) -> Vec<f64> {
    x.iter().flat_map(|_x| deltas.iter().map(|_delta| MISSING)).collect()
}

/// 6. A weight after a step of gradient descent.
pub fn step(_w: f64, _gradient: f64, _rate: f64) -> f64 {
    MISSING
}

type HiddenDeltas = fn(&[f64], &[[f64; 3]], &[f64]) -> Vec<f64>;

/// Six functions to judge.
pub struct Answers {
    pub sigmoid_prime: fn(f64) -> f64,
    pub softmax: fn(&[f64]) -> Vec<f64>,
    pub output_deltas: fn(&[f64], &[f64]) -> Vec<f64>,
    pub hidden_deltas: HiddenDeltas,
    pub weight_gradient: fn(&[f64], &[f64]) -> Vec<f64>,
    pub step: fn(f64, f64, f64) -> f64,
}

/// The functions above.
pub const YOURS: Answers =
    Answers { sigmoid_prime, softmax, output_deltas, hidden_deltas, weight_gradient, step };

/// What is said of a function.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It agrees with the central differences but for their own error.
    Exact,
    /// It is close to them: the largest relative difference.
    Approximate(f64),
    /// What is wrong.
    Wrong(String),
}

/// One hidden layer of two sigmoid units between two inputs and three outputs.
const X: [f64; 2] = [0.6, -0.8];
const V: [[f64; 2]; 2] = [[0.5, -0.3], [0.4, 0.9]];
const W: [[f64; 3]; 2] = [[0.7, -0.4, 0.2], [-0.6, 0.3, 0.8]];
const T: [f64; 3] = [0.0, 1.0, 0.0];

/// How far a number is moved to each side.
const EPSILON: f64 = 1e-5;

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

fn log_sum(z: &[f64]) -> f64 {
    z.iter().map(|z| z.exp()).sum::<f64>().ln()
}

/// The loss of three scores.
fn loss(z: &[f64]) -> f64 {
    log_sum(z) - z.iter().zip(T).map(|(z, t)| z * t).sum::<f64>()
}

/// The weighted sums of the hidden units.
fn hidden(v: &[f64]) -> Vec<f64> {
    (0..2).map(|j| X[0] * v[j] + X[1] * v[2 + j]).collect()
}

/// The scores, from the weighted sums of the hidden units.
fn scores(z: &[f64]) -> Vec<f64> {
    (0..3).map(|k| sigmoid(z[0]) * W[0][k] + sigmoid(z[1]) * W[1][k]).collect()
}

/// The derivatives of `f` by each of its inputs, by central differences.
fn derivatives(f: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let moved = |i: usize, by: f64| {
        let mut inputs = at.to_vec();
        inputs[i] += by;
        f(&inputs)
    };
    (0..at.len()).map(|i| (moved(i, EPSILON) - moved(i, -EPSILON)) / (2.0 * EPSILON)).collect()
}

/// Holds what a function gave to the right numbers, and to those of typical mistakes.
fn verdict(found: &[f64], right: &[f64], mistakes: &[(&str, Vec<f64>)]) -> Verdict {
    if found.len() != right.len() {
        let (found, right) = (found.len(), right.len());
        return Verdict::Wrong(format!("it gives {found} numbers, and must give {right}"));
    }
    if found.iter().all(|x| x.is_nan()) {
        return Verdict::Wrong("the formula is missing".into());
    }
    // The largest difference, relative to the largest number.
    let apart = |other: &[f64]| {
        let scale = other.iter().fold(1e-9, |largest: f64, x| largest.max(x.abs()));
        let differences = found.iter().zip(other).map(|(a, b)| (a - b).abs() / scale);
        differences.fold(0.0, |a: f64, b| if b.is_nan() { f64::INFINITY } else { a.max(b) })
    };
    let opposite: Vec<_> = right.iter().map(|x| -x).collect();
    match apart(right) {
        error if error <= 1e-8 => return Verdict::Exact,
        error if error <= 0.01 => return Verdict::Approximate(error),
        _ if apart(&opposite) <= 0.01 => return Verdict::Wrong("right but for the sign".into()),
        _ => {}
    }
    let known = mistakes.iter().find(|(_, numbers)| apart(numbers) <= 0.01);
    Verdict::Wrong(known.map_or_else(
        || format!("expected about {right:.4?}, found {found:.4?}"),
        |(text, _)| (*text).to_string(),
    ))
}

/// Judges all six: the name of each function, and the verdict.
pub fn judge(answers: &Answers) -> [(&'static str, Verdict); 6] {
    let v: Vec<_> = V.into_iter().flatten().collect();
    let sums = hidden(&v);
    let h: Vec<_> = sums.iter().map(|&z| sigmoid(z)).collect();
    let z = scores(&sums);
    let p = derivatives(log_sum, &z);
    let deltas = derivatives(loss, &z);
    let hidden_right = derivatives(|sums| loss(&scores(sums)), &sums);
    let gradient = derivatives(|v| loss(&scores(&hidden(v))), &v);

    let points = [-3.0, -0.5, 0.0, 1.0, 4.0];
    let slopes: Vec<_> = points.iter().map(|&z| derivatives(|z| sigmoid(z[0]), &[z])[0]).collect();
    let of_points = |f: &dyn Fn(f64) -> f64| points.iter().map(|&z| f(z)).collect::<Vec<_>>();
    let back = |j: usize| W[j].iter().zip(&deltas).map(|(w, d)| w * d).sum::<f64>();
    let each = |f: &dyn Fn(usize) -> f64| (0..2).map(f).collect::<Vec<_>>();
    let product =
        |x: [f64; 2]| x.iter().flat_map(|x| hidden_right.iter().map(move |d| x * d)).collect();

    let mut softmax = verdict(
        &(answers.softmax)(&z),
        &p,
        &[("not divided by the sum", z.iter().map(|z| z.exp()).collect())],
    );
    if softmax == Verdict::Exact && !(answers.softmax)(&[1000.0, 0.0]).iter().all(|p| p.is_finite())
    {
        softmax = Verdict::Wrong("e^1000 overflows: take the largest score off all scores".into());
    }
    let (rate, w) = (0.5, V[0][0]);
    let moved = w - rate * gradient[0];
    [
        (
            "sigmoid_prime",
            verdict(
                &of_points(&|z| (answers.sigmoid_prime)(z)),
                &slopes,
                &[
                    ("this is σ, not its derivative", of_points(&sigmoid)),
                    ("z (1 - z): take σ(z) for z", of_points(&|z| z * (1.0 - z))),
                ],
            ),
        ),
        ("softmax", softmax),
        (
            "output_deltas",
            verdict(
                &(answers.output_deltas)(&p, &T),
                &deltas,
                &[("the target has not been subtracted", p.clone())],
            ),
        ),
        (
            "hidden_deltas",
            verdict(
                &(answers.hidden_deltas)(&h, &W, &deltas),
                &hidden_right,
                &[
                    ("σ' is missing", each(&back)),
                    (
                        "σ' is taken of h: it is h (1 - h)",
                        each(&|j| back(j) * sigmoid(h[j]) * (1.0 - sigmoid(h[j]))),
                    ),
                    (
                        "the weights are missing",
                        each(&|j| deltas.iter().sum::<f64>() * h[j] * (1.0 - h[j])),
                    ),
                ],
            ),
        ),
        (
            "weight_gradient",
            verdict(
                &(answers.weight_gradient)(&X, &hidden_right),
                &gradient,
                &[
                    ("the input is missing", product([1.0, 1.0])),
                    (
                        "transposed: row i belongs to input i",
                        vec![gradient[0], gradient[2], gradient[1], gradient[3]],
                    ),
                ],
            ),
        ),
        (
            "step",
            // What counts is the move: the weight itself is far larger.
            verdict(
                &[(answers.step)(w, gradient[0], rate) - w],
                &[moved - w],
                &[("the learning rate is missing", vec![-gradient[0]])],
            ),
        ),
    ]
}

fn main() {
    let verdicts = judge(&YOURS);
    for (name, verdict) in &verdicts {
        let text = match verdict {
            Verdict::Exact => "exact".to_string(),
            Verdict::Approximate(error) => format!("approximate: they differ by up to {error:.1e}"),
            Verdict::Wrong(what) => what.clone(),
        };
        println!("{name:16} {text}");
    }
    let solved = verdicts.iter().filter(|(_, verdict)| *verdict == Verdict::Exact).count();
    println!("\n{solved} of {} exercises solved", verdicts.len());
}
