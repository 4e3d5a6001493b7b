//! Training ends at the first number that is not finite, and names the epoch, the layer and the
//! learning rate.

use crate::support::folders;
use backprop::document::notebook::Notebook;
use backprop::matrix::{Matrix, SparseRows};
use backprop::mnist::{self, Mnist};
use backprop::network::{Activation, Dense, Loss, Network, NotFinite, Pass, Samples, Table};
use backprop::random::Xorshift;
use backprop::training::{Diverged, Recipe, Trainer, evaluate};
use std::sync::atomic::AtomicUsize;

fn images(train: usize, test: usize) -> Mnist {
    mnist::load(&folders::mnist(), Some(train), Some(test)).unwrap()
}

/// Inputs so large that the second step already has weights beyond `f64`, and the way to it.
fn explosive(samples: usize) -> (Table, Recipe) {
    let inputs = Matrix::from_fn(samples, 300, |i, j| 5e99 * ((i + j) % 3) as f64);
    let labels: Vec<_> = (0..samples).map(|i| i % 10).collect();
    let (loss, learning_rate) = (Loss::SquaredError, 1000.0);
    let recipe = Recipe { loss, learning_rate, batch: 1, momentum: 0.0, ..Recipe::default() };
    (Table::with_labels(inputs, &labels, 10), recipe)
}

/// Asserts that training with this rate ended at once, in epoch 0.
fn assert_at_once(error: Diverged, rate: f64, seen: AtomicUsize, what: &str) {
    assert_eq!((error.epoch, error.learning_rate), (0, rate), "{what}");
    assert!((1..=2).contains(&error.cause.layer), "{what}: {error}");
    let seen = seen.into_inner();
    assert!(seen < 5, "{what} stopped after {seen} of 100 images");
}

#[test]
fn too_large_a_rate_stops_training_at_once() {
    let data = images(100, 20);
    let (set, recipe) = explosive(100);
    for threads in [1, 2] {
        let seen = AtomicUsize::new(0);
        let mut trainer = Trainer::new(&recipe, &set, threads, Xorshift::new(1));
        assert_at_once(
            trainer.train_epoch_counted(&seen).unwrap_err(),
            1000.0,
            seen,
            "the trainer",
        );
        for corrected in [false, true] {
            let tutorial = Notebook::TUTORIAL;
            let notebook = Notebook { learning_rate: 1e200, corrected, threads, ..tutorial };
            let seen = AtomicUsize::new(0);
            let report = |_, _| panic!("no epoch was finished");
            let run = notebook.run(&data, &mut Xorshift::new(1), &seen, report);
            assert_at_once(run.unwrap_err(), 1e200, seen, "the tutorial's program");
        }
    }
}

#[test]
fn a_trainer_that_diverged_goes_on_from_an_earlier_checkpoint() {
    // One step a sample; and a batch for two threads, then one of 10 samples for one.
    for (batch, samples) in [(1, 20), (150, 160)] {
        let (set, recipe) = explosive(samples);
        let recipe = Recipe { batch, ..recipe };
        let mut trainer = Trainer::new(&recipe, &set, 2, Xorshift::new(1));
        let checkpoint = trainer.checkpoint();
        let train = |trainer: &mut Trainer| {
            let seen = AtomicUsize::new(0);
            (trainer.train_epoch_counted(&seen).unwrap_err(), seen.into_inner())
        };
        let first = train(&mut trainer);
        trainer.resume(&checkpoint).unwrap_or_else(|misfit| panic!("batch {batch}: {misfit}"));
        assert_eq!(train(&mut trainer), first, "batch {batch}");
    }
}

#[test]
fn the_layer_named_is_the_first_with_such_a_number() {
    let set = Table::new(Matrix::from_rows(&[[1.0, 1.0]]), Matrix::from_rows(&[[1.0, 0.0]]));
    for odd in [f64::NAN, f64::INFINITY] {
        for at in 0..3 {
            let layer = |l| {
                let weight = if l == at { odd } else { 1.0 };
                let weights = Matrix::from_rows(&[[weight, 1.0], [1.0, 1.0]]);
                Dense::new(weights, None, Activation::Relu)
            };
            let network = Network::new((0..3).map(layer).collect());
            let mut pass = Pass::new(&network);
            pass.load(&set, [0]);
            for loss in [Loss::SquaredError, Loss::SoftmaxCrossEntropy] {
                let found = network.backprop(loss, &mut pass);
                assert_eq!(found, Err(NotFinite { layer: at + 1 }), "{odd}, {loss:?}");
            }
        }
    }
}

/// Samples beyond what a table takes: all inputs of one are this number, all targets zeros.
struct Large(Vec<f64>, Vec<f64>);

