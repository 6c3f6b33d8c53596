//! numpy's functions of texts (`np.char`), element by element.
//!
//! They follow Python's `str` for text and `bytes` for bytes: lengths, widths and places count
//! characters, and functions of bytes know ASCII only. Every argument may be an array that is
//! broadcast; those that numpy lets out are taken by the function whose name ends in `_with`.
//! Comparisons are those of `np.char`, which do not see white space at the end; the `exact_` ones
//! do.
//!
//! ```
//! use ch5_array::char;
//! let x = ndarray::array!["ab".into(), "élan".into()] as ndarray::Array1<compact_str::CompactString>;
//! let y = char::center_with(char::upper(&x), 6, "*").read_as::<String>()?;
//! assert_eq!(y.as_slice().unwrap(), ["**AB**", "*ÉLAN*"]);
//! assert_eq!(char::str_len(&x).read_as::<i64>()?.as_slice().unwrap(), [2, 4]);
//! # Ok::<(), ch5_array::Error>(())
//! ```

use std::sync::Arc;

use super::apply::{call, items, kind_of, map_text};
use super::codec::{self, Encoding, Errors};
use super::format::{self, Value};
use super::number::Float;
use super::partition::Partition;
use super::units::Units;
use crate::buffer::{Buffer, View};
use crate::error::{Error, ErrorKind, Result};
use crate::expr::{Expr, IntoExpr, elementwise};
use crate::types::ElementType;

pub use super::functions::*;
pub use super::lists::{Lists, rsplit, split, splitlines};
pub use super::translate::Translation;

/// The comparison `==`, `!=`, `<`, `<=`, `>` or `>=`; white space at the end does not count if
/// `rstrip` says so.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::compare_chararrays;
/// assert_eq!(compare_chararrays("ab ", "ab", "==", true).load()?.to_string(), "True");
/// assert_eq!(compare_chararrays("ab ", "ab", "==", false).load()?.to_string(), "False");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.compare_chararrays")]
#[must_use]
pub fn compare_chararrays<'a>(
    x: impl IntoExpr<'a>,
    other: impl IntoExpr<'a>,
    comparison: &str,
    rstrip: bool,
) -> Expr<'a> {
    let name = match (comparison, rstrip) {
        ("==", true) => "equal",
        ("!=", true) => "not_equal",
        ("<", true) => "less",
        ("<=", true) => "less_equal",
        (">", true) => "greater",
        (">=", true) => "greater_equal",
        ("==", false) => "exact_equal",
        ("!=", false) => "exact_not_equal",
        ("<", false) => "exact_less",
        ("<=", false) => "exact_less_equal",
        (">", false) => "exact_greater",
        (">=", false) => "exact_greater_equal",
        _ => {
            return Expr::failed(
                Error::new(ErrorKind::Value, "compare_chararrays")
                    .expected("==, !=, <, <=, > or >=")
                    .found(format!("{comparison:?}")),
            );
        }
    };
    call(name, x.into_expr(), vec![other.into_expr()])
}

/// Text as bytes in an encoding: utf-8, utf-8-sig, ascii, latin-1, utf-16 and utf-32 (also with
/// -le, -be). As in numpy NULs at the end are lost. Fails at a character that cannot be encoded.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::encode;
/// assert_eq!(encode("é", "latin-1").item_as::<Vec<u8>>()?, [0xe9]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.encode")]
#[must_use]
pub fn encode<'a>(x: impl IntoExpr<'a>, encoding: &str) -> Expr<'a> {
    encode_with(x, encoding, "strict")
}

/// As [`encode`], with what becomes of other characters: strict, ignore, replace,
/// backslashreplace or xmlcharrefreplace.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::encode_with;
/// assert_eq!(encode_with("é!", "ascii", "replace").item_as::<Vec<u8>>()?, b"?!");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[must_use]
pub fn encode_with<'a>(x: impl IntoExpr<'a>, encoding: &str, errors: &str) -> Expr<'a> {
    let made = || {
        let (encoding, errors): (Encoding, Errors) = (encoding.parse()?, errors.parse()?);
        let x = only("encode", ElementType::Text, x.into_expr())?;
        Ok(map_text::<str, [u8]>("encode", x, move |text, out| {
            codec::encode(text, encoding, errors, out)?;
            let end = out.iter().rposition(|&byte| byte != 0).map_or(0, |at| at + 1);
            out.truncate(end);
            Ok(())
        }))
    };
    Expr::from_result(made())
}

/// The text that bytes stand for in an encoding; see [`encode`]. NULs at the end are lost. Fails
/// at other bytes.
///
/// ```
/// # use ch5_array::{Scalar, char::*, prelude::*, scalar};
/// use ch5_array::char::decode;
/// let bytes = scalar(Scalar::Bytes(vec![0xc3, 0xa9]));
/// assert_eq!(decode(bytes, "utf-8").load()?.to_string(), "é");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.decode")]
#[must_use]
pub fn decode<'a>(x: impl IntoExpr<'a>, encoding: &str) -> Expr<'a> {
    decode_with(x, encoding, "strict")
}

