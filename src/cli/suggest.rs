//! "Did you mean --epochs?": the known name that is nearest to a mistyped one.
//!
//! The measure is the optimal string alignment distance: how many letters have to be inserted,
//! deleted, replaced or swapped with their neighbour. Dynamic programming over prefixes finds it:
//! `cost[i][j]` is the distance between the first i letters of the one word and the first j of the
//! other. (Boytsov, "Indexing methods for approximate dictionary searching", ACM JEA 16, 2011,
//! section 2.)

/// Words that other programs use, and the names here.
#[rustfmt::skip]
const SYNONYMS: &[(&str, &[&str])] = &[
    ("augment", &["distort", "augmentation"]),
    ("batch", &["b", "minibatch", "bs"]),
    ("cross-entropy", &["ce", "nll", "softmax"]),
    ("data", &["d", "dataset", "input"]),
    ("epochs", &["e", "iterations", "iters", "passes"]),
    ("he", &["kaiming"]),
    ("hidden", &["layers", "neurons", "units"]),
    ("identity", &["linear", "none"]),
    ("images", &["n", "samples"]),
    ("learning-rate", &["lr", "rate", "eta", "alpha"]),
    ("max-norm", &["clip"]),
    ("model", &["m", "weights", "checkpoint"]),
    ("momentum", &["nesterov", "beta"]),
    ("no", &["false", "off"]),
    ("out", &["o", "output", "save", "folder"]),
    ("resume", &["continue", "restart"]),
    ("schedule", &["lr-decay", "learning-rate-decay", "scheduler"]),
    ("seed", &["s", "random-state"]),
    ("sigmoid", &["logistic"]),
    ("squared-error", &["mse", "sse", "l2"]),
    ("threads", &["j", "jobs", "cpu", "cpus", "cores", "workers"]),
    ("train", &["n", "samples", "images"]),
    ("validation", &["val", "valid", "held-out"]),
    ("weight-decay", &["wd", "l2", "decay"]),
    ("xavier", &["glorot"]),
    ("yes", &["true", "on"]),
];

/// The end of a message about a word that is not known: `; did you mean --epochs?`, or nothing if
/// no name is near.
pub fn did_you_mean<'a>(
    given: &str,
    dashes: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    nearest(given, names).map_or(String::new(), |near| format!("; did you mean {dashes}{near}?"))
}

/// The name nearest to `given`, if one is near enough. Leading dashes and upper case make no
/// difference; a beginning of three letters or more (`learn`) is enough, and so is a name among
/// other words (`batch-size`).
pub fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.trim_start_matches('-').to_lowercase().replace('_', "-");
    // Longer words are not names, and the table below grows with the square of the length.
    let length = given.chars().count();
    if length > 40 {
        return None;
    }
    let is_synonym = |name: &str| {
        SYNONYMS.iter().any(|(known, others)| *known == name && others.contains(&&*given))
    };
    let rate = |name: &str| {
        let begins = length >= 3 && name.starts_with(&given);
        let among = format!("-{given}-").contains(&format!("-{name}-"));
        match distance(&given, name) {
            _ if begins || is_synonym(name) => 0,
            slips if among => slips.min(1),
            slips => slips,
        }
    };
    // One slip in a short word, two in words of six letters and more.
    let most = (length / 3).min(2);
    names
        .into_iter()
        .map(|name| (rate(name), name))
        .filter(|&(slips, _)| slips <= most)
        .min_by_key(|&(slips, _)| slips)
        .map(|(_, name)| name)
}

/// The optimal string alignment distance of two words.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut cost = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            cost[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = cost[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let least = replaced.min(cost[i - 1][j] + 1).min(cost[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least.min(cost[i - 2][j - 2] + 1)
                } else {
                    least
                }
            };
        }
    }
    cost[a.len()][b.len()]
}