impl Samples for Large {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn inputs(&self) -> usize {
        100
    }

    fn outputs(&self) -> usize {
        self.1.len()
    }

    fn push_inputs(&self, i: usize, lists: &mut SparseRows) {
        lists.push_nonzeros(&[self.0[i]; 100]);
    }

    fn target(&self, _: usize) -> &[f64] {
        &self.1
    }
}

#[test]
fn the_layer_named_does_not_depend_on_the_number_of_threads() {
    // The squares of most samples' outputs are too large; one sample's sums are, in the first
    // layer.
    let inputs = (0..100).map(|i| if i == 50 { 1e308 } else { 1e160 });
    let set = Large(inputs.collect(), vec![0.0; 10]);
    let (hidden, loss) = (vec![500], Loss::SquaredError);
    let recipe = Recipe { hidden, batch: 100, loss, ..Recipe::default() };
    for seed in 0..5 {
        for threads in [1, 2, 3] {
            let mut trainer = Trainer::new(&recipe, &set, threads, Xorshift::new(seed));
            let error = trainer.train_epoch().unwrap_err();
            assert_eq!(error.cause, NotFinite { layer: 1 }, "seed {seed}, {threads} threads");
        }
    }
}

#[test]
fn a_score_of_minus_infinity_does_not_pass_as_a_probability_of_zero() {
    let weights = Matrix::from_rows(&[[1.0, f64::NEG_INFINITY]]);
    let network = Network::new(vec![Dense::new(weights, None, Activation::Identity)]);
    let mut pass = Pass::new(&network);
    pass.load(&Table::new(Matrix::from_rows(&[[1.0]]), Matrix::from_rows(&[[1.0, 0.0]])), [0]);
    let found = network.backprop(Loss::SoftmaxCrossEntropy, &mut pass);
    assert_eq!(found, Err(NotFinite { layer: 1 }));
}

#[test]
fn a_measurement_that_is_not_finite_is_traced_to_its_layer() {
    // The seventh test image has ink at this place, and the six before it have not.
    let set = images(1, 20).test;
    let inked = |i: usize, at: usize| set.images.bytes(i)[at] > 0;
    let rare = (0..784).find(|&at| inked(6, at) && (0..6).all(|i| !inked(i, at))).unwrap();
    for bad in 0..3 {
        let layers = [784, 5, 5, 10].windows(2).enumerate().map(|(l, size)| {
            let bad_row = if l == 0 { rare } else { 0 };
            let weights = Matrix::from_fn(size[0], size[1], |p, _| {
                if l == bad && p == bad_row { f64::INFINITY } else { 1.0 }
            });
            Dense::new(weights, None, Activation::Identity)
        });
        let network = Network::new(layers.collect());
        let found = evaluate(&network, &set, 1, Loss::SquaredError);
        assert_eq!(found, Err(NotFinite { layer: bad + 1 }));
    }
}

#[test]
fn the_message_suggests_a_tenth_of_the_rate_in_plain_digits_but_at_most_0_1() {
    for (learning_rate, smaller) in [(0.7, "0.07"), (900.0, "0.1"), (0.0005, "0.00005")] {
        let cause = NotFinite { layer: 2 };
        let message = Diverged { epoch: 3, cause, learning_rate }.to_string();
        let expected = format!(
            "training diverged in epoch 3: the outputs of layer 2 or their errors are no longer \
             finite numbers; the learning rate {learning_rate} is too large here; try a smaller one, such as \
             {smaller}"
        );
        assert_eq!(message, expected);
    }
}

/// Samples whose inputs are not checked before training, as those of a [`Table`] are.
struct Unchecked;

impl Samples for Unchecked {
    fn count(&self) -> usize {
        20
    }

    fn inputs(&self) -> usize {
        2
    }

    fn outputs(&self) -> usize {
        2
    }

    fn push_inputs(&self, i: usize, lists: &mut SparseRows) {
        lists.push_nonzeros(&[1.0, if i == 7 { f64::NAN } else { 0.5 }]);
    }

    fn target(&self, _: usize) -> &[f64] {
        &[0.0, 1.0]
    }
}

#[test]
fn inputs_that_are_not_finite_are_the_cause_and_not_the_rate() {
    let network = Recipe::default().network(2, 2, &mut Xorshift::new(1));
    assert_eq!(network.predict(&[1.0, f64::NAN]), Err(NotFinite { layer: 0 }));
    for batch in [1, 8, 32] {
        let recipe = Recipe { batch, ..Recipe::default() };
        let error = recipe.train(&Unchecked, Xorshift::new(1)).unwrap_err().to_string();
        let expected = "training diverged in epoch 0: the inputs are not finite numbers; look at \
                        the data";
        assert_eq!(error, expected, "batch {batch}");
    }
}
