//! Rounding.

use std::sync::Arc;

use half::f16;
use num_complex::Complex;

use super::kernel::{kernel, wrap};
use super::rows::rows;
use crate::buffer::{Buffer, View};
use crate::error::Result;
use crate::expr::{ArrayLike, Expr, IntoExpr, elementwise};
use crate::types::ElementType;

rows! {
    /// Rounding as methods; the functions of this module say what each does.
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, prelude::*};
    /// let x = array![1.7, -1.7];
    /// assert_eq!((&x).floor().load()?.to_string(), "[ 1. -2.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    trait Rounding;

    /// To the nearest whole number, halves to the even one.
    rint(x): "efdFD" Common -> Out::Same, kernel!(
        Float |x| x.round_ties_even(),
        Complex |z| Complex::new(z.re.round_ties_even(), z.im.round_ties_even())),
        "array![0.5, 1.5, -1.2]" => "[ 0.  2. -1.]";
    /// Towards zero.
    fix(x): "?bBhHiIlLefd" Common -> Out::Same, kernel!(
        Bool |x| x, Int |x| x, Float |x| x.trunc()),
        "array![1.7, -1.7]" => "[ 1. -1.]";
    /// Down.
    floor(x): "?bBhHiIlLefd" Common -> Out::Same, kernel!(
        Bool |x| x, Int |x| x, Float |x| x.floor()),
        "array![1.7, -1.7]" => "[ 1. -2.]";
    /// Up.
    ceil(x): "?bBhHiIlLefd" Common -> Out::Same, kernel!(
        Bool |x| x, Int |x| x, Float |x| x.ceil()),
        "array![1.7, -1.7]" => "[ 2. -1.]";
    /// Towards zero.
    trunc(x): "?bBhHiIlLefd" Common -> Out::Same, kernel!(
        Bool |x| x, Int |x| x, Float |x| x.trunc()),
        "array![1.7, -1.7]" => "[ 1. -1.]";
}

/// To so many decimals, halves to the even digit; negative decimals round to tens, hundreds, and
/// so on. Integers stay integers, booleans become `float16` as in numpy.
///
/// ```
/// use ch5_array::{IntoExpr, ops};
/// let x = ndarray::array![1.25, -2.675, 1234.5];
/// let y = ops::around(&x, 1).read_as::<f64>()?;
/// assert_eq!(y, ndarray::array![1.2, -2.7, 1234.5].into_dyn());
/// # Ok::<(), ch5_array::Error>(())
/// ```
#[doc(alias = "round")]
pub fn around<'a>(x: impl IntoExpr<'a>, decimals: i32) -> Expr<'a> {
    let x = x.into_expr();
    let ty = x.element_type();
    if x.check().is_err() || (ty.is_integer() && decimals >= 0) {
        return x;
    }
    if ty == ElementType::Bool || (ty.is_inexact() && decimals == 0) {
        return rint(x);
    }
    if !ty.is_number() {
        return rows::rint.call(&[x]);
    }
    elementwise("around", &[x], &[ty], ty, Arc::new(move |views| round(views, decimals)))
}

fn round(views: &[View<'_>], decimals: i32) -> Result<Buffer> {
    let factor = 10f64.powi(decimals.abs());
    let up = decimals >= 0;
    let double = |x: f64| {
        if up {
            (x * factor).round_ties_even() / factor
        } else {
            (x / factor).round_ties_even() * factor
        }
    };
    let single = |x: f32| {
        let factor = factor as f32;
        if up {
            (x * factor).round_ties_even() / factor
        } else {
            (x / factor).round_ties_even() * factor
        }
    };
    // numpy rounds to float16 after each step.
    let half = |x: &f16| {
        let (x, factor) = (x.to_f32(), f16::from_f64(factor).to_f32());
        let step = |x: f32| f16::from_f32(x).to_f32();
        let scaled = step(if up { x * factor } else { x / factor }).round_ties_even();
        f16::from_f32(if up { scaled / factor } else { scaled * factor })
    };
    Ok(match views {
        [View::F16(v)] => wrap(v.iter().map(half).collect()),
        [View::F32(v)] => wrap(v.iter().map(|&x| single(x)).collect()),
        [View::F64(v)] => wrap(v.iter().map(|&x| double(x)).collect()),
        [View::C64(v)] => {
            wrap(v.iter().map(|z| Complex::new(single(z.re), single(z.im))).collect())
        }
        [View::C128(v)] => {
            wrap(v.iter().map(|z| Complex::new(double(z.re), double(z.im))).collect())
        }
        [other] => {
            let ty = other.element_type();
            let Buffer::F64(v) = other.cast(ElementType::F64)? else {
                return Err(super::kernel::no_loop(views));
            };
            Buffer::F64(v.into_iter().map(double).collect()).cast(ty)?
        }
        _ => return Err(super::kernel::no_loop(views)),
    })
}

/// [`around`] as a method.
///
/// ```
/// # use ch5_array::{ndarray::array, ops::*, prelude::*};
/// let x = array![1.25, 12.5];
/// assert_eq!((&x).around(1).load()?.to_string(), "[ 1.2 12.5]");
/// # Ok::<(), ch5_array::Error>(())
/// ```
pub trait Around<'a>: ArrayLike<'a> {
    /// To so many decimals, halves to the even digit; see [`around`].
    ///
    /// ```
    /// # use ch5_array::{ndarray::array, ops::*, prelude::*};
    /// let x = array![1.25, 12.5];
    /// assert_eq!((&x).around(-1).load()?.to_string(), "[ 0. 10.]");
    /// # Ok::<(), ch5_array::Error>(())
    /// ```
    fn around(&self, decimals: i32) -> Expr<'a> {
        around(self.expr(), decimals)
    }
}

impl<'a, X: ArrayLike<'a> + ?Sized> Around<'a> for X {}
