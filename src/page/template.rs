//! Templates: text with gaps that have names.

/// `template` with each `{{name}}` replaced by its text.
///
/// # Panics
/// If the gaps of the template and `values` have not the same names.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut parts = template.split("{{");
    let mut text = parts.next().unwrap_or("").to_string();
    let mut used = Vec::new();
    for part in parts {
        let (name, after) = part.split_once("}}").expect("a gap ends with }}");
        let value = values.iter().find(|(known, _)| *known == name);
        text += value.unwrap_or_else(|| panic!("nothing to fill {{{{{name}}}}} with")).1;
        text += after;
        used.push(name);
    }
    let unused = values.iter().find(|(name, _)| !used.contains(name));
    assert!(unused.is_none(), "no gap in the template for {unused:?}");
    text
}
