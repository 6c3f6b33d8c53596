//! Upper, lower and title case.

use super::class::Class;
use super::table::Args;
use super::units::Units;
use crate::error::Result;

/// Adds all of it in upper case.
pub(super) fn upper<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    if text.as_ref().is_ascii() {
        S::push(out, text);
        S::ascii_case(out, true);
    } else {
        text.units().for_each(|(_, unit)| S::push_upper(out, unit));
    }
    Ok(())
}

/// Adds all of it in lower case.
pub(super) fn lower<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    if text.as_ref().is_ascii() {
        S::push(out, text);
        S::ascii_case(out, false);
    } else {
        text.units().for_each(|(at, unit)| text.push_lower(out, at, unit));
    }
    Ok(())
}

/// Turns upper case to lower case, and the other way round.
pub(super) fn swapcase<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    for (at, unit) in text.units() {
        if S::is(unit, Class::Upper) {
            text.push_lower(out, at, unit);
        } else if S::is(unit, Class::Lower) {
            S::push_upper(out, unit);
        } else {
            S::push_unit(out, unit);
        }
    }
    Ok(())
}

/// The first unit in title case, all others in lower case.
pub(super) fn capitalize<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    for (at, unit) in text.units() {
        if at == 0 {
            S::push_title(out, unit);
        } else {
            text.push_lower(out, at, unit);
        }
    }
    Ok(())
}

/// The first letter of every word in title case, all others in lower case.
pub(super) fn title<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    let mut inside = false;
    for (at, unit) in text.units() {
        if inside {
            text.push_lower(out, at, unit);
        } else {
            S::push_title(out, unit);
        }
        inside = S::is(unit, Class::Cased);
    }
    Ok(())
}
