//! Text that is not ours, in a message: arguments, paths, names and strings found in files.
//!
//! Such text may hold control characters, which drive a terminal, marks that reverse the direction
//! of writing, bytes that are no text at all, or a hundred thousand letters. Every message shows it
//! through [`shown`].

use std::ffi::OsStr;
use std::fmt::Display;

/// A longer text is cut in its middle. Paths are rarely as long.
const MOST: usize = 200;

/// How much is left of each end.
const END: usize = 60;

/// Fillers and blanks, which are letters and symbols to Unicode and show nothing: U+115F, U+1160,
/// U+3164 and U+FFA0 of Hangul, Braille without a dot, half a wide space, a note without its head.
/// (`escape_debug` knows all others: Unicode 17's Default_Ignorable_Code_Point, and spaces.)
const BLANK: [char; 7] =
    ['\u{115f}', '\u{1160}', '\u{2800}', '\u{303f}', '\u{3164}', '\u{ffa0}', '\u{1d159}'];

/// How many of the items of a list are shown at its beginning.
const ITEMS: usize = 8;

/// The text as it stands if every character of it is visible, else in quotes and escaped as in a
/// Rust string; of a long one the beginning, the end and the length.
pub fn shown(text: &(impl AsRef<OsStr> + ?Sized)) -> String {
    let text = text.as_ref();
    let is_letter = |c: char| !c.is_ascii() && c.escape_debug().len() == 1 && !BLANK.contains(&c);
    let is_visible = |c: char| c.is_ascii_graphic() || is_letter(c);
    let whole = match text.to_str() {
        Some(plain) if !plain.is_empty() && plain.chars().all(is_visible) => plain.to_string(),
        _ => BLANK.iter().fold(format!("{text:?}"), |text, &blank| {
            text.replace(blank, &blank.escape_unicode().to_string())
        }),
    };
    let characters: Vec<char> = whole.chars().collect();
    if characters.len() <= MOST {
        return whole;
    }
    let part = |characters: &[char]| characters.iter().collect::<String>();
    format!(
        "{}...{} ({} characters)",
        part(&characters[..END]),
        part(&characters[characters.len() - END..]),
        text.to_string_lossy().chars().count()
    )
}

/// The same of a name of one or more words: its spaces stand.
pub fn shown_name(name: &str) -> String {
    let letters = name.replace(' ', "");
    if shown(&letters) == letters { name.to_string() } else { shown(name) }
}

/// The items of a list between separators; of a long one the first, the last and the number.
pub fn listed(items: &[impl Display], separator: &str) -> String {
    let text = |items: &[_]| items.iter().map(|item| format!("{item}")).collect::<Vec<_>>();
    match items {
        [first @ .., last] if items.len() > ITEMS + 4 => {
            let first = text(&first[..ITEMS]).join(separator);
            format!("{first}{separator}...{separator}{last} ({} numbers)", items.len())
        }
        _ => text(items).join(separator),
    }
}

/// The size of each dimension of an array.
pub fn shown_shape(shape: &[usize]) -> String {
    format!("[{}]", listed(shape, ", "))
}
