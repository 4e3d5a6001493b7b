//! Misuse of the library ends in a message that says what was expected and what was found.

use backprop::matrix::{Matrix, SparseRows};
use backprop::mnist::{Dataset, Images};
use backprop::network::{Activation, Dense, Loss, Network, Pass, Samples, Table};
use backprop::random::Xorshift;
use backprop::training::augmentation::{Augmentation, Elastic};
use backprop::training::dropout::Dropout;
use backprop::training::{Recipe, Rule, Sgd, Trainer, evaluate};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

/// Asserts that `misuse` panics with a message that holds `expected`.
fn refused<T>(expected: &str, misuse: impl FnOnce() -> T) {
    let Err(message) = catch_unwind(AssertUnwindSafe(misuse)) else {
        panic!("not refused, where this is due: {expected}");
    };
    let text = message.downcast_ref::<String>().map(String::as_str);
    let text = text.or(message.downcast_ref::<&str>().copied()).expect("a panic with a message");
    assert!(text.contains(expected), "expected {expected:?} in: {text}");
}

/// A network with these inputs, hidden units and outputs.
fn network(sizes: [usize; 3]) -> Network {
    let recipe = Recipe { hidden: vec![sizes[1]], ..Recipe::default() };
    recipe.network(sizes[0], sizes[2], &mut Xorshift::new(1))
}

fn samples(count: usize, inputs: usize, outputs: usize) -> Table {
    Table::new(Matrix::zeros(count, inputs), Matrix::zeros(count, outputs))
}

/// `count` samples that have been forward and backward through a network of these sizes.
fn pass(sizes: [usize; 3], count: usize) -> Pass {
    let network = network(sizes);
    let mut pass = Pass::new(&network);
    pass.load(&samples(count.max(1), sizes[0], sizes[2]), 0..count);
    network.backprop(Loss::SquaredError, &mut pass).unwrap();
    pass
}

#[test]
fn data_that_do_not_fit_together() {
    let images = || {
        let mut images = Images::new(1, 2);
        (0..3).for_each(|_| images.push(&[0, 255]));
        images
    };
    refused("2 labels for 3 images", || Dataset::new(images(), vec![0, 1], 2));
    refused("4 labels for 3 images", || Dataset::new(images(), vec![0; 4], 2));
    refused("expected labels below 2, found 7 at image 1", || {
        Dataset::new(images(), vec![0, 7, 1], 2)
    });
    let table = |labels: &[usize]| Table::with_labels(Matrix::zeros(3, 5), labels, 2);
    refused("2 labels for 3 inputs", || table(&[0, 1]));
    refused("expected labels below 2, found 2 at sample 1", || table(&[0, 2, 1]));
    refused("2 targets for 3 inputs", || Table::new(Matrix::zeros(3, 5), Matrix::zeros(2, 5)));
    refused("expected targets, found 0 x 2", || samples(0, 5, 2));
    refused("expected targets, found 3 x 0", || samples(3, 5, 0));
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.1e100] {
        let with = |row: usize, column: usize| {
            let at = move |i, j| if (i, j) == (row, column) { odd } else { 1e100 };
            Matrix::from_fn(3, 2, at)
        };
        let found = format!("expected at most 1e100 in size, found {odd:e}");
        refused(&format!("input 1 of sample 2: {found}"), || Table::new(with(2, 1), with(9, 9)));
        refused(&format!("target 0 of sample 1: {found}"), || Table::new(with(9, 9), with(1, 0)));
        let labels = || Table::with_labels(with(0, 1), &[0, 1, 1], 2);
        refused(&format!("input 1 of sample 0: {found}"), labels);
    }
    refused("row 1 has 1 values, row 0 has 2", || Matrix::from_rows(&[&[1.0, 2.0][..], &[3.0]]));
}

#[test]
fn layers_and_parameters_that_do_not_fit_together() {
    let layer = |n, k| Dense::new(Matrix::zeros(n, k), None, Activation::Relu);
    refused("3 biases for a layer of 2 outputs", || {
        Dense::new(Matrix::zeros(4, 2), Some(vec![0.0; 3]), Activation::Relu)
    });
    refused("at least one layer", || Network::new(vec![]));
    refused("layer 2 takes 4 inputs, but layer 1 has 3 outputs", || {
        Network::new(vec![layer(2, 3), layer(4, 1)])
    });
    refused("5 values for 6 parameters", || {
        Network::new(vec![layer(2, 3)]).set_parameters(&[0.0; 5]);
    });
}

