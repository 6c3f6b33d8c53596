//! Numbers from text, as Python reads them.

use std::str::FromStr;

use num_complex::Complex;

use super::{Buffer, mismatch};
use crate::error::{Error, ErrorKind, Result};
use crate::types::{ElementType as Ty, parse_time};

#[cold]
fn no_number(text: &str, to: Ty) -> Error {
    Error::new(ErrorKind::Value, "a cast of text")
        .expected(format!("text that is a {to}"))
        .found(format!("{text:?}"))
}

/// What Python strips.
fn stripped(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c))
}

/// A number whose digits may have single underscores between them.
fn plain<T: FromStr>(text: &str) -> Option<T> {
    if !text.contains('_') {
        return text.parse().ok();
    }
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_digit())
    };
    let between =
        |at: usize| bytes[at] != b'_' || (digit(at.checked_sub(1)) && digit(Some(at + 1)));
    if !(0..bytes.len()).all(between) {
        return None;
    }
    text.replace('_', "").parse().ok()
}

/// `1.5`, `2j`, `1.5-2j`, each alone or in parentheses.
fn complex(text: &str) -> Option<Complex<f64>> {
    let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let text = inside.map_or(text, stripped);
    let Some(text) = text.strip_suffix(['j', 'J']) else {
        return plain(text).map(|re| Complex::new(re, 0.0));
    };
    // The sign before the imaginary part is the last that belongs to no exponent.
    let split = text.char_indices().rev().find(|&(at, c)| {
        let before = text[..at].chars().next_back();
        matches!(c, '+' | '-') && !(matches!(before, Some('e' | 'E')))
    });
    let (re, im) = match split {
        Some((at, _)) => text.split_at(at),
        None => ("", text),
    };
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        im => plain(im)?,
    };
    Some(Complex::new(if re.is_empty() { 0.0 } else { plain(re)? }, im))
}

fn all<'a, T>(
    texts: impl Iterator<Item = &'a str>,
    to: Ty,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>> {
    texts.map(|text| parse(stripped(text)).ok_or_else(|| no_number(text, to))).collect()
}

/// The numbers that texts are: an integer must be one of its type, a float may be anything that
/// Python reads as a float, a boolean is whether there is any text.
pub(super) fn parse<'a>(texts: impl Iterator<Item = &'a str>, to: Ty) -> Result<Buffer> {
    macro_rules! ints {
        ($($name:ident),*) => {
            match to {
                Ty::Bool => Ok(Buffer::Bool(texts.map(|text| !text.trim_end_matches('\0').is_empty()).collect())),
                $(Ty::$name => Ok(Buffer::$name(all(texts, to, plain)?)),)*
                _ if to.is_float() => Buffer::F64(all(texts, to, plain)?).cast(to),
                _ if to.is_complex() => Buffer::C128(all(texts, to, complex)?).cast(to),
                Ty::Time(unit) => {
                    Ok(Buffer::Time(unit, all(texts, to, |text| parse_time(text, unit))?))
                }
                _ => Err(mismatch(to, Ty::Text)),
            }
        };
    }
    ints!(I8, I16, I32, I64, U8, U16, U32, U64)
}
