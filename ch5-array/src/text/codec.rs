//! Text to bytes and back, in the encodings that hold all of Unicode and in ASCII and Latin-1.

use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};

/// How text is written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Sig,
    /// 7-bit ASCII.
    Ascii,
    /// ISO 8859-1, the first 256 code points.
    Latin1,
    /// UTF-16; without a byte order in the name, a mark says it.
    Utf16(Order),
    /// UTF-32; without a byte order in the name, a mark says it.
    Utf32(Order),
}

/// The byte order of UTF-16 and UTF-32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// As a mark says; little-endian with a mark when writing.
    Marked,
    /// The lowest byte comes first.
    Little,
    /// The highest byte comes first.
    Big,
}

/// What becomes of characters that cannot be encoded, and of bytes that cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Errors {
    /// The call fails.
    #[default]
    Strict,
    /// They are left out.
    Ignore,
    /// They become `?`, or U+FFFD when decoding.
    Replace,
    /// They become `\xff`, `\u20ac` or `\U0001f600`.
    BackslashReplace,
    /// Characters become `&#8364;`; only for encoding.
    XmlCharRefReplace,
}

impl FromStr for Encoding {
    type Err = Error;

    /// Reads Python's name of an encoding: `utf-8`, `latin-1`, `UTF_16_LE`.
    fn from_str(name: &str) -> Result<Self> {
        let plain = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        Ok(match plain.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Self::Utf8,
            "utf-8-sig" => Self::Utf8Sig,
            "ascii" | "us-ascii" | "646" => Self::Ascii,
            "latin-1" | "latin1" | "latin" | "iso-8859-1" | "iso8859-1" | "iso8859" | "8859"
            | "cp819" | "l1" => Self::Latin1,
            "utf-16" | "utf16" | "u16" => Self::Utf16(Order::Marked),
            "utf-16-le" | "utf-16le" => Self::Utf16(Order::Little),
            "utf-16-be" | "utf-16be" => Self::Utf16(Order::Big),
            "utf-32" | "utf32" | "u32" => Self::Utf32(Order::Marked),
            "utf-32-le" | "utf-32le" => Self::Utf32(Order::Little),
            "utf-32-be" | "utf-32be" => Self::Utf32(Order::Big),
            _ => {
                return Err(Error::new(ErrorKind::Unsupported, "an encoding")
                    .expected("utf-8, utf-8-sig, ascii, latin-1, utf-16 or utf-32 (-le, -be)")
                    .found(format!("{name:?}")));
            }
        })
    }
}

impl FromStr for Errors {
    type Err = Error;

    /// Reads Python's name: `strict`, `ignore`, `replace`, `backslashreplace`,
    /// `xmlcharrefreplace`.
    fn from_str(name: &str) -> Result<Self> {
        Ok(match name {
            "strict" => Self::Strict,
            "ignore" => Self::Ignore,
            "replace" => Self::Replace,
            "backslashreplace" => Self::BackslashReplace,
            "xmlcharrefreplace" => Self::XmlCharRefReplace,
            _ => {
                return Err(Error::new(ErrorKind::Unsupported, "what errors become")
                    .expected("strict, ignore, replace, backslashreplace or xmlcharrefreplace")
                    .found(format!("{name:?}")));
            }
        })
    }
}

/// Adds a text in an encoding.
pub(crate) fn encode(
    text: &str,
    encoding: Encoding,
    errors: Errors,
    out: &mut Vec<u8>,
) -> Result<()> {
    match encoding {
        Encoding::Utf8 => out.extend_from_slice(text.as_bytes()),
        Encoding::Utf8Sig => {
            out.extend_from_slice(b"\xef\xbb\xbf");
            out.extend_from_slice(text.as_bytes());
        }
        Encoding::Ascii if text.is_ascii() => out.extend_from_slice(text.as_bytes()),
        Encoding::Ascii | Encoding::Latin1 => {
            let end = if encoding == Encoding::Ascii { 0x80 } else { 0x100 };
            for c in text.chars() {
                match u8::try_from(u32::from(c)) {
                    Ok(byte) if u32::from(byte) < end => out.push(byte),
                    _ => unencodable(c, encoding, errors, out)?,
                }
            }
        }
        Encoding::Utf16(order) => {
            let marked = (order == Order::Marked).then_some(0xfeff);
            for unit in marked.into_iter().chain(text.encode_utf16()) {
                match order {
                    Order::Big => out.extend(unit.to_be_bytes()),
                    _ => out.extend(unit.to_le_bytes()),
                }
            }
        }
        Encoding::Utf32(order) => {
            let marked = (order == Order::Marked).then_some('\u{feff}');
            for c in marked.into_iter().chain(text.chars()) {
                match order {
                    Order::Big => out.extend(u32::from(c).to_be_bytes()),
                    _ => out.extend(u32::from(c).to_le_bytes()),
                }
            }
        }
    }
    Ok(())
}

