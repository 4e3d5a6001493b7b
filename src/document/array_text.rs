//! Floats as NumPy and Python print them: `str` of a one-dimensional float64 array, and `repr` of
//! a float.
//!
//! Both begin with a float's *shortest* decimal digits: the fewest that read back as the same
//! float and, among those, the nearest to it. Rust's own formatting finds them; this module adds
//! the layout.
//!
//! An array is laid out as a whole, by NumPy's default print options:
//!
//! - **Which elements.** All of up to 1000; of more, the first and the last three around `...`,
//!   and only those six count in what follows.
//! - **Which form.** All elements have the same one: with an exponent if, among the finite elements
//!   that are not zero, the largest is 1e8 or more, the smallest less than 1e-4, or the largest
//!   more than 1000 times the smallest (by absolute value); without one otherwise.
//! - **How many digits.** Each element's shortest; if those are more than 8 after the point, its
//!   value rounded to 8, without zeros at the end.
//! - **Columns.** The points stand below each other: every fraction is padded to the length of the
//!   longest, without an exponent by spaces, with one by more digits (zeros, except for numbers
//!   below 2.2e-308, which have more digits than their shortest); spaces on the left do the rest.
//!   There is a column for signs only if one is needed.
//! - **Lines.** As many elements as fit, with a space between them and the brackets around.

/// NumPy's print options: `threshold`, `edgeitems`, `precision` and `linewidth`.
const THRESHOLD: usize = 1000;
const EDGE_ITEMS: usize = 3;
const PRECISION: usize = 8;
const LINE_WIDTH: usize = 75;

/// The text of a float64 array of shape (n,), as NumPy's `str` and `print` give it.
///
/// ```
/// use backprop::document::array_text::array_text;
///
/// assert_eq!(array_text(&[0.5, -0.25, 3.0]), "[ 0.5  -0.25  3.  ]");
/// assert_eq!(array_text(&[1e-5, 0.25]), "[1.0e-05 2.5e-01]");
/// ```
pub fn array_text(values: &[f64]) -> String {
    if values.len() <= THRESHOLD {
        return bracketed(&words(values));
    }
    let (first, last) = (&values[..EDGE_ITEMS], &values[values.len() - EDGE_ITEMS..]);
    let mut words = words(&[first, last].concat());
    words.insert(EDGE_ITEMS, "...".to_string());
    bracketed(&words)
}

/// The text of a float as Python's `repr`, `str` and `print` give it, and an f-string for a NumPy
/// scalar: the shortest digits, at least one after the point, or with an exponent of at
/// least two digits below 1e-4 and from 1e16 on.
///
/// ```
/// use backprop::document::array_text::scalar_text;
///
/// assert_eq!(scalar_text(2.0), "2.0");
/// assert_eq!(scalar_text(0.00001), "1e-05");
/// ```
pub fn scalar_text(x: f64) -> String {
    if !x.is_finite() {
        return not_finite(x).to_string();
    }
    if x == 0.0 || (1e-4..1e16).contains(&x.abs()) {
        let text = shortest(x, Form::Positional);
        let point = if text.contains('.') { "" } else { ".0" };
        text + point
    } else {
        let text = shortest(x, Form::Exponent);
        let (mantissa, exponent) = split_exponent(&text);
        format!("{mantissa}e{}", signed(exponent, 2))
    }
}

/// Whether a number is written as 0.00015 or as 1.5e-4.
#[derive(Clone, Copy)]
enum Form {
    Positional,
    Exponent,
}

