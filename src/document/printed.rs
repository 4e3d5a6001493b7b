//! The numbers that the tutorial prints, and holding ours to them, line by line.

/// The eight lines of the worked example.
pub const WORKED_EXAMPLE: &str = include_str!("../../data/document/worked_example.txt");

/// The log of the MNIST program: eight whole lines and, without a newline, a ninth cut short.
pub const TRAINING_LOG: &str = include_str!("../../data/document/training_log.txt");

/// How many of the printed lines came out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Lines that are the same to the last byte.
    pub same: usize,
    /// Lines that the document prints.
    pub printed: usize,
    /// The first line that differs, as printed and as it came out (empty if it did not).
    pub first_difference: Option<(String, String)>,
}

/// Compares `ours` with what is `printed`. Lines of ours beyond the printed ones are not looked at;
/// a last printed line that does not end in a newline is cut, and ours need only begin with it.
pub fn compare(printed: &str, ours: &str) -> Comparison {
    let mut ours = ours.split_inclusive('\n');
    let pair = |line| (line, ours.next().unwrap_or_default());
    let pairs: Vec<(&str, &str)> = printed.split_inclusive('\n').map(pair).collect();
    let differs = |&(line, ours): &(&str, &str)| {
        if line.ends_with('\n') { ours != line } else { !ours.starts_with(line) }
    };
    let different: Vec<_> = pairs.iter().copied().filter(differs).collect();
    Comparison {
        same: pairs.len() - different.len(),
        printed: pairs.len(),
        first_difference: different
            .first()
            .map(|(line, ours)| (line.to_string(), ours.to_string())),
    }
}
