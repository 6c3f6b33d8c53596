//! Elements in memory: one vector of one of the element types, owned ([`Buffer`]) or borrowed
//! ([`View`]).
//!
//! Both are enums: what is to be fast matches once and works on the slice inside, which
//! [`Buffer::as_slice`] and [`Item`] give by Rust type.

// The list of types is spelled in `list` and nowhere else: code that is the same for all of them
// goes through the macros there, once a block and never once an element.

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
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// assert_eq!(Buffer::Text(vec!["a".into(), "b".into()]).len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        each!(Buffer, self, v => v.len())
    }

    /// True if there is no element.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// assert!(Buffer::F64(vec![]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type of the elements.
    ///
    /// ```
    /// use ch5_array::{Buffer, ElementType};
    /// assert_eq!(Buffer::Bool(vec![true]).element_type(), ElementType::Bool);
    /// ```
    #[must_use]
    pub fn element_type(&self) -> ElementType {
        self.view().element_type()
    }

    /// An empty buffer with room for so many elements.
    ///
    /// ```
    /// use ch5_array::{Buffer, ElementType};
    /// let mut x = Buffer::with_capacity(ElementType::I32, 100);
    /// x.append(Buffer::I32(vec![1, 2]).view())?;
    /// assert_eq!(x.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_capacity(ty: ElementType, room: usize) -> Self {
        of_type!(ty, Vec::with_capacity(room))
    }

    /// As [`Buffer::with_capacity`], where there is one in memory that is not needed any more.
    pub(crate) fn reused(ty: ElementType, room: usize) -> Self {
        of_type!(ty, spare::empty(room))
    }

    /// So many elements: `false`, zeroes, empty texts.
    ///
    /// ```
    /// use ch5_array::{Buffer, ElementType};
    /// assert_eq!(Buffer::zeros(ElementType::F32, 2), Buffer::F32(vec![0.0, 0.0]));
    /// assert_eq!(Buffer::zeros(ElementType::Text, 1), Buffer::Text(vec!["".into()]));
    /// ```
    #[must_use]
    pub fn zeros(ty: ElementType, count: usize) -> Self {
        of_type!(ty, vec![Default::default(); count])
    }

    /// So many copies of an element.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// assert_eq!(Buffer::filled(&7u8.into(), 3), Buffer::U8(vec![7, 7, 7]));
    /// ```
    #[must_use]
    pub fn filled(value: &Scalar, count: usize) -> Self {
        let one = Self::from(value.clone());
        map!(Buffer, &one, v => vec![v[0].clone(); count])
    }

    /// All elements, borrowed.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// use ch5_array::buffer::View;
    /// assert_eq!(Buffer::U8(vec![1, 2]).view(), View::U8(&[1, 2]));
    /// ```
    #[must_use]
    pub fn view(&self) -> View<'_> {
        map!(Buffer => View, self, v => v.as_slice())
    }

    /// Some of the elements, borrowed. It panics for a `range` that does not lie inside.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// let x = Buffer::I64(vec![1, 2, 3, 4]);
    /// assert_eq!(x.slice(1..3).to_buffer(), Buffer::I64(vec![2, 3]));
    /// ```
    #[must_use]
    pub fn slice(&self, range: std::ops::Range<usize>) -> View<'_> {
        self.view().slice(range)
    }

    /// A copy of the element at a place. It panics for a place that does not lie inside.
    ///
    /// ```
    /// use ch5_array::{Buffer, Scalar};
    /// assert_eq!(Buffer::I64(vec![1, 2]).get(1), Scalar::I64(2));
    /// ```
    #[must_use]
    pub fn get(&self, at: usize) -> Scalar {
        self.view().get(at)
    }

    /// The elements as a slice of `T`, if they are of that type.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// let x = Buffer::F32(vec![0.5, 1.5]);
    /// assert_eq!(x.as_slice::<f32>(), Some([0.5, 1.5].as_slice()));
    /// assert_eq!(x.as_slice::<f64>(), None);
    /// ```
    #[must_use]
    pub fn as_slice<T: Item>(&self) -> Option<&[T]> {
        T::of(self.view())
    }

    /// Adds the elements of another buffer of the same type.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for another type.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// let mut x = Buffer::U8(vec![1]);
    /// x.append(Buffer::U8(vec![2, 3]).view())?;
    /// assert_eq!(x, Buffer::U8(vec![1, 2, 3]));
    /// assert!(x.append(Buffer::I8(vec![4]).view()).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn append(&mut self, other: View<'_>) -> Result<()> {
        let (mine, found) = (self.element_type(), other.element_type());
        pair!(Buffer, View, self, other, a, b => { a.extend_from_slice(b); Ok(()) },
            else Err(mismatch(mine, found)))
    }

    /// Copies of the elements at these places, in their order. It panics for a place that does not
    /// lie inside.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// let x = Buffer::F64(vec![0.5, 1.5, 2.5]);
    /// assert_eq!(x.gather(&[2, 0, 2]), Buffer::F64(vec![2.5, 0.5, 2.5]));
    /// ```
    #[must_use]
    pub fn gather(&self, places: &[usize]) -> Self {
        map!(Buffer, self, v => places.iter().map(|&i| v[i].clone()).collect())
    }

    /// Puts the elements of `values` at these places, one each. It panics for a place that does not
    /// lie inside.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WrongType`] for values of another type.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// let mut x = Buffer::I32(vec![0; 4]);
    /// x.scatter(&[3, 1], Buffer::I32(vec![7, 8]).view())?;
    /// assert_eq!(x, Buffer::I32(vec![0, 8, 0, 7]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn scatter(&mut self, places: &[usize], values: View<'_>) -> Result<()> {
        let (mine, found) = (self.element_type(), values.element_type());
        pair!(Buffer, View, self, values, a, b => {
            for (&i, value) in places.iter().zip(b) {
                a[i].clone_from(value);
            }
            Ok(())
        }, else Err(mismatch(mine, found)))
    }

    /// The elements as another type, as numpy's `astype`; see [`View::cast`]. Of another type they
    /// are new elements, and there are both until it returns.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Value`] for text that is no number, [`ErrorKind::WrongType`] where there is
    /// no cast.
    ///
    /// ```
    /// use ch5_array::{Buffer, ElementType, ErrorKind};
    /// assert_eq!(Buffer::F64(vec![1.9, -1.9]).cast(ElementType::I8)?, Buffer::I8(vec![1, -1]));
    /// let error = Buffer::Text(vec!["ten".into()]).cast(ElementType::I8).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Value);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cast(self, to: ElementType) -> Result<Self> {
        if self.element_type() == to { Ok(self) } else { self.view().cast(to) }
    }

    /// Bytes that the elements take.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// assert_eq!(Buffer::F64(vec![0.0; 100]).bytes(), 800);
    /// ```
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
    ///
    /// ```
    /// use ch5_array::buffer::View;
    /// assert_eq!(View::U8(&[1, 2, 3]).len(), 3);
    /// ```
    #[must_use]
    pub fn len(self) -> usize {
        each!(View, self, v => v.len())
    }

    /// True if there is no element.
    ///
    /// ```
    /// use ch5_array::buffer::View;
    /// assert!(View::U8(&[]).is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The type of the elements.
    ///
    /// ```
    /// use ch5_array::TimeUnit;
    /// use ch5_array::buffer::View;
    /// assert_eq!(View::Time(TimeUnit::Day, &[0]).element_type().to_string(), "datetime64[D]");
    /// ```
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

    /// Some of the elements. It panics for a `range` that does not lie inside.
    ///
    /// ```
    /// use ch5_array::buffer::View;
    /// assert_eq!(View::U8(&[1, 2, 3]).slice(0..2), View::U8(&[1, 2]));
    /// ```
    #[must_use]
    pub fn slice(self, range: std::ops::Range<usize>) -> Self {
        map!(View, self, v => &v[range])
    }

    /// A copy of the element at a place. It panics for a place that does not lie inside.
    ///
    /// ```
    /// use ch5_array::Scalar;
    /// use ch5_array::buffer::View;
    /// assert_eq!(View::Bool(&[true, false]).get(1), Scalar::Bool(false));
    /// ```
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
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// use ch5_array::buffer::View;
    /// assert_eq!(View::F32(&[0.5]).to_buffer(), Buffer::F32(vec![0.5]));
    /// ```
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
