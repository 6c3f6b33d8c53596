//! Stripping, joining, replacing.

use super::class::Class;
use super::search::first;
use super::table::{Args, fits};
use super::units::Units;
use crate::error::Result;

/// Adds the first text without the units of the second one (without one: white space) at its
/// ends.
fn stripped<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf, left: bool, right: bool) {
    let text = args.text(0);
    let chars = (args.texts > 1).then(|| args.text(1));
    let kept = |unit: &(usize, u32)| match chars {
        Some(chars) => !chars.units().any(|(_, c)| c == unit.1),
        None => !S::is(unit.1, Class::Space),
    };
    let mut range = 0..text.size();
    if left {
        range.start = text.units().find(kept).map_or(range.end, |(at, _)| at);
    }
    if right {
        let rest = text.part(range.clone());
        let mut units = rest.units().rev().skip_while(|unit| !kept(unit));
        // The end is where the next unit would begin.
        range.end = units.next().map_or(range.start, |(at, _)| {
            let at = range.start + at;
            let behind = text.part(at..text.size());
            at + behind.place(1)
        });
    }
    S::push(out, text.part(range));
}

macro_rules! strips {
    ($($name:ident $left:literal $right:literal,)*) => {$(
        pub(super) fn $name<S: Units + ?Sized>(
            args: &Args<'_, S>,
            out: &mut S::Buf,
        ) -> Result<()> {
            stripped(args, out, $left, $right);
            Ok(())
        }
    )*};
}

strips! {
    strip true true,
    lstrip true false,
    rstrip false true,
}

pub(super) fn add<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    S::push(out, args.text(0));
    S::push(out, args.text(1));
    fits(Some(S::view(out).size()), 0, 0)
}

/// The units of the second text with the first text between them.
pub(super) fn join<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let (between, text) = (args.text(0), args.text(1));
    fits(Some(text.size()), between.size(), text.count())?;
    for (at, unit) in text.units() {
        if at > 0 {
            S::push(out, between);
        }
        S::push_unit(out, unit);
    }
    Ok(())
}

/// Replaces the first `count` (all if negative) places of the second text by the third.
pub(super) fn replace<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let (text, old, new) = (args.text(0), args.text(1), args.text(2));
    let mut left = usize::try_from(args.int(0)).unwrap_or(usize::MAX);
    if old.size() == 0 {
        fits(Some(text.size()), new.size(), left.min(text.count() + 1))?;
        for (_, unit) in text.units() {
            if left > 0 {
                S::push(out, new);
                left -= 1;
            }
            S::push_unit(out, unit);
        }
        if left > 0 {
            S::push(out, new);
        }
        return Ok(());
    }
    let mut from = 0;
    while left > 0 {
        let Some(at) = text.as_ref().get(from..).and_then(|rest| first(rest, old.as_ref())) else {
            break;
        };
        S::push(out, text.part(from..from + at));
        S::push(out, new);
        from += at + old.size();
        left -= 1;
        fits(Some(S::view(out).size()), 0, 0)?;
    }
    S::push(out, text.part(from..text.size()));
    Ok(())
}
