//! One element by itself.

use compact_str::CompactString;
use half::f16;
use num_complex::Complex;

use super::{ElementType, TimeUnit};

/// One element of an array, of any element type. It prints as numpy's `str` of it.
///
/// ```
/// use ch5_array::{Scalar, TimeUnit};
/// let x = Scalar::from(0.5f32);
/// assert_eq!(x, Scalar::F32(0.5));
/// assert_eq!(Scalar::Time(TimeUnit::Day, 365).to_string(), "1971-01-01");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are those of ElementType")]
pub enum Scalar {
    Bool(bool),
    I8(i8),
    I16(i16),
    I32(i32),
    I64(i64),
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    F16(f16),
    F32(f32),
    F64(f64),
    C64(Complex<f32>),
    C128(Complex<f64>),
    Text(CompactString),
    Bytes(Vec<u8>),
    Time(TimeUnit, i64),
    Duration(TimeUnit, i64),
}

impl Scalar {
    /// The element's type.
    ///
    /// ```
    /// use ch5_array::{ElementType, Scalar};
    /// assert_eq!(Scalar::from("text").element_type(), ElementType::Text);
    /// ```
    #[must_use]
    pub fn element_type(&self) -> ElementType {
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
            Self::Time(unit, _) => Ty::Time(*unit),
            Self::Duration(unit, _) => Ty::Duration(*unit),
        }
    }
}

macro_rules! from {
    ($($ty:ty => $name:ident),*) => {$(
        impl From<$ty> for Scalar {
            fn from(value: $ty) -> Self {
                Self::$name(value.into())
            }
        }
    )*};
}

from! {
    bool => Bool, i8 => I8, i16 => I16, i32 => I32, i64 => I64, u8 => U8, u16 => U16, u32 => U32,
    u64 => U64, f16 => F16, f32 => F32, f64 => F64, Complex<f32> => C64, Complex<f64> => C128,
    &str => Text, String => Text, Vec<u8> => Bytes
}
