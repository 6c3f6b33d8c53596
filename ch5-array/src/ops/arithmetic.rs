//! Arithmetic.

use num_traits::{AsPrimitive, Float};

use super::cx;
use super::kernel::{RowKernel, kernel, wrap};
use super::rows::rows;
use crate::buffer::{Buffer, View};
use crate::error::{Error, ErrorKind, Result};

/// The quotient rounded down, and the remainder with the divisor's sign.
pub(crate) fn divmod<T: Float>(a: T, b: T) -> (T, T) {
    let rest = a % b;
    if b.is_zero() {
        return (a / b, rest);
    }
    let mut quotient = (a - rest) / b;
    let modulus = if rest.is_zero() {
        T::zero().copysign(b)
    } else if (b < T::zero()) != (rest < T::zero()) {
        quotient = quotient - T::one();
        rest + b
    } else {
        rest
    };
    if quotient.is_zero() {
        return (T::zero().copysign(a / b), modulus);
    }
    let floor = quotient.floor();
    let half = T::one() / (T::one() + T::one());
    (if quotient - floor > half { floor + T::one() } else { floor }, modulus)
}

pub(super) const FLOOR_DIVIDE: RowKernel = kernel!(
    Signed | x,
    y | {
        if y == 0 {
            0
        } else {
            let quotient = x.wrapping_div(y);
            let down = x.wrapping_rem(y) != 0 && (x < 0) != (y < 0);
            quotient.wrapping_sub(down.into())
        }
    },
    Unsigned | x,
    y | x.checked_div(y).unwrap_or(0),
    Float | x,
    y | divmod(x, y).0,
);

pub(super) const REMAINDER: RowKernel = kernel!(
    Signed | x,
    y | {
        if y == 0 {
            0
        } else {
            let rest = x.wrapping_rem(y);
            if rest != 0 && (rest < 0) != (y < 0) { rest.wrapping_add(y) } else { rest }
        }
    },
    Unsigned | x,
    y | x.checked_rem(y).unwrap_or(0),
    Float | x,
    y | divmod(x, y).1,
);

