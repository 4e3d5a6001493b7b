//! The header's text: a Python dict with three keys, in any order.
//!
//! ```text
//! dict   {'descr': string, 'fortran_order': False or True, 'shape': tuple}
//! tuple  () or (3,) or (3, 4)
//! ```
//!
//! A comma may follow the last item, spaces may stand between any two signs, and strings have
//! single or double quotes. Nothing else of Python is understood, so nothing is ever evaluated.

use super::{MAGIC, MAX_DIMENSIONS, NpzError};

/// What a header says.
pub(super) struct Header {
    pub descr: String,
    pub fortran_order: bool,
    pub shape: Vec<usize>,
}

impl Header {
    pub fn parse(text: &[u8]) -> Result<Self, NpzError> {
        let mut parser = Parser { text, at: 0 };
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        parser.expect(b"{", "{")?;
        while !parser.eat(b"}") {
            let before = parser;
            let key = parser.string()?;
            parser.expect(b":", "a colon")?;
            match key {
                b"descr" if descr.is_none() => descr = Some(parser.descr()?),
                b"fortran_order" if fortran_order.is_none() => {
                    fortran_order = Some(parser.boolean()?);
                }
                b"shape" if shape.is_none() => shape = Some(parser.shape()?),
                _ => return Err(before.fault("'descr', 'fortran_order' or 'shape', each once")),
            }
            if !parser.eat(b",") {
                parser.expect(b"}", "a comma or }")?;
                break;
            }
        }
        let missing =
            |key| NpzError::expected(format!("the key '{key}' in the .npy header"), "none");
        let descr = descr.ok_or_else(|| missing("descr"))?;
        let fortran_order = fortran_order.ok_or_else(|| missing("fortran_order"))?;
        let shape = shape.ok_or_else(|| missing("shape"))?;
        parser.skip_spaces();
        if parser.at < text.len() {
            return Err(parser.fault("spaces up to the end"));
        }
        Ok(Self { descr, fortran_order, shape })
    }
}

/// What is being read, and how far.
#[derive(Clone, Copy)]
struct Parser<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Parser<'a> {
    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    /// Passes over `token` and the spaces before it, if it comes next.
    fn eat(&mut self, token: &[u8]) -> bool {
        self.skip_spaces();
        let there = self.text[self.at..].starts_with(token);
        self.at += if there { token.len() } else { 0 };
        there
    }

    fn expect(&mut self, token: &[u8], name: &'static str) -> Result<(), NpzError> {
        if self.eat(token) { Ok(()) } else { Err(self.fault(name)) }
    }

    /// What is wrong at this place.
    fn fault(mut self, expected: &'static str) -> NpzError {
        self.skip_spaces();
        let rest = &self.text[self.at..];
        let found = match rest.len() {
            0 => "the end".to_string(),
            length => rest[..length.min(20)].escape_ascii().to_string(),
        };
        let what = format!("byte {} of the .npy header: expected {expected}", self.at);
        NpzError(format!("{what}, found {found}"))
    }

    /// The longest run of bytes that `allowed` allows.
    fn run(&mut self, allowed: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = &self.text[self.at..];
        let length = rest.iter().take_while(|&&byte| allowed(byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// A string in quotes. The strings of a header have no backslash in them.
    fn string(&mut self) -> Result<&'a [u8], NpzError> {
        let single = self.eat(b"'");
        if !single {
            self.expect(b"\"", "a string in quotes")?;
        }
        let quote = if single { b'\'' } else { b'"' };
        let string = self.run(|byte| byte != quote && byte != b'\\');
        self.expect(&[quote], "the end of the string")?;
        Ok(string)
    }

    /// The name of a type. A structured array has a list of names and types in its place.
    fn descr(&mut self) -> Result<String, NpzError> {
        if self.eat(b"[") {
            return Err(NpzError::expected(
                "an array of numbers or strings",
                "a structured array; save each of its fields as an array",
            ));
        }
        Ok(self.string()?.escape_ascii().to_string())
    }

    fn boolean(&mut self) -> Result<bool, NpzError> {
        let is_true = self.eat(b"True");
        if !is_true {
            self.expect(b"False", "True or False")?;
        }
        Ok(is_true)
    }

    fn shape(&mut self) -> Result<Vec<usize>, NpzError> {
        self.expect(b"(", "a tuple of sizes")?;
        let mut shape = Vec::new();
        while !self.eat(b")") {
            if shape.len() == MAX_DIMENSIONS {
                let what = format!("at most {MAX_DIMENSIONS} dimensions");
                return Err(NpzError::expected(what, "more"));
            }
            shape.push(self.size()?);
            if !self.eat(b",") {
                // In Python (3) is the number 3, no tuple.
                if shape.len() == 1 {
                    return Err(self.fault("a comma after the only size"));
                }
                self.expect(b")", "a comma or )")?;
                break;
            }
        }
        Ok(shape)
    }

    fn size(&mut self) -> Result<usize, NpzError> {
        self.skip_spaces();
        let before = *self;
        let digits = str::from_utf8(self.run(|byte| byte.is_ascii_digit()));
        let size = digits.ok().and_then(|digits| digits.parse().ok());
        size.ok_or_else(|| before.fault("a size that this machine can address"))
    }
}

/// All that stands before the data, as NumPy writes it.
pub(super) fn version_1(descr: &str, shape: &[usize]) -> Vec<u8> {
    let sizes: Vec<_> = shape.iter().map(usize::to_string).collect();
    let shape = match &sizes[..] {
        [size] => format!("({size},)"),
        sizes => format!("({})", sizes.join(", ")),
    };
    let mut text = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    // Room for the first size to grow to 21 digits (GROWTH_AXIS_MAX_DIGITS), in case that a
    // program appends elements to the file.
    let growth = sizes.first().map_or(0, |size| 21 - size.len());
    // Then 1 to 64 spaces and the line's end, which is the last byte before a multiple of 64.
    let start = MAGIC.len() + 4;
    let length = (start + text.len() + growth + 2).next_multiple_of(64) - start;
    text.extend(std::iter::repeat_n(' ', length - 1 - text.len()));
    text.push('\n');

    let mut header = MAGIC.to_vec();
    header.extend([1, 0]);
    // 64 sizes of 20 digits are far from 2^16.
    header.extend((length as u16).to_le_bytes());
    header.extend(text.into_bytes());
    header
}
