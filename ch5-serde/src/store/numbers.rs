//! Numbers, booleans and text.

use ch5_array::{DType, Error, ErrorKind, Number, Result};
use half::f16;
use num_complex::Complex;

use super::{Dense, H5Read, H5Write, no_group};
use crate::read::{Content, Node, Row, Source, View, value_view};
use crate::write::Slot;

/// Looks at a node that must be a single value.
pub(crate) fn scalar<R>(node: Node<'_>, take: impl FnOnce(View<'_>) -> Result<R>) -> Result<R> {
    if let Source::Cell(cell) = &node.source {
        return match cell.view().and_then(take) {
            Ok(value) => Ok(value),
            Err(e) => Err(node.locator().locate(e)),
        };
    }
    let locator = node.locator();
    let done = (|| {
        let (content, _) = node.content()?;
        match content {
            Content::View(view) => take(view),
            Content::Owned(value) => take(value_view(&value)),
            Content::Scalar(dataset, _) => take(value_view(&dataset.read_value()?)),
            Content::Packed(group) => take(crate::packed::Tree::load(&group)?.root()),
            Content::Elements(mut elements, Some(ch5_array::Object::Dataset(d)))
                if d.size()? == 1 =>
            {
                // MATLAB and others store scalars as arrays of one element.
                match elements.next()? {
                    Some(cell) => take(single(cell.view()?)?),
                    None => Err(Error::new(ErrorKind::Shape, "no element")),
                }
            }
            other => {
                Err(Error::new(ErrorKind::WrongType, "").expected("a scalar").found(other.kind()))
            }
        }
    })();
    done.map_err(|e| locator.locate(e))
}

/// The element of nested lists of one element.
fn single(view: View<'_>) -> Result<View<'_>> {
    match view {
        View::List(list) if list.len() == 1 => match list.get(0) {
            Some(cell) => single(cell.view()?),
            None => Ok(View::Null),
        },
        other => Ok(other),
    }
}

fn wrong(expected: &str, found: &View<'_>) -> Error {
    Error::new(ErrorKind::WrongType, "").expected(expected).found(found.kind())
}

fn lossy(expected: &str, found: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Value, "the number does not fit")
        .expected(expected)
        .found(found.to_string())
}

