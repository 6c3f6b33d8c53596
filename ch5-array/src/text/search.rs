//! Finding a text in another one.

use std::ops::Range;

use super::table::Args;
use super::units::Units;
use crate::error::{Error, ErrorKind, Result};

/// Where `part` comes first in `text`, in bytes.
pub(super) fn first(text: &[u8], part: &[u8]) -> Option<usize> {
    let Some((head, tail)) = part.split_first() else { return Some(0) };
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.iter().position(|byte| byte == head)?;
        if text.get(at + 1..)?.starts_with(tail) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Where `part` comes last in `text`, in bytes.
pub(super) fn last(text: &[u8], part: &[u8]) -> Option<usize> {
    let mut starts = 0..(text.len() + 1).checked_sub(part.len())?;
    starts.rfind(|&at| text.get(at..).is_some_and(|rest| rest.starts_with(part)))
}

/// How often `part`, which is not empty, comes in `text` without overlap.
pub(super) fn times(mut text: &[u8], part: &[u8]) -> usize {
    let mut count = 0;
    while let Some(at) = first(text, part) {
        count += 1;
        text = text.get(at + part.len()..).unwrap_or_default();
    }
    count
}

/// A part of the first text, as bytes, and the second one.
struct Window<'a> {
    bytes: Range<usize>,
    inside: &'a [u8],
    part: &'a [u8],
}

/// The units from `start` to `end` (negative ones count from the end) of the first text; `None`
/// if `start` lies behind `end`.
fn window<'a, S: Units + ?Sized>(args: &Args<'a, S>) -> Option<Window<'a>> {
    let (text, part) = (args.text(0), args.text(1).as_ref());
    let all = text.as_ref();
    if args.int(0) == 0 && args.int(1) == i64::MAX {
        return Some(Window { bytes: 0..all.len(), inside: all, part });
    }
    let count = text.count() as i64;
    let from_end = |i: i64| if i < 0 { (i.saturating_add(count)).max(0) } else { i };
    let (start, end) = (from_end(args.int(0)), from_end(args.int(1)).min(count));
    if start > end {
        return None;
    }
    let bytes = text.place(start as usize)..text.place(end as usize);
    let inside = all.get(bytes.clone())?;
    Some(Window { bytes, inside, part })
}

/// The unit at which the second text is found.
fn position<S: Units + ?Sized>(
    args: &Args<'_, S>,
    search: fn(&[u8], &[u8]) -> Option<usize>,
) -> Option<i64> {
    let window = window(args)?;
    let at = window.bytes.start + search(window.inside, window.part)?;
    Some(args.text(0).part(0..at).count() as i64)
}

pub(super) fn find<S: Units + ?Sized>(args: &Args<'_, S>) -> Result<i64> {
    Ok(position(args, first).unwrap_or(-1))
}

pub(super) fn rfind<S: Units + ?Sized>(args: &Args<'_, S>) -> Result<i64> {
    Ok(position(args, last).unwrap_or(-1))
}

#[cold]
fn not_found<S: Units + ?Sized>(args: &Args<'_, S>) -> Error {
    let quoted = |i| format!("{:?}", String::from_utf8_lossy(args.text(i).as_ref()));
    Error::new(ErrorKind::Value, "a part of a text").expected(quoted(1)).found(quoted(0))
}

pub(super) fn index<S: Units + ?Sized>(args: &Args<'_, S>) -> Result<i64> {
    position(args, first).ok_or_else(|| not_found(args))
}

pub(super) fn rindex<S: Units + ?Sized>(args: &Args<'_, S>) -> Result<i64> {
    position(args, last).ok_or_else(|| not_found(args))
}

pub(super) fn count<S: Units + ?Sized>(args: &Args<'_, S>) -> Result<i64> {
    let Some(window) = window(args) else { return Ok(0) };
    Ok(if window.part.is_empty() {
        args.text(0).part(window.bytes).count() as i64 + 1
    } else {
        times(window.inside, window.part) as i64
    })
}

pub(super) fn startswith<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
    window(args).is_some_and(|w| w.inside.starts_with(w.part))
}

pub(super) fn endswith<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
    window(args).is_some_and(|w| w.inside.ends_with(w.part))
}

pub(super) fn str_len<S: Units + ?Sized>(args: &Args<'_, S>) -> Result<i64> {
    Ok(args.text(0).count() as i64)
}
