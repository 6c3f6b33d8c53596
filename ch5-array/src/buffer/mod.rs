//! Elements in memory: one vector of one of the element types.
//!
//! The list of types is spelled in `list` and nowhere else: code that is the same for all of
//! them goes through the macros there, once a block and never once an element.

#![allow(clippy::clone_on_copy, reason = "one expression for all types, of which some are Copy")]

mod cast;
mod copy;
mod list;
mod number;
mod parse;
pub(crate) mod spare;

use compact_str::CompactString;
use half::f16;
use num_complex::Complex;

pub(crate) use copy::{copy_nd, row_major};
pub use list::{Buffer, Item, View};
pub(crate) use list::{each, map, of_type, pair, with_type};
pub(crate) use number::Real;

use crate::error::{Error, ErrorKind, Result};
use crate::types::{ElementType, Scalar};

impl Buffer {
    /// The number of elements.
    #[must_use]
    pub fn len(&self) -> usize {
        each!(Buffer, self, v => v.len())
    }

    /// True if there is no element.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type of the elements.
    #[must_use]
    pub fn element_type(&self) -> ElementType {
        self.view().element_type()
    }

    /// An empty buffer with room for so many elements.
    #[must_use]
    pub fn with_capacity(ty: ElementType, room: usize) -> Self {
        of_type!(ty, Vec::with_capacity(room))
    }

    /// As [`Buffer::with_capacity`], where there is one in memory that is not needed any more.
    pub(crate) fn reused(ty: ElementType, room: usize) -> Self {
        of_type!(ty, spare::empty(room))
    }

    /// So many elements: `false`, zeroes, empty texts.
    #[must_use]
    pub fn zeros(ty: ElementType, count: usize) -> Self {
        of_type!(ty, vec![Default::default(); count])
    }

    /// So many copies of an element.
    #[must_use]
    pub fn filled(value: &Scalar, count: usize) -> Self {
        let one = Self::from(value.clone());
        map!(Buffer, &one, v => vec![v[0].clone(); count])
    }

    /// All elements, borrowed.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        map!(Buffer => View, self, v => v.as_slice())
    }

    /// Some of the elements, borrowed; `range` must lie inside.
    #[must_use]
    pub fn slice(&self, range: std::ops::Range<usize>) -> View<'_> {
        self.view().slice(range)
    }

    /// The element at a place, which must lie inside.
    #[must_use]
    pub fn get(&self, at: usize) -> Scalar {
        self.view().get(at)
    }

    /// The elements as a slice of `T`, if they are of that type.
    #[must_use]
    pub fn as_slice<T: Item>(&self) -> Option<&[T]> {
        T::of(self.view())
    }

    /// Adds the elements of another buffer of the same type.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for another type.
    pub fn append(&mut self, other: View<'_>) -> Result<()> {
        let (mine, found) = (self.element_type(), other.element_type());
        pair!(Buffer, View, self, other, a, b => { a.extend_from_slice(b); Ok(()) },
            else Err(mismatch(mine, found)))
    }

    /// Elements at these places, which must lie inside.
    #[must_use]
    pub fn gather(&self, places: &[usize]) -> Self {
        map!(Buffer, self, v => places.iter().map(|&i| v[i].clone()).collect())
    }

    /// Puts the elements of `values` at these places, which must lie inside.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for values of another type.
    pub fn scatter(&mut self, places: &[usize], values: View<'_>) -> Result<()> {
        let (mine, found) = (self.element_type(), values.element_type());
        pair!(Buffer, View, self, values, a, b => {
            for (&i, value) in places.iter().zip(b) {
                a[i].clone_from(value);
            }
            Ok(())
        }, else Err(mismatch(mine, found)))
    }

    /// The elements as another type, as numpy's `astype`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] for text that is no number, [`ErrorKind::WrongType`] where there is
    /// no cast.
    pub fn cast(self, to: ElementType) -> Result<Self> {
        if self.element_type() == to { Ok(self) } else { self.view().cast(to) }
    }

    /// Bytes that the elements take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match self {
            Self::Text(v) => v.iter().map(|t| size_of::<CompactString>() + heap(t)).sum(),
            Self::Bytes(v) => v.iter().map(|b| size_of::<Vec<u8>>() + b.capacity()).sum(),
            other => other.len() * other.element_type().size(),
        }
    }
}

fn heap(text: &CompactString) -> usize {
    if text.is_heap_allocated() { text.capacity() } else { 0 }
}

#[cold]
pub(crate) fn mismatch(expected: ElementType, found: ElementType) -> Error {
    Error::new(ErrorKind::WrongType, "elements")
        .expected(expected.to_string())
        .found(found.to_string())
}

impl<'a> View<'a> {
    /// The number of elements.
    #[must_use]
    pub fn len(self) -> usize {
        each!(View, self, v => v.len())
    }

    /// True if there is no element.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The type of the elements.
    #[must_use]
    pub fn element_type(self) -> ElementType {
        use ElementType as Ty;
        match self {
            Self::Bool(_) => Ty::Bool,
            Self::I8(_) => Ty::I8,
            Self::I16(_) => Ty::I16,
            Self::I32(_) => Ty::I32,
            Self::I64(_) => Ty::I64,
            Self::U8(_) => Ty::U8,
            Self::U16(_) => Ty::U16,
            Self::U32(_) => Ty::U32,
            Self::U64(_) => Ty::U64,
            Self::F16(_) => Ty::F16,
            Self::F32(_) => Ty::F32,
            Self::F64(_) => Ty::F64,
            Self::C64(_) => Ty::C64,
            Self::C128(_) => Ty::C128,
            Self::Text(_) => Ty::Text,
            Self::Bytes(_) => Ty::Bytes,
            Self::Time(unit, _) => Ty::Time(unit),
            Self::Duration(unit, _) => Ty::Duration(unit),
        }
    }

    /// Some of the elements; `range` must lie inside.
    #[must_use]
    pub fn slice(self, range: std::ops::Range<usize>) -> Self {
        map!(View, self, v => &v[range])
    }

    /// The element at a place, which must lie inside.
    #[must_use]
    pub fn get(self, at: usize) -> Scalar {
        map!(View => Scalar, self, v => v[at].clone())
    }

    /// Numbers and times as they lie in memory; `None` for other types.
    pub(crate) fn as_bytes(self) -> Option<&'a [u8]> {
        use crate::element::as_bytes;
        Some(match self {
            Self::I8(v) => as_bytes(v),
            Self::I16(v) => as_bytes(v),
            Self::I32(v) => as_bytes(v),
            Self::I64(v) | Self::Time(_, v) | Self::Duration(_, v) => as_bytes(v),
            Self::U8(v) => as_bytes(v),
            Self::U16(v) => as_bytes(v),
            Self::U32(v) => as_bytes(v),
            Self::U64(v) => as_bytes(v),
            Self::F16(v) => as_bytes(v),
            Self::F32(v) => as_bytes(v),
            Self::F64(v) => as_bytes(v),
            Self::C64(v) => as_bytes(v),
            Self::C128(v) => as_bytes(v),
            _ => return None,
        })
    }

    /// The elements, owned.
    #[must_use]
    pub fn to_buffer(self) -> Buffer {
        map!(View => Buffer, self, v => v.to_vec())
    }
}

impl From<Scalar> for Buffer {
    fn from(value: Scalar) -> Self {
        map!(Scalar => Buffer, value, v => vec![v])
    }
}
