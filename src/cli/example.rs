//! `backprop example`: the tutorial's worked example, its eight lines exactly as printed, or a
//! trace of every number, or its computational graph; and a second example with two outputs.

use super::{Command, Failure, Flags, output};
use crate::document::graph::{self, Graph};
use crate::document::worked_example::{TRUE_Y, WorkedExample};
use crate::document::{graph_drawing, trace};

/// The command's entry in the table.
pub const COMMAND: Command = Command {
    name: "example",
    summary: "Run the tutorial's worked example and print its eight lines",
    flags: &[
        "--corrected add the step where the tutorial subtracts it, so that the prediction moves \
         towards the target",
        "--trace print every number instead: the forward pass, each derivative beside its central \
         difference, the step (as printed, or --corrected) and its effect",
        "--graph print its computational graph instead, as SVG: values above the edges, \
         derivatives below (backprop example --graph > graph.svg)",
        "--network NAME [tutorial] tutorial or two-by-two: two hidden units and two outputs, \
         always with --trace or --graph",
    ],
    run,
};

fn run(flags: &Flags) -> Result<(), Failure> {
    let corrected = flags.is_given("corrected");
    let two_by_two = flags.choice("network", &[("tutorial", false), ("two-by-two", true)])?;
    if flags.is_given("graph") {
        if corrected || flags.is_given("trace") {
            return Err(Failure::usage(
                "--graph draws the loss and its derivatives, not the step: leave out --corrected \
                 and --trace",
            ));
        }
        return print_graph(two_by_two);
    }
    if two_by_two && corrected {
        return Err(Failure::usage(
            "--corrected belongs to the tutorial's network; the trace of two-by-two shows the \
             right order of updates beside the page's",
        ));
    }
    if two_by_two {
        return output::print(&trace::two_by_two());
    }
    if flags.is_given("trace") {
        return output::print(&trace::tutorial(corrected));
    }
    if corrected {
        let example = WorkedExample::corrected();
        return output::print(&format!("{example}{}\n", after(&example)));
    }
    let example = WorkedExample::as_printed();
    output::print(&example.to_string())?;
    output::note(&format!(
        "{}:\naway from the target, because the step is subtracted (see --corrected)",
        after(&example)
    ));
    Ok(())
}

/// The graph of the loss.
fn print_graph(two_by_two: bool) -> Result<(), Failure> {
    let graph = Graph::default();
    let (loss, label) = match two_by_two {
        false => (graph::tutorial(&graph), "Computational graph of the tutorial's example"),
        true => (graph::two_by_two(&graph), "Computational graph of the example with two outputs"),
    };
    output::print(&graph_drawing::draw(&graph, loss, label))
}

/// What the step did to the prediction.
fn after(example: &WorkedExample) -> String {
    let WorkedExample { pred_y, pred_y_after, .. } = example;
    format!("pred_y after the update: {pred_y_after} (was {pred_y}, target {TRUE_Y})")
}
