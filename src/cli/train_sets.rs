//! The images that `train` learns from, measures on, and tests on in the end.

use super::{Failure, output};
use crate::mnist::{Dataset, Mnist};
use crate::network::Network;
use crate::network::loss::argmax;
use crate::training::Confusion;
use crate::training::evaluate::map_outputs;

/// The images to train on, those to measure on after each epoch if any are held out for that, and
/// those to test on in the end.
pub(super) struct Sets {
    pub train: Dataset,
    pub validation: Dataset,
    pub test: Dataset,
}

impl Sets {
    /// Holds out the last `held_out` training images.
    pub fn split(Mnist { mut train, test }: Mnist, held_out: usize) -> Result<Sets, Failure> {
        let images = train.len();
        if held_out >= images {
            return Err(Failure::usage(format!(
                "--validation must be below the {images} training images, not {held_out}"
            )));
        }
        let validation = train.slice(images - held_out..images);
        train.truncate(images - held_out);
        Ok(Sets { train, validation, test })
    }

    /// The set to measure on after each epoch, its name on the epoch's line, and the columns of the
    /// history.
    pub fn measured(&self) -> (&Dataset, &'static str, [&'static str; 4]) {
        if self.validation.is_empty() {
            return (&self.test, "test", ["train_loss", "test_loss", "train_acc", "test_acc"]);
        }
        let columns = ["train_loss", "validation_loss", "train_acc", "validation_acc"];
        (&self.validation, "val", columns)
    }

    /// Tests the trained network, and prints how many test images it gets wrong.
    pub fn test(&self, network: &Network, threads: usize) -> Result<Confusion, Failure> {
        let said = map_outputs(network, &self.test, threads, |_, output| argmax(output));
        let labels = self.test.labels.iter().map(|&label| usize::from(label));
        let right = labels.clone().zip(&said).filter(|(label, said)| label == *said).count();
        let tested = said.len();
        output::print(&format!(
            "test accuracy {:.2} %: {} of {tested} wrong\n",
            100.0 * right as f64 / tested as f64,
            tested - right,
        ))?;
        Ok(Confusion::count(self.test.class_names(), labels.zip(said)))
    }
}
