//! Python's `%` for texts: the directives of a format and what they take.

use super::number::{self, Float};
use super::table::fits;
use crate::error::{Error, ErrorKind, Result};

/// A value for a directive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Value<'a> {
    Bool(bool),
    /// An integer and numpy's name of its type.
    Int(i128, &'static str),
    Float(Float),
    Complex(Float, Float),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// A directive: `%-8.3f`.
#[derive(Debug, Default)]
pub(super) struct Spec {
    pub left: bool,
    pub sign: bool,
    pub blank: bool,
    pub alternate: bool,
    pub zero: bool,
    pub width: usize,
    pub precision: Option<usize>,
    pub kind: char,
}

/// The widest field, and the most digits behind the point.
const WIDEST: usize = 1 << 20;
const DIGITS: usize = u16::MAX as usize;

#[cold]
fn bad(what: &str, expected: impl Into<String>, found: impl Into<String>) -> Error {
    Error::new(ErrorKind::Value, what).expected(expected).found(found)
}

/// Adds `format` with its directives filled from `values`. For bytes, `bytes` holds and `%s` takes
/// bytes only; both are then given and made as Latin-1.
pub(crate) fn format(
    format: &str,
    values: &[Value<'_>],
    bytes: bool,
    out: &mut String,
) -> Result<()> {
    // Python takes a single number of numpy for a mapping, which need not be used.
    let alone = match values {
        [Value::Text(_)] => false,
        [Value::Bytes(_)] => !bytes,
        other => other.len() == 1,
    };
    let mut values = values.iter().copied();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        if let Some(behind) = chars.as_str().strip_prefix('%') {
            out.push('%');
            rest = behind;
            continue;
        }
        let spec = parse(format, &mut chars, &mut values)?;
        rest = chars.as_str();
        let value = values.next().ok_or_else(|| {
            bad("a format", "a value for every directive", format!("{format:?} and fewer"))
        })?;
        let field = field(&spec, value, bytes)?;
        let room = spec.width.saturating_sub(field.chars().count());
        fits(Some(out.len()), 1, room + field.len())?;
        if spec.left {
            out.push_str(&field);
        }
        (0..room).for_each(|_| out.push(' '));
        if !spec.left {
            out.push_str(&field);
        }
    }
    out.push_str(rest);
    match values.next() {
        Some(more) if !alone => Err(bad(
            "a format",
            "a directive for every value",
            format!("{format:?} and {} left over", number::repr(more)),
        )),
        _ => Ok(()),
    }
}

/// Reads the characters of a directive one by one.
struct Reader<'r, 'f> {
    format: &'f str,
    chars: &'r mut std::str::Chars<'f>,
    next: char,
}

impl Reader<'_, '_> {
    fn advance(&mut self) -> Result<()> {
        self.next = self
            .chars
            .next()
            .ok_or_else(|| bad("a format", "a directive behind %", format!("{:?}", self.format)))?;
        Ok(())
    }

    /// Reads a number of at most `most`, or a `*` that takes it from the values; true if that one
    /// is negative.
    fn count<'a>(
        &mut self,
        most: usize,
        values: &mut impl Iterator<Item = Value<'a>>,
    ) -> Result<(usize, bool)> {
        let (mut n, mut negative) = (0usize, false);
        if self.next == '*' {
            self.advance()?;
            let given = match values.next() {
                Some(Value::Int(given, _)) => given,
                other => {
                    return Err(bad("a format", "an integer for *", format!("{other:?}")));
                }
            };
            negative = given < 0;
            n = usize::try_from(given.unsigned_abs()).unwrap_or(usize::MAX);
        } else {
            while let Some(digit) = self.next.to_digit(10) {
                n = n.saturating_mul(10).saturating_add(digit as usize);
                self.advance()?;
            }
        }
        if n > most {
            return Err(bad("a format", format!("at most {most} characters"), n.to_string()));
        }
        Ok((n, negative))
    }
}

/// Reads a directive behind its `%`.
fn parse<'a, 'f>(
    format: &'f str,
    chars: &mut std::str::Chars<'f>,
    values: &mut impl Iterator<Item = Value<'a>>,
) -> Result<Spec> {
    let mut spec = Spec::default();
    let mut reader = Reader { format, chars, next: '%' };
    loop {
        reader.advance()?;
        match reader.next {
            '-' => spec.left = true,
            '+' => spec.sign = true,
            ' ' => spec.blank = true,
            '#' => spec.alternate = true,
            '0' => spec.zero = true,
            _ => break,
        }
    }
    let (width, negative) = reader.count(WIDEST, values)?;
    spec.width = width;
    spec.left |= negative;
    if reader.next == '.' {
        reader.advance()?;
        let (digits, negative) = reader.count(DIGITS, values)?;
        spec.precision = Some(if negative { 0 } else { digits });
    }
    if matches!(reader.next, 'h' | 'l' | 'L') {
        reader.advance()?;
    }
    if reader.next == '(' {
        return Err(bad("a format", "directives without a name", format!("{format:?}")));
    }
    spec.kind = reader.next;
    Ok(spec)
}

/// What a directive makes of a value, before it is filled up with spaces.
fn field(spec: &Spec, value: Value<'_>, bytes: bool) -> Result<String> {
    let wrong = |expected: &str| {
        Err(bad(&format!("%{}", spec.kind), expected.to_owned(), number::repr(value)))
    };
    let cut = |text: String| match spec.precision {
        Some(most) => text.chars().take(most).collect(),
        None => text,
    };
    Ok(match spec.kind {
        's' | 'b' if bytes => match value {
            Value::Bytes(raw) => cut(raw.iter().map(|&byte| char::from(byte)).collect()),
            _ => return wrong("bytes"),
        },
        's' => cut(number::text(value)),
        'r' | 'a' if bytes || spec.kind == 'a' => cut(number::ascii(&number::repr(value))),
        'r' => cut(number::repr(value)),
        'c' => match value {
            Value::Text(text) if text.chars().count() == 1 && !bytes => text.to_owned(),
            Value::Bytes([byte]) if bytes => char::from(*byte).to_string(),
            Value::Int(code, _) => {
                let c = u32::try_from(code).ok().and_then(char::from_u32);
                match c.filter(|c| !bytes || u32::from(*c) < 256) {
                    Some(c) => c.to_string(),
                    None => return wrong("a code point"),
                }
            }
            _ => return wrong("a code point or one character"),
        },
        'd' | 'i' | 'u' => match value {
            Value::Bool(b) => number::integer(spec, i128::from(b)),
            Value::Int(n, _) => number::integer(spec, n),
            Value::Float(f) if f.value.is_finite() => number::whole(spec, f.value),
            _ => return wrong("a finite real number"),
        },
        'x' | 'X' | 'o' => match value {
            Value::Int(n, _) => number::integer(spec, n),
            _ => return wrong("an integer"),
        },
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => match value {
            Value::Bool(b) => number::float(spec, f64::from(u8::from(b))),
            Value::Int(n, _) => number::float(spec, n as f64),
            Value::Float(f) => number::float(spec, f.value),
            _ => return wrong("a real number"),
        },
        other => {
            return Err(bad(
                "a format",
                "one of the directives diouxXeEfFgGcrsa%",
                format!("{other:?}"),
            ));
        }
    })
}
