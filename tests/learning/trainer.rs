//! Mini-batch training: each step is the one that the recipe says, with the same bits for any
//! number of threads, and something is learned.

use crate::support::folders;
use backprop::matrix::{Matrix, SparseRows};
use backprop::mnist::{self, Dataset, Mnist};
use backprop::network::loss::argmax;
use backprop::network::{Activation, Init, Loss, Network, Pass, Table};
use backprop::random::{Random, Xorshift};
use backprop::training::augmentation::Augmentation;
use backprop::training::dropout::{Dropout, limit_norms};
use backprop::training::evaluate::map_outputs;
use backprop::training::trainer::RunningMeans;
use backprop::training::{Evaluation, Optimizer, Recipe, Rule, Schedule, Sgd, Trainer, evaluate};
use std::sync::atomic::AtomicUsize;

fn images(train: usize, test: usize) -> Mnist {
    mnist::load(&folders::mnist(), Some(train), Some(test)).unwrap()
}

fn recipe() -> Recipe {
    Recipe { hidden: vec![30], epochs: 3, learning_rate: 0.1, ..Recipe::default() }
}

/// Trains to the end; the means of each epoch, and the network.
fn train(recipe: &Recipe, set: &Dataset, threads: usize) -> (Vec<RunningMeans>, Network) {
    let mut trainer = Trainer::new(recipe, set, threads, Xorshift::new(7));
    let seen = AtomicUsize::new(0);
    let means = (0..recipe.epochs).map(|_| trainer.train_epoch_counted(&seen).unwrap()).collect();
    assert_eq!(seen.into_inner(), recipe.epochs * set.len(), "every image in every epoch");
    (means, trainer.into_network())
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    // A batch is shared out from 4,000,000 products of samples and parameters on: 130 samples and
    // 79,510 parameters are more, and the 40 samples left for an epoch's last batch are not.
    let plain = Recipe { hidden: vec![100], batch: 130, epochs: 2, ..recipe() };
    let all = Recipe {
        weight_decay: 1e-4,
        dropout: Dropout { input: 0.2, hidden: 0.5 },
        max_norm: Some(1.5),
        augmentation: Augmentation::elastic(),
        ..plain.clone()
    };
    let set = images(300, 1).train;
    let optimizer = Optimizer::Adam;
    let adam = Recipe { optimizer, momentum: 0.0, learning_rate: 0.001, ..all.clone() };
    for recipe in [plain, all, adam] {
        let (means, network) = train(&recipe, &set, 1);
        assert!(recipe.batch * network.parameters_len() >= 4_000_000, "too small for threads");
        for threads in [2, 3, 5] {
            let (other_means, other) = train(&recipe, &set, threads);
            assert!(other.parameters() == network.parameters(), "{threads} threads: {recipe:?}");
            assert_eq!(other_means, means, "{threads} threads: {recipe:?}");
        }
    }
}

/// Layers are cut into parts of up to 64 units for this; a network never shows it.
#[test]
fn layers_of_any_width_give_the_same_bits_in_batches_as_step_by_step() {
    let set = images(700, 1).train;
    // Batches large enough for threads.
    for (hidden, batch) in [
        (vec![], 600),
        (vec![7], 600),
        (vec![63, 64], 80),
        (vec![65, 9], 80),
        (vec![130, 257, 8], 80),
    ] {
        let momentum = 0.9;
        let recipe = Recipe { hidden, batch, epochs: 1, momentum, ..recipe() };
        let mut random = Xorshift::new(7);
        let mut network = recipe.network(784, 10, &mut random);
        random.next_u64();
        let mut order: Vec<_> = (0..700).collect();
        random.shuffle(&mut order);
        let mut sgd = Sgd::new(Rule { learning_rate: 0.1, momentum, weight_decay: 0.0 });
        let mut pass = Pass::new(&network);
        let steps = 700_usize.div_ceil(batch) as f64;
        for (number, batch) in order.chunks(batch).enumerate() {
            pass.load(&set, batch.iter().copied());
            network.backprop(recipe.loss, &mut pass).unwrap();
            sgd.rule.learning_rate = 0.1 * Schedule::Cosine.factor(number as f64 / steps);
            sgd.step(&mut network, &mut pass);
        }
        for threads in [1, 2, 3] {
            let (_, trained) = train(&recipe, &set, threads);
            let what = format!("{} on {threads} threads", network.shape());
            assert!(trained.parameters() == network.parameters(), "{what}");
            // One sample's step, and backward, in a network that was cut and joined again.
            let (mut a, mut b) = (network.clone(), trained);
            for network in [&mut a, &mut b] {
                let mut pass = Pass::new(network);
                pass.load(&set, [5]);
                network.backprop(recipe.loss, &mut pass).unwrap();
                network.descend(0.1, &mut pass);
            }
            assert!(a.parameters() == b.parameters(), "one sample's step: {what}");
        }
    }
}

