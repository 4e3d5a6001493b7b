//! How samples become a batch: each distorted, and with units left out, as the recipe says.

use super::Recipe;
use super::augmentation::{Augmentation, Distorter};
use super::dropout::Dropout;
use crate::network::{Network, Pass, Samples};
use crate::random::Xorshift;

/// A batch, or a thread's share of one. Made once, it is used for one after the other.
pub(super) struct Batch<'a> {
    /// Its way through the network and back.
    pub pass: Pass,
    recipe: &'a Recipe,
    set: &'a dyn Samples,
    /// Units of each hidden layer.
    hidden: Vec<usize>,
    distorter: Option<Distorter>,
    image: Vec<f64>,
    distorted: Vec<f64>,
}

impl<'a> Batch<'a> {
    /// Room for samples of `set`.
    pub fn new(recipe: &'a Recipe, set: &'a dyn Samples, network: &Network) -> Self {
        let distorter = || {
            let (height, width) = set.image_size().expect("only images can be distorted");
            Distorter::new(&recipe.augmentation, height, width)
        };
        Self {
            pass: Pass::new(network),
            recipe,
            set,
            hidden: network.hidden(),
            distorter: (recipe.augmentation != Augmentation::none()).then(distorter),
            image: vec![0.0; set.inputs()],
            distorted: vec![0.0; set.inputs()],
        }
    }

    /// Loads these samples. What is random about a sample (its distortion, the units left out)
    /// comes from a stream of its own, seeded by `stream`, epoch and sample.
    pub fn load(&mut self, stream: u64, epoch: usize, samples: &[usize]) {
        let Self { pass, recipe, set, hidden, distorter, image, distorted } = self;
        let dropout = recipe.dropout;
        if dropout == Dropout::default() && distorter.is_none() {
            return pass.load(*set, samples.iter().copied());
        }
        pass.clear();
        for &i in samples {
            let random = &mut Xorshift::stream(stream, &[epoch as u64, i as u64]);
            pass.add(*set, i, |inputs| {
                if let Some(distorter) = distorter {
                    image.fill(0.0);
                    for entry in inputs.row(inputs.rows() - 1) {
                        image[entry.column as usize] = entry.value;
                    }
                    distorter.apply(image, random, distorted);
                    inputs.pop();
                    inputs.push_nonzeros(distorted);
                }
                dropout.drop_inputs(inputs, random);
            });
            if dropout.hidden > 0.0 {
                for (mask, &units) in pass.masks_mut().iter_mut().zip(&*hidden) {
                    mask.extend((0..units).map(|_| dropout.mask(random)));
                }
            }
        }
    }
}
