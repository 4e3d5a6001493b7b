//! Chapter 4: how the tutorial's accuracy becomes the built-in network's, one change after another.

/// For each step: how many of the 10,000 test images are wrong, the command that gives this number,
/// and the change in Korean and English.
const STEPS: &str = include_str!("../../data/document/steps.tsv");

/// A row for each step: the change and its command, a bar for the errors, the accuracy.
pub fn rows() -> String {
    let steps = STEPS.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let row = |step: Vec<&str>| {
        let [wrong, command, ko, en] = step[..] else { panic!("no four columns: {step:?}") };
        let wrong: u32 = wrong.parse().expect("a count");
        format!(
            "<tr><th scope=\"row\"><span lang=\"ko\">{ko}</span><span lang=\"en\">{en}</span>\
             <code>{command}</code></th><td><span class=\"bar backward\">\
             <span style=\"width:{:.1}%\"></span></span></td><td>{:.1}%</td></tr>\n",
            f64::from(wrong) / 10.0,
            100.0 - f64::from(wrong) / 100.0,
        )
    };
    steps.map(row).collect()
}