/// Integers wrap, and have no negative powers.
fn integer_power(views: &[View<'_>]) -> Result<Buffer> {
    macro_rules! powers {
        ($($name:ident $ty:ident $signed:literal),+) => {
            match views {
                $([View::$name(bases), View::$name(powers)] => {
                    #[allow(unused_comparisons, reason = "half of the types are unsigned")]
                    if $signed && powers.iter().any(|&n| n < 0) {
                        return Err(Error::new(ErrorKind::Value, "power")
                            .expected("integers to powers of at least 0")
                            .found("a negative power")
                            .help("float_power computes it in float64"));
                    }
                    let power = |(&base, &n): (&$ty, &$ty)| {
                        let (mut base, mut n) = (base, n);
                        let mut result: $ty = 1;
                        while n > 0 {
                            if n & 1 == 1 {
                                result = base.wrapping_mul(result);
                            }
                            base = base.wrapping_mul(base);
                            n >>= 1;
                        }
                        result
                    };
                    return Ok(wrap(bases.iter().zip(*powers).map(power).collect()));
                })+
                _ => Err(super::kernel::no_loop(views)),
            }
        };
    }
    powers!(
        I8 i8 true, I16 i16 true, I32 i32 true, I64 i64 true,
        U8 u8 false, U16 u16 false, U32 u32 false, U64 u64 false
    )
}

fn power_kernel(views: &[View<'_>]) -> Result<Buffer> {
    const INEXACT: RowKernel = kernel!(Float | x, y | x.powf(y), Wide | x, y | cx::power(x, y),);
    if views.first().is_some_and(|v| v.element_type().is_integer()) {
        return integer_power(views);
    }
    INEXACT(views)
}

rows! {
    /// Arithmetic as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![1, -4];
    /// assert_eq!((&x).absolute().load()?.to_string(), "[1 4]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Arithmetic;

    /// The sum of two arrays. Booleans are or-ed, texts joined, durations added to points in time.
    add(x, y): "?bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Bool |x, y| x | y, Int |x, y| x.wrapping_add(y), Float |x, y| x + y,
        Complex |x, y| x + y),
        "array![1, 2]", "0.5" => "[1.5 2.5]";

    /// The difference. Booleans are refused; two points in time give a duration.
    subtract(x, y): "bBhHiIlLefdFD" NoBool -> Out::Same, kernel!(
        Int |x, y| x.wrapping_sub(y), Float |x, y| x - y, Complex |x, y| x - y),
        "array![1u8, 2]", "2" => "[255   0]";

    /// The product. Integers wrap, booleans are and-ed.
    multiply(x, y): "?bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Bool |x, y| x & y, Int |x, y| x.wrapping_mul(y), Float |x, y| x * y,
        Complex |x, y| x * y),
        "array![[1], [2]]", "array![3, 4]" => "[[3 4]\n [6 8]]";

    /// The quotient; of integers it is `float64`.
    #[doc(alias = "true_divide")]
    divide(x, y): "efdFD" Divide -> Out::Same, kernel!(
        Float |x, y| x / y, Complex |x, y| cx::divide(x, y)),
        "array![1, 2]", "2" => "[0.5 1. ]";

    /// The quotient rounded down. Integers divided by zero give 0.
    floor_divide(x, y): "bBhHiIlLefd" Common -> Out::Same, FLOOR_DIVIDE,
        "array![7, -7]", "2" => "[ 3 -4]";

    /// What `floor_divide` leaves, with the sign of the divisor, as Python's `%`.
    #[doc(alias = "mod")]
    remainder(x, y): "bBhHiIlLefd" Common -> Out::Same, REMAINDER,
        "array![7, -7]", "3" => "[1 2]";

    /// What division towards zero leaves, with the sign of the dividend, as C's `fmod`.
    fmod(x, y): "bBhHiIlLefd" Common -> Out::Same, kernel!(
        Int |x, y| if y == 0 { 0 } else { x.wrapping_rem(y) },
        Float |x, y| x % y),
        "array![7, -7]", "3" => "[ 1 -1]";

    /// A power. Integers stay integers, wrap, and have no negative powers.
    #[doc(alias = "pow")]
    power(x, y): "bBhHiIlLefdFD" Common -> Out::Same, power_kernel,
        "array![2, 3]", "array![3, 2]" => "[8 9]";

    /// A power, in `float64` or `complex128`.
    float_power(x, y): "dD" Common -> Out::Same, kernel!(
        Double |x, y| x.powf(y), Wide |x, y| cx::power(x, y)),
        "array![2, 4]", "-1" => "[0.5  0.25]";

    /// The negative. Unsigned integers wrap; booleans are refused.
    negative(x): "bBhHiIlLefdFD" NoBool -> Out::Same, kernel!(
        Int |x| x.wrapping_neg(), Float |x| -x, Complex |x| -x),
        "array![1, -2]" => "[-1  2]";

    /// The numbers themselves; booleans are refused.
    positive(x): "bBhHiIlLefdFD" NoBool -> Out::Same, kernel!(
        Int |x| x, Float |x| x, Complex |x| x),
        "array![1, -2]" => "[ 1 -2]";

    /// One divided by each; of integers too, rounded towards zero.
    reciprocal(x): "bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Signed |x| if x == 0 { no_reciprocal(x) } else { 1 / x },
        Unsigned |x| if x > 1 { 0 } else { x },
        Float |x| x.recip(), Complex |x| cx::reciprocal(x)),
        "array![2.0, 4.0]" => "[0.5  0.25]";

    /// Each multiplied by itself.
    square(x): "bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Int |x| x.wrapping_mul(x), Float |x| x * x, Complex |x| cx::square(x)),
        "array![3, -4]" => "[ 9 16]";

    /// The size without the sign; of complex numbers the distance from 0, as a float.
    #[doc(alias = "abs")]
    absolute(x): "?bBhHiIlLefdFD" Common -> Out::Real, kernel!(
        Bool |x| x, Signed |x| x.wrapping_abs(), Unsigned |x| x, Float |x| x.abs(),
        Complex |x| cx::size(x)),
        "array![3, -4]" => "[3 4]";

    /// The size without the sign, as a float.
    fabs(x): "efd" Common -> Out::Same, kernel!(Float |x| x.abs()),
        "array![3, -4]" => "[3. 4.]";

    /// -1, 0 or 1; NaN stays, complex numbers are divided by their size.
    sign(x): "bBhHiIlLefdFD" NoBool -> Out::Same, kernel!(
        Signed |x| x.signum(), Unsigned |x| x.min(1),
        Float |x| if x > 0.0 { 1.0 } else if x < 0.0 { -1.0 } else if x == 0.0 { 0.0 } else { x },
        Complex |x| cx::sign(x)),
        "array![-2.5, 0.0, 7.0]" => "[-1.  0.  1.]";

    /// The larger of two; NaN if one is.
    maximum(x, y): "?bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Bool |x, y| x | y, Int |x, y| x.max(y),
        Float |x, y| if x >= y || x.is_nan() { x } else { y },
        Complex |x, y| if cx::is_nan(x) || cx::less_equal(y, x) { x } else { y }),
        "array![1.0, f64::NAN]", "2.0" => "[ 2. nan]";

    /// The smaller of two; NaN if one is.
    minimum(x, y): "?bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Bool |x, y| x & y, Int |x, y| x.min(y),
        Float |x, y| if x <= y || x.is_nan() { x } else { y },
        Complex |x, y| if cx::is_nan(x) || cx::less_equal(x, y) { x } else { y }),
        "array![1.0, f64::NAN]", "2.0" => "[ 1. nan]";

    /// The larger of two; NaN only if both are.
    fmax(x, y): "?bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Bool |x, y| x | y, Int |x, y| x.max(y),
        Float |x, y| if x >= y || y.is_nan() { x } else { y },
        Complex |x, y| if cx::is_nan(y) || cx::less_equal(y, x) { x } else { y }),
        "array![1.0, f64::NAN]", "2.0" => "[2. 2.]";

    /// The smaller of two; NaN only if both are.
    fmin(x, y): "?bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Bool |x, y| x & y, Int |x, y| x.min(y),
        Float |x, y| if x <= y || y.is_nan() { x } else { y },
        Complex |x, y| if cx::is_nan(y) || cx::less_equal(x, y) { x } else { y }),
        "array![1.0, f64::NAN]", "2.0" => "[1. 2.]";

    /// The greatest common divisor of integers.
    gcd(x, y): "bBhHiIlL" NoBool -> Out::Same, kernel!(
        Signed |x, y| like(x, common_divisor(x.unsigned_abs().as_(), y.unsigned_abs().as_())),
        Unsigned |x, y| like(x, common_divisor(x.as_(), y.as_()))),
        "array![12, 18]", "8" => "[4 2]";

    /// The least common multiple of integers.
    lcm(x, y): "bBhHiIlL" NoBool -> Out::Same, kernel!(
        Signed |x, y| like(x, common_multiple(x.unsigned_abs().as_(), y.unsigned_abs().as_())),
        Unsigned |x, y| like(x, common_multiple(x.as_(), y.as_()))),
        "array![4, 6]", "10" => "[20 30]";
}

