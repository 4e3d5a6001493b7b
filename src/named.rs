//! One list of words for the values of a type, which the command line, model files, `Display` and
//! `FromStr` share.

/// Gives an enum its words. A value that shares one with another follows that after a `|`.
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
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                let value = match word { $($word => Self::$value,)+ _ => {
                    let words = [$($word),+].join(", ");
                    return Err(format!("expected one of {words}, found {word:?}"));
                } };
                Ok(value)
            }
        }
    };
}
pub(crate) use named;
