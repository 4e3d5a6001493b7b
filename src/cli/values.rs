//! What a flag's value means: counts, numbers, seeds, lists, paths and choices.
//!
//! Each getter reads the text that was given or else the default from the table, and an error
//! names the flag, what was expected and what was found: `--hidden must be at least 1, not 0`.

use super::args::{Flags, shown};
use super::failure::Failure;
use super::suggest::nearest;
use std::ffi::OsStr;
use std::fmt::Display;
use std::num::IntErrorKind;
use std::ops::{Bound, RangeBounds};
use std::path::PathBuf;

impl Flags {
    /// A value as text.
    pub fn text(&self, name: &str) -> Result<&str, Failure> {
        let raw = self.raw(name)?;
        raw.to_str().ok_or_else(|| must_be(name, "Unicode text", raw))
    }

    /// A whole number within a range: `flags.count("hidden", 1..=10_000)`.
    pub fn count(&self, name: &str, range: impl RangeBounds<usize>) -> Result<usize, Failure> {
        let text = self.text(name)?;
        count(text, &range).map_err(|expected| must_be(name, &expected, OsStr::new(text)))
    }

    /// Whole numbers between commas, each within a range: `300,100`. At least one.
    pub fn counts(
        &self,
        name: &str,
        range: impl RangeBounds<usize>,
    ) -> Result<Vec<usize>, Failure> {
        let text = self.text(name)?;
        let each = |item: &str| {
            count(item.trim(), &range).map_err(|expected| {
                let expected = format!("numbers between commas, each {expected}");
                must_be(name, &expected, OsStr::new(text))
            })
        };
        text.split(',').map(each).collect()
    }

    /// A finite number within a range, which may be open at an end:
    /// `flags.float("learning-rate", (Bound::Excluded(0.0), Bound::Included(10.0)))`.
    pub fn float(&self, name: &str, range: impl RangeBounds<f64>) -> Result<f64, Failure> {
        let text = self.text(name)?;
        let wrong = |expected: &str| must_be(name, expected, OsStr::new(text));
        match text.parse() {
            Ok(number) if f64::is_finite(number) => match broken_bound(&range, &number) {
                Some(bound) => Err(wrong(&bound)),
                None => Ok(number),
            },
            // "inf" and "NaN" parse, and so does 1e999, as infinity.
            Ok(_) => Err(wrong("a finite number")),
            Err(_) => Err(wrong("a number such as 0.0005 or 5e-4")),
        }
    }

    /// A seed: a non-negative whole number in decimal, however long, hence as its digits.
    pub fn seed(&self, name: &str) -> Result<&str, Failure> {
        let text = self.text(name)?;
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            let expected = "a non-negative whole number, decimal digits only";
            return Err(must_be(name, expected, OsStr::new(text)));
        }
        Ok(text)
    }

    /// A path, which need not be Unicode.
    pub fn path(&self, name: &str) -> Result<PathBuf, Failure> {
        let raw = self.raw(name)?;
        if raw.is_empty() {
            return Err(must_be(name, "a path", raw));
        }
        Ok(raw.into())
    }

    /// One of a fixed set of words, and what it stands for:
    /// `flags.choice("loss", &[("squared", Loss::Squared), ("cross-entropy", Loss::Entropy)])`.
    pub fn choice<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<T, Failure> {
        let text = self.text(name)?;
        if let Some(&(_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(meaning);
        }
        let names: Vec<&str> = words.iter().map(|&(word, _)| word).collect();
        let expected = format!("one of {}", names.join(", "));
        let mut message = complaint(name, &expected, OsStr::new(text));
        if let Some(near) = nearest(text, names) {
            message += &format!("; did you mean {near}?");
        }
        Err(Failure::Usage(message))
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

/// The bound of a range that a value breaks, in words.
fn broken_bound<T: PartialOrd + Display>(range: &impl RangeBounds<T>, value: &T) -> Option<String> {
    match range.start_bound() {
        Bound::Included(low) if value < low => return Some(format!("at least {low}")),
        Bound::Excluded(low) if value <= low => return Some(format!("above {low}")),
        _ => {}
    }
    match range.end_bound() {
        Bound::Included(high) if value > high => Some(format!("at most {high}")),
        Bound::Excluded(high) if value >= high => Some(format!("below {high}")),
        _ => None,
    }
}

fn must_be(name: &str, expected: &str, found: &OsStr) -> Failure {
    Failure::Usage(complaint(name, expected, found))
}

fn complaint(name: &str, expected: &str, found: &OsStr) -> String {
    format!("--{name} must be {expected}, not {}", shown(found))
}
