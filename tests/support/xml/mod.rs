//! A checker of the small part of XML that the charts and the page use, and its parts.

/// Checks that `text` has one root, nested elements, quoted attributes without repetition, known
/// references and no forbidden characters; or returns the first fault.
pub fn well_formed(text: &str) -> Result<(), String> {
    let allowed = |c: char| matches!(c, '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    if let Some(c) = text.chars().find(|&c| !allowed(c)) {
        return Err(format!("forbidden character {c:?}"));
    }
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    let mut rest = text;
    while let Some((before, from_tag)) = rest.split_once('<') {
        check_references(before)?;
        if open.is_empty() && !before.trim().is_empty() {
            return Err(format!("text outside the root: {before:?}"));
        }
        let (tag, after) = from_tag.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> where it does not belong"));
            }
            continue;
        }
        roots += usize::from(open.is_empty());
        let start = tag.strip_suffix('/').unwrap_or(tag);
        let (name, attributes) = start.split_once(is_space).unwrap_or((start, ""));
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(format!("not an element's name: {name:?}"));
        }
        check_attributes(attributes)?;
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    match (roots, &open[..], rest.trim()) {
        (1, [], "") => Ok(()),
        _ => Err(format!("{roots} roots, left open: {open:?}, after the last tag: {rest:?}")),
    }
}

fn check_attributes(mut text: &str) -> Result<(), String> {
    let mut names = Vec::new();
    while !text.is_empty() {
        let (name, rest) = text.split_once("=\"").ok_or(format!("no attribute: {text:?}"))?;
        let (value, rest) = rest.split_once('"').ok_or(format!("unquoted: {text:?}"))?;
        if names.contains(&name) || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(format!("bad or repeated attribute {name:?}"));
        }
        names.push(name);
        check_references(value)?;
        text = rest.strip_prefix(is_space).unwrap_or(rest);
    }
    Ok(())
}

fn check_references(text: &str) -> Result<(), String> {
    let known = ["amp;", "lt;", "gt;", "quot;", "#9;", "#10;", "#13;"];
    match text.split('&').skip(1).find(|after| !known.iter().any(|name| after.starts_with(name))) {
        Some(after) => Err(format!("an unknown reference: &{after}")),
        None => Ok(()),
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

/// A piece of a document.
pub enum Part<'a> {
    Text(&'a str),
    Start { name: &'a str, attributes: Vec<(&'a str, &'a str)>, is_empty: bool },
    End,
}

/// The pieces of a well-formed document, in their order.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for piece in text.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').expect("well-formed");
        if tag.starts_with('/') {
            parts.push(Part::End);
        } else {
            let start = tag.strip_suffix('/').unwrap_or(tag);
            let (name, rest) = start.split_once(is_space).unwrap_or((start, ""));
            let mut pieces = rest.split('"');
            let mut attributes = Vec::new();
            while let (Some(name), Some(value)) = (pieces.next(), pieces.next()) {
                attributes.push((name.trim().trim_end_matches('='), value));
            }
            parts.push(Part::Start { name, attributes, is_empty: tag.ends_with('/') });
        }
        parts.push(Part::Text(after));
    }
    parts
}