fn unencodable(c: char, encoding: Encoding, errors: Errors, out: &mut Vec<u8>) -> Result<()> {
    let code = u32::from(c);
    match errors {
        Errors::Strict => {
            return Err(Error::new(ErrorKind::Value, "text to bytes")
                .expected(format!("a character of {encoding:?}"))
                .found(format!("{c:?}"))
                .help("say what errors become: ignore or replace"));
        }
        Errors::Ignore => {}
        Errors::Replace => out.push(b'?'),
        Errors::BackslashReplace => out.extend(super::number::escaped(c).bytes()),
        Errors::XmlCharRefReplace => out.extend(format!("&#{code};").bytes()),
    }
    Ok(())
}

/// Adds the text that bytes stand for.
pub(crate) fn decode(
    bytes: &[u8],
    encoding: Encoding,
    errors: Errors,
    out: &mut String,
) -> Result<()> {
    match encoding {
        Encoding::Utf8 => utf8(bytes, errors, out),
        Encoding::Utf8Sig => {
            utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), errors, out)
        }
        Encoding::Latin1 => {
            out.extend(bytes.iter().map(|&byte| char::from(byte)));
            Ok(())
        }
        Encoding::Ascii => {
            for &byte in bytes {
                if byte.is_ascii() {
                    out.push(char::from(byte));
                } else {
                    undecodable(&[byte], errors, out)?;
                }
            }
            Ok(())
        }
        Encoding::Utf16(order) => {
            let (bytes, big) = match (order, bytes) {
                (Order::Marked, [0xff, 0xfe, rest @ ..]) => (rest, false),
                (Order::Marked, [0xfe, 0xff, rest @ ..]) => (rest, true),
                _ => (bytes, order == Order::Big),
            };
            utf16(bytes, big, errors, out)
        }
        Encoding::Utf32(order) => {
            let (bytes, big) = match (order, bytes) {
                (Order::Marked, [0xff, 0xfe, 0, 0, rest @ ..]) => (rest, false),
                (Order::Marked, [0, 0, 0xfe, 0xff, rest @ ..]) => (rest, true),
                _ => (bytes, order == Order::Big),
            };
            for piece in bytes.chunks(4) {
                let code = <[u8; 4]>::try_from(piece).ok().map(|unit| {
                    if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) }
                });
                match code.and_then(char::from_u32) {
                    Some(c) => out.push(c),
                    None => undecodable(piece, errors, out)?,
                }
            }
            Ok(())
        }
    }
}

fn utf8(bytes: &[u8], errors: Errors, out: &mut String) -> Result<()> {
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            undecodable(chunk.invalid(), errors, out)?;
        }
    }
    Ok(())
}

fn utf16(bytes: &[u8], big: bool, errors: Errors, out: &mut String) -> Result<()> {
    let unit =
        |pair: [u8; 2]| if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
    let (mut pairs, mut odd) = bytes.as_chunks::<2>();
    if let ([before @ .., last], [_]) = (pairs, odd)
        && matches!(unit(*last), 0xd800..0xdc00)
    {
        // Half of a pair and half of its other half are cut off together.
        (pairs, odd) = (before, bytes.get(before.len() * 2..).unwrap_or_default());
    }
    let units = pairs.iter().map(|&pair| unit(pair));
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(c) => out.push(c),
            Err(lone) => {
                let unit = lone.unpaired_surrogate();
                let piece = if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
                undecodable(&piece, errors, out)?;
            }
        }
    }
    if odd.is_empty() { Ok(()) } else { undecodable(odd, errors, out) }
}

fn undecodable(piece: &[u8], errors: Errors, out: &mut String) -> Result<()> {
    match errors {
        Errors::Ignore => {}
        Errors::Replace => out.push(char::REPLACEMENT_CHARACTER),
        Errors::BackslashReplace => {
            piece.iter().for_each(|byte| out.push_str(&format!("\\x{byte:02x}")));
        }
        Errors::Strict | Errors::XmlCharRefReplace => {
            return Err(Error::new(ErrorKind::Value, "bytes to text")
                .expected("bytes of the encoding")
                .found(format!("{piece:02x?}"))
                .help("say what errors become: ignore or replace"));
        }
    }
    Ok(())
}
