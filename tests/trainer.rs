//! Mini-batch training: the same bits for any number of threads, each step the one that the recipe
//! says, something learned, and an end at the first number that is not finite, which names the
//! layer.

mod folders;

use backprop::document::notebook::Notebook;
use backprop::matrix::Matrix;
use backprop::mnist::{self, Dataset, Mnist};
use backprop::network::loss::argmax;
use backprop::network::{Activation, Dense, Init, Loss, Network, NotFinite, Pass, Table};
use backprop::random::{Random, Xorshift};
use backprop::training::distortion::Distortion;
use backprop::training::dropout::{Dropout, limit_norms};
use backprop::training::evaluate::map_outputs;
use backprop::training::trainer::RunningMeans;
use backprop::training::{Diverged, Recipe, Rule, Schedule, Sgd, Trainer, evaluate};
use std::sync::atomic::AtomicUsize;

fn images(train: usize, test: usize) -> Mnist {
    mnist::load(&folders::mnist(), Some(train), Some(test)).unwrap()
}

fn plain() -> Recipe {
    Recipe { hidden: vec![30], epochs: 3, ..Recipe::default() }
}

/// Trains to the end; what was shown in each epoch, and the network.
fn train(
    recipe: &Recipe,
    set: &Dataset,
    threads: usize,
    seed: u64,
) -> Result<(Vec<RunningMeans>, Network), Diverged> {
    let mut trainer = Trainer::new(recipe, set, threads, Xorshift::new(seed));
    let seen = AtomicUsize::new(0);
    let shown: Result<_, _> = (0..recipe.epochs).map(|_| trainer.train_epoch(&seen)).collect();
    let shown = shown?;
    assert_eq!(seen.into_inner(), recipe.epochs * set.len(), "every image in every epoch");
    Ok((shown, trainer.network().clone()))
}

fn bits(network: &Network) -> Vec<u64> {
    network.parameters().into_iter().map(f64::to_bits).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    // A batch is shared out from 10,000,000 products of samples and parameters on: 130 samples
    // and 79,510 parameters are more, and the 40 samples left for an epoch's last batch are not.
    let recipe = Recipe {
        hidden: vec![100],
        batch: 130,
        weight_decay: 1e-4,
        dropout: Dropout { input: 0.2, hidden: 0.5 },
        max_norm: Some(1.5),
        distortion: Distortion::elastic(),
        epochs: 2,
        ..plain()
    };
    let set = images(300, 1).train;
    for recipe in [
        Recipe { dropout: Dropout::default(), distortion: Distortion::none(), ..recipe.clone() },
        recipe,
    ] {
        let (shown, network) = train(&recipe, &set, 1, 1).unwrap();
        assert!(recipe.batch * network.parameters_len() >= 10_000_000, "too small for threads");
        for threads in [2, 3, 5] {
            let (other_shown, other) = train(&recipe, &set, threads, 1).unwrap();
            assert!(bits(&other) == bits(&network), "{threads} threads: {recipe:?}");
            assert_eq!(other_shown, shown, "{threads} threads: {recipe:?}");
        }
        let (_, other) = train(&recipe, &set, 1, 2).unwrap();
        assert!(bits(&other) != bits(&network), "another seed is another run");
    }
}

#[test]
fn an_epoch_is_the_steps_of_the_recipe_in_random_order() {
    let recipe = Recipe { batch: 16, weight_decay: 0.01, max_norm: Some(0.9), ..plain() };
    let set = images(100, 1).train;
    let (shown, trained) = train(&recipe, &set, 2, 7).unwrap();

    // The same with the parts alone. From the generator come the weights, the seed of the samples'
    // own streams (of no use here), and before each epoch a new order from the last one.
    let mut random = Xorshift::new(7);
    let mut network = recipe.network(784, 10, &mut random);
    random.next_u64();
    let mut sgd = Sgd::new(Rule { learning_rate: 0.1, momentum: 0.9, weight_decay: 0.01 });
    let mut order: Vec<_> = (0..100).collect();
    let steps = 3 * 7;
    for (epoch, shown) in shown.iter().enumerate() {
        random.shuffle(&mut order);
        let (mut loss, mut right) = (0.0, 0);
        for (number, batch) in order.chunks(16).enumerate() {
            let mut pass = Pass::new(&network);
            pass.show(&set, batch.iter().copied());
            network.backprop(recipe.loss, &mut pass).unwrap();
            for (i, &sample) in batch.iter().enumerate() {
                loss += pass.losses()[i];
                right += usize::from(argmax(pass.output(i)) == usize::from(set.labels[sample]));
            }
            let factor = Schedule::Cosine.factor((7 * epoch + number) as f64 / steps as f64);
            sgd.rule.learning_rate = 0.1 * factor;
            sgd.step(&mut network, &[&pass]);
            // The limit is on the hidden layer only.
            let mut layers = network.layers().to_vec();
            layers[0].change(|weights, _| limit_norms(weights, 0.9));
            network = Network::new(layers);
        }
        let expected = RunningMeans { loss: loss / 100.0, accuracy: right as f64 / 100.0 };
        assert_eq!(*shown, expected, "epoch {epoch}");
    }
    assert!(bits(&trained) == bits(&network), "the weights after {steps} steps");
}