#[test]
fn samples_of_another_size() {
    let network = network([2, 3, 1]);
    refused("1 inputs for a network of 2-3-1", || network.predict(&[1.0]));
    refused("3 inputs for a network of 2-3-1", || network.predict(&[1.0; 3]));
    for (inputs, outputs) in [(1, 1), (3, 1), (2, 2)] {
        let expected = format!("{inputs} inputs and {outputs} outputs for a network of 2-3-1");
        let set = samples(4, inputs, outputs);
        refused(&expected, || Pass::new(&network).load(&set, 0..4));
        refused(&expected, || evaluate(&network, &set, 1, Loss::SquaredError));
    }
    refused("there is no sample 4 in a set of 4", || {
        Pass::new(&network).load(&samples(4, 2, 1), 3..5);
    });
}

#[test]
fn a_pass_of_another_network() {
    for sizes in [[4, 3, 1], [2, 4, 1], [2, 3, 2]] {
        let mut other = network(sizes);
        let mut pass = pass([2, 3, 1], 1);
        let expected = &format!("a pass of a network of 2-3-1 for one of {}", other.shape());
        refused(expected, || other.forward(&mut pass));
        refused(expected, || other.backward(&mut pass));
        refused(expected, || pass.gradient(&other));
        refused(expected, || other.descend(0.1, &mut pass));
        refused(expected, || Sgd::new(Rule::default()).step(&mut other, &mut pass));
    }
}

#[test]
fn steps_in_the_wrong_order() {
    let mut network = network([2, 3, 1]);
    // What an earlier batch left behind does not count.
    let mut pass = pass([2, 3, 1], 1);
    for found in ["Load", "Forward", "Loss"] {
        match found {
            "Load" => pass.load(&samples(1, 2, 1), [0]),
            "Forward" => network.forward(&mut pass),
            _ => pass.loss(Loss::SquaredError).unwrap(),
        }
        let due = |stage| {
            let order = "the order is Load, Forward, Loss, Backward, update";
            format!("expected a batch after {stage}, found one after {found}: {order}")
        };
        if found == "Load" {
            refused(&due("Forward"), || pass.loss(Loss::SquaredError));
        }
        if found != "Loss" {
            refused(&due("Loss"), || network.backward(&mut pass));
        }
        refused(&due("Backward"), || network.descend(0.1, &mut pass));
        refused(&due("Backward"), || Sgd::new(Rule::default()).step(&mut network, &mut pass));
        refused(&due("Backward"), || pass.gradient(&network));
    }
}

#[test]
fn a_second_update_or_backward_pass_from_what_the_first_has_used_up() {
    let mut network = network([2, 3, 1]);
    let mut sgd = Sgd::new(Rule::default());
    for by_sgd in [false, true] {
        let mut pass = pass([2, 3, 1], 1);
        refused("expected a batch after Loss, found one after Backward", || {
            network.backward(&mut pass);
        });
        let mut update = || match by_sgd {
            true => sgd.step(&mut network, &mut pass),
            false => network.descend(0.1, &mut pass),
        };
        update();
        refused("after an update it begins again with Forward", update);
        network.backprop(Loss::SquaredError, &mut pass).unwrap();
        network.descend(0.1, &mut pass);
    }
}

#[test]
fn updates_from_too_many_samples_or_none_or_with_the_velocities_of_another_network() {
    let mut small = network([2, 3, 1]);
    for count in [0, 2] {
        let expected = format!("expected a batch of 1 sample, found {count}");
        refused(&expected, || small.descend(0.1, &mut pass([2, 3, 1], count)));
    }
    let mut sgd = Sgd::new(Rule { momentum: 0.9, ..Rule::default() });
    let none = "a step takes the mean over at least 1 sample, found 0";
    refused(none, || sgd.step(&mut small, &mut pass([2, 3, 1], 0)));
    sgd.step(&mut small, &mut pass([2, 3, 1], 2));
    let mut other = network([2, 4, 1]);
    refused("earlier steps are of another network than 2-4-1", || {
        sgd.step(&mut other, &mut pass([2, 4, 1], 2));
    });
}

