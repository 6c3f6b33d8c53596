//! Numbers as Python and numpy write them.

use half::f16;

use super::format::{Spec, Value};

/// A float and the bits of its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Float {
    pub value: f64,
    pub bits: u8,
}

/// The sign, what stands for the base, and the digits of a number, filled with zeroes to the
/// width if the directive says so.
fn assemble(spec: &Spec, negative: bool, prefix: &str, digits: &str, may_fill: bool) -> String {
    let sign = match () {
        () if negative => "-",
        () if spec.sign => "+",
        () if spec.blank => " ",
        () => "",
    };
    let len = sign.len() + prefix.len() + digits.len();
    let zeroes =
        if spec.zero && !spec.left && may_fill { spec.width.saturating_sub(len) } else { 0 };
    format!("{sign}{prefix}{}{digits}", "0".repeat(zeroes))
}

/// An integer for `%d`, `%x`, `%X`, `%o`.
pub(super) fn integer(spec: &Spec, n: i128) -> String {
    let size = n.unsigned_abs();
    let (prefix, digits) = match spec.kind {
        'x' => ("0x", format!("{size:x}")),
        'X' => ("0X", format!("{size:X}")),
        'o' => ("0o", format!("{size:o}")),
        _ => ("", size.to_string()),
    };
    digits_of(spec, n < 0, if spec.alternate { prefix } else { "" }, digits)
}

/// The whole part of a finite float for `%d`.
pub(super) fn whole(spec: &Spec, value: f64) -> String {
    let whole = value.trunc();
    digits_of(spec, whole < 0.0, "", format!("{:.0}", whole.abs()))
}

fn digits_of(spec: &Spec, negative: bool, prefix: &str, digits: String) -> String {
    let missing = spec.precision.unwrap_or(0).saturating_sub(digits.len());
    assemble(spec, negative, prefix, &("0".repeat(missing) + &digits), true)
}

/// A float for `%e`, `%f`, `%g` and their capitals.
pub(super) fn float(spec: &Spec, value: f64) -> String {
    let size = value.abs();
    let precision = spec.precision.unwrap_or(6);
    let text = if value.is_nan() {
        "nan".to_owned()
    } else if size.is_infinite() {
        "inf".to_owned()
    } else {
        match spec.kind.to_ascii_lowercase() {
            'e' => scientific(size, precision, spec.alternate),
            'f' => fixed(size, precision, spec.alternate),
            _ => general(size, precision.max(1), spec.alternate),
        }
    };
    let negative = value.is_sign_negative() && !value.is_nan();
    let out = assemble(spec, negative, "", &text, true);
    if spec.kind.is_ascii_uppercase() { out.to_ascii_uppercase() } else { out }
}

fn fixed(size: f64, precision: usize, point: bool) -> String {
    let text = format!("{size:.precision$}");
    if point && precision == 0 { text + "." } else { text }
}

fn scientific(size: f64, precision: usize, point: bool) -> String {
    let text = format!("{size:.precision$e}");
    let (digits, exponent) = parts(&text);
    let point = if point && precision == 0 { "." } else { "" };
    format!("{digits}{point}e{}", signed(exponent))
}

/// The shorter of both, without zeroes at the end.
fn general(size: f64, precision: usize, alternate: bool) -> String {
    let text = format!("{size:.*e}", precision - 1);
    let (digits, exponent) = parts(&text);
    let bare = |text: &str| match text.contains('.') && !alternate {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false if alternate && !text.contains('.') => format!("{text}."),
        false => text.to_owned(),
    };
    if exponent < -4 || exponent >= precision as i32 {
        return format!("{}e{}", bare(digits), signed(exponent));
    }
    bare(&format!("{size:.*}", (precision as i32 - 1 - exponent).max(0) as usize))
}

/// Digits and exponent of Rust's `1.5e-7`.
fn parts(text: &str) -> (&str, i32) {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (digits, exponent.parse().unwrap_or(0))
}

