//! The checkpoint of `train`: written after every epoch, read by `--resume`.
//!
//! It holds the network as a model file does, so that it is read as one, the rest of the trainer's
//! state ([`training::checkpoint`]), the history so far, and which run it belongs to: the version,
//! the flags and the data. A run that was interrupted at any moment and goes on from its checkpoint
//! writes the same bytes as one that was not; that can only be so if these three are the same. More
//! epochs are another run, as the cosine schedule spreads over all of them.
//!
//! With `--patience` the model is the best network so far, and the trainer's own parameters stand
//! beside it.
//!
//! [`training::checkpoint`]: crate::training::checkpoint

use super::recipe::spelled;
use super::run_record::{Run, read};
use super::{Failure, Flags};
use crate::format::npy::{Array, Values};
use crate::format::npz;
use crate::format::shown::shown;
use crate::mnist::Mnist;
use crate::network::{Model, Network};
use crate::training::checkpoint::{floats, values};
use crate::training::{History, Trainer};
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// The file in the output folder.
pub(super) const NAME: &str = "checkpoint.npz";

/// The name of the trainer's array that the model's arrays stand for.
const PARAMETERS: &str = "parameters";

/// More than the history of the most epochs and the longest command line take.
const MOST_BESIDE: usize = 64 << 20;

/// Where a run's checkpoint is, and what the run is.
pub(super) struct Checkpoint {
    path: PathBuf,
    run: Vec<String>,
    samples: usize,
    keeps_best: bool,
}

impl Checkpoint {
    /// The checkpoint of the run with these flags and data.
    pub fn new(folder: &Path, flags: &Flags, data: &Mnist) -> Self {
        let mut run = vec![format!("version {}", env!("CARGO_PKG_VERSION"))];
        run.extend(spelled(flags));
        run.push(format!("training data of CRC-32 {:08x}", data.train.crc32()));
        run.push(format!("test data of CRC-32 {:08x}", data.test.crc32()));
        let keeps_best = flags.is_given("patience");
        Self { path: folder.join(NAME), run, samples: data.train.len(), keeps_best }
    }

    /// Writes it after an epoch, in which training has come to this model, or stays with it.
    pub fn write(
        &self,
        run: &Run,
        model: &[u8],
        trainer: &Trainer,
        history: &History,
    ) -> Result<(), Failure> {
        let rows: Vec<_> = (0..history.epochs()).flat_map(|epoch| history.row(epoch)).collect();
        let shape = vec![history.epochs(), history.columns()];
        let mut arrays = npz::read(model)?;
        let is_needed = |(name, _): &(String, _)| self.keeps_best || name != PARAMETERS;
        arrays.extend(trainer.checkpoint().into_iter().filter(is_needed));
        arrays.push(("history".into(), Array { shape, values: Values::F64(rows) }));
        let about = Values::Text(self.run.clone());
        arrays.push(("run".into(), Array { shape: vec![self.run.len()], values: about }));
        run.write(NAME, npz::write(&arrays)?)
    }

    /// Sets trainer and history to where the run was interrupted, and returns the network of its
    /// model; none if there is no checkpoint.
    pub fn resume(
        &self,
        trainer: &mut Trainer,
        history: &mut History,
    ) -> Result<Option<Network>, Failure> {
        let numbers = 4 * trainer.network().parameters_len() + self.samples;
        let Some(file) = read(&self.path, (8 * numbers + MOST_BESIDE) as u64)? else {
            return Ok(None);
        };
        let mut arrays = npz::read(&file).map_err(|error| self.damaged(error))?;
        self.check_run(&arrays)?;
        let model = Model::from_npz(&file).map_err(|error| self.damaged(error))?;
        let parameters = model.network.parameters();
        if !self.keeps_best {
            let shape = vec![parameters.len()];
            arrays.push((PARAMETERS.into(), Array { shape, values: Values::F64(parameters) }));
        } else if parameters.len() != trainer.network().parameters_len() {
            return Err(self.damaged("its model is of another shape"));
        }
        trainer.resume(&arrays).map_err(|error| self.damaged(error))?;
        let columns = history.columns();
        let rows = floats(&arrays, "history", trainer.epoch() * columns);
        let rows = rows.map_err(|error| self.damaged(error))?;
        rows.chunks_exact(columns).for_each(|row| history.push(row));
        Ok(Some(model.network))
    }

    /// Refuses the checkpoint of another run.
    fn check_run(&self, arrays: &[(String, Array)]) -> Result<(), Failure> {
        let Some(Values::Text(found)) = values(arrays, "run") else {
            return Err(self.damaged(
                "expected the array run to hold version, flags and data as text, found another or \
                 none",
            ));
        };
        let differs = |&i: &usize| found.get(i) != self.run.get(i);
        let Some(i) = (0..found.len().max(self.run.len())).find(differs) else {
            return Ok(());
        };
        let entry = |run: &[String]| run.get(i).map_or("nothing".into(), shown);
        Err(Failure::failed(format!(
            "{} is of a run with {}, this run has {}; repeat the command of that run, or start \
             afresh without --resume",
            shown(&self.path),
            entry(found),
            entry(&self.run),
        )))
    }

    fn damaged(&self, error: impl Display) -> Failure {
        let path = shown(&self.path);
        Failure::failed(format!("{path} is damaged: {error}; start afresh without --resume"))
    }
}
