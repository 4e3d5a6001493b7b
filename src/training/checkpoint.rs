//! A checkpoint: the state of a [`Trainer`] between two epochs, as named arrays for a .npz file.
//!
//! ```text
//! epoch        int64    how many epochs are done
//! parameters   float64  weights and biases, in the order of Network::parameters
//! velocities   float64  the momentum's, layer by layer; or Adam's m, then its v; or none
//! generator    int64    the words of the generator's state
//! stream       int64    the seed of the samples' own streams
//! order        int64    the samples in the last epoch's order, which the next epoch shuffles
//! ```
//!
//! All else follows from the recipe and the samples: the learning rate and Adam's count of steps
//! from the epoch, what is random about a sample from stream, epoch and sample. So training that
//! goes on from a checkpoint ends with the same bits as training that was never interrupted. (Words
//! have no sign; int64 keeps their bits.)

use super::{RecipeError, Trainer};
use crate::format::npy::{Array, Values};
use crate::random::Xorshift;

/// The array of this name is none that training can go on from.
fn misfit(name: &str, expected: &str) -> RecipeError {
    RecipeError(format!("expected the array {name} to hold {expected}, found another or none"))
}

impl Trainer<'_> {
    /// The state after the epochs so far.
    pub fn checkpoint(&self) -> Vec<(String, Array)> {
        let order: Vec<_> = self.order.iter().map(|&i| i as u64).collect();
        let arrays = [
            ("epoch", of_words(&[self.epoch as u64])),
            ("parameters", of_floats(self.network.parameters())),
            ("velocities", of_floats(self.sgd.memory())),
            ("generator", of_words(&self.random.state())),
            ("stream", of_words(&[self.stream])),
            ("order", of_words(&order)),
        ];
        arrays.map(|(name, array)| (name.to_string(), array)).into()
    }

    /// Goes on from a checkpoint of a trainer with the same recipe and samples. If an array does
    /// not fit, nothing changes.
    pub fn resume(&mut self, arrays: &[(String, Array)]) -> Result<(), RecipeError> {
        let (epochs, samples) = (self.recipe.epochs as u64, self.order.len());
        let epoch = words(arrays, "epoch", 1)?[0];
        if epoch > epochs {
            return Err(misfit("epoch", &format!("a number from 0 to {epochs}")));
        }
        let parameters = floats(arrays, "parameters", self.network.parameters_len())?;
        let velocities = floats(arrays, "velocities", self.sgd.memory().len())?;
        let generator = words(arrays, "generator", 4)?.try_into().ok();
        let Some(random) = generator.and_then(Xorshift::from_state) else {
            return Err(misfit("generator", "a state of the random generator"));
        };
        let stream = words(arrays, "stream", 1)?[0];
        let order = words(arrays, "order", samples)?;
        let mut sorted = order.clone();
        sorted.sort_unstable();
        if !sorted.into_iter().eq(0..samples as u64) {
            return Err(misfit("order", &format!("each number below {samples} once")));
        }

        self.network.set_parameters(parameters);
        let steps = epoch as usize * samples.div_ceil(self.recipe.batch);
        self.sgd.set_memory(velocities, steps);
        self.order = order.into_iter().map(|i| i as usize).collect();
        (self.epoch, self.random, self.stream) = (epoch as usize, random, stream);
        Ok(())
    }
}

fn of_words(words: &[u64]) -> Array {
    let values = words.iter().map(|word| word.cast_signed()).collect();
    Array { shape: vec![words.len()], values: Values::I64(values) }
}

fn of_floats(values: Vec<f64>) -> Array {
    Array { shape: vec![values.len()], values: Values::F64(values) }
}

/// The `count` words in the array of this name.
fn words(arrays: &[(String, Array)], name: &str, count: usize) -> Result<Vec<u64>, RecipeError> {
    match values(arrays, name) {
        Some(Values::I64(values)) if values.len() == count => {
            Ok(values.iter().map(|value| value.cast_unsigned()).collect())
        }
        _ => Err(misfit(name, &format!("{count} values of type int64"))),
    }
}

/// The `count` numbers in the array of this name, which are finite: a trainer stops before it would
/// write others.
pub fn floats<'a>(
    arrays: &'a [(String, Array)],
    name: &str,
    count: usize,
) -> Result<&'a [f64], RecipeError> {
    let all_finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    match values(arrays, name) {
        Some(Values::F64(values)) if values.len() == count && all_finite(values) => Ok(values),
        _ => Err(misfit(name, &format!("{count} finite values of type float64"))),
    }
}

/// What the array of this name holds.
pub fn values<'a>(arrays: &'a [(String, Array)], name: &str) -> Option<&'a Values> {
    arrays.iter().find(|(known, _)| known == name).map(|(_, array)| &array.values)
}
