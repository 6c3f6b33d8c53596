//! Texts in parts: `split` and its kin.

use super::class::Class;
use super::search::{first, last};
use super::units::Units;
use crate::error::{Error, ErrorKind, Result};

#[cold]
fn empty_separator() -> Error {
    Error::new(ErrorKind::Value, "a separator").expected("at least one character").found("none")
}

/// The part before the first (or last) separator, the separator, and the part behind it; without
/// one the text and two empty parts (or the other way round).
pub(crate) fn partition<'a, S: Units + ?Sized>(
    text: &'a S,
    separator: &'a S,
    from_right: bool,
) -> Result<[&'a S; 3]> {
    if separator.size() == 0 {
        return Err(empty_separator());
    }
    let search = if from_right { last } else { first };
    let nothing = S::empty();
    Ok(match search(text.as_ref(), separator.as_ref()) {
        Some(at) => {
            let behind = at + separator.size();
            [text.part(0..at), separator, text.part(behind..text.size())]
        }
        None if from_right => [nothing, nothing, text],
        None => [text, nothing, nothing],
    })
}

/// The parts between separators (without one: between white space), at most `most` splits (all
/// if negative) from the left.
pub(crate) fn split<'a, S: Units + ?Sized>(
    text: &'a S,
    separator: Option<&S>,
    most: i64,
) -> Result<Vec<&'a S>> {
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    let Some(separator) = separator else {
        let mut rest = trim_start(text);
        while rest.size() > 0 {
            let end = rest.units().find(|(_, unit)| S::is(*unit, Class::Space));
            let end = end.map_or(rest.size(), |(at, _)| at);
            if left == 0 || end == rest.size() {
                parts.push(rest);
                break;
            }
            left -= 1;
            parts.push(rest.part(0..end));
            rest = trim_start(rest.part(end..rest.size()));
        }
        return Ok(parts);
    };
    if separator.size() == 0 {
        return Err(empty_separator());
    }
    let mut rest = text;
    while left > 0 {
        let Some(at) = first(rest.as_ref(), separator.as_ref()) else { break };
        parts.push(rest.part(0..at));
        rest = rest.part(at + separator.size()..rest.size());
        left -= 1;
    }
    parts.push(rest);
    Ok(parts)
}

/// As [`split`], from the right.
pub(crate) fn rsplit<'a, S: Units + ?Sized>(
    text: &'a S,
    separator: Option<&S>,
    most: i64,
) -> Result<Vec<&'a S>> {
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    if let Some(separator) = separator {
        if separator.size() == 0 {
            return Err(empty_separator());
        }
        let mut rest = text;
        while left > 0 {
            let Some(at) = last(rest.as_ref(), separator.as_ref()) else { break };
            parts.push(rest.part(at + separator.size()..rest.size()));
            rest = rest.part(0..at);
            left -= 1;
        }
        parts.push(rest);
    } else {
        let mut rest = trim_end(text);
        while rest.size() > 0 {
            let word = trailing(rest, |unit| !S::is(unit, Class::Space));
            if left == 0 || word == 0 {
                parts.push(rest);
                break;
            }
            left -= 1;
            parts.push(rest.part(word..rest.size()));
            rest = trim_end(rest.part(0..word));
        }
    }
    parts.reverse();
    Ok(parts)
}

fn trim_start<S: Units + ?Sized>(text: &S) -> &S {
    let start = text.units().find(|(_, unit)| !S::is(*unit, Class::Space));
    text.part(start.map_or(text.size(), |(at, _)| at)..text.size())
}

fn trim_end<S: Units + ?Sized>(text: &S) -> &S {
    text.part(0..trailing(text, |unit| S::is(unit, Class::Space)))
}

/// Where the units of some kind begin that the text ends with.
fn trailing<S: Units + ?Sized>(text: &S, kind: impl Fn(u32) -> bool) -> usize {
    let run = text.units().rev().take_while(|(_, unit)| kind(*unit));
    run.last().map_or(text.size(), |(at, _)| at)
}

/// The lines, with their ends if `keep` says so.
pub(crate) fn splitlines<S: Units + ?Sized>(text: &S, keep: bool) -> Vec<&S> {
    let mut lines = Vec::new();
    let (mut start, mut units) = (0, text.units().peekable());
    while let Some((at, unit)) = units.next() {
        if !S::ends_line(unit) {
            continue;
        }
        if unit == 0x0d {
            units.next_if(|(_, next)| *next == 0x0a);
        }
        let next = units.peek().map_or(text.size(), |(at, _)| *at);
        lines.push(text.part(start..if keep { next } else { at }));
        start = next;
    }
    if start < text.size() {
        lines.push(text.part(start..text.size()));
    }
    lines
}