/// As [`decode`], with what becomes of other bytes: strict, ignore, replace or backslashreplace.
///
/// ```
/// # use ch5_array::{Scalar, char::*, prelude::*, scalar};
/// use ch5_array::char::decode_with;
/// let bytes = scalar(Scalar::Bytes(vec![b'a', 0xff]));
/// assert_eq!(decode_with(bytes, "ascii", "ignore").load()?.to_string(), "a");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[must_use]
pub fn decode_with<'a>(x: impl IntoExpr<'a>, encoding: &str, errors: &str) -> Expr<'a> {
    let made = || {
        let (encoding, errors): (Encoding, Errors) = (encoding.parse()?, errors.parse()?);
        let x = only("decode", ElementType::Bytes, x.into_expr())?;
        Ok(map_text::<[u8], str>("decode", x, move |bytes, out| {
            codec::decode(bytes, encoding, errors, out)?;
            out.truncate(out.trim_end_matches('\0').len());
            Ok(())
        }))
    };
    Expr::from_result(made())
}

fn only<'a>(name: &'static str, wanted: ElementType, x: Expr<'a>) -> Result<Expr<'a>> {
    let found = kind_of(name, &x)?;
    if found == wanted {
        return Ok(x);
    }
    Err(Error::new(ErrorKind::WrongType, name)
        .expected(wanted.to_string())
        .found(found.to_string()))
}

/// Characters for characters by a table, as Python's `translate`.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::translate;
/// let y = translate("banana", Translation::map([('a', Some("o")), ('b', None)]));
/// assert_eq!(y.load()?.to_string(), "onono");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.translate")]
#[must_use]
pub fn translate<'a>(x: impl IntoExpr<'a>, table: Translation) -> Expr<'a> {
    let made = || {
        let wanted = match table {
            Translation::Bytes(_) => ElementType::Bytes,
            _ => ElementType::Text,
        };
        let x = only("translate", wanted, x.into_expr())?;
        Ok(match wanted {
            ElementType::Bytes => map_text::<[u8], [u8]>("translate", x, move |bytes, out| {
                table.raw(bytes, out);
                Ok(())
            }),
            _ => map_text::<str, str>("translate", x, move |text, out| {
                table.text(text, out);
                Ok(())
            }),
        })
    };
    Expr::from_result(made())
}

/// Text: numbers are written as numpy writes them, text and bytes stay what they are.
///
/// ```
/// # use ch5_array::{char, char::*, ndarray::array, prelude::*};
/// use ch5_array::char::array;
/// let texts = char::array(array![1.5, 20.0]).read_as::<String>()?;
/// assert_eq!(texts.as_slice().unwrap(), ["1.5", "20.0"]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.array")]
#[doc(alias = "np.char.asarray")]
#[doc(alias = "np.char.chararray")]
#[must_use]
pub fn array<'a>(x: impl IntoExpr<'a>) -> Expr<'a> {
    let x = x.into_expr();
    let made = || {
        let node = x.node()?;
        if node.element_type().is_text() {
            return Ok(x.clone());
        }
        Ok(Expr::of(crate::expr::cast_node(node.clone(), ElementType::Text)?))
    };
    Expr::from_result(made())
}

/// As [`array()`], cut after so many characters.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::array_with;
/// assert_eq!(array_with("a long text", 6).load()?.to_string(), "a long");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[must_use]
pub fn array_with<'a>(x: impl IntoExpr<'a>, itemsize: usize) -> Expr<'a> {
    fn cut<'a, S: Units + ?Sized>(x: Expr<'a>, itemsize: usize) -> Expr<'a> {
        map_text::<S, S>("array", x, move |text, out| {
            S::push(out, text.part(0..text.place(itemsize)));
            Ok(())
        })
    }
    let x = array(x);
    match x.element_type() {
        ElementType::Bytes => cut::<[u8]>(x, itemsize),
        _ => cut::<str>(x, itemsize),
    }
}

/// Python's `%`: the elements are formats (`%s`, `%05d`, `%8.3f`), `values` fills them in.
///
/// ```
/// use ch5_array::{IntoExpr, char};
/// let rows = ndarray::array![1i64, 20];
/// let names = char::format("run_%04d", &rows).read_as::<String>()?;
/// assert_eq!(names.as_slice().unwrap(), ["run_0001", "run_0020"]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.mod")]
#[doc(alias = "mod")]
#[must_use]
pub fn format<'a>(x: impl IntoExpr<'a>, values: impl IntoExpr<'a>) -> Expr<'a> {
    format_with(x, [values.into_expr()])
}

