//! The table of the functions that go over texts one by one, named as `np.char` names them.

use super::units::Units;
use super::{asks, case, compare, edit, pad, search};
use crate::error::{Error, ErrorKind, Result};

/// The arguments of a function for one element.
pub(crate) struct Args<'a, S: ?Sized> {
    /// The texts, empty ones behind those that are given.
    pub text: [&'a S; 3],
    /// How many texts are given.
    pub texts: usize,
    /// The integers.
    pub int: [i64; 2],
}

impl<'a, S: Units + ?Sized> Args<'a, S> {
    /// The `i`-th text; empty if there are fewer.
    pub(crate) fn text(&self, i: usize) -> &'a S {
        self.text.get(i).copied().unwrap_or(S::empty())
    }

    /// The `i`-th integer; 0 if there are fewer.
    pub(crate) fn int(&self, i: usize) -> i64 {
        self.int.get(i).copied().unwrap_or(0)
    }
}

/// The kind of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int,
}

/// What a function takes behind the array.
#[derive(Debug)]
pub(crate) struct Arg {
    /// Its name in numpy.
    pub name: &'static str,
    pub kind: Kind,
    /// What an integer is that is left out; a text may be left out if there is a default.
    pub default: Option<i64>,
}

/// The function for one element, and what it gives.
pub(crate) enum Run<S: Units + ?Sized> {
    /// Adds the resulting text to an empty buffer.
    Text(fn(&Args<'_, S>, &mut S::Buf) -> Result<()>),
    /// Gives an integer.
    Int(fn(&Args<'_, S>) -> Result<i64>),
    /// Gives a boolean.
    Bool(fn(&Args<'_, S>) -> bool),
}

/// A function.
pub(crate) struct Row<S: Units + ?Sized> {
    /// Its name.
    pub name: &'static str,
    /// What it takes behind the array.
    pub args: &'static [Arg],
    /// The function for one element.
    pub run: Run<S>,
    /// False if there is none for bytes.
    pub bytes: bool,
}

/// The longest text that a function makes, in bytes.
const LONGEST: usize = 1 << 30;

/// Checks the size of a text of `base` bytes and `times` times `size` more before it is made.
pub(super) fn fits(base: Option<usize>, size: usize, times: usize) -> Result<()> {
    let total = size.checked_mul(times).and_then(|more| base?.checked_add(more));
    if total.is_some_and(|total| total <= LONGEST) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Budget, "a text")
        .expected(format!("at most {LONGEST} bytes"))
        .found(total.map_or("more than memory can hold".into(), |n| format!("{n} bytes"))))
}

/// All functions, for a macro that takes them: `name any|text Result module "numpy's name"
/// [arguments] [name_with optional arguments] "What it does.";`
macro_rules! text_functions {
    ($do:ident) => {
        $do! {
            add any Text edit "np.char.add"
                [other: Text] []
                "The text and `other` behind it.";
            multiply any Text pad "np.char.multiply"
                [times: Int] []
                "The text so many times.";
            capitalize any Text case "np.char.capitalize"
                [] []
                "The first character in title case, the others in lower case.";
            lower any Text case "np.char.lower"
                [] []
                "Lower case.";
            upper any Text case "np.char.upper"
                [] []
                "Upper case.";
            swapcase any Text case "np.char.swapcase"
                [] []
                "Upper case for lower case and the reverse.";
            title any Text case "np.char.title"
                [] []
                "Every word in title case.";
            center any Text pad "np.char.center"
                [width: Int] [center_with fillchar: Text = 0]
                "The text in the middle of `width` characters.";
            ljust any Text pad "np.char.ljust"
                [width: Int] [ljust_with fillchar: Text = 0]
                "The text filled up at its end to `width` characters.";
            rjust any Text pad "np.char.rjust"
                [width: Int] [rjust_with fillchar: Text = 0]
                "The text filled up at its start to `width` characters.";
            zfill any Text pad "np.char.zfill"
                [width: Int] []
                "The text filled up to `width` with zeroes behind its sign.";
            expandtabs any Text pad "np.char.expandtabs"
                [] [expandtabs_with tabsize: Int = 8]
                "Tabs as spaces.";
            strip any Text edit "np.char.strip"
                [] [strip_with chars: Text = 0]
                "Without white space, or `chars`, at both ends.";
            lstrip any Text edit "np.char.lstrip"
                [] [lstrip_with chars: Text = 0]
                "Without white space, or `chars`, at the start.";
            rstrip any Text edit "np.char.rstrip"
                [] [rstrip_with chars: Text = 0]
                "Without white space, or `chars`, at the end.";
            join any Text edit "np.char.join"
                [seq: Text] []
                "The characters of `seq` with the text between them.";
            replace any Text edit "np.char.replace"
                [old: Text, new: Text] [replace_with count: Int = -1]
                "`new` for the first `count` (all if negative) times `old` comes.";
            equal any Bool compare "np.char.equal"
                [other: Text] []
                "True if equal but for white space at the end.";
            not_equal any Bool compare "np.char.not_equal"
                [other: Text] []
                "True if not equal, white space at the end apart.";
            less any Bool compare "np.char.less"
                [other: Text] []
                "True if less, white space at the end apart.";
            less_equal any Bool compare "np.char.less_equal"
                [other: Text] []
                "True if less or equal, white space at the end apart.";
            greater any Bool compare "np.char.greater"
                [other: Text] []
                "True if greater, white space at the end apart.";
            greater_equal any Bool compare "np.char.greater_equal"
                [other: Text] []
                "True if greater or equal, white space at the end apart.";
            exact_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if equal.";
            exact_not_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if not equal.";
            exact_less any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if less.";
            exact_less_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if less or equal.";
            exact_greater any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if greater.";
            exact_greater_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if greater or equal.";
            count any Int search "np.char.count"
                [sub: Text] [count_with start: Int = 0, end: Int = i64::MAX]
                "How often `sub` comes, without overlap.";
            find any Int search "np.char.find"
                [sub: Text] [find_with start: Int = 0, end: Int = i64::MAX]
                "Where `sub` comes first; -1 if nowhere.";
            rfind any Int search "np.char.rfind"
                [sub: Text] [rfind_with start: Int = 0, end: Int = i64::MAX]
                "Where `sub` comes last; -1 if nowhere.";
            index any Int search "np.char.index"
                [sub: Text] [index_with start: Int = 0, end: Int = i64::MAX]
                "Where `sub` comes first; fails if nowhere.";
            rindex any Int search "np.char.rindex"
                [sub: Text] [rindex_with start: Int = 0, end: Int = i64::MAX]
                "Where `sub` comes last; fails if nowhere.";
            startswith any Bool search "np.char.startswith"
                [sub: Text] [startswith_with start: Int = 0, end: Int = i64::MAX]
                "True if `sub` is at the start.";
            endswith any Bool search "np.char.endswith"
                [sub: Text] [endswith_with start: Int = 0, end: Int = i64::MAX]
                "True if `sub` is at the end.";
            str_len any Int search "np.char.str_len"
                [] []
                "The number of characters.";
            isalpha any Bool asks "np.char.isalpha"
                [] []
                "True if all are letters.";
            isalnum any Bool asks "np.char.isalnum"
                [] []
                "True if all are letters or numbers.";
            isdecimal text Bool asks "np.char.isdecimal"
                [] []
                "True if all are decimal digits.";
            isdigit any Bool asks "np.char.isdigit"
                [] []
                "True if all are digits.";
            isnumeric text Bool asks "np.char.isnumeric"
                [] []
                "True if all are numbers.";
            isspace any Bool asks "np.char.isspace"
                [] []
                "True if all are white space.";
            islower any Bool asks "np.char.islower"
                [] []
                "True if there is lower case and no other.";
            isupper any Bool asks "np.char.isupper"
                [] []
                "True if there is upper case and no other.";
            istitle any Bool asks "np.char.istitle"
                [] []
                "True if words begin with upper case and go on in lower case.";
        }
    };
}

pub(crate) use text_functions;

macro_rules! row {
    (
        $name:ident $of:ident $kind:ident $module:ident
        [$($arg:ident: $ak:ident),*] [$($with:ident $($opt:ident: $ok:ident = $or:expr),*)?]
    ) => {
        Row {
            name: stringify!($name),
            args: &[
                $(Arg { name: stringify!($arg), kind: Kind::$ak, default: None },)*
                $($(Arg { name: stringify!($opt), kind: Kind::$ok, default: Some($or) },)*)?
            ],
            run: Run::$kind($module::$name),
            bytes: row!(@$of),
        }
    };
    (@any) => { true };
    (@text) => { false };
}

macro_rules! rows {
    ($($name:ident $of:ident $kind:ident $module:ident $np:literal $args:tt $opt:tt $doc:literal;)*)
    => { &[$(row!($name $of $kind $module $args $opt)),*] };
}

impl<S: Units + ?Sized> Row<S> {
    /// All functions.
    pub(crate) const ALL: &'static [Self] = text_functions!(rows);

    /// The function of a name.
    pub(crate) fn named(name: &str) -> Result<&'static Self> {
        Self::ALL
            .iter()
            .find(|row| row.name == name && (row.bytes || S::TYPE == str::TYPE))
            .ok_or_else(|| {
                Error::new(
                    ErrorKind::Unsupported,
                    format!("{name}: no such function of {}", S::TYPE),
                )
            })
    }
}
