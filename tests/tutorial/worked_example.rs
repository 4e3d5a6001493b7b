//! The worked example prints the tutorial's eight lines, byte for byte; its corrected form moves
//! the prediction towards the target; and the library computes each of its numbers to the last bit.

use crate::support::program;
use backprop::document::printed;
use backprop::document::worked_example::{TRUE_Y, WorkedExample};
use backprop::matrix::Matrix;
use backprop::network::{Activation, Dense, Loss, Network, Pass, Table};
use program::backprop;

#[test]
fn every_line_is_the_documents() {
    let ours = WorkedExample::as_printed().to_string();
    assert_eq!(ours, printed::WORKED_EXAMPLE, "the eight lines differ from the document");
    assert_eq!(ours.lines().count(), 8, "the document prints eight lines");
}

#[test]
fn the_command_prints_them_and_nothing_else_on_stdout() {
    let run = backprop(["example"]).done();
    assert_eq!(run.stdout, printed::WORKED_EXAMPLE);
    let note = run.stderr;
    assert!(note.contains("0.5086419833344669"), "the prediction after the update: {note}");
}

#[test]
fn every_printed_step_leads_away_from_the_target_and_every_corrected_one_towards_it() {
    let distance = |prediction: f64| (TRUE_Y - prediction).abs();
    for (first, corrected) in
        [(WorkedExample::as_printed(), false), (WorkedExample::corrected(), true)]
    {
        let steps = WorkedExample::repeated(200, corrected);
        assert_eq!(steps[0], first, "corrected: {corrected}");
        assert_eq!(steps.len(), 201, "200 steps, and what follows the last");
        for pair in steps.windows(2) {
            let (before, after) = (pair[0].pred_y, pair[1].pred_y);
            assert_eq!(after, pair[0].pred_y_after, "a step begins where the last one ended");
            assert_eq!(distance(after) < distance(before), corrected, "{before} -> {after}");
        }
    }
}

#[test]
fn the_corrected_form_prints_the_prediction_after_the_update() {
    let text = backprop(["example", "--corrected"]).done().stdout;
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 9, "eight lines and the prediction after: {text}");
    let printed: Vec<_> = printed::WORKED_EXAMPLE.lines().collect();
    assert_eq!(lines[..6], printed[..6], "nothing differs before the update");
    assert_eq!(lines[6], "l2_weights: 0.13015348840404586");
    assert_eq!(lines[7], "l1_weights: [ 0.40015228 -0.19954317]");
    assert!(lines[8].starts_with("pred_y after the update: 0.5161021680961588"), "{text}");
}

/// The same example computed by the library: its layers, its backward pass, its products.
fn through_the_library(true_y: f64, corrected: bool) -> WorkedExample {
    let (input1, weights, hidden_weight, learning_rate) = ([0.1, 0.3], [0.4, -0.2], 0.1, 0.5);
    let input = Matrix::from_rows(&[input1]); // 1 sample × 2 inputs
    let network = |weights: [f64; 2], hidden_weight: f64| {
        let layer = |weights| Dense::new(weights, None, Activation::Sigmoid);
        let hidden = layer(Matrix::from_rows(&weights.map(|w| [w]))); // 2 inputs × 1 hidden unit
        let output = layer(Matrix::from_rows(&[[hidden_weight]])); // 1 hidden unit × 1 output
        let network = Network::new(vec![hidden, output]);
        let mut pass = Pass::new(&network);
        pass.load(&Table::new(input.clone(), Matrix::from_rows(&[[true_y]])), [0]);
        network.backprop(Loss::SquaredError, &mut pass).unwrap();
        (network, pass)
    };
    let (before, pass) = network(weights, hidden_weight);
    let pred_y = pass.output(0)[0];

    // The library's deltas begin with the loss's gradient, l2 - y; the tutorial's error terms with
    // |y - l2|, corrected with y - l2.
    let sign = |delta: f64| if corrected || pred_y < true_y { 0.0 - delta } else { delta };
    let error = sign(pred_y - true_y);
    let [hidden_error_term, output_error_term] = [0, 1].map(|l| sign(pass.deltas(l).row(0)[0]));

    // Steps: the layer's inputs, transposed, times η · error term.
    let steps = |inputs: &Matrix, error_term: f64| {
        inputs.transposed().product(&Matrix::from_rows(&[[learning_rate * error_term]]))
    };
    let del_w_output = steps(pass.outputs(0), output_error_term).row(0)[0];
    let hidden_steps = steps(&input, hidden_error_term);
    let del_w_hidden = [0, 1].map(|i| hidden_steps.row(i)[0]);
    let update = |w: f64, step: f64| if corrected { w + step } else { w - step };
    let l2_weights = update(hidden_weight, del_w_output);
    let l1_weights = [0, 1].map(|i| update(weights[i], del_w_hidden[i]));
    let (_, after) = network(l1_weights, l2_weights);

    WorkedExample {
        input1,
        weights,
        hidden_weight,
        true_y,
        learning_rate,
        z1: input.product(&before.layers()[0].weights()).row(0)[0],
        l1: pass.outputs(0).row(0)[0],
        z2: pass.outputs(0).product(&before.layers()[1].weights()).row(0)[0],
        pred_y,
        error,
        output_error_term,
        hidden_error_term,
        del_w_output,
        del_w_hidden,
        l2_weights,
        l1_weights,
        pred_y_after: after.output(0)[0],
    }
}

#[test]
fn the_library_computes_every_number_of_it_to_the_last_bit() {
    for true_y in [TRUE_Y, 0.0, 0.5, 0.512372477962617, -3.0, 1e6] {
        for corrected in [false, true] {
            let plain = match corrected {
                false => WorkedExample::towards(true_y, false),
                true => WorkedExample::towards(true_y, true),
            };
            // As text, one number per line: floats are written so that they read back bit by bit.
            let [plain, library] =
                [plain, through_the_library(true_y, corrected)].map(|e| format!("{e:#?}"));
            for (plain, library) in plain.lines().zip(library.lines()) {
                assert_eq!(plain, library, "target {true_y}, corrected {corrected}");
            }
        }
    }
}

#[test]
fn the_comparison_with_the_document_sees_a_changed_digit_a_missing_line_and_a_cut_one() {
    let same = printed::compare("a\nb\n", "a\nb\nmore\n");
    assert_eq!((same.same, same.printed, same.first_difference), (2, 2, None));
    let changed = printed::compare("a 0.1\nb\n", "a 0.2\nb\n");
    assert_eq!(changed.same, 1);
    assert_eq!(changed.first_difference, Some(("a 0.1\n".into(), "a 0.2\n".into())));
    let missing = printed::compare("a\nb\n", "a\n");
    assert_eq!(missing.first_difference, Some(("b\n".into(), String::new())));
    assert_eq!(printed::compare("a\nb cut", "a\nb cut short\n").same, 2);
    assert_eq!(printed::compare("a\nb cut", "a\nb cu\n").same, 1);
}
