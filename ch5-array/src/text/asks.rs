//! Questions that a text answers with yes or no: `isalpha` and its kin.

use super::class::Class;
use super::table::Args;
use super::units::Units;

/// True if there are units and all are of a class.
fn all<S: Units + ?Sized>(args: &Args<'_, S>, class: Class) -> bool {
    let text = args.text(0);
    text.size() > 0 && text.units().all(|(_, unit)| S::is(unit, class))
}

macro_rules! all {
    ($($name:ident $class:ident,)*) => {$(
        pub(super) fn $name<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
            all(args, Class::$class)
        }
    )*};
}

all! {
    isalpha Alphabetic,
    isalnum Alphanumeric,
    isdecimal Decimal,
    isdigit Digit,
    isnumeric Numeric,
    isspace Space,
}

/// True if some units have a case and none has another one.
fn only<S: Units + ?Sized>(args: &Args<'_, S>, wanted: Class, other: Class) -> bool {
    let mut found = false;
    for (_, unit) in args.text(0).units() {
        if S::is(unit, other) || S::is(unit, Class::Title) {
            return false;
        }
        found = found || S::is(unit, wanted);
    }
    found
}

pub(super) fn islower<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
    only(args, Class::Lower, Class::Upper)
}

pub(super) fn isupper<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
    only(args, Class::Upper, Class::Lower)
}

/// True if upper case comes only where a word begins, and lower case only inside one.
pub(super) fn istitle<S: Units + ?Sized>(args: &Args<'_, S>) -> bool {
    let (mut found, mut inside) = (false, false);
    for (_, unit) in args.text(0).units() {
        let begins = S::is(unit, Class::Upper) || S::is(unit, Class::Title);
        let goes_on = !begins && S::is(unit, Class::Lower);
        if (begins && inside) || (goes_on && !inside) {
            return false;
        }
        inside = begins || goes_on;
        found |= inside;
    }
    found
}
