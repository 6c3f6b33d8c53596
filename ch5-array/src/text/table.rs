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
/// [arguments] [name_with optional arguments; "arguments" => "printed"] "What it does." "arguments" =>
/// "printed";`. Behind `;` and at the end stand examples, which become doc tests.
macro_rules! text_functions {
    ($do:ident) => {
        $do! {
            add any Text edit "np.char.add"
                [other: Text] []
                "The text and `other` behind it."
                r#""ab", "c""# => "abc";
            multiply any Text pad "np.char.multiply"
                [times: Int] []
                "The text so many times."
                r#""ab", 3"# => "ababab";
            capitalize any Text case "np.char.capitalize"
                [] []
                "The first character in title case, the others in lower case."
                r#""hello World""# => "Hello world";
            lower any Text case "np.char.lower"
                [] []
                "Lower case."
                r#""ÉLAN""# => "élan";
            upper any Text case "np.char.upper"
                [] []
                "Upper case."
                r#""élan""# => "ÉLAN";
            swapcase any Text case "np.char.swapcase"
                [] []
                "Upper case for lower case and the reverse."
                r#""Ab""# => "aB";
            title any Text case "np.char.title"
                [] []
                "Every word in title case."
                r#""hello world""# => "Hello World";
            center any Text pad "np.char.center"
                [width: Int] [center_with fillchar: Text = 0;
                    r#""ab", 6, "*""# => "**ab**"]
                "The text in the middle of `width` characters."
                r#""ab", 6"# => "  ab  ";
            ljust any Text pad "np.char.ljust"
                [width: Int] [ljust_with fillchar: Text = 0;
                    r#""ab", 4, ".""# => "ab.."]
                "The text filled up at its end to `width` characters."
                r#""ab", 4"# => "ab  ";
            rjust any Text pad "np.char.rjust"
                [width: Int] [rjust_with fillchar: Text = 0;
                    r#""ab", 4, ".""# => "..ab"]
                "The text filled up at its start to `width` characters."
                r#""ab", 4"# => "  ab";
            zfill any Text pad "np.char.zfill"
                [width: Int] []
                "The text filled up to `width` with zeroes behind its sign."
                r#""-7", 4"# => "-007";
            expandtabs any Text pad "np.char.expandtabs"
                [] [expandtabs_with tabsize: Int = 8;
                    r#""a\tb", 4"# => "a   b"]
                "Tabs as spaces."
                r#""a\tb""# => "a       b";
            strip any Text edit "np.char.strip"
                [] [strip_with chars: Text = 0;
                    r#""xabx", "x""# => "ab"]
                "Without white space, or `chars`, at both ends."
                r#"" ab ""# => "ab";
            lstrip any Text edit "np.char.lstrip"
                [] [lstrip_with chars: Text = 0;
                    r#""xabx", "x""# => "abx"]
                "Without white space, or `chars`, at the start."
                r#"" ab ""# => "ab ";
            rstrip any Text edit "np.char.rstrip"
                [] [rstrip_with chars: Text = 0;
                    r#""xabx", "x""# => "xab"]
                "Without white space, or `chars`, at the end."
                r#"" ab ""# => " ab";
            join any Text edit "np.char.join"
                [seq: Text] []
                "The characters of `seq` with the text between them."
                r#""-", "abc""# => "a-b-c";
            replace any Text edit "np.char.replace"
                [old: Text, new: Text] [replace_with count: Int = -1;
                    r#""aXbX", "X", "_", 1"# => "a_bX"]
                "`new` for the first `count` (all if negative) times `old` comes."
                r#""aXbX", "X", "_""# => "a_b_";
            equal any Bool compare "np.char.equal"
                [other: Text] []
                "True if equal but for white space at the end."
                r#""ab ", "ab""# => "True";
            not_equal any Bool compare "np.char.not_equal"
                [other: Text] []
                "True if not equal, white space at the end apart."
                r#""ab ", "ab""# => "False";
            less any Bool compare "np.char.less"
                [other: Text] []
                "True if less, white space at the end apart."
                r#""ab", "b""# => "True";
            less_equal any Bool compare "np.char.less_equal"
                [other: Text] []
                "True if less or equal, white space at the end apart."
                r#""ab ", "ab""# => "True";
            greater any Bool compare "np.char.greater"
                [other: Text] []
                "True if greater, white space at the end apart."
                r#""b", "ab""# => "True";
            greater_equal any Bool compare "np.char.greater_equal"
                [other: Text] []
                "True if greater or equal, white space at the end apart."
                r#""ab ", "ab""# => "True";
            exact_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if equal."
                r#""ab ", "ab""# => "False";
            exact_not_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if not equal."
                r#""ab ", "ab""# => "True";
            exact_less any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if less."
                r#""ab", "ab ""# => "True";
            exact_less_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if less or equal."
                r#""ab ", "ab""# => "False";
            exact_greater any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if greater."
                r#""ab ", "ab""# => "True";
            exact_greater_equal any Bool compare "np.char.compare_chararrays"
                [other: Text] []
                "True if greater or equal."
                r#""ab", "ab ""# => "False";
            count any Int search "np.char.count"
                [sub: Text] [count_with start: Int = 0, end: Int = i64::MAX;
                    r#""banana", "an", 2, 6"# => "1"]
                "How often `sub` comes, without overlap."
                r#""banana", "an""# => "2";
            find any Int search "np.char.find"
                [sub: Text] [find_with start: Int = 0, end: Int = i64::MAX;
                    r#""banana", "an", 2, 6"# => "3"]
                "Where `sub` comes first; -1 if nowhere."
                r#""banana", "an""# => "1";
            rfind any Int search "np.char.rfind"
                [sub: Text] [rfind_with start: Int = 0, end: Int = i64::MAX;
                    r#""banana", "an", 0, 4"# => "1"]
                "Where `sub` comes last; -1 if nowhere."
                r#""banana", "an""# => "3";
            index any Int search "np.char.index"
                [sub: Text] [index_with start: Int = 0, end: Int = i64::MAX;
                    r#""banana", "an", 2, 6"# => "3"]
                "Where `sub` comes first; fails if nowhere."
                r#""banana", "an""# => "1";
            rindex any Int search "np.char.rindex"
                [sub: Text] [rindex_with start: Int = 0, end: Int = i64::MAX;
                    r#""banana", "an", 0, 4"# => "1"]
                "Where `sub` comes last; fails if nowhere."
                r#""banana", "an""# => "3";
            startswith any Bool search "np.char.startswith"
                [sub: Text] [startswith_with start: Int = 0, end: Int = i64::MAX;
                    r#""banana", "na", 2, 6"# => "True"]
                "True if `sub` is at the start."
                r#""banana", "ba""# => "True";
            endswith any Bool search "np.char.endswith"
                [sub: Text] [endswith_with start: Int = 0, end: Int = i64::MAX;
                    r#""banana", "an", 0, 5"# => "True"]
                "True if `sub` is at the end."
                r#""banana", "na""# => "True";
            str_len any Int search "np.char.str_len"
                [] []
                "The number of characters."
                r#""élan""# => "4";
            isalpha any Bool asks "np.char.isalpha"
                [] []
                "True if all are letters."
                r#""ab1""# => "False";
            isalnum any Bool asks "np.char.isalnum"
                [] []
                "True if all are letters or numbers."
                r#""ab1""# => "True";
            isdecimal text Bool asks "np.char.isdecimal"
                [] []
                "True if all are decimal digits."
                r#""12""# => "True";
            isdigit any Bool asks "np.char.isdigit"
                [] []
                "True if all are digits."
                r#""1.2""# => "False";
            isnumeric text Bool asks "np.char.isnumeric"
                [] []
                "True if all are numbers."
                r#""½""# => "True";
            isspace any Bool asks "np.char.isspace"
                [] []
                "True if all are white space."
                r#"" \t""# => "True";
            islower any Bool asks "np.char.islower"
                [] []
                "True if there is lower case and no other."
                r#""ab1""# => "True";
            isupper any Bool asks "np.char.isupper"
                [] []
                "True if there is upper case and no other."
                r#""AB1""# => "True";
            istitle any Bool asks "np.char.istitle"
                [] []
                "True if words begin with upper case and go on in lower case."
                r#""Hello World""# => "True";
        }
    };
}

pub(crate) use text_functions;

macro_rules! row {
    (
        $name:ident $of:ident $kind:ident $module:ident
        [$($arg:ident: $ak:ident),*] [$($with:ident $($opt:ident: $ok:ident = $or:expr),*; $x:literal => $printed:literal)?]
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
    ($($name:ident $of:ident $kind:ident $module:ident $np:literal $args:tt $opt:tt $doc:literal
        $x:literal => $printed:literal;)*)
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
