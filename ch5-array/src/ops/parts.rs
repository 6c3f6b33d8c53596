//! The parts of floats: sign, exponent, fraction, neighbours.

use half::f16;
use num_traits::Float;

use super::kernel::kernel;
use super::rows::rows;
use crate::expr::{Expr, IntoExpr};

/// A float's bits as an integer that counts floats from the most negative to the largest.
pub(super) trait Neighbours: Copy {
    /// The next float from `self` towards another.
    fn towards(self, other: Self) -> Self;
}

macro_rules! neighbours {
    ($($ty:ty: $bits:ty, $nan:expr;)*) => {$(
        impl Neighbours for $ty {
            fn towards(self, other: Self) -> Self {
                const SIGN: $bits = 1 << (<$bits>::BITS - 1);
                if self.is_nan() || other.is_nan() {
                    return $nan;
                }
                if self == other {
                    return other;
                }
                let bits = self.to_bits();
                if bits & !SIGN == 0 {
                    // The smallest of all, on the side of the other.
                    return Self::from_bits((other.to_bits() & SIGN) | 1);
                }
                let grows = (self < other) == (bits & SIGN == 0);
                Self::from_bits(if grows { bits + 1 } else { bits - 1 })
            }
        }
    )*};
}

neighbours! {
    f16: u16, f16::NAN;
    f32: u32, f32::NAN;
    f64: u64, f64::NAN;
}

/// The distance to the next float away from zero, negative below zero.
fn spacing_of<T: Neighbours + Float>(x: T) -> T {
    if x.is_infinite() || x.is_nan() {
        return T::nan();
    }
    if x.is_zero() {
        // Of both zeroes the same.
        return T::zero().towards(T::infinity());
    }
    x.towards(T::infinity().copysign(x)) - x
}

/// As numpy's for `float16`, which is never negative.
fn half_spacing(x: f16) -> f16 {
    if !x.is_finite() {
        return f16::NAN;
    }
    let up = x.towards(f16::INFINITY);
    if up == f16::INFINITY {
        return up;
    }
    f16::from_f32(up.to_f32() - x.to_f32())
}

fn frexp_of(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    if exponent == 0 {
        // 2^64 brings subnormal numbers into range.
        let (fraction, power) = frexp_of(x * 18_446_744_073_709_551_616.0);
        return (fraction, power - 64);
    }
    (f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52)), exponent - 1022)
}

/// `x * 2^n`, rounded once.
fn ldexp_of(x: f64, n: i64) -> f64 {
    let power = |n: i64| f64::from_bits(((n + 1023) as u64) << 52);
    let (fraction, exponent) = frexp_of(x);
    if fraction == 0.0 || !fraction.is_finite() {
        return fraction;
    }
    let total = n.saturating_add(exponent.into());
    match total {
        1025.. => f64::INFINITY.copysign(x),
        -1020..=1024 => fraction * 2.0 * power(total - 1),
        // One multiplication rounds what is lost of a subnormal number.
        -1080..=-1021 => fraction * power(-1000) * power(total + 1000),
        _ => 0.0f64.copysign(x),
    }
}