/// As [`format()`], for formats that take several values each.
///
/// ```
/// # use ch5_array::{char, char::*, prelude::*};
/// use ch5_array::char::format_with;
/// let y = format_with("%s=%04d", ["x".into_expr(), 3.into_expr()]);
/// assert_eq!(y.load()?.to_string(), "x=0003");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[must_use]
pub fn format_with<'a>(
    x: impl IntoExpr<'a>,
    values: impl IntoIterator<Item = Expr<'a>>,
) -> Expr<'a> {
    let made = || {
        let mut inputs = vec![x.into_expr()];
        let ty = kind_of("mod", &inputs[0])?;
        inputs.extend(values);
        let mut types = Vec::with_capacity(inputs.len());
        for input in &inputs {
            types.push(input.node()?.element_type());
        }
        if let Some(time) = types.iter().find(|ty| ty.is_time()) {
            return Err(Error::new(ErrorKind::WrongType, "mod")
                .expected("numbers, text or bytes")
                .found(time.to_string()));
        }
        let kernel = move |views: &[View<'_>]| match ty {
            ElementType::Bytes => formatted::<[u8]>(views),
            _ => formatted::<str>(views),
        };
        Ok(elementwise("mod", &inputs, &types, ty, Arc::new(kernel)))
    };
    Expr::from_result(made())
}

fn formatted<S: Units + ?Sized>(views: &[View<'_>]) -> Result<Buffer> {
    let bytes = S::TYPE == ElementType::Bytes;
    let formats = items::<S::Item>(views[0])?;
    let (mut format, mut text, mut buf) = (String::new(), String::new(), S::Buf::default());
    let (mut out, mut values) = (Vec::with_capacity(formats.len()), Vec::new());
    for (i, item) in formats.iter().enumerate() {
        format.clear();
        format.extend(S::of(item).units().filter_map(|(_, c)| char::from_u32(c)));
        values.clear();
        values.extend(views[1..].iter().map(|view| value(*view, i)));
        text.clear();
        format::format(&format, &values, bytes, &mut text)
            .map_err(|e| Error::new(e.kind(), format!("mod: {e}")))?;
        text.trim_end_matches('\0').chars().for_each(|c| S::push_unit(&mut buf, u32::from(c)));
        out.push(S::finish(&mut buf));
    }
    Ok(crate::buffer::Item::wrap(out))
}

/// An element as what a directive takes.
fn value(view: View<'_>, i: usize) -> Value<'_> {
    let float = |value, bits| Float { value, bits };
    macro_rules! ints {
        ($($name:ident $numpy:literal),*) => {
            match view {
                View::Bool(v) => Value::Bool(v[i]),
                $(View::$name(v) => Value::Int(v[i].into(), $numpy),)*
                View::F16(v) => Value::Float(float(v[i].to_f64(), 16)),
                View::F32(v) => Value::Float(float(v[i].into(), 32)),
                View::F64(v) => Value::Float(float(v[i], 64)),
                View::C64(v) => Value::Complex(float(v[i].re.into(), 32), float(v[i].im.into(), 32)),
                View::C128(v) => Value::Complex(float(v[i].re, 64), float(v[i].im, 64)),
                View::Text(v) => Value::Text(&v[i]),
                View::Bytes(v) => Value::Bytes(&v[i]),
                View::Time(_, v) | View::Duration(_, v) => Value::Int(v[i].into(), "int64"),
            }
        };
    }
    ints!(I8 "int8", I16 "int16", I32 "int32", I64 "int64", U8 "uint8", U16 "uint16",
        U32 "uint32", U64 "uint64")
}

/// What comes before the first `separator`, the separator, and what comes behind it, along a new
/// last axis; without one the text and two empty texts.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::partition;
/// let parts = partition("key=value", "=").read_as::<String>()?;
/// assert_eq!(parts.as_slice().unwrap(), ["key", "=", "value"]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.partition")]
#[must_use]
pub fn partition<'a>(x: impl IntoExpr<'a>, separator: impl IntoExpr<'a>) -> Expr<'a> {
    Expr::from_result(Partition::of("partition", x.into_expr(), separator.into_expr(), false))
}

/// As [`partition`], at the last separator; without one two empty texts and the text.
///
/// ```
/// # use ch5_array::{char::*, prelude::*};
/// use ch5_array::char::rpartition;
/// let parts = rpartition("a/b/c", "/").read_as::<String>()?;
/// assert_eq!(parts.as_slice().unwrap(), ["a/b", "/", "c"]);
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "np.char.rpartition")]
#[must_use]
pub fn rpartition<'a>(x: impl IntoExpr<'a>, separator: impl IntoExpr<'a>) -> Expr<'a> {
    Expr::from_result(Partition::of("rpartition", x.into_expr(), separator.into_expr(), true))
}
