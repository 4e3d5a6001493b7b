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
    let mut result = Comparison { same: 0, printed: 0, first_difference: None };
    let mut ours = ours.split_inclusive('\n');
    for line in printed.split_inclusive('\n') {
        let our_line = ours.next().unwrap_or_default();
        result.printed += 1;
        let same = if line.ends_with('\n') { our_line == line } else { our_line.starts_with(line) };
        if same {
            result.same += 1;
        } else if result.first_difference.is_none() {
            result.first_difference = Some((line.to_string(), our_line.to_string()));
        }
    }
    result
}