#[test]
fn an_epoch_is_the_steps_of_the_recipe_in_random_order() {
    let dropout = Dropout { input: 0.1, hidden: 0.5 };
    let recipe = Recipe { batch: 16, weight_decay: 0.01, max_norm: Some(0.9), dropout, ..recipe() };
    let set = images(100, 1).train;
    let (means, trained) = train(&recipe, &set, 2);

    // The same with the parts alone. From the generator come the weights, the seed of the samples'
    // own streams, and before each epoch a new order from the last one.
    let mut random = Xorshift::new(7);
    let mut network = recipe.network(784, 10, &mut random);
    let stream = random.next_u64();
    let mut sgd = Sgd::new(Rule { learning_rate: 0.0, momentum: 0.9, weight_decay: 0.01 });
    let mut order: Vec<_> = (0..100).collect();
    let mut pass = Pass::new(&network);
    for (epoch, means) in means.iter().enumerate() {
        random.shuffle(&mut order);
        let (mut loss, mut right) = (0.0, 0);
        for (number, batch) in order.chunks(16).enumerate() {
            let (mut inputs, mut mask) = (Matrix::zeros(batch.len(), 784), Vec::new());
            for (row, &i) in batch.iter().enumerate() {
                let mut random = Xorshift::stream(stream, &[epoch as u64, i as u64]);
                let mut entries = SparseRows::default();
                entries.push(set.images.entries(i));
                dropout.drop_inputs(&mut entries, &mut random);
                for entry in entries.row(0) {
                    inputs.row_mut(row)[entry.column as usize] = entry.value;
                }
                mask.extend((0..30).map(|_| dropout.mask(&mut random)));
            }
            let targets: Vec<_> = batch.iter().map(|&i| set.target(i)).collect();
            pass.load(&Table::new(inputs, Matrix::from_rows(&targets)), 0..batch.len());
            pass.masks_mut()[0] = mask;
            network.backprop(recipe.loss, &mut pass).unwrap();
            for (row, &i) in batch.iter().enumerate() {
                loss += pass.losses()[row];
                right += usize::from(argmax(pass.output(row)) == usize::from(set.labels[i]));
            }
            let done = (7 * epoch + number) as f64 / (7 * 3) as f64;
            sgd.rule.learning_rate = 0.1 * Schedule::Cosine.factor(done);
            sgd.step(&mut network, &mut pass);
            // The limit is on the hidden layer only.
            let mut layers = network.layers().to_vec();
            layers[0].change(|weights, _| limit_norms(weights, 0.9));
            network = Network::new(layers);
        }
        let expected = RunningMeans { loss: loss / 100.0, accuracy: right as f64 / 100.0 };
        assert_eq!(*means, expected, "epoch {epoch}");
    }
    assert!(trained.parameters() == network.parameters(), "the weights after all steps");
    let at_once = recipe.train(&set, Xorshift::new(7)).unwrap();
    assert!(trained.parameters() == at_once.parameters(), "Recipe::train is all epochs at once");
}

#[test]
fn single_samples_take_the_rates_of_the_schedule_one_by_one() {
    let recipe = Recipe { hidden: vec![9], batch: 1, epochs: 2, momentum: 0.0, ..recipe() };
    let set = images(17, 1).train;
    let (_, trained) = train(&recipe, &set, 2);
    let mut random = Xorshift::new(7);
    let mut network = recipe.network(784, 10, &mut random);
    random.next_u64();
    let mut order: Vec<_> = (0..17).collect();
    let mut pass = Pass::new(&network);
    for epoch in 0..2 {
        random.shuffle(&mut order);
        for (number, &i) in order.iter().enumerate() {
            pass.load(&set, [i]);
            network.backprop(recipe.loss, &mut pass).unwrap();
            let done = (17 * epoch + number) as f64 / (17 * 2) as f64;
            network.descend(0.1 * Schedule::Cosine.factor(done), &mut pass);
        }
    }
    assert!(trained.parameters() == network.parameters(), "the weights after 34 steps");
}

