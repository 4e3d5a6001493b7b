//! Text that is not ours, in a message: arguments, paths, names and strings found in files.
//!
//! Such text may hold control characters, which drive a terminal, marks that reverse the direction
//! of writing, bytes that are no text at all, or a hundred thousand letters. Every message shows it
//! through [`shown`].

use std::ffi::OsStr;

/// A longer text is cut in its middle. Paths are rarely as long.
const MOST: usize = 200;

/// How much is left of each end.
const END: usize = 60;

/// The text as it stands if every character of it is visible, else in quotes and escaped as in a
/// Rust string; of a long one the beginning, the end and the length.
pub fn shown(text: &(impl AsRef<OsStr> + ?Sized)) -> String {
    let text = text.as_ref();
    let is_visible = |c: char| c.is_ascii_graphic() || !c.is_ascii() && c.escape_debug().len() == 1;
    let whole = match text.to_str() {
        Some(plain) if !plain.is_empty() && plain.chars().all(is_visible) => plain.to_string(),
        _ => format!("{text:?}"),
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
