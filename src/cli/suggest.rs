//! "Did you mean --epochs?": the known name that is nearest to a mistyped one.
//!
//! The measure is the optimal string alignment distance: how many letters have to be inserted,
//! deleted, replaced or swapped with their neighbour. Dynamic programming over prefixes finds it:
//! `cost[i][j]` is the distance between the first i letters of the one word and the first j of the
//! other. (Boytsov, "Indexing methods for approximate dictionary searching", ACM JEA 16, 2011,
//! section 2.)

/// What other programs have, and what comes nearest here.
const ELSEWHERE: &str = "fit=train test=evaluate classify=predict lr=learning-rate layers=hidden \
                         units=hidden adam=optimizer nesterov=momentum \
                         early-stopping=patience";

/// The end of a message about a word that is not known: `; did you mean --epochs?`, or nothing if
/// no name is near. Leading dashes and upper case make no difference; a beginning of three letters
/// or more (`learn`) is enough, and so is a name among other words (`batch-size`).
pub fn did_you_mean<'a>(
    given: &str,
    dashes: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    let given = given.trim_start_matches('-').to_lowercase().replace('_', "-");
    let length = given.chars().count();
    // Longer words are not names, and the table below grows with the square of the length.
    let names = names.into_iter().filter(|_| length <= 40);
    let means = |name: &str| ELSEWHERE.split(' ').any(|pair| pair == format!("{given}={name}"));
    let slips = |name: &str| {
        let begins = length >= 3 && name.starts_with(&given);
        let among = format!("-{given}-").contains(&format!("-{name}-"));
        if begins || among || means(name) { 0 } else { distance(&given, name) }
    };
    // One slip in a short word, two in words of six letters and more.
    let most = (length / 3).min(2);
    let near = names.map(|name| (slips(name), name)).filter(|&(slips, _)| slips <= most);
    let nearest = near.min_by_key(|&(slips, _)| slips);
    nearest.map_or(String::new(), |(_, name)| format!("; did you mean {dashes}{name}?"))
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
