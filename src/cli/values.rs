//! The values of flags: counts, numbers, seeds, lists, paths and words.
//!
//! Each getter reads the text that was given or else the default. An error names the flag, what
//! was expected and what was found: `--hidden must be at least 1, not 0`.

use super::args::Flags;
use super::failure::Failure;
use super::suggest::did_you_mean;
use crate::format::shown::shown;
use crate::training::recipe::broken_bound;
use std::num::IntErrorKind;
use std::ops::RangeBounds;
use std::path::PathBuf;

impl Flags {
    /// A value as text.
    pub fn text(&self, name: &str) -> Result<&str, Failure> {
        self.raw(name).to_str().ok_or_else(|| self.must_be(name, "Unicode text"))
    }

    /// A whole number within a range: `flags.count("hidden", 1..=10_000)`.
    pub fn count(&self, name: &str, range: impl RangeBounds<usize>) -> Result<usize, Failure> {
        count(self.text(name)?, &range).map_err(|expected| self.must_be(name, &expected))
    }

    /// A whole number within a range; `None` for the word `all`.
    pub fn limit(
        &self,
        name: &str,
        range: impl RangeBounds<usize>,
    ) -> Result<Option<usize>, Failure> {
        if self.text(name)? == "all" { Ok(None) } else { self.count(name, range).map(Some) }
    }

    /// Whole numbers between commas, each within a range: `300,100`. At least one.
    pub fn counts(
        &self,
        name: &str,
        range: impl RangeBounds<usize>,
    ) -> Result<Vec<usize>, Failure> {
        let items = self.text(name)?.split(',').map(|item| count(item.trim(), &range));
        items.collect::<Result<_, _>>().map_err(|expected| {
            self.must_be(name, &format!("numbers between commas, each {expected}"))
        })
    }

    /// A finite number within a range, which may be open at an end:
    /// `flags.float("learning-rate", (Bound::Excluded(0.0), Bound::Included(10.0)))`.
    pub fn float(&self, name: &str, range: impl RangeBounds<f64>) -> Result<f64, Failure> {
        match self.text(name)?.parse() {
            Ok(number) if f64::is_finite(number) => match broken_bound(&range, &number) {
                Some(bound) => Err(self.must_be(name, &bound)),
                None => Ok(number),
            },
            // "inf" and "NaN" parse, and so does 1e999, as infinity.
            Ok(_) => Err(self.must_be(name, "a finite number")),
            Err(_) => Err(self.must_be(name, "a number such as 0.0005 or 5e-4")),
        }
    }

    /// A seed: a whole number of up to 128 bits, returned as its digits.
    pub fn seed(&self, name: &str) -> Result<&str, Failure> {
        let text = self.text(name)?;
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits || text.parse::<u128>().is_err() {
            let expected = "a non-negative whole number below 2^128, decimal digits only";
            return Err(self.must_be(name, expected));
        }
        Ok(text)
    }

    /// A path, which need not be Unicode.
    pub fn path(&self, name: &str) -> Result<PathBuf, Failure> {
        match self.raw(name) {
            empty if empty.is_empty() => Err(self.must_be(name, "a path")),
            path => Ok(path.into()),
        }
    }

    /// One of a fixed set of words, each with its meaning:
    /// `flags.choice("loss", &[("squared", Loss::Squared), ("cross-entropy", Loss::Entropy)])`.
    pub fn choice<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<T, Failure> {
        let text = self.text(name)?;
        if let Some(&(_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(meaning);
        }
        let names: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
        let expected = format!("one of {}", names.join(", "));
        Err(Failure::Usage(self.complaint(name, &expected) + &did_you_mean(text, "", names)))
    }

    fn must_be(&self, name: &str, expected: &str) -> Failure {
        Failure::Usage(self.complaint(name, expected))
    }

    fn complaint(&self, name: &str, expected: &str) -> String {
        format!("--{name} must be {expected}, not {}", shown(self.raw(name)))
    }
}

/// A whole number within a range, or what was expected in its place.
fn count(text: &str, range: &impl RangeBounds<usize>) -> Result<usize, String> {
    match text.parse() {
        Ok(number) => broken_bound(range, &number).map_or(Ok(number), Err),
        // Too large for the machine is too large for the range, whichever bound is less.
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => {
            Err(broken_bound(range, &usize::MAX)
                .unwrap_or_else(|| format!("at most {}", usize::MAX)))
        }
        Err(_) => Err("a whole number".to_string()),
    }
}
