//! Conversion of numbers that keeps the value or fails.

use half::f16;
use num_complex::Complex;

use crate::storage::Value;

/// A number made from the widest of its class, if it can hold the very same value. The sign of a
/// zero and the payload of a NaN are not part of the value.
pub(super) trait Exact: Sized {
    fn from_i64(value: i64) -> Option<Self>;
    fn from_u64(value: u64) -> Option<Self>;
    fn from_f64(value: f64) -> Option<Self>;

    fn from_complex(_: Complex<f64>) -> Option<Self> {
        None
    }

    /// The nearest value; the same as [`Exact::from_f64`] but for floats, which round.
    fn nearest(value: f64) -> Option<Self> {
        Self::from_f64(value)
    }
}

macro_rules! integers {
    ($($int:ty),*) => {$(
        impl Exact for $int {
            fn from_i64(value: i64) -> Option<Self> {
                Self::try_from(i128::from(value)).ok()
            }

            fn from_u64(value: u64) -> Option<Self> {
                Self::try_from(i128::from(value)).ok()
            }

            fn from_f64(value: f64) -> Option<Self> {
                // The cast saturates, and the ends of i128 are no integer of 64 bits.
                let whole = value as i128;
                if whole as f64 == value { Self::try_from(whole).ok() } else { None }
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

macro_rules! floats {
    ($($float:ty: $round:expr, $widen:expr);*) => {$(
        impl Exact for $float {
            fn from_i64(value: i64) -> Option<Self> {
                let float: Self = $round(value as f64);
                // Where the first rounding was not exact, the result differs from the integer.
                ($widen(float) as i128 == i128::from(value)).then_some(float)
            }

            fn from_u64(value: u64) -> Option<Self> {
                let float: Self = $round(value as f64);
                ($widen(float) as i128 == i128::from(value)).then_some(float)
            }

            fn from_f64(value: f64) -> Option<Self> {
                let float: Self = $round(value);
                ($widen(float) == value || value.is_nan()).then_some(float)
            }

            fn nearest(value: f64) -> Option<Self> {
                Some($round(value))
            }
        }

        impl Exact for Complex<$float> {
            fn from_i64(value: i64) -> Option<Self> {
                Some(Self::new(<$float>::from_i64(value)?, 0.0))
            }

            fn from_u64(value: u64) -> Option<Self> {
                Some(Self::new(<$float>::from_u64(value)?, 0.0))
            }

            fn from_f64(value: f64) -> Option<Self> {
                Some(Self::new(<$float>::from_f64(value)?, 0.0))
            }

            fn from_complex(value: Complex<f64>) -> Option<Self> {
                Some(Self::new(<$float>::from_f64(value.re)?, <$float>::from_f64(value.im)?))
            }

            fn nearest(value: f64) -> Option<Self> {
                Some(Self::new($round(value), 0.0))
            }
        }
    )*};
}

floats! { f32: (|x: f64| x as f32), f64::from; f64: (|x: f64| x), (|x: f64| x) }

impl Exact for f16 {
    fn from_i64(value: i64) -> Option<Self> {
        <Self as Exact>::from_f64(value as f64).filter(|f| f.to_f64() as i128 == i128::from(value))
    }

    fn from_u64(value: u64) -> Option<Self> {
        <Self as Exact>::from_f64(value as f64).filter(|f| f.to_f64() as i128 == i128::from(value))
    }

    fn from_f64(value: f64) -> Option<Self> {
        let float = Self::from_f64(value);
        (float.to_f64() == value || value.is_nan()).then_some(float)
    }

    fn nearest(value: f64) -> Option<Self> {
        Some(Self::from_f64(value))
    }
}

impl Exact for bool {
    fn from_i64(value: i64) -> Option<Self> {
        u64::try_from(value).ok().and_then(Self::from_u64)
    }

    fn from_u64(value: u64) -> Option<Self> {
        match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn from_f64(_: f64) -> Option<Self> {
        None
    }
}

/// A number from a single value, whose kind is kept but not its width: floats are rounded to the
/// nearest, as literals are.
pub(super) fn weak<T: Exact>(value: &Value) -> Option<T> {
    match value {
        Value::Bool(b) => T::from_u64(u64::from(*b)),
        Value::Int(n) => T::from_i64(*n),
        Value::Uint(n) => T::from_u64(*n),
        Value::F32(x) => T::nearest(f64::from(*x)),
        Value::F64(x) => T::nearest(*x),
        Value::C64(c) => T::from_complex(Complex::new(c.re.into(), c.im.into())),
        Value::C128(c) => T::from_complex(*c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_keep_or_fail() {
        assert_eq!(i8::from_i64(-128), Some(-128));
        assert_eq!(i8::from_i64(128), None);
        assert_eq!(u64::from_i64(-1), None);
        assert_eq!(i64::from_u64(u64::MAX), None);
        assert_eq!(i64::from_f64(9_223_372_036_854_775_808.0), None);
        assert_eq!(i64::from_f64(-9_223_372_036_854_775_808.0), Some(i64::MIN));
        assert_eq!(u8::from_f64(-0.0), Some(0));
        for bad in [0.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
            assert_eq!(i64::from_f64(bad), None, "{bad}");
        }
    }

    #[test]
    fn floats_keep_or_fail() {
        assert_eq!(f32::from_i64(1 << 24), Some(16_777_216.0));
        assert_eq!(f32::from_i64((1 << 24) + 1), None);
        assert_eq!(f64::from_u64(u64::MAX), None);
        assert_eq!(f64::from_i64((1 << 53) + 1), None);
        assert_eq!(f32::from_f64(0.1), None);
        assert_eq!(f32::from_f64(0.25), Some(0.25));
        assert_eq!(f32::from_f64(f64::INFINITY), Some(f32::INFINITY));
        assert_eq!(f32::from_f64(1e300), None);
        assert!(f32::from_f64(f64::NAN).is_some_and(f32::is_nan));
        assert_eq!(<f16 as Exact>::from_f64(65_504.0), Some(f16::MAX));
        assert_eq!(<f16 as Exact>::from_i64(65_536), None);
        // Twice rounded: 2^24 + 1 is exact as f64 and not as f32.
        assert_eq!(f32::from_u64((1 << 60) + 1), None);
        assert_eq!(Complex::<f32>::from_complex(Complex::new(0.5, 0.1)), None);
    }
}
