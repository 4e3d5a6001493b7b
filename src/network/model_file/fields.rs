//! What a model file says about itself, beside its layers.

use super::error::ModelError;
use crate::format::npy::{Array, Values};
use crate::format::shown::{listed, shown, shown_name};
use crate::network::Activation;

/// What these arrays are called.
pub(super) const NAMES: [&str; 10] = [
    "activation",
    "output_activation",
    "loss",
    "input_size",
    "classes",
    "prepare",
    "mean",
    "std",
    "flags",
    "seed",
];

/// The arrays of a file that are of use.
pub(super) struct Fields<'a>(pub &'a [(String, Array)]);

impl<'a> Fields<'a> {
    pub fn get(&self, name: &str) -> Option<&'a Array> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, array)| array)
    }

    /// The strings of an array, if it is there.
    fn texts(&self, name: &str) -> Result<Option<&'a [String]>, ModelError> {
        match self.get(name).map(|array| &array.values) {
            None => Ok(None),
            Some(Values::Text(texts)) => Ok(Some(texts)),
            Some(other) => {
                let advice = "save it as a string";
                Err(ModelError::array(name, "a string", other.kind(), advice))
            }
        }
    }

    /// A string that nothing depends on; empty if there is none.
    pub fn note(&self, name: &str) -> String {
        match self.get(name).map(|array| &array.values) {
            Some(Values::Text(texts)) => texts.first().cloned().unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The meaning of the one string of an array, if it is there.
    pub fn one_of<T: Copy>(
        &self,
        name: &str,
        known: &[(&str, T)],
    ) -> Result<Option<T>, ModelError> {
        match self.texts(name)? {
            None => Ok(None),
            Some([word]) => meaning(name, word, known).map(Some),
            Some(texts) => {
                let found = format!("{} strings", texts.len());
                Err(ModelError::array(name, "one string", found, "save it as a string"))
            }
        }
    }

    /// The activation of each of `hidden` layers: one word for all, or one each.
    pub fn hidden_activations(
        &self,
        hidden: usize,
        given: Option<Activation>,
    ) -> Result<Vec<Activation>, ModelError> {
        let meaning = |word: &String| meaning("activation", word, &Activation::named());
        match (self.texts("activation")?, given) {
            (Some(words), Some(given)) if words.iter().any(|word| *word != given.name()) => {
                Err(ModelError(format!(
                    "the file says that the activation is {}; leave out --activation",
                    listed(&words.iter().map(shown).collect::<Vec<_>>(), ", ")
                )))
            }
            (_, Some(given)) => Ok(vec![given; hidden]),
            (None, None) if hidden == 0 => Ok(Vec::new()),
            (None, None) => Err(ModelError(
                "expected the array activation, found none; say the activation of the hidden \
                 units: --activation relu, tanh, sigmoid or identity"
                    .into(),
            )),
            (Some([word]), None) => Ok(vec![meaning(word)?; hidden]),
            (Some(words), None) if words.len() == hidden => words.iter().map(meaning).collect(),
            (Some(words), None) => {
                let expected = format!("one string, or one for each of {hidden} hidden layers");
                let found = format!("{} strings", words.len());
                let advice = "save one string, or one for each";
                Err(ModelError::array("activation", expected, found, advice))
            }
        }
    }

    /// What the classes are called: their numbers, unless the file says otherwise.
    pub fn classes(&self, outputs: usize) -> Result<Vec<String>, ModelError> {
        let names: Vec<String> = match self.get("classes").map(|array| &array.values) {
            Some(Values::Text(names)) => names.iter().map(|name| shown_name(name)).collect(),
            Some(Values::I64(numbers)) => numbers.iter().map(i64::to_string).collect(),
            Some(Values::U8(numbers)) => numbers.iter().map(u8::to_string).collect(),
            _ => (0..outputs).map(|class| class.to_string()).collect(),
        };
        if names.len() != outputs {
            let expected = format!("a name for each of {outputs} outputs");
            return Err(ModelError::array("classes", expected, names.len(), "save as many"));
        }
        Ok(names)
    }

    /// Height and width of the images whose pixels are the `inputs`, if the file says it.
    pub fn image_size(&self, inputs: usize) -> Result<Option<(usize, usize)>, ModelError> {
        let Some(array) = self.get("input_size") else { return Ok(None) };
        let size = match &array.values {
            Values::I64(size) => <[i64; 2]>::try_from(&size[..]).ok(),
            _ => None,
        };
        let size = size.and_then(|[height, width]| {
            Some((usize::try_from(height).ok()?, usize::try_from(width).ok()?))
        });
        match size {
            Some((height, width)) if height.checked_mul(width) == Some(inputs) => Ok(size),
            _ => {
                let expected =
                    format!("height and width, two integers whose product is the {inputs} inputs");
                let found = match &array.values {
                    Values::I64(size) => format!("{:?}", &size[..size.len().min(4)]),
                    other => other.kind().to_string(),
                };
                let advice = "save it as numpy.array([28, 28]) for images of 28 x 28 pixels";
                Err(ModelError::array("input_size", expected, found, advice))
            }
        }
    }
}

/// What `word` means among the `known` ones.
fn meaning<T: Copy>(array: &str, word: &str, known: &[(&str, T)]) -> Result<T, ModelError> {
    let found = known.iter().find(|(name, _)| *name == word);
    found.map(|&(_, meaning)| meaning).ok_or_else(|| {
        let names: Vec<_> = known.iter().map(|&(name, _)| name).collect();
        let expected = format!("one of {}", names.join(", "));
        let advice = "no other network can be computed here";
        ModelError::array(array, expected, shown(word), advice)
    })
}
