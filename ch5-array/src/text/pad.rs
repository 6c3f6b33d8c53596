//! Widths: filling up, repeating, tabs.

use super::table::{Args, fits};
use super::units::Units;
use crate::error::{Error, ErrorKind, Result};

/// Adds a text between so many fill characters.
fn between<S: Units + ?Sized>(
    args: &Args<'_, S>,
    out: &mut S::Buf,
    split: fn(usize, usize) -> usize,
) -> Result<()> {
    let text = args.text(0);
    let fill = (args.texts > 1).then(|| args.text(1));
    if let Some(fill) = fill
        && fill.count() != 1
    {
        return Err(Error::new(ErrorKind::Value, "a fill character")
            .expected("one character")
            .found(format!("{:?}", String::from_utf8_lossy(fill.as_ref()))));
    }
    let width = usize::try_from(args.int(0)).unwrap_or(0);
    let room = width.saturating_sub(text.count());
    fits(Some(text.size()), fill.map_or(1, Units::size), room)?;
    let left = split(room, width);
    let more = |out: &mut S::Buf, times| match fill {
        Some(fill) => (0..times).for_each(|_| S::push(out, fill)),
        None => (0..times).for_each(|_| S::push_unit(out, u32::from(b' '))),
    };
    more(out, left);
    S::push(out, text);
    more(out, room - left);
    Ok(())
}

/// As Python does: the odd one goes to the left if the width is odd.
pub(super) fn center<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    between(args, out, |room, width| room / 2 + (room & width & 1))
}

pub(super) fn ljust<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    between(args, out, |_, _| 0)
}

pub(super) fn rjust<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    between(args, out, |room, _| room)
}

/// Zeroes behind the sign.
pub(super) fn zfill<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    let room = usize::try_from(args.int(0)).unwrap_or(0).saturating_sub(text.count());
    fits(Some(text.size()), 1, room)?;
    let sign = usize::from(matches!(text.as_ref().first(), Some(b'+' | b'-')));
    S::push(out, text.part(0..sign));
    (0..room).for_each(|_| S::push_unit(out, u32::from(b'0')));
    S::push(out, text.part(sign..text.size()));
    Ok(())
}

pub(super) fn multiply<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    let times = usize::try_from(args.int(0)).unwrap_or(0);
    fits(Some(0), text.size(), times)?;
    if text.size() > 0 {
        (0..times).for_each(|_| S::push(out, text));
    }
    Ok(())
}

/// Spaces to the next multiple of the tab size, counted from the last end of a line.
pub(super) fn expandtabs<S: Units + ?Sized>(args: &Args<'_, S>, out: &mut S::Buf) -> Result<()> {
    let text = args.text(0);
    let size = usize::try_from(args.int(0)).unwrap_or(0);
    let tabs = text.as_ref().iter().filter(|&&byte| byte == b'\t').count();
    fits(Some(text.size()), size, tabs)?;
    let mut column = 0;
    for (_, unit) in text.units() {
        match u8::try_from(unit) {
            Ok(b'\t') if size > 0 => {
                let spaces = size - column % size;
                (0..spaces).for_each(|_| S::push_unit(out, u32::from(b' ')));
                column += spaces;
            }
            Ok(b'\t') => {}
            other => {
                S::push_unit(out, unit);
                column = if matches!(other, Ok(b'\n' | b'\r')) { 0 } else { column + 1 };
            }
        }
    }
    Ok(())
}
