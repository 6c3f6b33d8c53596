//! Parts of complex numbers.

use super::kernel::kernel;
use super::rows::rows;
use crate::error::Result;
use crate::expr::{Expr, IntoExpr};
use crate::types::ElementType;

rows! {
    /// Parts of complex numbers as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// # use num_complex::Complex;
    /// let x = array![Complex::new(1.0, 2.0)];
    /// assert_eq!((&x).imag().load()?.to_string(), "[2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Complexes;

    /// The real parts; real numbers themselves.
    real(x): "?bBhHiIlLefdFD" Common -> Out::Real, kernel!(
        Bool |x| x, Int |x| x, Float |x| x, Complex |z| z.re),
        "array![Complex::new(1.0, 2.0)]" => "[1.]";
    /// The imaginary parts; zeroes for real numbers.
    imag(x): "?bBhHiIlLefdFD" Common -> Out::Real, kernel!(
        Bool |_x| false, Int |x| zero(x), Float |x| zero(x), Complex |z| z.im),
        "array![Complex::new(1.0, 2.0)]" => "[2.]";
    /// The complex conjugate; real numbers themselves.
    #[doc(alias = "conj")]
    conjugate(x): "bBhHiIlLefdFD" Common -> Out::Same, kernel!(
        Int |x| x, Float |x| x, Complex |z| z.conj()),
        "array![Complex::new(1.0, 2.0)]" => "[1.-2.j]";
    /// The angle of complex numbers, in radians; see [`angle`] for real ones and degrees.
    phase(z): "FD" Common -> Out::Real, kernel!(Complex |z| z.im.atan2(z.re)),
        "array![Complex::new(0.0, 2.0)]" => "[1.57079633]";
}

fn zero<T: num_traits::Zero>(_: T) -> T {
    T::zero()
}

/// The angle of complex numbers, in radians or degrees; 0 or pi for real numbers.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// # use num_complex::Complex;
/// use ch5_array::ops::angle;
/// let z = array![Complex::new(1.0, 0.0), Complex::new(0.0, 1.0)];
/// assert_eq!(angle(&z, true).load()?.to_string(), "[ 0. 90.]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn angle<'a>(z: impl IntoExpr<'a>, degrees: bool) -> Expr<'a> {
    let z = z.into_expr();
    let angle =
        if z.element_type().is_complex() { phase(z) } else { super::trigonometric::arctan2(0, z) };
    if degrees { angle * (180.0 / std::f64::consts::PI) } else { angle }
}

/// The real parts if all imaginary parts are near 0, else the numbers themselves. A tolerance
/// above 1 counts in units of the type's precision; numpy's default is 100. The numbers are read
/// at once, because the type of the result depends on them.
///
/// # Errors
///
/// Those of computing.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// # use num_complex::Complex;
/// use ch5_array::ops::real_if_close;
/// let z = array![Complex::new(2.1, 4e-14), Complex::new(5.2, 3e-15)];
/// assert_eq!(real_if_close(&z, 1000.0)?.load()?.to_string(), "[2.1 5.2]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub fn real_if_close<'a>(z: impl IntoExpr<'a>, tolerance: f64) -> Result<Expr<'a>> {
    let z = z.into_expr();
    z.check()?;
    let epsilon = match z.element_type() {
        ElementType::C64 => f32::EPSILON.into(),
        ElementType::C128 => f64::EPSILON,
        _ => return Ok(z),
    };
    let bound = if tolerance > 1.0 { tolerance * epsilon } else { tolerance };
    let near = super::comparison::less(super::arithmetic::absolute(imag(z.clone())), bound);
    Ok(if super::close::all(&near)? { real(z) } else { z })
}

/// True for arrays of complex numbers.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// # use num_complex::Complex;
/// use ch5_array::ops::iscomplexobj;
/// assert!(iscomplexobj(array![Complex::new(1.0, 0.0)]));
/// assert!(!iscomplexobj(array![1.0]));
/// ```
pub fn iscomplexobj<'a>(x: impl IntoExpr<'a>) -> bool {
    x.into_expr().element_type().is_complex()
}

/// True for arrays of anything but complex numbers.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::isrealobj;
/// assert!(isrealobj(array![1.0]));
/// ```
pub fn isrealobj<'a>(x: impl IntoExpr<'a>) -> bool {
    !iscomplexobj(x)
}

/// True for literals and single elements with a type of their own, not for arrays without
/// dimensions.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::isscalar;
/// assert!(isscalar(3.1));
/// assert!(!isscalar(array![3.1]));
/// ```
pub fn isscalar<'a>(x: impl IntoExpr<'a>) -> bool {
    let x = x.into_expr();
    x.node().is_ok_and(|node| node.constant().is_some() && node.shape().is_empty())
}

/// False: datasets lie in row-major order.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// use ch5_array::ops::isfortran;
/// assert!(!isfortran(array![[1, 2], [3, 4]]));
/// ```
pub fn isfortran<'a>(x: impl IntoExpr<'a>) -> bool {
    let _ = x;
    false
}