/// What C makes of infinity: the least `int32` and `int64`, 0 of shorter ones.
fn no_reciprocal<T: num_traits::PrimInt>(zero: T) -> T {
    if size_of::<T>() < 4 { zero } else { T::min_value() }
}

/// A number in the type of another, wrapped.
fn like<T: Copy + 'static>(_: T, value: u64) -> T
where
    u64: AsPrimitive<T>,
{
    value.as_()
}

fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn common_multiple(a: u64, b: u64) -> u64 {
    match common_divisor(a, b) {
        0 => 0,
        common => (a / common).wrapping_mul(b),
    }
}

/// `floor_divide` and `remainder` of the same operands.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::div_mod;
/// let (quotient, rest) = div_mod(array![7, -7], 3);
/// assert_eq!(quotient.load()?.to_string(), "[ 2 -3]");
/// assert_eq!(rest.load()?.to_string(), "[1 2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "divmod")]
pub fn div_mod<'a>(
    x: impl crate::expr::IntoExpr<'a>,
    y: impl crate::expr::IntoExpr<'a>,
) -> (crate::expr::Expr<'a>, crate::expr::Expr<'a>) {
    let both = [x.into_expr(), y.into_expr()];
    (rows::floor_divide.call(&both), rows::remainder.call(&both))
}
