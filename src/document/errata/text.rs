//! Mistakes in the text itself: of the program, and of the log that it prints.

use super::runs::{Epoch, Runs};
use super::{Erratum, Fact, count};
use crate::document::notebook::corrected_log_line;
use crate::document::printed::TRAINING_LOG;

/// A name that nothing defines. This one is not measured but counted, in the document: of all the
/// names that its three cells read, this alone is assigned, imported or defined nowhere.
pub fn name() -> Erratum {
    Erratum {
        title: "A name that does not exist",
        printed: &["training_loss += np.sum((training_lables[i] - layer_2) ** 2)"],
        why: "The labels are called training_labels; training_lables is assigned nowhere. The \
              program ends in a NameError at the first image, before any weight has changed, so \
              as printed it cannot have printed its log.",
        mend: "training_labels[i]",
        facts: vec![Fact::new(
            "assignments to the name (counted in the document)",
            0.0,
            1.0,
            count,
        )],
    }
}

/// The printed log: a misspelled word, a space at the end of each line, and its end cut off.
pub fn log(runs: &Runs) -> Erratum {
    let epochs = runs.corrected[0].epochs.iter().map(Epoch::evaluations).enumerate();
    let corrected = epochs.map(|(j, epoch)| corrected_log_line(j, &epoch) + "\n");
    let corrected = corrected.collect::<String>();
    let fact = |what, counted: fn(&str) -> usize| {
        Fact::new(what, counted(TRAINING_LOG) as f64, counted(&corrected) as f64, count)
    };
    Erratum {
        title: "The log's lines",
        printed: &["Traing set accuracy: ... Test set accuracy: ... \\"],
        why: "\"Traing\" for \"Training\"; the space before the last backslash ends every line; \
              and of twenty epochs the document shows nine, the ninth cut off before its last \
              number.",
        mend: "\"Training\", and no space before the last quotes (see notebook --corrected)",
        facts: vec![
            fact("lines with the word Traing", |log| log.matches("Traing ").count()),
            fact("lines that end in a space", |log| {
                log.lines().filter(|line| line.ends_with(' ')).count()
            }),
            fact("epochs shown whole", |log| log.matches('\n').count()),
        ],
    }
}
