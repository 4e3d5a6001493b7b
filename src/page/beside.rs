//! The plain loops of [`document::epoch`](crate::document::epoch) beside the Python lines that they
//! translate: the comment above each line of Rust.

use crate::chart::svg::escape;

/// The file.
const SOURCE: &str = include_str!("../document/epoch.rs");

/// The whole file, for HTML.
pub fn file() -> String {
    SOURCE.lines().map(|line| escape(line) + "\n").collect()
}

/// The loop of `train_epoch` as rows of two columns, Python and Rust, in three bodies of a table:
/// forward pass, backward pass, update.
pub fn table() -> String {
    let body = SOURCE.lines().skip_while(|line| *line != "pub fn train_epoch(");
    let body = body.skip_while(|line| *line != ") {").skip(1).take_while(|line| *line != "}");
    let mut pairs: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in body.map(str::trim).filter(|line| !line.is_empty()) {
        match (line.strip_prefix("// "), pairs.last_mut()) {
            (Some(python), _) => pairs.push((python, Vec::new())),
            (None, Some((_, rust))) => rust.push(line),
            (None, None) => {} // a test counts the pairs
        }
    }
    let parts = [
        ("forward", "순전파", "forward pass"),
        ("backward", "역전파", "backward pass"),
        ("update", "갱신", "update"),
    ];
    let body = |(part, ko, en)| {
        let of_part = pairs.iter().filter(|(python, _)| part_of(python) == part);
        let rows = of_part.map(|(python, rust)| {
            let rust = rust.iter().map(|line| code(line)).collect::<String>();
            format!("<tr><td>{}</td><td>{rust}</td></tr>\n", code(python))
        });
        format!(
            "<tbody class=\"{part}\">\n<tr><th colspan=\"2\" scope=\"rowgroup\">\
             <span lang=\"ko\">{ko}</span><span lang=\"en\">{en}</span></th></tr>\n{}</tbody>\n",
            rows.collect::<String>()
        )
    };
    parts.map(body).concat()
}

/// The part of the step that a line of the tutorial belongs to.
fn part_of(python: &str) -> &'static str {
    match python.split_once(' ') {
        Some((name, _)) if name.ends_with("_delta") => "backward",
        Some((_, rest)) if rest.starts_with("+=") => "update",
        _ => "forward",
    }
}

/// A line of code, on its own, so that the style sheet can indent what does not fit on one line.
fn code(line: &str) -> String {
    format!("<pre>{}</pre>", escape(line))
}