#[test]
fn it_learns_the_digits_with_either_loss() {
    let data = images(2000, 500);
    let squared = Recipe {
        activation: Activation::Tanh,
        loss: Loss::SquaredError,
        init: Init::Xavier,
        output: Activation::Sigmoid,
        ..plain()
    };
    for recipe in [plain(), squared] {
        let (shown, network) = train(&recipe, &data.train, 2, 1).unwrap();
        let losses: Vec<_> = shown.iter().map(|epoch| epoch.loss).collect();
        assert!(losses.is_sorted_by(|a, b| a > b), "the loss falls: {losses:?}");
        let measured = evaluate(&network, &data.test, 2, |y, t| recipe.loss.value(y, t));
        let accuracy = measured.unwrap().accuracy();
        // By guessing, 0.1.
        assert!(accuracy > 0.7, "{:?}: accuracy {accuracy} on test images", recipe.loss);
    }
}

#[test]
fn evaluation_does_not_depend_on_threads_and_keeps_the_order() {
    let data = images(1, 131);
    let network = plain().network(784, 10, &mut Xorshift::new(1));
    let error = |y: &[f64], t: &[f64]| Loss::SoftmaxCrossEntropy.value(y, t);
    let alone = evaluate(&network, &data.test, 1, error).unwrap();
    assert_eq!(alone.samples, 131);
    for threads in [2, 3, 5, 200] {
        let shared = evaluate(&network, &data.test, threads, error).unwrap();
        assert_eq!(shared, alone, "{threads} threads");
        let order = map_outputs(&network, &data.test, threads, |i, _| i);
        assert_eq!(order, (0..131).collect::<Vec<_>>(), "{threads} threads");
    }
}

#[test]
fn too_large_a_rate_stops_the_trainer_at_once() {
    let set = images(200, 1).train;
    for threads in [1, 2] {
        let recipe = Recipe { learning_rate: 1e200, batch: 1, momentum: 0.0, ..plain() };
        let mut trainer = Trainer::new(&recipe, &set, threads, Xorshift::new(1));
        let seen = AtomicUsize::new(0);
        let error = trainer.train_epoch(&seen).unwrap_err();
        assert!((1..=2).contains(&error.cause.layer), "{error}");
        let seen = seen.into_inner();
        assert!((1..5).contains(&seen), "stopped after {seen} of 200 images");
    }
}

#[test]
fn the_layer_named_is_the_first_with_such_a_number() {
    let layer = |weight: f64| {
        Dense::new(Matrix::from_rows(&[[weight, 1.0], [1.0, 1.0]]), None, Activation::Relu)
    };
    for odd in [f64::NAN, f64::INFINITY] {
        for at in 0..3 {
            let weight = |l| if l == at { odd } else { 1.0 };
            let network = Network::new((0..3).map(|l| layer(weight(l))).collect());
            let set =
                Table::new(Matrix::from_rows(&[[1.0, 1.0]]), Matrix::from_rows(&[[1.0, 0.0]]));
            let mut pass = Pass::new(&network);
            pass.show(&set, [0]);
            for loss in [Loss::SquaredError, Loss::SoftmaxCrossEntropy] {
                let found = network.backprop(loss, &mut pass);
                assert_eq!(found, Err(NotFinite { layer: at + 1 }), "{odd}, {loss:?}");
            }
        }
    }
}

#[test]
fn a_score_of_minus_infinity_does_not_pass_as_a_probability_of_zero() {
    let weights = Matrix::from_rows(&[[1.0, f64::NEG_INFINITY]]);
    let network = Network::new(vec![Dense::new(weights, None, Activation::Identity)]);
    let mut pass = Pass::new(&network);
    pass.show(&Table::new(Matrix::from_rows(&[[1.0]]), Matrix::from_rows(&[[1.0, 0.0]])), [0]);
    assert_eq!(network.backprop(Loss::SoftmaxCrossEntropy, &mut pass), Err(NotFinite { layer: 1 }));
}

#[test]
fn a_measurement_that_is_not_finite_is_traced_to_its_layer() {
    // The seventh test image has ink at this place, and few others have.
    let data = images(1, 20);
    let inked = |i: usize, at: usize| data.test.images.bytes(i)[at] > 0;
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
        let found = evaluate(&network, &data.test, 1, |y, t| Loss::SquaredError.value(y, t));
        assert_eq!(found, Err(NotFinite { layer: bad + 1 }));
    }
}

#[test]
fn the_tutorials_program_stops_at_once_and_names_epoch_layer_and_rate() {
    let data = images(100, 20);
    for threads in [1, 2] {
        for corrected in [false, true] {
            let notebook =
                Notebook { hidden_size: 9, learning_rate: 1e200, epochs: 3, corrected, threads };
            let seen = AtomicUsize::new(0);
            let mut reported = 0;
            let error = notebook
                .run(&data, &mut Xorshift::new(1), &seen, |_, _| {
                    reported += 1;
                    Ok::<(), Diverged>(())
                })
                .unwrap_err();
            assert_eq!((error.epoch, error.learning_rate, reported), (0, 1e200, 0));
            assert!((1..=2).contains(&error.cause.layer), "{error}");
            let seen = seen.into_inner();
            assert!(seen < 5, "stopped after {seen} of 100 images, {threads} threads");
        }
    }
}

#[test]
fn the_message_suggests_a_tenth_of_the_rate_in_plain_digits() {
    for (learning_rate, tenth) in [(0.7, "0.07"), (900.0, "90"), (0.0005, "0.00005")] {
        let cause = NotFinite { layer: 2 };
        let message = Diverged { epoch: 3, cause, learning_rate }.to_string();
        let expected = format!(
            "training diverged in epoch 3: the outputs of layer 2 are no longer finite numbers; \
             the learning rate {learning_rate} is too large here, try a smaller one, such as \
             --learning-rate {tenth}"
        );
        assert_eq!(message, expected);
    }
}