#[test]
fn masks_of_the_wrong_length() {
    let network = network([2, 3, 1]);
    let mut pass = pass([2, 3, 1], 2);
    for found in [1, 3, 5, 7] {
        pass.masks_mut()[0] = vec![1.0; found];
        let expected = format!("the mask of layer 1 has {found} factors for 2 samples of 3 units");
        refused(&expected, || network.forward(&mut pass));
    }
}

#[test]
fn no_threads_empty_batches_and_distortions_of_what_is_no_image() {
    let (network, set) = (network([2, 3, 1]), samples(4, 2, 1));
    let train = |recipe: Recipe, threads| {
        Trainer::new(&recipe, &set as &dyn Samples, threads, Xorshift::new(1));
    };
    let threads = "expected at least 1 thread, found 0";
    refused(threads, || evaluate(&network, &set, 0, Loss::SquaredError));
    refused(threads, || train(Recipe::default(), 0));
    refused("batch must be at least 1, not 0", || {
        train(Recipe { batch: 0, ..Recipe::default() }, 1);
    });
    refused("samples of 2 inputs and 1 outputs for a network of 3-3-1", || {
        let recipe = Recipe { loss: Loss::SquaredError, ..Recipe::default() };
        Trainer::from(self::network([3, 3, 1]), &recipe, &set, 1, Xorshift::new(1));
    });
    refused("only images can be distorted", || {
        let augmentation = Augmentation::elastic();
        train(Recipe { augmentation, ..Recipe::default() }, 1);
    });
}

#[test]
fn recipes_that_cannot_be_trained_or_not_on_these_samples() {
    let of = |change: &dyn Fn(&mut Recipe)| {
        let mut recipe = Recipe::default();
        change(&mut recipe);
        recipe
    };
    let set = Table::with_labels(Matrix::zeros(4, 2), &[0, 1, 1, 0], 2);
    let message =
        |recipe: &Recipe, set: &Table| recipe.check_for(set).expect_err("a fault").to_string();
    assert_eq!(Recipe::default().check_for(&set), Ok(()));
    let affine = |shift| Augmentation { shift, ..Augmentation::affine() };
    let elastic = |sigma| Some(Elastic { alpha: 1.0, sigma });
    for (odd, low, high) in [(f64::NAN, "", ""), (-1.0, "", ""), (1e300, "high", "high")] {
        let due = |name: &str, least: &str, most: &str| {
            let bound = if (low, high) == ("", "") { least } else { most };
            format!("{name} must be {bound}, not {odd}")
        };
        let dropout = |input, hidden| Dropout { input, hidden };
        for (change, expected) in [
            (
                &(|r: &mut Recipe| r.learning_rate = odd) as &dyn Fn(&mut Recipe),
                due("learning_rate", "above 0", "at most 1000"),
            ),
            (&|r| r.momentum = odd, due("momentum", "at least 0", "below 1")),
            (&|r| r.weight_decay = odd, due("weight_decay", "at least 0", "at most 1")),
            (&|r| r.dropout = dropout(odd, 0.5), due("dropout.input", "at least 0", "below 1")),
            (&|r| r.dropout = dropout(0.5, odd), due("dropout.hidden", "at least 0", "below 1")),
            (&|r| r.augmentation = affine(odd), due("shift", "at least 0", "at most 100")),
            (
                &|r| r.augmentation.elastic = elastic(odd),
                due("sigma", "at least 0.1", "at most 100"),
            ),
        ] {
            assert_eq!(message(&of(change), &set), expected);
        }
        if odd != 1e300 {
            let recipe = of(&|recipe| recipe.max_norm = Some(odd));
            assert_eq!(message(&recipe, &set), due("max_norm", "above 0", ""));
        }
    }
    for (recipe, expected) in [
        (of(&|recipe| recipe.dropout.hidden = 1.0), "dropout.hidden must be below 1, not 1"),
        (
            of(&|recipe| recipe.max_norm = Some(f64::INFINITY)),
            "max_norm must be below inf, not inf",
        ),
        (of(&|recipe| recipe.hidden = vec![5, 0]), "hidden must be at least 1, not 0"),
        (of(&|recipe| recipe.hidden = vec![10_001]), "hidden must be at most 10000, not 10001"),
        (of(&|recipe| recipe.batch = 0), "batch must be at least 1, not 0"),
        (of(&|recipe| recipe.epochs = 0), "epochs must be at least 1, not 0"),
        (
            of(&|recipe| recipe.augmentation = Augmentation::affine()),
            "augmentation must be none: only images can be distorted",
        ),
        (
            of(&|recipe| recipe.output = Activation::Sigmoid),
            "output must be identity for cross-entropy, which takes the sums",
        ),
    ] {
        assert_eq!(message(&recipe, &set), expected);
        let error = recipe.train(&set, Xorshift::new(1)).expect_err("a fault");
        assert_eq!(error.to_string(), expected, "of train");
        refused(expected, || Trainer::new(&recipe, &set, 1, Xorshift::new(1)));
    }
    let one = samples(4, 2, 1);
    let choice = "loss must be squared-error for one output, or softmax has no choice";
    assert_eq!(message(&Recipe::default(), &one), choice);
    let targets = Matrix::from_rows(&[[0.5, 0.5], [1.0, 0.0], [5.0, 7.0], [0.0, 1.0]]);
    let regression = Table::new(Matrix::zeros(4, 2), targets);
    let sum = message(&Recipe::default(), &regression);
    assert!(sum.contains("the targets: those of sample 2 sum to 12, which"), "{sum}");
    let squared = of(&|recipe| recipe.loss = Loss::SquaredError);
    assert_eq!((squared.check_for(&one), squared.check_for(&regression)), (Ok(()), Ok(())));
}