#[test]
fn it_learns_the_digits_with_either_loss() {
    let data = images(2000, 500);
    let squared = Recipe {
        activation: Activation::Tanh,
        output: Activation::Sigmoid,
        loss: Loss::SquaredError,
        init: Init::Xavier,
        ..recipe()
    };
    for recipe in [recipe(), squared] {
        let (means, network) = train(&recipe, &data.train, 2);
        assert!(means.is_sorted_by(|a, b| a.loss > b.loss), "the loss falls: {means:?}");
        let measured = evaluate(&network, &data.test, 2, recipe.loss);
        let accuracy = measured.unwrap().accuracy();
        // By guessing, 0.1.
        assert!(accuracy > 0.7, "{:?}: accuracy {accuracy} on test images", recipe.loss);
    }
}

#[test]
fn it_goes_on_from_any_network_of_the_samples_size() {
    let set = images(70, 1).train;
    let dropout = Dropout { input: 0.1, hidden: 0.5 };
    for batch in [1, 7] {
        let recipe = Recipe { batch, dropout, momentum: 0.0, ..recipe() };
        let mut random = Xorshift::new(7);
        let network = recipe.network(784, 10, &mut random);
        // What it starts from counts, and not the layers in the recipe.
        let other = Recipe { hidden: vec![2, 5], activation: Activation::Tanh, ..recipe.clone() };
        let mut trainer = Trainer::from(network, &other, &set, 1, random);
        while trainer.epoch() < recipe.epochs {
            trainer.train_epoch().unwrap();
        }
        let (_, expected) = train(&recipe, &set, 1);
        let found = trainer.into_network();
        assert!(found.parameters() == expected.parameters(), "batches of {batch}");
        let answers = found.predict_all(&Matrix::zeros(2, 784)).unwrap();
        assert_eq!(answers.row(1), found.predict(&[0.0; 784]).unwrap(), "a table and a row");
    }
}

#[test]
fn it_learns_any_numbers() {
    let mut random = Xorshift::new(1);
    let inputs = Matrix::from_fn(50, 2, |_, _| random.normal());
    let linear = |x: &[f64]| 2.0 * x[0] - 3.0 * x[1] + 1.0;
    let targets = Matrix::from_fn(50, 1, |i, _| linear(inputs.row(i)));
    let recipe =
        Recipe { hidden: vec![], loss: Loss::SquaredError, epochs: 200, ..Recipe::default() };
    let network = recipe.train(&Table::new(inputs, targets), random).unwrap();
    for (found, exact) in network.parameters().iter().zip([2.0, -3.0, 1.0]) {
        assert!((found - exact).abs() < 1e-6, "{:?} for 2, -3, 1", network.parameters());
    }
}

#[test]
fn evaluation_does_not_depend_on_threads_and_keeps_the_order() {
    let data = images(1, 131);
    let network = recipe().network(784, 10, &mut Xorshift::new(1));
    let loss = Loss::SoftmaxCrossEntropy;
    let alone = evaluate(&network, &data.test, 1, loss).unwrap();
    assert_eq!(alone.samples, 131);
    for threads in [2, 3, 5, 200] {
        let shared = evaluate(&network, &data.test, threads, loss).unwrap();
        assert_eq!(shared, alone, "{threads} threads");
        let order = map_outputs(&network, &data.test, threads, |i, _| i);
        assert_eq!(order, (0..131).collect::<Vec<_>>(), "{threads} threads");
    }
}

#[test]
fn of_no_samples_nothing_is_learned_and_nothing_measured() {
    let none = images(0, 0).train;
    let refused = recipe().train(&none, Xorshift::new(1)).unwrap_err();
    assert_eq!(refused.to_string(), "samples must be at least 1, not 0");
    let network = recipe().network(784, 10, &mut Xorshift::new(1));
    assert_eq!(evaluate(&network, &none, 2, Loss::SquaredError), Ok(Evaluation::default()));
}
