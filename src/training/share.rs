//! A thread's share of a batch: how its samples are shown, and what the two passes leave of them.

use super::Recipe;
use super::augmentation::{Augmentation, Distorter};
use super::dropout::Dropout;
use super::part_step::Factors;
use crate::matrix::{Entry, SparseRows};
use crate::network::{Network, Pass, Samples, push_inputs};
use crate::random::Xorshift;

/// What a thread keeps from batch to batch.
pub(super) struct Share<'a> {
    /// Its samples of this batch.
    pub pass: Pass,
    /// The inputs of each layer with rows and columns exchanged, for the update.
    pub transposed: Vec<SparseRows>,
    /// The samples of the next batch, shown and no more.
    next: Pass,
    recipe: &'a Recipe,
    set: &'a dyn Samples,
    distorter: Option<Distorter>,
    image: Vec<f64>,
    distorted: Vec<f64>,
    lists: SparseRows,
    entries: Vec<Entry>,
}

impl<'a> Share<'a> {
    /// Room for batches of any size.
    pub fn new(recipe: &'a Recipe, set: &'a dyn Samples, network: &Network) -> Self {
        let distorter = || {
            let (height, width) = set.image_size().expect("only images can be distorted");
            Distorter::new(&recipe.augmentation, height, width)
        };
        Self {
            pass: Pass::new(network),
            transposed: Vec::new(),
            next: Pass::new(network),
            recipe,
            set,
            distorter: (recipe.augmentation != Augmentation::none()).then(distorter),
            image: vec![0.0; set.inputs()],
            distorted: vec![0.0; set.inputs()],
            lists: SparseRows::default(),
            entries: Vec::new(),
        }
    }

    /// The factors of the gradient of layer `l`.
    pub fn factors(&self, l: usize) -> Factors<'_> {
        Factors { inputs: &self.transposed[l], deltas: self.pass.deltas(l) }
    }

    /// Takes in the samples of the next batch. `stream` is the seed of the samples' own streams.
    pub fn show_next(&mut self, stream: u64, epoch: usize, samples: &[usize]) {
        if self.recipe.dropout == Dropout::default() && self.distorter.is_none() {
            return self.next.show(self.set, samples.iter().copied());
        }
        self.next.clear();
        for &i in samples {
            self.show(i, &mut Xorshift::stream(stream, &[epoch as u64, i as u64]));
        }
    }

    /// Makes the next batch this one.
    pub fn turn(&mut self) {
        self.pass.swap_shown(&mut self.next);
    }

    /// Adds sample `i` to the next batch, distorted and with units left out.
    fn show(&mut self, i: usize, random: &mut Xorshift) {
        let (set, recipe, dropout) = (self.set, self.recipe, self.recipe.dropout);
        self.lists.clear();
        push_inputs(set, i, &mut self.lists);
        if let Some(distorter) = &mut self.distorter {
            self.image.fill(0.0);
            for entry in self.lists.row(0) {
                self.image[entry.column as usize] = entry.value;
            }
            distorter.apply(&self.image, random, &mut self.distorted);
            self.lists.clear();
            self.lists.push_nonzeros(&self.distorted);
        }
        self.entries.clear();
        self.entries.extend_from_slice(self.lists.row(0));
        dropout.drop_inputs(&mut self.entries, random);
        self.next.push(self.entries.iter().copied(), set.target(i));
        if dropout.hidden > 0.0 {
            for (mask, &units) in self.next.masks_mut().iter_mut().zip(&recipe.hidden) {
                mask.extend((0..units).map(|_| dropout.mask(random)));
            }
        }
    }
}
