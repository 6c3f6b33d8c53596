//! The one list of element types in memory, and the macros that go over it.

use super::{CompactString, Complex, f16};
use crate::types::TimeUnit;

/// Elements of one type, owned.
///
/// ```
/// use ch5_array::{Buffer, ElementType};
/// let mut x = Buffer::I16(vec![1, 2]);
/// x.append(Buffer::I16(vec![3]).view())?;
/// assert_eq!(x.cast(ElementType::F32)?, Buffer::F32(vec![1.0, 2.0, 3.0]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names are those of ElementType")]
pub enum Buffer {
    Bool(Vec<bool>),
    I8(Vec<i8>),
    I16(Vec<i16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    U64(Vec<u64>),
    F16(Vec<f16>),
    F32(Vec<f32>),
    F64(Vec<f64>),
    C64(Vec<Complex<f32>>),
    C128(Vec<Complex<f64>>),
    Text(Vec<CompactString>),
    Bytes(Vec<Vec<u8>>),
    Time(TimeUnit, Vec<i64>),
    Duration(TimeUnit, Vec<i64>),
}

/// Elements of one type, borrowed.
///
/// ```
/// use ch5_array::Buffer;
/// use ch5_array::buffer::View;
/// let x = Buffer::F64(vec![1.0, 2.0, 3.0]);
/// assert_eq!(x.view().slice(1..3), View::F64(&[2.0, 3.0]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the names are those of ElementType")]
pub enum View<'a> {
    Bool(&'a [bool]),
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
    F16(&'a [f16]),
    F32(&'a [f32]),
    F64(&'a [f64]),
    C64(&'a [Complex<f32>]),
    C128(&'a [Complex<f64>]),
    Text(&'a [CompactString]),
    Bytes(&'a [Vec<u8>]),
    Time(TimeUnit, &'a [i64]),
    Duration(TimeUnit, &'a [i64]),
}

/// A Rust type that is an element in memory: `bool`, integers, floats, complex numbers,
/// `CompactString` and `Vec<u8>`. Points in time and durations have no Rust type of their own.
///
/// ```
/// use ch5_array::{Buffer, Item};
/// fn count<T: Item>(x: &Buffer, value: &T) -> Option<usize> {
///     Some(x.as_slice::<T>()?.iter().filter(|&element| element == value).count())
/// }
/// let x = Buffer::U8(vec![7, 8, 7]);
/// assert_eq!((count(&x, &7u8), count(&x, &7i64)), (Some(2), None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Item: Clone + Default + Send + Sync + PartialEq + 'static {
    /// The elements of a view, if they are of this type.
    ///
    /// ```
    /// use ch5_array::buffer::{Item, View};
    /// assert_eq!(u8::of(View::U8(&[1, 2])), Some([1, 2].as_slice()));
    /// assert_eq!(i8::of(View::U8(&[1, 2])), None);
    /// ```
    fn of(view: View<'_>) -> Option<&[Self]>;

    /// The elements of a buffer, to be changed, if they are of this type.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// use ch5_array::buffer::Item;
    /// let mut x = Buffer::F64(vec![1.0]);
    /// f64::of_mut(&mut x).unwrap().push(2.0);
    /// assert_eq!(x, Buffer::F64(vec![1.0, 2.0]));
    /// ```
    fn of_mut(buffer: &mut Buffer) -> Option<&mut Vec<Self>>;

    /// The elements of a buffer, or the buffer back.
    ///
    /// # Errors
    ///
    /// The buffer, if its elements are of another type.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// use ch5_array::buffer::Item;
    /// assert_eq!(bool::take(Buffer::Bool(vec![true])), Ok(vec![true]));
    /// assert_eq!(bool::take(Buffer::U8(vec![1])), Err(Buffer::U8(vec![1])));
    /// ```
    fn take(buffer: Buffer) -> Result<Vec<Self>, Buffer>;

    /// A buffer of these elements, which are not copied.
    ///
    /// ```
    /// use ch5_array::Buffer;
    /// use ch5_array::buffer::Item;
    /// assert_eq!(u16::wrap(vec![1, 2]), Buffer::U16(vec![1, 2]));
    /// ```
    fn wrap(elements: Vec<Self>) -> Buffer;
}

macro_rules! items {
    ($($name:ident: $ty:ty),*) => {$(
        impl Item for $ty {
            fn of(view: View<'_>) -> Option<&[Self]> {
                if let View::$name(v) = view { Some(v) } else { None }
            }

            fn of_mut(buffer: &mut Buffer) -> Option<&mut Vec<Self>> {
                if let Buffer::$name(v) = buffer { Some(v) } else { None }
            }

            fn take(buffer: Buffer) -> Result<Vec<Self>, Buffer> {
                if let Buffer::$name(v) = buffer { Ok(v) } else { Err(buffer) }
            }

            fn wrap(elements: Vec<Self>) -> Buffer {
                Buffer::$name(elements)
            }
        }
    )*};
}

items! {
    Bool: bool, I8: i8, I16: i16, I32: i32, I64: i64, U8: u8, U16: u16, U32: u32, U64: u64,
    F16: f16, F32: f32, F64: f64, C64: Complex<f32>, C128: Complex<f64>, Text: CompactString,
    Bytes: Vec<u8>
}

// The macros clone elements of any type, also those that could be copied.
/// `each!(Buffer, buffer, v => expression)`: the same expression for the vector of any type.
macro_rules! each {
    ($enum:ident, $x:expr, $v:ident => $body:expr) => {
        match $x {
            $enum::Bool($v) => $body,
            $enum::I8($v) => $body,
            $enum::I16($v) => $body,
            $enum::I32($v) => $body,
            $enum::I64($v) => $body,
            $enum::U8($v) => $body,
            $enum::U16($v) => $body,
            $enum::U32($v) => $body,
            $enum::U64($v) => $body,
            $enum::F16($v) => $body,
            $enum::F32($v) => $body,
            $enum::F64($v) => $body,
            $enum::C64($v) => $body,
            $enum::C128($v) => $body,
            $enum::Text($v) => $body,
            $enum::Bytes($v) => $body,
            $enum::Time(_, $v) => $body,
            $enum::Duration(_, $v) => $body,
        }
    };
}

/// `map!(Buffer => View, buffer, v => expression)`: the expression in the same variant.
macro_rules! map {
    ($enum:ident, $x:expr, $v:ident => $body:expr) => {
        $crate::buffer::map!($enum => $enum, $x, $v => $body)
    };
    ($enum:ident => $to:ident, $x:expr, $v:ident => $body:expr) => {
        match $x {
            $enum::Bool($v) => $to::Bool($body),
            $enum::I8($v) => $to::I8($body),
            $enum::I16($v) => $to::I16($body),
            $enum::I32($v) => $to::I32($body),
            $enum::I64($v) => $to::I64($body),
            $enum::U8($v) => $to::U8($body),
            $enum::U16($v) => $to::U16($body),
            $enum::U32($v) => $to::U32($body),
            $enum::U64($v) => $to::U64($body),
            $enum::F16($v) => $to::F16($body),
            $enum::F32($v) => $to::F32($body),
            $enum::F64($v) => $to::F64($body),
            $enum::C64($v) => $to::C64($body),
            $enum::C128($v) => $to::C128($body),
            $enum::Text($v) => $to::Text($body),
            $enum::Bytes($v) => $to::Bytes($body),
            $enum::Time(unit, $v) => $to::Time(unit.to_owned(), $body),
            $enum::Duration(unit, $v) => $to::Duration(unit.to_owned(), $body),
        }
    };
}

/// `pair!(Buffer, View, a, b, x, y => expression, else otherwise)`: for two of the same type.
macro_rules! pair {
    ($e1:ident, $e2:ident, $a:expr, $b:expr, $x:ident, $y:ident => $body:expr, else $no:expr) => {
        match ($a, $b) {
            ($e1::Bool($x), $e2::Bool($y)) => $body,
            ($e1::I8($x), $e2::I8($y)) => $body,
            ($e1::I16($x), $e2::I16($y)) => $body,
            ($e1::I32($x), $e2::I32($y)) => $body,
            ($e1::I64($x), $e2::I64($y)) => $body,
            ($e1::U8($x), $e2::U8($y)) => $body,
            ($e1::U16($x), $e2::U16($y)) => $body,
            ($e1::U32($x), $e2::U32($y)) => $body,
            ($e1::U64($x), $e2::U64($y)) => $body,
            ($e1::F16($x), $e2::F16($y)) => $body,
            ($e1::F32($x), $e2::F32($y)) => $body,
            ($e1::F64($x), $e2::F64($y)) => $body,
            ($e1::C64($x), $e2::C64($y)) => $body,
            ($e1::C128($x), $e2::C128($y)) => $body,
            ($e1::Text($x), $e2::Text($y)) => $body,
            ($e1::Bytes($x), $e2::Bytes($y)) => $body,
            ($e1::Time(_, $x), $e2::Time(_, $y)) => $body,
            ($e1::Duration(_, $x), $e2::Duration(_, $y)) => $body,
            _ => $no,
        }
    };
}

/// `of_type!(ty, vector)`: a buffer of a type, with the same expression for its vector.
macro_rules! of_type {
    ($ty:expr, $body:expr) => {
        match $ty {
            $crate::types::ElementType::Bool => $crate::buffer::Buffer::Bool($body),
            $crate::types::ElementType::I8 => $crate::buffer::Buffer::I8($body),
            $crate::types::ElementType::I16 => $crate::buffer::Buffer::I16($body),
            $crate::types::ElementType::I32 => $crate::buffer::Buffer::I32($body),
            $crate::types::ElementType::I64 => $crate::buffer::Buffer::I64($body),
            $crate::types::ElementType::U8 => $crate::buffer::Buffer::U8($body),
            $crate::types::ElementType::U16 => $crate::buffer::Buffer::U16($body),
            $crate::types::ElementType::U32 => $crate::buffer::Buffer::U32($body),
            $crate::types::ElementType::U64 => $crate::buffer::Buffer::U64($body),
            $crate::types::ElementType::F16 => $crate::buffer::Buffer::F16($body),
            $crate::types::ElementType::F32 => $crate::buffer::Buffer::F32($body),
            $crate::types::ElementType::F64 => $crate::buffer::Buffer::F64($body),
            $crate::types::ElementType::C64 => $crate::buffer::Buffer::C64($body),
            $crate::types::ElementType::C128 => $crate::buffer::Buffer::C128($body),
            $crate::types::ElementType::Text => $crate::buffer::Buffer::Text($body),
            $crate::types::ElementType::Bytes => $crate::buffer::Buffer::Bytes($body),
            $crate::types::ElementType::Time(unit) => $crate::buffer::Buffer::Time(unit, $body),
            $crate::types::ElementType::Duration(unit) => {
                $crate::buffer::Buffer::Duration(unit, $body)
            }
        }
    };
}

/// `with_type!(ty, Class, T => expression, else otherwise)`: the expression with `T` the Rust type
/// of an element type of a class: `Int`, `Real` (integers and floats), `Float`, `Complex`,
/// `Number` (all of these, without `bool`).
macro_rules! with_type {
    ($ty:expr, Int, $t:ident => $body:expr, else $no:expr) => {
        $crate::buffer::with_type!(@match $ty, $t, $body, $no;
            I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64)
    };
    ($ty:expr, Float, $t:ident => $body:expr, else $no:expr) => {
        $crate::buffer::with_type!(@match $ty, $t, $body, $no; F16 half::f16, F32 f32, F64 f64)
    };
    ($ty:expr, Complex, $t:ident => $body:expr, else $no:expr) => {
        $crate::buffer::with_type!(@match $ty, $t, $body, $no;
            C64 num_complex::Complex<f32>, C128 num_complex::Complex<f64>)
    };
    ($ty:expr, Real, $t:ident => $body:expr, else $no:expr) => {
        $crate::buffer::with_type!(@match $ty, $t, $body, $no;
            I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64,
            F16 half::f16, F32 f32, F64 f64)
    };
    ($ty:expr, Number, $t:ident => $body:expr, else $no:expr) => {
        $crate::buffer::with_type!(@match $ty, $t, $body, $no;
            I8 i8, I16 i16, I32 i32, I64 i64, U8 u8, U16 u16, U32 u32, U64 u64,
            F16 half::f16, F32 f32, F64 f64,
            C64 num_complex::Complex<f32>, C128 num_complex::Complex<f64>)
    };
    (@match $ty:expr, $t:ident, $body:expr, $no:expr; $($name:ident $rust:ty),*) => {
        match $ty {
            $($crate::types::ElementType::$name => { type $t = $rust; $body })*
            _ => $no,
        }
    };
}

pub(crate) use {each, map, of_type, pair, with_type};
