//! Charts in the page's own style: one for both languages, coloured by the style sheet.

use crate::chart::axis::Axis;

/// A line: its name in Korean and English, and a value for each step.
pub type Line<'a> = ([&'a str; 2], &'a [f64]);

/// Where the axes lie in the picture of 340 × 200 units.
const LEFT: f64 = 42.0;
const RIGHT: f64 = 332.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 174.0;

/// A text in both languages, as elements of this name.
fn both(name: &str, [ko, en]: [&str; 2]) -> String {
    format!("<{name} lang=\"ko\">{ko}</{name}><{name} lang=\"en\">{en}</{name}>")
}

/// The lines over their steps, with a title, a legend, and the name of a step.
pub fn chart(title: [&str; 2], step: [&str; 2], lines: &[Line]) -> String {
    let axis = Axis::around(lines.iter().flat_map(|(_, values)| *values).copied(), BOTTOM, TOP);
    let last = lines.iter().map(|(_, values)| values.len()).max().unwrap_or(0).saturating_sub(1);
    let x = |step: usize| LEFT + (RIGHT - LEFT) * step as f64 / last.max(1) as f64;
    let levels = axis.ticks.positions.iter().zip(&axis.ticks.labels);
    let grid = levels.map(|(&at, label)| {
        let y = axis.place(at);
        format!(
            "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>\n",
            LEFT - 5.0,
            y + 4.0
        )
    });
    let drawn = lines.iter().enumerate().map(|(i, (_, values))| {
        let point = |(at, value): (usize, &f64)| format!("{:.1},{:.1}", x(at), axis.place(*value));
        let points: Vec<_> = values.iter().enumerate().map(point).collect();
        format!("<polyline class=\"line-{i}\" points=\"{}\"/>\n", points.join(" "))
    });
    let legend = lines.iter().enumerate().map(|(i, (name, _))| {
        let key =
            format!("<svg viewBox=\"0 0 24 8\"><path class=\"line-{i}\" d=\"M0 4H24\"/></svg>");
        format!("<span>{key} {}</span> ", both("span", *name))
    });
    format!(
        "<div class=\"chart\">\n<p>{}</p>\n<p class=\"legend\">{}</p>\n\
         <svg viewBox=\"0 0 340 200\">\n{}{}\
         <text x=\"{LEFT}\" y=\"{at}\" text-anchor=\"middle\">0</text>\
         <text x=\"{RIGHT}\" y=\"{at}\" text-anchor=\"end\">{} {last}</text>\n</svg>\n</div>\n",
        both("span", title),
        legend.collect::<String>(),
        grid.collect::<String>(),
        drawn.collect::<String>(),
        both("tspan", step),
        at = BOTTOM + 20.0,
    )
}