/// An exponent with its sign and at least two digits.
fn signed(exponent: i32) -> String {
    format!("{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
}

/// The shortest digits that read back as the same number of its type.
fn shortest(float: Float) -> String {
    match float.bits {
        16 => (0..5)
            .map(|n| format!("{:.n$e}", float.value))
            .find(|text| {
                text.parse().is_ok_and(|v: f64| f16::from_f64(v) == f16::from_f64(float.value))
            })
            .unwrap_or_else(|| format!("{:e}", float.value)),
        32 => format!("{:e}", float.value as f32),
        _ => format!("{:e}", float.value),
    }
}

/// The shortest digits of a finite float without its sign, and the power of ten of the first.
pub(crate) fn shortest_digits(float: Float) -> (String, i32) {
    let text = shortest(Float { value: float.value.abs(), bits: float.bits });
    let (digits, exponent) = parts(&text);
    (digits.replace('.', ""), exponent)
}

/// A float as `str` writes it; a whole one ends in `whole`.
fn plain(float: Float, whole: &str) -> String {
    if float.value.is_nan() {
        return "nan".to_owned();
    }
    if float.value.is_infinite() {
        return if float.value > 0.0 { "inf".to_owned() } else { "-inf".to_owned() };
    }
    let text = shortest(float);
    let (mantissa, exponent) = parts(&text);
    // numpy looks at the value, not at its digits; what it calls large depends on the type.
    let large = match float.bits {
        16 => 1e3,
        32 => 1e6,
        _ => 1e16,
    };
    let size = float.value.abs();
    if size != 0.0 && !(1e-4..large).contains(&size) {
        return format!("{mantissa}e{}", signed(exponent));
    }
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    if exponent < 0 {
        let zeroes = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeroes}{digits}");
    }
    let before = exponent as usize + 1;
    if digits.len() <= before {
        return format!("{sign}{digits}{}{whole}", "0".repeat(before - digits.len()));
    }
    format!("{sign}{}.{}", &digits[..before], &digits[before..])
}

fn complex(re: Float, im: Float) -> String {
    let imaginary = plain(im, "");
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    // A positive zero is left out.
    if re.value == 0.0 && re.value.is_sign_positive() {
        return format!("{imaginary}j");
    }
    format!("({}{plus}{imaginary}j)", plain(re, ""))
}

/// A value as `str` writes it.
pub(crate) fn text(value: Value<'_>) -> String {
    match value {
        Value::Bool(b) => (if b { "True" } else { "False" }).to_owned(),
        Value::Int(n, _) => n.to_string(),
        Value::Float(f) => plain(f, ".0"),
        Value::Complex(re, im) => complex(re, im),
        Value::Text(text) => text.to_owned(),
        Value::Bytes(bytes) => quoted_bytes(bytes),
    }
}

/// A value as numpy 2's `repr` writes it.
pub(crate) fn repr(value: Value<'_>) -> String {
    let plain = text(value);
    match value {
        Value::Bool(_) => format!("np.{plain}_"),
        Value::Int(_, name) => format!("np.{name}({plain})"),
        Value::Float(f) => format!("np.float{}({plain})", f.bits),
        Value::Complex(re, _) => {
            let bare = plain.trim_start_matches('(').trim_end_matches(')');
            format!("np.complex{}({bare})", u16::from(re.bits) * 2)
        }
        Value::Text(text) => format!("np.str_({})", quoted(text)),
        Value::Bytes(_) => format!("np.bytes_({plain})"),
    }
}

/// The quote that Python takes: double ones only around single ones alone.
fn quote(single: bool, double: bool) -> char {
    if single && !double { '"' } else { '\'' }
}

pub(crate) fn quoted(text: &str) -> String {
    let quote = quote(text.contains('\''), text.contains('"'));
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if is_printable(c) => out.push(c),
            c => out.push_str(&escaped(c)),
        }
    }
    out.push(quote);
    out
}

/// As Python's `isprintable`. The standard library escapes what is not, and marks that combine
/// with the character before, of which there is one here.
fn is_printable(c: char) -> bool {
    !String::from_iter(['a', c]).escape_debug().to_string().contains("\\u{")
        && !matches!(c, '\0' | '\r' | '\n' | '\t')
}

/// `\xff`, `\u20ac` or `\U0001f600`.
pub(super) fn escaped(c: char) -> String {
    match u32::from(c) {
        code @ 0..0x100 => format!("\\x{code:02x}"),
        code @ 0x100..0x10000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

pub(crate) fn quoted_bytes(bytes: &[u8]) -> String {
    let quote = quote(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = format!("b{quote}");
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte if char::from(byte) == quote => out.extend(['\\', quote]),
            b' '..=b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
    out
}

/// Text with everything outside ASCII escaped.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(&escaped(c));
        }
    }
    out
}
