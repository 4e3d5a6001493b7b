//! The published error rates of fully connected networks on MNIST, and the recipe for each.
//!
//! A recipe is the flags of `backprop train`, so a reader can run one and change it. The networks
//! have the published shapes; how they are trained is ours. Hinton gives the rates of dropout
//! (arXiv 1207.0580) for several shapes; ours have one hidden layer. The rates are test errors as
//! their authors give them; LeCun's are those of the table at
//! <http://yann.lecun.com/exdb/mnist/>, where a "2-layer" network has two layers of weights and so
//! one hidden layer. Srivastava's (JMLR 15, 2014) and Ciresan's (arXiv 1003.0358) are quoted from
//! others: see data/published/README.md.
//!
//! Learning rates, epochs and the rest were chosen on the last 10000 training images, held out by
//! `train --validation 10000`; data/published/trials.md has the trials, and the one choice that was
//! made with test errors known. For the table a network then learns from all training images
//! (Nielsen's from 50000, as his did).

/// A network whose error rate was published.
pub(super) struct Published {
    /// Its name for `--row`.
    pub name: &'static str,
    /// The error on the test images, in percent.
    pub error: f64,
    /// Who published it, and when.
    pub source: &'static str,
    /// The network, the loss and what is special, for the table.
    pub net: &'static str,
    /// Which commands train it.
    pub size: Size,
    /// How many seconds a run took, on one thread, where data/published/README.md was measured. On
    /// another machine it takes another time, but in much the same proportion.
    pub seconds: u32,
    /// The flags of `backprop train`, in parts; the seed comes from `--seeds`.
    pub recipe: &'static [&'static str],
}

/// Which commands train a network.
#[derive(Clone, Copy)]
pub(super) enum Size {
    /// Trained by `--quick` too.
    Small,
    /// Trained by the command without flags.
    Medium,
    /// Trained by `--long` only, or by its name.
    Large,
}

use Size::{Large, Medium, Small};

/// What the recipes for one author's networks have in common.
const NIELSEN: &str = "--activation sigmoid --loss squared-error --batch 10 --momentum 0 \
                       --learning-rate 3 --epochs 30 --train 50000";
const LECUN: &str = "--activation tanh --loss squared-error --batch 1 --momentum 0 \
                     --learning-rate 0.1 --epochs 12";
const SIMARD: &str = "--hidden 800 --batch 1 --momentum 0 --learning-rate 0.02";
const SRIVASTAVA: &str = "--hidden 1024,1024,1024 --dropout 0.2,0.5 --batch 200 --epochs 45 \
                          --learning-rate 0.1";

/// Every network, roughly from the cheapest on: name, error, source, net; size, seconds, recipe.
#[rustfmt::skip]
pub(super) const ROWS: &[Published] = &[
    row("linear",            12.0, "LeCun 1998",   "linear, squared error",
        Small, 1, &["--hidden none --loss squared-error"]),
    row("nielsen-30",        4.58, "Nielsen 2015", "784-30-10, squared error",
        Small, 5, &["--hidden 30", NIELSEN]),
    row("nielsen-100",       3.41, "Nielsen 2015", "784-100-10, squared error",
        Small, 14, &["--hidden 100", NIELSEN]),
    row("300",               4.7,  "LeCun 1998",   "784-300-10, squared error",
        Small, 11, &["--hidden 300", LECUN]),
    row("300-100",           3.05, "LeCun 1998",   "784-300-100-10, squared error",
        Small, 21, &["--hidden 300,100", LECUN]),
    row("500-150",           2.95, "LeCun 1998",   "784-500-150-10, squared error",
        Medium, 43, &["--hidden 500,150", LECUN]),
    row("300-distorted",     3.6,  "LeCun 1998",   "784-300-10, squared error, distortions",
        Medium, 16, &["--hidden 300", LECUN, "--augment affine"]),
    row("300-100-distorted", 2.5,  "LeCun 1998",   "784-300-100-10, squared error, distortions",
        Medium, 26, &["--hidden 300,100", LECUN, "--augment affine"]),
    row("500-150-distorted", 2.45, "LeCun 1998",   "784-500-150-10, squared error, distortions",
        Medium, 50, &["--hidden 500,150", LECUN, "--augment affine"]),
    row("800",               1.6,  "Simard 2003",  "784-800-10, cross-entropy",
        Medium, 28, &[SIMARD, "--epochs 15"]),
    row("800-affine",        1.1,  "Simard 2003",  "784-800-10, cross-entropy, affine",
        Medium, 53, &[SIMARD, "--epochs 20 --augment affine"]),
    row("800-elastic",       0.7,  "Simard 2003",  "784-800-10, cross-entropy, elastic",
        Medium, 122, &[SIMARD, "--epochs 40 --augment elastic"]),
    row("dropout",           1.3,  "Hinton 2012",  "784-1200-10, dropout of hidden units",
        Medium, 224, &["--hidden 1200 --dropout 0,0.5 --max-norm 1",
                       "--batch 50 --learning-rate 0.05 --epochs 60"]),
    row("dropout-inputs",    1.1,  "Hinton 2012",  "784-1200-10, dropout of inputs too",
        Medium, 154, &["--hidden 1200 --dropout 0.2,0.5 --max-norm 1",
                       "--batch 100 --learning-rate 0.1 --epochs 50"]),
    row("1000-500-elastic",  0.49, "Ciresan 2010", "784-1000-500-10, cross-entropy, elastic",
        Large, 399, &["--hidden 1000,500 --batch 100 --learning-rate 0.15 --epochs 60",
                      "--augment elastic"]),
    row("deep-dropout",      1.25, "Srivastava 2014", "784-1024-1024-1024-10, dropout",
        Large, 610, &[SRIVASTAVA, "--weight-decay 0.00005"]),
    row("deep-max-norm",     1.06, "Srivastava 2014", "784-1024-1024-1024-10, dropout, max-norm",
        Large, 628, &[SRIVASTAVA, "--max-norm 2"]),
];

const fn row(
    name: &'static str,
    error: f64,
    source: &'static str,
    net: &'static str,
    size: Size,
    seconds: u32,
    recipe: &'static [&'static str],
) -> Published {
    Published { name, error, source, net, size, seconds, recipe }
}