/// Samples of one input that say two outputs, and give so many rows and outputs of each.
struct Odd(usize, Vec<f64>);

impl Samples for Odd {
    fn count(&self) -> usize {
        9
    }

    fn inputs(&self) -> usize {
        1
    }

    fn outputs(&self) -> usize {
        2
    }

    fn push_inputs(&self, _: usize, lists: &mut SparseRows) {
        (0..self.0).for_each(|_| lists.push_nonzeros(&[1.0]));
    }

    fn target(&self, _: usize) -> &[f64] {
        &self.1
    }
}

#[test]
fn samples_that_are_not_what_their_set_says() {
    let plain = Recipe { hidden: vec![3], epochs: 1, ..Recipe::default() };
    let dropout = Dropout { input: 0.5, hidden: 0.5 };
    for recipe in [plain.clone(), Recipe { batch: 1, momentum: 0.0, ..plain.clone() }] {
        recipe.train(&Odd(1, vec![0.5; 2]), Xorshift::new(1)).expect("sound samples");
    }
    for (rows, outputs) in [(0, 2), (2, 2), (1, 1), (1, 3)] {
        let set = Odd(rows, vec![1.0 / outputs as f64; outputs]);
        let message = format!("expected 1 row and a target of 2, found {rows} and {outputs}");
        for recipe in [plain.clone(), Recipe { dropout, ..plain.clone() }] {
            refused(&message, || recipe.train(&set, Xorshift::new(1)));
        }
        let network = plain.network(1, 2, &mut Xorshift::new(1));
        refused(&message, || evaluate(&network, &set, 1, Loss::SquaredError));
    }
}

/// Samples that only the thread they were made on may look at.
struct OfOneThread(Table, thread::ThreadId);

impl Samples for OfOneThread {
    fn count(&self) -> usize {
        self.0.count()
    }

    fn inputs(&self) -> usize {
        self.0.inputs()
    }

    fn outputs(&self) -> usize {
        self.0.outputs()
    }

    fn push_inputs(&self, i: usize, lists: &mut SparseRows) {
        self.0.push_inputs(i, lists);
    }

    fn target(&self, i: usize) -> &[f64] {
        assert_eq!(self.1, thread::current().id(), "another thread");
        self.0.target(i)
    }
}

#[test]
fn samples_that_panic_on_another_thread_end_training_at_once() {
    let set = OfOneThread(samples(400, 100, 1), thread::current().id());
    let (hidden, loss) = (vec![500], Loss::SquaredError);
    let recipe = Recipe { hidden, loss, batch: 100, ..Recipe::default() };
    let (mut trainer, seen) = (Trainer::new(&recipe, &set, 2, Xorshift::new(1)), 0.into());
    refused("a job has panicked", || trainer.train_epoch_counted(&seen));
    assert_eq!(seen.into_inner(), 0, "samples seen");
}
