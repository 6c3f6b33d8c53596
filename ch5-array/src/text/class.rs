//! What kind of character something is, as Python's `str.isalpha` and its kin decide it.

use super::unicode;

/// A class of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Alphabetic,
    Decimal,
    /// Decimals and the likes of a superscript two.
    Digit,
    /// Digits and the likes of a half, or of Roman and Chinese numbers.
    Numeric,
    Alphanumeric,
    Lower,
    Upper,
    Title,
    /// Lower, upper or title case.
    Cased,
    Space,
}

/// True if one of the ranges holds a code point.
fn within(ranges: &[u32], code: u32) -> bool {
    let after = ranges.partition_point(|&edge| edge < code);
    // Behind a first and before or on a last edge, or on a first one.
    after % 2 == 1 || ranges.get(after) == Some(&code)
}

/// True if a character is of a class.
pub(crate) fn is(c: char, class: Class) -> bool {
    if c.is_ascii() {
        return is_ascii(c as u8, class) || (class == Class::Space && matches!(c, '\x1c'..='\x1f'));
    }
    let code = c as u32;
    let decimal = || within(unicode::DECIMAL, code);
    let digit = || decimal() || within(unicode::DIGIT, code);
    let numeric = || digit() || within(unicode::NUMERIC, code);
    match class {
        Class::Alphabetic => within(unicode::ALPHABETIC, code),
        Class::Decimal => decimal(),
        Class::Digit => digit(),
        Class::Numeric => numeric(),
        Class::Alphanumeric => within(unicode::ALPHABETIC, code) || numeric(),
        Class::Lower => c.is_lowercase(),
        Class::Upper => c.is_uppercase(),
        Class::Title => within(unicode::TITLE, code),
        Class::Cased => c.is_lowercase() || c.is_uppercase() || within(unicode::TITLE, code),
        Class::Space => within(unicode::SPACE, code),
    }
}

/// True if a byte is of a class.
pub(crate) fn is_ascii(byte: u8, class: Class) -> bool {
    match class {
        Class::Alphabetic | Class::Cased => byte.is_ascii_alphabetic(),
        Class::Decimal | Class::Digit | Class::Numeric => byte.is_ascii_digit(),
        Class::Alphanumeric => byte.is_ascii_alphanumeric(),
        Class::Lower => byte.is_ascii_lowercase(),
        Class::Upper => byte.is_ascii_uppercase(),
        Class::Title => false,
        Class::Space => matches!(byte, b' ' | b'\t'..=b'\r'),
    }
}

/// The title case of a code point, where it is not the upper case.
pub(crate) fn to_title(code: u32) -> Option<&'static str> {
    if code < 0x80 {
        return None;
    }
    let at = unicode::TO_TITLE.binary_search_by_key(&code, |(from, _)| *from).ok()?;
    unicode::TO_TITLE.get(at).map(|(_, to)| *to)
}

/// True if the sigma at a place ends a word: a letter with case comes before it and none after it,
/// whatever lies between that case does not matter to.
pub(crate) fn sigma_is_final(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();
    let cased = |c: Option<char>| c.is_some_and(|c| is(c, Class::Cased));
    cased(before.chars().rev().find(|&c| !ignorable(c)))
        && !cased(after.chars().skip(1).find(|&c| !ignorable(c)))
}

/// True if case looks through a character (Case_Ignorable). The standard library knows but does
/// not tell: behind one, a sigma is final after a letter and not after a space.
fn ignorable(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '\'' | '.' | ':' | '^' | '`');
    }
    let is_final = |first: char| String::from_iter([first, c, 'Σ']).to_lowercase().ends_with('ς');
    is_final('a') && !is_final(' ')
}
