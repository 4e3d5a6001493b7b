//! One list of words for the values of a type, which the command line, model files, `Display` and
//! `FromStr` share.

use std::fmt;

/// A word that names none of the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName(pub(crate) String);

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnknownName {}

/// Gives an enum its words. A value that another word stands for, too, follows it after a `|`.
macro_rules! named {
    ($type:ident: $($word:literal $value:ident $(| $same:ident)*),+) => {
        impl $type {
            /// The values that can be named, with their names.
            pub fn named() -> Vec<(&'static str, Self)> {
                vec![$(($word, Self::$value)),+]
            }

            /// Its name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value $(| Self::$same)* => $word),+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = crate::named::UnknownName;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let is_named = |&(name, _): &(&str, Self)| name == word;
                Self::named().into_iter().find(is_named).map(|(_, value)| value).ok_or_else(|| {
                    let words = [$($word),+].join(", ");
                    crate::named::UnknownName(format!("expected one of {words}, found {word:?}"))
                })
            }
        }
    };
}
pub(crate) use named;