rows! {
    /// Parts of floats as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![1.0, -0.0];
    /// assert_eq!((&x).signbit().load()?.to_string(), "[False  True]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Parts;

    /// True where the sign is minus, of zero and NaN too.
    signbit(x): "?bBhHiIlLefd" Common -> Out::Is(Ty::Bool), kernel!(
        Bool |_x| false, Signed |x| x < 0, Unsigned |_x| false,
        Float |x| x.is_sign_negative()),
        "array![1.0, -0.0]" => "[False  True]";
    /// The size of the first with the sign of the second.
    copysign(x, y): "efd" Common -> Out::Same, kernel!(Float |x, y| x.copysign(y)),
        "array![1.0, 2.0]", "array![-0.0, 3.0]" => "[-1.  2.]";
    /// The next float from the first towards the second.
    nextafter(x, y): "efd" Common -> Out::Same, kernel!(
        Half |x, y| x.towards(y), Double |x, y| x.towards(y), Single |x, y| x.towards(y)),
        "array![0.0]", "1.0" => "[5.e-324]";
    /// The distance to the next float away from zero.
    spacing(x): "efd" Common -> Out::Same, kernel!(
        Half |x| half_spacing(x), Double |x| spacing_of(x), Single |x| spacing_of(x)),
        "array![1.0, 1e16]" => "[2.22044605e-16 2.00000000e+00]";
    /// `x * 2^n`.
    ldexp(x, n): "efd" Exponent -> Out::Same, ldexp_kernel,
        "array![0.5, 3.0]", "array![4, -1]" => "[8.  1.5]";
    /// The first of what [`frexp`] gives: between 0.5 and 1 in size.
    frexp_mantissa(x): "efd" Common -> Out::Same, kernel!(Exact |x| frexp_of(x).0),
        "array![8.0, -0.3]" => "[ 0.5 -0.6]";
    /// The second of what [`frexp`] gives, `int32`.
    frexp_exponent(x): "efd" Common -> Out::Is(Ty::I32), kernel!(Exact |x| frexp_of(x).1),
        "array![8.0, -0.3]" => "[ 4 -1]";
    /// The first of what [`modf`] gives, with the sign of the number.
    modf_fraction(x): "efd" Common -> Out::Same, kernel!(
        Float |x| if x.is_infinite() { x.recip() } else { (x - x.trunc()).copysign(x) }),
        "array![2.5, -0.25]" => "[ 0.5  -0.25]";
    /// The second of what [`modf`] gives.
    modf_whole(x): "efd" Common -> Out::Same, kernel!(Float |x| x.trunc()),
        "array![2.5, -0.25]" => "[ 2. -0.]";
}

fn ldexp_kernel(views: &[crate::buffer::View<'_>]) -> crate::error::Result<crate::buffer::Buffer> {
    use super::kernel::wrap;
    use crate::buffer::View;
    Ok(match views {
        [View::F64(x), View::I64(n)] => {
            wrap(x.iter().zip(*n).map(|(&x, &n)| ldexp_of(x, n)).collect())
        }
        [View::F32(x), View::I64(n)] => {
            wrap(x.iter().zip(*n).map(|(&x, &n)| ldexp_of(x.into(), n) as f32).collect())
        }
        [View::F16(x), View::I64(n)] => {
            let half = |(&x, &n): (&f16, &i64)| f16::from_f64(ldexp_of(x.into(), n));
            wrap(x.iter().zip(*n).map(half).collect())
        }
        _ => return Err(super::kernel::no_loop(views)),
    })
}

/// Fractions of 0.5 to 1 in size, and the powers of two (`int32`) that they are multiplied by.
///
/// ```
/// use ch5_array::ops;
/// let x = ndarray::array![8.0, -0.3];
/// let (fraction, exponent) = ops::frexp(&x);
/// assert_eq!(fraction.read_as::<f64>()?, ndarray::array![0.5, -0.6].into_dyn());
/// assert_eq!(exponent.read_as::<i32>()?, ndarray::array![4, -1].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn frexp<'a>(x: impl IntoExpr<'a>) -> (Expr<'a>, Expr<'a>) {
    let x = x.into_expr();
    (frexp_mantissa(x.clone()), frexp_exponent(x))
}

/// The fractions and the whole numbers, both with the sign of the number.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::modf;
/// let (fraction, whole) = modf(array![2.5, -3.5]);
/// assert_eq!(fraction.load()?.to_string(), "[ 0.5 -0.5]");
/// assert_eq!(whole.load()?.to_string(), "[ 2. -3.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn modf<'a>(x: impl IntoExpr<'a>) -> (Expr<'a>, Expr<'a>) {
    let x = x.into_expr();
    (modf_fraction(x.clone()), modf_whole(x))
}
