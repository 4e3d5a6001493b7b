//! The published error rates of fully connected networks on MNIST, and the recipe for each.
//!
//! A recipe is the flags of `backprop train`, so a reader can run one and change it. The networks
//! have the published shapes; how they are trained is ours. Hinton gives the rates of dropout
//! (arXiv 1207.0580) for several shapes; ours have one hidden layer. The rates are test errors as
//! their authors give them; LeCun's are those of the table at
//! <http://yann.lecun.com/exdb/mnist/>, where a "2-layer" network has two layers of weights and so
//! one hidden layer.
//!
//! Learning rates, epochs and the rest were chosen on the last 10000 training images, held out by
//! `train --validation 10000`; the test images played no part in it. For the table a network then
//! learns from all training images (Nielsen's from 50000, as his did).

/// One published result.
pub(super) struct Row {
    /// What `--row` calls it.
    pub name: &'static str,
    /// The network, the loss and what is special, for the table.
    pub net: &'static str,
    /// Errors on the test images, in percent.
    pub published: f64,
    /// Who published it, and when.
    pub source: &'static str,
    /// The flags of `backprop train`; the seed comes from `--seeds`.
    pub recipe: &'static str,
    /// Whether it is small enough for `--quick`.
    pub quick: bool,
}

/// Every row, the cheaper ones first.
pub(super) const ROWS: &[Row] = &[
    Row {
        name: "linear",
        net: "linear, squared error",
        published: 12.0,
        source: "LeCun 1998",
        recipe: "--hidden none --loss squared-error",
        quick: true,
    },
    Row {
        name: "nielsen-30",
        net: "784-30-10, squared error",
        published: 4.58,
        source: "Nielsen 2015",
        recipe: "--hidden 30 --activation sigmoid --loss squared-error --batch 10 \
                 --momentum 0 --learning-rate 3 --epochs 30 --train 50000",
        quick: true,
    },
    Row {
        name: "nielsen-100",
        net: "784-100-10, squared error",
        published: 3.41,
        source: "Nielsen 2015",
        recipe: "--hidden 100 --activation sigmoid --loss squared-error --batch 10 \
                 --momentum 0 --learning-rate 3 --epochs 30 --train 50000",
        quick: true,
    },
    Row {
        name: "300",
        net: "784-300-10, squared error",
        published: 4.7,
        source: "LeCun 1998",
        recipe: "--hidden 300 --activation tanh --loss squared-error --batch 1 --momentum 0 \
                 --learning-rate 0.1 --epochs 12",
        quick: true,
    },
    Row {
        name: "300-100",
        net: "784-300-100-10, squared error",
        published: 3.05,
        source: "LeCun 1998",
        recipe: "--hidden 300,100 --activation tanh --loss squared-error --batch 1 \
                 --momentum 0 --learning-rate 0.1 --epochs 12",
        quick: true,
    },
    Row {
        name: "500-150",
        net: "784-500-150-10, squared error",
        published: 2.95,
        source: "LeCun 1998",
        recipe: "--hidden 500,150 --activation tanh --loss squared-error --batch 1 \
                 --momentum 0 --learning-rate 0.1 --epochs 12",
        quick: false,
    },
    Row {
        name: "300-distorted",
        net: "784-300-10, squared error, distortions",
        published: 3.6,
        source: "LeCun 1998",
        recipe: "--hidden 300 --activation tanh --loss squared-error --batch 1 --momentum 0 \
                 --learning-rate 0.1 --epochs 12 --augment affine",
        quick: false,
    },
    Row {
        name: "300-100-distorted",
        net: "784-300-100-10, squared error, distortions",
        published: 2.5,
        source: "LeCun 1998",
        recipe: "--hidden 300,100 --activation tanh --loss squared-error --batch 1 \
                 --momentum 0 --learning-rate 0.1 --epochs 12 --augment affine",
        quick: false,
    },
    Row {
        name: "500-150-distorted",
        net: "784-500-150-10, squared error, distortions",
        published: 2.45,
        source: "LeCun 1998",
        recipe: "--hidden 500,150 --activation tanh --loss squared-error --batch 1 \
                 --momentum 0 --learning-rate 0.1 --epochs 12 --augment affine",
        quick: false,
    },
    Row {
        name: "800",
        net: "784-800-10, cross-entropy",
        published: 1.6,
        source: "Simard 2003",
        recipe: "--hidden 800 --batch 1 --momentum 0 --learning-rate 0.02 --epochs 15",
        quick: false,
    },
    Row {
        name: "800-affine",
        net: "784-800-10, cross-entropy, affine",
        published: 1.1,
        source: "Simard 2003",
        recipe: "--hidden 800 --batch 1 --momentum 0 --learning-rate 0.02 --epochs 20 \
                 --augment affine",
        quick: false,
    },
    Row {
        name: "800-elastic",
        net: "784-800-10, cross-entropy, elastic",
        published: 0.7,
        source: "Simard 2003",
        recipe: "--hidden 800 --batch 1 --momentum 0 --learning-rate 0.02 --epochs 40 \
                 --augment elastic",
        quick: false,
    },
    Row {
        name: "dropout",
        net: "784-1200-10, dropout of hidden units",
        published: 1.3,
        source: "Hinton 2012",
        recipe: "--hidden 1200 --dropout 0,0.5 --max-norm 1 --batch 50 --learning-rate 0.05 \
                 --epochs 60",
        quick: false,
    },
    Row {
        name: "dropout-inputs",
        net: "784-1200-10, dropout of inputs too",
        published: 1.1,
        source: "Hinton 2012",
        recipe: "--hidden 1200 --dropout 0.2,0.5 --max-norm 1 --batch 50 --learning-rate 0.05 \
                 --epochs 80",
        quick: false,
    },
];
