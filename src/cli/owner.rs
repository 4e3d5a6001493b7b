//! Which run wrote each file of an output folder: the paragraphs of its `run.txt`.
//!
//! ```text
//! command: backprop train --hidden 800         the last run
//! files: checkpoint.npz, history.csv, ...      all that its command writes
//! not written yet: confusion.txt, model.npz    these are a run's below, or not there
//! being written: history.csv                   perhaps this too, if the run was killed right now
//! status: not finished: it runs, or was killed
//!
//! command: backprop train                      the run before, while a file of it is left
//! ...
//! ```

/// The runs of a `run.txt`, the last one first; none if the text is another's.
pub fn runs(text: &str) -> Vec<String> {
    let runs = text.split("\n\n").filter(|run| run.starts_with("command: backprop"));
    runs.map(|run| format!("{}\n", run.trim_end())).collect()
}

/// The names on a line of a run.
pub fn names<'a>(run: &'a str, line: &str) -> Vec<&'a str> {
    let names = run.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(": "));
    names.map_or(Vec::new(), |names| names.split(", ").collect())
}

/// The files that may be the run's.
pub fn own(run: &str) -> Vec<&str> {
    let left = names(run, "not written yet");
    names(run, "files").into_iter().filter(|name| !left.contains(name)).collect()
}

/// The text for these runs, without those that later ones leave no file.
pub fn text(runs: &[String]) -> String {
    let (mut kept, mut owned) = (Vec::new(), Vec::new());
    for run in runs {
        let (own, in_doubt) = (own(run), names(run, "being written"));
        if kept.is_empty() || own.iter().any(|name| !owned.contains(name)) {
            kept.push(run.as_str());
        }
        owned.extend(own.into_iter().filter(|name| !in_doubt.contains(name)));
    }
    kept.join("\n")
}
