//! What the tutorial reports after an epoch, plots at the end, and throws away.
//!
//! None of this changes what is learned; it changes what a reader believes about it. All numbers
//! are of one run, the faithful one with the tutorial's seed: the same weights, looked at in the
//! printed way and in the mended way.

use super::runs::{Epoch, Runs, Scores};
use super::{Erratum, Fact, count, decimals};

/// The error is taken on scores that softmax has not seen.
pub fn raw_scores(runs: &Runs) -> Erratum {
    let run = &runs.printed[0];
    let printed = |epoch: &Epoch| epoch.train.raw_squares / epoch.train.samples;
    let mended = |epoch: &Epoch| epoch.train.cross_entropy / epoch.train.samples;
    let rises = |error: &dyn Fn(&Epoch) -> f64| {
        run.epochs.windows(2).filter(|pair| error(&pair[1]) > error(&pair[0])).count() as f64
    };
    let (first, last) = (&run.epochs[0], run.last());
    let accuracies: Vec<_> =
        [first, last].map(|e| decimals(e.train.correct / e.train.samples)).into();
    let last_what = format!(
        "training error after the last epoch (accuracy {}, was {})",
        accuracies[1], accuracies[0]
    );
    Erratum {
        title: "The error is taken before softmax",
        printed: &[
            "results = relu(training_images @ weights_1) @ weights_2",
            "training_loss = np.sum((training_labels - results) ** 2 ) # MSE",
        ],
        why: "These results are raw scores, which need not be near 0 and 1 at all: softmax looks \
              only at their differences, and training drives them apart. So the error climbs while \
              the network gets better.",
        mend: "the mean over the images of -log(softmax(score)[label]), the cross-entropy",
        facts: vec![
            Fact::new(last_what, printed(last), mended(last), decimals),
            Fact::new(
                "training error after the first epoch",
                printed(first),
                mended(first),
                decimals,
            ),
            Fact::new("epochs in which it rises", rises(&printed), rises(&mended), count),
        ],
    }
}

/// The two lines of a chart are sums over sets of different sizes.
pub fn charts(runs: &Runs) -> Erratum {
    let Epoch { train, test, .. } = *runs.printed[0].last();
    let mean = |take: fn(Scores) -> f64, scores: Scores| take(scores) / scores.samples;
    let ratio = |what: &str, take: fn(Scores) -> f64| {
        Fact::new(what, take(train) / take(test), mean(take, train) / mean(take, test), decimals)
    };
    Erratum {
        title: "The charts compare sums over sets of different sizes",
        printed: &[
            "loss_history = pd.DataFrame([store_training_loss, store_test_loss], ...)",
            "acc_history = pd.DataFrame([store_training_accurate_pred, ...], ...)",
        ],
        why: "What is stored are sums over each set, so the training line lies above the test line \
              by the ratio of the sets' sizes, however well either goes; the accuracies are not \
              shares but counts.",
        mend: "store the means: each sum divided by the number of its images",
        facts: vec![
            ratio("training line over test line, accuracy", |scores| scores.correct),
            ratio("training line over test line, error", |scores| scores.raw_squares),
        ],
    }
}

/// The sums gathered in an epoch are overwritten unread.
pub fn gathered(runs: &Runs) -> Erratum {
    let run = &runs.printed[0];
    let (images, epochs) = (run.last().train.samples, run.epochs.len() as f64);
    let parameters = run.network.parameters_len() as f64;
    // One product a weight: in the forward pass, in the outer product, in the learning rate's
    // times it; the way back through the second layer; and once more in the pass over all images.
    let second = run.network.layers()[1].weights();
    let training = 3.0 * parameters + (second.rows() * second.columns()) as f64;
    let millions = |products: f64| products * images / 1e6;
    let error = |epoch: &Epoch| epoch.train.raw_squares / images;
    Erratum {
        title: "Sums are gathered during the epoch and thrown away",
        printed: &[
            "training_loss += np.sum((training_lables[i] - layer_2) ** 2)",
            "training_loss = np.sum((training_labels - results) ** 2 ) # MSE",
        ],
        why: "The second line overwrites what the first has gathered, and the accuracy goes the \
              same way; nothing reads it in between. What is lost is the better number: it is \
              taken after softmax. What replaces it costs another forward pass over all images.",
        mend: "drop the gathering, or print it and drop the second pass",
        facts: vec![
            Fact::new(
                "training error of the last epoch: kept, and as gathered",
                error(run.last()),
                run.last().gathered / images,
                decimals,
            ),
            Fact::new("sums gathered and never read, whole run", 2.0 * epochs, 0.0, count),
            Fact::new(
                "millions of products an epoch: with the second pass, without",
                millions(training + parameters),
                millions(training),
                count,
            ),
        ],
    }
}