macro_rules! integers {
    ($($ty:ident),*) => {$(
        impl H5Write for $ty {
            no_group!(write);

            #[inline]
            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                slot.number(*self)
            }

            fn __put_slice(slice: &[Self], slot: Slot<'_>) -> Result<()> {
                slot.numbers(slice)
            }

            fn __dense(&self, dense: &mut Dense, _level: usize) -> Result<()> {
                dense.number(*self);
                Ok(())
            }

            fn __dense_type(_dims: &mut Vec<u64>) -> Option<DType> {
                Some(<Self as Number>::DTYPE)
            }
        }

        impl H5Read for $ty {
            no_group!(read);

            #[inline]
            fn __get(node: Node<'_>) -> Result<Self> {
                if let Source::Cell(cell) = &node.source
                    && let Some(bytes) = cell.number(const { &<$ty as Number>::DTYPE })
                {
                    return Ok($ty::from_ne_bytes(bytes));
                }
                scalar(node, |view| match view {
                    View::Int(n) => $ty::try_from(n).map_err(|_| lossy(stringify!($ty), n)),
                    View::Uint(n) => $ty::try_from(n).map_err(|_| lossy(stringify!($ty), n)),
                    View::Enum(_, n) => $ty::try_from(n).map_err(|_| lossy(stringify!($ty), n)),
                    other => Err(wrong(stringify!($ty), &other)),
                })
            }

            #[inline]
            fn __get_row(row: Row<'_>) -> Result<Self> {
                match row.cell.number(const { &<$ty as Number>::DTYPE }) {
                    Some(bytes) => Ok($ty::from_ne_bytes(bytes)),
                    None => Self::__get(row.node()),
                }
            }

            fn __get_vec(node: Node<'_>) -> Result<Vec<Self>> {
                super::bulk::numbers(node)
            }

            fn __get_vec_into(all: &mut Vec<Self>, node: Node<'_>) -> Result<()> {
                super::bulk::numbers_into(all, node)
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

macro_rules! floats {
    ($($ty:ident, $from:expr, $exact:expr;)*) => {$(
        impl H5Write for $ty {
            no_group!(write);

            #[inline]
            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                slot.number(*self)
            }

            fn __put_slice(slice: &[Self], slot: Slot<'_>) -> Result<()> {
                slot.numbers(slice)
            }

            fn __dense(&self, dense: &mut Dense, _level: usize) -> Result<()> {
                dense.number(*self);
                Ok(())
            }

            fn __dense_type(_dims: &mut Vec<u64>) -> Option<DType> {
                Some(<Self as Number>::DTYPE)
            }
        }

        impl H5Read for $ty {
            no_group!(read);

            #[inline]
            fn __get(node: Node<'_>) -> Result<Self> {
                if let Source::Cell(cell) = &node.source
                    && let Some(bytes) = cell.number(const { &<$ty as Number>::DTYPE })
                {
                    return Ok($ty::from_ne_bytes(bytes));
                }
                let keep = |x: f64| -> Result<$ty> {
                    let narrow: $ty = $from(x);
                    let back: f64 = $exact(narrow);
                    if back == x || x.is_nan() {
                        Ok(narrow)
                    } else {
                        Err(lossy(stringify!($ty), x))
                    }
                };
                scalar(node, |view| match view {
                    View::F32(x) => keep(x.into()),
                    View::F64(x) => keep(x),
                    View::Int(n) if (n as f64) as i128 == i128::from(n) => keep(n as f64),
                    View::Uint(n) if (n as f64) as u128 == u128::from(n) => keep(n as f64),
                    View::Int(n) => Err(lossy(stringify!($ty), n)),
                    View::Uint(n) => Err(lossy(stringify!($ty), n)),
                    other => Err(wrong(stringify!($ty), &other)),
                })
            }

            #[inline]
            fn __get_row(row: Row<'_>) -> Result<Self> {
                match row.cell.number(const { &<$ty as Number>::DTYPE }) {
                    Some(bytes) => Ok($ty::from_ne_bytes(bytes)),
                    None => Self::__get(row.node()),
                }
            }

            fn __get_vec(node: Node<'_>) -> Result<Vec<Self>> {
                super::bulk::numbers(node)
            }

            fn __get_vec_into(all: &mut Vec<Self>, node: Node<'_>) -> Result<()> {
                super::bulk::numbers_into(all, node)
            }
        }
    )*};
}

floats! {
    f16, f16::from_f64, f16::to_f64;
    f32, |x: f64| x as f32, f64::from;
    f64, |x: f64| x, |x: f64| x;
}

macro_rules! complex {
    ($($part:ident),*) => {$(
        impl H5Write for Complex<$part> {
            no_group!(write);

            #[inline]
            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                slot.number(*self)
            }

            fn __put_slice(slice: &[Self], slot: Slot<'_>) -> Result<()> {
                slot.numbers(slice)
            }

            fn __dense(&self, dense: &mut Dense, _level: usize) -> Result<()> {
                dense.number(*self);
                Ok(())
            }

            fn __dense_type(_dims: &mut Vec<u64>) -> Option<DType> {
                Some(<Self as Number>::DTYPE)
            }
        }

        impl H5Read for Complex<$part> {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                let locator = node.locator();
                let read = |node: Node<'_>| {
                    if is_pair(&node)? {
                        // As serde stores it.
                        return <($part, $part)>::__get(node).map(|(re, im)| Self::new(re, im));
                    }
                    scalar(node, |view| match view {
                        View::Complex(re, im) => {
                            let narrow = Complex::new(re as $part, im as $part);
                            let kept = |x: f64, y: $part| f64::from(y) == x || x.is_nan();
                            if kept(re, narrow.re) && kept(im, narrow.im) {
                                Ok(narrow)
                            } else {
                                Err(lossy("a complex number", format!("{re}+{im}i")))
                            }
                        }
                        View::F64(x) => f64_to_complex(x),
                        View::F32(x) => f64_to_complex(x.into()),
                        other => Err(wrong("a complex number", &other)),
                    })
                };
                node.open()?.unpacked(read).map_err(|e| locator.locate(e))
            }

            fn __get_vec(node: Node<'_>) -> Result<Vec<Self>> {
                super::bulk::numbers(node)
            }

            fn __get_vec_into(all: &mut Vec<Self>, node: Node<'_>) -> Result<()> {
                super::bulk::numbers_into(all, node)
            }
        }
    )*};
}

/// True for two floats.
fn is_pair(node: &Node<'_>) -> Result<bool> {
    Ok(match &node.source {
        Source::Object(ch5_array::Object::Dataset(d)) => d.shape() == [2] && d.dtype().is_float(),
        Source::Attr(_, attr) => attr.shape.as_deref() == Some(&[2]) && attr.dtype.is_float(),
        Source::Cell(cell) => matches!(cell.view()?, View::List(list) if list.len() == 2),
        _ => false,
    })
}

trait Part: Sized {
    fn exact(x: f64) -> Option<Self>;
    const ZERO: Self;
}

impl Part for f32 {
    fn exact(x: f64) -> Option<Self> {
        let narrow = x as f32;
        (f64::from(narrow) == x || x.is_nan()).then_some(narrow)
    }
    const ZERO: Self = 0.0;
}

impl Part for f64 {
    fn exact(x: f64) -> Option<Self> {
        Some(x)
    }
    const ZERO: Self = 0.0;
}

