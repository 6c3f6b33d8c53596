//! Floats of one array: all with an exponent or none, their points below each other.

use super::PrintOptions;
use crate::text::{Float, shortest_digits};

/// The whole part with its sign, and the digits behind the point.
struct Parts {
    whole: String,
    fraction: String,
    exponent: i32,
}

fn sign(x: f64, plus: bool) -> &'static str {
    match x.is_sign_negative() {
        true => "-",
        false if plus => "+",
        false => "",
    }
}

/// The shortest digits that are the same number, but no more than `precision` behind the point.
fn positional(x: Float, precision: usize, plus: bool) -> Parts {
    let (digits, exponent) = shortest_digits(x);
    let point = exponent + 1;
    let (mut whole, mut fraction) = if point <= 0 {
        ("0".to_owned(), "0".repeat(point.unsigned_abs() as usize) + &digits)
    } else {
        let point = point as usize;
        let filled = format!("{digits:0<point$}");
        (filled[..point].to_owned(), filled[point..].to_owned())
    };
    if fraction.len() > precision {
        let text = format!("{:.precision$}", x.value.abs());
        let (before, behind) = text.split_once('.').unwrap_or((&text, ""));
        (whole, fraction) = (before.to_owned(), behind.to_owned());
    }
    let fraction = fraction.trim_end_matches('0').to_owned();
    Parts { whole: sign(x.value, plus).to_owned() + &whole, fraction, exponent: 0 }
}

/// The same with one digit before the point.
fn scientific(x: Float, precision: usize, plus: bool) -> Parts {
    let (mut digits, mut exponent) = shortest_digits(x);
    if digits.len() > precision + 1 {
        let text = format!("{:.precision$e}", x.value.abs());
        let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
        digits = mantissa.replace('.', "");
        exponent = power.parse().unwrap_or(0);
    }
    let (whole, fraction) = digits.split_at(1);
    let fraction = fraction.trim_end_matches('0').to_owned();
    Parts { whole: format!("{}{whole}", sign(x.value, plus)), fraction, exponent }
}

fn exponent_digits(exponent: i32) -> usize {
    if exponent.abs() < 100 { 2 } else { 3 }
}

/// A number rounded to a type.
fn rounded(x: f64, bits: u8) -> f64 {
    match bits {
        16 => half::f16::from_f64(x).to_f64(),
        32 => f64::from(x as f32),
        _ => x,
    }
}

/// How all floats of an array are written.
pub(super) struct Floats {
    bits: u8,
    plus: bool,
    /// Digits of the exponent, where there is one.
    exponent: Option<usize>,
    precision: usize,
    left: usize,
    right: usize,
}

impl Floats {
    /// For these elements of a type of so many bits; `plus` writes a sign in any case.
    pub(super) fn new(values: &[f64], bits: u8, options: &PrintOptions, plus: bool) -> Self {
        let finite = || values.iter().copied().filter(|x| x.is_finite());
        let sizes = finite().map(f64::abs).filter(|x| *x != 0.0);
        let (least, most) =
            sizes.fold((f64::INFINITY, 0.0), |(lo, hi): (f64, f64), x| (lo.min(x), hi.max(x)));
        let wide = || rounded(most / least, bits) > 1000.0;
        // What is large depends on the digits that the type has.
        let large = match bits {
            16 => 1e3,
            32 => 1e6,
            _ => 1e8,
        };
        let scientific_form = most != 0.0
            && (most >= large || (!options.suppress && (least < rounded(1e-4, bits) || wide())));
        let precision = options.precision;
        let parts: Vec<Parts> = finite()
            .map(|value| Float { value, bits })
            .map(|x| match scientific_form {
                true => scientific(x, precision, plus),
                false => positional(x, precision, plus),
            })
            .collect();
        let longest = |f: fn(&Parts) -> usize| parts.iter().map(f).max().unwrap_or(0);
        let mut left = longest(|p| p.whole.len());
        let digits = longest(|p| p.fraction.len());
        let exponent =
            scientific_form.then(|| parts.iter().map(|p| exponent_digits(p.exponent)).max());
        let exponent = exponent.flatten();
        let right = digits + exponent.map_or(0, |e| e + 2);
        for x in values.iter().filter(|x| !x.is_finite()) {
            let sign = x.is_infinite() && (plus || values.contains(&f64::NEG_INFINITY));
            left = left.max((3 + usize::from(sign)).saturating_sub(right + 1));
        }
        let precision = if scientific_form { digits } else { precision };
        Self { bits, plus, exponent, precision, left, right }
    }

    /// One of the elements.
    pub(super) fn word(&self, value: f64) -> String {
        let (left, right, plus) = (self.left, self.right, self.plus);
        if !value.is_finite() {
            let name = if value.is_nan() { "nan" } else { "inf" };
            let sign = sign(if value.is_nan() { 1.0 } else { value }, plus);
            return format!("{:>width$}", format!("{sign}{name}"), width = left + right + 1);
        }
        let x = Float { value, bits: self.bits };
        let Some(digits) = self.exponent else {
            let Parts { whole, fraction, .. } = positional(x, self.precision, plus);
            return format!("{whole:>left$}.{fraction:<right$}");
        };
        // Here all have as many digits as the longest, also those that need fewer to be told apart.
        let text = format!("{:.*e}", self.precision, value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let whole = format!("{}{whole}", sign(value, plus));
        let (minus, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |e| ('-', e));
        format!("{whole:>left$}.{fraction}e{minus}{exponent:0>digits$}")
    }
}
