//! What casting needs to know of a real number.

use half::f16;

/// An integer, float or boolean that casts to any other as C does.
pub(crate) trait Real: Copy + Default + PartialOrd + Send + Sync + 'static {
    fn to_f64(self) -> f64;
    fn to_f32(self) -> f32;
    /// Truncated; what does not fit wraps for integers, and is `i64::MIN` for floats.
    fn to_i64(self) -> i64;
    fn is_zero(self) -> bool;
    fn of<S: Real>(value: S) -> Self;
    /// True for floats.
    const FLOAT: bool;
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Real for $ty {
            const FLOAT: bool = false;
            fn to_f64(self) -> f64 { self as f64 }
            fn to_f32(self) -> f32 { self as f32 }
            fn to_i64(self) -> i64 { self as i64 }
            fn is_zero(self) -> bool { self == 0 }
            fn of<S: Real>(value: S) -> Self {
                if S::FLOAT && size_of::<Self>() == 8 && Self::MIN == 0 {
                    return float_to_u64(value.to_f64()) as Self;
                }
                value.to_i64() as Self
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

/// As C's cast on common machines: what lies outside is `i64::MIN`.
fn float_to_i64(value: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&value) { value as i64 } else { i64::MIN }
}

fn float_to_u64(value: f64) -> u64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (LIMIT..2.0 * LIMIT).contains(&value) { value as u64 } else { float_to_i64(value) as u64 }
}

impl Real for bool {
    const FLOAT: bool = false;
    fn to_f64(self) -> f64 {
        self.into()
    }
    fn to_f32(self) -> f32 {
        self.into()
    }
    fn to_i64(self) -> i64 {
        self.into()
    }
    fn is_zero(self) -> bool {
        !self
    }
    fn of<S: Real>(value: S) -> Self {
        !value.is_zero()
    }
}

impl Real for f16 {
    const FLOAT: bool = true;
    fn to_f64(self) -> f64 {
        self.into()
    }
    fn to_f32(self) -> f32 {
        self.into()
    }
    fn to_i64(self) -> i64 {
        float_to_i64(self.into())
    }
    fn is_zero(self) -> bool {
        self == f16::ZERO
    }
    fn of<S: Real>(value: S) -> Self {
        if S::FLOAT { f16::from_f64(value.to_f64()) } else { f16::from_f32(value.to_f32()) }
    }
}

impl Real for f32 {
    const FLOAT: bool = true;
    fn to_f64(self) -> f64 {
        self.into()
    }
    fn to_f32(self) -> f32 {
        self
    }
    fn to_i64(self) -> i64 {
        float_to_i64(self.into())
    }
    fn is_zero(self) -> bool {
        self == 0.0
    }
    fn of<S: Real>(value: S) -> Self {
        value.to_f32()
    }
}

impl Real for f64 {
    const FLOAT: bool = true;
    fn to_f64(self) -> f64 {
        self
    }
    fn to_f32(self) -> f32 {
        self as f32
    }
    fn to_i64(self) -> i64 {
        float_to_i64(self)
    }
    fn is_zero(self) -> bool {
        self == 0.0
    }
    fn of<S: Real>(value: S) -> Self {
        value.to_f64()
    }
}