fn f64_to_complex<T: Part>(x: f64) -> Result<Complex<T>> {
    match T::exact(x) {
        Some(re) => Ok(Complex::new(re, T::ZERO)),
        None => Err(lossy("a complex number", x)),
    }
}

complex!(f32, f64);

impl H5Write for bool {
    no_group!(write);

    #[inline]
    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.bool(*self)
    }

    fn __dense(&self, dense: &mut Dense, _level: usize) -> Result<()> {
        dense.dtype = Some(DType::Bool);
        dense.bytes.push(u8::from(*self));
        Ok(())
    }

    fn __dense_type(_dims: &mut Vec<u64>) -> Option<DType> {
        Some(DType::Bool)
    }
}

impl H5Read for bool {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        scalar(node, |view| match view {
            View::Bool(b) => Ok(b),
            // Other tools store booleans as bytes.
            View::Uint(n @ (0 | 1)) => Ok(n == 1),
            View::Int(n @ (0 | 1)) => Ok(n == 1),
            other => Err(wrong("bool", &other)),
        })
    }
}

macro_rules! wide {
    ($($ty:ident),*) => {$(
        impl H5Write for $ty {
            no_group!(write);

            #[inline]
            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                slot.$ty(*self)
            }
        }

        impl H5Read for $ty {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                scalar(node, |view| match view {
                    View::Text(t) | View::I128(t) | View::U128(t) => {
                        t.parse().map_err(|_| lossy(stringify!($ty), t))
                    }
                    View::Int(n) => $ty::try_from(n).map_err(|_| lossy(stringify!($ty), n)),
                    View::Uint(n) => Ok(n.into()),
                    other => Err(wrong(stringify!($ty), &other)),
                })
            }
        }
    )*};
}

wide!(i128, u128);

macro_rules! sizes {
    ($($ty:ident as $wide:ident),*) => {$(
        impl H5Write for $ty {
            no_group!(write);

            #[inline]
            fn __put(&self, slot: Slot<'_>) -> Result<()> {
                slot.number(*self as $wide)
            }

            fn __put_slice(slice: &[Self], slot: Slot<'_>) -> Result<()> {
                let wide: Vec<$wide> = slice.iter().map(|n| *n as $wide).collect();
                slot.numbers(&wide)
            }

            fn __dense(&self, dense: &mut Dense, _level: usize) -> Result<()> {
                dense.number(*self as $wide);
                Ok(())
            }

            fn __dense_type(_dims: &mut Vec<u64>) -> Option<DType> {
                Some(<$wide as Number>::DTYPE)
            }
        }

        impl H5Read for $ty {
            no_group!(read);

            fn __get(node: Node<'_>) -> Result<Self> {
                let locator = node.locator();
                let wide = $wide::__get(node)?;
                $ty::try_from(wide).map_err(|_| locator.locate(lossy(stringify!($ty), wide)))
            }

            fn __get_vec(node: Node<'_>) -> Result<Vec<Self>> {
                let locator = node.locator();
                let wide = $wide::__get_vec(node)?;
                let narrow = |n| $ty::try_from(n).map_err(|_| locator.locate(lossy(stringify!($ty), n)));
                wide.into_iter().map(narrow).collect()
            }
        }
    )*};
}

sizes!(isize as i64, usize as u64);

impl H5Write for str {
    fn h5_write(&self, values: &mut crate::dict::H5Dict) -> Result<()> {
        values.insert("value", &self)
    }

    #[inline]
    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.text(self)
    }
}

impl H5Write for String {
    no_group!(write);

    #[inline]
    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.text(self)
    }
}

impl H5Read for String {
    no_group!(read);

    #[inline]
    fn __get(node: Node<'_>) -> Result<Self> {
        if let Source::Cell(cell) = &node.source
            && let Some(text) = cell.text()
        {
            return Ok(text.to_owned());
        }
        scalar(node, |view| match view {
            View::Text(text) | View::Enum(text, _) => Ok(text.to_owned()),
            other => Err(wrong("text", &other)),
        })
    }

    #[inline]
    fn __get_row(row: Row<'_>) -> Result<Self> {
        match row.cell.text() {
            Some(text) => Ok(text.to_owned()),
            None => Self::__get(row.node()),
        }
    }
}

impl H5Write for char {
    no_group!(write);

    fn __put(&self, slot: Slot<'_>) -> Result<()> {
        slot.text(self.encode_utf8(&mut [0; 4]))
    }
}

impl H5Read for char {
    no_group!(read);

    fn __get(node: Node<'_>) -> Result<Self> {
        scalar(node, |view| match view {
            View::Text(text) => {
                let mut chars = text.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => Ok(c),
                    _ => Err(Error::new(ErrorKind::Value, "")
                        .expected("text of one character")
                        .found(format!("{text:?}"))),
                }
            }
            other => Err(wrong("text of one character", &other)),
        })
    }
}