/// The elements' texts, all of the same width.
fn words(values: &[f64]) -> Vec<String> {
    let form = common_form(values);
    let finite = values.iter().filter(|x| x.is_finite());
    let texts: Vec<String> = finite.map(|&x| rounded(x, form)).collect();
    let digits = texts.iter().map(|text| fraction_of(text).len()).max();
    let digits = digits.unwrap_or(0);
    // Two digits, or three for all elements if one of them needs three.
    let three = texts.iter().any(|text| split_exponent(text).1.abs() > 99);
    let exponent_digits = if three { 3 } else { 2 };

    let word = |&x: &f64| match form {
        _ if !x.is_finite() => not_finite(x).to_string(),
        Form::Positional => {
            let text = rounded(x, form);
            let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
            format!("{whole}.{fraction:<digits$}")
        }
        Form::Exponent => {
            let text = with_digits(x, digits, form);
            let (mantissa, exponent) = split_exponent(&text);
            // A mantissa without fraction has no point yet.
            let point = if digits == 0 { "." } else { "" };
            format!("{mantissa}{point}e{}", signed(exponent, exponent_digits))
        }
    };
    let words: Vec<String> = values.iter().map(word).collect();
    let width = words.iter().map(String::len).max().unwrap_or(0);
    words.iter().map(|word| format!("{word:>width$}")).collect()
}

/// The form in which all the elements are printed.
fn common_form(values: &[f64]) -> Form {
    let sizes = || {
        let counted = values.iter().filter(|x| x.is_finite() && **x != 0.0);
        counted.map(|x| x.abs())
    };
    // If there is nothing to count these are 0 and infinity, and no condition holds.
    let largest = sizes().fold(0.0, f64::max);
    let smallest = sizes().fold(f64::INFINITY, f64::min);
    if largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000.0 {
        Form::Exponent
    } else {
        Form::Positional
    }
}

/// The shortest digits, or as many as NumPy's precision allows, without zeros at the fraction's
/// end.
fn rounded(x: f64, form: Form) -> String {
    let text = shortest(x, form);
    if fraction_of(&text).len() <= PRECISION {
        return text;
    }
    // From the exact value again: to round the shortest digits would be to round twice.
    let text = with_digits(x, PRECISION, form);
    let end = text.find('e').unwrap_or(text.len());
    let number = text[..end].trim_end_matches('0');
    format!("{number}{}", &text[end..])
}

/// The shortest digits. Where two texts of that length are equally near, Rust takes the larger;
/// Python and NumPy take the one with an even last digit, as rounding to a number of digits does.
fn shortest(x: f64, form: Form) -> String {
    let text = match form {
        Form::Positional => format!("{x}"),
        Form::Exponent => format!("{x:e}"),
    };
    let even = with_digits(x, fraction_of(&text).len(), form);
    // Below a power of two floats are twice as close as above it: the nearest text of that length
    // may already belong to the float below.
    if even.parse() == Ok(x) { even } else { text }
}

/// The exact value rounded to a number of digits after the point, half to even.
fn with_digits(x: f64, digits: usize, form: Form) -> String {
    match form {
        Form::Positional => format!("{x:.digits$}"),
        Form::Exponent => format!("{x:.digits$e}"),
    }
}

/// "1.5e-7" -> ("1.5", -7); "1.5" -> ("1.5", 0). The text is one that Rust made of a float.
fn split_exponent(text: &str) -> (&str, i32) {
    match text.split_once('e') {
        Some((number, exponent)) => (number, exponent.parse().unwrap_or(0)),
        None => (text, 0),
    }
}

/// "1.5e-7" -> "5"; "1" -> "".
fn fraction_of(text: &str) -> &str {
    let number = split_exponent(text).0;
    number.split_once('.').map_or("", |(_, fraction)| fraction)
}

/// An exponent with its sign and at least `digits` digits.
fn signed(exponent: i32, digits: usize) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{:0digits$}", exponent.abs())
}

fn not_finite(x: f64) -> &'static str {
    if x.is_nan() {
        "nan"
    } else if x > 0.0 {
        "inf"
    } else {
        "-inf"
    }
}

/// The words in brackets, on lines that leave the last column for the closing one. The lines
/// after the first begin with a space, below the opening bracket.
fn bracketed(words: &[String]) -> String {
    let mut text = String::from("[");
    let mut column = 1;
    for (i, word) in words.iter().enumerate() {
        if i > 0 && column + 1 + word.len() > LINE_WIDTH - 1 {
            // This drops the last word's own spaces as well.
            text.truncate(text.trim_end().len());
            text.push_str("\n ");
            column = 1;
        } else if i > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.len();
    }
    text.push(']');
    text
}
