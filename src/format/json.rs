//! JSON (RFC 8259), written so that it may stand in an HTML page.

use std::fmt;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// A number, which must be finite. It is written with the digits that give the same float back.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    Array(Vec<Json>),
    /// Names and values.
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    /// An object of these members.
    pub fn object(members: impl IntoIterator<Item = (&'static str, Json)>) -> Self {
        Self::Object(members.into_iter().collect())
    }

    /// A list of these values.
    pub fn array<T: Into<Json>>(values: impl IntoIterator<Item = T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}

impl From<f64> for Json {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write_text(f, text),
            Self::Array(values) => {
                write!(f, "[")?;
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if i > 0 { "," } else { "" })?;
                }
                write!(f, "]")
            }
            Self::Object(members) => {
                write!(f, "{{")?;
                for (i, (name, value)) in members.iter().enumerate() {
                    write!(f, "{}", if i > 0 { "," } else { "" })?;
                    write_text(f, name)?;
                    write!(f, ":{value}")?;
                }
                write!(f, "}}")
            }
        }
    }
}

fn write_text(f: &mut fmt::Formatter, text: &str) -> fmt::Result {
    write!(f, "\"")?;
    for c in text.chars() {
        match c {
            // "<" and "&" are no special characters of JSON, but "</script>" would end the data.
            '"' | '\\' | '<' | '&' => write!(f, "\\u{:04x}", c as u32)?,
            // What drives a terminal, or turns the direction of writing.
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{200e}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {
                write!(f, "\\u{:04x}", c as u32)?;
            }
            c => write!(f, "{c}")?,
        }
    }
    write!(f, "\"")
}
