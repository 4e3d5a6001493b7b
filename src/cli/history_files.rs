//! The history of a training run as files: a table and two charts.

use super::Failure;
use super::run_record::Run;
use crate::chart::line_chart::{LineChart, Series, line_chart};
use crate::training::History;

/// Writes the history as `history.csv`, its losses as `loss.svg` and its accuracies as
/// `accuracy.svg`: the first two and the last two of its columns. The charts are those of
/// `DataFrame.T.plot()`, which names nothing, unless the loss has a name. They mark the epoch that
/// is kept, if one is.
pub fn write_history(
    run: &Run,
    history: &History,
    names: [&str; 4],
    loss: &str,
    kept: Option<usize>,
) -> Result<(), Failure> {
    let chart = |names: &[&str], title, y_label| {
        let mut lines: Vec<_> =
            names.iter().map(|name| Series::new(name, history.column(name))).collect();
        let name = kept.map_or(String::new(), |kept| format!("epoch {kept}, kept"));
        let only = |(epoch, &y)| if kept == Some(epoch) { y } else { f64::NAN };
        let mark: Vec<f64> = lines[1].values.iter().enumerate().map(only).collect();
        if kept.is_some() {
            lines.push(Series::new(&name, &mark));
        }
        let (series, is_plain) = (&lines[..], loss.is_empty());
        let named = LineChart { title, x_label: "epoch", y_label, series, ..LineChart::default() };
        if is_plain { line_chart(series) } else { named.to_svg() }
    };
    run.write("history.csv", history.to_csv(!loss.is_empty()))?;
    run.write("loss.svg", chart(&names[..2], "Loss after each epoch", loss))?;
    run.write("accuracy.svg", chart(&names[2..], "Accuracy after each epoch", "accuracy"))
}
