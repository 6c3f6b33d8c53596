//! The words of an array's elements, all aligned.

use super::PrintOptions;
use super::float::Floats;
use crate::buffer::View;
use crate::text::{quoted, quoted_bytes};
use crate::types::{TimeUnit, duration_text, time_text};

/// Words of the width of the longest.
fn aligned(words: Vec<String>) -> Vec<String> {
    let width = words.iter().map(String::len).max().unwrap_or(0);
    words.into_iter().map(|word| format!("{word:>width$}")).collect()
}

fn integers<T: ToString>(v: &[T]) -> Vec<String> {
    aligned(v.iter().map(ToString::to_string).collect())
}

fn floats(v: &[f64], bits: u8, options: &PrintOptions) -> Vec<String> {
    let column = Floats::new(v, bits, options, false);
    v.iter().map(|&x| column.word(x)).collect()
}

fn complexes(parts: impl Iterator<Item = (f64, f64)>, bits: u8, o: &PrintOptions) -> Vec<String> {
    let (re, im): (Vec<f64>, Vec<f64>) = parts.unzip();
    let (real, imaginary) = (Floats::new(&re, bits, o, false), Floats::new(&im, bits, o, true));
    let word = |(&re, &im): (&f64, &f64)| {
        let im = imaginary.word(im);
        let digits = im.trim_end();
        format!("{}{digits}j{}", real.word(re), " ".repeat(im.len() - digits.len()))
    };
    re.iter().zip(&im).map(word).collect()
}

/// The widths of the first and the last and of NaT are what counts.
fn times(v: &[i64], text: impl Fn(i64) -> String) -> Vec<String> {
    let some = || v.iter().copied().filter(|&n| n != i64::MIN);
    let ends = some().min().into_iter().chain(some().max());
    let nat = if some().count() < v.len() { 5 } else { 0 };
    let width = ends.map(|n| text(n).len()).fold(nat, usize::max);
    let word = |n: i64| if n == i64::MIN { "'NaT'".to_owned() } else { text(n) };
    v.iter().map(|&n| format!("{:>width$}", word(n))).collect()
}

fn dates(unit: TimeUnit, v: &[i64]) -> Vec<String> {
    times(v, |n| format!("'{}'", time_text(unit, n)))
}

/// The elements of an array; `lone` for an array without dimensions.
pub(super) fn words(view: View<'_>, options: &PrintOptions, lone: bool) -> Vec<String> {
    match view {
        View::Bool(v) => {
            let yes = if lone { "True" } else { " True" };
            v.iter().map(|&x| (if x { yes } else { "False" }).to_owned()).collect()
        }
        View::I8(v) => integers(v),
        View::I16(v) => integers(v),
        View::I32(v) => integers(v),
        View::I64(v) => integers(v),
        View::U8(v) => integers(v),
        View::U16(v) => integers(v),
        View::U32(v) => integers(v),
        View::U64(v) => integers(v),
        View::F16(v) => floats(&v.iter().map(|x| x.to_f64()).collect::<Vec<_>>(), 16, options),
        View::F32(v) => floats(&v.iter().map(|&x| x.into()).collect::<Vec<_>>(), 32, options),
        View::F64(v) => floats(v, 64, options),
        View::C64(v) => complexes(v.iter().map(|c| (c.re.into(), c.im.into())), 32, options),
        View::C128(v) => complexes(v.iter().map(|c| (c.re, c.im)), 64, options),
        View::Text(v) => v.iter().map(|text| quoted(text)).collect(),
        View::Bytes(v) => v.iter().map(|bytes| quoted_bytes(bytes)).collect(),
        View::Time(unit, v) => dates(unit, v),
        View::Duration(_, v) => times(v, |n| n.to_string()),
    }
}

/// An element by itself, as `str` writes it.
pub(super) fn alone(view: View<'_>) -> Option<String> {
    match view {
        View::Text([text]) => Some(text.to_string()),
        View::Bytes([bytes]) => Some(quoted_bytes(bytes)),
        View::Time(unit, &[n]) => Some(time_text(unit, n)),
        View::Duration(unit, &[n]) => Some(duration_text(unit, n)),
        View::Text(_) | View::Bytes(_) | View::Time(..) | View::Duration(..) => None,
        number => match number.cast(crate::ElementType::Text).ok()?.view() {
            View::Text([text]) => Some(text.to_string()),
            _ => None,
        },
    }
}
