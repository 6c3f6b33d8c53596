//! Comparisons, by code points.

use std::cmp::Ordering;

use super::table::Args;
use super::units::Units;

/// The text without white space at its end, as `np.char` compares: ASCII's and NUL only.
fn trimmed(text: &[u8]) -> &[u8] {
    trim(text, |byte| matches!(byte, 0 | b' ' | b'\t'..=b'\r'))
}

fn trim(text: &[u8], gone: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().rposition(|&byte| !gone(byte)).map_or(0, |at| at + 1);
    text.get(..end).unwrap_or_default()
}

/// How two texts compare; UTF-8 orders as its code points do.
fn order<S: Units + ?Sized>(args: &Args<'_, S>) -> Ordering {
    trimmed(args.text(0).as_ref()).cmp(trimmed(args.text(1).as_ref()))
}

/// The same with white space at the end; NULs do not count, as in numpy.
fn strict<S: Units + ?Sized>(args: &Args<'_, S>) -> Ordering {
    let bare = |i| trim(args.text(i).as_ref(), |byte| byte == 0);
    bare(0).cmp(bare(1))
}

macro_rules! comparisons {
    ($($name:ident $exact:ident $test:ident,)*) => {$(
        pub(super) fn $name<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
            order(args).$test()
        }

        pub(super) fn $exact<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
            strict(args).$test()
        }
    )*};
}

comparisons! {
    equal exact_equal is_eq,
    not_equal exact_not_equal is_ne,
    less exact_less is_lt,
    less_equal exact_less_equal is_le,
    greater exact_greater is_gt,
    greater_equal exact_greater_equal is_ge,
}
